"""The end of an import: what is told of it, in one word to each, and never lead by lead."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, notices, workspaces
from core.imports import outcomes
from core.models import Import, ImportRow, ImportStatus, Lead, Member, Pool, RowState
from core.notices import Telling


async def finish(session: AsyncSession, *, batch: Import, by: Member, now: datetime) -> None:
    """All is written. The pool's channel and whoever was given leads are told how many."""
    batch.status, batch.ended_at, batch.version = ImportStatus.DONE, now, batch.version + 1
    counts = (await outcomes.tally(session, batch=batch)).states
    after = {state.value: count for state, count in counts.items()}
    await audit.record(session, row=batch, verb="import", by=by, now=now, after=after, source=batch.source)
    tellings = [*await _to_channels(session, batch, by, now), *await _to_members(session, batch, by, now)]
    await notices.tell_many(session, workspace_id=batch.workspace_id, tellings=tellings, now=now)


async def _to_channels(session: AsyncSession, batch: Import, by: Member, now: datetime) -> list[Telling]:
    of_all = (await workspaces.of(session, by=by)).pool_channel
    rows = await session.execute(
        select(Pool.channel, func.count())
        .select_from(ImportRow)
        .join(Lead, (Lead.workspace_id == ImportRow.workspace_id) & (Lead.id == ImportRow.lead_id))
        .join(Pool, (Pool.workspace_id == Lead.workspace_id) & (Pool.id == Lead.pool_id))
        .where(
            ImportRow.workspace_id == batch.workspace_id,
            ImportRow.import_id == batch.id,
            ImportRow.state == RowState.ENTERED,
            Lead.owner_id.is_(None),
        )
        .group_by(Pool.channel)
    )
    counts: dict[str, int] = {}
    for channel, count in rows:
        if where := channel or of_all:
            counts[where] = counts.get(where, 0) + count
    return [
        Telling(
            kind="import_pool",
            key=f"import:{batch.id}:{channel}",
            facts={"import": batch.id, "by": by.id, "leads": count},
            channel=channel,
            topic=_topic(batch, "import_pool"),
            due_at=now,
        )
        for channel, count in counts.items()
    ]


def _topic(batch: Import, kind: str) -> str:
    return f"{kind}:{batch.id}"


async def _to_members(session: AsyncSession, batch: Import, by: Member, now: datetime) -> list[Telling]:
    counts = await outcomes.for_members(session, batch=batch)
    tellings = []
    for member_id, count in counts.items():
        if member_id is None or member_id == by.id:
            continue
        tellings.append(
            Telling(
                kind="import_shared",
                key=f"import:{batch.id}:{member_id}",
                facts={"import": batch.id, "by": by.id, "leads": count},
                to=await session.get_one(Member, (batch.workspace_id, member_id)),
                topic=_topic(batch, "import_shared"),
                due_at=now,
            )
        )
    return tellings


async def taken_back(session: AsyncSession, *, batch: Import, by: Member, now: datetime) -> None:
    """All of it that could be is taken back; what was told of it says so."""
    batch.status, batch.version = ImportStatus.UNDONE, batch.version + 1
    counts = (await outcomes.tally(session, batch=batch)).states
    after = {state.value: count for state, count in counts.items()}
    await audit.record(session, row=batch, verb="take_back", by=by, now=now, after=after)
    for kind in ("import_pool", "import_shared"):
        await notices.close(
            session,
            workspace_id=batch.workspace_id,
            topic=_topic(batch, kind),
            kind=kind,
            facts={"import": batch.id, "by": by.id},
            key=f"{kind}:{batch.id}:undone",
            now=now,
        )
