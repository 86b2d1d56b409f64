"""The list of sources as it is read: each with its campaigns, how many leads came from it, what it cost."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from core.models import Lead, LeadStatus, Member, Source, SourceCost


@dataclass(frozen=True)
class Entry:
    """An entry with its figures: of a source those of its campaigns are part. Costs by currency, in full figures, for
    managers' eyes alone; `spellings` are other ways to write it, folded."""

    source: Source
    of: str | None = None
    leads: int = 0
    cost: dict[str, Decimal] = field(default_factory=dict)
    spellings: Sequence[Source] = ()


@dataclass(frozen=True)
class Listing:
    """A page of the list. `unlisted`: how many names nobody has confirmed yet."""

    entries: Sequence[Entry]
    total: int
    unlisted: int


def entry_of(source: type[Source]) -> ColumnElement[int]:
    """The entry that a row stands for, whichever spelling it is."""
    return func.coalesce(source.merged_id, source.id)


async def listing(session: AsyncSession, *, by: Member, page: int = 0, size: int = 10) -> Listing:
    """A page of the list, each source followed by its campaigns, retired ones last. Six statements."""
    parent = aliased(Source)
    here = (Source.workspace_id == by.workspace_id, Source.merged_id.is_(None))
    counted = select(func.count(), func.count().filter(~Source.listed)).select_from(Source).where(*here)
    total, unlisted = (await session.execute(counted)).one()
    rows = await session.execute(
        select(Source, parent.name)
        .outerjoin(parent, (parent.workspace_id == Source.workspace_id) & (parent.id == Source.parent_id))
        .where(*here)
        .order_by(
            Source.retired_at.is_not(None),
            func.lower(func.coalesce(parent.name, Source.name)),
            func.coalesce(parent.merged_id, parent.id, Source.id),
            Source.kind.desc(),
            func.lower(Source.name),
            Source.id,
        )
        .limit(size)
        .offset(page * size)
    )
    found: list[tuple[Source, str | None]] = [(source, of) for source, of in rows]
    return Listing(await _figures(session, found, by), total, unlisted)


async def one(session: AsyncSession, *, source: Source, by: Member) -> Entry:
    """One entry with its figures."""
    parent = await session.get(Source, (by.workspace_id, source.parent_id)) if source.parent_id else None
    return (await _figures(session, [(source, parent.name if parent else None)], by))[0]


async def _figures(session: AsyncSession, found: list[tuple[Source, str | None]], by: Member) -> list[Entry]:
    ids = [source.id for source, _ in found]
    leads = await _leads(session, ids, Lead.source_id, by) | await _leads(session, ids, Lead.campaign_id, by)
    costs = await _costs(session, ids, by) if by.manages else {}
    spellings = defaultdict(list)
    rows = select(Source).where(Source.workspace_id == by.workspace_id, Source.merged_id.in_(ids)).order_by(Source.id)
    for each in await session.scalars(rows):
        spellings[each.merged_id].append(each)
    return [
        Entry(source, of, leads.get(source.id, 0), costs.get(source.id, {}), spellings[source.id])
        for source, of in found
    ]


async def _leads(
    session: AsyncSession, ids: list[int], column: InstrumentedAttribute[int | None], by: Member
) -> dict[int, int]:
    rows = await session.execute(
        select(entry_of(Source), func.count())
        .join(Lead, (Lead.workspace_id == Source.workspace_id) & (column == Source.id))
        .where(
            Source.workspace_id == by.workspace_id,
            or_(Source.id.in_(ids), Source.merged_id.in_(ids)),
            Lead.status.not_in((LeadStatus.WITHDRAWN, LeadStatus.MERGED)),
        )
        .group_by(entry_of(Source))
    )
    return dict(rows.all())


async def _costs(session: AsyncSession, ids: list[int], by: Member) -> dict[int, dict[str, Decimal]]:
    """What each entry cost; a campaign's cost is its source's too."""
    parent = aliased(Source)
    rows = await session.execute(
        select(entry_of(Source), entry_of(parent), SourceCost.currency, func.sum(SourceCost.amount))
        .join(SourceCost, (SourceCost.workspace_id == Source.workspace_id) & (SourceCost.source_id == Source.id))
        .outerjoin(parent, (parent.workspace_id == Source.workspace_id) & (parent.id == Source.parent_id))
        .where(Source.workspace_id == by.workspace_id, SourceCost.removed_at.is_(None))
        .group_by(entry_of(Source), entry_of(parent), SourceCost.currency)
    )
    costs: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for entry, of, currency, amount in rows:
        for each in {entry, of} & set(ids):
            costs[each][currency] = costs[each].get(currency, Decimal()) + amount
    return costs
