"""Buttons on notices: what I get 通知设置, mute a customer 静音, why did I get this 为什么收到."""

from datetime import timedelta

from core import choices, hearing, mutes, reasons
from core.calendar import local_day
from core.models import Member
from handlers.blocks import View
from handlers.choices import views, why
from handlers.pressing import Press

DAYS = {"day": 1, "week": 7}


async def show_form(press: Press) -> None:
    """Open the form with what the person chose."""
    await press.open(await _form(press))


async def _form(press: Press) -> View:
    async with press.db.begin() as session:
        member = await session.get_one(Member, (press.me.workspace_id, press.me.id))
        teams = await choices.channels_of(session, by=member)
        muted = await mutes.listed(session, by=member, now=press.now())
    return views.notices_form(member, teams, muted, press.t)


async def menu(press: Press) -> None:
    """Do what was chosen in a notice's menu."""
    match press.values.get("do"):
        case "why":
            await _explain(press)
        case "choose":
            await show_form(press)
        case _:
            await _mute(press)


async def _explain(press: Press) -> None:
    async with press.db.begin() as session:
        notice = await hearing.told(session, notice_id=press.id("notice"), by=press.me)
        reason = await reasons.of(session, notice=notice, by=press.me)
    await press.tell(why.picture(reason, press.t))


async def _mute(press: Press) -> None:
    """Mute the notice's customer for as long as was chosen; until a day is asked in a form."""
    now, way = press.now(), press.values.get("do")
    today = local_day(now, press.me.zone)
    async with press.db.begin() as session:
        notice = await hearing.told(session, notice_id=press.id("notice"), by=press.me)
        account_id = hearing.customer(notice)
        if way == "pick":
            account = await mutes.seen(session, account_id=account_id, by=press.me)
        else:
            until = today + timedelta(days=DAYS[way]) if way in DAYS else None
            mute, account = await mutes.mute(session, account_id=account_id, until=until, by=press.me, now=now)
    if way == "pick":
        return await press.open(views.mute_form(account, press.t, first=(today + timedelta(days=14)).isoformat()))
    return await press.tell(views.muted(mute, account, press.t))


async def unmute(press: Press) -> None:
    """End a mute; in the form of choices, the list of them is drawn again."""
    async with press.db.begin() as session:
        account = await mutes.unmute(session, account_id=press.id("account"), by=press.me, now=press.now())
    if not await press.redraw(await _form(press)):
        await press.show(views.unmuted(account, press.t))
