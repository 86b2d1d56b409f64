"""/deal Acme team @Alice presales 团队: colleagues put on the team of a deal, or taken off, in a line."""

import asyncio
import re

from core import deals, mates, members
from handlers.asking import Answer, Ask
from handlers.deals import meant
from handlers.mates import views

_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_OFF = re.compile(r"^(?:-|remove|off|移出|移除|去掉)\s*", re.IGNORECASE)


async def of_customer(ask: Ask) -> Answer:
    """`team Acme @Alice presales`: the customer is what stands before the first mention."""
    first = _MENTION.search(ask.text)
    customer, rest = (ask.text[: first.start()], ask.text[first.start() :]) if first else (ask.text, "")
    if off := re.search(r"\s(?:-|remove|off|移出|移除|去掉)\s*$", customer, re.IGNORECASE):
        customer, rest = customer[: off.start()], f"- {rest}"
    return await team(ask, customer.strip(), rest)


async def team(ask: Ask, customer: str, rest: str) -> Answer:
    """Put those named on the team of the customer's deal, or take them off; with nobody named, show the team."""
    who, off = list(dict.fromkeys(_MENTION.findall(rest))), bool(_OFF.match(rest.strip()))
    word = " ".join(_OFF.sub("", _MENTION.sub(" ", rest).strip()).split())
    if not off and ask.meet is not None:
        await asyncio.gather(*(ask.meet(slack_id) for slack_id in who))
    entry = None
    async with ask.db.begin() as session:
        deal = await meant.deal(session, customer=customer, ask=ask)
        if isinstance(deal, dict):
            return deal
        if who:
            people = [await members.known(session, slack_id=each, by=ask.me) for each in who]
            deal, entry = await mates.put(
                session,
                deal_id=deal.id,
                add=[] if off else people,
                role=await mates.role_called(session, word="" if off else word, by=ask.me),
                off=[each.id for each in people] if off else [],
                by=ask.me,
                now=ask.now(),
                source=ask.source,
            )
        standing = await mates.of_deal(session, deal=deal)
        leads = await deals.is_led(session, deal=deal, by=ask.me)
    return views.listing(deal, standing, ask.t, leads=leads, undo=entry.id if entry else None)
