"""Pools in chat: an admin's forms, what people may see of each, refusals that offer a way on, cards that stay true."""

import asyncio
import json
from datetime import date, time, timedelta

import pytest
from sqlalchemy import select, update

from core.models import AuditRow, Lead, Member, Pool, Workspace
from tests.database import statements
from tests.handlers.forging import chosen, press, submit
from tests.handlers.test_reminders import shanghai

NEW = "/lead new 方舟电子 刘兵 13800138000 微信 liubing88 要200台扫描枪 预算30万"
FOR_ADS = {"谁能看到和认领": "仅限下面选择的人", "小组": ["广告组"]}
SECRETS = ("0013", "liubing88", "13800138000", "138 0013 8000")


async def opened(admin, name, **entries):
    """A pool by the admin's form, in Chinese."""
    await admin.command("/genjin 公海")
    await admin.press("新建公海")
    await admin.fill({"名称": name, **entries})
    seen = await admin.submit()
    if admin.form:
        await admin.dismiss(everything=True)
    return seen


async def pool_of(house, name):
    async with house.db.begin() as session:
        return (await session.scalars(select(Pool).where(Pool.name == name))).one()


async def rules(house, **values):
    async with house.db.begin() as session:
        await session.execute(update(Pool).values(**values))


async def audited(house, noun, verb):
    async with house.db.begin() as session:
        found = await session.scalars(select(AuditRow).where(AuditRow.noun == noun, AuditRow.verb == verb))
        return found.all()


async def test_everybody_reads_the_rules_of_the_pools_in_their_language(house, admin, xiaoli, alice):
    await opened(
        admin, "华东", **{"接收的地区": "上海、江苏", "每人每天可认领（条）": "3", "按等级的持有上限": "A=80 B=50"}
    )

    chinese, english = await xiaoli.command("/genjin 公海"), await alice.command("/genjin pools")

    assert "共 2 个公海" in chinese
    assert "接收 上海、江苏 的线索" in chinese
    assert "每天认领 3 条 · 按等级持有上限：A=80 B=50" in chinese
    assert "华东 · 0 leads lie here · 0 are held" in english
    assert "takes every lead that no other pool asks for" in english
    assert "a former owner waits 7 days" in english
    assert not any(button.text in ("新建公海", "修改…") for button in chinese.buttons)


async def test_wrong_entries_are_answered_in_their_fields_and_nothing_typed_is_lost(house, admin):
    await admin.command("/genjin 公海")
    await admin.press("新建公海")
    await admin.fill({"名称": "华东", "每人每天可认领（条）": "三", "接收的地区": "上海"})

    for entries, label in (
        ({}, "每人每天可认领（条）"),
        ({"每人每天可认领（条）": "０"}, "每人每天可认领（条）"),
        ({"每人每天可认领（条）": "３", "按等级的持有上限": "A八十"}, "按等级的持有上限"),
        ({"按等级的持有上限": "A＝80，B＝50", "谁能看到和认领": "仅限下面选择的人"}, "成员"),
    ):
        await admin.fill(entries)
        await admin.submit()
        assert list(admin.form.errors) == [label]
        assert admin.form.fields["接收的地区"].value == "上海"
    await admin.fill({"成员": ["小李"]})
    assert "华东已建好" in await admin.submit()

    pool = await pool_of(house, "华东")
    assert (pool.claims_a_day, pool.held_by_grade, pool.regions) == (3, {"A": 80, "B": 50}, ["上海"])
    assert [row.after["held_by_grade"] for row in await audited(house, "pool", "open")] == [{"A": 80, "B": 50}]


async def test_a_pool_has_its_own_rhythm_by_chance_and_its_own_time_to_accept(house, admin):
    hours, high = "分配后接受的时限（工作小时）", "跟进间隔（工作日），成交可能：大"
    await admin.command("/genjin 公海")
    await admin.press("新建公海")
    await admin.fill({"名称": "华东", hours: "81", high: "3"})
    await admin.submit()
    assert list(admin.form.errors) == [hours]
    await admin.fill({hours: "2", high: "0"})
    await admin.submit()
    assert list(admin.form.errors) == [high]
    await admin.fill({high: "3"})
    assert "华东已建好" in await admin.submit()

    pool = await pool_of(house, "华东")
    assert (pool.answer_hours, pool.rhythms) == (2, {"high": 3})
    listed = await admin.command("/genjin 公海")
    assert "分配后 2 个工作小时内接受" in listed
    assert "跟进间隔" in listed
    await admin.press("修改…", on=listed, near="华东")
    assert (admin.form.fields[hours].value, admin.form.fields[high].value) == ("2", "3")
    await admin.fill({hours: "0", high: ""})
    await admin.submit()
    assert "分配的线索无需接受" in await admin.command("/genjin 公海")


async def test_somebody_genjin_has_not_met_may_belong(house, admin):
    house.slack.workspace.add_user("新同事", locale="zh-CN", tz="Asia/Shanghai", id="UNEW")

    assert "已建好" in await opened(admin, "华东", **{"谁能看到和认领": "仅限下面选择的人", "成员": ["新同事"]})

    assert "公海" in await house.person("新同事").command("/genjin 公海")
    assert "华东" in await house.person("新同事").command("/genjin 公海")


async def test_a_rep_is_told_whom_to_ask_for_a_pool(house, xiaoli, admin):
    await opened(admin, "华东")

    pool = await pool_of(house, "华东")
    for action in ("pool.new", "pools.reveals"):
        await press(xiaoli, action, {})
        assert "陈总" in xiaoli.told.text
    for do in ("change", "history", "up", "down", "close"):
        await press(xiaoli, "pool.menu", {"pool": pool.id, "do": do}, kind="overflow")
        assert "陈总" in xiaoli.told.text
    sent = [await submit(xiaoli, form, {"pool": pool.id, "version": 1}, name="改名", into=chosen("1"))
            for form in ("pool.form", "pool.close_form")]  # fmt: skip
    assert ["陈总" in json.dumps(ack.body, ensure_ascii=False) for ack in sent] == [True, True]


async def test_two_admins_change_one_pool_and_the_second_sees_what_the_first_did(house, admin, zhangjun):
    async with house.db.begin() as session:
        await session.execute(update(Member).where(Member.name == "张军").values(role="admin"))
    await opened(admin, "华东", **{"每人每天可认领（条）": "3"})
    for who in (admin, zhangjun):
        await who.press("修改…", on=await who.command("/genjin 公海"), near="华东")
    await admin.fill({"每人每天可认领（条）": "5"})
    assert "规则即刻生效" in await admin.submit()

    await zhangjun.fill({"原负责人再次认领前要等的天数": "2"})
    again = await zhangjun.submit()

    assert "期间有人改过" in again.text
    assert "陈总" in again.text
    assert "每人每天可认领（条） 3 → 5" in again.text
    assert zhangjun.form.fields["原负责人再次认领前要等的天数"].value == "2"
    await zhangjun.fill({"每人每天可认领（条）": "5"})
    assert "规则即刻生效" in await zhangjun.submit()
    pool = await pool_of(house, "华东")
    assert (pool.claims_a_day, pool.cooling_days, pool.version) == (5, 2, 3)
    told = await admin.press("修改记录", on=await admin.command("/genjin 公海"), near="华东")
    assert "每人每天可认领（条） 3 → 5" in told.text
    assert "原负责人再次认领前要等的天数 7 → 2" in told.text


async def test_a_form_delivered_twice_opens_one_pool(house, admin):
    await opened(admin, "华东")
    sent = next(each for each in reversed(house.slack.deliveries) if "view_submission" in json.dumps(each.payload))

    ack = await house.slack.wire.interaction(sent.payload)

    assert ack.status == 200
    assert len(await audited(house, "pool", "open")) == 1


async def test_a_pool_closes_and_its_leads_lie_in_the_other(house, admin, xiaoli):
    await opened(admin, "华东", **{"接收的地区": "上海"})
    await xiaoli.command("/lead 新建 红杉机械 上海 要200台扫描枪")

    await admin.press("关闭…", on=await admin.command("/genjin 公海"), near="华东")
    assert "华东有 1 条未结束的线索" in admin.form.text
    await admin.fill({"线索转到": "公海"})
    closed = await admin.submit()

    assert "华东已关闭；其中 1 条线索已转到公海" in closed.text
    await admin.dismiss(everything=True)
    assert "红杉机械" in await xiaoli.command("/lead 公海")
    assert "共 1 个公海" in await admin.command("/genjin 公海")


async def test_the_pool_list_begins_with_ones_own_pool_and_turns_to_others_and_to_what_is_alike(house, admin, alice):
    await opened(admin, "华东", **{"接收的地区": "上海"}, **FOR_ADS)
    for name, place in (("红杉机械", "上海"), ("蓝海物流", "上海"), ("绿野食品", "北京"), ("宏图家电", "广州")):
        await alice.command(f"/lead new {name} {place} needs 20 scanners")

    own = await alice.command("/lead pool")
    other = await alice.choose("Pool", "the lead pool · 2")
    narrowed = await alice.choose("Show only…", "北京 · 1")
    claimed = await alice.press("Claim", on=narrowed)
    back = await alice.choose("Show only…", "Show all")
    named = [await alice.command(f"/lead pool {name}") for name in ("华东", "LEAD POOL", "Mars")]

    assert "红杉机械" in own
    assert "绿野食品" not in own
    assert "绿野食品" in other
    assert "红杉机械" not in other
    assert "绿野食品" in narrowed
    assert "宏图家电" not in narrowed
    assert "绿野食品 is yours now" in claimed
    assert "宏图家电" in back
    assert ["蓝海物流" in named[0], "宏图家电" in named[1]] == [True, True]
    assert "No pool is called “Mars”. There is: 华东, Lead pool." in named[2]


async def test_who_does_not_belong_sees_nothing_of_a_pool_for_some(house, admin, xiaoli, jia):
    await opened(admin, "华东", **{"接收的地区": "上海"}, **FOR_ADS)
    await xiaoli.command("/lead 新建 红杉机械 上海 要200台扫描枪")
    await house.deliver()

    assert "华东" not in await jia.command("/genjin 公海")
    assert "红杉机械" not in await jia.command("/lead 公海")
    assert not any("红杉机械" in message for message in jia.sees("#lead-pool"))
    assert "红杉机械" in await xiaoli.command("/lead 公海")


async def test_what_one_enters_or_lets_go_into_a_pool_of_others_leaves_ones_sight(house, admin, jia, alice, xiaoli):
    await opened(admin, "北区", **FOR_ADS, 接收的地区="北京")
    entered = await jia.command("/lead new 京东方科技 北京 要10台")
    assert "已录入北区。你不在这个公海里，由那里的成员认领。" in entered
    assert [button.text for button in entered.buttons] == ["撤销"]

    await jia.command("/lead new")
    await jia.fill({"客户": "北京小米", "地区": "北京", "放到": "自己跟进"})
    await jia.submit()
    await jia.dismiss(everything=True)
    card = await jia.command("/lead 北京小米")
    released = await jia.press("lead.release", on=card)

    assert "北京小米 已退回北区。你不在这个公海里，由那里的成员认领。" in released
    assert "北京小米" in await xiaoli.command("/lead 公海 北区")
    assert "归 @销售甲" in await jia.press("撤销", on=released)
    card = await house.person("李庆成").command("/lead 北京小米")  # who leads the owner may as well
    assert "你不在这个公海里" in await house.person("李庆成").press("lead.release", on=card)
    await alice.press("lead.claim", on=await alice.command("/lead pool"))


async def test_new_leads_are_shown_in_the_pools_own_channel(house, admin, xiaoli, jia):
    await opened(admin, "华东", **{"接收的地区": "上海", "新线索发到的频道": "#ads"})
    await xiaoli.command("/lead 新建 红杉机械 上海 要200台扫描枪")
    await house.deliver()

    posted = xiaoli.sees("#ads")[-1]
    assert "红杉机械 · 在公海，可认领" in posted.text
    assert "陈总" in posted.text
    assert xiaoli.sees("#lead-pool") == []
    why = await xiaoli.press("为什么", on=posted)
    assert "陈总" in why.text


async def test_a_lead_that_comes_back_is_shown_anew_and_the_old_card_says_so(house, xiaoli, alice, zhangjun):
    await xiaoli.command(NEW)
    await house.deliver()
    await alice.press("lead.claim", on=alice.sees("#lead-pool")[-1])
    await house.deliver()
    await alice.press("Release", on=await alice.command("/lead 方舟电子"))
    await house.deliver()

    old, new = zhangjun.sees("#lead-pool")

    assert "已退回公海，请看下面的新卡片" in old.text
    assert not [button for button in old.buttons if button.action_id == "lead.claim"]
    assert "在公海，可认领" in new.text
    await xiaoli.press("lead.claim", on=xiaoli.sees("#lead-pool")[-1])
    await house.deliver()
    old, new = zhangjun.sees("#lead-pool")
    assert "已退回公海" in old.text
    assert "小李" in new.text


async def test_a_claim_undone_changes_the_card_where_it_stands(house, xiaoli, alice):
    await xiaoli.command(NEW)
    await house.deliver()
    await alice.press("lead.claim", on=alice.sees("#lead-pool")[-1])
    await alice.press("Undo", on=alice.told)
    await house.deliver()

    (card,) = xiaoli.sees("#lead-pool")
    assert "在公海，可认领" in card.text


async def test_a_lead_moved_to_another_pool_is_shown_there_and_no_longer_here(house, admin, zhangjun, xiaoli, alice):
    await opened(
        admin, "广告", **{"新线索发到的频道": "#ads", "谁能看到和认领": "仅限下面选择的人", "小组": ["广告组"]}
    )
    await xiaoli.command(NEW)
    await house.deliver()

    await zhangjun.choose("更多…", "移到公海…", on=await zhangjun.command("/lead 方舟电子"))
    await zhangjun.fill({"公海": "广告"})
    moved = await zhangjun.submit()
    await house.deliver()

    assert "方舟电子 现在属于广告" in moved.text
    assert "已移到别的公海" in alice.sees("#lead-pool")[-1].text
    assert "方舟电子 · 在公海，可认领" in alice.sees("#ads")[-1].text
    await zhangjun.press("撤销", on=moved)
    await house.deliver()
    assert "在公海，可认领" in alice.sees("#lead-pool")[-1].text
    assert "已移到别的公海" in alice.sees("#ads")[-1].text


async def test_nobody_reads_how_to_reach_a_contact_before_the_claim_wherever_they_look(house, xiaoli, alice, zhangjun):
    start = len(house.slack.calls)
    await xiaoli.command(NEW)
    await xiaoli.command("/visit 方舟电子 和刘兵通话,他手机13800138000,加了微信liubing88,下周三报价")
    await house.deliver()
    seen = [alice.sees("#lead-pool")[-1], *[await alice.command(line) for line in
            ("/lead pool", "/lead 方舟电子", "/taken 方舟电子", "/genjin lead 方舟电子")]]  # fmt: skip
    seen.append(await alice.choose("More…", "Whole history", on=seen[2]))
    refused = await alice.choose("More…", "Show contact", on=seen[2])

    spoken = json.dumps([call.args for call in house.slack.calls[start:]], ensure_ascii=False)
    assert [secret for secret in SECRETS if secret in spoken] == []
    assert [(secret, each.text) for secret in SECRETS for each in (*seen, refused) if secret in each.text] == []
    assert [each.text for each in seen[:3] if "刘兵" in each.text.splitlines()[0]] == []
    assert "ask 张军" in refused.text.replace("@", "")
    claimed = await alice.press("Claim", on=seen[1])
    card = await alice.command("/lead 方舟电子")
    assert "yours now" in claimed
    assert "138 0013 8000" in card


async def test_a_manager_looks_and_the_admin_reads_who_did(house, xiaoli, zhangjun, admin):
    await xiaoli.command(NEW)

    shown = await zhangjun.choose("更多…", "查看联系方式", on=await zhangjun.command("/lead 方舟电子"))
    listed = await admin.press("查看记录", on=await admin.command("/genjin 公海"))

    assert "138 0013 8000" in shown.text
    assert "这次查看已记录在案" in shown.text
    assert "共被查看 1 次" in listed.text
    assert "张军" in listed.text
    assert "方舟电子" in listed.text


async def test_where_a_pool_masks_nothing_the_contact_is_read_at_once(house, xiaoli, alice):
    await rules(house, masks_phones=False)
    await xiaoli.command(NEW)

    assert "138 0013 8000" in await alice.command("/lead 方舟电子")


async def test_a_locked_lead_is_shown_so_and_who_presses_learns_by_whom_and_gets_another(
    house, xiaoli, alice, zhangjun
):
    await xiaoli.command(NEW)
    await xiaoli.command("/lead new 蓝海物流 要叉车")
    await house.deliver()
    posted = next(card for card in alice.sees("#lead-pool") if "方舟电子" in card.text)

    await zhangjun.choose("更多…", "锁定", on=await zhangjun.command("/lead 方舟电子"))
    refused = await alice.press("lead.claim", on=posted)
    await house.deliver()

    assert "方舟电子 is locked by @张军" in refused.text
    assert "The nearest you may claim now:" in refused.text
    assert "蓝海物流" in refused.text
    card = next(card for card in alice.sees("#lead-pool") if "方舟电子" in card.text)
    assert "🔒 在公海，已被经理锁定" in card.text
    told = {
        word: await alice.command(word) for word in ("/taken 方舟电子", "/lead new 方舟电子", "/visit 方舟电子 要20台")
    }
    for seen in (card, *told.values()):
        assert not [button for button in seen.buttons if button.action_id == "lead.claim"]
    assert "locked by a manager: nobody may claim it" in told["/taken 方舟电子"].text
    taken = await alice.press("Claim", on=refused)
    assert "with @Alice" in taken.text
    unlocked = await zhangjun.choose("更多…", "解锁", on=await zhangjun.command("/lead 方舟电子"))
    assert "已解锁" in unlocked.text


async def test_who_let_a_lead_go_reads_the_rule_its_days_and_the_moment_and_is_offered_another(house, xiaoli, alice):
    house.move_clock(shanghai(date(2026, 12, 7), time(10)))
    await rules(house, cooling_days=3)
    await xiaoli.command(NEW)
    await xiaoli.command("/lead new 蓝海物流 要叉车")
    pool = await alice.command("/lead pool")
    await alice.press("Claim", on=pool, near="方舟电子")
    await alice.press("Release", on=await alice.command("/lead 方舟电子"))

    refused = await alice.press("Claim", on=pool, near="方舟电子")
    listed = await alice.command("/lead pool")

    assert "By the 3-day rule of the lead pool for former owners" in refused.text
    assert "Dec 10, 2026 10:00 AM" in refused.text or "2026" in refused.text
    assert "蓝海物流" in refused.text
    assert "It was yours: you may claim it again from" in listed.text
    assert len([button for button in listed.buttons if button.action_id == "lead.claim"]) == 1
    house.move_clock(shanghai(date(2026, 12, 10), time(10, 1)))
    assert "yours now" in await alice.press("Claim", on=await alice.command("/lead pool"), near="方舟电子")


async def test_the_days_claims_of_one_pool_leave_those_of_another(house, admin, xiaoli, alice):
    await opened(admin, "华东", **{"接收的地区": "上海", "每人每天可认领（条）": "1"})
    for name, place in (("红杉机械", "上海"), ("蓝海物流", "上海"), ("绿野食品", "北京")):
        await xiaoli.command(f"/lead 新建 {name} {place} 要扫描枪")
    pool = await alice.choose("Pool", "华东 · 2", on=await alice.command("/lead pool"))
    await alice.press("Claim", on=pool, near="蓝海物流")

    refused = await alice.press("Claim", on=pool, near="红杉机械")

    assert "You have claimed 1 of 1 leads of 华东 today" in refused.text
    assert "绿野食品" in refused.text
    assert "with @Alice" in await alice.press("Claim", on=refused)


async def test_everybody_presses_claim_at_once_in_a_pool_for_some_and_one_has_it(
    house, admin, xiaoli, alice, zhangjun, jia
):
    await opened(admin, "广告", **{"新线索发到的频道": "#ads", "接收的地区": "上海"}, **FOR_ADS)
    await xiaoli.command("/lead 新建 红杉机械 上海 要扫描枪")
    await house.deliver()
    card = xiaoli.sees("#ads")[-1]

    await asyncio.gather(*(who.press("lead.claim", on=who.sees("#ads")[-1]) for who in (xiaoli, alice, zhangjun)))
    outsider = await jia.press("lead.claim", on=card)

    async with house.db.begin() as session:
        owner = await session.scalar(select(Lead.owner_id))
    assert owner is not None
    assert "红杉机械" not in outsider.text
    assert len(await audited(house, "lead", "claim")) == 1


async def test_a_members_grade_tags_and_share_are_set_with_their_team_and_bind(house, admin, alice, xiaoli):
    await admin.command("/genjin 小组")
    await admin.press("调整角色或小组")
    await admin.fill({"成员": alice, "等级": "A 级", "擅长": "医疗、上海", "最多能跟进的线索数": "1"})
    await admin.submit()
    assert list(admin.form.errors) == ["等级"]
    await admin.fill({"等级": "A", "最多能跟进的线索数": "很多"})
    await admin.submit()
    assert list(admin.form.errors) == ["最多能跟进的线索数"]
    await admin.fill({"最多能跟进的线索数": "1"})
    told = await admin.submit()
    await admin.dismiss(everything=True)

    assert "等级：A" in told
    assert "擅长：医疗、上海" in told
    member = await house.member("Alice")
    assert (member.grade, member.tags, member.capacity) == ("A", ["医疗", "上海"], 1)
    for name in ("方舟电子", "蓝海物流"):
        await xiaoli.command(f"/lead new {name}")
    pool = await alice.command("/lead pool")
    await alice.press("Claim", on=pool, near="方舟电子")
    refused = await alice.press("Claim", on=pool, near="蓝海物流")
    assert "You hold 1 leads, and an admin has set 1 as the most for you." in refused.text
    await admin.command("/genjin 小组")
    await admin.press("调整角色或小组")
    await admin.fill({"成员": alice, "等级": "-", "最多能跟进的线索数": "-"})
    await admin.submit()
    member = await house.member("Alice")
    assert (member.grade, member.tags, member.capacity) == (None, ["医疗", "上海"], None)
    assert len(await audited(house, "member", "traits")) == 2


async def test_an_admin_says_where_the_workspace_is_at_home(house, admin):
    await admin.command("/genjin 设置")
    assert (admin.form.fields["时区"].value, admin.form.fields["未写明时的币种"].value) == ("上海", "人民币")

    for entries, label in (
        ({"时区": "阿斯加德"}, "时区"),
        ({"时区": "纽约", "按哪个国家或地区的节假日": "Germny"}, "按哪个国家或地区的节假日"),
    ):
        await admin.fill(entries)
        await admin.submit()
        assert list(admin.form.errors) == [label]
    assert "Germany" in admin.form.errors["按哪个国家或地区的节假日"]
    await admin.fill({"按哪个国家或地区的节假日": "德国", "频道语言": "English", "未写明时的币种": "欧元"})
    assert "设置已保存" in await admin.submit()

    async with house.db.begin() as session:
        workspace = (await session.scalars(select(Workspace))).one()
    home = (workspace.zone, workspace.locale, workspace.country, workspace.currency)
    assert home == ("America/New_York", "en-US", "DE", "EUR")
    row = (await audited(house, "workspace", "rules"))[-1]
    assert (row.before["zone"], row.after["zone"]) == ("Asia/Shanghai", "America/New_York")


@pytest.mark.parametrize("many", [3, 60])
async def test_a_look_into_the_pools_takes_few_statements_however_much_there_is(house, admin, xiaoli, many):
    for name in ("华东", "华南"):
        await opened(admin, name, **{"接收的地区": name})
    for n in range(many):
        await xiaoli.command(f"/lead new 客户{n}号机械 {'华东' if n % 2 else '北京'} 要扫描枪")
    await xiaoli.command("/lead 公海")

    with statements(house.databases) as listing:
        page = await xiaoli.command("/lead 公海")
    assert page.ok
    with statements(house.databases) as board:
        await xiaoli.command("/genjin 公海")

    assert len([each for each in listing if "set_config" not in each]) <= 10
    assert len([each for each in board if "set_config" not in each]) <= 8


async def test_time_passes_and_the_wait_is_over(house, xiaoli, alice):
    await xiaoli.command(NEW)
    await alice.press("Claim", on=await alice.command("/lead pool"))
    await alice.press("Release", on=await alice.command("/lead 方舟电子"))

    house.move_clock(house.now() + timedelta(days=7, minutes=1))

    assert "yours now" in await alice.press("Claim", on=await alice.command("/lead pool"))
