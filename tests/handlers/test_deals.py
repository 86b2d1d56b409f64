"""Deals in chat: converted, moved, sent back, won, lost, undone, as people of both languages read it."""

import asyncio

from sqlalchemy import func, select

from core import leads
from core.leads import Capture
from core.models import Deal, StageMove


async def enter(house, name="方舟电子", to="小李", **told):
    by = await house.member(to)
    async with house.db.begin() as session:
        await leads.capture(session, told=Capture(customer=name, **told), to=by, by=by, now=house.now())


async def count(house, model=Deal):
    async with house.db.begin() as session:
        return await session.scalar(select(func.count()).select_from(model))


async def converted(house, alice):
    await enter(house, "Acme", to="Alice", interest="20 scanners")
    card = await alice.command("/lead Acme")
    await alice.press("Advance", on=card)
    await alice.fill({"Amount": "300k", "Pipeline": "Project sales"})
    await alice.submit()
    await alice.dismiss(everything=True)
    return await alice.command("/deal Acme")


async def test_a_lead_becomes_a_deal_with_nothing_typed_twice(house, alice):
    await enter(house, "Acme", to="Alice", interest="20 scanners")
    await alice.press("Advance", on=await alice.command("/lead Acme"))
    assert alice.form.title == "Convert to a deal"
    assert alice.form.fields["Deal"].value == "Acme 20 scanners"

    await alice.submit()

    assert "Deal Acme 20 scanners is on record." in alice.form.text
    assert "Opportunity found, 5%" in alice.form.text


async def test_sent_twice_at_once_the_form_makes_one_deal(house, alice):
    await enter(house, "Acme", to="Alice")
    await alice.press("Advance", on=await alice.command("/lead Acme"))
    view = alice.client.stack[-1].id

    await asyncio.gather(*(alice.client.submit(view) for _ in range(3)), return_exceptions=True)

    assert await count(house) == 1


async def test_it_moves_on_and_back_and_says_for_how_long_it_stood(house, alice):
    card = await converted(house, alice)

    moved = await alice.press("Advance", on=card)
    assert "First contact, 10%" in moved.text
    back = await alice.press("Send back", on=moved)
    assert "Opportunity found, 5%" in back.text
    history = await alice.choose("More…", "History of its stages", on=back)

    assert history.text.count("by @Alice") == 3
    assert "0 days in the stage before" in history.text


async def test_an_old_card_says_who_moved_it(house, alice, zhangjun):
    card = await converted(house, alice)
    await zhangjun.press("推进", on=await zhangjun.command("/deal Acme"))

    told = await alice.press("Advance", on=card)

    assert "is in First contact now: @张军 moved it" in told.text
    assert await count(house, StageMove) == 2


async def test_pressed_three_times_at_once_it_moves_once(house, alice):
    card = await converted(house, alice)
    button = card.button("Advance")
    press = [alice.client.act(card.on, button.block_id, button.action_id, element=button.element) for _ in range(3)]

    async def is_moved():
        return await count(house, StageMove) > 1 and not house.slack.pulse.in_flight

    await asyncio.gather(*press)
    await house.slack.until(is_moved)
    await asyncio.sleep(0.2)  # what the other two would do

    assert await count(house, StageMove) == 2


async def test_won_by_its_button_and_open_again_by_undo(house, alice):
    card = await converted(house, alice)

    await alice.press("Won", on=card)
    await alice.fill({"What decided it?": "we were there first"})
    await alice.submit()
    assert "Closed won, 100%" in alice.form.text
    assert "we were there first" in alice.form.text
    await alice.press("Undo")

    assert "Opportunity found, 5%" in alice.form.text
    assert alice.form.button("Advance")


async def test_lost_it_asks_why_and_keeps_the_reason(house, alice):
    card = await converted(house, alice)
    await alice.press("Lost…", on=card)

    await alice.fill({"Why?": "   "})
    await alice.submit()
    assert "Why?" in alice.form.errors
    await alice.fill({"Why?": "too dear", "Who won it?": "Globex"})
    await alice.submit()

    assert "Closed lost, 0%" in alice.form.text
    assert "too dear" in alice.form.text


async def test_a_probability_by_hand(house, alice):
    card = await converted(house, alice)
    await alice.press("Edit", on=card)

    for odd in ("abc", "101", "-5", "5.5", "１０１"):
        await alice.fill({"Probability in %": odd[:3]})
        await alice.submit()
        assert "Probability in %" in alice.form.errors, odd
    await alice.fill({"Probability in %": "55%"})
    await alice.submit()
    assert "55%" in alice.form.text


async def test_terms_changed_and_undone(house, alice):
    card = await converted(house, alice)
    await alice.press("Edit", on=card)
    await alice.fill({"Amount": "500k"})
    await alice.submit()
    assert "500,000" in alice.form.text

    await alice.press("Undo")

    assert "300,000" in (await alice.command("/deal Acme")).text


async def test_a_deal_in_a_line_of_either_language(house, xiaoli, alice):
    english = await alice.command("/deal new Globex 300k, 20 scanners, closes end of month")
    chinese = await xiaoli.command("/deal 新建 三励公司 30万 扫描枪 月底成交")

    assert "300,000" in english.text
    assert "¥30万" in chinese.text
    assert "获得销售机会" in chinese.text


async def test_the_pipeline_adds_up_for_each_reader(house, alice, zhangjun, jia):
    assert "No open deals yet" in (await alice.command("/pipeline")).text
    await converted(house, alice)
    await alice.command("/deal new Globex 200k")

    mine, teams, others = [await who.command("/pipeline") for who in (alice, zhangjun, jia)]

    assert "2 open deals, worth ¥500,000, weighted ¥25,000" in mine.text
    assert "¥50万" in teams.text
    assert "50" not in others.text.replace("50%", "")


async def test_the_own_list(house, alice):
    assert "No open deals yet" in (await alice.command("/deal mine")).text
    await converted(house, alice)

    assert "You have 1 open deal." in (await alice.command("/deal")).text
