"""The rules of bonuses, each from a day on. They are only added: an older deal keeps the rule it was won under."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import audit, workspaces
from core.calendar import local_day
from core.errors import Missing, Refusal, msgid
from core.models import AuditRow, BonusRule, Member, Pipeline
from core.settings import must_be_admin
from core.sums import MOST, must_be_sensible

AHEAD, BACK = timedelta(days=366), timedelta(days=5 * 366)
MOST_PRODUCTS, LONGEST_PRODUCT = 30, 40
COLUMNS = (
    *("pipeline_id", "from_on", "holds", "currency", "base", "percent", "customer_extra", "customer_factor"),
    *("product_extra", "product_factor", "products", "share"),
)


class OddRule(Refusal):
    """A figure is out of its range; `field` is its own."""

    message = msgid("Write a number from {least} to {most}, with at most two decimals.")


class OddStart(Refusal):
    message = msgid("Choose a day within the last five years or the next one.")
    field = "from_on"


class OddProducts(Refusal):
    message = msgid("At most {most} products, one a line, each no longer than {n} characters.")
    field = "products"


@dataclass(frozen=True)
class Told:
    """A rule as an admin sets it; sums in the workspace's currency, per cents and factors with two decimals.
    `pipeline_id` None: for every pipeline without a rule of its own; `holds` False: none from that day on."""

    from_on: date
    pipeline_id: int | None = None
    holds: bool = True
    base: Decimal = Decimal()
    percent: Decimal = Decimal()
    customer_extra: Decimal = Decimal()
    customer_factor: Decimal = Decimal(1)
    product_extra: Decimal = Decimal()
    product_factor: Decimal = Decimal(1)
    products: tuple[str, ...] = ()
    share: Decimal = Decimal()


@dataclass(frozen=True)
class Clash:
    """Nothing was written: another admin set a rule for the same deals meanwhile. Sent again with `told`, it counts."""

    rule: BonusRule

    @property
    def told(self) -> int:
        """The newest rule its writer now knows of."""
        return self.rule.id


@dataclass(frozen=True)
class Rules:
    """All rules of a workspace, the newest first, and its zone."""

    all: Sequence[BonusRule]
    zone: str

    def of(self, pipeline_id: int, won: datetime) -> BonusRule | None:
        """The rule for a deal of this pipeline won at this moment."""
        day = local_day(won, self.zone)
        own = self.latest(pipeline_id, day)
        rule = own if own is not None and own.holds else self.latest(None, day)
        return rule if rule is not None and rule.holds else None

    def latest(self, pipeline_id: int | None, day: date) -> BonusRule | None:
        """The last word on a pipeline, or on all without their own, as of a day: it may be that there is no rule."""
        begun = [each for each in self.all if each.pipeline_id == pipeline_id and each.from_on <= day]
        return max(begun, key=lambda each: (each.from_on, each.id), default=None)


def current(rules: Rules, *, day: date) -> list[BonusRule]:
    """What holds on a day and what will, the general rule first, each pipeline's in their order of days."""
    scopes = sorted({each.pipeline_id for each in rules.all}, key=lambda each: (each is not None, each or 0))
    shown: list[BonusRule] = []
    for scope in scopes:
        now = rules.latest(scope, day)
        shown += [now] if now is not None and now.holds else []
        coming = [each for each in rules.all if each.pipeline_id == scope and each.from_on > day]
        shown += sorted(coming, key=lambda each: (each.from_on, each.id))
    return shown


async def of_workspace(session: AsyncSession, *, by: Member) -> Rules:
    """The rules, for every member to read: what a deal earns is no secret, what a colleague earned is."""
    rows = await session.scalars(
        select(BonusRule)
        .options(joinedload(BonusRule.by), joinedload(BonusRule.pipeline))
        .where(BonusRule.workspace_id == by.workspace_id)
        .order_by(BonusRule.id.desc())
    )
    return Rules(rows.all(), (await workspaces.of(session, by=by)).zone)


async def put(
    session: AsyncSession,
    *,
    told: Told,
    by: Member,
    now: datetime,
    seen: int = 0,
    source: str | None = None,
) -> tuple[BonusRule, AuditRow] | Clash:
    """Set a rule. `seen`: the newest rule when its form was opened, or of which its writer was told since."""
    await must_be_admin(session, by=by)
    await workspaces.one_at_a_time(session, by=by)
    workspace = await workspaces.of(session, by=by)
    _must_be_sound(told, today=local_day(now, workspace.zone))
    if told.pipeline_id is not None and await session.get(Pipeline, (by.workspace_id, told.pipeline_id)) is None:
        raise Missing
    rules = await of_workspace(session, by=by)
    meanwhile = [each for each in rules.all if each.id > seen and each.pipeline_id == told.pipeline_id]
    if meanwhile:
        return Clash(meanwhile[0])
    values = {**asdict(told), "products": list(told.products)}
    rule = BonusRule(workspace_id=by.workspace_id, currency=workspace.currency, by_id=by.id, at=now, **values)
    session.add(rule)
    await session.flush()
    after = audit.snapshot(rule, COLUMNS)
    entry = await audit.record(session, row=rule, verb="set", by=by, now=now, after=after, source=source)
    return rule, entry


def _must_be_sound(told: Told, *, today: date) -> None:
    if not today - BACK <= told.from_on <= today + AHEAD:
        raise OddStart
    for name in ("percent", "share"):
        if not 0 <= getattr(told, name) <= 100:
            raise OddRule(field=name, least=0, most=100)
    for name in ("customer_factor", "product_factor"):
        if not 1 <= getattr(told, name) <= 10:
            raise OddRule(field=name, least=1, most=10)
    for name in ("base", "customer_extra", "product_extra"):
        if getattr(told, name) < 0:
            raise OddRule(field=name, least=0, most=MOST)
        must_be_sensible(**{name: getattr(told, name)})
    if len(told.products) > MOST_PRODUCTS or any(len(each) > LONGEST_PRODUCT for each in told.products):
        raise OddProducts(most=MOST_PRODUCTS, n=LONGEST_PRODUCT)


async def take_back(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """A rule set by mistake is gone; what held before holds again."""
    await must_be_admin(session, by=by)
    rule = await session.get(BonusRule, (entry.workspace_id, entry.noun_id), with_for_update=True)
    if rule is None:
        raise Missing
    await session.delete(rule)
    await audit.record(session, row=rule, verb="undo", by=by, now=now, before=entry.after, undoes=entry)
