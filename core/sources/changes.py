"""The list of sources as managers change it: added, renamed, confirmed, retired, two spellings made one; undoable."""

from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, members
from core.errors import Missing, Refusal, msgid
from core.models import AuditRow, Lead, Member, Source, SourceCost, SourceKind
from core.names import fold
from core.sources.names import LONGEST

COLUMNS = ("name", "parent_id", "listed", "merged_id", "retired_at")


class SourceNameMissing(Refusal):
    message = msgid("What is it called? A name has a letter or a number in it.")
    field = "name"


class SourceNameTooLong(Refusal):
    message = msgid("That name is {n} characters long; keep it within {most}.")
    field = "name"


class OnTheList(Refusal):
    message = msgid("{name} is on the list already. To make two one, choose Merge into… in the menu of the other.")
    field = "name"


class SameEntry(Refusal):
    message = msgid("{name} cannot be merged into itself. Choose another one.")
    field = "into"


class NotOneKind(Refusal):
    message = msgid("A source is merged into a source, a campaign into a campaign.")
    field = "into"


async def get(session: AsyncSession, *, source_id: int, by: Member) -> Source:
    """An entry of the list."""
    found = await session.get(Source, (by.workspace_id, source_id))
    if found is None:
        raise Missing
    return found


async def _lock(session: AsyncSession, *, source_id: int, by: Member) -> Source:
    """An entry that a manager changes, held still for this transaction."""
    await members.must_manage(session, by=by)
    found = await session.get(Source, (by.workspace_id, source_id), with_for_update=True, populate_existing=True)
    if found is None:
        raise Missing
    return found


async def add(
    session: AsyncSession,
    *,
    name: str,
    kind: SourceKind,
    of: Source | None = None,
    by: Member,
    now: datetime,
    source: str | None = None,
) -> tuple[Source, AuditRow]:
    """Put a source, or a campaign of one, on the list. One that was typed before and is not confirmed yet is now."""
    await members.must_manage(session, by=by)
    name, folded = _checked(name)
    parent_id = of.id if of and kind == SourceKind.CAMPAIGN else None
    known = await _spelt(session, folded=folded, kind=kind, parent_id=parent_id, by=by)
    if known is not None and known.listed and known.retired_at is None:
        raise OnTheList(name=known.name)
    if known is not None:
        made = await _lock(session, source_id=known.merged_id or known.id, by=by)
        changed: dict[str, Any] = {"listed": True, "retired_at": None}
        return made, await _change(session, made, "confirm", by=by, now=now, source=source, **changed)
    made = Source(
        workspace_id=by.workspace_id,
        kind=kind,
        parent_id=parent_id,
        name=name,
        spelt=name,
        folded=folded,
        listed=True,
        created_by_id=by.id,
        created_at=now,
    )
    session.add(made)
    await session.flush()
    after = audit.snapshot(made, ("kind", *COLUMNS))
    return made, await audit.record(session, row=made, verb="enter", by=by, now=now, after=after, source=source)


def _checked(name: str) -> tuple[str, str]:
    name = " ".join(name.split())
    folded = fold(name)
    if not folded:
        raise SourceNameMissing
    if len(name) > LONGEST:
        raise SourceNameTooLong(n=len(name), most=LONGEST)
    return name, folded


async def _spelt(
    session: AsyncSession, *, folded: str, kind: SourceKind, parent_id: int | None, by: Member
) -> Source | None:
    found = await session.scalars(
        select(Source).where(
            Source.workspace_id == by.workspace_id,
            Source.kind == kind,
            Source.folded == folded,
            Source.parent_id.is_not_distinct_from(parent_id),
        )
    )
    return found.first()


async def _change(
    session: AsyncSession,
    entry: Source,
    verb: str,
    *,
    by: Member,
    now: datetime,
    source: str | None,
    more: dict[str, Any] | None = None,
    **changed: Any,
) -> AuditRow:
    written = await audit.change(
        session, row=entry, verb=verb, values=changed, by=by, now=now, source=source, more=more
    )
    if "name" in changed:
        await _called(session, entry)
    return written


async def _called(session: AsyncSession, entry: Source) -> None:
    """Other spellings go by the entry's name."""
    here = (Source.workspace_id == entry.workspace_id, Source.merged_id == entry.id)
    await session.execute(update(Source).where(*here).values(name=entry.name))


async def edit(
    session: AsyncSession,
    *,
    source_id: int,
    name: str,
    of: Source | None,
    by: Member,
    now: datetime,
    source: str | None = None,
) -> tuple[Source, AuditRow]:
    """Give an entry another name, a campaign another source; whoever does has looked at it, so it is confirmed.

    The spelling it had still means it, and so does the new one.
    """
    entry = await _lock(session, source_id=source_id, by=by)
    name, folded = _checked(name)
    parent_id = of.id if of and entry.kind == SourceKind.CAMPAIGN else None
    more: dict[str, Any] = {}
    if (parent_id, folded) != (entry.parent_id, entry.folded):
        known = await _spelt(session, folded=folded, kind=entry.kind, parent_id=parent_id, by=by)
        if known is not None and entry.id not in (known.id, known.merged_id):
            raise OnTheList(name=known.name)
        if known is None and folded != entry.folded:
            spelt = {"spelt": name, "folded": folded, "parent_id": parent_id}
            more["spelling"] = await _spelling(session, entry, spelt, by=by, now=now)
    changed = {"name": name, "parent_id": parent_id, "listed": True}
    return entry, await _change(session, entry, "edit", by=by, now=now, source=source, more=more, **changed)


async def _spelling(session: AsyncSession, entry: Source, spelt: dict[str, Any], *, by: Member, now: datetime) -> int:
    """Another spelling of an entry; its id."""
    made = Source(
        workspace_id=entry.workspace_id,
        kind=entry.kind,
        name=entry.name,
        **spelt,
        listed=True,
        merged_id=entry.id,
        created_by_id=by.id,
        created_at=now,
    )
    session.add(made)
    await session.flush()
    return made.id


async def confirm(
    session: AsyncSession, *, source_id: int, by: Member, now: datetime, source: str | None = None
) -> tuple[Source, AuditRow]:
    """Say that a name somebody typed belongs on the list."""
    entry = await _lock(session, source_id=source_id, by=by)
    return entry, await _change(session, entry, "confirm", by=by, now=now, source=source, listed=True)


async def retire(
    session: AsyncSession, *, source_id: int, by: Member, now: datetime, source: str | None = None
) -> tuple[Source, AuditRow]:
    """Offer an entry no longer. What came from it stays; typed again, it still means the same."""
    entry = await _lock(session, source_id=source_id, by=by)
    return entry, await _change(session, entry, "retire", by=by, now=now, source=source, retired_at=now)


async def restore(
    session: AsyncSession, *, source_id: int, by: Member, now: datetime, source: str | None = None
) -> tuple[Source, AuditRow]:
    """Offer a retired entry again."""
    entry = await _lock(session, source_id=source_id, by=by)
    return entry, await _change(session, entry, "restore", by=by, now=now, source=source, retired_at=None)


async def merge(
    session: AsyncSession, *, source_id: int, into_id: int, by: Member, now: datetime, source: str | None = None
) -> tuple[Source, AuditRow]:
    """Make an entry another spelling of `into`: its leads, campaigns and costs count there, and it means that one.

    Nothing is rewritten, so that the two can be parted again however late.
    """
    first, second = sorted(
        (source_id, into_id)
    )  # in one order, so that two who merge crosswise do not wait in a circle
    held = {each: await _lock(session, source_id=each, by=by) for each in (first, second)}
    entry, into = held[source_id], held[into_id]
    if into.merged_id is not None:
        into = await _lock(session, source_id=into.merged_id, by=by)
    if entry.id == into.id:
        raise SameEntry(name=entry.name)
    if entry.kind != into.kind:
        raise NotOneKind
    here = (Source.workspace_id == entry.workspace_id, Source.merged_id == entry.id)
    moved = await session.scalars(
        update(Source).where(*here).values(merged_id=into.id, name=into.name).returning(Source.id)
    )
    more = {"spellings": sorted(moved.all())}
    changed = {"merged_id": into.id, "name": into.name}
    return into, await _change(session, entry, "merge", by=by, now=now, source=source, more=more, **changed)


async def part(
    session: AsyncSession, *, source_id: int, by: Member, now: datetime, source: str | None = None
) -> tuple[Source, AuditRow]:
    """Make another spelling an entry of its own again, under the spelling it has."""
    entry = await _lock(session, source_id=source_id, by=by)
    if entry.merged_id is None:
        raise Missing
    changed: dict[str, Any] = {"merged_id": None, "name": entry.spelt, "listed": True}
    return entry, await _change(session, entry, "part", by=by, now=now, source=source, **changed)


async def put_back(session: AsyncSession, *, entry: Source, of: AuditRow) -> None:
    """What a change did besides the entry's own columns, taken back: names of other spellings, and those it moved."""
    await session.flush()
    if moved := of.after.get("spellings"):
        here = (Source.workspace_id == entry.workspace_id, Source.id.in_(moved))
        await session.execute(update(Source).where(*here).values(merged_id=entry.id))
    if made := of.after.get("spelling"):
        spelling = await session.get(Source, (entry.workspace_id, made))
        if spelling is not None and spelling.merged_id == entry.id:
            await session.delete(spelling)
    await session.flush()
    await _called(session, entry)


async def is_used(session: AsyncSession, *, entry: Source) -> bool:
    """Whether a lead, a campaign, another spelling or a cost is the entry's."""
    here = entry.workspace_id
    lead = exists().where(Lead.workspace_id == here, (Lead.source_id == entry.id) | (Lead.campaign_id == entry.id))
    own = exists().where(Source.workspace_id == here, (Source.parent_id == entry.id) | (Source.merged_id == entry.id))
    cost = exists().where(SourceCost.workspace_id == here, SourceCost.source_id == entry.id)
    return bool(await session.scalar(select(func.bool_or(lead | own | cost))))
