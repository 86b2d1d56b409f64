"""Good manners, whatever happens: late answers still come, nothing typed is lost, what was meant is offered."""

import asyncio

import pytest
from sqlalchemy import select, text

from core.models import Lead, LeadStatus, Member, Visit


async def count(house, model, *where):
    async with house.db.begin() as session:
        return len((await session.scalars(select(model).where(*where))).all())


async def test_a_form_that_took_longer_than_slack_waits_is_answered_in_the_dm(house, xiaoli, monkeypatch):
    monkeypatch.setattr("bot.listening.PATIENCE", 0.0)
    await xiaoli.command("/lead new")
    await xiaoli.fill({"客户": "方舟电子"})
    await xiaoli.submit()

    await house.slack.until(lambda: any("方舟电子" in told.text for told in xiaoli.dms))

    assert any("已录入公海" in told.text for told in xiaoli.dms)


async def test_while_somebody_else_holds_the_lead_it_is_said_that_they_do(house, xiaoli):
    await xiaoli.command("/lead new 方舟电子")
    pool = await xiaoli.command("/lead 公海")
    async with house.databases.everywhere().begin() as session:
        await session.execute(text("select 1 from leads for update"))
        told = await xiaoli.press("认领", on=pool)

    assert "正被别人修改" in told.text
    assert await count(house, Lead, Lead.owner_id.is_not(None)) == 0


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("/lead pol", "/lead pool"), ("/deal mien", "/deal mine"), ("/lead 公悔", "/lead 公海")],
)
async def test_a_misspelt_word_is_no_customer_without_a_hint(house, admin, typed, meant):
    assert meant in (await admin.command(typed)).text


@pytest.mark.parametrize("typed", ["/today xyz", "/pipeline forcast", "/genjin pipeline 预侧"])
async def test_what_is_not_understood_says_so(house, xiaoli, typed):
    told = await xiaoli.command(typed)

    assert f"没看懂“{typed.split()[-1]}”" in told.text


async def test_a_long_line_that_could_not_be_logged_comes_back_whole(house, xiaoli):
    line = "没有这个客户集团 " + "，".join(f"第{n}项要{n}台设备" for n in range(260))

    told = await xiaoli.command(f"/visit {line[:2900]}")

    assert told.text.replace("\n", "").replace("> ", "").count("台设备") >= line[:2900].count("台设备")


async def test_a_lead_made_for_a_follow_up_goes_with_it(house, xiaoli):
    await xiaoli.command("/visit 三励公司 见了刘兵,要200台扫描枪")
    made = await xiaoli.press("visit.make_lead")
    assert await count(house, Lead, Lead.status == LeadStatus.OPEN) == 1

    await xiaoli.press("撤销", on=made)

    assert await count(house, Visit, Visit.undone_at.is_(None)) == 0
    assert await count(house, Lead, Lead.status == LeadStatus.OPEN) == 0


async def test_a_lead_that_was_followed_up_since_stays(house, xiaoli):
    await xiaoli.command("/visit 三励公司 见了刘兵,要200台扫描枪")
    made = await xiaoli.press("visit.make_lead")
    await xiaoli.command("/visit 三励公司 刘兵说预算批了30万")

    await xiaoli.press("撤销", on=made)

    assert await count(house, Visit, Visit.undone_at.is_(None)) == 1
    assert await count(house, Lead, Lead.status == LeadStatus.OPEN) == 1


async def test_edited_a_follow_up_keeps_the_step_given_beside_its_words(house, xiaoli):
    await xiaoli.command("/lead new 方舟电子")
    await xiaoli.press("认领", on=await xiaoli.command("/lead 公海"))
    await xiaoli.command("/visit")
    await xiaoli.fill({"跟进内容": "方舟电子 见了刘兵,要200台扫描枪", "下一步": "寄样品给刘兵", "日期": "2030-03-01"})
    logged = await xiaoli.submit()

    await xiaoli.press("修改", on=logged)

    assert xiaoli.form.fields["下一步"].value == "寄样品给刘兵"
    assert xiaoli.form.fields["日期"].value == "2030-03-01"


async def test_a_colleague_who_has_never_spoken_to_genjin_can_be_given_a_place(house, admin):
    new = house.slack.workspace.add_user("新同事", locale="zh-CN", tz="Asia/Shanghai", id="UNEW")
    await admin.command("/genjin 小组")
    await admin.press("team.edit")
    await admin.fill({"成员": house.person("新同事"), "角色": "销售", "小组": "广告组"})

    told = await admin.submit()

    assert "新同事" in told.text
    async with house.db.begin() as session:
        member = (await session.scalars(select(Member).where(Member.slack_id == new.id))).one()
    assert (member.name, member.team_id is not None) == ("新同事", True)


async def test_two_presses_at_once_answer_both(house, xiaoli, alice):
    await xiaoli.command("/lead new 方舟电子")
    await house.deliver()
    await asyncio.gather(
        xiaoli.press("lead.claim", on=xiaoli.sees("#lead-pool")[-1]),
        alice.press("lead.claim", on=alice.sees("#lead-pool")[-1]),
    )

    assert xiaoli.told.text
    assert alice.told.text
