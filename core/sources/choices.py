"""What a form offers to choose from: the list, narrowed by what is typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.errors import Missing
from core.models import Member, Source, SourceKind
from core.names import fold
from core.sources.names import named

MOST = 100  # entries a menu holds


@dataclass(frozen=True)
class Choice:
    """An entry to choose; `of` names the source of a campaign."""

    source: Source
    of: str | None = None


async def offered(
    session: AsyncSession, *, kind: SourceKind, typed: str, by: Member, most: int = MOST
) -> Sequence[Choice]:
    """The entries that hold what is typed, those that begin with it first, and the campaigns of sources that do.
    Retired ones are not offered."""
    parent, folded = aliased(Source), fold(typed)
    place = func.nullif(func.strpos(Source.folded, folded), 0).asc().nulls_last()
    rows = await session.execute(
        select(Source, parent.name)
        .outerjoin(parent, (parent.workspace_id == Source.workspace_id) & (parent.id == Source.parent_id))
        .where(
            Source.workspace_id == by.workspace_id,
            Source.kind == kind,
            Source.merged_id.is_(None),
            Source.retired_at.is_(None),
            or_(Source.folded.contains(folded, autoescape=True), parent.folded.contains(folded, autoescape=True)),
        )
        .order_by(place, Source.listed.desc(), Source.name, Source.id)
        .limit(most)
    )
    return [Choice(source, of) for source, of in rows]


async def chosen(
    session: AsyncSession, *, value: str | None, kind: SourceKind, by: Member, now: datetime, of: Source | None = None
) -> Source | None:
    """What a form's menu says: the id of an entry, or `+` and a name that is not on the list yet."""
    if not value:
        return None
    if value.startswith("+"):
        return await named(session, name=value[1:], kind=kind, of=of, by=by, now=now)
    if not value.isascii() or not value.isdigit() or len(value) > 18:
        raise Missing
    found = await session.get(Source, (by.workspace_id, int(value)))
    if found is None or found.kind != kind or found.merged_id is not None:
        raise Missing
    return found


async def spellings(session: AsyncSession, *, by: Member, most: int = 2000) -> dict[SourceKind, set[str]]:
    """Every name on the list, folded, other spellings included: for reading a line."""
    rows = await session.execute(
        select(Source.kind, Source.folded).where(Source.workspace_id == by.workspace_id).limit(most)
    )
    known: dict[SourceKind, set[str]] = {kind: set() for kind in SourceKind}
    for kind, folded in rows:
        known[kind].add(folded)
    return known
