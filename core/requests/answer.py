"""How a request is answered by whoever was asked, and ended or given on by whoever asked or leads."""

from datetime import date, datetime, time

from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, deals, hours, workspaces
from core.errors import Missing, Refusal, msgid
from core.models import AuditRow, Member, Request, RequestEnd, RequestKind
from core.requests import ask, end, read, told, when
from core.requests.ask import Wish


class SettledAlready(Refusal):
    message = msgid("That was settled already ({day}); nothing more to do.")


class AskedOfAnother(Refusal):
    message = msgid("That was asked of {who}, and is theirs to answer.")


class NotYoursToEnd(Refusal):
    message = msgid("Whoever asked ({who}), or leads the deal, may say so.")


class SayWhatWasDone(Refusal):
    message = msgid("Say in a few words what was done; it goes on the deal's record.")
    field = "answer"


class SayWhyNot(Refusal):
    message = msgid("Say why in a few words: whoever asked is told.")
    field = "answer"


class PromisedAlready(Refusal):
    message = msgid("You have said {day} already. Do it, or say why you cannot.")
    field = "on"


class SomebodyElse(Refusal):
    message = msgid("{who} has it already. Choose somebody else.")
    field = "to"


async def accept(
    session: AsyncSession, *, request_id: int, by: Member, now: datetime, source: str | None = None
) -> tuple[Request, AuditRow | None]:
    """Say that one will do it. Twice is once. Said after its time, there is a working day left for it."""
    request = await _asked_of(session, request_id=request_id, by=by)
    if request.accepted_at is not None:
        return request, None
    values: dict[str, datetime | None] = {"accepted_at": now}
    if request.chased_at is not None and request.next_at is not None:
        theirs = hours.of(by, await workspaces.of(session, by=by))
        values["next_at"] = max(request.next_at, when.working_day_after(now, theirs))
    entry = await _note(session, request, "accept", values, by=by, now=now, source=source)
    await told.answer(session, request=request, what="accepted", cause=entry, by=by, now=now)
    return request, entry


async def promise(
    session: AsyncSession,
    *,
    request_id: int,
    on: date,
    at: time | None,
    words: str,
    by: Member,
    now: datetime,
    source: str | None = None,
) -> tuple[Request, AuditRow]:
    """Say by when one will do what one is urged to. Once: a second time would put it off for ever."""
    request = await _asked_of(session, request_id=request_id, by=by)
    if request.kind == RequestKind.URGE and request.accepted_at is not None:
        raise PromisedAlready(day=request.on)
    when.must_be_ahead(on, at, by=by, now=now)
    values = {"accepted_at": now, "on": on, "at": at, "zone": by.zone, "answer": ask.said(words) or None}
    before = audit.snapshot(request, values)
    for name, value in values.items():
        setattr(request, name, value)
    if request.raised_at is None:
        workspace = await workspaces.of(session, by=by)
        request.next_at = when.chased_at(request, to=by, workspace=workspace, now=now)
    entry = await audit.record(
        session,
        row=request,
        verb="promise",
        by=by,
        now=now,
        before=before,
        after={**audit.snapshot(request, values), "to_id": request.to_id, "text": request.text},
        source=source,
    )
    await told.show_again(session, request=request, cause=entry, now=now)
    await told.answer(session, request=request, what="promised", cause=entry, by=by, now=now)
    return request, entry


async def done(
    session: AsyncSession, *, request_id: int, words: str, by: Member, now: datetime, source: str | None = None
) -> Request:
    """Say what was done; it stands in the history of the deal. It answers an urge on the same deal as well."""
    about = await read.get(session, request_id=request_id, by=by)
    await deals.hold(session, deal_id=about.deal_id, by=by)  # before its requests, as whatever ends a deal does
    request = await _asked_of(session, request_id=request_id, by=by)
    if not (words := ask.said(words)):
        raise SayWhatWasDone
    await _end(session, request, RequestEnd.DONE, "finish", what="done", words=words, by=by, now=now, source=source)
    await end.stepped(session, deal_id=request.deal_id, by=by, now=now)
    return request


async def decline(
    session: AsyncSession, *, request_id: int, words: str, by: Member, now: datetime, source: str | None = None
) -> Request:
    """Say that one cannot, and why."""
    request = await _asked_of(session, request_id=request_id, by=by)
    if not (words := ask.said(words)):
        raise SayWhyNot
    return await _end(
        session, request, RequestEnd.DECLINED, "decline", what="declined", words=words, by=by, now=now, source=source
    )


async def withdraw(
    session: AsyncSession, *, request_id: int, by: Member, now: datetime, source: str | None = None
) -> Request:
    """It is no longer needed: whoever asked says so, or leads the deal, or was told that nothing came of it."""
    request = await _to_end(session, request_id=request_id, by=by)
    entry = await end.end(
        session, request=request, ending=RequestEnd.WITHDRAWN, verb="call_off", by=by, now=now, source=source
    )
    await told.call_off(session, request=request, cause=entry, by=by, now=now)
    await told.answer(session, request=request, what="withdrawn", cause=entry, by=by, now=now)
    return await read.get(session, request_id=request.id, by=by)


async def pass_on(
    session: AsyncSession,
    *,
    request_id: int,
    to: Member,
    on: date,
    at: time | None = None,
    by: Member,
    now: datetime,
    source: str | None = None,
) -> tuple[Request, Request]:
    """Ask somebody else for the same help instead. The new request is of whoever asked first, who hears of it."""
    deal_id = (await read.get(session, request_id=request_id, by=by)).deal_id
    deal = await deals.hold(session, deal_id=deal_id, by=by)
    request = await _to_end(session, request_id=request_id, by=by)
    if request.kind != RequestKind.HELP:
        raise Missing  # an urge is for whoever has the work
    if to.id == request.to_id:
        raise SomebodyElse(who=to)
    when.must_be_ahead(on, at, by=by, now=now)
    entry = await end.end(
        session, request=request, ending=RequestEnd.PASSED, verb="pass_on", by=by, now=now, source=source
    )
    new, _ = await ask.put(
        session,
        deal=deal,
        kind=request.kind,
        to=to,
        wish=Wish(request.text or "", on, at),
        asker=await told.hearer(session, request=request) or by,
        by=by,
        now=now,
        instead_of=request,
    )
    await told.call_off(session, request=request, cause=entry, by=by, now=now)
    await told.answer(session, request=new, what="passed", cause=entry, by=by, now=now)
    return await read.get(session, request_id=request.id, by=by), new


async def _end(
    session: AsyncSession,
    request: Request,
    ending: RequestEnd,
    verb: str,
    *,
    what: str,
    words: str,
    by: Member,
    now: datetime,
    source: str | None,
) -> Request:
    entry = await end.end(
        session, request=request, ending=ending, verb=verb, by=by, now=now, answer=words, source=source
    )
    await told.answer(session, request=request, what=what, cause=entry, by=by, now=now)
    return request


async def _note(
    session: AsyncSession,
    request: Request,
    verb: str,
    values: dict[str, datetime | None],
    *,
    by: Member,
    now: datetime,
    source: str | None,
) -> AuditRow:
    more = {"to_id": request.to_id, "text": request.text}
    entry = await audit.change(session, row=request, verb=verb, values=values, by=by, now=now, source=source, more=more)
    await told.show_again(session, request=request, cause=entry, now=now)
    return entry


async def _asked_of(session: AsyncSession, *, request_id: int, by: Member) -> Request:
    """An open request that is this person's to answer, held still."""
    request = await read.lock(session, request_id=request_id, by=by)
    if request.to_id != by.id:
        raise AskedOfAnother(who=request.to)
    must_be_open(request)
    return request


async def _to_end(session: AsyncSession, *, request_id: int, by: Member) -> Request:
    """An open request that is this person's to end, held still."""
    request = await read.lock(session, request_id=request_id, by=by)
    must_be_open(request)
    if by.id in (request.by_id, request.raised_to_id) or await deals.is_led(session, deal=request.deal, by=by):
        return request
    raise NotYoursToEnd(who=request.by)


def must_be_open(request: Request) -> None:
    """Refuse what is settled."""
    if request.ended_at is not None:
        raise SettledAlready(day=request.ended_at)
