"""Asking for help 协助, and urging 催办: who may ask whom on a deal, for what, until when."""

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, deals, hours, mates, workspaces
from core.calendar import local_day
from core.deals import DealClosed
from core.errors import Missing, Refusal, msgid
from core.models import AuditRow, Deal, DealStatus, Member, Request, RequestKind, Task
from core.requests import read, told, when

LONGEST = 500  # characters of what is asked, and of an answer


class AskSomebodyElse(Refusal):
    message = msgid("Choose a colleague: nobody asks themselves.")
    field = "to"


class NothingAsked(Refusal):
    message = msgid("Say in a few words what you need, such as “a quote for 200 scanners”.")
    field = "text"


class TooLong(Refusal):
    message = msgid("That is {n} characters; it holds {most}. Shorten it.")
    field = "text"


class NotOnTheTeam(Refusal):
    message = msgid("{who} does not see {deal}. Ask {owner}, whose deal it is, to put them on its team first.")
    field = "to"


class NothingToUrge(Refusal):
    message = msgid("{who} has nothing to do on {deal}. Urge {owner}, who owns it, or ask {who} for help.")
    field = "to"


class UrgedAlready(Refusal):
    message = msgid("{by} has already urged {who} to act on {deal} by {day}. One urge at a time is enough.")
    field = "to"


@dataclass(frozen=True)
class Wish:
    """What is asked, and until when: a local day of whoever asks, and a time of it if one was told."""

    text: str
    on: date
    at: time | None = None


async def help_with(
    session: AsyncSession,
    *,
    deal_id: int,
    to: Member,
    wish: Wish,
    by: Member,
    now: datetime,
    source: str | None = None,
) -> tuple[Request, AuditRow]:
    """Ask a colleague for help on an open deal. They come to see it: whoever leads the deal puts them on its team by
    asking; others ask whom the team has. Sent twice, it is asked once."""
    deal = await deals.hold(session, deal_id=deal_id, by=by)
    if again := await _before(session, "ask", by=by, source=source):
        return again
    _must_be_open(deal)
    text = said(wish.text)
    if not text:
        raise NothingAsked
    when.must_be_ahead(wish.on, wish.at, by=by, now=now)
    kind = RequestKind.HELP
    return await put(session, deal=deal, kind=kind, to=to, wish=wish, by=by, asker=by, now=now, source=source)


async def urge(
    session: AsyncSession,
    *,
    deal_id: int,
    to: Member | None,
    wish: Wish,
    by: Member,
    now: datetime,
    source: str | None = None,
) -> tuple[Request, AuditRow]:
    """Urge the owner of an open deal (`to` None), or whoever has something to do on it. One urge each at a time."""
    deal = await deals.hold(session, deal_id=deal_id, by=by)
    if again := await _before(session, "urge", by=by, source=source):
        return again
    _must_be_open(deal)
    to = to or deal.owner
    if to is None or to.id == by.id:
        raise AskSomebodyElse
    if to.id != deal.owner_id and not await _has_work(session, deal=deal, member=to):
        raise NothingToUrge(who=to, deal=deal.name, owner=deal.owner or "–")
    if open_one := next((each for each in await read.open_of(session, deal=deal) if _urges(each, to)), None):
        raise UrgedAlready(by=open_one.by, who=to, deal=deal.name, day=open_one.on)
    said(wish.text)
    when.must_be_ahead(wish.on, wish.at, by=by, now=now)
    kind = RequestKind.URGE
    return await put(session, deal=deal, kind=kind, to=to, wish=wish, by=by, asker=by, now=now, source=source)


def _urges(request: Request, to: Member) -> bool:
    return request.kind == RequestKind.URGE and request.to_id == to.id


async def usual_day(session: AsyncSession, *, by: Member, now: datetime) -> date:
    """Until when somebody is urged where no day is told: the asker's next working day."""
    return hours.next_working_day(local_day(now, by.zone), hours.of(by, await workspaces.of(session, by=by)))


def said(text: str) -> str:
    """What was typed, without needless spaces."""
    text = text.strip()
    if len(text) > LONGEST:
        raise TooLong(n=len(text), most=LONGEST)
    return text


def _must_be_open(deal: Deal) -> None:
    if deal.status != DealStatus.OPEN:
        raise DealClosed(deal=deal.name, stage=deal.stage)


async def put(
    session: AsyncSession,
    *,
    deal: Deal,
    kind: RequestKind,
    to: Member,
    wish: Wish,
    asker: Member,
    by: Member,
    now: datetime,
    source: str | None = None,
    instead_of: Request | None = None,
) -> tuple[Request, AuditRow]:
    """Write a request of `asker` on a locked deal; `by` does it, in the place of another one (`instead_of`) or not."""
    if to.id in (asker.id, by.id):
        raise AskSomebodyElse
    joined = await _let_see(session, deal=deal, to=to, by=by, now=now)
    request = Request(
        workspace_id=deal.workspace_id,
        deal_id=deal.id,
        kind=kind,
        by_id=asker.id,
        to_id=to.id,
        text=said(wish.text) or None,
        on=wish.on,
        at=wish.at,
        zone=by.zone,
        asked_at=now,
        instead_of_id=instead_of.id if instead_of else None,
    )
    request.next_at = when.chased_at(request, to=to, workspace=await workspaces.of(session, by=by), now=now)
    session.add(request)
    await session.flush()
    after = {**audit.snapshot(request, ("deal_id", "to_id", "text", "on", "at", "ended_at", "accepted_at")),
             "joined": joined}  # fmt: skip
    verb = "ask" if kind == RequestKind.HELP else "urge"
    entry = await audit.record(session, row=request, verb=verb, by=by, now=now, after=after, source=source)
    await told.ask(session, request=request, to=to, cause=entry, now=now)
    return await read.get(session, request_id=request.id, by=by), entry


async def _let_see(session: AsyncSession, *, deal: Deal, to: Member, by: Member, now: datetime) -> bool:
    """Whether they were put on the team, to see the deal; whoever leads it may do that."""
    if await deals.is_led(session, deal=deal, by=by):
        return await mates.join(session, deal=deal, member=to, by=by, now=now)
    try:
        await deals.get(session, deal_id=deal.id, by=to)
    except Missing:
        raise NotOnTheTeam(who=to, deal=deal.name, owner=deal.owner or "–") from None
    return False


async def _has_work(session: AsyncSession, *, deal: Deal, member: Member) -> bool:
    """Whether a member has a step planned for a deal, or is asked for something on it."""
    step = select(Task.id).where(
        Task.workspace_id == deal.workspace_id,
        Task.deal_id == deal.id,
        Task.owner_id == member.id,
        Task.done_at.is_(None),
        Task.cancelled_at.is_(None),
    )
    asked = select(Request.id).where(
        Request.workspace_id == deal.workspace_id,
        Request.deal_id == deal.id,
        Request.to_id == member.id,
        Request.kind == RequestKind.HELP,
        Request.ended_at.is_(None),
    )
    return await session.scalar(step.union_all(asked).limit(1)) is not None


async def _before(
    session: AsyncSession, verb: str, *, by: Member, source: str | None
) -> tuple[Request, AuditRow] | None:
    """What this very form or command asked when it was delivered the first time."""
    entry = await audit.done_before(session, verb=verb, source=source, by=by)
    if entry is None or entry.noun != "request":
        return None
    return await read.get(session, request_id=entry.noun_id, by=by), entry
