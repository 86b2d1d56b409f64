"""What somebody's deals earned within a period, deal by deal, and what their open deals would."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.access import decides_over, holds_deal
from core.bonus import goods
from core.bonus.reckon import Bonus, reckon
from core.bonus.rules import Rules, of_workspace
from core.errors import Missing
from core.forecast.figures import Sums, add, won_in
from core.models import Deal, DealStatus, Member
from core.periods import Period


@dataclass(frozen=True)
class Line:
    """One won deal; without a bonus it is left out, for want of a rule or, where `foreign`, for its currency."""

    deal_id: int
    name: str
    owner_id: int
    won_at: datetime
    currency: str
    bonus: Bonus | None
    foreign: bool = False


@dataclass(frozen=True)
class Potential:
    """What an open deal would earn if it were won now."""

    deal_id: int
    name: str
    probability: int
    bonus: Bonus


@dataclass(frozen=True)
class Earned:
    """One member's bonuses of a period, the newest first; `open`: what would be earned, the most first."""

    of: Member
    period: Period
    lines: Sequence[Line]
    open: Sequence[Potential]
    has_rules: bool

    @property
    def total(self) -> Sums:
        """What they earned, by currency."""
        return total(self.lines)

    @property
    def would(self) -> Sums:
        """What their open deals would earn, all of them won."""
        return summed((each.bonus.currency, each.bonus.total) for each in self.open)

    @property
    def likely(self) -> Sums:
        """The same, each by its probability."""
        return summed((each.bonus.currency, each.bonus.total * each.probability / 100) for each in self.open)


def total(lines: Sequence[Line]) -> Sums:
    """What these deals earned together."""
    return summed((each.bonus.currency, each.bonus.total) for each in lines if each.bonus is not None)


def summed(parts: Any) -> Sums:
    """Sums by currency: those of different ones are never added."""
    found: Sums = {}
    for currency, amount in parts:
        add(found, currency, amount)
    return found


async def member(session: AsyncSession, *, period: Period, of_id: int, by: Member, now: datetime) -> Earned:
    """What a member earned, for themselves and whoever decides over them; to anybody else they are missing. The same
    statements however many deals."""
    of = await session.get(Member, (by.workspace_id, of_id))
    if of is None or not decides_over(by, of):
        raise Missing
    rules = await of_workspace(session, by=by)
    lines = await won(session, period=period, whose=Deal.owner_id == of_id, rules=rules, by=by)
    potentials = await _open(session, of_id=of_id, rules=rules, by=by, now=now)
    return Earned(of, period, lines, potentials, bool(rules.all))


async def won(
    session: AsyncSession, *, period: Period, whose: ColumnElement[bool], rules: Rules, by: Member
) -> list[Line]:
    """The deals won in a period, of those the asker may see, each with what it earned by the rule of its day."""
    rows = await session.execute(
        select(
            Deal.id,
            Deal.account_id,
            Deal.name,
            Deal.owner_id,
            Deal.pipeline_id,
            Deal.closed_at,
            Deal.amount,
            Deal.currency,
            Deal.coefficient,
            _first_of_customer().label("new_customer"),
        )
        .where(holds_deal(by), Deal.owner_id.is_not(None), whose, won_in(period, rules.zone))
        .order_by(Deal.closed_at.desc(), Deal.id.desc())
    )
    found = rows.all()
    new = await _with_new_products(session, found, rules=rules, by=by)
    return [_line(row, rules, new_product=row.id in new) for row in found]


def _first_of_customer() -> ColumnElement[bool]:
    """Whether a won deal is the first that its customer bought."""
    other = aliased(Deal)
    earlier = (other.closed_at < Deal.closed_at) | ((other.closed_at == Deal.closed_at) & (other.id < Deal.id))
    return ~select(other.id).where(*_same_customers(other), earlier).exists()


def never_bought() -> ColumnElement[bool]:
    """Whether the customer of an open deal has bought nothing yet."""
    other = aliased(Deal)
    return ~select(other.id).where(*_same_customers(other)).exists()


def _same_customers(other: Any) -> tuple[ColumnElement[bool], ...]:
    won = other.status == DealStatus.WON
    return other.workspace_id == Deal.workspace_id, other.account_id == Deal.account_id, won


def _line(row: Any, rules: Rules, *, new_product: bool) -> Line:
    rule = rules.of(row.pipeline_id, row.closed_at)
    foreign = rule is not None and rule.currency != row.currency
    bonus = None
    if rule is not None and not foreign:
        facts = {"amount": row.amount, "coefficient": row.coefficient, "new_customer": row.new_customer}
        bonus = reckon(rule, **facts, new_product=new_product)
    return Line(row.id, row.name, row.owner_id, row.closed_at, row.currency, bonus, foreign)


async def _with_new_products(session: AsyncSession, rows: Sequence[Any], *, rules: Rules, by: Member) -> frozenset[int]:
    """Which of these deals brought a new product, where their rule asks."""
    asked = [(row, rule) for row in rows if goods.asks_for(rule := rules.of(row.pipeline_id, row.closed_at)) and rule]
    if not asked:
        return frozenset()
    accounts = list({row.account_id for row, _ in asked})
    bought = await goods.bought(session, workspace_id=by.workspace_id, account_ids=accounts)
    of = await goods.known(session, workspace_id=by.workspace_id, account_ids=accounts, zone=rules.zone)
    found = []
    for row, rule in asked:
        theirs = bought[row.account_id]
        if goods.is_new(rule, deal_id=row.id, earlier=theirs[: theirs.index(row.id)], of=of):
            found.append(row.id)
    return frozenset(found)


async def _open(session: AsyncSession, *, of_id: int, rules: Rules, by: Member, now: datetime) -> list[Potential]:
    """What each open deal of a member would earn by what holds now; without extras for new products, which are only
    known once it is won."""
    rows = await session.execute(
        select(Deal.id, Deal.name, Deal.pipeline_id, Deal.amount, Deal.currency, Deal.coefficient, Deal.probability)
        .add_columns(never_bought().label("new_customer"))
        .where(holds_deal(by), Deal.owner_id == of_id, Deal.status == DealStatus.OPEN)
    )
    found = []
    for row in rows:
        rule = rules.of(row.pipeline_id, now)
        if rule is not None and rule.currency == row.currency:
            facts = {"amount": row.amount, "coefficient": row.coefficient, "new_customer": row.new_customer}
            found.append(Potential(row.id, row.name, row.probability, reckon(rule, **facts, new_product=False)))
    return sorted(found, key=lambda each: (-each.bonus.total, each.deal_id))
