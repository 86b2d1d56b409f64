"""Forms of requests, as they are sent: help asked for, somebody urged, what was done, why not, by when, who instead."""

from collections.abc import Awaitable, Callable
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from core import absence, members
from core.errors import Refusal, msgid
from core.models import AuditRow, Request
from core.requests import answer, ask, read
from core.requests.ask import Wish
from handlers import payload
from handlers.asking import Ask
from handlers.blocks import Message
from handlers.pressing import Submission
from handlers.requests import views


class UntilWhen(Refusal):
    message = msgid("Choose by when.")
    field = "on"


class Whom(Refusal):
    message = msgid("Choose a colleague.")
    field = "to"


async def help_with(form: Submission) -> None:
    """Ask the colleague chosen for help."""
    await _send(form, ask.help_with)


async def urge(form: Submission) -> None:
    """Urge the colleague chosen."""
    await _send(form, ask.urge)


async def _send(form: Submission, verb: Callable[..., Awaitable[tuple[Request, AuditRow]]]) -> None:
    await _meet(form)
    async with form.db.begin() as session:
        request, entry = await verb(
            session,
            deal_id=form.id("deal"),
            to=await members.known(session, slack_id=form.text("to"), by=form.me),
            wish=_wish(form),
            by=form.me,
            now=form.now(),
            source=form.source,
        )
        drawn = await sent(session, form, request, entry)
    await form.show(drawn)


async def done(form: Submission) -> None:
    """Keep what was done."""
    await _end(form, answer.done)


async def decline(form: Submission) -> None:
    """Keep why not."""
    await _end(form, answer.decline)


async def _end(form: Submission, verb: Callable[..., Awaitable[Request]]) -> None:
    async with form.db.begin() as session:
        request = await verb(
            session,
            request_id=form.id("request"),
            words=form.text("answer"),
            by=form.me,
            now=form.now(),
            source=form.source,
        )
    await form.show(views.settled(request, form.t))


async def promise(form: Submission) -> None:
    """Keep by when."""
    async with form.db.begin() as session:
        request, _ = await answer.promise(
            session,
            request_id=form.id("request"),
            on=_day(form),
            at=payload.clock(form.fields.get("at")),
            words=form.text("text"),
            by=form.me,
            now=form.now(),
            source=form.source,
        )
    await form.show(views.accepted(request, form.t))


async def pass_on(form: Submission) -> None:
    """Ask somebody else."""
    await _meet(form)
    async with form.db.begin() as session:
        request, _ = await answer.pass_on(
            session,
            request_id=form.id("request"),
            to=await members.known(session, slack_id=form.text("to"), by=form.me),
            on=_day(form),
            at=payload.clock(form.fields.get("at")),
            by=form.me,
            now=form.now(),
            source=form.source,
        )
    await form.show(views.settled(request, form.t))


async def sent(session: AsyncSession, asked: Submission | Ask, request: Request, entry: AuditRow) -> Message:
    """The answer to whoever asked."""
    away = absence.is_away(request.to, now=asked.now())
    cover = await read.cover_of(session, member=request.to) if away else None
    return views.sent(request, asked.t, undo=entry.id, away=away, cover=cover)


def _wish(form: Submission) -> Wish:
    return Wish(form.text("text"), _day(form), payload.clock(form.fields.get("at")))


def _day(form: Submission) -> date:
    day = payload.day(form.fields.get("on"))
    if day is None:
        raise UntilWhen
    return day


async def _meet(form: Submission) -> None:
    """Take in whoever was chosen, before anything is written."""
    if not form.text("to"):
        raise Whom
    await form.meet(form.text("to"))
