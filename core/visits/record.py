"""Putting a line on record for the customer it means, with all that changes by it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core import clocks, notices, rooms
from core.models import Lead, Member, VisitKind
from core.names import Candidate
from core.reading import Reading, worth
from core.requests import end as requests
from core.visits import facts, moved_on, proof, shown, standing
from core.visits import thread as threads
from core.visits.outcome import Logged
from core.visits.thread import Thread
from core.visits.write import Quote, write


async def put(
    session: AsyncSession,
    *,
    customer: Candidate,
    line: str,
    kind: VisitKind,
    reading: Reading,
    by: Member,
    now: datetime,
    source: str | None,
) -> Logged | None:
    """Write the follow-up. None: the customer was merged with another while the line was read, so it says something
    else now."""
    fingerprint = facts.fingerprint(line, kind)
    thread = await threads.of(session, account_id=customer.id, fingerprint=fingerprint, by=by, now=now)
    if thread.merged:
        return None
    judged = worth(
        reading.note,
        earlier=[each["note"] for each in thread.earlier],
        customer=customer.name,
        people=[person.name for person in reading.people],
    )
    if thread.repeated is not None:
        return Logged(customer, reading, judged, thread, kind, written=None)
    quoted = facts.quoted(reading)
    written = await write(
        session,
        facts=facts.of(customer, line, kind, reading, judged, thread, by, now, source),
        step=facts.step(reading, by=by, now=now),
        quote=Quote(quoted.amount, quoted.currency or thread.workspace.currency) if quoted else Quote(),
    )
    if written.stale:
        await _wind(session, thread=thread, by=by)
    agains = shown.again(reading, thread, written, by=by)
    await notices.again(session, workspace_id=by.workspace_id, agains=agains, now=now)
    if thread.deal is not None and written.urged:
        await requests.stepped(session, deal_id=thread.deal.id, by=by, now=now)
    if thread.deal is not None and thread.room is not None:
        await rooms.tell_visit(session, channel=thread.room, deal=thread.deal, visit_id=written.visit_id, now=now)
    logged = Logged(customer, reading, judged, thread, kind, written, quoted)
    await proof.read(session, line=line, outcome=logged, by=by, now=now, source=source)
    await standing.keep(session, reading=reading, account_id=customer.id, written=written, by=by, now=now)
    await moved_on.read(session, line=line, thread=thread, account_id=customer.id, written=written, by=by, now=now)
    return logged


async def _wind(session: AsyncSession, *, thread: Thread, by: Member) -> None:
    """Set the clock of a lead that was claimed, released or changed in the moment between reading and writing."""
    assert thread.lead is not None  # it was written to
    lead = await session.get_one(Lead, (by.workspace_id, thread.lead.id), populate_existing=True)
    await clocks.wind(session, thing=lead, workspace=thread.workspace)
