"""The day, the question whether a customer is taken, help, the workspace: empty and full, in both languages."""

from datetime import timedelta

import pytest

from handlers import commands


async def test_an_empty_day_says_how_to_fill_it(house, xiaoli, alice):
    assert "Nothing is planned." in (await alice.command("/today")).text
    assert "/visit" in (await xiaoli.command("/today")).text
    assert "Nothing is planned." in (await alice.opens_home()).text


async def plan(house, alice):
    await alice.command("/visit Acme met Tom, wants 20 scanners, quote tomorrow")
    await alice.press("Make it a lead")


async def test_what_is_planned_comes_due_overdue_and_is_done(house, alice):
    await plan(house, alice)
    assert "planned 1" in (await alice.command("/today")).text
    house.move_clock(house.now() + timedelta(days=1))
    assert "due 1" in (await alice.command("/today")).text
    house.move_clock(house.now() + timedelta(days=1))
    day = await alice.command("/today")
    assert "overdue 1" in day.text

    done = await alice.press("Done", on=day)
    assert "Done" in done.text
    assert "overdue 0" in (await alice.command("/today")).text

    await alice.press("Undo", on=done)
    assert "overdue 1" in (await alice.command("/today")).text


async def test_a_silent_lead_stands_in_the_day_and_on_home(house, alice):
    await plan(house, alice)
    house.move_clock(house.now() + timedelta(days=20))

    assert "silent 1" in (await alice.command("/today")).text
    assert "Acme" in (await alice.opens_home()).text


async def test_taken_says_how_it_stands_and_no_more(house, xiaoli, alice, jia, zhangjun):
    assert "is free" in (await alice.command("/taken Acme")).text
    await plan(house, alice)

    mine, colleague, manager, other = [
        await who.command("/taken acme inc") for who in (alice, xiaoli, zhangjun, jia)
    ]  # fmt: skip

    assert "is yours" in mine.text
    assert "Alice" in manager.text
    for hidden in (colleague, other):
        assert "Alice" not in hidden.text
        assert "acme inc" in hidden.text
        assert hidden.buttons == []


async def test_what_is_in_the_pool_is_claimed_from_the_answer(house, alice):
    await alice.command("/lead new Acme")

    claimed = await alice.press("Claim", on=await alice.command("/taken Acme"))

    assert "with @Alice" in claimed.text


async def test_taken_without_a_name_asks_for_it(house, alice):
    assert "/taken Acme" in (await alice.command("/taken")).text


@pytest.mark.parametrize("command", commands.COMMANDS, ids=lambda command: command.name)
async def test_every_command_explains_itself_with_examples(shared_house, command):
    alice, xiaoli = shared_house.person("Alice"), shared_house.person("小李")

    english = await alice.command(f"{command.name} help")
    chinese = await xiaoli.command(f"{command.name} 帮助")

    assert command.name in english.text
    assert command.name in chinese.text
    assert english.text != chinese.text
    assert command.examples[0].line.split()[0] in english.text


async def test_what_is_not_understood_says_so_and_offers_the_nearest(shared_house):
    alice, xiaoli = shared_house.person("Alice"), shared_house.person("小李")

    assert "Did you mean settings?" in (await alice.command("/genjin setings")).text
    assert "小组" in (await xiaoli.command("/genjin 小祖")).text
    assert "I don't know" in (await alice.command("/genjin Xyzzy")).text


@pytest.mark.parametrize(
    "line", ["/genjin today", "/genjin 今天", "/genjin 公海", "/genjin pipeline", "/genjin taken A"]
)
async def test_genjin_reaches_every_command(shared_house, line):
    seen = await shared_house.person("小李").command(line)

    assert seen.ok
    assert seen.text


async def test_the_rules_are_an_admins_and_bind_at_once(house, admin, xiaoli, alice):
    refused = await xiaoli.command("/genjin settings")
    assert "陈总" in refused.text
    await admin.command("/genjin 设置")
    label = next(label for label in admin.form.fields if "认领" in label)
    for odd in ("0", "abc", "9999"):
        await admin.fill({label: odd})
        await admin.submit()
        assert list(admin.form.errors) == [label]

    await admin.fill({label: "2"})
    await admin.submit()

    assert "You may claim 2 more today" in (await alice.command("/lead pool")).text


async def test_a_role_and_a_team_are_given_in_chat(house, admin, alice):
    await admin.press("team.edit", on=await admin.command("/genjin 小组"))
    labels = list(admin.form.fields)
    await admin.fill({labels[0]: "Alice", labels[1]: "销售经理"})
    assert (await admin.submit()).ok

    assert (await house.member("Alice")).role == "manager"


async def test_the_morning_digest_is_each_managers_own_and_told_once(house, alice, zhangjun):
    await plan(house, alice)
    morning = (house.now() + timedelta(days=28)).replace(hour=1, minute=5)
    while morning.weekday() != 2:
        morning += timedelta(days=1)
    house.move_clock(morning)

    first = await house.run("morning-digest", morning)
    again = await house.run("morning-digest", morning + timedelta(minutes=5))

    assert (first.found, again.found) == (4, 0)
    digest = zhangjun.dms[-1]
    assert digest.text.index("沉默") < digest.text.index("成员")
    assert "Acme" in digest.text
    assert "Acme" not in house.person("李庆成").dms[-1].text
    shared = zhangjun.sees("#ads")[-1].text
    assert "@Alice 1" in shared
    assert "Acme" not in shared  # whose customer it is stays between Alice and those who lead her
