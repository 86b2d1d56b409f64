"""Follow-ups in chat: one line, a form, a DM, a shortcut; what was understood is read back, and can be taken back."""

import asyncio
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event, func, select

from core import leads
from core.calendar import local_day
from core.leads import Capture
from core.models import AuditRow, Contact, Visit
from handlers import ids
from handlers.words import translator

WHAT = translator("zh-CN").plain("What happened?")
LINE = "/visit 方舟电子 见了刘兵,要200台扫描枪,下周三报价"


@contextmanager
def statements():
    """Every SQL statement that whatever process in this loop sends meanwhile."""
    sent = []

    def note(_connection, _cursor, statement, *_rest):
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def enter(house, *names, to="小李"):
    by = await house.member(to)
    async with house.db.begin() as session:
        for name in names:
            await leads.capture(session, told=Capture(customer=name), to=by, by=by, now=house.now(), anyway=True)


async def visits(house):
    async with house.db.begin() as session:
        return await session.scalar(select(func.count()).select_from(Visit).where(Visit.undone_at.is_(None)))


async def test_a_line_is_read_back_with_what_can_be_done_next(house, xiaoli):
    await enter(house, "方舟电子")

    told = await xiaoli.command(LINE)

    for words in ("方舟电子", "刘兵", "200台扫描枪", "报价", "周三"):
        assert words in told.text
    assert [button.text for button in told.buttons] == ["撤销", "修改", "推进"]


async def test_a_colleague_who_went_along_is_not_taken_for_the_customers(house, xiaoli, alice):
    await enter(house, "方舟电子")

    said = await xiaoli.command("/visit 方舟电子 带Alice一起去的,见了王总,要200台扫描枪")
    await xiaoli.command("/lead new 云顶茶舍 周姐 13912345678 要茶具20套 和Alice一起去的")

    assert "王总" in said.text
    assert "Alice" not in said.text.partition("王总")[0]
    async with house.db.begin() as session:
        assert sorted((await session.scalars(select(Contact.name))).all()) == ["周姐", "王总"]


async def test_the_same_in_english_with_what_was_given_last(house, alice):
    await enter(house, "Acme", to="Alice")
    await alice.command("/visit Acme quoted 280k to Tom")

    told = await alice.command("/phone Acme left voicemail, try again tomorrow 3pm")

    for words in ("Acme · call logged", "Last quote", "280,000", "Last time", "Next step", "15:00"):
        assert words in told.text
    assert [button.text for button in told.buttons] == ["Undo", "Edit", "Advance"]


async def test_it_is_answered_in_the_ack_without_a_call_to_slack(house, xiaoli):
    await enter(house, "方舟电子")
    await xiaoli.command("/today")
    calls = len(house.slack.calls)

    told = await xiaoli.command(LINE)

    assert "方舟电子" in told.text
    assert len(house.slack.calls) == calls


async def test_from_the_wire_to_the_answer_it_takes_seven_statements(house, xiaoli):
    await enter(house, "方舟电子")
    await xiaoli.command("/today")

    with statements() as sent:
        await xiaoli.command(LINE)

    assert len(sent) == 7, "\n\n".join(sent)  # who asks; then the six of core's own test


async def test_sent_three_times_at_once_it_is_logged_once_and_said_so(house, xiaoli):
    await enter(house, "方舟电子")

    told = await asyncio.gather(
        *(xiaoli.client.command(house.slack.workspace.dm(xiaoli.id).id, LINE) for _ in range(3))
    )

    texts = [str(one.message.text) for one in told]
    assert await visits(house) == 1
    assert sum("十分钟" in text or "10 分钟" in text for text in texts) == 2


async def test_undone_it_is_gone_and_undone_again_says_so(house, xiaoli):
    await enter(house, "方舟电子")
    told = await xiaoli.command(LINE)

    undone = await xiaoli.press("撤销", on=told)
    again = await xiaoli.press("撤销", on=told)

    assert "已撤销" in undone.text
    assert "已经撤销过" in again.text or "撤销" in again.text
    assert await visits(house) == 0
    async with house.db.begin() as session:
        undone = (await session.scalars(select(AuditRow.source).where(AuditRow.verb == "undo"))).all()
    assert [source.split(":")[0] for source in undone] == ["block_actions"], "on record with the message pressed on"


async def test_edited_it_stands_in_place_of_the_old(house, xiaoli):
    await enter(house, "方舟电子")
    told = await xiaoli.command(LINE)
    await xiaoli.press("修改", on=told)
    assert xiaoli.form.fields[WHAT].value == LINE.removeprefix("/visit ")

    await xiaoli.fill({WHAT: "方舟电子 见了刘兵,要300台扫描枪,周五报价"})
    await xiaoli.submit()

    assert "300台" in xiaoli.form.text
    assert await visits(house) == 1


async def test_nothing_said_opens_the_form_and_an_empty_form_keeps_open(house, alice):
    await alice.command("/visit")
    assert alice.form.title == "Log a follow-up"
    await enter(house, "Acme", to="Alice")

    await alice.fill(
        {
            "What happened?": "Acme met Tom, wants 20 scanners",
            "Next step": "quote",
            "On": local_day(house.now(), "Asia/Shanghai"),
        }
    )
    await alice.submit()

    assert "Acme · visit logged" in alice.form.text
    assert await visits(house) == 1


async def test_a_dm_of_the_same_words_logs_it_and_once_when_delivered_again(house, alice):
    await enter(house, "Acme", to="Alice")

    told = await alice.says("Acme called Tom, wants 20 scanners, quote next Wed")
    delivery = next(each for each in reversed(house.slack.deliveries) if each.kind == "events_api")
    await asyncio.gather(*(house.slack.redeliver(delivery, number=n) for n in (1, 2, 3)))

    assert "Acme · call logged" in told.text
    assert await visits(house) == 1


async def test_a_shortcut_on_a_message_opens_the_form_with_its_words(house, alice):
    said = await alice.says("Acme met Tom, wants 20 scanners", to="#ads")
    await alice.shortcut(ids.VISIT_SHORTCUT, alice.sees("#ads")[-1])

    assert said is not None
    assert alice.form.fields["What happened?"].value == "Acme met Tom, wants 20 scanners"


async def test_several_fit_one_is_chosen_and_it_is_logged_once_however_often_pressed(house, xiaoli):
    await enter(house, "山东力诺集团", "山东力诺医药")
    asked = await xiaoli.command("/visit 力诺 见了刘兵,要200台扫描枪")
    assert "见了刘兵,要200台扫描枪" in asked.text

    chosen = await xiaoli.press("山东力诺医药", on=asked)
    again = await xiaoli.press("山东力诺集团", on=asked)

    assert "山东力诺医药" in chosen.text
    assert "已经选过" in again.text
    assert await visits(house) == 1


async def test_nobody_fits_and_it_becomes_a_lead(house, alice):
    asked = await alice.command("/visit Globex met Tom, wants 20 scanners")
    assert "You have no customer called Globex" in asked.text

    made = await alice.press("Make it a lead", on=asked)

    assert "Globex · visit logged" in made.text
    assert "You hold 1 lead." in (await alice.command("/lead mine")).text


async def test_a_colleagues_customer_is_not_logged_and_the_words_come_back(house, jia):
    await enter(house, "深圳方舟电子有限公司")

    told = await jia.command(LINE)

    assert "深圳" not in told.text
    assert "见了刘兵,要200台扫描枪,下周三报价" in told.text
    assert await visits(house) == 0


@pytest.mark.parametrize(("note", "why"), [("跟进中", "不计"), ("👍", "不计"), ("ok", "不计")])
async def test_an_empty_note_is_kept_and_said_not_to_count(house, xiaoli, note, why):
    await enter(house, "方舟电子")

    told = await xiaoli.command(f"/visit 方舟电子 {note}")

    assert why in told.text or "不算" in told.text
    assert await visits(house) == 1


async def test_the_log_button_of_a_card_names_its_customer(house, xiaoli):
    await enter(house, "方舟电子")
    card = await xiaoli.command("/lead 方舟电子")

    await xiaoli.press("记跟进", on=card)

    assert xiaoli.form.fields[WHAT].value.strip() == "方舟电子"
