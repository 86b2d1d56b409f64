"""All that somebody holds handed over in chat: the form, how it goes, what each concerned is told, and back again."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from core.models import Lead, Member, Task


async def asked(house, manager, to="Alice", **more):
    await manager.command("/genjin 交接 小李")
    await manager.fill({"交给谁": to, **more})
    told = await manager.submit()
    await manager.dismiss(everything=True)
    await house.do_errands()
    await house.deliver()
    return told


@pytest.fixture
async def desk(house, xiaoli):
    await xiaoli.command("/lead new 方舟电子 刘兵 13800138000 要200台扫描枪 预算30万")
    await house.deliver()
    await xiaoli.press("认领", on=xiaoli.sees("#lead-pool")[-1])
    await xiaoli.command("/visit 方舟电子 见了刘兵,要200台扫描枪,报价28万,下周三再谈")
    await xiaoli.command("/deal new 鼎盛建材 30万")
    await xiaoli.command("/visit 鼎盛建材 跟王总通了电话,月底前定预算")


async def owners(house):
    async with house.db.begin() as session:
        leads = set(await session.scalars(select(Lead.owner_id)))
        return leads | set(await session.scalars(select(Task.owner_id)))


async def test_from_the_form_to_the_summary_and_back(house, desk, zhangjun, alice, xiaoli):
    form = await zhangjun.command("/genjin 交接 小李")
    assert "手上有：1 条线索、1 个商机（¥30万）" in form.text
    await zhangjun.dismiss(everything=True)

    told = await asked(house, zhangjun, 附言="他下周起休假 <!here>")

    assert "正在交接" in told.text
    through = zhangjun.dms[-1]
    assert "手上的工作已经交接完毕" in through.text
    assert "Alice · 1 条线索、1 个商机（¥30万）" in through.text.replace("@", "")
    summary = alice.dms[-1].text.replace("@", "")
    for part in ("张军 gave you what 小李 held: 2 customers.", "他下周起休假", "鼎盛建材 · ", "¥300,000", "方舟电子",
                 "Last price ¥280,000", "刘兵 138 0013 8000", "200台扫描枪",
                 "Next: ", "no decision maker known"):  # fmt: skip
        assert part in summary, part
    assert summary.index("鼎盛建材") < summary.index("方舟电子"), "the largest first"
    assert "把你手上的工作交接出去" in xiaoli.dms[-1].text
    opened = await alice.press("Open", on=alice.dms[-1], near="方舟电子")
    assert "138 0013 8000" in opened.text
    history = await alice.choose("More…", "Whole history", on=opened)
    assert "@张军\n📦 handed the lead over to @Alice" in history.text

    undone = await zhangjun.press("撤销", on=through)
    await house.deliver()

    assert "已撤销：2 条恢复原状" in undone.text
    assert await owners(house) == {(await house.member("小李")).id}
    assert "又归你了" in xiaoli.dms[-1].text
    again = await zhangjun.press("撤销", on=through)
    assert "已经撤销过了" in again.text


async def test_for_a_while_it_goes_back_on_its_day_and_all_are_told(house, desk, zhangjun, alice, xiaoli):
    day = house.now() + timedelta(days=7)
    await asked(house, zhangjun, 到哪天=day)
    assert "It goes back on" in alice.dms[-1].text

    await house.run("return-handovers", house.now() + timedelta(days=8))

    assert await owners(house) == {(await house.member("小李")).id}
    assert "又归你了" in xiaoli.dms[-1].text
    assert "are with 小李 again" in alice.dms[-1].text.replace("@", "")
    assert "约定的日子到了" in zhangjun.dms[-1].text


async def test_what_cannot_be_is_said_where_it_was_entered(house, desk, zhangjun, xiaoli, alice):
    assert "只有销售经理可以这样做" in (await xiaoli.command("/genjin 交接")).text
    assert "手上有工作的 王五" in (await zhangjun.command("/genjin 交接 王五")).text
    await zhangjun.command("/genjin 交接 小李")
    await zhangjun.fill({"交给谁": "Alice", "到哪天": house.now() - timedelta(days=2)})
    await zhangjun.submit()
    assert "不是以后的日子" in zhangjun.told.text
    await zhangjun.fill({"到哪天": house.now() + timedelta(days=5)})
    await zhangjun.submit()
    await zhangjun.dismiss(everything=True)
    await zhangjun.command("/genjin 交接 小李")
    await zhangjun.submit()
    assert "正在交接，请等" in zhangjun.told.text


async def test_who_has_left_is_marked_and_it_is_shared_out(house, desk, zhangjun, alice):
    async with house.db.begin() as session:
        await session.execute(update(Member).where(Member.name == "小李").values(active=False))
    form = await zhangjun.command("/genjin 交接")
    assert "手上有" not in form.text
    form = await zhangjun.choose("谁的工作", "小李（已离开）")
    assert "手上有：1 条线索" in form.text
    await zhangjun.fill({"交给谁": "按排序分给大家"})
    await zhangjun.submit()
    await zhangjun.dismiss(everything=True)
    await house.do_errands()
    await house.deliver()

    assert await owners(house) == {(await house.member("Alice")).id}
    assert "Alice" in zhangjun.dms[-1].text
