"""A list dropped into the DM: looked at, adjusted, entered, told of, taken back."""

import asyncio
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from core import contacts, errands
from core.assignments import picking
from core.errors import Missing
from core.imports import batches, items, orders, writing
from core.models import (
    Account,
    AuditRow,
    Contact,
    Errand,
    Import,
    ImportRow,
    Invoice,
    Lead,
    Notice,
    OwnerChange,
    Pool,
    Workspace,
)
from tests import lists
from tests.database import statements
from tests.lists import HEAD, ROWS


async def dropped(house, who, name, data):
    """The message about a file, once it has been read."""
    await who.uploads(name, data)
    await house.do_errands()
    return said(who, name)


def said(who, name):
    """What the message about this file says now."""
    return next(message for message in reversed(who.dms) if name in message.text and message.by != who.id)


async def entered(house, who, name, data):
    """The message about a file, once all of it that can be is entered."""
    await dropped(house, who, name, data)
    await who.press("import.start", on=said(who, name))
    await house.do_errands()
    return said(who, name)


async def count(house, model, *where):
    async with house.db.begin() as session:
        return await session.scalar(select(func.count()).select_from(model).where(*where))


async def names(house, *where):
    async with house.db.begin() as session:
        found = await session.scalars(
            select(Account.name).join(Lead, Lead.account_id == Account.id).where(*where).order_by(Lead.id)
        )
        return found.all()


def sent_files(house):
    """What the bot has sent, by name."""
    workspace = house.slack.workspace
    return {file.name: file.data for file in workspace.files.values() if file.user == workspace.bot.id}


async def test_a_dropped_list_is_shown_and_nothing_of_it_is_entered(house, xiaoli):
    shown = await dropped(house, xiaoli, "展会.csv", lists.text(HEAD, *ROWS, ("", "无名", "1", "")))

    assert "展会.csv 共 3 行" in shown.text
    assert "客户 ← 公司" in shown.text
    assert "2 | 方舟电子 | 刘兵 | 13800138000 | 200台扫描枪 | 新客户" in shown.text
    assert "🆕 新客户 2 个" in shown.text
    assert "⚠️ 有问题 1 行 · 没有客户名称 1" in shown.text
    assert [button.text for button in shown.buttons] == ["导入 2 行", "调整列", "不导入"]
    assert not shown.problems
    assert await count(house, Lead) == 0


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", lists.text(HEAD, *ROWS, encoding="gbk")),
        ("a.csv", lists.text(HEAD, *ROWS, encoding="utf-8-sig", delimiter=";")),
        ("a.txt", lists.text(HEAD, *ROWS, encoding="utf-16", delimiter="\t")),
        ("a.xlsx", lists.book(("名单",), HEAD, *ROWS)),
        ("a.csv", lists.text(("Company", "Contact person", "Mobile", "Requirement"), *ROWS)),
        ("a.csv", lists.text(*ROWS)),
    ],
    ids=["gbk", "semicolon", "utf-16", "xlsx", "english", "headless"],
)
async def test_a_list_is_entered_as_it_stands_whatever_wrote_it(house, xiaoli, name, data):
    told = await entered(house, xiaoli, name, data)
    await house.deliver()

    assert "录入线索 2 条 → 公海" in told.text
    assert await names(house) == ["方舟电子", "蓝海物流"]
    async with house.db.begin() as session:
        contacts = (await session.scalars(select(Contact).order_by(Contact.id))).all()
        leads = (await session.scalars(select(Lead))).all()
    assert [(each.name, each.phone) for each in contacts] == [("刘兵", "+8613800138000"), ("王芳", "+8613900139000")]
    assert {lead.owner_id for lead in leads} == {None}
    assert await count(house, AuditRow, AuditRow.noun == "lead", AuditRow.verb == "import") == 2
    assert await count(house, OwnerChange, OwnerChange.cause == "import") == 2


async def test_a_list_that_cannot_be_read_is_answered_in_a_sentence_and_other_sheets_are_spoken_of(house, xiaoli):
    page = await dropped(house, xiaoli, "导出.xls", b"<html><table><tr><td>x</td></tr></table></html>")
    other = await dropped(house, xiaoli, "名单.ods", lists.zipped({"content.xml": b"<office/>"}))
    two = await dropped(house, xiaoli, "two.xlsx", lists.book(HEAD, *ROWS, more=["说明"]))

    assert "这个文件其实是网页或 XML" in page.text
    assert "请重新另存为 .xlsx 或 CSV" in other.text
    assert "（共 2 张，其他的请另存后再拖进来）" in two.text
    assert await count(house, Lead) == 0


async def test_the_pool_is_told_of_an_import_in_one_word(house, xiaoli, alice):
    await entered(house, xiaoli, "a.csv", lists.text(HEAD, *lists.many(30)))
    await house.deliver()

    posted = [message.text for message in alice.sees("#lead-pool")]
    assert len(posted) == 1
    assert "从名单里导入了 30 条线索到公海" in posted[0]
    assert await count(house, Notice, Notice.kind == "lead_card") == 0


async def test_who_reads_english_reads_english(house, alice):
    shown = await dropped(house, alice, "fair.csv", lists.text(HEAD, *ROWS, ("", "nobody", "", "")))
    await alice.press("Import 2", on=shown)
    await house.do_errands()

    assert "fair.csv: 3 rows" in shown.text
    assert "⚠️ 1 with something wrong · without a customer's name 1" in shown.text
    assert "fair.csv: 2 leads entered → the pool" in said(alice, "fair.csv").text
    report = lists.lines_of(sent_files(house)["fair – not imported.csv"])
    assert report[1][-2:] == ["4", "no customer's name"]


async def test_the_same_list_again_enters_nothing_new(house, xiaoli):
    data = lists.text(HEAD, *ROWS)
    await entered(house, xiaoli, "a.csv", data)

    again = await dropped(house, xiaoli, "b.csv", data)

    assert "🔁 重复 2 行 · 公海里已有 2" in again.text
    assert "这份文件导入过：@小李" in again.text
    assert [button.text for button in again.buttons] == ["调整列", "不导入"]
    assert await count(house, Lead) == 2


async def test_the_same_drop_delivered_three_times_is_read_once(house, xiaoli):
    await xiaoli.uploads("a.csv", lists.text(HEAD, *ROWS))
    delivery = house.slack.deliveries[-1]

    await asyncio.gather(*(house.slack.redeliver(delivery, number=n) for n in (1, 2)))
    await house.do_errands()

    assert await count(house, Import) == 1
    assert len([message for message in xiaoli.dms if "共 2 行" in message.text]) == 1


async def test_import_pressed_twice_and_by_two_workers_enters_each_row_once(house, xiaoli):
    shown = await dropped(house, xiaoli, "a.csv", lists.text(HEAD, *lists.many(250)))

    await asyncio.gather(*(xiaoli.press("import.start", on=shown) for _ in range(3)))
    await asyncio.gather(house.do_errands(), house.do_errands(), house.do_errands())

    assert await count(house, Lead) == 250
    assert await count(house, Account) == 250


async def test_a_customer_of_a_colleagues_is_left_out_without_a_word_whose_it_is(house, xiaoli, jia, zhangjun):
    await jia.command("/lead new")
    await jia.fill({"客户": "方舟电子", "放到": "自己跟进"})
    await jia.submit()

    for_rep = await dropped(house, xiaoli, "rep.csv", lists.text(HEAD, *ROWS))
    for_manager = await dropped(house, zhangjun, "manager.csv", lists.text(HEAD, *ROWS))

    assert "🔁 重复 1 行 · 同事正在跟进 1" in for_rep.text
    assert "🔁 重复 1 行 · 同事正在跟进 1" in for_manager.text  # of the other team
    assert "销售甲" not in for_rep.text + for_manager.text


async def test_what_is_taken_between_preview_and_import_is_left_out(house, xiaoli, alice):
    shown = await dropped(house, xiaoli, "a.csv", lists.text(HEAD, *ROWS))
    await alice.command("/lead new 方舟电子")

    await xiaoli.press("import.start", on=shown)
    await house.do_errands()

    told = said(xiaoli, "a.csv")
    assert "录入线索 1 条" in told.text
    assert "🔁 重复 1 行 · 公海里已有 1" in told.text
    assert await count(house, Lead) == 2


async def test_what_is_learnt_of_another_customer_between_preview_and_import_counts(house, xiaoli, alice):
    await alice.command("/lead new 长河酒业")
    shown = await dropped(house, xiaoli, "a.csv", lists.text(HEAD, *ROWS))
    async with house.db.begin() as session:
        known = (await session.scalars(select(Account))).one()
        told = contacts.Told(known.id, "李四", phone="+8613800138000")  # as one row's contact
        await contacts.fill_many(session, workspace_id=known.workspace_id, told=[told], now=house.now())

    await xiaoli.press("import.start", on=shown)
    await house.do_errands()

    async with house.db.begin() as session:
        rows = select(ImportRow.state, func.count()).where(ImportRow.state.is_not(None)).group_by(ImportRow.state)
        assert dict(map(tuple, await session.execute(rows))) == {"entered": 1, "likely": 1}


async def test_within_a_file_one_customer_is_one_lead_with_all_its_contacts(house, xiaoli):
    rows = [("方舟电子", "刘兵", "13800138000", "扫描枪"), ("方舟电子有限公司", "张工", "13700137000", ""),
            ("方舟电子", "刘兵", "13800138000", "扫描枪")]  # fmt: skip
    shown = await dropped(house, xiaoli, "a.csv", lists.text(HEAD, *rows))
    await entered(house, xiaoli, "b.csv", lists.text(HEAD, *rows))

    assert "➕ 同一客户的其他联系人 2 行" in shown.text
    assert await names(house) == ["方舟电子"]
    async with house.db.begin() as session:
        found = await session.execute(select(Contact.name, Contact.phone).order_by(Contact.name))
        assert sorted(map(tuple, found)) == [("刘兵", "+8613800138000"), ("张工", "+8613700137000")]


async def test_bad_values_are_dropped_and_bad_rows_listed_each_with_its_reason(house, xiaoli):
    head = ("客户名称", "联系人", "手机", "邮箱", "预算(万元)")
    rows = [
        ("方舟电子", "刘兵", "1.38E+10", "liubing@fangzhou.cn", "30"),
        ("蓝海物流", "王芳", "13900139000", "没有", "很多"),
        ("", "张三", "13700137000", "", ""),
        ("12345", "", "", "", ""),
        ("合计", "", "", "", "30"),
        ("长" * 121, "", "", "", ""),
    ]
    told = await entered(house, xiaoli, "a.csv", lists.text(head, *rows, encoding="gbk"))

    assert "录入线索 2 条" in told.text
    assert "下面的文件逐行列出了原因" in told.text
    report = lists.lines_of(sent_files(house)["a – 未导入.csv"])
    assert report[0] == [*head, "行号", "原因"]
    assert [line[-2:] for line in report[1:]] == [
        ["2", "已录入，但少了一项：号码被表格截成了“1.38E+10”，请把这一列设为文本格式"],
        ["3", "已录入，但少了一项：“很多”不是金额、“没有”不是邮箱地址"],
        ["4", "没有客户名称"],
        ["5", "“12345”不是客户名称"],
        ["6", "这是合计行，不是客户"],
        ["7", "客户名称有 121 个字，最多 120 个"],
    ]
    async with house.db.begin() as session:
        lead = (await session.scalars(select(Lead).order_by(Lead.id).limit(1))).one()
    assert (lead.budget, lead.budget_currency) == (300_000, "CNY")


async def test_the_error_file_can_be_mended_and_dropped_again(house, xiaoli):
    await entered(house, xiaoli, "a.xlsx", lists.book(HEAD, *ROWS, ("", "张三", "13700137000", "=1+1")))
    name, data = next(iter(sent_files(house).items()))
    rows = lists.rows_of(data)
    rows[1][0] = "三励公司"

    again = await entered(house, xiaoli, "mended.xlsx", lists.book(*rows))

    assert name == "a – 未导入.xlsx"
    assert "录入线索 1 条" in again.text
    assert await names(house) == ["方舟电子", "蓝海物流", "三励公司"]


async def test_columns_are_mapped_anew_and_the_whole_file_gets_a_source_and_an_owner(house, xiaoli):
    shown = await dropped(house, xiaoli, "a.csv", lists.text(("甲", "乙", "丙"), ("王芳", "蓝海", "要仓库系统")))
    await xiaoli.press("import.adjust", on=shown)
    await xiaoli.fill(
        {"表头在": "第 1 行：甲、乙、丙", "线索归": "自己跟进", "整份文件的来源": "展会", "整份文件的活动": "上海展"}
    )
    await xiaoli.submit()
    await house.do_errands()
    await xiaoli.press("import.adjust", on=said(xiaoli, "a.csv"))
    fields = {"列 甲：王芳": "联系人", "列 乙：蓝海": "客户", "列 丙：要仓库系统": "需求"}
    await xiaoli.fill(fields)
    await xiaoli.submit()
    await house.do_errands()
    await xiaoli.press("import.start", on=said(xiaoli, "a.csv"))
    await house.do_errands()

    assert "录入线索 1 条 → 你" in said(xiaoli, "a.csv").text
    mine = await xiaoli.command("/lead 我的")
    assert "蓝海" in mine.text
    assert "要仓库系统" in mine.text
    assert "展会" in mine.text


async def test_a_mapping_without_a_customer_is_refused_in_the_form(house, xiaoli):
    shown = await dropped(house, xiaoli, "a.csv", lists.text(HEAD, *ROWS))
    await xiaoli.press("import.adjust", on=shown)
    await xiaoli.fill({"列 公司：方舟电子": "不导入"})

    refused = await xiaoli.submit()

    assert not refused.ok
    assert list(xiaoli.form.errors.values()) == ["没有一列是客户名称。请给客户名称那一列选“客户”。"]


async def test_a_file_without_any_customer_can_only_be_adjusted(house, xiaoli):
    shown = await dropped(house, xiaoli, "a.csv", lists.text(("编号", "状态"), ("1", "2"), ("3", "4")))

    assert [button.text for button in shown.buttons] == ["调整列", "不导入"]


async def test_a_manager_shares_a_list_out_in_turn_and_each_hears_of_it_once(house, zhangjun, xiaoli, alice):
    shown = await dropped(house, zhangjun, "a.csv", lists.text(HEAD, *lists.many(5)))
    await zhangjun.press("import.adjust", on=shown)
    people = {"线索归": "小组成员，轮流分", "分给谁": ["小李 · 手上 0 条", "Alice · 手上 0 条"]}
    await zhangjun.fill(people)
    await zhangjun.submit()
    await house.do_errands()
    await zhangjun.press("import.start", on=said(zhangjun, "a.csv"))
    await house.do_errands()
    await house.deliver()

    held = [await count(house, Lead, Lead.owner_id == (await house.member(name)).id) for name in ("小李", "Alice")]
    assert sorted(held) == [2, 3]
    assert "从名单里分给你" in xiaoli.dms[-1].text
    assert re.search("gave you [23] leads from a list", alice.dms[-1].text)
    assert len(alice.dms) == 1


async def test_a_rep_cannot_share_out_whatever_the_form_is_made_to_say(house, xiaoli, alice):
    shown = await dropped(house, xiaoli, "a.csv", lists.text(HEAD, *ROWS))
    await xiaoli.press("import.adjust", on=shown)
    assert "分给谁" not in xiaoli.form.fields
    async with house.db.begin() as session:
        mine = (await session.scalars(select(Import))).one()
        mine.choices = items.Choices(to=((await house.member("Alice")).id,)).as_json()
    await xiaoli.dismiss()

    refused = await xiaoli.press("import.start", on=shown)

    assert "只有销售经理能把导入的线索分给别人" in refused.text
    assert await count(house, Lead) == 0


async def test_who_imports_for_themselves_holds_no_more_than_they_may(house, xiaoli):
    async with house.db.begin() as session:
        await session.execute(update(Workspace).values(held_at_once=3))
    shown = await dropped(house, xiaoli, "a.csv", lists.text(HEAD, *lists.many(5)))
    await xiaoli.press("import.adjust", on=shown)
    await xiaoli.fill({"线索归": "自己跟进"})
    await xiaoli.submit()
    await house.do_errands()

    told = said(xiaoli, "a.csv")
    assert "你最多还能再持有 3 条线索" in told.text
    await xiaoli.press("import.start", on=told)
    await house.do_errands()

    assert "录入线索 3 条 → 你" in said(xiaoli, "a.csv").text
    assert "⛔ 暂时不能归你 2 行" in said(xiaoli, "a.csv").text
    assert await count(house, Lead) == 3


async def test_who_let_a_customer_go_does_not_import_it_back_before_the_days_of_waiting_end(house, xiaoli):
    await xiaoli.command("/lead new 方舟电子 刘兵 要200台扫描枪")
    await xiaoli.press("lead.claim", on=await xiaoli.command("/lead 公海"))
    await xiaoli.choose("更多…", "成交可能…", on=await xiaoli.command("/lead 方舟电子"))
    await xiaoli.fill({"成交的可能有多大？": "无：成为死线索", "可能小或无时，说明原因": "没有预算"})
    await xiaoli.submit()
    shown = await dropped(house, xiaoli, "a.csv", lists.text(HEAD, ("方舟电子", "刘兵", "", "扫描枪"), *lists.many(2)))
    await xiaoli.press("import.adjust", on=shown)
    await xiaoli.fill({"线索归": "自己跟进"})
    await xiaoli.submit()
    await house.do_errands()
    await xiaoli.press("import.start", on=said(xiaoli, "a.csv"))
    await house.do_errands()

    told = said(xiaoli, "a.csv").text
    assert "录入线索 2 条 → 你" in told
    assert "⛔ 暂时不能归你 1 行 · 你放弃过、还在等待期 1" in told


async def test_who_imports_for_themselves_holds_no_more_of_a_pool_than_it_allows(house, xiaoli):
    async with house.db.begin() as session:
        session.add(
            Pool(workspace_id=house.slack.workspace.id, name="山东公海", regions=["山东"], position=1, held_at_once=2)
        )
    rows = [(name, *rest, "山东" if n % 2 else "广东") for n, (name, *rest) in enumerate(lists.many(8))]
    shown = await dropped(house, xiaoli, "a.csv", lists.text((*HEAD, "地区"), *rows))
    await xiaoli.press("import.adjust", on=shown)
    await xiaoli.fill({"线索归": "自己跟进"})
    await xiaoli.submit()
    await house.do_errands()
    await xiaoli.press("import.start", on=said(xiaoli, "a.csv"))
    await house.do_errands()

    assert "录入线索 6 条 → 你" in said(xiaoli, "a.csv").text
    assert "⛔ 暂时不能归你 2 行" in said(xiaoli, "a.csv").text
    report = lists.lines_of(sent_files(house)["a – 未导入.csv"])
    assert [line[-1] for line in report[1:]] == ["你手上已有 2 条线索，不能再多了"] * 2
    assert await count(house, Lead, Lead.region == "山东") == 2


async def test_a_manager_assigns_all_that_an_import_made_from_its_result(house, zhangjun, xiaoli, alice):
    await xiaoli.command("/lead new 蓝海物流 山东,要仓库系统")
    told = await entered(house, zhangjun, "展会.csv", lists.text(HEAD, *lists.many(120)))
    assert [button.text for button in told.buttons] == ["分配", "撤销导入"]

    form = await zhangjun.press("分配", on=told)
    assert "来自 展会.csv" in form.text
    assert "符合条件的线索有 120 条" in form.text
    await zhangjun.fill({"或者": ["全部 120 条"]})
    shown = await zhangjun.submit()
    assert "100 条线索 → 2 人" in shown.text, "fifty each is all they may hold"
    await zhangjun.submit()
    await house.deliver()

    held = [await count(house, Lead, Lead.owner_id == (await house.member(name)).id) for name in ("小李", "Alice")]
    assert sorted(held) == [50, 50]
    assert await count(house, Lead, Lead.owner_id.is_(None)) == 21
    assert "给你分配了 50 条线索" in xiaoli.dms[-1].text
    again = await zhangjun.press("分配", on=told)
    assert "符合条件的线索有 20 条" in again.text
    assert "蓝海物流" not in again.text


async def test_assigned_from_its_result_long_after_its_rows_are_forgotten_until_none_is_left(house, zhangjun, alice):
    told = await entered(house, zhangjun, "展会.csv", lists.text(HEAD, *lists.many(3)))
    house.move_clock(house.now() + timedelta(days=30))
    await house.run("prune", house.now())
    assert await count(house, ImportRow) == 0

    form = await zhangjun.press("分配", on=told)
    assert "来自 展会.csv" in form.text
    assert "符合条件的线索有 3 条" in form.text
    await zhangjun.fill({"或者": ["显示的全部 3 条"], "分配给": "Alice"})
    await zhangjun.submit()
    await zhangjun.submit()

    assert await count(house, Lead, Lead.owner_id == (await house.member("Alice")).id) == 3
    none = await zhangjun.press("分配", on=told)
    assert "这份名单的线索都不在公海里了" in none.text
    assert "这里没有符合条件的线索" in (await zhangjun.choose("只看包含", "扫描枪")).text


async def test_assigning_is_for_managers_and_of_their_own_imports(house, xiaoli, zhangjun):
    mine = await entered(house, xiaoli, "a.csv", lists.text(HEAD, *ROWS))
    assert [button.text for button in mine.buttons] == ["撤销导入"]

    async with house.db.begin() as session:
        where = f"import:{await session.scalar(select(Import.id))}"
    for forged in (where, "import:", "import:x", "import:99999999999999999999"):
        with pytest.raises(Missing):
            async with house.db.begin() as session:
                await picking.places(session, by=await house.member("张军"), where=forged)
    async with house.db.begin() as session:
        assert await picking.among(session, where=where, words="", by=await house.member("张军")) == ([], 0)


async def test_a_preview_nobody_answers_is_left_alone_after_a_week_and_what_files_said_is_forgotten(house, xiaoli):
    shown = await dropped(house, xiaoli, "a.csv", lists.text(HEAD, *lists.many(3)))
    await entered(house, xiaoli, "b.csv", lists.text(HEAD, *ROWS))
    await house.run("prune", house.now())
    assert await count(house, ImportRow) == 7

    house.move_clock(house.now() + timedelta(days=8))
    await house.run("prune", house.now())
    await house.do_errands()

    assert "a.csv 没有导入" in said(xiaoli, "a.csv").text
    assert await count(house, ImportRow) == 0
    assert await count(house, Lead) == 2
    refused = await xiaoli.press("import.start", on=shown)
    assert "这次导入已经不在这一步了" in refused.text


async def test_likely_duplicates_are_left_out_or_entered_as_the_person_says(house, xiaoli):
    await xiaoli.command("/lead new 山东力诺集团")
    data = lists.text(HEAD, ("山东力诺", "刘兵", "13800138000", "扫描枪"))
    shown = await dropped(house, xiaoli, "a.csv", data)
    assert "❔ 疑似已有 1 行" in shown.text

    await xiaoli.press("import.adjust", on=shown)
    await xiaoli.fill({"疑似已有客户的行": "仍然录入"})
    await xiaoli.submit()
    await house.do_errands()
    await xiaoli.press("import.start", on=said(xiaoli, "a.csv"))
    await house.do_errands()

    assert await names(house) == ["山东力诺集团", "山东力诺"]
    async with house.db.begin() as session:
        entry = (
            await session.scalars(select(AuditRow).where(AuditRow.verb == "import", AuditRow.noun == "lead"))
        ).one()
    assert len(entry.after["anyway"]) == 1


async def test_an_import_is_taken_back_but_for_what_somebody_worked_on(house, xiaoli, alice):
    await entered(house, xiaoli, "a.csv", lists.text(HEAD, *ROWS, ("三励公司", "", "", "")))
    await house.deliver()
    pool = await alice.command("/lead pool")
    await alice.press("Claim", on=pool, near="方舟电子")
    await alice.command("/visit 方舟电子 met Tom, wants 20 scanners")

    await xiaoli.press("import.undo", on=said(xiaoli, "a.csv"))
    await house.do_errands()
    await house.deliver()

    told = said(xiaoli, "a.csv")
    assert "已撤销 2 行" in told.text
    assert "保留 1 行：之后有人动过" in told.text
    assert not told.buttons
    assert await names(house, Lead.status != "withdrawn") == ["方舟电子"]
    assert "撤销了一次导入" in xiaoli.sees("#lead-pool")[-1].text
    again = await entered(house, xiaoli, "again.csv", lists.text(HEAD, *ROWS, ("三励公司", "", "", "")))
    assert "录入线索 2 条" in again.text


async def test_after_a_day_an_import_stays(house, xiaoli):
    told = await entered(house, xiaoli, "a.csv", lists.text(HEAD, *ROWS))
    house.move_clock(house.now() + timedelta(days=1, minutes=1))

    refused = await xiaoli.press("import.undo", on=told)

    assert "已经超过一天" in refused.text
    assert await count(house, Lead, Lead.status == "open") == 2


async def test_left_alone_nothing_of_the_file_is_kept(house, xiaoli):
    shown = await dropped(house, xiaoli, "a.csv", lists.text(HEAD, *ROWS))

    left = await xiaoli.press("import.cancel", on=shown)
    pressed = await xiaoli.press("import.start", on=shown)

    assert "什么也没录入" in left.text
    assert "已经不在这一步了" in pressed.text
    assert await count(house, ImportRow) == 0


async def test_anothers_import_is_not_there_for_anybody_else(house, xiaoli):
    await dropped(house, xiaoli, "a.csv", lists.text(HEAD, *ROWS))
    admin = await house.member("陈总")
    async with house.db.begin() as session:
        import_id = (await session.scalars(select(Import.id))).one()

    for order in (orders.start, orders.cancel, orders.undo):
        with pytest.raises(Missing):
            async with house.db.begin() as session:
                await order(session, import_id=import_id, by=admin, now=house.now())


REFUSED = {
    "big.csv": (b"a,b\n" * 1_400_000, "超过 5 MB"),
    "bomb.xlsx": (lambda: lists.with_sheet(b"0" * 300_000_000), "解压后远远超过"),
    "old.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "旧的 .xls"),
    "broken.xlsx": (b"PK\x03\x04 nothing", "读不出来"),
    "picture.csv": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "不是一份表格"),
    "empty.csv": (b"\n\n", "文件是空的"),
    "wide.csv": ((",".join(str(n) for n in range(150)) + "\n").encode(), "超过 100 列"),
    "quote.csv": (b'a,b\n"x' + b"y,z\n" * 60_000, "引号没有闭合"),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_what_cannot_be_taken_is_refused_in_one_sentence(house, xiaoli, name):
    data, why = REFUSED[name]

    told = await dropped(house, xiaoli, name, data() if callable(data) else data)

    assert f"{name} 没有导入" in told.text
    assert why in told.text
    assert "出了点问题" not in told.text
    assert not told.buttons


async def test_more_than_ten_thousand_rows_are_read_so_far_and_it_is_said_how_far(house, xiaoli):
    shown = await dropped(house, xiaoli, "long.csv", lists.text(HEAD, *lists.many(10_030)))

    assert "共 10000 行" in shown.text.replace(",", "")
    assert "只读到第 10001 行" in shown.text.replace(",", "")


async def test_other_files_and_words_with_them_go_where_they_went_before(house, xiaoli):
    await xiaoli.command("/lead new 方舟电子")

    silent = await xiaoli.uploads("照片.png", b"\x89PNG")
    logged = await xiaoli.uploads("照片.png", b"\x89PNG", text="方舟电子 见了刘兵,要200台扫描枪")

    assert "进行中的商机" in silent.text, "evidence for a deal"
    assert "已记" in logged.text
    assert await count(house, Import) == 0


async def test_lead_import_opens_the_way_and_sends_a_template_in_the_asker_s_language(house, xiaoli, alice):
    for who, command, label in ((xiaoli, "/lead 导入", "发我一份模板"), (alice, "/lead import", "Send me a template")):
        await who.command(command)
        assert who.form.ok
        await who.press(label)
        await who.dismiss(everything=True)

    sent = sent_files(house)
    assert lists.rows_of(sent["线索导入模板.xlsx"])[0][:3] == ["客户", "联系人", "职务"]
    assert lists.rows_of(sent["Leads to import.xlsx"])[0][:3] == ["Customer", "Contact", "Job title"]


async def test_a_template_filled_in_is_read_without_adjusting(house, alice):
    await alice.command("/lead import")
    await alice.press("Send me a template")
    await alice.dismiss(everything=True)
    head, *_ = lists.rows_of(sent_files(house)["Leads to import.xlsx"])
    person = ["Acme", "Tom", "Buyer", "13800138000", "tom88", "tom@acme.example"]
    row = [*person, "20 scanners", "Shanghai", "Fair", "CIIF", "Ann", "300k", "280k", "vip, east", "calls back"]

    shown = await dropped(house, alice, "filled.xlsx", lists.book(head, row))

    assert "Left out" not in shown.text
    assert "🆕 1 new customer" in shown.text
    assert "✂️" not in shown.text


async def test_a_file_put_into_the_form_is_read_too(house, xiaoli):
    file = house.slack.workspace.add_file("表.csv", house.slack.workspace.user("小李"), lists.text(HEAD, *ROWS))
    await xiaoli.command("/lead 导入")
    await xiaoli.fill({"文件，最多 1 万行、5 MB": [file.id]})
    await xiaoli.submit()
    await house.do_errands()

    assert "表.csv 共 2 行" in said(xiaoli, "表.csv").text


async def test_only_who_put_a_file_into_slack_may_import_it(house, xiaoli):
    file = house.slack.workspace.add_file("表.csv", house.slack.workspace.user("Alice"), lists.text(HEAD, *ROWS))
    await xiaoli.command("/lead 导入")
    await xiaoli.fill({"文件，最多 1 万行、5 MB": [file.id]})
    await xiaoli.submit()
    await house.do_errands()

    assert "只有上传文件的人能导入它" in said(xiaoli, "表.csv").text


async def test_issued_invoices_become_leads_or_go_to_the_customers_on_record_once(house, xiaoli):
    await xiaoli.command("/lead new")
    await xiaoli.fill({"客户": "方舟电子", "放到": "自己跟进"})
    await xiaoli.submit()
    await xiaoli.dismiss(everything=True)
    lines = """
        发票代码 发票号码 开票日期 购方名称 购方税号 商品名称 数量 金额 税额 价税合计 发票状态
        044 24312000001 2026-11-03 方舟电子 91310000X 激光扫描器 200 100000 13000 113000 正常
        044 24312000002 2026/11/04 三励公司 91310000Y 服务器 1 20000 2600 22600 正常
        044 24312000002 2026/11/04 三励公司 91310000Y 网线 10 1000 130 1130 正常
        044 24312000003 20261105 三励公司 91310000Y 打印机 2 5000 650 5650 正常
        044 24312000004 2026-11-06 蓝海物流 – 软件 1 1 0 1 作废
    """
    rows = [line.split() for line in lines.strip().splitlines()]
    data = lists.text(*rows, encoding="gbk")
    shown = await dropped(house, xiaoli, "发票.csv", data)
    told = await entered(house, xiaoli, "又.csv", data)
    again = await dropped(house, xiaoli, "再.csv", data)

    assert "🆕 新客户 1 个" in shown.text
    assert "🧾 已有客户的发票 2 张" in shown.text
    assert "录入线索 1 条" in told.text
    assert "🧾 登记发票 2 张" in told.text
    assert "发票已经在册" in again.text
    async with house.db.begin() as session:
        found = await session.execute(
            select(Invoice.number, Account.name, Invoice.amount, Invoice.goods)
            .join(Account, Account.id == Invoice.account_id)
            .order_by(Invoice.number)
        )
        assert [tuple(row) for row in found] == [
            ("24312000001", "方舟电子", 113000, ["激光扫描器 ×200"]),
            ("24312000002", "三励公司", 23730, ["服务器 ×1", "网线 ×10"]),
            ("24312000003", "三励公司", 5650, ["打印机 ×2"]),
        ]
    card = await xiaoli.command("/lead 方舟电子")
    assert "¥11.3万" in card.text
    assert "激光扫描器 ×200" in card.text


async def test_a_hundred_rows_cost_no_more_statements_than_five(house, databases, xiaoli):
    rows, counts = lists.many(105), []
    for part in (rows[:5], rows[5:]):
        name = f"{len(part)}.csv"
        with statements(databases) as checking:
            shown = await dropped(house, xiaoli, name, lists.text(HEAD, *part))
        await xiaoli.press("import.start", on=shown)
        with statements(databases) as writing:
            await house.do_errands()
        assert f"录入线索 {len(part)} 条" in said(xiaoli, name).text
        counts.append((len(checking), len(writing)))

    few, many = counts
    assert all(more - less < 4 for less, more in zip(few, many, strict=True)), (
        counts
    )  # its message is drawn by the clock


async def test_what_a_list_taught_the_books_is_not_asked_again_for_its_later_rows(house, databases, xiaoli):
    rows = [("北京恒瑞机械有限公司", "", "", ""), *lists.many(220), ("上海恒瑞机械有限公司", "", "", "")]
    shown = await dropped(house, xiaoli, "a.csv", lists.text(HEAD, *rows))
    await xiaoli.press("import.start", on=shown)
    with statements(databases) as writing:
        await house.do_errands()

    assert await count(house, Lead) == 222
    assert not [statement for statement in writing if "hit.account_ids" in statement]


async def test_what_others_taught_the_books_while_a_list_is_entered_counts(house, xiaoli, alice):
    rows = [*lists.many(220), ("方舟电子", "刘兵", "13800138000", "扫描枪")]
    shown = await dropped(house, xiaoli, "a.csv", lists.text(HEAD, *rows))
    await xiaoli.press("import.start", on=shown)
    by = await house.member("小李")
    async with house.db.begin() as session:
        batch_id = await session.scalar(select(ImportRow.import_id).limit(1))
        batch = await batches.lock(session, import_id=batch_id, by=by)
        await writing.write_some(session, batch=batch, by=by, now=house.now())
    await alice.command("/lead new 方舟电子有限公司")
    await house.do_errands()

    told = said(xiaoli, "a.csv")
    assert "录入线索 220 条" in told.text
    assert "🔁 重复 1 行 · 公海里已有 1" in told.text


async def test_a_worker_that_died_is_followed_by_another_that_goes_on_where_it_was(house, xiaoli):
    shown = await dropped(house, xiaoli, "a.csv", lists.text(HEAD, *lists.many(250)))
    await xiaoli.press("import.start", on=shown)
    by = await house.member("小李")
    async with house.databases.everywhere().begin() as session:
        taken = (await errands.take(session, most=1))[0]
    async with house.db.begin() as session:
        await errands.hold(session, errand=taken)
        batch = await batches.lock(session, import_id=taken.noun_id, by=by)
        await writing.write_some(session, batch=batch, by=by, now=house.now())
    assert await count(house, Lead) == 200
    await house.do_errands()
    assert await count(house, Lead) == 200, "its lease still runs"

    async with house.db.begin() as session:
        await session.execute(update(Errand).values(due_at=func.now()))
    await house.do_errands()

    assert await count(house, Lead) == 250
    assert "录入线索 250 条" in said(xiaoli, "a.csv").text
    with pytest.raises(errands.Lost):
        async with house.db.begin() as session:
            await errands.hold(session, errand=taken)
