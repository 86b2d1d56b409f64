"""The forecast of one period, side by side: by team, member, product, region, pipeline or source."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import workspaces
from core.forecast.figures import COLUMNS, KEYS, SUMS, Figures, add, counted, open_in, won_in
from core.models import Deal, DealNeed, Lead, Member, Pipeline, Source, Team
from core.names import fold
from core.periods import Period
from core.projects import goods
from core.projects.places import where
from core.reading.text import text


class Split(StrEnum):
    """What the deals of a period are told apart by."""

    TEAM = "team"
    MEMBER = "member"
    PRODUCT = "product"  # the first of the goods that the deal was said to be about
    REGION = "region"
    PIPELINE = "pipeline"
    SOURCE = "source"


@dataclass(frozen=True)
class Group:
    """The deals of one `who`: a Team, Member, Pipeline or Source, a region's name; None: it was not told."""

    who: Any
    figures: Figures = field(default_factory=Figures)


async def by_group(session: AsyncSession, *, period: Period, split: Split, by: Member) -> Sequence[Group]:
    """The deals of a period that this person may see, the most weighted first, with the wins of a year ago beside each.
    Three statements."""
    zone = (await workspaces.of(session, by=by)).zone
    before = period.a_year_before()
    key, then = _key(split), won_in(before, zone)
    rows = await session.execute(
        _joined(select(key.label("key"), then.label("then"), *COLUMNS), split)
        .where(counted(by, won=Period(period.kind, before.begins, period.ends), zone=zone))
        .where(or_(open_in(period), won_in(period, zone), won_in(before, zone)))
        .group_by(key, then, *KEYS)
    )
    figures: dict[Any, Figures] = {}
    spellings: dict[Any, Counter[str]] = defaultdict(Counter)
    for row in rows.mappings():
        one = _one(split, row["key"])
        spellings[one][row["key"]] += row["count"]
        found = figures.setdefault(one, Figures())
        found.add_before(row) if row["then"] else found.add(row)
    names = await _names(session, spellings, split, by=by)
    groups = [Group(names.get(one), each) for one, each in figures.items()]
    return sorted(groups, key=lambda group: -_weight(group.figures))


def total(groups: Sequence[Group]) -> Figures:
    """All groups together."""
    found = Figures()
    for group in groups:
        found.count += group.figures.count
        for name in SUMS:
            for currency, amount in getattr(group.figures, name).items():
                add(getattr(found, name), currency, amount)
    return found


def _weight(figures: Figures) -> Decimal:
    return max([*figures.weighted.values(), *figures.won_before.values()], default=Decimal())


def _key(split: Split) -> Any:
    columns = {
        Split.TEAM: Member.team_id,
        Split.MEMBER: Deal.owner_id,
        Split.PRODUCT: DealNeed.need["items"][0][0].astext,
        Split.REGION: func.coalesce(func.nullif(func.trim(Lead.region), ""), DealNeed.need["provinces"][0].astext),
        Split.PIPELINE: Deal.pipeline_id,
        Split.SOURCE: func.coalesce(Source.merged_id, Source.id),
    }
    return columns[split]


def _joined(asked: Select[Any], split: Split) -> Select[Any]:
    """The tables that hold what is told apart; a deal without a lead stays."""
    asked = asked.select_from(Deal)
    if split == Split.TEAM:
        return asked.outerjoin(Member, and_(Member.workspace_id == Deal.workspace_id, Member.id == Deal.owner_id))
    if split in (Split.REGION, Split.SOURCE):
        asked = asked.outerjoin(Lead, and_(Lead.workspace_id == Deal.workspace_id, Lead.id == Deal.lead_id))
    if split in (Split.PRODUCT, Split.REGION):
        of_deal = and_(DealNeed.workspace_id == Deal.workspace_id, DealNeed.deal_id == Deal.id)
        asked = asked.outerjoin(DealNeed, of_deal)
    if split == Split.SOURCE:
        asked = asked.outerjoin(Source, and_(Source.workspace_id == Deal.workspace_id, Source.id == Lead.source_id))
    return asked


_NAMED: dict[Split, Any] = {
    Split.TEAM: Team,
    Split.MEMBER: Member,
    Split.PIPELINE: Pipeline,
    Split.SOURCE: Source,
}


def _one(split: Split, key: Any) -> Any:
    """What stands for all spellings of a thing or a region: 扫描器 and scanner are one, and the towns of a province."""
    if key is None or split not in (Split.PRODUCT, Split.REGION):
        return key
    if split == Split.PRODUCT:
        return goods.thing(fold(key)) or fold(key)
    provinces = where(text(key)).provinces
    return next(iter(provinces)) if len(provinces) == 1 else fold(key)


async def _names(
    session: AsyncSession, spellings: Mapping[Any, Counter[str]], split: Split, *, by: Member
) -> Mapping[Any, Any]:
    """What each key is called; of several spellings the common part, else the one most used."""
    if split not in _NAMED:
        return {key: _spelling(key, found) for key, found in spellings.items() if key is not None}
    kind = _NAMED[split]
    wanted = [key for key in spellings if key is not None]
    found = await session.scalars(select(kind).where(kind.workspace_id == by.workspace_id, kind.id.in_(wanted)))
    return {each.id: each for each in found}


def _spelling(key: str, found: Counter[str]) -> str:
    if len(found) > 1 and any(key in each for each in found):
        return key
    return found.most_common(1)[0][0]
