"""Lists of deals in Slack: typed, filtered by a form, turned page by page, exported; kept as views and shared."""

from datetime import timedelta
from decimal import Decimal

from sqlalchemy import insert, select, update

from core import deals
from core.deals import Terms
from core.models import AuditRow, Deal, Export, Member, SavedView, Source, Stage
from handlers import ids
from tests import lists
from tests.handlers.forging import press, submit
from tests.handlers.test_exports import sent


async def enter(house, of, *customers, amount=None, close=None):
    """Deals of one person, entered at once; the first has that amount, each next one more."""
    by, now = await house.member(of), house.now()
    async with house.db.begin() as session:
        for n, customer in enumerate(customers):
            terms = Terms(name=customer, amount=Decimal(amount + n) if amount else None, currency="CNY", close=close)
            await deals.create(session, customer=customer, terms=terms, by=by, now=now, anyway=True)


def rows(seen):
    """The names in the table of a list, or in its lines."""
    table = next((block for block in seen.blocks if block["type"] == "table"), None)
    if table is not None:
        return [row[0]["text"] for row in table["rows"][1:]]
    return [block["text"]["text"].split("*")[1] for block in seen.blocks if block.get("accessory")]


def head(seen):
    table = next(block for block in seen.blocks if block["type"] == "table")
    return [cell["text"] for cell in table["rows"][0]]


async def test_a_line_narrows_the_list_in_either_language(house, xiaoli, alice):
    today = house.now().date()
    await enter(house, "小李", "方舟电子", amount=500_000, close=today)
    await enter(house, "小李", "蓝海物流", amount=200_000, close=today)
    await enter(house, "小李", "金陵印务", amount=900_000, close=today + timedelta(days=70))
    await enter(house, "Alice", "Acme", amount=400_000, close=today)

    listed = await xiaoli.command("/deal 列表 金额>30万 阶段=获得销售机会 本月成交")
    english = await alice.command("/deal list stage opportunity found over 300k closing this month")
    everything = await xiaoli.command("/deal 列表")

    assert rows(listed) == ["方舟电子"]
    assert "1 个商机，合计 ¥50万，加权" in listed.text
    assert "阶段：获得销售机会" in listed.text
    assert "金额：>30万" in listed.text
    assert "预计成交日期：本月" in listed.text
    assert rows(english) == ["Acme"]
    assert "Expected close: this month" in english.text
    assert rows(everything) == ["蓝海物流", "方舟电子", "金陵印务"]


async def test_an_empty_list_and_the_first_use_say_what_to_do(xiaoli, alice):
    assert "还没有" in (await xiaoli.command("/deal 列表")).text
    assert "No deal is like that" in (await alice.command("/deal list over 300k")).text
    views = await alice.command("/deal view")
    assert "Closing this month" in views.text
    assert "A new one: narrow a list" in views.text


async def test_what_is_not_understood_is_told_with_the_nearest_and_the_line_comes_back(xiaoli, alice):
    assert "你是想写“获得销售机会”吗" in (await xiaoli.command("/deal 列表 阶段=获得销售机汇")).text
    told = await alice.command("/deal list stage qouted over 300k")
    assert "Did you mean “quoted”?" in told.text
    assert "/deal list stage qouted over 300k" in told.text
    assert "Did you mean “Closing this month”?" in (await alice.command("/deal view closing this moth")).text


async def test_pages_order_and_cards_from_the_list(house, xiaoli):
    names = [f"客户{a}{b}工业" for a in "甲乙丙丁戊" for b in "子丑寅卯辰巳午未申"]
    await enter(house, "小李", *names, amount=1000)

    first = await xiaoli.command("/deal 列表 按金额排序 列 金额 负责人")
    second = await xiaoli.press("下一页", on=first)
    third = await xiaoli.press(f"{ids.VIEW_LIST}.next", on=second)
    back = await xiaoli.press(ids.VIEW_LIST, on=third)
    upward = await xiaoli.choose(ids.VIEW_SORT, "金额 ↑", on=back)
    card = await xiaoli.choose(ids.VIEW_CARD, names[0], on=upward)

    assert head(first) == ["商机名称", "金额", "负责人"]
    assert rows(first) + rows(second) + rows(third) == names[::-1]
    assert rows(back) == rows(second)
    assert rows(upward) == names[:20]
    assert "获得销售机会" in card.text


async def test_the_form_narrows_and_chooses_columns_and_what_it_cannot_say_stays(house, zhangjun):
    today = house.now().date()
    await enter(house, "小李", "方舟电子", "蓝海物流", amount=500_000, close=today)
    await enter(house, "Alice", "Acme", amount=800_000, close=today + timedelta(days=400))
    shown = await zhangjun.command("/deal 列表 客户=方舟")

    await zhangjun.press("筛选和列…", on=shown)
    await zhangjun.fill({"负责人": ["小李"], "金额不低于": "很多"})
    refused = await zhangjun.submit()
    assert not refused.ok
    await zhangjun.fill({"金额不低于": "30万", "预计成交": "本月", "显示哪些列": ["金额", "负责人"], "排序": "金额 ↑"})
    found = await zhangjun.submit()

    assert rows(found) == ["方舟电子"]
    assert "客户：方舟" in found.text
    assert "负责人：小李" in found.text
    await zhangjun.press("筛选和列…", on=found)
    await zhangjun.fill({"负责人": ["我自己"]})
    mine = await zhangjun.submit()
    assert "没有符合的商机" in mine.text


async def test_a_board_leads_into_the_deals_of_a_stage(house, xiaoli):
    await enter(house, "小李", *(f"客户{a}工业" for a in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌"), amount=1000)
    board = await xiaoli.command("/pipeline")

    stage = await xiaoli.choose(ids.VIEW_STAGE, "获得销售机会 (21)", on=board)

    assert len(rows(stage)) == 20
    assert len(rows(await xiaoli.press("下一页", on=stage))) == 1


async def test_the_file_has_exactly_the_rows_and_columns_of_the_list(house, zhangjun):
    names = [f"客户{a}{b}工业" for a in "甲乙丙" for b in "子丑寅卯辰巳午未申"]
    await enter(house, "小李", *names, "=1+1", amount=1000)
    await enter(house, "销售甲", "别组的客户", amount=5000)
    shown = await zhangjun.command("/deal 列表 金额>1001 按金额从小到大 列 金额 负责人 创建")

    await zhangjun.press("导出", on=shown)
    await house.do_errands()
    top, *body = lists.rows_of(sent(house).data)

    assert top == ["商机名称", "金额", "负责人", "创建日期", "币种"]
    assert [row[0] for row in body] == [*names[2:], "=1+1"]
    assert (body[0][1], body[0][2], body[0][4]) == (1002, "小李", "CNY")
    async with house.db.begin() as session:
        export = (await session.scalars(select(Export))).one()
    assert (export.list, export.rows) == ("view", len(names) - 1)


async def keep(who, name, *, on, more=()):
    """Save the list under a name."""
    await who.press(ids.VIEW_SAVE, on=on)
    await who.fill({"Name" if who.name == "Alice" else "名称": name, **dict(more)})
    return await who.submit()


async def test_a_view_is_kept_opened_by_name_renamed_deleted_and_back_again(house, alice):
    await enter(house, "Alice", "Acme", "Globex", amount=400_000)
    shown = await alice.command("/deal list over 400k columns amount, tags")
    saved = await keep(alice, "Big ones", on=shown)
    assert "The view Big ones is saved" in saved.text.replace("*", "")
    await alice.dismiss(everything=True)

    opened = await alice.command("/deal view big ONES")
    narrowed = await alice.command("/deal view Big ones over 900k")
    taken = await keep(alice, "big ones", on=shown)
    assert (rows(opened), head(opened)) == (["Globex"], ["Deal", "Amount", "Tags"])
    assert rows(narrowed) == []
    assert "is there already" in taken.text
    await alice.dismiss(everything=True)
    assert "is there already" in (await keep(alice, "本月成交", on=shown)).text
    await alice.dismiss(everything=True)

    views = await alice.command("/deal view")
    await alice.press("Name and readers…", on=views)
    await alice.fill({"Name": "Very big"})
    assert "Very big" in (await alice.submit()).text
    await alice.dismiss(everything=True)
    gone = await alice.press("Delete", on=await alice.command("/deal view"))
    assert "The view Very big is deleted" in gone.text.replace("*", "")
    assert "No view is called" in (await alice.command("/deal view Very big")).text
    assert "Undone" in (await alice.press("Undo", on=gone)).text
    assert rows(await alice.command("/deal view Very big")) == ["Globex"]


async def test_a_shared_view_shows_each_only_what_they_may_see(house, zhangjun, xiaoli, alice, jia):
    await enter(house, "小李", "方舟电子", amount=500_000)
    await enter(house, "Alice", "Acme", amount=500_000)
    await enter(house, "销售甲", "蓝海物流", amount=500_000)
    shown = await zhangjun.command("/deal 列表 金额>30万")
    await keep(zhangjun, "大单", on=shown, more={"谁能看到？": "我的小组"})
    await zhangjun.dismiss(everything=True)

    assert set(rows(await zhangjun.command("/deal 视图 大单"))) == {"方舟电子", "Acme"}
    assert rows(await xiaoli.command("/deal 视图 大单")) == ["方舟电子"]
    assert rows(await alice.command("/deal view 大单")) == ["Acme"]
    assert "没有叫" in (await jia.command("/deal 视图 大单")).text
    listed = await alice.command("/deal view")
    assert "shared with a team by" in listed.text
    assert "Delete" not in [button.text for button in listed.buttons]
    async with house.db.begin() as session:
        row = (await session.scalars(select(SavedView))).one()
    await press(alice, ids.VIEW_MENU, {"view": str(row.id), "do": "remove"}, kind="overflow")
    ack = await submit(jia, ids.VIEW_FORM, {"view": str(row.id), "seen": 1}, name="x", how="replace")
    assert ack.body["response_action"] == "errors"
    async with house.db.begin() as session:
        assert (await session.scalars(select(SavedView))).one().removed_at is None


async def test_a_rep_shares_nothing(house, xiaoli):
    forged = {"as": {"wants": {"status": ["open"]}}}

    ack = await submit(xiaoli, ids.VIEW_FORM, forged, name="大单", sharing="all")

    assert "只有经理能共享视图" in str(ack.body)
    async with house.db.begin() as session:
        assert (await session.scalars(select(SavedView))).all() == []


async def test_of_two_who_change_a_view_the_second_is_told_and_loses_nothing(house, zhangjun, admin):
    shown = await zhangjun.command("/deal 列表 金额>30万")
    await keep(zhangjun, "大单", on=shown, more={"谁能看到？": "所有人"})
    await zhangjun.dismiss(everything=True)
    both = {who: await who.command("/deal 视图 大单 负责人=小李") for who in (zhangjun, admin)}

    for who in (zhangjun, admin):
        await who.press(ids.VIEW_SAVE, on=both[who])
    await admin.fill({"名称": "管理员的大单"})
    assert (await admin.submit()).ok
    await zhangjun.fill({"名称": "经理的大单"})
    told = await zhangjun.submit()
    assert "陈总" in told.text
    assert "你填的还在" in told.text
    await zhangjun.submit()

    async with house.db.begin() as session:
        row = (await session.scalars(select(SavedView))).one()
        verbs = (await session.scalars(select(AuditRow.verb).where(AuditRow.noun == "saved_view"))).all()
    assert (row.name, row.version) == ("经理的大单", 3)
    assert row.shape["wants"]["owner"] == [(await house.member("小李")).id]
    assert sorted(verbs) == ["change", "change", "keep"]


async def test_of_two_who_rename_a_view_the_second_is_told_too(house, zhangjun, admin):
    await keep(zhangjun, "大单", on=await zhangjun.command("/deal 列表 金额>30万"), more={"谁能看到？": "所有人"})
    await zhangjun.dismiss(everything=True)
    for who in (zhangjun, admin):
        await who.press("名称和可见范围…", on=await who.command("/deal 视图"))
    await admin.fill({"名称": "管理员的大单"})
    await admin.submit()
    await zhangjun.fill({"名称": "经理的大单"})

    assert "你填的还在" in (await zhangjun.submit()).text
    await zhangjun.submit()
    async with house.db.begin() as session:
        row = (await session.scalars(select(SavedView))).one()
    assert (row.name, list(row.shape["wants"])) == ("经理的大单", ["amount", "status"])


async def test_from_home_a_list_opens_as_a_window_in_words(house, alice):
    await enter(house, "Alice", "Acme", amount=400_000, close=house.now().date())
    home = await alice.opens_home()

    views = await alice.press("Views", on=home)
    shown = await alice.press("Open", on=views, near="Closing this month")
    card = await alice.press(ids.VIEW_CARD, on=shown)

    assert rows(shown) == ["Acme"]
    assert "Acme" in card.text
    await alice.dismiss()
    assert rows(alice.form) == ["Acme"]


async def test_ones_own_list_looks_like_the_view_one_chose_and_stays_ones_own(house, zhangjun):
    await enter(house, "张军", "方舟电子", amount=100)
    await enter(house, "小李", "蓝海物流", amount=200)
    assert "蓝海物流" not in (await zhangjun.command("/deal 我的")).text
    shown = await zhangjun.command("/deal 列表 列 金额 标签")
    form = await keep(zhangjun, "我的列", on=shown, more={"另外": ["我的商机列表（/deal 我的）就按这个显示"]})
    assert "就是它" in form.text
    await zhangjun.dismiss(everything=True)

    mine = await zhangjun.command("/deal 我的")
    assert (rows(mine), head(mine)) == (["方舟电子"], ["商机名称", "金额", "标签"])

    await zhangjun.press("删除", on=await zhangjun.command("/deal 视图"))
    gone = await zhangjun.command("/deal 我的")
    assert "原来用的视图已经没有了" in gone.text
    assert "方舟电子" in gone.text


async def test_a_view_of_a_stage_and_a_person_that_are_no_more_opens_and_says_so(house, zhangjun):
    await enter(house, "小李", "方舟电子", amount=100)
    shown = await zhangjun.command("/deal 列表 阶段=获得销售机会 负责人=小李")
    await keep(zhangjun, "老视图", on=shown)
    await zhangjun.dismiss(everything=True)
    async with house.db.begin() as session:
        stage_id = await session.scalar(select(Deal.stage_id))
        await session.execute(update(Stage).where(Stage.id == stage_id).values(retired_at=house.now()))
        await session.execute(update(Member).where(Member.name == "小李").values(active=False))

    seen = await zhangjun.command("/deal 视图 老视图")

    assert "阶段“获得销售机会”已停用" in seen.text
    assert "小李 已停用" in seen.text
    assert rows(seen) == ["方舟电子"]


async def test_with_as_many_views_as_there_can_be_the_next_is_refused_and_the_list_has_pages(house, alice):
    by = await house.member("Alice")
    async with house.db.begin() as session:
        for n in range(20):
            session.add(SavedView(workspace_id=by.workspace_id, name=f"View {n:02}", folded=f"view {n:02}",
                                  made_by_id=by.id, shape={}, created_at=house.now()))  # fmt: skip

    full = await keep(alice, "One more", on=await alice.command("/deal list"))
    await alice.dismiss(everything=True)
    first = await alice.command("/deal view")
    last = await alice.press(f"{ids.VIEWS}.next", on=await alice.press("Next ›", on=first))

    assert "There are 20 such views already" in full.text
    assert "25 views" in first.text
    assert "View 19" in last.text


async def test_with_a_thousand_people_and_sources_the_form_is_still_one_that_slack_takes(house, alice):
    by = await house.member("Alice")
    here = {"workspace_id": by.workspace_id, "created_at": house.now()}
    async with house.db.begin() as session:
        people = [{**here, "slack_id": f"U{n:04}", "name": f"Member {n}"} for n in range(1000)]
        await session.execute(insert(Member), people)
        told = [f"Source {n}" for n in range(1000)]
        entries = [
            {**here, "kind": "source", "name": name, "spelt": name, "folded": name, "listed": True} for name in told
        ]
        await session.execute(insert(Source), entries)

    form = await alice.press(ids.VIEW_FILTER, on=await alice.command("/deal list source Source 7 owner Member 999"))
    await alice.fill({"Owner": ["Member 500", "Member 999"]})
    found = await alice.submit()

    assert (form.ok, form.problems, found.problems) == (True, [], [])
    assert "Owner: Member 500, Member 999" in found.text
