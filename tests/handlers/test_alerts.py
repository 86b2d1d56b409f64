"""Alerts as people get them after some days without a worker: the owner first, the team later, one message each."""

from datetime import UTC, datetime, timedelta

import pytest

MONDAY = datetime(2027, 3, 1, 2, tzinfo=UTC)  # ten in the morning in Shanghai; no holiday near


@pytest.fixture
async def silent(house, xiaoli):
    """小李's lead turns silent today, and they hear of it only now."""
    house.move_clock(MONDAY)
    await xiaoli.command("/lead new 方舟电子")
    await xiaoli.press("lead.claim", on=await xiaoli.command("/lead pool"))
    await house.deliver()
    await later(house, 9)
    return xiaoli.dms[-1]


async def later(house, days):
    house.move_clock(MONDAY + timedelta(days=days))
    return await house.run("warn-silent-leads", house.now())


def alerts(found):
    return [
        message
        for message in found
        if "方舟电子" in message.text and ("🔕" in message.text or "已处理" in message.text)
    ]


async def test_the_owner_is_told_in_their_language_with_what_can_be_done(house, xiaoli, silent):
    assert "🔕 方舟电子" in silent.text
    assert silent.button("记跟进")
    assert silent.button("退回公海")


async def test_the_team_is_told_a_working_day_later_and_nothing_is_told_twice(house, xiaoli, zhangjun, silent):
    for days in (9, 9):
        await later(house, days)
    assert alerts(zhangjun.sees("#ads")) == []

    for days in (10, 10, 11, 14, 15):
        await later(house, days)

    assert len(alerts(zhangjun.sees("#ads"))) == len(alerts(xiaoli.dms)) == 1
    assert "@小李" in alerts(zhangjun.sees("#ads"))[0].text


async def test_followed_up_it_is_struck_through_where_it_stands(house, xiaoli, zhangjun, silent):
    await later(house, 11)

    await xiaoli.command("/visit 方舟电子 见了刘兵,要200台扫描枪")
    await house.deliver()

    (mine,), (teams,) = alerts(xiaoli.dms), alerts(zhangjun.sees("#ads"))
    assert (mine.ts, mine.buttons) == (silent.ts, [])
    assert "🔕" not in mine.text
    assert "🔕" not in teams.text


async def test_released_from_the_alert_it_lies_in_the_pool(house, xiaoli, alice, silent):
    released = await xiaoli.press("退回公海", on=silent)
    await house.deliver()

    assert released.ok
    assert "🔕" not in xiaoli.sees(None)[-1].text
    assert "可认领" in alice.sees("#lead-pool")[-1].text
    assert (await later(house, 30)).found == 0


async def test_logged_from_the_alert(house, xiaoli, silent):
    await xiaoli.press("记跟进", on=silent)
    label = next(iter(xiaoli.form.fields))
    await xiaoli.fill({label: "方舟电子 刘兵说下周定"})
    await xiaoli.submit()
    await house.deliver()

    assert "🔕" not in next(message for message in xiaoli.dms if message.ts == silent.ts).text


async def test_a_deal_that_closes_soon_is_told_once(house, alice):
    house.move_clock(MONDAY)
    await alice.command("/deal new Acme 300k")
    card = await alice.command("/deal Acme")
    await alice.press("Edit", on=card)
    await alice.fill({"Expected close": (MONDAY + timedelta(days=10)).date()})
    await alice.submit()

    for days in (1, 3, 3, 4):
        house.move_clock(MONDAY + timedelta(days=days))
        await house.run("warn-closing-deals", house.now())

    warned = [message for message in alice.dms if "is expected to close on" in message.text]
    assert len(warned) == 1
    await alice.press("Advance", on=warned[0])
    await house.deliver()
    redrawn = next(message for message in alice.dms if message.ts == warned[0].ts)
    assert "Mute this customer for a day" in {button.text for button in redrawn.buttons}
    await alice.press("Won…", on=redrawn)
    await alice.submit()
    await house.deliver()
    assert "is expected to close on" not in next(m for m in alice.dms if m.ts == warned[0].ts).text
