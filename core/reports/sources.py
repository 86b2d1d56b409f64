"""Sources compared 来源报表: of the leads that came in during a period, how many were taken, converted, won; what the
wins come to, and what was spent meanwhile. By source and by campaign.

The leads are one cohort: those that came in then, whatever became of them since. A cost counts for its day.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core import workspaces
from core.calendar import instant
from core.models import Deal, DealStatus, Lead, LeadStatus, Member, OwnerChange, Role, Source, SourceCost, SourceKind
from core.periods import Period

Sums = dict[str, Decimal]
Key = tuple[int | None, int | None]


@dataclass
class Row:
    """The figures of one source (`campaign` None: of all its campaigns together), or of all. `source` None: of the
    leads nobody told the source of. `seen_all`: no lead is left out of it, so that wins and cost compare."""

    source: Source | None
    campaign: Source | None = None
    leads: int = 0
    claimed: int = 0
    converted: int = 0
    won: int = 0
    amount: Sums = field(default_factory=dict)
    cost: Sums = field(default_factory=dict)
    seen_all: bool = True

    @property
    def conversion(self) -> Decimal | None:
        """Won leads by leads in; None where none came in."""
        return Decimal(self.won) / self.leads if self.leads else None

    @property
    def returns(self) -> Sums:
        """What each unit of a currency spent has brought in the same; nothing where the two do not compare."""
        both = self.amount.keys() & self.cost.keys() if self.seen_all else set()
        return {currency: self.amount[currency] / self.cost[currency] for currency in sorted(both)}


@dataclass(frozen=True)
class Report:
    """A row for each source, those with the most leads first, each with the rows of its campaigns; and all of it.
    `costs`: whether they are for the asker's eyes."""

    period: Period
    sources: Sequence[tuple[Row, Sequence[Row]]]
    total: Row
    costs: bool


async def report(session: AsyncSession, *, period: Period, by: Member) -> Report:
    """The report as far as the asker may see: their own leads, their team's, or all. Five statements."""
    zone = (await workspaces.of(session, by=by)).zone
    rows: dict[Key, Row] = {}
    for source, campaign, every, *figures in await session.execute(_leads(period, zone, by)):
        row = rows.setdefault((source, campaign), Row(None))
        row.leads, row.claimed, row.converted, row.won = figures
        row.seen_all = every == row.leads
    for source, campaign, currency, amount in await session.execute(_wins(period, zone, by)):
        rows[source, campaign].amount[currency] = Decimal(amount or 0)
    costs = await session.execute(_costs(period, by)) if by.manages else []
    for source, campaign, currency, amount in costs:
        rows.setdefault((source, campaign), Row(None)).cost[currency] = Decimal(amount)
    kept = {key: row for key, row in rows.items() if row.leads or row.cost}
    return _drawn_up(kept, await _names(session, kept, by), period, by)


def _came_in(period: Period, zone: str, by: Member) -> list[ColumnElement[bool]]:
    # One that was folded into another of the same customer came in but once.
    is_one = Lead.status.not_in((LeadStatus.WITHDRAWN, LeadStatus.MERGED))
    here = [Lead.workspace_id == by.workspace_id, is_one]
    if period.begins is None or period.ends is None:
        return here
    return [*here, Lead.created_at >= _start(period.begins, zone), Lead.created_at < _start(period.ends, zone)]


def _start(day: date, zone: str) -> datetime:
    return instant(day, time(), zone)


def _theirs(by: Member) -> ColumnElement[bool]:
    """Whose lead it is: who holds it; where nobody does, who held it last; where nobody ever did, who entered it."""
    last = (
        select(OwnerChange.to_id)
        .where(
            OwnerChange.workspace_id == Lead.workspace_id,
            OwnerChange.lead_id == Lead.id,
            OwnerChange.to_id.is_not(None),
        )
        .order_by(OwnerChange.id.desc())
        .limit(1)
        .correlate(Lead)
        .scalar_subquery()
    )
    whose = func.coalesce(Lead.owner_id, last, Lead.created_by_id)
    if by.role == Role.ADMIN:
        return Lead.workspace_id == by.workspace_id
    if by.role != Role.MANAGER or by.team_id is None:
        return whose == by.id
    team = select(Member.id).where(Member.workspace_id == by.workspace_id, Member.team_id == by.team_id)
    return or_(whose == by.id, whose.in_(team))


def _leads(period: Period, zone: str, by: Member) -> Select[Any]:
    source, campaign = aliased(Source), aliased(Source)
    held = exists().where(
        OwnerChange.workspace_id == Lead.workspace_id, OwnerChange.lead_id == Lead.id, OwnerChange.to_id.is_not(None)
    )
    won = exists().where(Deal.workspace_id == Lead.workspace_id, Deal.lead_id == Lead.id, Deal.status == DealStatus.WON)
    each = (
        select(
            func.coalesce(source.merged_id, source.id).label("source"),
            func.coalesce(campaign.merged_id, campaign.id).label("campaign"),
            _theirs(by).label("seen"),
            held.label("claimed"),
            (Lead.status == LeadStatus.CONVERTED).label("converted"),
            won.label("won"),
        )
        .outerjoin(source, (source.workspace_id == Lead.workspace_id) & (source.id == Lead.source_id))
        .outerjoin(campaign, (campaign.workspace_id == Lead.workspace_id) & (campaign.id == Lead.campaign_id))
        .where(*_came_in(period, zone, by))
        .subquery()
    )
    seen = func.count().filter(each.c.seen)
    counted = [func.count().filter(each.c.seen, each.c[name]) for name in ("claimed", "converted", "won")]
    return select(each.c.source, each.c.campaign, func.count(), seen, *counted).group_by(each.c.source, each.c.campaign)


def _wins(period: Period, zone: str, by: Member) -> Select[int, int, str, Decimal | None]:
    source, campaign = aliased(Source), aliased(Source)
    entries = func.coalesce(source.merged_id, source.id), func.coalesce(campaign.merged_id, campaign.id)
    return (
        select(*entries, Deal.currency, func.sum(Deal.amount))
        .select_from(Lead)
        .join(Deal, (Deal.workspace_id == Lead.workspace_id) & (Deal.lead_id == Lead.id))
        .outerjoin(source, (source.workspace_id == Lead.workspace_id) & (source.id == Lead.source_id))
        .outerjoin(campaign, (campaign.workspace_id == Lead.workspace_id) & (campaign.id == Lead.campaign_id))
        .where(*_came_in(period, zone, by), _theirs(by), Deal.status == DealStatus.WON, Deal.amount.is_not(None))
        .group_by(*entries, Deal.currency)
    )


def _costs(period: Period, by: Member) -> Select[Any]:
    """What was spent in the period; on a campaign, under the source it is of."""
    entry, parent = aliased(Source), aliased(Source)
    own, of = func.coalesce(entry.merged_id, entry.id), func.coalesce(parent.merged_id, parent.id)
    is_campaign = entry.kind == SourceKind.CAMPAIGN
    keys = case((is_campaign, of), else_=own), case((is_campaign, own))
    spent = [SourceCost.on >= period.begins, SourceCost.on < period.ends] if period.begins else []
    return (
        select(*keys, SourceCost.currency, func.sum(SourceCost.amount))
        .select_from(SourceCost)
        .join(entry, (entry.workspace_id == SourceCost.workspace_id) & (entry.id == SourceCost.source_id))
        .outerjoin(parent, (parent.workspace_id == entry.workspace_id) & (parent.id == entry.parent_id))
        .where(SourceCost.workspace_id == by.workspace_id, SourceCost.removed_at.is_(None), *spent)
        .group_by(*keys, SourceCost.currency)
    )


async def _names(session: AsyncSession, rows: dict[Key, Row], by: Member) -> dict[int, Source]:
    wanted = {entry for key in rows for entry in key if entry is not None}
    found = await session.scalars(select(Source).where(Source.workspace_id == by.workspace_id, Source.id.in_(wanted)))
    return {source.id: source for source in found}


def _drawn_up(rows: dict[Key, Row], names: dict[int, Source], period: Period, by: Member) -> Report:
    of_source: dict[int | None, list[Row]] = defaultdict(list)
    for (source, campaign), row in rows.items():
        row.source = names[source] if source is not None else None
        row.campaign = names[campaign] if campaign is not None else None
        of_source[source].append(row)
    sources = [
        (_sum(each, source=each[0].source), sorted((row for row in each if row.campaign), key=_order))
        for each in of_source.values()
    ]
    sources.sort(key=lambda pair: _order(pair[0]))
    return Report(period, sources, _sum([row for row, _ in sources], source=None), by.manages)


def _order(row: Row) -> tuple[bool, int, int, str]:
    """What brought most comes first, what is known of no source last."""
    entry = row.campaign or row.source
    return entry is None, -row.leads, -row.won, entry.name if entry else ""


def _sum(rows: Sequence[Row], *, source: Source | None) -> Row:
    total = Row(source, seen_all=all(row.seen_all for row in rows))
    for row in rows:
        total.leads += row.leads
        total.claimed += row.claimed
        total.converted += row.converted
        total.won += row.won
        for mine, theirs in ((total.amount, row.amount), (total.cost, row.cost)):
            for currency, amount in theirs.items():
                mine[currency] = mine.get(currency, Decimal()) + amount
    return total
