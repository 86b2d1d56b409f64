"""Leads in chat: entered, shown in the pool, claimed, given on, released, as people of both languages read it."""

import asyncio
import re

import pytest
from sqlalchemy import select, update

from core.models import Lead, Workspace

NEW = "/lead new 方舟电子 刘兵 13800138000 要200台扫描枪 预算30万"


async def test_a_line_enters_a_lead_and_the_pools_channel_shows_it(house, xiaoli, alice):
    told = await xiaoli.command(NEW)
    await house.deliver()

    assert "线索 方舟电子 已录入公海" in told.text
    assert "¥30万" in told.text
    posted = alice.sees("#lead-pool")[-1]
    assert "方舟电子 · 在公海，可认领" in posted.text
    assert "0013" not in posted.text
    assert posted.button("认领")
    assert posted.button("分配")


async def test_the_pool_reads_as_its_reader_does(house, xiaoli, alice):
    assert "空" in (await xiaoli.command("/lead 公海")).text
    assert "The pool is empty" in (await alice.command("/lead pool")).text
    await xiaoli.command(NEW)

    english = await alice.command("/genjin lead pool")

    assert "The pool holds 1 lead. You may claim 10 more today and hold 50 more." in english.text
    assert english.button("Claim")


async def test_every_copy_of_the_card_shows_the_winner_and_the_others_are_told(house, xiaoli, alice, jia):
    await xiaoli.command(NEW)
    await house.deliver()
    pool = await jia.command("/lead pool")
    card = {who: who.sees("#lead-pool")[-1] for who in (xiaoli, alice)}

    await alice.press("lead.claim", on=card[alice])
    late = await xiaoli.press("lead.claim", on=card[xiaoli])
    later = await jia.press("lead.claim", on=pool)
    await house.deliver()

    assert "Alice" in late.text
    assert "Alice" in later.text
    assert "Alice" in xiaoli.sees("#lead-pool")[-1].text
    assert "is yours now" in alice.told.text


async def test_pressed_by_everybody_at_once_it_goes_to_one(house, xiaoli, alice, jia, zhangjun, admin):
    await xiaoli.command(NEW)
    await house.deliver()
    people = (xiaoli, alice, jia, zhangjun, admin)

    await asyncio.gather(*(who.press("lead.claim", on=who.sees("#lead-pool")[-1]) for who in people))

    async with house.db.begin() as session:
        owner = (await session.scalars(select(Lead.owner_id))).one()
    won = [who for who in people if re.search("归你|is yours now", who.told.text)]
    assert owner is not None
    assert len(won) == 1


async def test_a_claim_undone_lies_in_the_pool_again(house, xiaoli, alice):
    await xiaoli.command(NEW)
    await alice.command("/lead pool")
    claimed = await alice.press("Claim")

    undone = await alice.press("Undo", on=claimed)

    assert "Undone" in undone.text
    assert "holds 1 lead. You may claim 10 more" in (await alice.command("/lead pool")).text


@pytest.mark.parametrize("kind", ["drop_before", "drop_after"])
async def test_a_connection_that_closes_under_an_answer_does_not_make_a_claim_look_failed(house, xiaoli, alice, kind):
    await xiaoli.command("/lead new 方舟电子 要200台扫描枪")
    pool = await alice.command("/lead pool")
    house.slack.faults.add("response_url", kind)

    claimed = await alice.press("Claim", on=pool)

    assert "方舟电子 is yours now" in claimed.text
    assert "went wrong" not in claimed.text


async def test_the_last_claim_of_the_day_is_refused_with_what_is_left_and_until_when(house, xiaoli, alice):
    async with house.db.begin() as session:
        await session.execute(update(Workspace).values(claims_a_day=1))
    for name in ("方舟电子", "蓝海物流"):
        await xiaoli.command(f"/lead new {name}")
    pool = await alice.command("/lead pool")
    await alice.press("Claim", on=pool, near="蓝海物流")

    refused = await alice.press("Claim", on=pool, near="方舟电子")

    assert "You have claimed 1 of 1 leads of the lead pool today, so none is left." in refused.text


async def test_a_manager_gives_a_lead_and_the_rep_reads_it_in_a_dm_with_all_there_is(house, xiaoli, alice, zhangjun):
    await xiaoli.command(NEW)
    await house.deliver()

    await zhangjun.press("分配", on=zhangjun.sees("#lead-pool")[-1])
    await zhangjun.fill({"分配给": "Alice"})
    await zhangjun.submit()
    await house.deliver()

    card = alice.dms[-1]
    assert "gave you the lead 方舟电子" in card.text
    assert "138 0013 8000" in card.text
    assert "Alice" in alice.sees("#lead-pool")[-1].text


async def test_a_rep_who_presses_assign_is_told_whom_to_ask(house, xiaoli, alice):
    await xiaoli.command(NEW)
    await house.deliver()

    told = await alice.press("lead.assign", on=alice.sees("#lead-pool")[-1])

    assert "Only a manager may do that. Ask 张军" in told.text.replace("@", "")


async def test_released_it_is_shown_in_the_pool_anew(house, xiaoli, alice):
    await xiaoli.command(NEW)
    await house.deliver()
    await alice.press("lead.claim", on=alice.sees("#lead-pool")[-1])
    card = await alice.command("/lead 方舟电子")

    released = await alice.press("Release", on=card)
    await house.deliver()

    assert "in the pool, free to claim" in released.text
    assert "可认领" in xiaoli.sees("#lead-pool")[-1].text


async def test_the_form_keeps_what_was_typed_when_it_refuses(house, xiaoli):
    await xiaoli.command("/lead 新建")
    await xiaoli.fill({"客户": "三励公司", "需求": "扫描枪", "预算": "很多"})

    await xiaoli.submit()

    assert list(xiaoli.form.errors) == ["预算"]
    assert xiaoli.form.fields["客户"].value == "三励公司"
    await xiaoli.fill({"预算": "999999999999999999999"})
    await xiaoli.submit()
    assert list(xiaoli.form.errors) == ["预算"]
    await xiaoli.fill({"预算": "30万", "归属": "我自己"} if "归属" in xiaoli.form.fields else {"预算": "30万"})
    assert (await xiaoli.submit()).ok


async def test_the_same_customer_again_is_refused_and_the_line_comes_back(house, xiaoli, alice):
    await xiaoli.command(NEW)

    told = await alice.command("/lead new 方舟电子有限公司, needs 20 scanners")

    assert "方舟电子 is in the pool already" in told.text
    assert "已经在公海里了，不用重复录入" in (await xiaoli.command("/lead new 方舟电子")).text
    assert "/lead new 方舟电子有限公司, needs 20 scanners" in told.text


@pytest.mark.parametrize("line", ["/lead 三励公司", "/lead xyz", "/deal 三励公司"])
async def test_an_unknown_customer_is_offered_as_a_new_lead(house, alice, line):
    told = await alice.command(line)

    assert "You have no customer called" in told.text
    await alice.press("New lead", on=told)
    assert alice.form.fields["Customer"].value == line.split()[1]
