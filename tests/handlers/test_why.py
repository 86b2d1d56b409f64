"""Every notice answers why it came, has a menu to ask it from, and is told for so long and no longer."""

import re
from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import delete, select

from core import deals, hearing, notices
from core.choices import CHANNEL_KINDS, KINDS
from core.deals import Terms
from core.errors import Missing
from core.models import Lane, Member, Mute, Notice, Workspace
from core.reasons import Reason
from handlers import ids
from handlers import notices as drawn
from handlers.choices import views, why
from handlers.undelivered.views import NAMES
from handlers.words import translator
from tests.handlers.forging import press
from tests.handlers.test_reminders import shanghai

EVERY = [*drawn._DRAWN, "missed"]
NOON = datetime(2026, 12, 8, 4, tzinfo=UTC)
HAN = re.compile("[一-鿿]")


@pytest.mark.parametrize("in_channel", [False, True])
@pytest.mark.parametrize("kind", EVERY)
def test_every_kind_of_notice_says_why_it_came_in_both_languages(kind, in_channel):
    workspace = Workspace(id="T1", name="方舟", zone="Asia/Shanghai", digest_at=time(9), close_warning_days=7)
    reader = Member(workspace_id="T1", id=1, slack_id="U1", name="小李", role="rep", works_until=time(18), lead_time=15)
    notice = Notice(kind=kind, member_id=None if in_channel else 1, facts={})
    reason = Reason(notice=notice, workspace=workspace, reader=reader, day=date(2026, 12, 8))

    said = {locale: why.picture(reason, translator(locale, "Asia/Shanghai")) for locale in ("zh-CN", "en-US")}

    for locale, message in said.items():
        texts = [block["text"]["text"] for block in message["blocks"] if block["type"] == "section"]
        texts += [block["elements"][0]["text"] for block in message["blocks"] if block["type"] == "context"]
        assert len(texts) == 2  # why, and who may change it
        assert all(bool(HAN.search(text)) == (locale == "zh-CN") for text in texts), texts


@pytest.mark.parametrize("kind", EVERY)
def test_every_kind_is_known_wherever_kinds_are(kind):
    assert kind in notices.LASTS
    assert kind in notices.MANNERS  # whether somebody asked for it, or Genjin found it
    assert kind in NAMES


def test_what_can_be_chosen_and_what_goes_together_are_kinds_there_are():
    assert {*KINDS, *CHANNEL_KINDS, *notices.FOLDED, *notices.LASTS, *views.INFORMING} <= set(EVERY)
    assert set(notices.MANNERS) == set(EVERY)
    found = {kind for kind, manner in notices.MANNERS.items() if manner == "unasked"}
    assert found - notices.FOLDED == {"missed"}  # which is several already
    assert found >= notices.SAME_DAY


async def test_a_notice_with_nothing_to_press_has_its_menu_all_the_same(house, xiaoli, zhangjun):
    house.move_clock(shanghai(date(2026, 12, 7), time(10)))
    await xiaoli.command("/lead new 方舟电子")
    await xiaoli.press("Claim", on=await xiaoli.command("/lead 方舟电子"))
    await zhangjun.press("lead.assign", on=await zhangjun.command("/lead 方舟电子"))
    await zhangjun.fill({"分配给": "Alice"})
    await zhangjun.submit()
    await house.deliver()

    [taken] = [each for each in xiaoli.dms if "为什么收到" in {button.text for button in each.buttons}]
    said = await xiaoli.press("为什么收到", on=taken)

    assert "这条线索之前是你的。" in said


async def test_nobody_is_told_why_another_was_told(house, xiaoli, zhangjun):
    house.move_clock(shanghai(date(2026, 12, 7), time(10)))
    await house.run("morning-digest", house.now())
    digest = zhangjun.dms[-1]
    assert "为什么收到" in {button.text for button in digest.buttons}

    xiaoli_, zhangjun_ = await house.member("小李"), await house.member("张军")
    async with house.db.begin() as session:
        theirs = (await session.scalars(select(Notice).where(Notice.member_id == zhangjun_.id))).one()
        with pytest.raises(Missing):
            await hearing.told(session, notice_id=theirs.id, by=xiaoli_)


async def test_the_menu_of_every_kind_answers_why_and_mutes_the_customer_it_is_about(house, zhangjun):
    """Each pressed through Slack's wire: last year's are pressed on as well, whatever has become of their facts."""
    reader, ids_of = await house.member("张军"), {}
    async with house.db.begin() as session:
        deal, _ = await deals.create(session, customer="方舟电子", terms=Terms(), by=reader, now=house.now())
        lane = Lane(workspace_id=reader.workspace_id, channel=zhangjun.id, next_at=house.now())
        facts = {"deal": deal.id, "account": deal.account_id, "by": reader.id}
        session.add(lane)
        await session.flush()
        for kind in EVERY:
            told = Notice(
                workspace_id=reader.workspace_id, lane_id=lane.id, member_id=reader.id, kind=kind, key=f"told:{kind}",
                facts=facts, status="sent", due_at=house.now(), created_at=house.now(),
            )  # fmt: skip
            session.add(told)
            await session.flush()
            ids_of[kind] = told.id

    said = {}
    for kind, notice_id in ids_of.items():
        for do in ("why", "day"):
            await press(zhangjun, ids.NOTICE_MENU, {"notice": notice_id, "do": do}, kind="overflow")
            said[kind, do] = [call.args for call in house.slack.calls if call.method == "response_url"][-1]["text"]
        async with house.db.begin() as session:
            muted = (await session.scalars(delete(Mute).returning(Mute.account_id))).all()
        assert muted == [facts["account"]], kind

    assert [kind for kind in ids_of if "方舟电子 的通知已静音" not in said[kind, "day"].replace("*", "")] == []
    assert [kind for kind in ids_of if not HAN.search(said[kind, "why"]) or "已静音" in said[kind, "why"]] == []
    assert len({said[kind, "why"] for kind in ids_of}) > len(ids_of) / 2  # an answer of its own
