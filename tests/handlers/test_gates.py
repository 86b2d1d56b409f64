"""A deal before a gate: what is missing at once, supplied in the form, dropped as files, let through by the manager."""

from core import listed, pipelines, stages
from core.models import List
from core.stages import Told
from core.stages.asks import Asks
from tests.handlers.test_stages import entered


async def asks(house, place=1, *, fields=(), kinds=(), checks=()):
    """The stage at that place of the first pipeline asks for this."""
    by = await house.member("陈总")
    async with house.db.begin() as session:
        first = (await pipelines.all_of(session, by=by))[0]
        stage = (await pipelines.stages_of(session, by=by, pipeline_id=first.id))[place]
        words = [(await listed.of(session, lists=(kind,), by=by))[0].id for kind in kinds]
        told = Told(
            name_zh=stage.name_zh,
            name_en=stage.name_en,
            probability=stage.probability,
            kind=stage.kind,
            asks=Asks(tuple(fields), tuple(words), tuple(checks)),
            expected_days=3,
        )
        await stages.change(session, stage_id=stage.id, told=told, by=by, now=house.now())


async def test_everything_missing_is_one_form_and_what_it_takes_moves_the_deal(house, xiaoli):
    await asks(house, fields=("amount", "close", "decision_maker"), kinds=(List.NUMBER,), checks=("客户已签字",))
    await entered(house)

    await xiaoli.press("推进", on=await xiaoli.command("/deal 方舟电子"))
    assert "“首次接触”要求： 金额、预计成交日期、决策者、快递单号、客户已签字" in xiaoli.form.text
    await xiaoli.fill(
        {
            "金额": "30万",
            "预计成交日期": house.now().date(),
            "决策者": "王总",
            "快递单号": "顺丰 SF1234567890",
            "“首次接触”检查清单": ["客户已签字"],
        }
    )
    done = await xiaoli.submit()

    assert "首次接触，10%" in done.text
    for shown in ("¥30万", "王总（决策者）", "快递单号 顺丰 SF1234567890"):
        assert shown in done.text, shown


async def test_what_was_entered_stays_and_the_rest_is_asked_for_again(house, alice):
    await asks(house, fields=("amount", "close"))
    await entered(house, "Acme", of="Alice")
    await alice.press("Advance", on=await alice.command("/deal Acme"))
    await alice.fill({"Amount": "300k"})

    again = await alice.submit()

    assert "What you entered is kept." in again.text
    assert list(alice.form.fields) == ["Expected close", "Or ask your manager to let it through, because"]
    await alice.dismiss(everything=True)
    assert "¥300,000" in (await alice.command("/deal Acme")).text


async def test_a_file_dropped_into_the_cards_thread_opens_the_gate(house, xiaoli):
    await asks(house, kinds=(List.FILE,))
    await entered(house)
    card = await xiaoli.command("/deal 方舟电子")
    assert "进入 首次接触 还缺： 照片" in card.text
    await xiaoli.press("推进", on=card)
    assert "文件：照片" in xiaoli.form.text
    await xiaoli.dismiss(everything=True)
    await house.deliver()
    posted = xiaoli.dms[-1]

    told = await xiaoli.uploads("IMG_1.jpg", b"x", thread=posted)

    assert told.thread_ts == posted.ts
    assert "已记录 1 件凭证 · 方舟电子" in told.text
    moved = await xiaoli.press("推进", on=told)
    assert "首次接触，10%" in moved.text
    await house.deliver()
    again = next(each for each in xiaoli.dms if each.ts == posted.ts)
    assert "照片 IMG_1.jpg" in again.text
    assert "首次接触，10%" in again.text


async def test_the_manager_is_asked_and_lets_it_through_on_record(house, xiaoli, zhangjun):
    await asks(house, fields=("amount",))
    await entered(house)
    await xiaoli.press("推进", on=await xiaoli.command("/deal 方舟电子"))
    await xiaoli.fill({"或者请经理放行，理由": "合同下周补"})
    told = await xiaoli.submit()
    assert "已请 @张军 放行" in told.text
    await xiaoli.dismiss(everything=True)
    await house.deliver()
    asked = zhangjun.dms[-1]
    assert "@小李 请你放行 方舟电子 进入“首次接触”" in asked.text
    assert "还缺： 金额" in asked.text
    assert "合同下周补" in asked.text

    card = await zhangjun.press("放行", on=asked)
    await house.deliver()

    assert "首次接触，10%" in card.text
    assert "@张军 已放行" in xiaoli.dms[-1].text
    assert "@张军 已放行" in next(each for each in zhangjun.dms if each.ts == asked.ts).text
    history = await xiaoli.choose("更多…", "阶段历史", on=await xiaoli.command("/deal 方舟电子"))
    assert "有缺项，经理放行： 合同下周补" in history.text


async def test_refused_with_words_and_pressed_again_it_is_answered_already(house, alice, zhangjun):
    await asks(house, fields=("amount",))
    await entered(house, "Acme", of="Alice")
    await alice.press("Advance", on=await alice.command("/deal Acme"))
    await alice.fill({"Or ask your manager to let it through, because": "they are in a hurry"})
    await alice.submit()
    await alice.dismiss(everything=True)
    await house.deliver()
    asked = zhangjun.dms[-1]

    await zhangjun.press("不同意…", on=asked)
    await zhangjun.fill({"理由": "先报价"})
    await zhangjun.submit()
    await zhangjun.dismiss(everything=True)
    again = await zhangjun.press("放行", on=asked)
    await house.deliver()

    assert "已经有人答复" in again.text
    assert "@张军 refused: 先报价" in alice.dms[-1].text
    assert "Opportunity found, 5%" in (await alice.command("/deal Acme")).text


async def test_a_manager_passes_in_the_form_itself(house, zhangjun):
    await asks(house, fields=("amount",))
    await entered(house)
    await zhangjun.press("推进", on=await zhangjun.command("/deal 方舟电子"))
    await zhangjun.fill({"或者直接放行，理由": "老客户"})

    assert "首次接触，10%" in (await zhangjun.submit()).text


async def test_to_a_stage_further_on_all_gates_are_asked_and_back_none(house, xiaoli):
    await asks(house, 1, fields=("amount",))
    await asks(house, 2, checks=("需求已确认",))
    await entered(house)

    await xiaoli.choose("移到阶段…", "客户需求收集", on=await xiaoli.command("/deal 方舟电子"))

    assert "“首次接触”要求： 金额" in xiaoli.form.text
    assert "“客户需求收集”要求： 需求已确认" in xiaoli.form.text
    await xiaoli.fill({"金额": "30万", "“客户需求收集”检查清单": ["需求已确认"]})
    assert "客户需求收集，20%" in (await xiaoli.submit()).text
    await xiaoli.dismiss(everything=True)
    back = await xiaoli.choose("移到阶段…", "获得销售机会", on=await xiaoli.command("/deal 方舟电子"))
    assert "获得销售机会，5%" in back.text


async def test_in_the_last_open_stage_it_asks_before_it_wins(house, alice):
    await entered(house, "Acme", of="Alice")
    moved = await alice.choose("Move to stage…", "Factory audited", on=await alice.command("/deal Acme"))

    asked = await alice.press("Advance", on=moved)

    assert asked.title == "Close as won"
    await alice.dismiss(everything=True)
    assert "Factory audited, 85%" in (await alice.command("/deal Acme")).text


async def test_lost_open_again_and_its_history_tells_both(house, xiaoli):
    await entered(house)
    await xiaoli.press("输单", on=await xiaoli.command("/deal 方舟电子"))
    await xiaoli.fill({"为什么": "太贵"})
    await xiaoli.submit()
    await xiaoli.dismiss(everything=True)

    again = await xiaoli.choose("更多…", "重新打开", on=await xiaoli.command("/deal 方舟电子"))

    assert "获得销售机会，5%" in again.text
    assert "太贵" not in again.text
    history = await xiaoli.choose("更多…", "阶段历史", on=again)
    assert "太贵" in history.text


async def test_the_card_warns_of_what_takes_too_long_and_what_is_missing(house, xiaoli):
    from datetime import timedelta

    await asks(house, 1)
    await entered(house, close=house.now().date() + timedelta(days=3))
    await xiaoli.choose("移到阶段…", "首次接触", on=await xiaoli.command("/deal 方舟电子"))
    house.move_clock(house.now() + timedelta(days=16))

    card = await xiaoli.command("/deal 方舟电子")

    assert "预计 3 个" in card.text
    assert "⚠️ 在本阶段已" in card.text
    assert "⚠️ 预计成交日期已过去" in card.text
    assert "⚠️ 没有有效跟进" in card.text
    assert "⚠️ 还没有安排下一步" in card.text
