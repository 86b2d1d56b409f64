"""An import as it is shown to whoever dropped it: the preview, how far it is, what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.imports import batches, items, outcomes
from core.imports.items import Choices
from core.imports.outcomes import Tally, Told
from core.models import Import, ImportStatus, Member
from core.pools import quotas

FIRST = 8  # rows shown of a file


@dataclass(frozen=True)
class Shown:
    """An import as its message shows it. `to`: those it is shared out to; `room`: how many leads at most whoever
    imports for themselves may still hold; `before`: who imported this very file before, and when."""

    batch: Import
    chosen: Choices
    by: Member
    tally: Tally
    first: Sequence[Told]
    to: Sequence[Member]
    room: int | None
    before: tuple[Import, Member] | None


async def shown(session: AsyncSession, *, import_id: int, by: Member, now: datetime) -> Shown:
    """One's own import with all there is to show of it."""
    batch = await batches.get(session, import_id=import_id, by=by)
    chosen = items.choices(batch.choices)
    header = batch.mapping.get("header", 0)
    people = await session.scalars(
        select(Member).where(Member.workspace_id == by.workspace_id, Member.id.in_(chosen.to)).order_by(Member.name)
    )
    earlier = await _same_before(session, batch=batch) if batch.digest else None
    room = None
    if chosen.to == (by.id,):
        room = await quotas.room(session, member=by, now=now)
    return Shown(
        batch,
        chosen,
        by,
        await outcomes.tally(session, batch=batch),
        await outcomes.first(session, batch=batch, below=header, most=FIRST),
        people.all(),
        room,
        (earlier, await session.get_one(Member, (by.workspace_id, earlier.member_id))) if earlier else None,
    )


async def _same_before(session: AsyncSession, *, batch: Import) -> Import | None:
    """The last import of this very file by anybody of the workspace, if its leads still stand."""
    found = await session.scalars(
        select(Import)
        .where(
            Import.workspace_id == batch.workspace_id,
            Import.digest == batch.digest,
            Import.id < batch.id,
            Import.status == ImportStatus.DONE,
        )
        .order_by(Import.id.desc())
        .limit(1)
    )
    return found.first()
