"""/deal 商机: capture, card, own list."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from core import accounts, cards, deals, pipelines, scores
from core.deals import Terms
from core.reading import Reading, read
from handlers import cards as card_views
from handlers import ids
from handlers.asking import Answer, Ask
from handlers.deals import dialogs, difficulty, views
from handlers.deciders import commands as deciders
from handlers.mates import commands as mates
from handlers.plans import commands as plans
from handlers.requests import commands as requests

_PLAN = re.compile(r"(.+?)\s+(?:plan|计划|里程碑)(?:\s+(.+))?", re.IGNORECASE | re.DOTALL)
_MAP = re.compile(r"(.+?)\s+(?:map|决策图|关系图)", re.IGNORECASE)
_TEAM = re.compile(r"(.+?)\s+(?:team|团队)\s*((?:(?:-|remove|off|移出|移除|去掉)?\s*<@.*)?)", re.IGNORECASE | re.DOTALL)
_CLOSING = re.compile(r"成交|成单|签|关单|结单|下单|定标|clos|sign|award|decid|order|deal", re.IGNORECASE)


async def new(ask: Ask) -> Answer:
    """Enter a deal from one line: customer, amount, expected close; without a line open the form."""
    if not ask.text:
        async with ask.db.begin() as session:
            return dialogs.new_form(await pipelines.all_of(session, by=ask.me), ask.t)
    reading = read(ask.text, now=ask.now(), zone=ZoneInfo(ask.me.zone), locale=ask.me.locale, known=())
    first = reading.amounts[0] if reading.amounts else None
    customer = reading.customer_text or ""
    needs = " ".join(each.name for each in reading.goods if each.name)
    terms = Terms(
        name=f"{customer} {needs}".strip(),
        amount=first.amount if first else None,
        currency=first.currency if first else None,
        close=_close(reading),
        said=ask.text.replace(customer, " ", 1).strip(),
    )
    async with ask.db.begin() as session:
        deal, entry = await deals.create(
            session, customer=customer, terms=terms, by=ask.me, now=ask.now(), anyway=ask.anyway, source=ask.source
        )
    return views.opened(deal, ask.t, undo=entry.id)


def _close(reading: Reading) -> date | None:
    """The day the line expects the deal to close; a day for anything else (a quote, a visit) is no close date."""
    step = reading.next_step
    return step.on if step is not None and _CLOSING.search(step.text) else None


async def mine(ask: Ask) -> Answer:
    """Show the open deals the asker holds."""
    async with ask.db.begin() as session:
        found, total = await deals.mine(session, by=ask.me, size=views.PAGE)
        points = await scores.of_deals(session, deals=found)
    return views.mine(found, total, 0, ask.t, points=points)


async def show(ask: Ask) -> Answer:
    """Do what the words behind a customer say; nothing behind it: show its deal, or its lead while there is none."""
    for way in _BEHIND:
        if (answer := await way(ask)) is not None:
            return answer
    async with ask.db.begin() as session:
        found = await accounts.meant_by(session, text=ask.text, by=ask.me)
        if len(found) != 1:
            return card_views.which(found, ask, ids.DEAL_CARD, command="/deal")
        card = await cards.of_customer(session, account_id=found[0].id, by=ask.me, deal_first=True, now=ask.now())
    return card_views.draw(card, ask.t)


async def _plan(ask: Ask) -> Answer | None:
    """With "plan" behind it: the deal's milestones, and what is said of them."""
    said = _PLAN.fullmatch(ask.text)
    return await plans.split(ask, said[1], said[2] or "") if said else None


async def _team(ask: Ask) -> Answer | None:
    """With "team": the colleagues who work on it."""
    said = _TEAM.fullmatch(ask.text)
    return await mates.team(ask, said[1], said[2]) if said else None


async def _map(ask: Ask) -> Answer | None:
    """With "map": the people who decide there."""
    said = _MAP.fullmatch(ask.text)
    return await deciders.show(replace(ask, text=said[1])) if said else None


async def _difficulty(ask: Ask) -> Answer | None:
    """With "coefficient 2.5": how hard it is."""
    said = difficulty.meant(ask.text)
    return await difficulty.say(ask, said) if said else None


# The first that the line means: help and urge, then the words above, then a person and what they are in the decision.
_BEHIND: tuple[Callable[[Ask], Awaitable[Answer | None]], ...] = (
    requests.read,
    _plan,
    _team,
    _map,
    _difficulty,
    deciders.say,
)
