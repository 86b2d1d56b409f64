"""A deal's terms changed by hand. Of two who change the same thing at once, the second is told of the first."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, changes, listed, owners, sums, workspaces
from core.calendar import local_day
from core.changes import Change
from core.deals import appeals
from core.deals.dates import is_late, wind
from core.deals.read import lock, lock_open, why_ended
from core.deals.terms import About, Terms
from core.errors import Missing, Refusal, msgid
from core.models import AuditRow, Deal, DealStatus, Extension, List, Member, Workspace

COLUMNS = (
    "name",
    "amount",
    "currency",
    "expected_close",
    "warn_close_on",
    "lapse_on",
    "probability",
    "probability_set",
    "competitor",
    "type_id",
    "importance",
    "approved",
    "budget",
    "budget_currency",
)
ABOUT = ("type_id", "importance", "approved", "budget", "budget_currency")
TERMS = ("name", "amount", "currency", "expected_close", "hand", *ABOUT)
IMPORTANCE = ("high", "medium", "low")
LONGEST = 200  # characters of a name


class OddProbability(Refusal):
    message = msgid("A probability is a whole number from 0 to 100.")
    field = "probability"


class LateDate(Refusal):
    message = msgid(
        "The expected close of {deal} has passed, so your manager decides about a later one: More… → New date…"
    )
    field = "close"


@dataclass(frozen=True)
class Clash:
    """Nothing was written: others changed the same meanwhile. Sent again with `told`, it goes before theirs."""

    deal: Deal
    changes: Sequence[Change]

    @property
    def told(self) -> int:
        """The newest change its writer now knows of."""
        return max(change.entry.id for change in self.changes)


async def edit(
    session: AsyncSession,
    *,
    deal_id: int,
    terms: Terms,
    probability: int | None,
    about: About | None = None,
    by: Member,
    now: datetime,
    seen: int | None = None,
    told: int = 0,
    source: str | None = None,
) -> tuple[Deal, AuditRow] | Clash:
    """Change a deal's name, amount, close date; what else is told of it (`about` None: that stays); or set its
    probability by hand (None: it follows the stage again).

    `seen`: the newest change when its form was opened (None: none was); `told`: of which its writer was told since.
    """
    if probability is not None and not 0 <= probability <= 100:
        raise OddProbability
    deal = await lock_open(session, deal_id=deal_id, by=by)
    values = {
        "name": (terms.name or deal.name)[:LONGEST],
        "amount": terms.amount,
        "currency": terms.currency or deal.currency,
        "expected_close": terms.close,
        "hand": None if probability == deal.stage.probability else probability,
        **(await _about(session, deal, about, by=by) if about is not None else {}),
    }
    return await _change(session, deal=deal, values=values, by=by, now=now, seen=seen, told=told, source=source)


async def _about(session: AsyncSession, deal: Deal, told: About, *, by: Member) -> dict[str, Any]:
    """What else is told of it, as it is kept. A type that is offered no more stays where it was chosen before."""
    if told.type_id is not None:
        await listed.get(session, word_id=told.type_id, lists=(List.TYPE,), by=by)
    if told.importance not in (None, *IMPORTANCE):
        raise Missing
    sums.must_be_sensible(budget=told.budget)
    currency = told.budget_currency or deal.budget_currency or deal.currency
    return {**asdict(told), "budget_currency": currency if told.budget is not None else None}


async def change(
    session: AsyncSession,
    *,
    deal_id: int,
    values: Mapping[str, Any],
    by: Member,
    now: datetime,
    seen: int | None = None,
    told: int = 0,
    source: str | None = None,
) -> tuple[Deal, AuditRow] | Clash:
    """Change some of a deal's `TERMS` and leave the rest."""
    deal = await lock(session, deal_id=deal_id, by=by)
    if deal.status != DealStatus.OPEN:
        ended = await changes.since(session, row=deal, seen=seen, columns=("status",)) if seen is not None else []
        if not ended:
            raise await why_ended(session, deal=deal, by=by)
        return Clash(deal, ended)
    return await _change(session, deal=deal, values=values, by=by, now=now, seen=seen, told=told, source=source)


async def _change(
    session: AsyncSession,
    *,
    deal: Deal,
    values: Mapping[str, Any],
    by: Member,
    now: datetime,
    seen: int | None,
    told: int,
    source: str | None,
) -> tuple[Deal, AuditRow] | Clash:
    sums.must_be_sensible(amount=values.get("amount"))
    if seen is not None:
        found = await changes.since(session, row=deal, seen=seen, columns=(*COLUMNS, "hand"))
        merged = changes.merge(values, _current(deal), [_by_hand(each) for each in found], told=told)
        if merged.clashes:
            return Clash(deal, merged.clashes)
        values = merged.values
    workspace = await workspaces.of(session, by=by)
    today = local_day(now, workspace.zone)
    if "expected_close" in values and must_ask(deal, values["expected_close"], today=today, by=by):
        raise LateDate(deal=deal.name)
    before = audit.snapshot(deal, COLUMNS)
    _set(deal, values, workspace, today)
    after = audit.snapshot(deal, COLUMNS)
    entry = await audit.record(
        session, row=deal, verb="edit", by=by, now=now, before=before, after=after, source=source
    )
    moved = before["expected_close"] != after["expected_close"]
    if moved:
        await appeals.overtake(session, Extension, workspace_id=deal.workspace_id, deal_ids=[deal.id], now=now)
    await owners.show_again(session, thing=deal, now=now, resolved=moved)
    return deal, entry


def must_ask(deal: Deal, to_on: date | None, *, today: date, by: Member) -> bool:
    """Whether `by` may only ask for this date: the old one has passed, and such deals are closed by themselves."""
    if by.manages or not is_late(deal, today=today) or deal.expected_close is None:
        return False
    return to_on is None or to_on > deal.expected_close


def _current(deal: Deal) -> dict[str, Any]:
    hand = deal.probability if deal.probability_set else None
    return {**{name: getattr(deal, name) for name in TERMS if name != "hand"}, "hand": hand}


def _by_hand(change: Change) -> Change:
    """What a person set a probability to, and not what it came to by following the stage."""
    if change.column not in ("probability", "probability_set"):
        return change
    before, after = (
        told.get("probability") if told.get("probability_set") else None
        for told in (change.entry.before, change.entry.after)
    )
    return Change(change.entry, "hand" if before != after else change.column, before, after, change.by)


def _set(deal: Deal, values: Mapping[str, Any], workspace: Workspace, today: date) -> None:
    for name, value in values.items():
        if name == "expected_close" and value != deal.expected_close:
            deal.expected_close = value
            wind(deal, pipeline=deal.pipeline, workspace=workspace, today=today)
        elif name == "hand":
            deal.probability_set = value is not None
            deal.probability = deal.stage.probability if value is None else value
        elif name != "expected_close":
            setattr(deal, name, value)
    deal.version += 1
