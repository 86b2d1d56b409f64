"""What a team's members earned within a period, side by side, and what their results bring whoever leads them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from core.access import holds_deal
from core.bonus.months import Line, never_bought, summed, total, won
from core.bonus.reckon import reckon
from core.bonus.rules import Rules, of_workspace
from core.forecast.figures import Sums
from core.models import Deal, DealStatus, Member, Role
from core.periods import Period


@dataclass(frozen=True)
class Row:
    """One member: how many deals they won, what those earned, what the team's results bring them as its manager, what
    their open deals would earn. Sums by currency."""

    who: Member
    won: int
    earned: Sums
    share: Sums
    would: Sums

    @property
    def sum(self) -> Sums:
        """What they get in all."""
        return summed([*self.earned.items(), *self.share.items()])


@dataclass(frozen=True)
class Table:
    """Everybody whose deals the asker may see and who won some or has some open, whoever gets most first; `left`: won
    deals left out, for want of a rule or for their currency."""

    period: Period
    rows: Sequence[Row]
    left: int
    has_rules: bool
    earned: Sums = field(default_factory=dict)
    share: Sums = field(default_factory=dict)
    would: Sums = field(default_factory=dict)

    @property
    def won(self) -> int:
        """How many deals, all together."""
        return sum(row.won for row in self.rows)


async def table(session: AsyncSession, *, period: Period, by: Member, now: datetime) -> Table:
    """The members whose deals the asker may see. The same statements however many deals and members."""
    rules = await of_workspace(session, by=by)
    lines = await won(session, period=period, whose=true(), rules=rules, by=by)
    would = await _open(session, rules=rules, by=by, now=now)
    of: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        of[line.owner_id].append(line)
    people = await _people(session, ids={*of, *would}, by=by)
    shares = _shares(lines, people)
    rows = [
        Row(who, len(of[who.id]), total(of[who.id]), shares.get(who.id, {}), would.get(who.id, {}))
        for who in people.values()
        if who.id in of or who.id in would or who.id in shares
    ]
    rows.sort(key=lambda row: (-max(row.sum.values(), default=0), -max(row.would.values(), default=0), row.who.id))
    return Table(
        period,
        rows,
        sum(1 for line in lines if line.bonus is None),
        bool(rules.all),
        *(summed(part for row in rows for part in getattr(row, name).items()) for name in ("earned", "share", "would")),
    )


async def _people(session: AsyncSession, *, ids: set[int], by: Member) -> Mapping[int, Member]:
    """Whoever owns one of the deals, there still or not, and the managers whose results those are."""
    rows = await session.scalars(
        select(Member)
        .where(Member.workspace_id == by.workspace_id)
        .where(Member.id.in_(ids) | ((Member.role == Role.MANAGER) & Member.active))
        .order_by(Member.id)
    )
    return {who.id: who for who in rows if by.role == Role.ADMIN or who.id in ids or who.id == by.id}


def _shares(lines: Sequence[Line], people: Mapping[int, Member]) -> Mapping[int, Sums]:
    """For each manager, the part of what their team's members earned that the rule of each deal gives them."""
    led: dict[int | None, list[Line]] = defaultdict(list)
    for line in lines:
        owner = people[line.owner_id]
        if owner.role != Role.MANAGER:
            led[owner.team_id].append(line)
    return {
        who.id: share
        for who in people.values()
        if who.role == Role.MANAGER and who.team_id is not None
        if (share := summed((e.bonus.currency, e.bonus.share) for e in led[who.team_id] if e.bonus is not None))
    }


async def _open(session: AsyncSession, *, rules: Rules, by: Member, now: datetime) -> Mapping[int, Sums]:
    """What each member's open deals would earn. Deals alike in all but their amount are reckoned together: what they
    earn is their number times the base and the per cent of their sum."""
    alike = (Deal.owner_id, Deal.pipeline_id, Deal.currency, Deal.coefficient, never_bought().label("new_customer"))
    deals = (
        select(*alike, Deal.amount)
        .where(holds_deal(by), Deal.status == DealStatus.OPEN, Deal.owner_id.is_not(None))
        .subquery()
    )
    keys = [each for each in deals.c if each.name != "amount"]
    rows = await session.execute(
        select(*keys, func.count().label("n"), func.sum(deals.c.amount).label("amount")).group_by(*keys)
    )
    found: dict[int, list[tuple[str, object]]] = defaultdict(list)
    for row in rows:
        rule = rules.of(row.pipeline_id, now)
        if rule is None or rule.currency != row.currency:
            continue
        facts = {"coefficient": row.coefficient, "new_customer": row.new_customer, "new_product": False}
        one, of_sum = reckon(rule, amount=None, **facts), reckon(rule, amount=row.amount, **facts)
        # Each has its own base and extra; the per cent is of the sum.
        found[row.owner_id].append((row.currency, of_sum.total + one.total * (row.n - 1)))
    return {owner_id: summed(parts) for owner_id, parts in found.items()}
