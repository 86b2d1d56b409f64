"""Whoever reads Chinese reads only Chinese, whoever reads English only English: over everything there is to see."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from core.jobs import JOBS
from core.models import AuditRow
from handlers import ids, register
from handlers.commands import COMMANDS
from handlers.commands.deals import DEAL
from handlers.commands.leads import LEAD
from handlers.deals import deeds as deal_deeds
from handlers.leads import deeds as lead_deeds
from tests.handlers import catalogue, menus, reading
from tests.handlers.play import Play, Script
from tests.handlers.scenes import act
from tests.house import PEOPLE, House

CHINESE = Script(
    locale="zh-CN",
    new="新建",
    pool="公海",
    pools="公海",
    mine="我的",
    dead="死线索",
    assign="分配",
    why="为什么",
    help="帮助",
    team="小组",
    settings="设置",
    sources="来源",
    forms="网页表单",
    report="报表",
    period="第三季度",
    forecast="预测",
    writes="宏远塑料",
    handover="交接",
    typo="小祖",
    nonsense="天晓得",
    alike="鸿运",
    customer="方舟电子",
    other="三励公司",
    pair=("山东力诺集团", "山东力诺医药"),
    short="力诺",
    doomed="黄鹤楼酒业",
    fair="鼎盛",
    pooled="泰和仪器",
    silent=("明远光学", "白云仪器", "长江阀门"),
    person="刘兵",
    lead="刘兵 13800138000，要200台扫描枪，预算30万，展会来的",
    visit="见了刘兵，要200台扫描枪，下周三报价",
    someday="和刘兵通话，对方换了采购负责人，之后再约时间拜访",
    quoted="报价28万，刘兵嫌贵，周五再谈",
    hollow="跟进一下",
    deal="30万，200台扫描枪，月底成交",
    many=("红杉机械", "蓝海物流", "金陵印务", "长城仪表", "云帆科技", "大成建材", "北辰医疗", "飞鸿服饰",
          "绿野食品", "宏图家电", "天工模具", "银河照明", "瑞祥纺织", "同舟造船"),
    pipelines="流程设置",
    lists="选项",
    find="查找",
    bonus="奖金",
    score="评分",
    mates="团队",
    help_on="协助 @Alice 周五前 出一份200台扫描枪的报价",
    urge="催 周五前",
    helping="协助",
    gated="泰山钢构",
)  # fmt: skip
ENGLISH = Script(
    locale="en-US",
    new="new",
    pool="pool",
    pools="pools",
    mine="mine",
    dead="dead",
    assign="assign",
    why="why",
    help="help",
    team="team",
    settings="settings",
    sources="sources",
    forms="forms",
    report="report",
    period="Q3",
    forecast="forecast",
    writes="Vehement Capital",
    handover="handover",
    typo="setings",
    nonsense="Xyzzy",
    alike="Momcorp",
    customer="Acme",
    other="Globex",
    pair=("Initech Systems", "Initech Foods"),
    short="Initech",
    doomed="Enron",
    fair="Vandelay",
    pooled="Kramerica",
    silent=("Sirius", "Pied Piper", "Dunder"),
    person="Tom",
    lead=", Tom 13800138000, needs 20 scanners, budget 300k",
    visit="met Tom, wants 20 scanners, quote next Wed",
    someday="talked to Tom, purchasing has a new head, arrange a visit",
    quoted="quoted 280k, Tom finds it dear, talk again Friday",
    hollow="follow up",
    deal="300k, 20 scanners, closes end of month",
    many=("Umbrella", "Hooli", "Stark Steel", "Wayne Tools", "Tyrell", "Cyberdyne", "Wonka", "Duff",
          "Soylent", "Oscorp", "Aperture", "Massive Dynamic", "Gringotts", "Bluth"),
    pipelines="pipelines",
    lists="lists",
    find="find",
    bonus="bonus",
    score="score",
    mates="team",
    help_on="help @Alice by Friday: a quote for 200 scanners",
    urge="urge by Friday",
    helping="helping",
    gated="Monsters",
)  # fmt: skip


NAMES = {name for name, *_ in PEOPLE} | {"扫描组", "广告组", "中文"}  # a language is called by its own name
SORRY = ("Something went wrong", "出了点问题")


async def test_who_reads_chinese_reads_chinese_alone(house: House):
    play = await played(house, CHINESE)

    allowed = {"Genjin", "Slack", "Alice", "English", "lead-pool", "ads", "scanners", *(job.name for job in JOBS)}
    allowed |= {"CSV", "Excel", "csv", "xlsx", "MB", "PUBLIC_URL"}  # called so in Chinese too
    mixed = {line: words for line in play.shown.lines if (words := reading.latin(line, allowed))}
    assert not mixed


async def test_who_reads_english_reads_english_alone(house: House):
    play = await played(house, ENGLISH)

    mixed = {line: found for line in play.shown.lines if (found := reading.han(line, NAMES))}
    assert not mixed


async def played(house: House, script: Script) -> Play:
    """The whole play: every button pressed, every form sent, nothing cut short that is shown whole nowhere."""
    play = Play(house, script)
    await act(play)
    await menus.check(house)
    assert set(register._BUTTONS) - play.pressed == set()
    assert set(register._FORMS) - play.sent == set()
    assert {deed.label for deed in (*lead_deeds.DEEDS, *deal_deeds.DEEDS)} - play.deeds == set()
    cut = {line for line in play.shown.lines if line.endswith("…")} - dotted()
    whole = "\n".join(play.shown.lines - cut)
    assert [line for line in cut if line.removesuffix("…") not in whole] == []
    assert [line for line in play.shown.lines if any(sorry in line for sorry in SORRY)] == []
    left = await unsourced(house)
    assert not left, "; ".join(sorted(" ".join(each) for each in left))
    return play


async def unsourced(house: House) -> list[tuple[str, str]]:
    """What somebody changed without the trail saying from which message or form."""
    async with house.db.begin() as session:
        found = await session.execute(
            select(AuditRow.noun, AuditRow.verb)
            .where(AuditRow.actor_id.is_not(None), AuditRow.source.is_(None))
            .distinct()
        )
        return [tuple(row) for row in found]


def dotted() -> set[str]:
    """What ends in dots of its own accord; all else that does was cut."""
    told = [text for entry in catalogue.of_the_translators() for text in (entry.id, entry.string)]
    return {text for text in told if isinstance(text, str) and text.endswith("…")}


@pytest.mark.parametrize(("script", "customer"), [(CHINESE, "方舟电子"), (ENGLISH, "Acme")], ids=["zh", "en"])
async def test_every_example_does_what_it_shows(house: House, script: Script, customer: str):
    play = Play(house, script)
    await play.settle()
    boss = play.who("陈总")
    deal, lead = DEAL.words[0].example, LEAD.words[0].example
    opened = await play.types(boss, play.t.plain(deal))
    assert all(part in opened for part in (customer, play.t.money(Decimal(300_000), "CNY")))
    await play.press(boss, ids.UNDO, on=opened)
    captured = await play.types(boss, play.t.plain(lead))
    assert all(part in captured for part in (customer, script.person, play.t.money(Decimal(300_000), "CNY")))

    await play.press(boss, ids.LEAD_CLAIM, on=captured)
    for command in COMMANDS:
        if command is DEAL:
            await play.press(boss, ids.LEAD_CONVERT, on=await play.types(boss, f"/lead {customer}"))
            await play.send(boss, {})
        words = [word.example for word in command.words if word.example not in (deal, lead, "")]
        for example in (*(example.line for example in command.examples), *words):
            typed = play.t.plain(example)
            answer = await play.types(boss, typed)
            assert f"> {typed}" not in answer, "it is refused"
            assert customer not in typed or customer in answer
            assert play.t("Did you mean `{word}`?", word="").split("`")[0] not in answer
