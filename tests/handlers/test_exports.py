"""A list as a workbook: exactly the rows its asker may see, nothing in it comes alive, and it is on record."""

import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, update

from core.models import AuditRow, Export, Pool
from core.workbooks import Page, delimited, harmless, workbook
from tests import lists

MENUS = {"the lead pool · 2": "Pool", "北京 · 1": "Show only…"}


def sent(house):
    """The workbook sent last."""
    workspace = house.slack.workspace
    return [file for file in workspace.files.values() if file.user == workspace.bot.id][-1]


async def exported(house, who, command):
    """The rows that come of a command."""
    await who.command(command)
    await house.do_errands()
    return lists.rows_of(sent(house).data)


async def own(who, name, **more):
    """A lead of one's own."""
    await who.command("/lead new")
    form = {"客户": name, "电话": "13800138000", "放到": "自己跟进", **more}
    await who.fill(form)
    await who.submit()
    await who.dismiss(everything=True)


async def test_each_gets_the_leads_they_may_see_and_no_others(house, xiaoli, jia, zhangjun, admin):
    await own(xiaoli, "方舟电子")
    await own(jia, "蓝海物流", 电话="13700137000")
    await xiaoli.command("/lead new 三励公司 刘兵 13900139000")
    seen = {xiaoli: {"方舟电子", "三励公司"}, jia: {"蓝海物流", "三励公司"}, zhangjun: {"方舟电子", "三励公司"},
            admin: {"方舟电子", "蓝海物流", "三励公司"}}  # fmt: skip

    for who, names in seen.items():
        head, *rows = await exported(house, who, "/genjin 导出 线索")
        assert {row[0] for row in rows} == names
        assert head[0] == "客户"


async def test_in_the_pool_phones_are_masked_and_ones_own_are_not(house, xiaoli, alice):
    await own(xiaoli, "方舟电子")
    await alice.command("/lead new 三励公司 刘兵 13900139000")

    _, *rows = await exported(house, xiaoli, "/genjin 导出 线索")

    phones = {row[0]: row[3] for row in rows}
    assert phones["方舟电子"] == "+8613800138000"
    assert "****" in phones["三励公司"]
    assert "13900139000" not in str(rows)


async def test_where_a_pool_masks_nothing_its_rows_are_whole(house, xiaoli, alice):
    async with house.db.begin() as session:
        await session.execute(update(Pool).values(masks_phones=False))
    await alice.command("/lead new 三励公司 刘兵 13900139000")

    _, row = await exported(house, xiaoli, "/genjin 导出 公海")

    assert (row[1], row[3]) == ("刘兵", "+8613900139000")


async def test_the_button_below_a_list_writes_that_list_out(house, xiaoli, alice):
    await own(xiaoli, "方舟电子")
    await alice.command("/lead new 三励公司")

    await xiaoli.press("导出", on=await xiaoli.command("/lead 我的"))
    await house.do_errands()
    mine = lists.rows_of(sent(house).data)
    await alice.press("Export", on=await alice.command("/lead pool"))
    await house.do_errands()
    pool = lists.rows_of(sent(house).data)

    assert [row[0] for row in mine[1:]] == ["方舟电子"]
    assert [row[0] for row in pool[1:]] == ["三励公司"]
    assert pool[0][0] == "Customer"


async def test_of_a_pool_it_writes_out_what_the_list_shows_of_it_and_of_the_dead_why(house, admin, xiaoli, alice):
    await admin.press("pool.new", on=await admin.command("/genjin 公海"))
    await admin.fill({"名称": "华东", "接收的地区": "上海"})
    await admin.submit()
    await admin.dismiss(everything=True)
    for line in ("红杉机械 上海 要叉车 预算$30000", "蓝海物流 北京 要叉车", "绿野食品 广州 要叉车"):
        await xiaoli.command(f"/lead new {line}")

    written = []
    for look in (None, "the lead pool · 2", "北京 · 1"):
        shown = await (alice.command("/lead pool") if look is None else alice.choose(MENUS[look], look))
        await alice.press("Export", on=shown)
        await house.do_errands()
        written.append(lists.rows_of(sent(house).data))
    await alice.press("Claim", on=await alice.command("/lead 蓝海物流"))
    await alice.choose("More…", "Chance…", on=await alice.command("/lead 蓝海物流"))
    await alice.fill({"How likely is it?": "None: a dead lead", "And in your own words": "=bankrupt()"})
    await alice.submit()
    await alice.dismiss(everything=True)
    head, dead = await exported(house, xiaoli, "/genjin 导出 死线索")
    await xiaoli.press("导出", on=await xiaoli.command("/lead 死线索"))
    await house.do_errands()

    assert [{row[0] for row in rows[1:]} for rows in written] == [{"红杉机械"}, {"蓝海物流", "绿野食品"}, {"蓝海物流"}]
    first = dict(zip(*written[0], strict=True))
    assert (first["Budget"], first["Budget currency"], first["Quote currency"]) == (30_000, "USD", None)
    assert (dead[0], dead[head.index("成交可能")]) == ("蓝海物流", "无（死线索）：=bankrupt()")
    assert lists.rows_of(sent(house).data) == [head, dead]


async def test_deals_are_written_out_with_sums_as_numbers_and_it_is_on_record(house, xiaoli):
    await xiaoli.command("/deal 新建 方舟电子 30万，200台扫描枪")

    head, row = await exported(house, xiaoli, "/genjin 导出 商机")

    assert row[head.index("金额")] == 300_000
    async with house.db.begin() as session:
        said = select(AuditRow.verb).where(AuditRow.noun == "export").order_by(AuditRow.id)
        entries = (await session.scalars(said)).all()
        export = (await session.scalars(select(Export))).one()
    assert entries == ["ask", "send"]
    assert (export.list, export.rows) == ("deals", 1)


async def test_an_unknown_list_is_asked_for_again(house, xiaoli):
    assert "导出哪个" in (await xiaoli.command("/genjin 导出 天晓得")).text


async def test_what_was_exported_is_known_when_it_is_dropped(house, xiaoli):
    await own(xiaoli, "方舟电子")
    await xiaoli.command("/genjin 导出 线索")
    await house.do_errands()

    await xiaoli.uploads("again.xlsx", sent(house).data)
    await house.do_errands()

    assert "🔁 重复 1 行 · 你已经在跟 1" in xiaoli.dms[-1].text


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\tx", "\r=1", "=HYPERLINK(1)", "＝1+1", "\n=1", "\ufffe=1"],
)
def test_nothing_in_a_workbook_is_worked_out(text):
    book = load_workbook(io.BytesIO(workbook([Page("线索", ["客户"], [[text]])])))
    cell = book.active["A2"]

    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert delimited([text], [[text]], delimiter=",").decode("utf-8-sig").lstrip('"').startswith("'")


@pytest.mark.parametrize("text", ["+8613800138000", "-12.5", "+86 138 0013 8000", "方舟电子"])
def test_numbers_and_phones_stay_as_they_are(text):
    assert harmless(text) == text
