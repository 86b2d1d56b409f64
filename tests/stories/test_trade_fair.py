"""A trade fair: two hundred cards in one file, looked at, entered, given to five people; two let theirs go silent.

They are warned, their team hears, the cards go back to the pool, and somebody else claims one.
"""

import asyncio
import re

import pytest
from playwright.async_api import Locator, expect

from tests import lists
from tests.stories.desk import Desk, Open, shows

pytestmark = pytest.mark.browser
CARDS = 200
# Where the fresh ones are from, and how many: by that they are given to people; the first lie in the pool for anybody.
REGIONS = {"广东": 141, "内蒙古": 4, "湖南": 12, "江苏": 20, "浙江": 18}
NEW = sum(REGIONS.values())
DILIGENT = ("UZHANGJUN", "UXIAOSHOUJIA", "UXIAOSHOUYI")
MORNING, AFTERNOON = "到明天 09:00", "到 14:00"
GIVEN = re.compile("给你分配了|分配给你了")
WAIT = 120_000  # milliseconds for what comes by a worker or the outbox, on a busy machine
HEAD = ("公司", "联系人", "手机", "需求", "来源", "地区")


def cards() -> bytes:
    """What was typed off the cards: known customers in other words, somebody twice, a card nobody can read."""
    places = [region for region, count in REGIONS.items() for _ in range(count)]
    fresh = [(*card, "华东展会", place) for card, place in zip(lists.many(NEW), places, strict=True)]
    known = [("方舟电子有限公司", "刘兵", "", "扫描枪", "", ""), ("瑞康医药", "孙经理", "", "打印机", "", "")]
    twice = [(fresh[n][0], "另一位", f"1370000999{n}", "", "", "") for n in range(2)]
    return lists.text(HEAD, *fresh, *known, *twice, ("", "看不清", "", "", "", ""), encoding="gbk")


async def test_two_hundred_cards_of_a_fair(sits_down: Open) -> None:
    chen = await sits_down("UCHENZONG", at="Genjin")
    await _enters_the_cards(chen)
    await _sets_the_rules(chen)
    await _gives_them_to_five(chen)
    people = {who: await sits_down(who, at="Genjin") for who in (*DILIGENT, "UXIAOLI")}
    alice = await sits_down("UALICE", locale="en-US", at="Genjin")
    await _each_takes_theirs(people, alice)
    li, zhang = people["UXIAOLI"], people["UZHANGJUN"]
    await _two_are_warned(li, alice)
    kept = await _three_follow_theirs_up([people[who] for who in DILIGENT])
    await _the_team_hears(zhang)
    await _they_go_back(zhang, li, alice)
    await _another_claims_one(people["UXIAOSHOUJIA"], li, chen, kept)


async def _enters_the_cards(chen: Desk) -> None:
    """He drops the file; known customers, doubles and the unreadable card are told before anything is entered."""
    await (
        chen.page.get_by_role("main")
        .locator("input[type=file]")
        .first.set_input_files({"name": "展会.csv", "mimeType": "text/csv", "buffer": cards()})
    )
    preview = chen.messages.filter(has_text="展会.csv").filter(has_text="新客户").last
    await shows(preview, f"共 {CARDS} 行", f"新客户 {NEW} 个", "重复", "有问题 1 行")
    await chen.keeps("41-展会名单")
    await preview.get_by_role("button", name=f"导入 {NEW} 行").click()
    await expect(_result(chen)).to_contain_text(f"录入线索 {NEW} 条", timeout=WAIT)


def _result(chen: Desk) -> Locator:
    return chen.messages.filter(has_text="展会.csv").filter(has_text="录入线索").last


async def _sets_the_rules(chen: Desk) -> None:
    """What comes of a fair is hot: silent after three working days, back in the pool after one more."""
    await chen.sends("/genjin 设置")
    await chen.form.get_by_label("多少个工作日没跟进算沉默").fill("3")
    await chen.form.get_by_label("之后再过几个工作日退回公海").fill("1")
    await chen.form.get_by_role("button", name="保存").click()
    await shows(chen.form, "设置已保存")
    await chen.closes_the_form()


async def _gives_them_to_five(chen: Desk) -> None:
    """Three places' go to three, by hand; one's are shared out by rank among four."""
    for place, to, told in (
        ("内蒙古", "张军", "4 条线索 → 1 人"),
        ("湖南", "", "12 条线索 → 4 人"),
        ("江苏", "小李", "20 条线索 → 1 人"),
        ("浙江", "Alice", "18 条线索 → 1 人"),
    ):
        await _result(chen).get_by_role("button", name="分配").click()
        if to:
            await chen.form.get_by_role("combobox", name="分配给").click()
            await chen.form.get_by_role("option", name=to).click()
        await chen.form.get_by_label("只看包含").fill(place)
        await chen.page.keyboard.press("Enter")
        await shows(chen.form, f"符合条件的线索有 {REGIONS[place]} 条")
        await _gives(chen, told)
    await chen.keeps("42-分给五个人")


async def _gives(manager: Desk, to: str) -> None:
    """Tick all, look at the preview, and give them."""
    await manager.form.get_by_text(re.compile("^(显示的)?全部 ")).click()
    await manager.form.get_by_role("button", name="预览").click()
    await shows(manager.form, to)
    await manager.form.get_by_role("button", name="分配", exact=True).click()
    await shows(manager.form, "已分配")
    await manager.closes_the_form()


async def _each_takes_theirs(people: dict[str, Desk], alice: Desk) -> None:
    """Each hears of theirs in one message for each time, in their language, and takes all of them at once."""
    await asyncio.gather(*(_takes(rep, GIVEN, "接受") for rep in people.values()), _takes(alice, "gave you", "Accept"))
    await shows(people["UXIAOLI"].saying(f"{REGIONS['江苏']} 条线索"), "陈总", "✅")
    await shows(alice.saying(f"{REGIONS['浙江']} leads"), "✅")
    await people["UXIAOLI"].keeps("43-全部接受")


async def _takes(rep: Desk, given: str | re.Pattern[str], take: str) -> None:
    buttons = rep.messages.filter(has_text=given).get_by_role("button", name=take)
    await expect(buttons.first).to_be_visible(timeout=WAIT)
    while left := await buttons.count():
        await buttons.first.click()
        await expect(buttons).to_have_count(left - 1)


async def _two_are_warned(li: Desk, alice: Desk) -> None:
    """Two working days later they have said nothing: the lead returns to the pool soon, and what can be done."""
    await _days_pass(li, 2)
    warned = li.messages.filter(has_text="没有有效跟进").filter(has_text="仪器").last
    await expect(warned).to_be_visible(timeout=WAIT)
    await shows(warned, "记跟进", "再保留 7 天", "退回公海")
    await li.keeps("44-沉默提醒")
    told = alice.messages.filter(has_text="no follow-up that counts").filter(has_text="仪器").last
    await expect(told).to_be_visible(timeout=WAIT)
    await shows(told, "Log a follow-up", "Keep 7 more days", "Release")
    await alice.keeps("45-warned")


async def _days_pass(someone: Desk, most: int) -> None:
    """The afternoon so many working days later: what Genjin finds by itself is one message a half-day, and the
    morning's may have gone out before."""
    while most:
        most -= "休息日" not in await someone.moves_the_clock(MORNING)
    await someone.moves_the_clock(AFTERNOON)


async def _three_follow_theirs_up(diligent: list[Desk]) -> list[str]:
    """The others log what came of each of theirs."""
    done = []
    for rep in diligent:
        given = await rep.messages.filter(has_text=GIVEN).locator("b, strong").all_inner_texts()
        names = [name for name in given if name.endswith("仪器")]
        for name in names:
            await rep.sends(f"/visit {name} 看了样机,要2台打印机试用")
        await shows(rep.saying(names[-1]), "已记拜访")
        done += names
    return done


async def _the_team_hears(zhang: Desk) -> None:
    """On the third their team's channel is told, with what can be done there."""
    await zhang.goes_to("ads-team")
    await _days_pass(zhang, 1)
    heard = zhang.messages.filter(has_text="没有有效跟进").filter(has_text="仪器").last
    await expect(heard).to_be_visible(timeout=WAIT)
    await shows(heard, "@", "分配")
    await zhang.keeps("46-告诉小组")


async def _they_go_back(zhang: Desk, li: Desk, alice: Desk) -> None:
    """A working day on they lie in the pool, told to all concerned, each in their language and in one message."""
    await _days_pass(zhang, 1)
    back = zhang.messages.filter(has_text=re.compile(r"[2-9]\d 条线索没人跟进")).last
    await expect(back).to_be_visible(timeout=WAIT)
    await shows(back, "退回公海")
    await zhang.keeps("47-退回公海")
    await expect(li.messages.filter(has_text=re.compile(r"[12]\d 条线索没人跟进")).last).to_be_visible(timeout=WAIT)
    await expect(alice.saying("gone back to their pool")).to_be_visible(timeout=WAIT)
    await alice.keeps("48-back-in-the-pool")


async def _another_claims_one(jia: Desk, li: Desk, chen: Desk, kept: list[str]) -> None:
    """Whoever is there first; its former owner learns that it is held, and what was followed up never went back."""
    await jia.goes_to("lead-pool")
    await jia.saying("条线索退回公海").get_by_role("button", name="公海").click()
    pool = jia.messages.last
    await shows(pool, "仪器")
    claim = pool.get_by_role("button", name=re.compile("^认领 .*仪器$")).first
    name = (await claim.get_attribute("aria-label") or "").removeprefix("认领 ")
    await claim.click()
    await shows(pool, f"{name} 归你了")
    await jia.keeps("49-认领名片")
    await shows(await li.types(f"/taken {name}"), name, "同事")
    await shows(await chen.types(f"/taken {kept[0]}"), kept[0], "张军")
    await jia.goes_to("Genjin")
    await shows(await jia.types(f"/lead {name}"), name, "记跟进")
