"""What a worker does for an import, step by step, each in a transaction of its own; its message follows along."""

import asyncio
import hashlib
import itertools
import time
from collections.abc import Sequence
from typing import TypeVar

from slack_sdk.errors import SlackApiError
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import Refusal, msgid
from core.imports import batches, checking, finishing, items, mapping, outcomes, reading, showing, undoing, writing
from core.imports.items import Content, Verdict
from core.models import Import, ImportStatus, Member
from handlers.errands import Desk
from handlers.imports import books, files, views
from handlers.words import translator_for

AT_ONCE = 200  # rows compared in one transaction
_PAGE = 1000  # rows told, read at once
_COUNTED_EVERY = 15  # parts
_DRAWN_EVERY = 3.0  # seconds, while a long file is under way
_GONE = ("message_not_found", "cant_update_message", "channel_not_found")

T = TypeVar("T")


class NotDone(Refusal):
    message = msgid("Something went wrong on our side, several times. Nothing was entered; drop the file once more.")


async def do(desk: Desk) -> None:
    """Bring the import as far as it goes without its person's word, and show how it stands."""
    pace = _Pace()
    while True:
        batch, by = await _load(desk)
        step = _STEPS.get(batch.status)
        if step is None:
            break
        await step(desk, batch, by, pace)
    if batch.status == ImportStatus.DONE and not batch.report_sent:
        await _report(desk, batch, by)
    if batch.drawn < batch.version:
        await _draw(desk, batch, by)


async def give_up(desk: Desk) -> None:
    """It failed too often. A file that could not be read is told of; what is half written or half undone goes on."""
    async with desk.db.begin() as session:
        by = await batches.owner_of(session, workspace_id=desk.db.workspace_id, import_id=desk.errand.noun_id)
        batch = await batches.lock(session, import_id=desk.errand.noun_id, by=by)
        if batch.status in (ImportStatus.NEW, ImportStatus.CHECKING):
            await batches.fail(session, batch=batch, problem=NotDone(), now=desk.now())


class _Pace:
    """When its message was last drawn."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def is_due(self) -> bool:
        """Whether to draw it again; asked with yes, it is due again after a while."""
        if time.monotonic() - self._last < _DRAWN_EVERY:
            return False
        self._last = time.monotonic()
        return True


async def _load(desk: Desk) -> tuple[Import, Member]:
    async with desk.db.begin() as session:
        await desk.hold(session)
        by = await batches.owner_of(session, workspace_id=desk.db.workspace_id, import_id=desk.errand.noun_id)
        return await batches.get(session, import_id=desk.errand.noun_id, by=by), by


async def _read(desk: Desk, batch: Import, by: Member, pace: _Pace) -> None:
    """Fetch the file, read it apart, keep its rows."""
    try:
        data = await files.fetch(desk.client, file_id=batch.file_id, by=by.slack_id)
        sheet = await reading.read(data)
        digest = hashlib.sha256(data).hexdigest()
        async with desk.db.begin() as session:
            await desk.hold(session)
            fresh = await batches.lock(session, import_id=batch.id, by=by)
            await batches.keep(session, batch=fresh, sheet=sheet, digest=digest, by=by, now=desk.now())
    except Refusal as refused:
        async with desk.db.begin() as session:
            await desk.hold(session)
            fresh = await batches.lock(session, import_id=batch.id, by=by)
            await batches.fail(session, batch=fresh, problem=refused, now=desk.now())


async def _check(desk: Desk, batch: Import, by: Member, pace: _Pace) -> None:
    """Compare its rows with each other and with the books. Mapped anew meanwhile, it begins anew."""
    async with desk.db.begin() as session:
        rows = await batches.rows_of(session, batch=batch)
    found, chosen = mapping.from_json(batch.mapping), items.choices(batch.choices)
    content: Content = await asyncio.to_thread(
        items.content, mapping.data(rows, found), found, chosen, locale=by.locale
    )
    async with desk.db.begin() as session:
        await batches.begin_to_ask(session, batch=batch)
        known = await checking.on_record(session, items=content.items, by=by)
    on_record = {verdict.number for verdict in known}
    asking = [item for item in content.items if item.number not in on_record]
    whole = items.Whole()
    before: dict[int, Verdict] = {}
    settled = [*known, *content.settled]
    for part in _parts(asking):
        async with desk.db.begin() as session:
            fresh = await _still(session, desk, batch, by)
            if fresh is None:
                return
            # Its rows are compared with each other while the books look for them.
            held, twins = await asyncio.gather(
                checking.holdings(session, items=part, by=by), asyncio.to_thread(whole.twins, part)
            )
            verdicts = checking.verdicts(part, held, twins, before)
            await outcomes.note(session, batch=fresh, verdicts=[*verdicts, *settled])
            before.update((verdict.number, verdict) for verdict in verdicts)
            fresh.checked, settled = len(before), []
        if pace.is_due():
            await _draw(desk, batch, by)
    async with desk.db.begin() as session:
        fresh = await _still(session, desk, batch, by)
        if fresh is not None:
            await outcomes.note(session, batch=fresh, verdicts=settled)
            fresh.status, fresh.version = ImportStatus.READY, fresh.version + 1


async def _still(session: AsyncSession, desk: Desk, batch: Import, by: Member) -> Import | None:
    """The import, held still; None where its person has said something else of it meanwhile."""
    await desk.hold(session)
    fresh = await batches.lock(session, import_id=batch.id, by=by)
    return fresh if (fresh.version, fresh.status) == (batch.version, batch.status) else None


def _parts(whole: Sequence[T]) -> list[Sequence[T]]:
    return [whole[start : start + AT_ONCE] for start in range(0, len(whole), AT_ONCE)]


async def _write(desk: Desk, batch: Import, by: Member, pace: _Pace) -> None:
    """Enter its rows, part by part."""
    for turn in itertools.count():
        async with desk.db.begin() as session:
            await desk.hold(session)
            fresh = await batches.lock(session, import_id=batch.id, by=by)
            if turn % _COUNTED_EVERY == 2:  # once there is something to count
                await writing.count_anew(session)
            if not await writing.write_some(session, batch=fresh, by=by, now=desk.now()):
                return await finishing.finish(session, batch=fresh, by=by, now=desk.now())
        if pace.is_due():
            await _draw(desk, batch, by)
    return None


async def _undo(desk: Desk, batch: Import, by: Member, pace: _Pace) -> None:
    """Take its rows back, a hundred at a time."""
    while True:
        async with desk.db.begin() as session:
            await desk.hold(session)
            fresh = await batches.lock(session, import_id=batch.id, by=by)
            if not await undoing.undo_some(session, batch=fresh, by=by, now=desk.now()):
                return await finishing.taken_back(session, batch=fresh, by=by, now=desk.now())
        if pace.is_due():
            await _draw(desk, batch, by)


_STEPS = {
    ImportStatus.NEW: _read,
    ImportStatus.CHECKING: _check,
    ImportStatus.WRITING: _write,
    ImportStatus.UNDOING: _undo,
}


async def _report(desk: Desk, batch: Import, by: Member) -> None:
    """Send the rows that did not come in, each with its reason, in the form the file had."""
    t, told = translator_for(by), list[outcomes.Told]()
    async with desk.db.begin() as session:
        while page := await outcomes.told(session, batch=batch, after=told[-1].number if told else 0, most=_PAGE):
            told += page
        head = await batches.head(session, batch=batch)
    if told:
        kind, delimiter = batch.sheet["kind"], batch.sheet["delimiter"]
        data = await asyncio.to_thread(books.report, told, head, kind=kind, delimiter=delimiter, t=t)
        name = f"{batch.filename.rpartition('.')[0]} – {t.plain('not imported')}.{kind}"
        said = t.n("{n} row with its reason", "{n} rows with their reasons", len(told))
        await desk.send(by, filename=name, data=data, said=said)
    async with desk.db.begin() as session:
        await desk.hold(session)
        fresh = await batches.lock(session, import_id=batch.id, by=by)
        fresh.report_sent = True


async def _draw(desk: Desk, batch: Import, by: Member) -> None:
    """Draw its message as it stands now; post it where there is none."""
    t = translator_for(by)
    async with desk.db.begin() as session:
        shown = await showing.shown(session, import_id=batch.id, by=by, now=desk.now())
    drawn, now = views.picture(shown, desk.now(), t), shown.batch
    channel, ts = now.channel, now.message_ts
    try:
        if channel and ts:
            await desk.edit(channel, ts, drawn)
    except SlackApiError as refused:
        if refused.response.get("error") not in _GONE:
            raise
        ts = None
    if not channel or not ts:
        channel, ts = await desk.post(by.slack_id, drawn)
    async with desk.db.begin() as session:
        await batches.drawn(session, batch=now, version=now.version, channel=channel, ts=ts)
