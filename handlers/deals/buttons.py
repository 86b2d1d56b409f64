"""Buttons on deals: Advance 推进, Send back 退回上一阶段, Won… 赢单, Lost… 输单, Edit 修改, History 历史; what a card
changes by itself, and its More… menu."""

from collections.abc import Awaitable, Callable
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from core import cards, changes, deals, leads, listed, moves, pipelines, scores
from core.deals import Clash, extensions
from core.deals.extensions import Late
from core.models import Deal, List, StageKind
from core.moves import Moved, Outcome, Stale, Stopped
from core.plans import read as plans
from handlers import cards as card_views
from handlers import pages, payload
from handlers.blocks import Block, Message, View, section
from handlers.deals import about, dialogs, gates, meanwhile, views
from handlers.deals import extensions as asking_for
from handlers.plans import views as plan_views
from handlers.pressing import Press
from handlers.words import Translate


async def advance(press: Press) -> None:
    """Move the deal on by one stage; where something is missing, or it would be won, open the form that asks."""
    await _go(press, moves.advance, seen_stage=press.id("stage"))


async def send_back(press: Press) -> None:
    """Move the deal back by one stage."""
    await _go(press, moves.send_back, seen_stage=press.id("stage"))


async def move(press: Press) -> None:
    """Move the deal to the stage chosen on its card; the gates on the way are asked."""
    await _go(press, moves.move, to_id=press.id("to"), seen_stage=press.id("stage"))


async def win(press: Press) -> None:
    """Open the form that asks what decided it, and for what is missing."""
    async with press.db.begin() as session:
        outcome = await moves.ask(session, deal_id=press.id("deal"), seen_stage=_stage(press), by=press.me)
        drawn = await _drawn(session, press, outcome)
    await _show(press, drawn)


async def reopen(press: Press) -> None:
    """Open the closed deal again."""
    await _go(press, moves.reopen, seen_stage=_stage(press))


async def _go(press: Press, move: Callable[..., Awaitable[Outcome]], **facts: int | None) -> None:
    """Make the move, and show what came of it."""
    async with press.db.begin() as session:
        outcome = await move(
            session, deal_id=press.id("deal"), by=press.me, now=press.now(), source=press.source, **facts
        )
        drawn = await _drawn(session, press, outcome)
    await _show(press, drawn)


def _stage(press: Press) -> int | None:
    """The stage on the card pressed; messages of old carry none."""
    return press.id("stage") if "stage" in press.values else None


async def _drawn(session: AsyncSession, press: Press, outcome: Outcome) -> Message | View:
    """What came of it: the form that asks for more, or the card as it is now."""
    if isinstance(outcome, Stopped):
        return await asking(session, outcome, press)
    card = await cards.of_deal(session, deal_id=outcome.deal.id, by=press.me, now=press.now())
    if isinstance(outcome, Stale):
        return card_views.draw(card, press.t, note=meanwhile.stale(outcome.deal, outcome.last, press.t))
    drawn = card_views.draw(card, press.t, undo=outcome.entry.id)
    return {**drawn, "blocks": [*await left_behind(session, outcome, press.t), *drawn["blocks"]]}


async def left_behind(session: AsyncSession, moved: Moved, t: Translate) -> list[Block]:
    """What of the stage that a deal has left is still open; nothing is ticked by itself."""
    came_from = moved.entry.before.get("stage_id")
    if came_from is None:
        return []
    found = await plans.left_behind(session, deal=moved.deal, came_from=came_from)
    return plan_views.left_behind(found, moved.deal, t)


async def asking(session: AsyncSession, stopped: Stopped, press: Press) -> View:
    """The form at the gate. Files are dropped into the card's thread, so the card is put where they can be."""
    if any(kind.list == List.FILE for lack in stopped.lacks for kind in lack.evidence):
        await deals.post(session, deal=stopped.deal, to=press.me, now=press.now())
    reasons, competitors = [
        await listed.of(session, lists=(kind,), by=press.me) for kind in (List.WON, List.COMPETITOR)
    ]
    return gates.gate_form(stopped, press.t, me=press.me, reasons=reasons, competitors=competitors)


async def _show(press: Press, drawn: Message | View) -> None:
    await (press.open(drawn) if drawn.get("type") == "modal" else press.show(drawn))


async def lose(press: Press) -> None:
    """Open the form that asks why."""
    async with press.db.begin() as session:
        deal = await deals.get(session, deal_id=press.id("deal"), by=press.me)
        stages = await pipelines.stages_of(session, by=press.me, pipeline_id=deal.pipeline_id)
        reasons = await listed.of(session, lists=(List.LOST,), by=press.me)
        competitors = await listed.of(session, lists=(List.COMPETITOR,), by=press.me)
    ways = [stage for stage in stages if stage.kind == StageKind.LOST]
    await press.open(dialogs.lose_form(deal, ways, reasons, competitors, press.t))


async def edit(press: Press) -> None:
    """Open the form with the deal's terms."""
    deal, seen = await _as_it_is(press)
    async with press.db.begin() as session:
        types = await about.types_of(session, deal=deal, by=press.me)
    await press.open(dialogs.edit_form(deal, press.t, seen=seen, types=types))


async def amount(press: Press) -> None:
    """Open the form with the amount alone."""
    deal, seen = await _as_it_is(press)
    await press.open(dialogs.amount_form(deal, press.t, seen=seen))


async def _as_it_is(press: Press) -> tuple[Deal, int]:
    """The deal, and the newest change to it: read first, so that one that comes between is told rather than lost."""
    async with press.db.begin() as session:
        deal = await deals.get(session, deal_id=press.id("deal"), by=press.me)
        seen = await changes.last(session, row=deal)
        await session.refresh(deal)
    return deal, seen


async def close_date(press: Press) -> None:
    """Set the close date picked on the card, unless somebody else has set another since it was drawn. Where only a
    manager may put it off, open the form that asks for it."""
    picked = payload.day(press.action.get("selected_date"))
    async with press.db.begin() as session:
        outcome = await extensions.pick(
            session,
            deal_id=press.id("deal"),
            to_on=picked,
            by=press.me,
            now=press.now(),
            seen=press.id("seen"),
            source=press.source,
        )
        card = await cards.of_deal(session, deal_id=press.id("deal"), by=press.me, now=press.now())
    if isinstance(outcome, Late):
        return await press.open(asking_for.ask_form(outcome.deal, press.t, day=outcome.to_on))
    if isinstance(outcome, Clash):
        drawn = card_views.draw(card, press.t, note=meanwhile.changed(outcome.changes, press.t))
    else:
        drawn = card_views.draw(card, press.t, undo=outcome[1].id)
    return await press.show(drawn)


async def give(press: Press) -> None:
    """Open the form that gives the deal to a colleague."""
    async with press.db.begin() as session:
        deal = await deals.get(session, deal_id=press.id("deal"), by=press.me)
    await press.open(dialogs.give_form(deal, press.t))


async def post(press: Press) -> None:
    """Put the card into the presser's direct messages."""
    async with press.db.begin() as session:
        deal = await deals.get(session, deal_id=press.id("deal"), by=press.me)
        await deals.post(session, deal=deal, to=press.me, now=press.now())
    said = press.t("The card of *{deal}* is in our direct messages, and stays true there.", deal=deal.name)
    await press.tell({"text": said, "blocks": [section(said)]})


async def playbook(press: Press) -> None:
    """Tell what to do in this stage."""
    async with press.db.begin() as session:
        deal = await deals.get(session, deal_id=press.id("deal"), by=press.me)
    await press.tell(views.playbook(deal, press.t))


async def convert(press: Press) -> None:
    """Open the form that makes a lead a deal."""
    async with press.db.begin() as session:
        lead = await leads.get(session, lead_id=press.id("lead"), by=press.me)
        leads.must_be_open(lead)
        known = await pipelines.all_of(session, by=press.me)
    await press.open(dialogs.convert_form(lead, known, press.t))


async def history(press: Press) -> None:
    """Show every move of the deal."""
    async with press.db.begin() as session:
        deal = await deals.get(session, deal_id=press.id("deal"), by=press.me)
        made = await moves.history(session, deal=deal)
    await press.tell(views.history(deal, made, press.t))


async def show(press: Press) -> None:
    """Open a deal's card, or that of the customer chosen."""
    async with press.db.begin() as session:
        if "account" in press.values:
            card = await cards.of_customer(
                session, account_id=press.id("account"), by=press.me, deal_first=True, now=press.now()
            )
        else:
            card = await cards.of_deal(session, deal_id=press.id("deal"), by=press.me, now=press.now())
    await press.tell(card_views.draw(card, press.t))


async def mine(press: Press) -> None:
    """Turn to another page of the own deals."""
    page = pages.number(press.values)
    async with press.db.begin() as session:
        found, total, page = await pages.turn(partial(deals.mine, session, by=press.me), page, views.PAGE)
        points = await scores.of_deals(session, deals=found)
    await press.show(views.mine(found, total, page, press.t, points=points))


async def new(press: Press) -> None:
    """Open the form for a new deal."""
    async with press.db.begin() as session:
        known = await pipelines.all_of(session, by=press.me)
    await press.open(dialogs.new_form(known, press.t))
