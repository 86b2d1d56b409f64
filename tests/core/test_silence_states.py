"""Silent leads through everything that may happen to them, by many at once, time passing: nobody warned twice for one
step, nothing back in the pool unwarned, nothing forgotten."""

import asyncio
import os
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select, update

from core import claims, clocks, undo, visits
from core.assignments import giving
from core.calendar import is_working_day, local_day, working_days_between
from core.errors import Refusal
from core.jobs.recycling import recycle_silent_leads
from core.jobs.silence import warn_silent_leads
from core.models import AuditRow, Keep, Lead, Notice, OwnerChange, Role, Team, VisitKind, Warned, Workspace
from core.silence import keeps, pauses, rhythms
from tests.core.conftest import Books
from tests.database import wipe

PEOPLE = {
    "小李": (Role.REP, "广告组"),
    "Alice": (Role.REP, "广告组"),
    "张军": (Role.MANAGER, "广告组"),
    "陈总": (Role.ADMIN, None),
}
SOMEBODY, REP = st.sampled_from(sorted(PEOPLE)), st.sampled_from(["小李", "Alice"])
CUSTOMERS = ("红杉机械", "蓝海物流", "金陵印务")
NOTES = st.sampled_from(["见了刘兵,要200台扫描枪", "对方批了预算", "跟进中", "报价28万,刘兵嫌贵", "ok"])
SIZE = int(os.environ.get("GENJIN_CHAOS", "1"))
SEPTEMBER = datetime(2026, 9, 21, 2, tzinfo=UTC)  # two holidays and two swapped days lie ahead
ORDER = list(Warned)


class Silence(RuleBasedStateMachine):
    """What people and workers do; every refusal is an answer, and after each step the books hold."""

    apart = wiper = None

    def __init__(self):
        super().__init__()
        wipe(self.wiper)
        self.books = Books(self.apart.databases.of("T1"), now=SEPTEMBER)
        for name, (role, team) in PEOPLE.items():
            self.run(self.books.join(name, role, team))
        self.run(self._set())
        self.leads = [self.run(self.books.lead(name, to="小李")).id for name in CUSTOMERS]
        self.done, self.days, self.seen = [], {}, 0

    async def _set(self):
        async with self.books.begin() as session:
            await session.execute(update(Team).values(channel="CADS"))
            await session.execute(update(Workspace).values(claims_a_day=100))

    def run(self, work):
        return self.apart.runner.run(work)

    async def _try(self, verb, **facts):
        try:
            return await self.books.do(verb, **facts)
        except Refusal:
            return None

    def do(self, verb, **facts):
        self.books.now += timedelta(seconds=1)
        done = self.run(self._try(verb, **facts))
        entry = done[-1] if isinstance(done, tuple) else None
        if isinstance(entry, AuditRow):
            self.done.append((entry.id, facts["by"]))
        return done

    def lead(self, n):
        return self.leads[n % len(self.leads)]

    # What people do

    @rule(n=st.integers(0, 2), by=SOMEBODY, note=NOTES)
    def log(self, n, by, note):
        line = f"{CUSTOMERS[n]} {note}"
        told = self.do(visits.log, line=line, kind=VisitKind.VISIT, by=self.books[by])
        if isinstance(told, visits.Logged) and told.written:
            self.done.append((told.written.audit_id, self.books[by]))
            if told.worth.counts and told.thread.lead and told.thread.lead.owner_id:
                again = self.run(self.books.again(told.thread.lead))
                assert (again.warned, again.recycle_on) == (None, None)
                assert again.silent_on > local_day(self.books.now, "Asia/Shanghai")

    @rule(n=st.integers(0, 2), by=REP)
    def ask(self, n, by):
        self.do(keeps.ask, lead_id=self.lead(n), by=self.books[by])

    @rule(by=SOMEBODY, agrees=st.booleans(), at_once=st.booleans())
    def answer(self, by, agrees, at_once):
        found = self.run(self.books.all(Keep))
        if not found:
            return
        facts = {"keep_id": found[-1].id, "by": self.books[by]}
        if at_once:
            other = {"keep_id": found[-1].id, "by": self.books["陈总"], "reason": "不行"}
            self.run(self._both(self._try(keeps.approve, **facts), self._try(keeps.refuse, **other)))
        elif agrees:
            self.do(keeps.approve, **facts)
        else:
            self.do(keeps.refuse, reason="先约刘兵", **facts)

    async def _both(self, *work):
        await asyncio.gather(*work)

    @rule(n=st.integers(0, 2), by=SOMEBODY, days=st.integers(1, 40))
    def pause(self, n, by, days):
        until = local_day(self.books.now, "Asia/Shanghai") + timedelta(days=days)
        self.do(pauses.pause, lead_id=self.lead(n), until=until, reason="盘点", by=self.books[by])

    @rule(n=st.integers(0, 2), by=SOMEBODY)
    def end_pause(self, n, by):
        self.do(pauses.end, lead_id=self.lead(n), by=self.books[by])

    @rule(n=st.integers(0, 2), by=SOMEBODY, days=st.sampled_from([None, 1, 2, 5, 12]))
    def pace(self, n, by, days):
        self.do(rhythms.change, lead_id=self.lead(n), days=days, by=self.books[by])

    @rule(n=st.integers(0, 2), by=SOMEBODY, to=REP, way=st.sampled_from(["claim", "claim", "release", "assign"]))
    def hand_on(self, n, by, to, way):
        facts = {"lead_id": self.lead(n), "by": self.books[by]}
        match way:
            case "claim":
                self.do(claims.claim, **facts)
            case "release":
                self.do(claims.release, **facts)
            case "assign":
                self.do(giving.assign, to=self.books[to], **facts)

    @rule(back=st.integers(1, 4))
    def undo(self, back):
        if len(self.done) >= back:
            audit_id, by = self.done[-back]
            self.do(undo.undo, audit_id=audit_id, by=by)

    # What workers do

    @rule(days=st.sampled_from([1, 1, 1, 1, 1, 2, 9]), workers=st.integers(1, 3))
    def days_pass(self, days, workers):
        for _ in range(days - 1):
            self.books.now += timedelta(days=1)  # nobody ticks
        self.books.now = self.books.now.replace(hour=2, minute=0, second=0) + timedelta(days=1)
        self.tick(workers)

    @rule(workers=st.integers(2, 3))
    def tick(self, workers):
        before = self.run(self.books.all(Lead))
        self.run(self._both(*(self._tick() for _ in range(workers))))
        self.check(before)

    async def _tick(self):
        for job in (warn_silent_leads, recycle_silent_leads):
            async with self.books.begin() as session:
                workspace = (await session.scalars(select(Workspace).where(Workspace.id == "T1"))).one()
                await job(session, workspace=workspace, now=self.books.now, forced=False)

    def check(self, before):
        """What a tick may do to a lead: one step on, or back to the pool two working days after the team heard."""
        today = local_day(self.books.now, "Asia/Shanghai")
        works = is_working_day(today, country="CN")
        for was, now in zip(before, self.run(self.books.all(Lead)), strict=True):
            if was.owner_id is not None and now.owner_id is None:
                assert works
                assert was.warned == Warned.TEAM
                assert was.recycle_on <= today
                heard = self.days[was.id, Warned.TEAM]
                assert working_days_between(heard, today, country="CN") >= 2
                assert self.days[was.id, Warned.LAST] < heard
                assert was.pause is None or was.pause <= today
            elif now.warned != was.warned:
                assert works
                step = ORDER.index(now.warned)
                assert step == 0 or was.warned == ORDER[step - 1] or (step == 1 and was.warned is None)
                assert was.warn_on <= today
                if step:
                    assert now.warned != Warned.TEAM or self.days[was.id, ORDER[step - 1]] < today
                self.days[was.id, now.warned] = today

    # What must hold

    @invariant()
    def the_books_hold(self):
        leads, told, asked, changes, workspace = self.run(self.written())
        keys = [each.key for each in told]
        assert len(keys) == len(set(keys))
        for lead in leads:
            runs = lead.owner_id is not None and lead.status == "open"
            assert (lead.silent_on is not None) == (lead.rhythm_days is not None) == runs
            assert (lead.warned == Warned.TEAM) == (lead.recycle_on is not None)
            assert (lead.warn_on is not None) == (runs and lead.warned != Warned.TEAM)
            if runs:
                begins = clocks.begins(lead, workspace=workspace)
                assert working_days_between(begins, lead.silent_on, country="CN") >= lead.rhythm_days
            assert sum(each.lead_id == lead.id and each.answer is None for each in asked) <= 1
        held = {}
        for change in changes:
            assert change.from_id == held.get(change.lead_id)
            held[change.lead_id] = change.to_id
        assert held == {lead.id: lead.owner_id for lead in leads}

    async def written(self):
        async with self.books.begin() as session:
            rows = [
                (await session.scalars(select(model).order_by(model.id))).all()
                for model in (Lead, Notice, Keep, OwnerChange)
            ]
            return *rows, (await session.scalars(select(Workspace).where(Workspace.id == "T1"))).one()


def test_one_step_at_a_time_never_unwarned_and_never_twice(apart, wiper):
    Silence.apart, Silence.wiper = apart, wiper
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    bounds = settings(
        max_examples=10 * SIZE,
        stateful_step_count=40,
        deadline=None,
        derandomize=SIZE == 1,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=checks,
    )
    run_state_machine_as_test(Silence, settings=bounds)
