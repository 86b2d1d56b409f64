"""What Genjin finds for a team's channel comes in working hours; a late digest does not wish a good morning."""

from datetime import date, datetime, time, timedelta

import pytest

from tests.handlers.test_reminders import shanghai

MONDAY = date(2026, 12, 7)
ESCALATED = MONDAY + timedelta(days=11)  # a Friday: nine working days, the team is told


@pytest.fixture
async def silent(house, xiaoli):
    """小李's lead has been silent since Wednesday, and she has been told."""
    house.move_clock(shanghai(MONDAY, time(10)))
    await xiaoli.command("/lead new 方舟电子")
    await xiaoli.press("lead.claim", on=await xiaoli.command("/lead pool"))
    await house.deliver()
    await at(house, shanghai(MONDAY + timedelta(days=9), time(9, 1)))


async def at(house, moment: datetime) -> None:
    """What a worker does at that moment."""
    house.move_clock(moment)
    await house.work()


def alerts(person) -> list:
    return [message for message in person.sees("#ads") if "方舟电子" in message.text]


async def test_the_teams_alert_found_after_midnight_comes_at_nine(house, zhangjun, silent):
    await at(house, shanghai(ESCALATED, time(0, 5)))
    assert alerts(zhangjun) == []

    await at(house, shanghai(ESCALATED, time(8, 59)))
    assert alerts(zhangjun) == []

    await at(house, shanghai(ESCALATED, time(9, 1)))
    assert len(alerts(zhangjun)) == 1


async def test_several_at_nine_are_one_message_in_the_channel_each_part_dealt_with_on_its_own(house, zhangjun, alice):
    house.move_clock(shanghai(MONDAY, time(9)))
    for customer in ("三励公司", "宏达机械"):
        await alice.command(f"/lead new {customer}")
        await alice.press("Claim", on=await alice.command(f"/lead {customer}"))
    await house.deliver()
    before = len(zhangjun.sees("#ads"))
    for day in (4, 8, 9):
        await at(house, shanghai(MONDAY + timedelta(days=day), time(9, 1)))

    [told] = [message for message in zhangjun.sees("#ads")[before:] if "团队现在需要处理：2 件" in message]
    assert "三励公司" in told
    assert "宏达机械" in told
    assert told.text.count("把小组通知设到了这个频道") <= 1

    await alice.command("/visit 三励公司 met Mr Wang, wants 200 scanners")
    await house.work()
    again = next(message for message in zhangjun.sees("#ads") if message.ts == told.ts)
    assert "团队现在需要处理：1 件" in again


async def test_run_by_hand_it_comes_at_once(house, zhangjun, silent):
    house.move_clock(shanghai(ESCALATED, time(0, 5)))

    await house.run("warn-silent-leads", house.now())

    assert len(alerts(zhangjun)) == 1


async def test_followed_up_before_nine_the_team_is_not_told_at_all(house, xiaoli, zhangjun, silent):
    await at(house, shanghai(ESCALATED, time(0, 5)))
    await xiaoli.command("/visit 方舟电子 见了刘兵,要200台扫描枪")

    await at(house, shanghai(ESCALATED, time(9, 1)))

    assert alerts(zhangjun) == []


async def test_a_digest_that_is_late_wishes_no_good_morning_and_leaves_the_channel_alone(house, zhangjun):
    await at(house, shanghai(MONDAY, time(19)))

    assert "团队情况 · 12月7日 周一" in zhangjun.dms[-1]
    assert "早上好" not in zhangjun.dms[-1]
    assert not zhangjun.sees("#ads")


async def test_held_up_until_the_evening_it_says_so_too(house, zhangjun):
    user = house.slack.workspace.user("张军")
    start, end = shanghai(MONDAY, time(8)), shanghai(MONDAY, time(17))
    user.dnd.enabled, user.dnd.start, user.dnd.end = True, int(start.timestamp()), int(end.timestamp())
    await at(house, shanghai(MONDAY, time(9, 1)))
    assert not zhangjun.dms
    assert "广告组" in zhangjun.sees("#ads")[-1]

    await at(house, shanghai(MONDAY, time(17, 1)))

    assert "团队情况" in zhangjun.dms[-1]


async def test_in_the_morning_and_asked_for_as_of_the_morning_it_does(house, zhangjun):
    await at(house, shanghai(MONDAY, time(9, 1)))
    assert "早上好 · 12月7日 周一" in zhangjun.dms[-1]

    house.move_clock(shanghai(MONDAY + timedelta(days=1), time(19)))
    await house.run("morning-digest", shanghai(MONDAY + timedelta(days=1), time(9)))
    assert "早上好 · 12月8日 周二" in zhangjun.dms[-1]
