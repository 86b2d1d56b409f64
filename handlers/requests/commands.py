"""/deal Acme help @Alice by Friday: a quote 协助; /deal Acme urge by Friday 催: asked in a line."""

import re
from collections.abc import Awaitable, Callable
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from core import accounts, deals, members
from core.days import DayHasPassed
from core.errors import Refusal, msgid
from core.models import Deal, Member
from core.reading.wish import Wish as Said
from core.reading.wish import wish
from core.requests import ask as asking
from core.requests.ask import Wish
from handlers.asking import Answer, Ask
from handlers.blocks import View
from handlers.deals import meant
from handlers.deals import views as deal_views
from handlers.requests import forms, views

HELP = re.compile(r"(.+?)\s+(?:help|assist|协助|求助|帮忙)(?:\s+(.+)|(?=[@<])(.+))?", re.IGNORECASE | re.DOTALL)
URGE = re.compile(r"(.+?)\s+(?:urge|nudge|催办|催一下|催)(?:\s+(.+)|(?=[@<])(.+))?", re.IGNORECASE | re.DOTALL)
# What goes before: such a line is about the plan or the team, whatever it says.
_EARLIER = re.compile(r"\s(?:plan|计划|里程碑|team|团队|map|决策图|关系图)(?:\s|$)", re.IGNORECASE)
_MENTION = re.compile(r"<@[UW][A-Z0-9]+(?:\|[^>]*)?>|(?<!\S)@\S")
_Say = Callable[[Ask, str, str], Awaitable[Answer]]


class OneAtATime(Refusal):
    message = msgid("Ask one colleague at a time, so that each can answer.")


async def read(ask: Ask) -> Answer | None:
    """What a line after /deal asks of a colleague; None: it asks nothing."""
    for pattern, say in ((HELP, help_with), (URGE, urge)):
        if (found := pattern.fullmatch(ask.text)) is not None and not _EARLIER.search(found[1]):
            said = found[2] or found[3] or ""
            if (answer := await _split(ask, found[1], said, say)) is not None:
                return answer
    return None


async def _split(ask: Ask, customer: str, said: str, say: _Say) -> Answer | None:
    """None where what stands before the word is no customer, and the whole line is one."""
    async with ask.db.begin() as session:
        known = await accounts.meant_by(session, text=customer, by=ask.me)
        if not known and await accounts.meant_by(session, text=ask.text, by=ask.me):
            return None
    return await say(ask, customer, said)


async def of_customer(ask: Ask, *, say: _Say) -> Answer:
    """`help Acme @Alice …`: the customer is what stands before the first mention; without one, the whole line."""
    first = _MENTION.search(ask.text)
    if first is None:
        return await say(ask, ask.text.strip(), "")
    return await say(ask, ask.text[: first.start()].strip(), ask.text[first.start() :])


async def help_with(ask: Ask, customer: str, said: str) -> Answer:
    """Ask for help; where the line lacks whom, what or until when, open the form with what it has."""
    told = await _told(ask, said)
    async with ask.db.begin() as session:
        deal = await meant.deal(session, customer=customer, ask=ask)
        if isinstance(deal, dict):
            return deal
        if told.who is None or told.on is None or not told.text:
            return await _form(session, ask, deal, told, views.ask_form)
        to = await members.meant(session, who=told.who, is_name=told.named, by=ask.me)
        request, entry = await asking.help_with(
            session,
            deal_id=deal.id,
            to=to,
            wish=Wish(told.text, told.on, told.at),
            by=ask.me,
            now=ask.now(),
            source=ask.source,
        )
        return await forms.sent(session, ask, request, entry)


async def urge(ask: Ask, customer: str, said: str) -> Answer:
    """Urge the owner, or whoever is named; without a day until the next working day. Its owner is asked whom."""
    told = await _told(ask, said)
    async with ask.db.begin() as session:
        deal = await meant.deal(session, customer=customer, ask=ask)
        if isinstance(deal, dict):
            return deal
        if told.who is None and deal.owner_id == ask.me.id:
            return await _form(session, ask, deal, told, views.urge_form)
        day = told.on or await asking.usual_day(session, by=ask.me, now=ask.now())
        request, entry = await asking.urge(
            session,
            deal_id=deal.id,
            to=await _named(session, ask, told),
            wish=Wish(told.text, day, told.at),
            by=ask.me,
            now=ask.now(),
            source=ask.source,
        )
        return await forms.sent(session, ask, request, entry)


async def helping(ask: Ask) -> Answer:
    """Ask for help on the customer's deal named; without one show the deals on whose team the asker is."""
    if ask.text:
        return await of_customer(ask, say=help_with)
    async with ask.db.begin() as session:
        found, total = await deals.helping(session, by=ask.me, size=deal_views.PAGE)
    return deal_views.helping(found, total, 0, ask.t)


urge_of_customer = partial(of_customer, say=urge)


async def _told(ask: Ask, said: str) -> Said:
    """What the line says; whom it names is taken in, if Genjin did not know them."""
    told = wish(said, now=ask.now(), zone=ask.me.zone, locale=ask.me.locale)
    if told.past is not None:
        raise DayHasPassed(day=told.past)
    if told.several:
        raise OneAtATime
    if told.who is not None and not told.named and ask.meet is not None:
        await ask.meet(told.who)
    return told


async def _named(session: AsyncSession, ask: Ask, told: Said) -> Member | None:
    """Whom the line names; None: nobody."""
    return await members.meant(session, who=told.who, is_name=told.named, by=ask.me) if told.who else None


async def _form(session: AsyncSession, ask: Ask, deal: Deal, told: Said, drawn: Callable[..., View]) -> View:
    """The form, with what the line has."""
    to = await _named(session, ask, told)
    day = told.on or await asking.usual_day(session, by=ask.me, now=ask.now())
    return drawn(deal, ask.t, on=day, at=told.at, to=to.slack_id if to else None, text=told.text)
