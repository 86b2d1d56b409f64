"""Stages and pipelines 阶段与销售流程 as an admin sets them, and the deals behind them."""

import asyncio
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text

from core import board, deals, moves, pipelines, stages
from core.deals import Terms
from core.errors import Missing
from core.models import AuditRow, Deal, Stage, StageKind, StageMove
from core.moves import Ending
from core.pipelines import settings
from core.pipelines.settings import LastPipeline, PipelineHasDeals, TooManyPipelines
from core.settings import OnlyAdmins
from core.stages import Days, Names, Told
from core.stages.asks import Asks, LongCheck, TooManyChecks
from core.stages.change import Clash, ClosedThere, TooManyStages, WhyEnded
from core.stages.held import LastOfItsKind, StageRetired
from core.stages.order import AtTheEnd, MovedMeanwhile, Nowhere
from core.stages.told import LongName, NameMissing, NameTaken, OddDays, OddStageProbability


def told(zh, probability=30, **more):
    return Told(name_zh=zh, name_en=more.pop("en", zh), probability=probability, **more)


async def first_pipeline(books):
    return (await books.see(pipelines.all_of, by=books["陈总"]))[0]


async def stages_of(books, pipeline=None):
    pipeline = pipeline or await first_pipeline(books)
    return await books.see(pipelines.stages_of, by=books["陈总"], pipeline_id=pipeline.id)


def as_it_is(stage, **changed):
    """A stage's form sent with these entries changed."""
    held = {name: getattr(stage, name) for name in ("name_zh", "name_en", "probability", "expected_days", "kind")}
    return Told(**{**held, "playbook": stage.playbook, **changed})


async def test_a_stage_comes_before_the_ends_with_all_that_was_said_of_it(books):
    pipeline = await first_pipeline(books)
    said = told("试用", 50, en="Trial", expected_days=5, asks=Asks(("amount",), (), ("签字",)), playbook="带样机")

    added = await books.do(stages.add, pipeline_id=pipeline.id, told=said, by=books["陈总"])

    names = [stage.name_zh for stage in await stages_of(books)]
    assert names[-4:] == ["客户验厂", "试用", "赢单关闭", "丢单关闭"]
    assert (added.stage.expected_days, added.stage.asks) == (5, {"fields": ["amount"], "checks": ["签字"]})
    assert added.entry.after["playbook"] == "带样机"


@pytest.mark.parametrize("name", ["小李", "张军"])
async def test_only_admins_set_stages(books, elsewhere, name):
    pipeline = await first_pipeline(books)
    stage = (await stages_of(books))[0]
    theirs = (await elsewhere.all(Stage))[0]
    verbs = (
        (stages.add, {"pipeline_id": pipeline.id, "told": told("试用")}),
        (stages.change, {"stage_id": stage.id, "told": told("试用")}),
        (stages.shift, {"stage_id": stage.id, "up": False, "place": 0}),
        (stages.retire, {"stage_id": stage.id, "to_id": None}),
        (settings.add, {"preset": 0, "names": None}),
        (settings.change, {"pipeline_id": pipeline.id, "names": Names(name_zh="a", name_en="b"), "days": Days()}),
        (settings.retire, {"pipeline_id": pipeline.id, "to_id": None}),
    )
    before = await books.count(AuditRow)

    for verb, facts in verbs:
        with pytest.raises(OnlyAdmins):
            await books.do(verb, by=books[name], **facts)
    with pytest.raises(Missing):
        await books.do(stages.change, stage_id=theirs.id, told=told("试用"), by=books["陈总"])

    assert await books.count(AuditRow) == before


async def test_the_limits_are_told(books):
    pipeline = await first_pipeline(books)
    for n in range(11):
        await books.do(stages.add, pipeline_id=pipeline.id, told=told(f"阶段{n}"), by=books["陈总"])

    with pytest.raises(TooManyStages):
        await books.do(stages.add, pipeline_id=pipeline.id, told=told("一个太多"), by=books["陈总"])
    for n in range(7):
        await books.do(settings.add, preset=None, names=Names(name_zh=f"流程{n}", name_en=""), by=books["陈总"])
    with pytest.raises(TooManyPipelines):
        await books.do(settings.add, preset=0, names=Names(name_zh="一个太多", name_en=""), by=books["陈总"])


def test_what_makes_no_sense_is_refused():
    for wrong, refusal in (
        ({"name_zh": " ", "name_en": ""}, NameMissing),
        ({"name_zh": "长" * 41, "name_en": ""}, LongName),
        ({"probability": 101}, OddStageProbability),
        ({"probability": None}, OddStageProbability),
        ({"expected_days": 0}, OddDays),
    ):
        with pytest.raises(refusal):
            Told(**{"name_zh": "试用", "name_en": "", "probability": 50, **wrong})
    with pytest.raises(TooManyChecks):
        Asks(checks=tuple(str(n) for n in range(11)))
    with pytest.raises(LongCheck):
        Asks(checks=("长" * 76,))
    assert (Told(name_zh="", name_en=" Won ", probability=3, kind=StageKind.WON)).values()["probability"] == 100


async def test_two_stages_of_a_pipeline_have_two_names(books):
    first, second = (await stages_of(books))[:2]

    with pytest.raises(NameTaken):
        await books.do(
            stages.change, stage_id=second.id, told=as_it_is(second, name_zh=first.name_zh), by=books["陈总"]
        )


async def test_deals_that_follow_their_stage_take_its_new_probability_and_the_sums_are_true_at_once(books):
    follows, by_hand = await books.deal("三励公司", amount=Decimal(1000)), await books.deal(amount=Decimal(1000))
    await books.do(deals.edit, deal_id=by_hand.id, terms=Terms(amount=Decimal(1000)), probability=42, by=books["小李"])
    stage = (await stages_of(books))[0]

    done = await books.do(stages.change, stage_id=stage.id, told=as_it_is(stage, probability=15), by=books["陈总"])

    assert done.deals == 1
    assert [(await books.again(each)).probability for each in (follows, by_hand)] == [15, 42]
    shown = (await books.see(board.boards, by=books["陈总"]))[0]
    assert shown.weighted == {"CNY": Decimal(150 + 420)}
    (entry,) = await books.all(AuditRow, AuditRow.verb == "follow_stage")
    assert (entry.noun_id, entry.before, entry.after) == (follows.id, {"probability": 5}, {"probability": 15})


async def test_moved_up_and_down_and_never_beyond_the_ends(books):
    first, second, *_, last = await stages_of(books)

    await books.do(stages.shift, stage_id=second.id, up=True, place=1, by=books["陈总"])
    assert [stage.id for stage in await stages_of(books)][:2] == [second.id, first.id]
    with pytest.raises(AtTheEnd):
        await books.do(stages.shift, stage_id=second.id, up=True, place=0, by=books["陈总"])
    with pytest.raises(AtTheEnd):
        await books.do(stages.shift, stage_id=last.id, up=False, place=8, by=books["陈总"])


async def test_two_admins_who_move_one_stage_at_once_move_it_one_place(books):
    await books.join("李总", books["陈总"].role)
    third = (await stages_of(books))[2]

    async def press(name):
        try:
            return await books.do(stages.shift, stage_id=third.id, up=True, place=2, by=books[name])
        except MovedMeanwhile as refusal:
            return refusal.holes["who"].name

    done = await asyncio.gather(press("陈总"), press("李总"))

    assert len([one for one in done if one in ("陈总", "李总")]) == 1
    assert [stage.id for stage in await stages_of(books)].index(third.id) == 1


async def test_of_two_admins_who_change_one_stage_both_keep_what_the_other_left_alone(books):
    await books.join("李总", books["陈总"].role)
    stage = (await stages_of(books))[0]
    about = {"stage_id": stage.id, "seen": 0}
    await books.do(stages.change, told=as_it_is(stage, name_zh="新名字"), by=books["李总"], **about)

    done = await books.do(stages.change, told=as_it_is(stage, probability=15), by=books["陈总"], **about)

    assert (done.stage.name_zh, done.stage.probability) == ("新名字", 15)


async def test_the_second_of_two_admins_who_change_the_same_is_told_and_may_insist(books):
    await books.join("李总", books["陈总"].role)
    stage = (await stages_of(books))[0]
    about = {"stage_id": stage.id, "seen": 0}
    await books.do(stages.change, told=as_it_is(stage, probability=25), by=books["李总"], **about)

    clash = await books.do(stages.change, told=as_it_is(stage, probability=15), by=books["陈总"], **about)

    assert isinstance(clash, Clash)
    assert [(each.column, each.before, each.after, each.by.name) for each in clash.changes] == [
        ("probability", 5, 25, "李总")
    ]
    assert (await books.again(stage)).probability == 25
    insisted = await books.do(
        stages.change, told=as_it_is(stage, probability=15), by=books["陈总"], already_told=clash.told, **about
    )
    assert insisted.stage.probability == 15


async def test_a_stage_with_deals_is_retired_only_with_somewhere_for_them_to_go(books):
    first, second, *_, won, _ = await stages_of(books)
    follows = await books.deal("三励公司")
    by_hand = await books.deal()
    await books.do(deals.edit, deal_id=by_hand.id, terms=Terms(), probability=42, by=books["小李"])
    books.now += timedelta(days=3)
    about = {"stage_id": first.id, "by": books["陈总"]}

    with pytest.raises(Nowhere) as refusal:
        await books.do(stages.retire, to_id=None, **about)
    assert refusal.value.holes["n"] == 2
    with pytest.raises(Missing):
        await books.do(stages.retire, to_id=won.id, **about)
    done = await books.do(stages.retire, to_id=second.id, **about)

    assert done.deals == 2
    follows, by_hand = await books.again(follows), await books.again(by_hand)
    assert (follows.stage_id, follows.probability, follows.stage_since) == (second.id, 10, books.now)
    assert (by_hand.stage_id, by_hand.probability) == (second.id, 42)
    entered, moved = await books.see(moves.history, deal=follows)
    assert (entered.name_zh, moved.to_id, moved.by.name, moved.stayed) == (
        "获得销售机会", second.id, "陈总", timedelta(days=3),
    )  # fmt: skip
    with pytest.raises(StageRetired):
        await books.do(stages.retire, to_id=second.id, **about)
    with pytest.raises(StageRetired):
        await books.do(stages.change, stage_id=first.id, told=as_it_is(first), by=books["陈总"])


async def test_a_pipeline_keeps_a_stage_of_each_kind(books):
    for stage in (await stages_of(books))[-2:]:
        with pytest.raises(LastOfItsKind):
            await books.do(stages.retire, stage_id=stage.id, to_id=None, by=books["陈总"])
        opened = as_it_is(stage, kind=StageKind.OPEN, probability=50)
        with pytest.raises(LastOfItsKind):
            await books.do(stages.change, stage_id=stage.id, told=opened, by=books["陈总"])


async def test_while_a_stage_is_retired_no_deal_is_left_in_it(books):
    first, second, *_ = await stages_of(books)
    kept = [await books.deal(f"客户{n}") for n in range(4)]

    async def on(deal):
        return await books.do(moves.advance, deal_id=deal.id, seen_stage=first.id, by=books["小李"])

    async def enter(n):
        return await books.deal(f"新客户{n}")

    retire = books.do(stages.retire, stage_id=first.id, to_id=second.id, by=books["陈总"])
    await asyncio.gather(*map(on, kept), retire, *map(enter, range(4)))

    assert await books.count(Deal, Deal.stage_id == first.id) == 0
    assert await books.count(Deal) == 8
    for deal in await books.all(Deal):
        history = await books.see(moves.history, deal=deal)
        assert history[-1].to_id == deal.stage_id


async def test_a_stage_marked_as_an_end_ends_its_open_deals_for_a_reason(books):
    second = (await stages_of(books))[1]
    deal = await books.deal()
    await books.do(moves.advance, deal_id=deal.id, seen_stage=deal.stage_id, by=books["小李"])
    about = {"stage_id": second.id, "told": as_it_is(second, kind=StageKind.WON), "by": books["陈总"]}

    with pytest.raises(WhyEnded):
        await books.do(stages.change, **about)
    done = await books.do(stages.change, why="首次接触即成交", **about)

    deal = await books.again(deal)
    assert done.deals == 1
    assert (deal.status, deal.probability, deal.closed_at, deal.close_reason, deal.silent_on) == (
        "won", 100, books.now, "首次接触即成交", None,
    )  # fmt: skip
    reopened = as_it_is(await books.again(second), kind=StageKind.OPEN, probability=10)
    with pytest.raises(ClosedThere):
        await books.do(stages.change, stage_id=second.id, told=reopened, by=books["陈总"])


async def test_history_calls_a_stage_as_it_was_called_then(books):
    first = (await stages_of(books))[0]
    deal = await books.deal()

    await books.do(stages.change, stage_id=first.id, told=as_it_is(first, name_zh="线索确认"), by=books["陈总"])

    (entered,) = await books.see(moves.history, deal=deal)
    assert (entered.name_zh, entered.to.name_zh) == ("获得销售机会", "线索确认")


async def test_pipelines_from_presets_or_empty(books):
    copy, _ = await books.do(settings.add, preset=2, names=Names(name_zh="华东分销", name_en="East"), by=books["陈总"])
    empty, _ = await books.do(settings.add, preset=None, names=Names(name_zh="服务", name_en=""), by=books["陈总"])

    assert [stage.name_zh for stage in await stages_of(books, copy)] == ["询价", "报价", "下单", "发货", "丢单关闭"]
    assert [stage.kind for stage in await stages_of(books, empty)] == ["open", "won", "lost"]
    with pytest.raises(NameTaken):
        await books.do(settings.add, preset=2, names=None, by=books["陈总"])
    renamed, entry = await books.do(
        settings.change,
        pipeline_id=empty.id,
        names=Names(name_zh="维保", name_en="Care"),
        days=Days(),
        by=books["陈总"],
    )
    assert (renamed.name_en, entry.before["name_en"]) == ("Care", "服务")


async def test_a_pipeline_is_retired_with_its_deals_moved_and_never_the_last(books):
    project, standard, distribution = await books.see(pipelines.all_of, by=books["陈总"])
    deal = await books.deal(amount=Decimal(500))
    target = (await stages_of(books, standard))[1]

    with pytest.raises(PipelineHasDeals):
        await books.do(settings.retire, pipeline_id=project.id, to_id=None, by=books["陈总"])
    _, moved = await books.do(settings.retire, pipeline_id=project.id, to_id=target.id, by=books["陈总"])

    deal = await books.again(deal)
    assert (moved, deal.pipeline_id, deal.stage_id, deal.probability) == (1, standard.id, target.id, 20)
    shown = await books.see(board.boards, by=books["陈总"])
    assert [(each.pipeline.id, each.count) for each in shown] == [(standard.id, 1), (distribution.id, 0)]
    with pytest.raises(Missing):
        await books.do(deals.create, customer="晚来的", terms=Terms(pipeline_id=project.id), by=books["小李"])
    await books.do(settings.retire, pipeline_id=distribution.id, to_id=None, by=books["陈总"])
    with pytest.raises(LastPipeline):
        await books.do(settings.retire, pipeline_id=standard.id, to_id=None, by=books["陈总"])


async def test_a_deal_closed_in_a_retired_pipeline_opens_again_and_is_on_the_board(books):
    project = await first_pipeline(books)
    deal = await books.deal(amount=Decimal(500))
    await books.do(moves.lose, deal_id=deal.id, ending=Ending(words="太贵"), by=books["小李"])
    await books.do(settings.retire, pipeline_id=project.id, to_id=None, by=books["陈总"])

    await books.do(moves.reopen, deal_id=deal.id, by=books["小李"])

    shown = {each.pipeline.id: each.sums for each in await books.see(board.boards, by=books["陈总"])}
    assert shown[project.id] == {"CNY": Decimal(500)}


async def test_a_thousand_deals_follow_in_a_handful_of_statements(books, databases):
    from tests.database import statements

    first, second, *_ = await stages_of(books)
    await books.deal()
    async with books.begin() as session:
        await session.execute(
            text(
                "insert into deals (workspace_id, account_id, owner_id, owned_since, name, pipeline_id, stage_id,"
                " stage_since, status, currency, probability, probability_set, created_by_id, created_at, version)"
                " select workspace_id, account_id, owner_id, owned_since, name, pipeline_id, stage_id, stage_since,"
                " status, currency, probability, false, created_by_id, created_at, 1"
                " from deals, generate_series(1, 999) as n"
            )
        )
    with statements(databases) as sent:
        done = await books.do(stages.retire, stage_id=first.id, to_id=second.id, by=books["陈总"])

    assert done.deals == 1000
    assert len(sent) < 16
    assert await books.count(StageMove, StageMove.to_id == second.id) == 1000
    assert await books.count(AuditRow, AuditRow.verb == "stage_changed") == 1000
