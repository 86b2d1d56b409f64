"""Lists of deals: columns, order, what is wanted of them; kept under names, and nobody sees more through them."""

import asyncio
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, insert, select, update

from core import undo, views
from core.errors import Missing
from core.models import Deal, DealNeed, DealStatus, Lead, Sharing, Source, Stage, Task
from core.views import COLUMNS, Among, Between, Shape, Within, saved, shape
from tests.database import statements

OPEN = {"status": Among(("open",))}


async def deal(books, name, amount=None, close=None, *, of="小李", **facts):
    """An open deal, with facts as if somebody had set them."""
    found = await books.deal(name, of=of, amount=Decimal(amount) if amount else None, currency="CNY", close=close)
    if facts:
        async with books.begin() as session:
            await session.execute(update(Deal).where(Deal.id == found.id).values(**facts))
    return found


async def look(books, wants=None, *, by="陈总", page=0, **how):
    return await books.do(views.look, shape=Shape(wants=wants or {}, **how), by=books[by], page=page)


async def names(books, wants=None, **how):
    return [row.name for row in (await look(books, wants, **how)).rows]


async def test_each_sees_their_own_deals_a_manager_the_teams_an_admin_all(books):
    await deal(books, "方舟电子", 100, of="小李")
    await deal(books, "蓝海物流", 200, of="Alice")
    await deal(books, "金陵印务", 400, of="销售甲")

    seen = {who: await look(books, by=who) for who in ("小李", "张军", "李庆成", "陈总")}

    assert {who: found.total for who, found in seen.items()} == {"小李": 1, "张军": 2, "李庆成": 1, "陈总": 3}
    assert seen["张军"].sums == {"CNY": 300}
    assert [row.name for row in seen["小李"].rows] == ["方舟电子"]
    owners = Among((books["销售甲"].id,))
    assert (await look(books, {"owner": owners}, by="小李")).total == 0


async def copies(books, first, count):
    """As many deals more, like that one."""
    columns = (column.name for column in Deal.__table__.columns)
    row = {name: getattr(first, name) for name in columns if name not in ("id", "lead_id")}
    async with books.begin() as session:
        await session.execute(insert(Deal), [row] * count)


async def test_every_column_can_be_shown_and_put_in_order_by(books):
    for n, name in enumerate(("方舟电子", "蓝海物流", "金陵印务")):
        found = await deal(books, name, 100 * (n + 1), date(2026, 12, 20 + n), of=("小李", "Alice", "小李")[n])
        async with books.begin() as session:
            session.add(
                DealNeed(workspace_id="T1", deal_id=found.id, need={"items": [[f"枪{n}", 1]]}, read_at=books.now)
            )
            by = books["小李"].id
            session.add(Task(workspace_id="T1", deal_id=found.id, owner_id=by, text=f"报价{n}", zone="Asia/Shanghai",
                             on=date(2026, 12, 10 + n), created_at=books.now))  # fmt: skip

    for column in COLUMNS:
        up, down = [await names(books, columns=(column,), sort=column, down=turned) for turned in (False, True)]

        assert sorted(up) == sorted(down) == ["方舟电子", "蓝海物流", "金陵印务"], column
        if column in ("amount", "weighted", "close", "next", "product"):
            assert up == ["方舟电子", "蓝海物流", "金陵印务"] == down[::-1], column


async def test_what_is_wanted_of_each_kind_of_column(books):
    today = date(2026, 12, 7)
    first = await deal(books, "方舟电子", 300_000, today, status=DealStatus.WON, closed_at=books.now)
    await deal(books, "蓝海物流", 300_001, date(2026, 12, 31), probability=60)
    await deal(books, "金陵印务", 500_000, date(2027, 1, 1), of="Alice", currency="USD")
    await deal(books, "长城仪表", None, None, created_at=books.now - timedelta(days=10))

    cases = {
        "amount": {
            Between(over=Decimal(300_000)): {"蓝海物流", "金陵印务"},
            Between(least=Decimal(300_000), under=Decimal(500_000)): {"方舟电子", "蓝海物流"},
            Between(most=Decimal(900_000), currency="USD"): {"金陵印务"},
        },
        "close": {
            Within("month"): {"方舟电子", "蓝海物流"},
            Within("month", 1): {"金陵印务"},
            Within("quarter"): {"方舟电子", "蓝海物流"},
            Within("week"): {"方舟电子"},
            Within(begins=date(2026, 12, 31)): {"蓝海物流", "金陵印务"},
            Within(begins=date(2026, 12, 8), until=date(2026, 12, 31)): {"蓝海物流"},
            Within(never=True): {"长城仪表"},
        },
        "created": {Within("day"): {"方舟电子", "蓝海物流", "金陵印务"}, Within("month", -1): {"长城仪表"}},
        "closed": {Within("month"): {"方舟电子"}},
        "status": {Among(("won", "lost")): {"方舟电子"}},
        "probability": {Between(least=Decimal(60)): {"蓝海物流"}},
        "owner": {Among((books["Alice"].id,)): {"金陵印务"}},
        "team": {Among((books["张军"].team_id,)): {"方舟电子", "蓝海物流", "金陵印务", "长城仪表"}},
        "customer": {Among(("海物", "仪表")): {"蓝海物流", "长城仪表"}, Among(("%",)): set()},
        "stage": {Among((first.stage_id,)): {"方舟电子", "蓝海物流", "金陵印务", "长城仪表"}},
    }
    for column, wants in cases.items():
        for want, expected in wants.items():
            assert set(await names(books, {column: want})) == expected, (column, want)


async def test_source_and_tags_come_from_the_lead_and_a_merged_source_goes_by_the_other(books):
    lead = await books.lead("方舟电子", to="小李")
    found = await deal(books, "方舟电子项目", 100)
    await deal(books, "蓝海物流", 100)
    async with books.begin() as session:
        fair = Source(workspace_id="T1", kind="source", name="展会", spelt="展会", folded="展会", listed=True,
                      created_at=books.now)  # fmt: skip
        session.add(fair)
        await session.flush()
        old = Source(workspace_id="T1", kind="source", name="展会", spelt="展览", folded="展览", listed=True,
                     created_at=books.now, merged_id=fair.id)  # fmt: skip
        session.add(old)
        await session.flush()
        ids = fair.id, old.id
        await session.execute(update(Lead).where(Lead.id == lead.id).values(source_id=old.id, tags=["VIP", "急"]))
        await session.execute(update(Deal).where(Deal.id == found.id).values(lead_id=lead.id))

    for source_id in ids:
        assert await names(books, {"source": Among((source_id,))}) == ["方舟电子项目"]
    assert await names(books, {"tags": Among(("vip",))}) == ["方舟电子项目"]
    (row,) = (await look(books, {"tags": Among(("急",))}, columns=("source", "tags"))).rows
    assert row.cells == {"source": ids[0], "tags": ["VIP", "急"]}


async def test_the_next_step_is_the_soonest_of_the_deal_or_of_its_lead_and_no_milestone(books):
    lead = await books.lead("方舟电子", to="小李")
    first = await deal(books, "方舟电子项目", 100, lead_id=lead.id)
    second = await deal(books, "蓝海物流", 100)
    told = {"workspace_id": "T1", "owner_id": books["小李"].id, "zone": "Asia/Shanghai", "created_at": books.now}
    async with books.begin() as session:
        session.add_all(
            [
                Task(**told, lead_id=lead.id, text="送样", on=date(2026, 12, 9)),
                Task(**told, deal_id=first.id, text="里程碑", on=date(2026, 12, 1), place=1),
                Task(**told, deal_id=first.id, text="做完了", on=date(2026, 12, 2), done_at=books.now),
                Task(**told, deal_id=second.id, text="报价", on=date(2026, 12, 8)),
                Task(**told, deal_id=second.id, text="没说哪天"),
            ]
        )

    rows = (await look(books, columns=("next",), sort="next")).rows

    assert [(row.cells["next"], row.beside["next"]) for row in rows] == [
        ("报价", date(2026, 12, 8)),
        ("送样", date(2026, 12, 9)),
    ]


async def test_the_pages_hold_each_deal_once_and_beyond_the_last_is_the_last(books):
    await copies(books, await deal(books, "方舟电子", 1000), 44)

    pages = [await look(books, sort="amount", down=True, page=page) for page in (0, 1, 2, 99)]

    ids = [row.id for found in pages[:3] for row in found.rows]
    assert len(ids) == len(set(ids)) == 45
    assert (pages[3].page, pages[3].rows) == (2, pages[2].rows)
    assert pages[0].sums == {"CNY": 45_000}


async def test_what_is_out_of_use_is_told_and_the_list_opens_all_the_same(books):
    found = await deal(books, "方舟电子", 100)
    async with books.begin() as session:
        await session.execute(update(Stage).where(Stage.id == found.stage_id).values(retired_at=books.now))

    seen = await look(books, {"stage": Among((found.stage_id,)), "owner": Among((books["小李"].id, 999_999))})

    assert [row.name for row in seen.rows] == ["方舟电子"]
    assert [(name, getattr(row, "id", None)) for name, row in seen.retired] == [
        ("stage", found.stage_id),
        ("owner", None),
    ]


async def test_as_many_statements_for_thirty_deals_as_for_three(books, databases):
    counted = []
    wants = {**OPEN, "stage": Among((1,)), "owner": Among((books["小李"].id,)), "close": Within("month")}
    first = await deal(books, "方舟电子", 1000, date(2026, 12, 20))
    for n in (2, 30):
        await copies(books, first, n)
        for asked in ({}, wants):
            with statements(databases) as said:
                await look(books, asked, columns=("stage", "owner", "team", "source", "tags", "next", "product"))
            counted.append(len(said))
    async with books.begin() as session:
        assert await session.scalar(select(func.count()).select_from(Deal)) == 33
    assert counted[0] == counted[2] <= 10
    assert counted[1] == counted[3] <= 10


@pytest.mark.parametrize("told", [
    None, [], {"columns": 1}, {"wants": []}, {"wants": {"stage": ["x"]}}, {"wants": {"stage": [True]}},
    {"wants": {"stage": []}}, {"wants": {"amount": {"least": "x"}}}, {"wants": {"amount": {"least": "1e99"}}},
    {"wants": {"amount": {}}}, {"wants": {"close": {"span": "eon"}}},
    {"wants": {"close": {"span": "month", "shift": 7}}},
    {"wants": {"close": {"begins": "2026-13-01"}}}, {"wants": {"status": ["withdrawn"]}}, {"wants": {"tags": [1]}},
    {"wants": {"amount": {"least": "NaN"}}}, {"wants": {"tags": ["x" * 99]}}, {"columns": [*COLUMNS]},
])  # fmt: skip
def test_a_forged_shape_is_none(told):
    with pytest.raises(Missing):
        shape.parse(told)


def test_a_shape_comes_back_from_json_as_it_was():
    kept = Shape(
        ("amount", "tags"), "amount", True,
        {"owner": Among(("me", 3)), "amount": Between(over=Decimal("300000"), currency="CNY"),
         "close": Within("month", 1), "created": Within(begins=date(2026, 1, 1)), "closed": Within(never=True)},
    )  # fmt: skip

    assert shape.parse(kept.pack()) == kept
    assert shape.parse({}) == Shape()
    assert shape.parse({"columns": ["gone"], "sort": "gone"}) == Shape()


async def keep(books, name, *, by="小李", sharing=Sharing.OWN, wants=None):
    row, _ = await books.do(saved.keep, name=name, shape=Shape(wants=wants or {}), sharing=sharing, by=books[by])
    return row


async def called(books, by):
    return [view.row.name for view in await books.see(saved.all_of, by=books[by]) if view.row]


async def test_each_finds_their_own_views_the_teams_and_everybodys(books):
    await keep(books, "我的", by="小李")
    await keep(books, "组里的", by="张军", sharing=Sharing.TEAM)
    await keep(books, "大家的", by="李庆成", sharing=Sharing.ALL)
    await keep(books, "别组的", by="李庆成", sharing=Sharing.TEAM)

    assert {who: await called(books, who) for who in ("小李", "Alice", "销售甲")} == {
        "小李": ["我的", "组里的", "大家的"],
        "Alice": ["组里的", "大家的"],
        "销售甲": ["别组的", "大家的"],
    }
    assert set(await called(books, "陈总")) == {"组里的", "别组的", "大家的"}


async def test_who_may_change_a_view(books):
    row = await keep(books, "组里的", by="张军", sharing=Sharing.TEAM)
    told = {"key": str(row.id), "seen": 1, "name": "x", "shape": None, "sharing": Sharing.TEAM}

    for who, refusal in (("小李", saved.NotYourView), ("李庆成", Missing), ("销售甲", Missing)):
        with pytest.raises(refusal):
            await books.do(saved.change, by=books[who], **told)
    with pytest.raises(saved.OnlyManagersShare):
        await keep(books, "y", by="小李", sharing=Sharing.ALL)
    with pytest.raises(saved.NoTeam):
        await keep(books, "y", by="陈总", sharing=Sharing.TEAM)
    changed, _ = await books.do(saved.change, by=books["陈总"], **told)
    assert (changed.name, changed.team_id, changed.version) == ("x", books["张军"].team_id, 2)


@pytest.mark.parametrize("name", ["", "  ", "。。。", "x" * 41, "本月成交", "closing THIS month"])
async def test_a_view_is_not_called_just_anything(books, name):
    with pytest.raises((saved.NameMissing, saved.NameTaken)):
        await keep(books, name)


async def test_names_come_once_whatever_their_case_even_at_the_same_moment(books):
    told = await asyncio.gather(*(keep(books, name) for name in ("Big", "BIG", "ｂｉｇ")), return_exceptions=True)

    assert sorted(type(each).__name__ for each in told) == ["NameTaken", "NameTaken", "SavedView"]
    await keep(books, "big", by="Alice")


async def test_of_two_who_change_a_view_at_once_one_is_told(books):
    row = await keep(books, "大单", by="张军", sharing=Sharing.ALL)

    def change(who):
        told = {"key": str(row.id), "seen": 1, "name": f"大单{who}", "shape": Shape(), "sharing": Sharing.ALL}
        return books.do(saved.change, by=books[who], **told)

    told = await asyncio.gather(change("张军"), change("陈总"))

    (clash,) = [each for each in told if isinstance(each, saved.Clash)]
    ((winner, _),) = [each for each in told if not isinstance(each, saved.Clash)]
    assert (clash.row.name, clash.row.version) == (winner.name, 2)
    assert winner.name.endswith(clash.who.name)


async def test_what_was_done_to_a_view_is_taken_back_unless_its_name_is_taken(books):
    row = await keep(books, "大单")
    _, renamed = await books.do(
        saved.change, key=str(row.id), seen=1, name="更大", shape=Shape(sort="amount"), sharing=Sharing.OWN,
        by=books["小李"],
    )  # fmt: skip
    other = await keep(books, "大单")

    with pytest.raises(saved.NameTaken):
        await books.do(undo.undo, audit_id=renamed.id, by=books["小李"])
    await books.do(saved.remove, key=str(other.id), by=books["小李"])
    await books.do(undo.undo, audit_id=renamed.id, by=books["小李"])

    back = await books.again(row)
    assert (back.name, shape.parse(back.shape)) == ("大单", Shape())


async def test_limits_are_told_and_end_with_a_view_that_is_deleted(books):
    rows = [await keep(books, f"第{n}个") for n in range(saved.MOST)]
    with pytest.raises(saved.TooManyViews):
        await keep(books, "再一个")
    await books.do(saved.remove, key=str(rows[0].id), by=books["小李"])

    assert (await keep(books, "再一个")).name == "再一个"
