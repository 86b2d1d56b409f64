"""Buttons of requests: Accept 接受, Done… 已完成, Decline… 婉拒, By when… 何时办好, No longer needed 不用了."""

from datetime import date
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from core import deals
from core.models import Request
from core.requests import answer, ask, read
from handlers import pages
from handlers.deals import views as deal_views
from handlers.pressing import Press
from handlers.requests import views


async def ask_form(press: Press) -> None:
    """Open the form that asks for help."""
    async with press.db.begin() as session:
        deal = await deals.get(session, deal_id=press.id("deal"), by=press.me)
        day = await _next_day(session, press)
    await press.open(views.ask_form(deal, press.t, on=day))


async def urge_form(press: Press) -> None:
    """Open the form that urges."""
    async with press.db.begin() as session:
        deal = await deals.get(session, deal_id=press.id("deal"), by=press.me)
        day = await _next_day(session, press)
    owner = deal.owner.slack_id if deal.owner and deal.owner_id != press.me.id else None
    await press.open(views.urge_form(deal, press.t, on=day, to=owner))


async def accept(press: Press) -> None:
    """Say that one will do it."""
    async with press.db.begin() as session:
        request, _ = await answer.accept(
            session, request_id=press.id("request"), by=press.me, now=press.now(), source=press.source
        )
    await press.tell(views.accepted(request, press.t))


async def done(press: Press) -> None:
    """Open the form that says what was done."""
    await press.open(views.done_form(await _open(press), press.t))


async def decline(press: Press) -> None:
    """Open the form that says why not."""
    await press.open(views.decline_form(await _open(press), press.t))


async def promise(press: Press) -> None:
    """Open the form that says by when."""
    request = await _open(press)
    async with press.db.begin() as session:
        day = await _next_day(session, press)
    await press.open(views.promise_form(request, press.t, on=day))


async def withdraw(press: Press) -> None:
    """It is no longer needed."""
    async with press.db.begin() as session:
        request = await answer.withdraw(
            session, request_id=press.id("request"), by=press.me, now=press.now(), source=press.source
        )
    await press.tell(views.settled(request, press.t))


async def pass_on(press: Press) -> None:
    """Open the form that asks somebody else."""
    request = await _open(press)
    async with press.db.begin() as session:
        day = await _next_day(session, press)
    to = press.values.get("to")
    await press.open(views.pass_form(request, press.t, on=day, to=to if isinstance(to, str) else None))


async def helping(press: Press) -> None:
    """Turn to another page of the deals one helps on."""
    page = pages.number(press.values)
    async with press.db.begin() as session:
        found, total, page = await pages.turn(partial(deals.helping, session, by=press.me), page, deal_views.PAGE)
    await press.show(deal_views.helping(found, total, page, press.t))


async def _open(press: Press) -> Request:
    """The request, as long as it is to be answered."""
    async with press.db.begin() as session:
        request = await read.get(session, request_id=press.id("request"), by=press.me)
    answer.must_be_open(request)
    return request


async def _next_day(session: AsyncSession, press: Press) -> date:
    return await ask.usual_day(session, by=press.me, now=press.now())
