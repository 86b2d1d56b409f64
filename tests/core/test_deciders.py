"""Who decides: how a line that somebody has moved on is read, what is missing by which rule, the map as a tree."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from core import deciders, visits
from core.deciders.chart import tree
from core.deciders.edit import InACircle
from core.deciders.known import is_own
from core.errors import Missing, OddNumber
from core.jobs.thin import warn_thin_deals
from core.models import Contact, Notice, Stage, VisitKind, Workspace
from core.reading.standing import standings
from core.reading.text import text
from core.reading.turnover import Turnover, turnover
from core.settings import OnlyAdmins
from core.stages import deciders as rules
from tests.database import statements


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("小王调走了,换刘兵负责", Turnover("小王", "刘兵")),
        ("小王被调到市场部了，现在刘兵负责", Turnover("小王", "刘兵")),
        ("王总离职了", Turnover("王总", None)),
        ("他们采购小陈上个月离职了，接替的是周敏", Turnover("小陈", "周敏")),
        ("听说张经理走了，由李工接手", Turnover("张经理", "李工")),
        ("Tom has moved to another department, replaced by Jane", Turnover("Tom", "Jane")),
        ("Tom left, Jane Smith takes over", Turnover("Tom", "Jane Smith")),
        ("见了刘兵,要200台扫描枪,下周三报价", None),
        ("王工说下周走", None),
        ("Met Tom, moved the meeting to Friday", None),
        ("没问题", None),
    ],
)
def test_who_has_moved_on_is_read_from_the_line(line, told):
    found = turnover(line)

    assert (found and found.gone) == (told and told.gone)
    assert (found and found.follows) == (told and told.follows)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("见了刘兵,他说没问题。刘兵是他们真正的决策者", [("刘兵", "decision_maker", None)]),
        ("拍板的是王总", [("王总", "decision_maker", None)]),
        ("由王总最终拍板,下周三报价", [("王总", "decision_maker", None)]),
        ("张工是技术负责人,刘兵支持我们,王总反对我们",
         [("张工", "technical_lead", None), ("刘兵", None, "for"), ("王总", None, "against")]),
        ("Met Tom, Tom is the decision maker", [("Tom", "decision_maker", None)]),
        ("Jane Smith decides, Bob opposes us", [("Jane Smith", "decision_maker", None), ("Bob", None, "against")]),
        ("刘兵不是决策者", []),
        ("刘兵是不是决策者?", []),
        ("如果刘兵是决策者就好了", []),
        ("王总支持USB接口", []),
        ("Is Tom the decision maker?", []),
        ("Tom is not the decision maker", []),
        ("Maybe Tom decides", []),
    ],
)  # fmt: skip
def test_what_somebody_is_counts_only_where_it_is_said_plainly(line, told):
    assert [(each.name, each.role, each.stance) for each in standings(text(line))] == told


def person(name, above=None, **known):
    facts = {"role": None, "influence": None, "left_at": None, **known}
    return SimpleNamespace(id=hash(name), name=name, reports_to=above, **facts)


def test_everybody_stands_once_below_whom_they_report_to_even_in_a_circle():
    people = [
        person("刘兵", "王总"),
        person("小王", "刘兵", left_at=1),
        person("王总", role="decision_maker"),
        person("甲", "乙"),
        person("乙", "甲"),
        person("张工", "谁也不是"),
    ]

    assert [(each.name, depth) for each, depth in tree(people)][:4] == [
        ("王总", 0), ("刘兵", 1), ("小王", 2), ("张工", 0),
    ]  # fmt: skip
    assert {each.name for each, _ in tree(people)} == {each.name for each in people}


@pytest.mark.parametrize(
    ("name", "own"), [("刘兵", True), ("王总", False), ("小王", False), ("Tom", False), ("Jane Smith", True)]
)
def test_by_a_name_that_many_share_nobody_is_known_elsewhere(name, own):
    assert is_own(name) is own


@pytest.fixture
async def deal(books):
    made = await books.deal(of="小李")
    await books.do(visits.log, line="方舟电子 见了刘兵,方案没问题", kind=VisitKind.VISIT, by=books["小李"])
    return made


async def missing(books, deal):
    async with books.begin() as session:
        workspace = await session.get_one(Workspace, deal.workspace_id)
        found = await deciders.lacks_of(session, deals=[deal], workspace=workspace, now=books.now)
    return [each.kind for each in found[deal.id]]


async def test_what_is_missing_is_said_by_rule(books, deal):
    assert await missing(books, deal) == [], "a young deal need know nobody"
    books.now += timedelta(days=7)
    assert await missing(books, deal) == ["one_contact"]
    deal.probability = 60
    assert await missing(books, deal) == ["no_decider", "one_contact"]
    (contact,) = await books.all(Contact)
    told = deciders.Role(role="decision_maker")
    await books.do(deciders.change, contact_id=contact.id, told=told, by=books["小李"])
    assert await missing(books, deal) == ["one_contact"]
    books.now += timedelta(days=40)
    assert await missing(books, deal) == ["one_contact", "unmet", "nothing_new"]


async def test_each_thing_missing_is_told_once_and_the_grave_to_the_manager_too(books, deal):
    async def run():
        async with books.begin() as session:
            workspace = await session.get_one(Workspace, deal.workspace_id)
            return await warn_thin_deals(session, workspace=workspace, now=books.now, forced=False)

    books.now += timedelta(days=7)
    assert await run() == 1
    assert await run() == 0
    books.now += timedelta(days=7)
    assert await run() == 1
    assert await books.count(Notice, Notice.kind == "thin_deal") == 1
    books.now += timedelta(days=30)
    await run()

    told = {each.member_id for each in await books.all(Notice, Notice.kind == "thin_deal")}
    assert told == {books["小李"].id, books["张军"].id}


async def test_what_is_known_of_a_person_is_theirs_alone_who_follow_the_customer(books, deal):
    (contact,) = await books.all(Contact)
    for name in ("Alice", "李庆成", "销售甲"):
        with pytest.raises(Missing):
            await books.do(deciders.change, contact_id=contact.id, told=deciders.Role(), by=books[name])
    with pytest.raises(Missing):
        await books.do(deciders.change, contact_id=contact.id, told=deciders.Role(stance="x"), by=books["小李"])
    with pytest.raises(Missing):
        await books.do(deciders.change, contact_id=contact.id, told=deciders.Role(reports_to="谁"), by=books["小李"])


async def test_a_circle_is_refused(books, deal):
    await books.do(visits.log, line="方舟电子 见了周敏,讲了方案", kind=VisitKind.VISIT, by=books["小李"])
    people = {each.name: each for each in await books.all(Contact)}
    up = deciders.Role(reports_to="周敏")
    await books.do(deciders.change, contact_id=people["刘兵"].id, told=up, by=books["小李"])

    down = deciders.Role(reports_to="刘兵")
    with pytest.raises(InACircle):
        await books.do(deciders.change, contact_id=people["周敏"].id, told=down, by=books["小李"])


async def test_a_thousand_people_take_as_many_statements_as_three(books, databases, deal):
    async def draw():
        with statements(databases) as sent:
            async with books.begin() as session:
                found = await deciders.chart(session, account_id=deal.account_id, by=books["小李"], now=books.now)
        return found, len(sent)

    _, few = await draw()
    async with books.begin() as session:
        session.add_all(
            Contact(workspace_id=deal.workspace_id, account_id=deal.account_id, name=f"员工{n}", created_at=books.now)
            for n in range(1000)
        )
    found, many = await draw()

    assert (found.total, len(found.entries)) == (1001, 15)
    assert many <= few + 1


async def test_a_pipeline_says_from_which_stage_and_after_how_many_days(books, deal):
    (contact,) = await books.all(Contact)
    here = {"pipeline_id": deal.pipeline_id, "by": books["陈总"]}
    (first, second, *_) = await books.all(Stage, Stage.pipeline_id == deal.pipeline_id)
    books.now += timedelta(days=7)
    await books.do(rules.change, stage_id=second.id, unmet_days=None, nothing_new_days=4, **here)
    assert await missing(books, deal) == ["one_contact", "nothing_new"]
    await books.do(rules.change, stage_id=first.id, unmet_days=5, nothing_new_days=0, **here)
    assert await missing(books, deal) == ["no_decider", "one_contact"]
    told = deciders.Role(role="decision_maker")
    await books.do(deciders.change, contact_id=contact.id, told=told, by=books["小李"])
    assert await missing(books, deal) == ["one_contact", "unmet"]
    await books.do(rules.change, stage_id=None, unmet_days=0, nothing_new_days=0, **here)
    assert await missing(books, deal) == ["one_contact"]
    for days in (-1, 251):
        with pytest.raises(OddNumber):
            await books.do(rules.change, stage_id=None, unmet_days=days, nothing_new_days=0, **here)
    with pytest.raises(OnlyAdmins):
        await books.do(rules.change, **{**here, "by": books["张军"]}, stage_id=None, unmet_days=1, nothing_new_days=1)
