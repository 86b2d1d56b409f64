"""Buttons on deals: Advance 推进, Send back 退回上一阶段, Won 赢单, Lost… 输单, Edit 修改, History 历史."""

from collections.abc import Awaitable, Callable
from functools import partial

from core import cards, deals, leads, moves, pipelines
from core.models import AuditRow, Deal, StageKind
from handlers import cards as card_views
from handlers import pages
from handlers.deals import views
from handlers.pressing import Press


async def advance(press: Press) -> None:
    """Move the deal on by one stage."""
    await _step(press, moves.advance)


async def send_back(press: Press) -> None:
    """Move the deal back by one stage."""
    await _step(press, moves.send_back)


async def _step(press: Press, move: Callable[..., Awaitable[tuple[Deal, AuditRow]]]) -> None:
    """Move the deal from the stage the presser saw, then draw its card as it is now."""
    async with press.db.begin() as session:
        deal, entry = await move(
            session,
            deal_id=press.id("deal"),
            seen_stage=press.id("stage"),
            by=press.me,
            now=press.now(),
            source=press.source,
        )
        card = await cards.of_deal(session, deal_id=deal.id, by=press.me)
    await press.show(card_views.draw(card, press.t, undo=entry.id))


async def win(press: Press) -> None:
    """Close the deal as won."""
    async with press.db.begin() as session:
        deal, entry = await moves.win(
            session, deal_id=press.id("deal"), by=press.me, now=press.now(), source=press.source
        )
        card = await cards.of_deal(session, deal_id=deal.id, by=press.me)
    await press.show(card_views.draw(card, press.t, undo=entry.id))


async def lose(press: Press) -> None:
    """Open the form that asks why."""
    async with press.db.begin() as session:
        deal = await deals.get(session, deal_id=press.id("deal"), by=press.me)
        stages = await pipelines.stages_of(session, by=press.me, pipeline_id=deal.pipeline_id)
    ways = [stage for stage in stages if stage.kind == StageKind.LOST]
    await press.open(views.lose_form(deal, ways, press.t))


async def edit(press: Press) -> None:
    """Open the form with the deal's terms."""
    async with press.db.begin() as session:
        deal = await deals.get(session, deal_id=press.id("deal"), by=press.me)
    await press.open(views.edit_form(deal, press.t))


async def convert(press: Press) -> None:
    """Open the form that makes a lead a deal."""
    async with press.db.begin() as session:
        lead = await leads.get(session, lead_id=press.id("lead"), by=press.me)
        leads.must_be_open(lead)
        known = await pipelines.all_of(session, by=press.me)
    await press.open(views.convert_form(lead, known, press.t))


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
            card = await cards.of_customer(session, account_id=press.id("account"), by=press.me, deal_first=True)
        else:
            card = await cards.of_deal(session, deal_id=press.id("deal"), by=press.me)
    await press.tell(card_views.draw(card, press.t))


async def mine(press: Press) -> None:
    """Turn to another page of the own deals."""
    page = pages.number(press.values)
    async with press.db.begin() as session:
        found, total, page = await pages.turn(partial(deals.mine, session, by=press.me), page, views.PAGE)
    await press.show(views.mine(found, total, page, press.t))


async def new(press: Press) -> None:
    """Open the form for a new deal."""
    async with press.db.begin() as session:
        known = await pipelines.all_of(session, by=press.me)
    await press.open(views.new_form(known, press.t))
