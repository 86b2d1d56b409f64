"""What the leads of a pool have in common, to show those of one region, tag or source alone."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Self

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.access import sees_pool
from core.models import Lead, LeadStatus, Member, Pool, Source

Facet = Literal["region", "tag", "source"]
FACETS: tuple[Facet, ...] = ("region", "tag", "source")
LOOKED_AT = 1000  # the newest, so that a look costs the same however many lie there
OFFERED = 25  # of each


@dataclass(frozen=True)
class Only:
    """Leads of one region, one tag, or one source (its id as text)."""

    by: Facet
    value: str

    @classmethod
    def told(cls, by: Any, value: Any) -> Self | None:
        """The same out of a button or of what was kept; None where it is none."""
        return cls(by, value.replace("\0", "")) if by in FACETS and isinstance(value, str) else None

    @property
    def where(self) -> ColumnElement[bool]:
        """Said of `Lead`."""
        match self.by:
            case "region":
                return Lead.region == self.value
            case "tag":
                return Lead.tags.contains([self.value])
        return Lead.source_id == (int(self.value) if re.fullmatch("[0-9]{1,18}", self.value) else 0)


@dataclass(frozen=True)
class Choice:
    """One thing a pool's leads can be narrowed to: its name as it is shown, how many of the newest have it."""

    only: Only
    name: str
    n: int


async def choices(session: AsyncSession, *, pool: Pool, by: Member) -> Mapping[Facet, Sequence[Choice]]:
    """What the free leads of a pool can be narrowed to, the most frequent first; nothing where all are alike."""
    rows = await session.execute(
        select(Lead.region, Lead.tags, Source.id, Source.name)
        .join(Pool, (Pool.workspace_id == Lead.workspace_id) & (Pool.id == Lead.pool_id))
        .outerjoin(Source, (Source.workspace_id == Lead.workspace_id) & (Source.id == Lead.source_id))
        .where(
            Lead.workspace_id == by.workspace_id,
            sees_pool(by),
            Lead.pool_id == pool.id,
            Lead.owner_id.is_(None),
            Lead.status == LeadStatus.OPEN,
        )
        .order_by(Lead.id.desc())
        .limit(LOOKED_AT)
    )
    found: dict[Facet, Counter[tuple[str, str]]] = {facet: Counter() for facet in FACETS}
    newest = rows.all()
    for region, tags, source_id, source in newest:
        found["region"].update([(region, region)] if region else [])
        found["tag"].update((tag, tag) for tag in dict.fromkeys(tags))
        found["source"].update([(str(source_id), source)] if source else [])
    return {
        facet: [Choice(Only(facet, value), name, n) for (value, name), n in counted.most_common(OFFERED)]
        for facet, counted in found.items()
        if any(n < len(newest) for n in counted.values())
    }
