"""The entry that a name means, however it is typed; a name that is not on the list yet is added, unlisted."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core import audit
from core.models import Member, Source, SourceKind
from core.names import fold

LONGEST = 60  # characters of a name


async def named(
    session: AsyncSession,
    *,
    name: str,
    by: Member,
    now: datetime,
    kind: SourceKind = SourceKind.SOURCE,
    of: Source | None = None,
) -> Source | None:
    """The source or campaign of this name, whatever its case, width or script; None for a name without a letter.

    `of`: the source whose campaign is meant; without one, the campaign of that name that there is. A name nobody has
    put on the list is added to it unlisted, until a manager confirms it.
    """
    name = " ".join(name.split())[:LONGEST].strip()
    folded = fold(name)
    if not folded:
        return None
    found = await _find(session, folded=folded, kind=kind, of=of, by=by)
    if found is None:
        await _add(session, name=name, folded=folded, kind=kind, of=of, by=by, now=now)
        found = await _find(session, folded=folded, kind=kind, of=of, by=by)
    if found is None or found.merged_id is None:
        return found
    return await session.get_one(Source, (by.workspace_id, found.merged_id))


async def of_lead(
    session: AsyncSession, *, source: str | None, campaign: str | None, by: Member, now: datetime
) -> tuple[Source | None, Source | None]:
    """The source and the campaign a lead is said to come from. A campaign brings the source it belongs to."""
    came = await named(session, name=source, by=by, now=now) if source else None
    if not campaign:
        return came, None
    during = await named(session, name=campaign, kind=SourceKind.CAMPAIGN, of=came, by=by, now=now)
    if came is None and during is not None and during.parent_id is not None:
        came = await session.get_one(Source, (by.workspace_id, during.parent_id))
    return came, during


async def _find(
    session: AsyncSession, *, folded: str, kind: SourceKind, of: Source | None, by: Member
) -> Source | None:
    rows = await session.scalars(_spelt(folded, kind, of, by).limit(1))
    return rows.first()


def _spelt(folded: str, kind: SourceKind, of: Source | None, by: Member) -> Select[Source]:
    """Those of this spelling: a campaign of the source asked for before one that belongs to none."""
    same = select(Source).where(Source.workspace_id == by.workspace_id, Source.kind == kind, Source.folded == folded)
    if kind == SourceKind.SOURCE or of is None:
        return same.order_by(Source.retired_at.is_not(None), Source.listed.desc(), Source.id)
    its = aliased(Source)
    spellings = select(its.id).where(its.workspace_id == by.workspace_id, (its.id == of.id) | (its.merged_id == of.id))
    return same.where(Source.parent_id.is_(None) | Source.parent_id.in_(spellings)).order_by(
        Source.parent_id.is_(None), Source.id
    )


async def _add(
    session: AsyncSession, *, name: str, folded: str, kind: SourceKind, of: Source | None, by: Member, now: datetime
) -> None:
    """Add it unlisted; whoever adds the same at this moment adds it once."""
    made = await session.scalars(
        insert(Source)
        .values(
            workspace_id=by.workspace_id,
            kind=kind,
            parent_id=of.id if of and kind == SourceKind.CAMPAIGN else None,
            name=name,
            spelt=name,
            folded=folded,
            listed=False,
            created_by_id=by.id,
            created_at=now,
        )
        .on_conflict_do_nothing()
        .returning(Source)
    )
    if (source := made.first()) is not None:
        after = audit.snapshot(source, ("kind", "name", "parent_id", "listed"))
        await audit.record(session, row=source, verb="add", by=by, now=now, after=after)
