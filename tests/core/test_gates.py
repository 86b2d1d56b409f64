"""Gates 关卡: what a stage asks for, supplied, let through; and how deals end and begin again."""

import asyncio
from datetime import date, timedelta
from decimal import Decimal

import pytest

from core import deals, evidence, listed, moves, pipelines, stages, undo
from core.deals import Terms
from core.errors import Missing, NotAllowed
from core.evidence import File, LongNumber, place_of
from core.models import AuditRow, Contact, Evidence, List, Notice, Plea, Stage, StageMove, Task, Tick
from core.moves import Ending, Filled, Moved, OpenAlready, ReasonMissing, Stale, Stopped, pleas
from core.moves.pleas import AnsweredAlready
from core.reading import Money
from core.stages import Told
from core.stages.asks import Asks
from core.stages.held import LastOfItsKind

EVERYTHING = ("amount", "close", "next_step", "quote", "contact", "decision_maker", "competitor")


async def word(books, kind):
    return (await books.see(listed.of, lists=(kind,), by=books["陈总"]))[0]


async def stage(books, place):
    pipeline = (await books.see(pipelines.all_of, by=books["陈总"]))[0]
    return (await books.see(pipelines.stages_of, by=books["陈总"], pipeline_id=pipeline.id))[place]


async def asking(books, place, *, fields=(), kinds=(), checks=()):
    """The stage at that place asks for this from now on."""
    found = await stage(books, place)
    asks = Asks(tuple(fields), tuple([(await word(books, kind)).id for kind in kinds]), tuple(checks))
    told = Told(name_zh=found.name_zh, name_en=found.name_en, probability=found.probability, kind=found.kind, asks=asks)
    return (await books.do(stages.change, stage_id=found.id, told=told, by=books["陈总"])).stage


async def advance(books, deal, by="小李"):
    return await books.do(moves.advance, deal_id=deal.id, seen_stage=deal.stage_id, by=books[by])


async def go(books, deal, to, by="小李", **more):
    facts = {"deal_id": deal.id, "to_id": to.id, "seen_stage": deal.stage_id, "by": books[by]}
    return await books.do(moves.move, **facts, **more)


def photo(n=1):
    return File(f"F{n}", f"IMG{n}.jpg", f"https://slack.example/F{n}", "image/jpeg", 1000)


async def drop(books, deal, *files, by="小李", said="", source="message:D1:1.0"):
    place = place_of(deal)
    about = {"files": files or (photo(),), "place": place, "said": said, "source": source}
    return [each for each, _ in await books.do(evidence.add_files, by=books[by], **about)]


async def test_all_that_is_missing_is_told_at_once(books):
    second = await asking(books, 1, fields=EVERYTHING, kinds=(List.FILE, List.NUMBER), checks=("签字", "盖章"))
    deal = await books.deal()

    stopped = await advance(books, deal)

    assert isinstance(stopped, Stopped)
    (lack,) = stopped.lacks
    assert (stopped.to.id, lack.fields, lack.checks) == (second.id, EVERYTHING, ("签字", "盖章"))
    assert [kind.name_zh for kind in lack.evidence] == ["照片", "快递单号"]
    assert (await books.again(deal)).stage_id == deal.stage_id


async def test_what_the_form_supplies_is_written_where_it_belongs_and_the_deal_moves(books):
    second = await asking(books, 1, fields=EVERYTHING, kinds=(List.NUMBER,), checks=("签字",))
    deal, courier = await books.deal(), await word(books, List.NUMBER)
    filled = Filled(
        amount=Money(Decimal(300000), None),
        close=date(2026, 12, 31),
        quote=Money(Decimal(280000), "CNY"),
        contact="刘兵",
        decision_maker="王总",
        competitor="三励",
        step="送样机",
        step_on=date(2026, 12, 9),
        numbers={courier.id: "顺丰 SF1234567890"},
        ticks={second.id: ["签字"]},
    )

    moved = await go(books, deal, second, filled=filled)

    assert isinstance(moved, Moved)
    now = await books.again(deal)
    assert (now.stage_id, now.amount, now.expected_close, now.quoted_amount, now.competitor) == (
        second.id, Decimal(300000), date(2026, 12, 31), Decimal(280000), "三励",
    )  # fmt: skip
    people = {each.name: each.role for each in await books.all(Contact)}
    assert people == {"刘兵": None, "王总": "decision_maker"}
    (task,), (piece,), (tick,) = [await books.all(model) for model in (Task, Evidence, Tick)]
    assert (task.text, task.deal_id, task.owner_id) == ("送样机", deal.id, books["小李"].id)
    assert (piece.name, piece.number, tick.line) == ("SF Express", "SF1234567890", "签字")
    verbs = {row.verb for row in await books.all(AuditRow, AuditRow.actor_id == books["小李"].id)}
    assert {"edit", "quote", "know", "plan", "add", "tick", "move"} <= verbs


async def test_what_was_supplied_stays_though_a_file_is_still_missing(books):
    second = await asking(books, 1, fields=("amount",), kinds=(List.FILE,))
    deal = await books.deal()

    stopped = await go(books, deal, second, filled=Filled(amount=Money(Decimal(5), None)))

    assert [kind.name_zh for kind in stopped.lacks[0].evidence] == ["照片"]
    assert stopped.lacks[0].fields == ()
    assert (await books.again(deal)).amount == 5
    await drop(books, deal)
    assert isinstance(await advance(books, deal), Moved)


async def test_skipping_stages_asks_for_all_gates_on_the_way_and_going_back_for_none(books):
    second = await asking(books, 1, checks=("一",))
    await asking(books, 2, fields=("amount",))
    fourth = await asking(books, 3, fields=("amount", "close"))
    deal = await books.deal()

    stopped = await go(books, deal, fourth)

    assert [(each.fields, each.checks) for each in stopped.lacks] == [
        ((), ("一",)), (("amount",), ()), (("amount", "close"), ()),
    ]  # fmt: skip
    filled = Filled(amount=Money(Decimal(1), None), close=date(2027, 1, 1), ticks={second.id: ["一"]})
    there = (await go(books, deal, fourth, filled=filled)).deal
    back = await go(books, there, second)
    assert isinstance(back, Moved)


async def test_winning_outright_asks_for_every_gate_up_to_the_end(books):
    await asking(books, 4, fields=("amount",))
    await asking(books, 7, kinds=(List.FILE,))
    deal = await books.deal()

    stopped = await books.do(moves.win, deal_id=deal.id, by=books["小李"])

    assert [each.stage.name_zh for each in stopped.lacks] == ["提供样品", "赢单关闭"]
    lost = await books.do(moves.lose, deal_id=deal.id, ending=Ending(words="太贵"), by=books["小李"])
    assert isinstance(lost, Moved)


async def test_past_the_last_open_stage_it_asks_before_it_wins(books):
    deal = await books.deal()
    deal = (await go(books, deal, await stage(books, 6))).deal

    asked = await advance(books, deal)

    assert (asked.to.kind, asked.lacks) == ("won", [])
    assert (await books.again(deal)).status == "open"


async def test_evidence_of_the_lead_counts_for_the_deal_it_became(books):
    await asking(books, 1, kinds=(List.FILE,))
    lead = await books.lead(to="小李")
    await books.do(evidence.add_files, files=[photo()], place=place_of(lead), by=books["小李"], source="message:D1:1.0")
    deal, _ = await books.do(deals.convert, lead_id=lead.id, terms=Terms(), by=books["小李"])

    assert isinstance(await advance(books, deal), Moved)


async def test_a_manager_lets_a_deal_through_on_record(books):
    second = await asking(books, 1, fields=("amount",), kinds=(List.FILE,), checks=("签字",))
    deal = await books.deal()

    moved = await go(books, deal, second, by="张军", why="客户催得急")

    move = (await books.see(moves.history, deal=moved.deal))[-1]
    kind = await word(books, List.FILE)
    assert (move.by.name, move.reason) == ("张军", "客户催得急")
    assert move.lacking == {"fields": ["amount"], "evidence": [kind.id], "checks": ["签字"]}
    assert moved.entry.verb == "let_through"


async def test_a_rep_asks_and_the_manager_grants(books):
    second = await asking(books, 1, fields=("amount",))
    deal = await books.deal()

    stopped = await go(books, deal, second, why="合同下周补")

    assert (stopped.asked.manager.name, stopped.asked.why) == ("张军", "合同下周补")
    plea, outcome = await books.do(pleas.grant, plea_id=stopped.asked.id, by=books["张军"])
    assert isinstance(outcome, Moved)
    assert (plea.granted, (await books.again(deal)).stage_id) == (True, second.id)
    told = {(each.kind, each.member_id) for each in await books.all(Notice, Notice.mode == "post")}
    assert {("plea", books["张军"].id), ("plea_answer", books["小李"].id)} <= told
    with pytest.raises(AnsweredAlready):
        await books.do(pleas.refuse, plea_id=plea.id, answer="", by=books["张军"])


async def test_the_same_plea_sent_twice_is_one_and_another_takes_its_place(books):
    second = await asking(books, 1, fields=("amount",))
    deal = await books.deal()

    for why in ("急", "急", "真的急"):
        await go(books, deal, second, why=why)

    first, newer = await books.all(Plea)
    assert (first.granted, first.decided_by_id, newer.granted) == (False, None, None)


async def test_nobody_below_answers_a_plea_and_nobody_else_sees_it(books, elsewhere):
    second = await asking(books, 1, fields=("amount",))
    deal = await books.deal()
    plea = (await go(books, deal, second, why="急")).asked

    with pytest.raises(NotAllowed):
        await books.do(pleas.grant, plea_id=plea.id, by=books["小李"])
    for name in ("Alice", "李庆成"):
        with pytest.raises(Missing):
            await books.do(pleas.grant, plea_id=plea.id, by=books[name])
    with pytest.raises(Missing):
        await elsewhere.do(pleas.grant, plea_id=plea.id, by=elsewhere["外人"])


async def test_a_plea_ends_when_the_deal_moves_and_grants_nothing_then(books):
    second = await asking(books, 1, fields=("amount",))
    deal = await books.deal()
    plea = (await go(books, deal, second, why="急")).asked
    await go(books, deal, second, filled=Filled(amount=Money(Decimal(1), None)))

    _, outcome = await books.do(pleas.grant, plea_id=plea.id, by=books["张军"])

    assert isinstance(outcome, Stale)
    assert await books.count(StageMove, StageMove.to_id == second.id) == 1


async def test_granted_and_refused_at_once_it_is_answered_once(books):
    second = await asking(books, 1, fields=("amount",))
    deal = await books.deal()
    plea = (await go(books, deal, second, why="急")).asked

    async def answer(verb, by, **more):
        try:
            return await books.do(verb, plea_id=plea.id, by=books[by], **more)
        except AnsweredAlready:
            return None

    tries = [answer(pleas.grant, "张军"), answer(pleas.refuse, "陈总", answer="不行"), answer(pleas.grant, "陈总")]
    await asyncio.gather(*tries)

    decided = await books.again(plea)
    assert (decided.granted is True) == ((await books.again(deal)).stage_id == second.id)
    assert await books.count(AuditRow, AuditRow.noun == "plea", AuditRow.verb.in_(("grant", "refuse"))) == 1


async def test_lists_keep_words_that_were_chosen_and_take_them_back_under_their_names(books):
    deal = await books.deal()
    price = await word(books, List.LOST)
    await books.do(moves.lose, deal_id=deal.id, ending=Ending(reason_id=price.id), by=books["小李"])
    put = {"kind": List.LOST, "by": books["陈总"]}

    assert await books.do(listed.put, words=listed.parse("太贵 | Too dear\n\n没预算"), **put)
    renamed = await books.see(listed.of, lists=(List.LOST,), by=books["陈总"])
    await books.do(listed.put, words=listed.parse("太贵 | Too dear\n交付慢"), **put)
    await books.do(listed.put, words=listed.parse("价格 | Price"), **put)

    assert [each.name_zh for each in renamed] == ["太贵", "没预算"]
    live = await books.see(listed.of, lists=(List.LOST,), by=books["陈总"])
    assert [each.id for each in live] == [price.id]
    assert (await books.see(deals.get, deal_id=deal.id, by=books["小李"])).listed_reason.name_en == "Price"


async def test_a_line_rewritten_in_its_place_is_the_word_renamed_and_one_asked_for_stays(books):
    second = await asking(books, 1, kinds=(List.FILE,))
    first = await word(books, List.FILE)
    put = {"kind": List.FILE, "by": books["陈总"]}

    await books.do(listed.put, words=listed.parse("样品照片\n方案 | Proposal\n报价单 | Quote\n合同 | Contract"), **put)

    assert (await word(books, List.FILE)).id == first.id
    with pytest.raises(listed.AskedFor) as refusal:
        await books.do(listed.put, words=listed.parse("合同"), **put)
    assert refusal.value.holes["stage"].id == second.id


async def test_the_reason_of_a_loss_is_of_the_list_or_in_words(books):
    deal = await books.deal()
    won, lost = await word(books, List.WON), await word(books, List.LOST)
    facts = {"deal_id": deal.id, "by": books["小李"]}

    with pytest.raises(ReasonMissing):
        await books.do(moves.lose, ending=Ending(), **facts)
    with pytest.raises(Missing):
        await books.do(moves.lose, ending=Ending(reason_id=won.id), **facts)
    done = await books.do(moves.lose, ending=Ending(reason_id=lost.id, competitor="三励"), **facts)

    assert (done.deal.listed_reason.name_zh, done.deal.close_reason) == ("价格", None)
    assert (await books.see(moves.history, deal=done.deal))[-1].listed_reason.name_en == "Price"


async def test_open_again_it_is_where_it_was_and_as_likely_without_date_and_reason(books):
    deal = await books.deal()
    await books.do(deals.edit, deal_id=deal.id, terms=Terms(), probability=42, by=books["小李"])
    deal = (await go(books, deal, await stage(books, 2))).deal
    await books.do(moves.lose, deal_id=deal.id, ending=Ending(words="太贵", competitor="三励"), by=books["小李"])
    books.now += timedelta(days=40)

    done = await books.do(moves.reopen, deal_id=deal.id, by=books["小李"])

    again = done.deal
    assert (again.status, again.stage_id, again.probability, again.probability_set) == ("open", deal.stage_id, 42, True)
    assert (again.closed_at, again.close_reason, again.reason_id, again.competitor) == (None, None, None, "三励")
    assert [move.reason for move in await books.see(moves.history, deal=again)][-2:] == ["太贵", None]
    with pytest.raises(OpenAlready):
        await books.do(moves.reopen, deal_id=deal.id, by=books["小李"])


async def test_open_again_in_a_retired_stage_it_is_in_the_one_nearest(books):
    deal = await books.deal()
    deal = (await go(books, deal, await stage(books, 2))).deal
    await books.do(moves.win, deal_id=deal.id, by=books["小李"])
    await books.do(stages.retire, stage_id=deal.stage_id, to_id=None, by=books["陈总"])

    again = (await books.do(moves.reopen, deal_id=deal.id, by=books["小李"])).deal

    assert again.stage.name_zh in ("首次接触", "客户验货")
    assert again.probability == again.stage.probability


async def test_an_undone_reopening_leaves_it_closed_as_it_was(books):
    deal = await books.deal()
    await books.do(moves.lose, deal_id=deal.id, ending=Ending(words="太贵"), by=books["小李"])
    closed = await books.again(deal)
    books.now += timedelta(minutes=5)
    done = await books.do(moves.reopen, deal_id=deal.id, by=books["小李"])

    await books.do(undo.undo, audit_id=done.entry.id, by=books["小李"])

    again = await books.again(deal)
    assert [getattr(again, name) for name in ("status", "closed_at", "close_reason", "probability", "stage_id")] == [
        getattr(closed, name) for name in ("status", "closed_at", "close_reason", "probability", "stage_id")
    ]


async def test_a_number_once_a_deal_and_none_too_long(books):
    deal, kind = await books.deal(), await word(books, List.NUMBER)
    facts = {"kind": kind, "place": place_of(deal), "by": books["小李"]}

    once = await books.do(evidence.add_number, written="顺丰 SF1234567890", **facts)
    twice = await books.do(evidence.add_number, written="SF1234567890", **facts)

    assert (len(once), len(twice), await books.count(Evidence)) == (1, 0, 1)
    with pytest.raises(LongNumber):
        await books.do(evidence.add_number, written="9" * 81, **facts)


async def test_a_message_delivered_twice_leaves_its_files_once(books):
    deal = await books.deal()

    for _ in range(2):
        await drop(books, deal, photo(1), photo(2))

    assert await books.count(Evidence) == 2


@pytest.mark.parametrize(
    ("file", "said", "zh"),
    [
        (File("F1", "IMG.jpg", mimetype="image/jpeg"), "", "照片"),
        (File("F1", "x.pdf"), "合同签好了", "合同"),
        (File("F1", "Proposal v2.pdf"), "", "方案"),
        (File("F1", "x.pdf"), "", None),
    ],
)
async def test_what_a_file_is_is_read_from_words_its_name_and_its_kind(books, file, said, zh):
    deal = await books.deal()

    (piece,) = await drop(books, deal, file, said=said)

    assert (piece.kind.name_zh if piece.kind else None) == zh


async def test_the_one_kind_that_is_waited_for_is_what_a_file_is(books):
    await asking(books, 1, kinds=(List.FILE,))
    deal = await books.deal()

    (piece,) = await drop(books, deal, File("F1", "scan.pdf"))

    assert piece.kind.name_zh == "照片"
    assert isinstance(await advance(books, deal), Moved)


async def test_evidence_taken_off_the_record_counts_no_more_and_back_it_counts(books):
    await asking(books, 1, kinds=(List.FILE,))
    deal = await books.deal()
    (piece,) = await drop(books, deal)

    _, entry = await books.do(evidence.withdraw, evidence_id=piece.id, by=books["小李"])
    assert isinstance(await advance(books, deal), Stopped)
    with pytest.raises(Missing):
        await books.do(evidence.withdraw, evidence_id=piece.id, by=books["小李"])
    await books.do(undo.undo, audit_id=entry.id, by=books["小李"])

    assert isinstance(await advance(books, deal), Moved)


async def test_who_may_see_a_deal_may_show_evidence_of_it_and_nobody_else(books):
    deal = await books.deal()
    (piece,) = await drop(books, deal, by="张军")

    for name in ("Alice", "李庆成"):
        with pytest.raises(Missing):
            await drop(books, deal, by=name, source="message:D2:1.0")
        with pytest.raises(Missing):
            await books.see(evidence.get, evidence_id=piece.id, by=books[name])
    assert (await books.see(evidence.get, evidence_id=piece.id, by=books["小李"])).id == piece.id


async def test_a_stage_is_never_left_asking_for_a_word_that_is_not_there(books):
    found = await stage(books, 1)
    won = await word(books, List.WON)

    for unknown in (won.id, 10**12):
        told = Told(name_zh="x", name_en="x", probability=1, asks=Asks(evidence=(unknown,)))
        with pytest.raises(Missing):
            await books.do(stages.change, stage_id=found.id, told=told, by=books["陈总"])
    last = (await books.all(Stage, Stage.kind == "won", Stage.name_zh == "赢单关闭"))[0]
    with pytest.raises(LastOfItsKind):
        await books.do(stages.retire, stage_id=last.id, to_id=None, by=books["陈总"])
