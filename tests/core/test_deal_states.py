"""A deal through everything that may happen to it, by two at once: probability, sums, history and card agree.

More may happen to a deal one day: a rule for it is a method here, and the books are held as they are after each step.
"""

import asyncio
import os
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from core import board, cards, deals, evidence, listed, moves, pipelines, reviews, stages, undo, visits
from core.deals import Terms, extensions
from core.errors import Missing, Refusal
from core.evidence import File, place_of
from core.jobs.closing import close_overdue_deals, warn_closing_deals
from core.models import (
    AuditRow,
    Deal,
    DealStatus,
    Extension,
    List,
    Notice,
    Pipeline,
    Plea,
    Role,
    Stage,
    StageKind,
    StageMove,
    VisitKind,
    Workspace,
)
from core.moves import Ending, Filled, Moved, pleas
from core.pipelines import settings as sets
from core.reading import Money
from core.stages import Days, Names, Told
from core.stages.asks import Asks
from tests.core.conftest import MONDAY, Books
from tests.database import wipe

PEOPLE = {
    "小李": (Role.REP, "广告组"),
    "Alice": (Role.REP, "广告组"),
    "张军": (Role.MANAGER, "广告组"),
    "陈总": (Role.ADMIN, None),
}
SOMEBODY = st.sampled_from(sorted(PEOPLE))
WHICH, PLACE = st.integers(0, 2), st.integers(0, 7)
PERCENT, SUM = st.none() | st.integers(0, 100), st.none() | st.integers(1, 10**6)
SIZE = int(os.environ.get("GENJIN_CHAOS", "1"))


class Deals(RuleBasedStateMachine):
    """What people do to three deals and the pipelines they go through; every refusal is an answer."""

    apart = wiper = None

    def __init__(self):
        super().__init__()
        wipe(self.wiper)
        self.books = Books(self.apart.databases.of("T1"), now=MONDAY)
        for name, (role, team) in PEOPLE.items():
            self.run(self.books.join(name, role, team))
        owners = ("小李", "小李", "Alice")
        self.deals = [
            self.run(self.books.deal(f"客户{n}", of=who, amount=Decimal(100))) for n, who in enumerate(owners)
        ]
        self.done, self.files, self.held = [], 0, 0

    def run(self, work):
        return self.apart.runner.run(work)

    async def _try(self, verb, **facts):
        try:
            return await self.books.do(verb, **facts)
        except Refusal:
            return None

    def do(self, verb, **facts):
        self.books.now += timedelta(seconds=5)
        done = self.run(self._try(verb, **facts))
        self._remember(done, facts["by"])
        return done

    def at_once(self, *verbs):
        """Two at the same moment."""
        self.books.now += timedelta(seconds=5)

        async def both():
            return await asyncio.gather(*(self._try(verb, **facts) for verb, facts in verbs))

        for outcome, (_, facts) in zip(self.run(both()), verbs, strict=True):
            self._remember(outcome, facts["by"])

    def _remember(self, done, by):
        entry = done.entry if isinstance(done, Moved) else done[-1] if isinstance(done, tuple) else None
        if isinstance(entry, AuditRow):
            self.done.append((entry.id, by))

    def deal(self, n):
        return self.run(self.books.again(self.deals[n]))

    def stage(self, place, pipeline_id):
        found = self.run(self.books.see(pipelines.stages_of, by=self.books["陈总"], pipeline_id=pipeline_id))
        return found[place % len(found)]

    def moving(self, n, by):
        deal = self.deal(n)
        return {"deal_id": deal.id, "seen_stage": deal.stage_id, "by": self.books[by]}

    # What people do to a deal

    @rule(n=WHICH, by=SOMEBODY)
    def advance(self, n, by):
        self.do(moves.advance, **self.moving(n, by))

    @rule(n=WHICH, by=SOMEBODY)
    def send_back(self, n, by):
        self.do(moves.send_back, **self.moving(n, by))

    @rule(n=WHICH, by=SOMEBODY, place=PLACE, fills=st.booleans(), why=st.sampled_from(["", "客户催得急"]))
    def move(self, n, by, place, fills, why):
        to = self.stage(place, self.deal(n).pipeline_id)
        filled = Filled(amount=Money(Decimal(500), None), ticks={to.id: ["签字"]}) if fills else None
        done = self.do(moves.move, to_id=to.id, filled=filled, why=why, **self.moving(n, by))
        if isinstance(done, Moved) and not why and to.asks:
            assert to.asks.get("fields") is None or self.deal(n).amount is not None

    @rule(n=WHICH, by=SOMEBODY)
    def win(self, n, by):
        self.do(moves.win, **self.moving(n, by))

    @rule(n=WHICH, by=SOMEBODY, why=st.sampled_from(["", "太贵"]))
    def lose(self, n, by, why):
        self.do(moves.lose, ending=Ending(words=why), **self.moving(n, by))

    @rule(n=WHICH, by=SOMEBODY)
    def reopen(self, n, by):
        self.do(moves.reopen, **self.moving(n, by))

    @rule(by=SOMEBODY, grants=st.booleans())
    def answer(self, by, grants):
        found = self.run(self.books.all(Plea, Plea.decided_at.is_(None)))
        if found:
            verb, more = (pleas.grant, {}) if grants else (pleas.refuse, {"answer": "不行"})
            self.do(verb, plea_id=found[-1].id, by=self.books[by], **more)

    @rule(n=WHICH, by=SOMEBODY, amount=SUM, percent=PERCENT)
    def edit(self, n, by, amount, percent):
        terms = Terms(amount=Decimal(amount) if amount else None)
        self.do(deals.edit, deal_id=self.deals[n].id, terms=terms, probability=percent, by=self.books[by])

    @rule(n=WHICH, by=SOMEBODY, days=st.none() | st.integers(-5, 20))
    def put_off(self, n, by, days):
        close = self.books.now.date() + timedelta(days=days) if days is not None else None
        facts = {"deal_id": self.deals[n].id, "values": {"expected_close": close}, "by": self.books[by]}
        was = self.deal(n)
        done = self.do(deals.change, **facts)
        late = deals.is_late(was, today=self.books.now.date())
        if isinstance(done, tuple) and late and by in ("小李", "Alice"):
            assert (close or date.max) <= was.expected_close, "a date that has passed was put off unasked"

    @rule(n=WHICH, by=SOMEBODY, days=st.integers(0, 20))
    def ask_for_a_date(self, n, by, days):
        to_on = self.books.now.date() + timedelta(days=days)
        self.do(extensions.ask, deal_id=self.deals[n].id, to_on=to_on, why="预算下月批", by=self.books[by])

    @rule(by=SOMEBODY, grants=st.booleans())
    def answer_for_a_date(self, by, grants):
        found = self.run(self.books.all(Extension, Extension.decided_at.is_(None)))
        if found:
            verb, more = (extensions.approve, {}) if grants else (extensions.refuse, {"answer": "不行"})
            self.do(verb, extension_id=found[-1].id, by=self.books[by], **more)

    @rule(by=SOMEBODY, n=WHICH)
    def review(self, by, n):
        told = {"decided": "价格", "goods": "扫描枪", "lesson": "早点报价"}
        self.do(reviews.write, deal_id=self.deals[n].id, by=self.books[by], **told)

    @rule(days=st.integers(1, 8))
    def days_go_by(self, days):
        """The jobs of each day: nothing is closed by itself that its owner was not told of before."""
        for _ in range(days):
            self.books.now += timedelta(days=1)
            self.run(self._day())

    async def _day(self):
        async with self.books.begin() as session:
            workspace = (await session.scalars(select(Workspace).where(Workspace.id == "T1"))).one()
            told = Notice.kind == "lapsing_deal"
            warned = {each.facts["deal"] for each in await session.scalars(select(Notice).where(told))}
            of = {"workspace": workspace, "now": self.books.now, "forced": True}
            before = set(await session.scalars(select(Deal.id).where(Deal.status == DealStatus.OPEN)))
            await close_overdue_deals(session, **of)
            gone = before - set(await session.scalars(select(Deal.id).where(Deal.status == DealStatus.OPEN)))
            assert gone <= warned, "closed unannounced"
            await warn_closing_deals(session, **of)

    @rule(n=WHICH, by=SOMEBODY, to=SOMEBODY)
    def give(self, n, by, to):
        self.do(deals.give, deal_id=self.deals[n].id, to=self.books[to], by=self.books[by], reason="调岗")

    @rule(n=WHICH, by=SOMEBODY, note=st.sampled_from(["见了刘兵,要200台扫描枪", "样品寄出 顺丰 SF1234567890"]))
    def log(self, n, by, note):
        told = self.do(visits.log, line=f"客户{n} {note}", kind=VisitKind.VISIT, by=self.books[by])
        if isinstance(told, visits.Logged) and told.written:
            self.done.append((told.written.audit_id, self.books[by]))

    @rule(n=WHICH, by=SOMEBODY)
    def drop(self, n, by):
        self.files += 1
        file = File(f"F{self.files}", "照片.jpg", mimetype="image/jpeg")
        source = f"message:D:{self.files}"
        self.do(evidence.add_files, files=[file], place=place_of(self.deals[n]), source=source, by=self.books[by])

    @rule()
    def take_back(self):
        if self.done:
            audit_id, by = self.done.pop()
            self.do(undo.undo, audit_id=audit_id, by=by)

    @rule(days=st.sampled_from([0.01, 1, 30]))
    def time_passes(self, days):
        self.books.now += timedelta(days=days)

    # What admins do to the pipelines

    @rule(place=PLACE, percent=st.integers(0, 100), asks=st.sampled_from([(), ("amount",)]), check=st.booleans())
    def change_stage(self, place, percent, asks, check):
        stage = self.stage(place, self.deal(0).pipeline_id)
        told = self._told(stage, percent, Asks(fields=asks, checks=("签字",) if check else ()))
        self.do(stages.change, stage_id=stage.id, told=told, by=self.books["陈总"])

    def _told(self, stage, percent, asks, **more):
        names = {"name_zh": stage.name_zh, "name_en": stage.name_en}
        return Told(**{**names, "probability": percent, "kind": stage.kind, "asks": asks, **more})

    @rule(n=WHICH, grace=st.none() | st.integers(1, 5))
    def set_days(self, n, grace):
        pipeline_id = self.deal(n).pipeline_id
        known = self.run(self.books.see(pipelines.all_of, by=self.books["陈总"]))
        for each in known:
            if each.id == pipeline_id:
                names = Names(name_zh=each.name_zh, name_en=each.name_en)
                facts = {"pipeline_id": each.id, "names": names, "days": Days(None, grace), "by": self.books["陈总"]}
                self.do(sets.change, **facts)

    @rule(place=PLACE)
    def ask_for_a_photo(self, place):
        stage = self.stage(place, self.deal(0).pipeline_id)
        kind = self.run(self.books.see(listed.of, lists=(List.FILE,), by=self.books["陈总"]))[0]
        told = self._told(stage, stage.probability, Asks(evidence=(kind.id,)))
        self.do(stages.change, stage_id=stage.id, told=told, by=self.books["陈总"])

    @rule(place=PLACE, name=st.sampled_from(["新名甲", "新名乙"]))
    def rename_stage(self, place, name):
        stage = self.stage(place, self.deal(0).pipeline_id)
        told = self._told(stage, stage.probability, Asks(), name_zh=name, name_en=name)
        self.do(stages.change, stage_id=stage.id, told=told, by=self.books["陈总"])

    @rule(place=PLACE)
    def end_with_stage(self, place):
        stage = self.stage(place, self.deal(0).pipeline_id)
        told = self._told(stage, stage.probability, Asks(), kind=StageKind.WON)
        self.do(stages.change, stage_id=stage.id, told=told, why="都成交了", by=self.books["陈总"])

    @rule(name=st.sampled_from(["加一", "加二"]), percent=st.integers(0, 100))
    def add_stage(self, name, percent):
        told = Told(name_zh=name, name_en=name, probability=percent)
        self.do(stages.add, pipeline_id=self.deal(0).pipeline_id, told=told, by=self.books["陈总"])

    @rule(place=PLACE, up=st.booleans())
    def shift_stage(self, place, up):
        pipeline_id = self.deal(0).pipeline_id
        found = self.run(self.books.see(pipelines.stages_of, by=self.books["陈总"], pipeline_id=pipeline_id))
        place %= len(found)
        self.do(stages.shift, stage_id=found[place].id, up=up, place=place, by=self.books["陈总"])

    @rule(place=PLACE, other=PLACE)
    def retire_stage(self, place, other):
        pipeline_id = self.deal(0).pipeline_id
        stage, to = self.stage(place, pipeline_id), self.stage(other, pipeline_id)
        self.do(stages.retire, stage_id=stage.id, to_id=to.id, by=self.books["陈总"])

    @rule(place=PLACE)
    def retire_pipeline(self, place):
        known = self.run(self.books.see(pipelines.all_of, by=self.books["陈总"]))
        to = self.stage(place, known[-1].id)
        self.do(sets.retire, pipeline_id=known[0].id, to_id=to.id, by=self.books["陈总"])

    @rule(name=st.sampled_from(["华东", "华南"]))
    def add_pipeline(self, name):
        names = Names(name_zh=name, name_en=name)
        self.do(sets.add, preset=None, names=names, by=self.books["陈总"])

    # What happens at the same moment

    @rule(n=WHICH, by=SOMEBODY)
    def one_wins_what_lapses(self, n, by):
        async def lapse(session, *, by, now):
            workspace = (await session.scalars(select(Workspace).where(Workspace.id == "T1"))).one()
            await close_overdue_deals(session, workspace=workspace, now=now, forced=True)

        self.at_once((moves.win, self.moving(n, by)), (lapse, {"by": self.books["陈总"]}))

    @rule(n=WHICH, one=SOMEBODY, other=SOMEBODY)
    def two_press_advance(self, n, one, other):
        self.at_once((moves.advance, self.moving(n, one)), (moves.advance, self.moving(n, other)))

    @rule(n=WHICH, by=SOMEBODY, place=PLACE)
    def one_moves_what_the_other_retires(self, n, by, place):
        deal = self.deal(n)
        to = self.stage(place, deal.pipeline_id)
        facts = {"stage_id": deal.stage_id, "to_id": to.id, "by": self.books["陈总"]}
        self.at_once((moves.advance, self.moving(n, by)), (stages.retire, facts))

    @rule(n=WHICH, by=SOMEBODY, percent=PERCENT, new=st.integers(0, 100))
    def one_edits_what_the_other_rates(self, n, by, percent, new):
        deal = self.deal(n)
        stage = self.run(self.books.see(_stage, stage_id=deal.stage_id))
        told = self._told(stage, new, Asks())
        edit = {"deal_id": deal.id, "terms": Terms(), "probability": percent, "by": self.books[by]}
        change = {"stage_id": stage.id, "told": told, "by": self.books["陈总"]}
        self.at_once((deals.edit, edit), (stages.change, change))

    @rule(n=WHICH, amount=SUM, other=SUM)
    def two_edit_the_same(self, n, amount, other):
        seen = self.run(self.books.see(_newest, deal_id=self.deals[n].id))
        facts = {"deal_id": self.deals[n].id, "probability": None, "seen": seen}
        sums = [Decimal(each) if each else None for each in (amount, other)]
        self.at_once(
            (deals.edit, {**facts, "terms": Terms(amount=sums[0]), "by": self.books["张军"]}),
            (deals.edit, {**facts, "terms": Terms(amount=sums[1]), "by": self.books["陈总"]}),
        )

    # What holds after each of them

    @invariant()
    def the_books_hold(self):
        self.run(self._hold())

    async def _hold(self):
        async with self.books.begin() as session:
            kept = (await session.scalars(select(Deal).options(joinedload(Deal.stage)).order_by(Deal.id))).all()
            for deal in kept:
                await _must_agree(session, deal)
            for deal in kept if SIZE > 1 else [kept[self.held % len(kept)]]:  # a card takes twenty statements
                await _must_show(session, deal, self.books)
            self.held += 1
            for name in PEOPLE:
                await _must_add_up(session, kept, self.books, name)


async def _stage(session, *, stage_id):
    return (await session.scalars(select(Stage).where(Stage.id == stage_id))).one()


async def _newest(session, *, deal_id):
    rows = select(AuditRow.id).where(AuditRow.noun == "deal", AuditRow.noun_id == deal_id).order_by(AuditRow.id.desc())
    return (await session.scalars(rows)).first()


async def _must_agree(session, deal):
    """Stage, probability, end and history say the same."""
    stage = deal.stage
    assert deal.status == DealStatus(stage.kind.value)
    assert stage.pipeline_id == deal.pipeline_id
    is_open = deal.status == DealStatus.OPEN
    assert not is_open or stage.retired_at is None, "an open deal is left in a retired stage"
    assert is_open == (deal.closed_at is None)
    assert is_open or (deal.probability, deal.probability_set, deal.silent_on) == (stage.probability, False, None)
    assert deal.probability_set or deal.probability == stage.probability
    waiting = await session.scalars(
        select(Extension.id).where(Extension.deal_id == deal.id, Extension.granted.is_(None))
    )
    assert is_open or not waiting.all(), "a new date is asked for, of a deal that has ended"
    grace = await session.scalar(select(Pipeline.grace_days).where(Pipeline.id == deal.pipeline_id))
    closes = grace is not None and deal.expected_close is not None
    assert not is_open or closes == (deal.lapse_on is not None), "closed by itself, or not, against its pipeline"
    assert not is_open or (deal.close_reason, deal.reason_id, deal.open_probability) == (None, None, None)
    made = (await session.scalars(select(StageMove).where(StageMove.deal_id == deal.id).order_by(StageMove.id))).all()
    assert (made[0].from_id, made[-1].to_id) == (None, deal.stage_id)
    assert [each.from_id for each in made[1:]] == [each.to_id for each in made[:-1]]
    assert sum((each.stayed for each in made if each.stayed), timedelta()) == made[-1].at - deal.created_at


async def _must_show(session, deal, books):
    """Whoever may see it sees a card that says what the row says; whoever may not sees none."""
    for name in PEOPLE:
        leads = name == "张军" and deal.owner_id != books["陈总"].id  # an admin's deal is nobody's below
        sees = name == "陈总" or deal.owner_id == books[name].id or leads
        try:
            card = await cards.of_deal(session, deal_id=deal.id, by=books[name], now=books.now)
        except Missing:
            assert not sees
            continue
        assert sees
        assert (card.thing.stage.id, card.thing.probability) == (deal.stage_id, deal.probability)
        assert {lack.stage.retired_at for lack in card.outlook.lacks} <= {None}


async def _must_add_up(session, kept, books, name):
    """The board's totals are those of the deals behind it."""
    team = [who for who in PEOPLE if who != "陈总"]
    theirs = {"小李": ["小李"], "Alice": ["Alice"], "张军": team}.get(name, list(PEOPLE))
    seen = [each for each in kept if each.owner_id in [books[who].id for who in theirs]]
    behind = [each for each in seen if each.status == DealStatus.OPEN]
    boards = await board.boards(session, by=books[name])
    assert sum(each.count for each in boards) == len(behind)
    total = sum((each.sums.get("CNY", Decimal()) for each in boards), Decimal())
    assert total == sum((each.amount or Decimal() for each in behind), Decimal())
    weighted = sum((each.weighted.get("CNY", Decimal()) for each in boards), Decimal())
    worth = sum(((each.amount or Decimal()) * each.probability / 100 for each in behind), Decimal())
    assert abs(weighted - worth) <= Decimal("0.02")


def test_whatever_happens_to_deals_probability_sums_history_and_card_agree(apart, wiper):
    Deals.apart, Deals.wiper = apart, wiper
    run_state_machine_as_test(
        Deals,
        settings=settings(
            max_examples=5 * SIZE,
            stateful_step_count=25,
            deadline=None,
            derandomize=SIZE == 1,
            database=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
            phases=[Phase.generate],
        ),
    )
