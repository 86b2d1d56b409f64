"""A deal past its date: its owner is told, asks for a new one or lets it lapse; whoever leads sees who let what."""

from datetime import timedelta

from sqlalchemy import text

from core.calendar import local_day
from core.jobs import closing
from core.pipelines import settings
from core.stages import Days, Names
from tests.handlers.test_stages import entered, opened


async def closes_after(house, grace, warning=None):
    """Deals of the first pipeline are closed by themselves."""
    by = await house.member("陈总")
    async with house.db.begin() as session:
        rows, _ = await settings.overview(session, by=by)
        first = rows[0].pipeline
        names = Names(name_zh=first.name_zh, name_en=first.name_en)
        about = {"pipeline_id": first.id, "names": names, "days": Days(warning, grace)}
        await settings.change(session, **about, by=by, now=house.now())


def day(house, n):
    """So many days on from today, where people are: theirs may have begun before the day of London has ended."""
    return local_day(house.now() + timedelta(days=n), "Asia/Shanghai")


async def passes(house, days):
    """The jobs of the days, each at ten in the morning."""
    for n in range(1, days + 1):
        moment = house.now() + timedelta(days=n)
        for job in ("warn-closing-deals", "close-overdue-deals"):
            await house.run(job, moment)
    house.move_clock(house.now() + timedelta(days=days))
    await house.deliver()


async def test_an_admin_sets_the_days_of_a_pipeline_in_chat(house, admin):
    await admin.press("名称与期限…", on=await opened(admin))
    await admin.fill({"到期后自动关闭（过期天数）": "很久"})
    await admin.submit()
    assert "到期后自动关闭（过期天数）" in admin.form.errors
    await admin.fill({"到期后自动关闭（过期天数）": "7", "预计成交前多少天提醒": "3"})
    done = await admin.submit()

    assert "预计成交日期过后 7 天自动关闭" in done.text
    await admin.dismiss(everything=True)
    await admin.press("名称与期限…", on=await opened(admin))
    assert admin.form.fields["到期后自动关闭（过期天数）"].value == "7"


async def test_a_deal_nobody_cares_for_is_told_of_twice_and_then_closed_and_on_the_report(house, xiaoli, zhangjun):
    await closes_after(house, 5)
    await entered(house, amount=1000, close=day(house, 1))
    await xiaoli.choose("预计成交", day(house, 2), on=await xiaoli.command("/deal 方舟电子"))

    await passes(house, 3)
    told = [each for each in xiaoli.dms if "将自动按输单关闭" in each.text]
    assert len(told) == 1, [each.text for each in xiaoli.dms]
    assert "⚠️ 预计成交日期已过去 1 天。" in (await xiaoli.command("/deal 方舟电子")).text
    await passes(house, 5)

    card = await xiaoli.command("/deal 方舟电子")
    assert "到期未成交" in card.text
    assert any("已到期自动关闭" in each.text for each in xiaoli.dms)
    report = await zhangjun.command("/pipeline 临近成交")
    assert "到期自动关闭 @小李 1" in report.text.replace("*", "")
    assert "延期 1 次" in report.text
    again = await xiaoli.choose("更多…", "重新打开", on=card)
    assert "获得销售机会，5%" in again.text
    await passes(house, 1)
    assert "获得销售机会，5%" in (await xiaoli.command("/deal 方舟电子")).text


async def test_a_new_date_is_asked_for_on_the_card_and_the_manager_grants_it(house, alice, zhangjun):
    await closes_after(house, 5)
    await entered(house, "Acme", of="Alice", amount=1000, close=day(house, 1))
    await passes(house, 2)
    card = await alice.command("/deal Acme")

    await alice.choose("Expected close", day(house, 30), on=card)
    assert alice.form.title == "New date"
    await alice.submit()
    assert "Your reason" in alice.form.errors
    await alice.fill({"Your reason": "their budget comes in January"})
    asked = await alice.submit()
    assert "@张军 is asked for a new date" in asked.text
    await house.deliver()
    question = zhangjun.dms[-1]
    assert "their budget comes in January" in question.text
    granted = await zhangjun.press("同意", on=question)
    assert "已延期 1 次" in granted.text
    await house.deliver()

    assert "@张军 agreed." in alice.dms[-1].text
    assert "put off 1 time" in (await alice.command("/deal Acme")).text
    await passes(house, 10)
    assert "Opportunity found, 5%" in (await alice.command("/deal Acme")).text


async def test_refused_it_is_closed_on_its_day_and_the_edit_form_is_no_way_around(house, alice, zhangjun):
    await closes_after(house, 4)
    await entered(house, "Acme", of="Alice", close=day(house, 1))
    await passes(house, 2)
    await alice.press("Edit", on=await alice.command("/deal Acme"))
    await alice.fill({"Expected close": day(house, 60)})
    await alice.submit()
    assert "your manager decides" in str(alice.form.errors)
    await alice.dismiss(everything=True)

    await alice.choose("More…", "New date…", on=await alice.command("/deal Acme"))
    await alice.fill({"Expected close": day(house, 60), "Your reason": "later"})
    await alice.submit()
    await house.deliver()
    await zhangjun.press("不同意…", on=zhangjun.dms[-1])
    await zhangjun.fill({"理由": "已经谈了半年"})
    await zhangjun.submit()
    await house.deliver()

    assert "@张军 refused: 已经谈了半年" in alice.dms[-1].text
    await passes(house, 8)
    assert "Not closed in time" in (await alice.command("/deal Acme")).text


async def test_switched_on_for_deals_long_overdue_none_is_closed_unannounced(house, xiaoli):
    await entered(house, close=day(house, 1))
    await passes(house, 20)
    await closes_after(house, 3)
    await passes(house, 2)

    assert "获得销售机会，5%" in (await xiaoli.command("/deal 方舟电子")).text
    assert [each for each in xiaoli.dms if "将自动按输单关闭" in each.text]
    await passes(house, 3)
    assert "到期未成交" in (await xiaoli.command("/deal 方舟电子")).text


async def test_one_that_cannot_be_closed_keeps_no_other_from_its_end(house, xiaoli, monkeypatch):
    await closes_after(house, 3)
    for name in ("方舟电子", "三励公司"):
        await entered(house, name, close=day(house, 1))
    put = closing.moves.put

    async def put_others(session, *, deal, **way):
        if deal.name.startswith("方舟电子"):
            await session.execute(text("select 1 / 0"))
        return await put(session, deal=deal, **way)

    monkeypatch.setattr(closing.moves, "put", put_others)
    await passes(house, 8)

    assert "获得销售机会，5%" in (await xiaoli.command("/deal 方舟电子")).text
    assert "到期未成交" in (await xiaoli.command("/deal 三励公司")).text
