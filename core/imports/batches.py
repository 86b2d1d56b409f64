"""Imports 导入: one file of one person's, from the drop to the preview, and the person's word on it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, duplicates, errands
from core.calendar import local_midnight
from core.errors import Missing, Refusal, msgid
from core.imports import guessing, mapping
from core.imports.mapping import Mapping
from core.imports.sheet import HEAD, MOST_ROWS, Row, Sheet
from core.models import Import, ImportRow, ImportStatus, Member

MOST_A_DAY = 30_000  # rows that a rep may have compared with the books in a day: more is no fair, but a question


class EnoughForToday(Refusal):
    message = msgid(
        "You have had {n} rows compared with the books today, and {most} is the most in a day. "
        "Drop the file again tomorrow, or ask your manager to."
    )


@dataclass(frozen=True)
class File:
    """A file in Slack: its id and name there."""

    id: str
    name: str


async def begin(session: AsyncSession, *, file: File, source: str, by: Member, now: datetime) -> Import | None:
    """Take a dropped file in; None where this very drop was taken in, and is on its way, already."""
    await session.execute(
        insert(Import)
        .values(
            workspace_id=by.workspace_id,
            member_id=by.id,
            file_id=file.id,
            filename=file.name[:200],
            source=source,
            status=ImportStatus.NEW,
            created_at=now,
            sheet={},
            mapping={},
            choices={},
            problem={},
            version=1,
            drawn=0,
            total=0,
            checked=0,
        )
        .on_conflict_do_nothing()
    )
    found = await session.scalars(
        select(Import).where(Import.workspace_id == by.workspace_id, Import.file_id == file.id, Import.source == source)
    )
    batch = found.one()
    return batch if batch.status == ImportStatus.NEW and batch.message_ts is None else None


async def have_read(session: AsyncSession, *, batch: Import, channel: str | None = None, ts: str | None = None) -> None:
    """Have a worker read the file; `channel` and `ts` are the message that says so, and is to become the preview."""
    placed = update(Import).where(Import.workspace_id == batch.workspace_id, Import.id == batch.id)
    await session.execute(placed.values(channel=channel, message_ts=ts))
    await errands.ask(session, workspace_id=batch.workspace_id, noun="import", noun_id=batch.id)


async def get(session: AsyncSession, *, import_id: int, by: Member) -> Import:
    """One's own import."""
    found = await session.scalars(_own(import_id, by))
    batch = found.first()
    if batch is None:
        raise Missing
    return batch


async def lock(session: AsyncSession, *, import_id: int, by: Member) -> Import:
    """The same, held still for this transaction."""
    found = await session.scalars(_own(import_id, by).with_for_update())
    batch = found.first()
    if batch is None:
        raise Missing
    return batch


def _own(import_id: int, by: Member) -> Select[Import]:
    return (
        select(Import)
        .where(Import.workspace_id == by.workspace_id, Import.id == import_id, Import.member_id == by.id)
        .execution_options(populate_existing=True)
    )


async def keep(session: AsyncSession, *, batch: Import, sheet: Sheet, digest: str, by: Member, now: datetime) -> None:
    """Keep what was read, with the likeliest mapping. Raises `EnoughForToday`."""
    guessed = guessing.guess(sheet.rows)
    below = mapping.data(sheet.rows, guessed)
    await _must_have_left(session, rows=len(below), by=by, now=now)
    await session.execute(
        insert(ImportRow),
        [
            {"workspace_id": batch.workspace_id, "import_id": batch.id, "number": row.number, "cells": row.cells}
            for row in sheet.rows
        ],
    )
    last = below[-1].number if below else 0
    more = sheet.more or len(below) < sum(row.number > guessed.header for row in sheet.rows)
    batch.sheet = {
        "kind": sheet.kind,
        "delimiter": sheet.delimiter,
        "name": sheet.name,
        "sheets": sheet.sheets,
        "last": last if more else None,
    }
    batch.digest = digest
    map_to(batch, guessed, total=len(below))
    await audit.record(session, row=batch, verb="read", by=by, now=now, after={"rows": len(below)}, source=batch.source)


async def _must_have_left(session: AsyncSession, *, rows: int, by: Member, now: datetime) -> None:
    if by.manages:
        return
    so_far = await session.scalar(
        select(func.coalesce(func.sum(Import.total), 0)).where(
            Import.workspace_id == by.workspace_id,
            Import.member_id == by.id,
            Import.created_at >= local_midnight(now, by.zone),
        )
    )
    if (so_far or 0) + rows > MOST_A_DAY:
        raise EnoughForToday(n=so_far or 0, most=MOST_A_DAY)


def map_to(batch: Import, found: Mapping, *, total: int) -> None:
    """Set the mapping; the rows are to be compared anew, if anything can be made of them."""
    batch.mapping, batch.total, batch.checked = found.as_json(), total, 0
    batch.status = ImportStatus.CHECKING if found.complete else ImportStatus.READY
    batch.version += 1


async def begin_to_ask(session: AsyncSession, *, batch: Import) -> None:
    """Note what the books know as its rows begin to be compared with them."""
    placed = update(Import).where(Import.workspace_id == batch.workspace_id, Import.id == batch.id)
    await session.execute(placed.values(asked_since=await duplicates.mark(session)))


async def top(session: AsyncSession, *, batch: Import) -> list[Row]:
    """The first rows of the file, among which the headers stand."""
    return await rows_of(session, batch=batch, most=HEAD + 50)


async def head(session: AsyncSession, *, batch: Import) -> list[str]:
    """The file's own headers; the letters of its columns where it has none."""
    found = mapping.from_json(batch.mapping)
    row = await session.get(ImportRow, (batch.workspace_id, batch.id, found.header))
    return row.cells if row else list(mapping.labels(found))


async def rows_of(session: AsyncSession, *, batch: Import, most: int = MOST_ROWS + HEAD) -> list[Row]:
    """The file's rows in their order, the headers too."""
    found = await session.execute(
        select(ImportRow.number, ImportRow.cells)
        .where(ImportRow.workspace_id == batch.workspace_id, ImportRow.import_id == batch.id)
        .order_by(ImportRow.number)
        .limit(most)
    )
    return [Row(number, cells) for number, cells in found]


async def close(session: AsyncSession, *, batch: Import, status: ImportStatus, now: datetime) -> None:
    """End it; nothing of what the file said stays."""
    batch.status, batch.ended_at, batch.version = status, now, batch.version + 1
    await forget_rows(session, batch=batch)
    await errands.ask(session, workspace_id=batch.workspace_id, noun="import", noun_id=batch.id)


async def forget_rows(session: AsyncSession, *, batch: Import) -> None:
    """Drop what the file said: it is somebody's list of people."""
    await session.execute(
        delete(ImportRow).where(ImportRow.workspace_id == batch.workspace_id, ImportRow.import_id == batch.id)
    )


async def fail(session: AsyncSession, *, batch: Import, problem: Refusal, now: datetime) -> None:
    """It cannot be taken, for this reason."""
    batch.problem = {"key": problem.message, "holes": problem.holes}
    await close(session, batch=batch, status=ImportStatus.FAILED, now=now)


async def drawn(session: AsyncSession, *, batch: Import, version: int, channel: str, ts: str) -> None:
    """Note that its message shows this version of it."""
    placed = update(Import).where(Import.workspace_id == batch.workspace_id, Import.id == batch.id)
    await session.execute(placed.values(drawn=version, channel=channel, message_ts=ts))


async def owner_of(session: AsyncSession, *, workspace_id: str, import_id: int) -> Member:
    """Whose import it is."""
    batch = await session.get_one(Import, (workspace_id, import_id))
    return await session.get_one(Member, (workspace_id, batch.member_id))
