"""/deal Acme plan 计划: the plan of a customer's deal, shown; or changed in a line: /deal Acme plan sample Friday."""

from dataclasses import replace

from core import accounts
from core.plans import line
from handlers import cards as card_views
from handlers import ids
from handlers.asking import Answer, Ask
from handlers.plans.buttons import drawn, stands


async def show(ask: Ask) -> Answer:
    """Show the plan of the customer meant."""
    return await say(ask, "")


async def say(ask: Ask, said: str) -> Answer:
    """Do to the plan what the line behind the customer says; nothing said shows it."""
    async with ask.db.begin() as session:
        found = await accounts.meant_by(session, text=ask.text, by=ask.me)
        if len(found) != 1:
            return card_views.which(found, ask, ids.DEAL_CARD, command="/deal")
        deal = await line.deal_of(session, account_id=found[0].id, customer=found[0].name, by=ask.me)
        if not said:
            return await drawn(session, ask, deal.id)
        task, entry = await line.say(session, deal=deal, line=said, by=ask.me, now=ask.now(), source=ask.source)
        if task.done_at is not None:
            note = ask.t("Reached: {milestone}", milestone=task)
        else:
            note = await stands(session, task, by=ask.me, t=ask.t)
        return await drawn(session, ask, deal.id, note=note, entry=entry)


async def split(ask: Ask, customer: str, said: str) -> Answer | None:
    """The same for a line that may be all customer: None where what stands before is none, and the whole is."""
    async with ask.db.begin() as session:
        if await accounts.meant_by(session, text=customer, by=ask.me):
            whole = False
        else:
            whole = bool(await accounts.meant_by(session, text=ask.text, by=ask.me))
    return None if whole else await say(replace(ask, text=customer), said)
