"""The team of a deal: Team… 团队 on its card, and the form that changes it."""

import asyncio

from core import cards, deals, listed, mates, members
from core.models import List
from handlers import cards as card_views
from handlers import payload
from handlers.mates import views
from handlers.pressing import Press, Submission


async def open_form(press: Press) -> None:
    """Open the form with the team; whoever does not lead the deal sees who is on it."""
    async with press.db.begin() as session:
        deal = await deals.get(session, deal_id=press.id("deal"), by=press.me)
        team = await mates.of_deal(session, deal=deal)
        leads = await deals.is_led(session, deal=deal, by=press.me)
        roles = await listed.of(session, lists=(List.MATE,), by=press.me)
    if leads:
        await press.open(views.dialog(deal, team, roles, press.t))
    else:
        await press.tell(views.listing(deal, team, press.t, leads=False))


async def save(form: Submission) -> None:
    """Put the colleagues chosen on the team, take the others off."""
    chosen = form.many.get("add", [])[: mates.MOST]
    await asyncio.gather(*(form.meet(slack_id) for slack_id in chosen))
    async with form.db.begin() as session:
        role_id = form.chosen("role")
        role = await listed.get(session, word_id=role_id, lists=(List.MATE,), by=form.me) if role_id else None
        deal, entry = await mates.put(
            session,
            deal_id=form.id("deal"),
            add=[await members.known(session, slack_id=each, by=form.me) for each in chosen],
            role=role,
            off=[payload.row(each) for each in form.many.get("off", [])],
            by=form.me,
            now=form.now(),
            source=form.source,
        )
        card = await cards.of_deal(session, deal_id=deal.id, by=form.me, now=form.now())
    await form.show(card_views.draw(card, form.t, undo=entry.id))
