"""One line logs one follow-up: on whom, whether it counts, what it plans and fulfils, and that once is enough."""

import asyncio
from datetime import date, timedelta
from decimal import Decimal

import pytest

from core import claims, moves, undo, visits
from core.errors import Missing
from core.leads import Capture, capture
from core.models import Contact, Deal, Draft, Lead, Task, Visit, VisitKind
from core.visits import CustomerHeld, Logged, LoggedAlready, Unclear
from core.visits.log import NothingSaid, TooLong
from tests.database import statements

LINE = "方舟电子 见了刘兵,要200台扫描枪,下周三报价"


async def log(books, line=LINE, by="小李", kind=VisitKind.VISIT, **more):
    return await books.do(visits.log, line=line, kind=kind, by=books[by], **more)


async def test_a_line_is_kept_with_all_that_was_read_from_it(books):
    lead = await books.lead(to="小李")
    books.now += timedelta(days=1)

    told = await log(books, source="command:C1")

    visit, task = (await books.all(Visit))[0], (await books.all(Task))[0]
    assert (visit.line, visit.counts, visit.lead_id, visit.people) == (LINE, True, lead.id, ["刘兵"])
    assert visit.goods == [{"name": "扫描枪", "quantity": "200", "unit": "台"}]
    assert (task.on, task.owner_id, task.visit_id) == (date(2026, 12, 16), books["小李"].id, visit.id)
    assert [each.name for each in await books.all(Contact)] == ["刘兵"]
    again = await books.again(lead)
    assert (again.last_follow_up_at, again.silent_on, again.warn_on) == (
        *(books.now, date(2026, 12, 17)),
        date(2026, 12, 14),
    )
    assert told.customer.name == "方舟电子"


async def test_logging_takes_at_most_eight_statements(books, databases):
    await books.lead(to="小李")

    with statements(databases) as sent:
        await log(books)

    assert len(sent) == 6, "\n\n".join(sent)  # the wall, its twin, the customer, how things stand, the write, the card


async def test_the_same_line_within_ten_minutes_is_kept_once(books):
    await books.lead(to="小李")
    await log(books)
    books.now += timedelta(minutes=9, seconds=59)

    again = await log(books, "  方舟电子  见了刘兵,要200台扫描枪,下周三报价 ")

    assert again.written is None
    assert await books.count(Visit) == 1


async def test_after_ten_minutes_the_same_line_is_logged_again(books):
    await books.lead(to="小李")
    await log(books)
    books.now += timedelta(minutes=10)

    assert (await log(books)).written is not None
    assert await books.count(Visit) == 2


async def test_the_same_line_sent_many_times_at_once_is_kept_once(books):
    await books.lead(to="小李")

    told = await asyncio.gather(*(log(books) for _ in range(10)))

    assert len([one for one in told if one.written]) == 1
    assert await books.count(Visit) == await books.count(Task) == 1


async def test_two_people_may_say_the_same_and_so_may_a_call_after_a_visit(books):
    await books.lead()

    for by, kind in (("小李", VisitKind.VISIT), ("销售甲", VisitKind.VISIT), ("小李", VisitKind.PHONE)):
        assert (await log(books, by=by, kind=kind)).written is not None


async def test_a_line_that_was_undone_may_be_said_again(books):
    await books.lead(to="小李")
    told = await log(books)
    await books.do(undo.undo, audit_id=told.written.audit_id, by=books["小李"])

    assert (await log(books)).written is not None


@pytest.mark.parametrize("note", ["跟进中", "ok", "👍👍", "……", "已联系"])
async def test_a_note_that_says_nothing_is_kept_and_stops_no_clock(books, note):
    lead = await books.lead(to="小李")
    books.now += timedelta(days=3)

    told = await log(books, f"方舟电子 {note}")

    assert (told.worth.counts, await books.count(Visit)) == (False, 1)
    again = await books.again(lead)
    assert (again.last_follow_up_at, again.silent_on) == (None, lead.silent_on)


async def test_a_copied_note_is_kept_and_stops_no_clock(books):
    lead = await books.lead(to="小李")
    await log(books, "方舟电子 见了刘兵,他要200台扫描枪")
    before = await books.again(lead)
    books.now += timedelta(days=3)

    told = await log(books, "方舟电子 见了刘兵，他要200台扫描枪！")

    assert not told.worth.counts
    assert (await books.again(lead)).silent_on == before.silent_on


async def test_a_step_taken_ticks_its_task_off(books):
    await books.lead(to="小李")
    await log(books)
    books.now += timedelta(days=9)

    told = await log(books, "方舟电子 报价28万给刘兵了,他说要讨论")

    assert [each["text"] for each in told.written.fulfilled] == [(await books.all(Task))[0].text]
    assert (await books.all(Task))[0].done_at == books.now


async def test_a_step_still_to_come_stays(books):
    await books.lead(to="小李")
    await log(books)
    books.now += timedelta(days=1)

    told = await log(books, "方舟电子 刘兵来电话问交期")

    assert told.written.fulfilled == []


async def test_a_price_told_becomes_the_last_quote(books):
    lead = await books.lead(to="小李")

    await log(books, "方舟电子 报价28万,刘兵嫌贵")

    again = await books.again(lead)
    assert (again.quoted_amount, again.quoted_currency, again.quoted_at) == (Decimal(280000), "CNY", books.now)


async def test_a_sum_beyond_all_books_is_kept_as_it_was_typed(books):
    lead = await books.lead(to="小李")

    told = await log(books, "方舟电子 报价99999999999999999999999元,刘兵嫌贵")

    assert isinstance(told, Logged)
    assert (await books.again(lead)).quoted_amount is None


async def test_the_deal_is_followed_up_where_there_is_one(books):
    deal = await books.deal("方舟电子")

    await log(books)

    assert (await books.all(Visit))[0].deal_id == deal.id
    assert (await books.again(deal)).last_follow_up_at == books.now


@pytest.mark.parametrize("line", ["", "  \n", "\x00"])
async def test_nothing_said_is_nothing_logged(books, line):
    with pytest.raises(NothingSaid):
        await log(books, line)


async def test_a_line_longer_than_a_message_is_refused_with_its_length(books):
    with pytest.raises(TooLong) as told:
        await log(books, "方舟电子 " + "长" * 3000)

    assert told.value.holes == {"n": 3005, "most": 3000}


async def test_three_thousand_characters_are_kept_whole(books):
    await books.lead(to="小李")
    line = ("方舟电子 见了刘兵 " + "要扫描枪," * 800)[:3000]

    await log(books, line)

    assert (await books.all(Visit))[0].line == line


@pytest.mark.parametrize("by", ["销售甲", "李庆成", "Alice"])
async def test_a_line_about_a_colleagues_customer_logs_nothing_and_tells_no_more_than_was_typed(books, by):
    await books.lead("深圳方舟电子有限公司", to="小李")

    told = await log(books, "方舟电子 见了刘兵,要200台扫描枪", by=by)

    assert isinstance(told, CustomerHeld)
    assert told.customer == "方舟电子"
    assert await books.count(Visit) == await books.count(Contact) == 0
    assert [each.line for each in await books.all(Draft)] == ["方舟电子 见了刘兵,要200台扫描枪"]


async def test_a_customer_whom_nobody_follows_any_more_may_be_made_a_lead_anew(books):
    lead, entry = await books.do(capture, told=Capture(customer="方舟电子"), to=books["小李"], by=books["小李"])
    await books.do(undo.undo, audit_id=entry.id, by=books["小李"])

    told = await log(books, by="销售甲")
    assert (isinstance(told, Unclear), told.customer) == (True, "方舟电子")

    made = await books.do(visits.make_lead, draft_id=told.draft_id, by=books["销售甲"])
    new = (await books.all(Lead))[-1]
    assert (isinstance(made, Logged), new.account_id, new.owner_id) == (True, lead.account_id, books["销售甲"].id)


async def test_what_lies_in_the_pool_may_be_followed_up_by_anyone_and_runs_no_clock(books):
    lead = await books.lead()

    assert isinstance(await log(books, by="销售甲"), Logged)

    again = await books.again(lead)
    assert (again.last_follow_up_at, again.silent_on, again.warn_on) == (books.now, None, None)


async def two_alike(books):
    for name in ("山东力诺集团", "山东力诺医药"):
        await books.lead(name, to="小李")
    told = await log(books, "力诺 见了刘兵,要200台扫描枪")
    assert isinstance(told, Unclear)
    assert {each.name for each in told.choices} == {"山东力诺集团", "山东力诺医药"}
    return told


async def test_one_of_several_customers_is_chosen_and_logged_once_however_often_pressed(books):
    told = await two_alike(books)
    chosen = {"draft_id": told.draft_id, "account_id": told.choices[1].id, "by": books["小李"]}

    async def press():
        try:
            return await books.do(visits.take_up, **chosen)
        except LoggedAlready:
            return None

    pressed = await asyncio.gather(*(press() for _ in range(6)))
    books.now += timedelta(hours=1)
    assert await press() is None

    assert len([one for one in pressed if one]) == 1
    assert [each.account_id for each in await books.all(Visit)] == [told.choices[1].id]


async def test_a_kept_line_is_its_writers_alone(books, elsewhere):
    told = await two_alike(books)

    for by in (books["张军"], books["陈总"], elsewhere["外人"]):
        with pytest.raises(Missing):
            await books.do(visits.take_up, draft_id=told.draft_id, account_id=told.choices[0].id, by=by)


async def test_a_kept_line_is_not_logged_on_a_customer_out_of_sight(books):
    hidden = await books.lead("蓝海物流", to="销售甲")
    told = await two_alike(books)

    with pytest.raises(Missing):
        await books.do(visits.take_up, draft_id=told.draft_id, account_id=hidden.account_id, by=books["小李"])
    assert (await books.all(Draft))[0].used_at is None


async def test_an_unknown_customer_is_made_a_lead_of_the_writers_once(books):
    told = await log(books, "三励公司 见了王总,要200台扫描枪")
    assert (told.choices, told.customer) == ([], "三励公司")

    async def press():
        try:
            return await books.do(visits.make_lead, draft_id=told.draft_id, by=books["小李"])
        except LoggedAlready:
            return None

    await asyncio.gather(*(press() for _ in range(4)))

    leads = await books.all(Lead)
    assert [(each.owner_id, each.last_follow_up_at) for each in leads] == [(books["小李"].id, books.now)]
    assert await books.count(Visit) == 1


async def test_new_words_replace_the_old_ones(books):
    await books.lead(to="小李")
    told = await log(books)

    again = await books.do(
        visits.edit, audit_id=told.written.audit_id, line="方舟电子 见了刘兵,要300台扫描枪,周五报价",
        kind=VisitKind.VISIT, by=books["小李"],
    )  # fmt: skip

    assert isinstance(again, Logged)
    standing = await books.all(Visit, Visit.undone_at.is_(None))
    assert [each.goods[0]["quantity"] for each in standing] == ["300"]
    assert [each.on for each in await books.all(Task, Task.cancelled_at.is_(None))] == [date(2026, 12, 11)]


async def test_new_words_about_somebody_unknown_replace_nothing_until_it_is_clear_who_is_meant(books):
    await books.lead(to="小李")
    told = await log(books)

    unclear = await books.do(
        visits.edit, audit_id=told.written.audit_id, line="三励公司 见了王总,要300台扫描枪", kind=VisitKind.VISIT,
        by=books["小李"],
    )  # fmt: skip

    assert isinstance(unclear, Unclear)
    assert [each.line for each in await books.all(Visit, Visit.undone_at.is_(None))] == [LINE]
    await books.do(visits.make_lead, draft_id=unclear.draft_id, instead_of=unclear.instead_of, by=books["小李"])
    standing = await books.all(Visit, Visit.undone_at.is_(None))
    assert [each.line for each in standing] == ["三励公司 见了王总,要300台扫描枪"]


async def test_words_said_again_of_one_of_several_customers_stay_with_it(books):
    told = await two_alike(books)
    chosen = await books.do(
        visits.take_up, draft_id=told.draft_id, account_id=told.choices[1].id, by=books["小李"]
    )  # fmt: skip

    again = await books.do(
        visits.edit, audit_id=chosen.written.audit_id, line="力诺 见了刘兵,要300台扫描枪", kind=VisitKind.VISIT,
        by=books["小李"],
    )  # fmt: skip

    assert again.customer.id == told.choices[1].id


async def test_a_lead_let_go_meanwhile_gets_no_clock(books):
    lead = await books.lead(to="小李")

    await asyncio.gather(log(books), books.do(claims.release, lead_id=lead.id, by=books["小李"]))

    again = await books.again(lead)
    assert (again.owner_id, again.silent_on, again.warn_on) == (None, None, None)


async def test_a_deal_that_is_closed_is_not_followed_up_any_more(books):
    deal = await books.deal()
    await books.do(moves.win, deal_id=deal.id, by=books["小李"])

    await log(books)

    assert (await books.all(Visit))[0].deal_id is None
    assert (await books.all(Deal))[0].last_follow_up_at is None
