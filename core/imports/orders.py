"""What a person says of their import: map it otherwise, write it, leave it, take it back."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, errands, leads, members
from core.errors import Refusal, msgid
from core.imports import batches, guessing, items, mapping, outcomes
from core.imports.items import Choices
from core.models import Import, ImportRow, ImportStatus, Member, Role

UNDONE_WITHIN = timedelta(days=1)


class NotReady(Refusal):
    message = msgid("This import is past that: its message says how it stands.")


class NothingToEnter(Refusal):
    message = msgid("There is nothing in the file to enter: every row is known, or has something wrong with it.")


class UndoneTooLate(Refusal):
    message = msgid("That import is more than a day old, so it stays. Release or close its leads one by one.")


class NotYourTeam(Refusal):
    message = msgid("Only a manager shares an import out to others, and only to the team.")
    field = "to"


async def adjust(
    session: AsyncSession,
    *,
    import_id: int,
    kind: str,
    header: int,
    fields: Sequence[str],
    chosen: Choices,
    by: Member,
) -> Import:
    """Map the columns anew and choose for the whole file; its rows are compared anew."""
    batch = await batches.lock(session, import_id=import_id, by=by)
    must_be_open(batch)
    await _must_be_theirs(session, to=chosen.to, by=by)
    rows = await batches.rows_of(session, batch=batch)
    found = guessing.adjusted(mapping.from_json(batch.mapping), rows, kind=kind, header=header, fields=fields)
    batch.choices = chosen.as_json()
    batches.map_to(batch, found, total=len(mapping.data(rows, found)))
    await _forget_verdicts(session, batch=batch)
    await errands.ask(session, workspace_id=by.workspace_id, noun="import", noun_id=batch.id)
    return batch


def must_be_open(batch: Import) -> None:
    """Refuse when its person has said already what is to become of it, or it is not read yet."""
    if batch.status not in (ImportStatus.READY, ImportStatus.CHECKING):
        raise NotReady


async def _forget_verdicts(session: AsyncSession, *, batch: Import) -> None:
    its = (ImportRow.workspace_id == batch.workspace_id) & (ImportRow.import_id == batch.id)
    await session.execute(
        update(ImportRow)
        .where(its, ImportRow.state.is_not(None))
        .values(state=None, whys=[], twin=None, account_id=None)
    )


async def _must_be_theirs(session: AsyncSession, *, to: Sequence[int], by: Member) -> None:
    """An import goes to the pool, to oneself, or, by a manager's word, to people of the team."""
    if not set(to) - {by.id}:
        return
    team = {member.id for member in await members.team_of(session, by=by)} if by.manages else set()
    if not set(to) <= team | {by.id}:
        raise NotYourTeam


async def choosable(session: AsyncSession, *, by: Member) -> list[tuple[Member, int]]:
    """The people of the team an import may be shared out to, with how many leads each holds; none for a rep."""
    if not by.manages:
        return []
    people = [member for member in await members.team_of(session, by=by) if member.role != Role.SUPPORTER]
    return sorted(await leads.held_by(session, people=people), key=lambda pair: pair[1])


async def start(session: AsyncSession, *, import_id: int, by: Member, now: datetime) -> Import:
    """The person's word: write it. Said twice, it is written once."""
    batch = await batches.lock(session, import_id=import_id, by=by)
    if batch.status in (ImportStatus.WRITING, ImportStatus.DONE):
        return batch
    if batch.status != ImportStatus.READY or not mapping.from_json(batch.mapping).complete:
        raise NotReady
    chosen = items.choices(batch.choices)
    await _must_be_theirs(session, to=chosen.to, by=by)
    if not await outcomes.left(session, batch=batch, chosen=chosen):
        raise NothingToEnter
    batch.status, batch.version = ImportStatus.WRITING, batch.version + 1
    after = {"rows": batch.total, **chosen.as_json()}
    await audit.record(session, row=batch, verb="start", by=by, now=now, after=after, source=batch.source)
    await errands.ask(session, workspace_id=by.workspace_id, noun="import", noun_id=batch.id)
    return batch


async def cancel(session: AsyncSession, *, import_id: int, by: Member, now: datetime) -> Import:
    """Leave the file alone: nothing of it stays but that it was there."""
    batch = await batches.lock(session, import_id=import_id, by=by)
    if batch.status not in (ImportStatus.READY, ImportStatus.CHECKING, ImportStatus.CANCELLED):
        raise NotReady
    await batches.close(session, batch=batch, status=ImportStatus.CANCELLED, now=now)
    return batch


async def undo(session: AsyncSession, *, import_id: int, by: Member, now: datetime) -> Import:
    """Have it taken back, within a day of its end."""
    batch = await batches.lock(session, import_id=import_id, by=by)
    if batch.status in (ImportStatus.UNDOING, ImportStatus.UNDONE):
        return batch
    if batch.status != ImportStatus.DONE or batch.ended_at is None:
        raise NotReady
    if now - batch.ended_at > UNDONE_WITHIN:
        raise UndoneTooLate
    batch.status, batch.version = ImportStatus.UNDOING, batch.version + 1
    await errands.ask(session, workspace_id=by.workspace_id, noun="import", noun_id=batch.id)
    return batch


def can_be_undone(batch: Import, now: datetime) -> bool:
    """Whether its day is not over."""
    over = batch.ended_at is None or now - batch.ended_at > UNDONE_WITHIN
    return batch.status == ImportStatus.DONE and not over
