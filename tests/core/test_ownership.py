"""Leads, their owners, follow-ups and Undo against a simple model, whatever is done in whatever order, time passing."""

import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select, update

from core import claims, deals, leads, undo, visits
from core.assignments import giving
from core.calendar import local_day, working_days_after
from core.deals import Terms
from core.errors import Refusal
from core.leads import Capture
from core.models import AuditRow, Lead, OwnerChange, Role, VisitKind, Workspace
from core.pools import locks
from tests.core.conftest import Books
from tests.database import wipe

PEOPLE = {
    "小李": (Role.REP, "广告组"),
    "Alice": (Role.REP, "广告组"),
    "销售甲": (Role.REP, "扫描组"),
    "张军": (Role.MANAGER, "广告组"),
    "陈总": (Role.ADMIN, None),
}
SOMEBODY = st.sampled_from(sorted(PEOPLE))
NAMES = ("红杉机械", "蓝海物流", "金陵印务", "长城仪表", "云帆科技", "大成建材", "北辰医疗", "飞鸿服饰", "绿野食品",
         "宏图家电", "天工模具", "银河照明", "瑞祥纺织", "同舟造船")  # fmt: skip
NOTES = st.sampled_from(["见了刘兵,要200台扫描枪", "对方批了预算", "跟进中", "报价28万,刘兵嫌贵", "他下周出国"])
CLAIMS_A_DAY, HELD_AT_ONCE, SILENT_AFTER, LOCKS = 3, 2, 7, 2
COOLING = timedelta(days=7)
MANAGERS = ("张军", "陈总")
SIZE = int(os.environ.get("GENJIN_CHAOS", "1"))


@dataclass
class Modelled:
    """What a lead should be."""

    name: str
    row: int
    owner: str | None
    since: datetime | None
    was_free: bool
    status: str = "open"
    locked_by: str | None = None
    heard: dict[int, datetime] = field(default_factory=dict)  # by visit: the follow-ups that count and stand
    deeds: list["Deed"] = field(default_factory=list)

    @property
    def held(self):
        return self.owner, self.since


@dataclass
class Deed:
    """What somebody did, how the lead's owner stood before and after, and whether it stands."""

    verb: str
    by: str
    at: datetime
    audit: int
    lead: Modelled
    before: tuple
    after: tuple
    about: int | None = None  # the visit
    locks: tuple = ()  # by whom it was locked before and after
    stands: bool = True


class Ownership(RuleBasedStateMachine):
    """Every rule says what should happen, does it, and compares; every invariant compares the whole books."""

    apart = wiper = None
    known = Bundle("known")

    def __init__(self):
        super().__init__()
        wipe(self.wiper)
        self.books = Books(self.apart.databases.of("T1"))
        for name, (role, team) in PEOPLE.items():
            self.run(self.books.join(name, role, team))
        rules = {"claims_a_day": CLAIMS_A_DAY, "held_at_once": HELD_AT_ONCE, "silent_after": SILENT_AFTER}
        rules |= {"locks_a_team": LOCKS}
        self.run(self._set(rules))
        self.leads, self.deeds, self.audited = [], [], 0

    async def _set(self, rules):
        async with self.books.begin() as session:
            await session.execute(update(Workspace).values(**rules))

    def run(self, work):
        return self.apart.runner.run(work)

    def do(self, verb, may, **facts):
        """What came of it, or None when it was refused; which of the two, the model has said before."""
        self.books.now += timedelta(seconds=1)
        try:
            done = self.run(self.books.do(verb, **facts))
        except Refusal:
            assert not may, f"{verb.__name__} was refused"
            return None
        assert may, f"{verb.__name__} was allowed"
        return done

    # The rules of the model

    def sees(self, name, lead):
        return lead.status != "withdrawn" and (lead.owner is None or self.decides(name, lead.owner))

    def decides(self, name, owner):
        mine = name == "张军" and PEOPLE[owner][1] == "广告组"
        return name in (owner, "陈总") or mine

    def reaches(self, name, lead):
        return lead.status != "withdrawn" and (lead.was_free or self.sees(name, lead))

    def fits(self, name):
        return sum(lead.owner == name and lead.status == "open" for lead in self.leads) < HELD_AT_ONCE

    def claims_left(self, name):
        today = local_day(self.books.now + timedelta(seconds=1), "Asia/Shanghai")
        claimed = [deed for deed in self.deeds if deed.verb == "claim" and deed.by == name and deed.stands]
        return sum(local_day(deed.at, "Asia/Shanghai") == today for deed in claimed) < CLAIMS_A_DAY

    def waits(self, name, lead):
        """Whether they let it go less than the days of waiting ago; what was taken back since does not count."""
        gone = [d.at for d in lead.deeds if d.verb == "release" and d.stands and d.before[0] == name]
        return bool(gone) and self.books.now + timedelta(seconds=1) < max(gone) + COOLING

    def unlocks(self, name, lead):
        """Whether no lock keeps them from giving it away."""
        return lead.locked_by in (None, name) or name == "陈总"

    def locks_left(self, name):
        locked = sum(lead.status == "open" and lead.locked_by == name for lead in self.leads)
        return name == "陈总" or locked < LOCKS

    def remember(self, verb, by, entry, lead, before, **more):
        deed = Deed(verb, by, self.books.now, entry, lead, before, lead.held, **more)
        lead.deeds.append(deed)
        self.deeds.append(deed)
        self.audited += 1

    # What people do

    @initialize(target=known)
    def begin(self):
        return multiple(*(self.capture(by="小李", free=free) for free in (True, True, True, False)))

    @rule(target=known, by=SOMEBODY, free=st.booleans())
    def capture(self, by, free):
        name = f"{NAMES[len(self.leads) % len(NAMES)]}{'一二三四五六七八九十'[len(self.leads) // len(NAMES)]}号厂"
        member = self.books[by]
        told = {"told": Capture(customer=name), "to": None if free else member, "by": member, "anyway": True}
        done = self.do(leads.capture, free or self.fits(by), **told)
        if done is None:
            return multiple()
        row, entry = done
        lead = Modelled(name, row.id, None if free else by, None if free else self.books.now, free)
        self.leads.append(lead)
        self.remember("capture", by, entry.id, lead, lead.held)
        return lead

    @rule(lead=known, by=SOMEBODY)
    def claim(self, lead, by):
        own = lead.owner == by
        free = lead.owner is None and lead.status == "open" and self.claims_left(by) and self.fits(by)
        free = free and lead.locked_by is None and not self.waits(by, lead)
        done = self.do(claims.claim, self.reaches(by, lead) and (own or free), lead_id=lead.row, by=self.books[by])
        if done and not own:
            before, (lead.owner, lead.since) = lead.held, (by, self.books.now)
            self.remember("claim", by, done[1].id, lead, before)

    @rule(by=SOMEBODY)
    def claim_all(self, by):
        for lead in self.leads:
            self.claim(lead=lead, by=by)

    @rule(lead=known, by=SOMEBODY)
    def release(self, lead, by):
        may = lead.status == "open" and lead.owner is not None and self.decides(by, lead.owner)
        may = may and self.unlocks(by, lead)
        if done := self.do(claims.release, may, lead_id=lead.row, by=self.books[by]):
            before, (lead.owner, lead.since), lead.was_free = lead.held, (None, None), True
            self.remember("release", by, done[1].id, lead, before)

    @rule(lead=known, by=SOMEBODY, to=SOMEBODY)
    def assign(self, lead, by, to):
        mine = by == "陈总" or (by == "张军" and PEOPLE[to][1] == "广告组")
        may = mine and lead.status == "open" and (lead.owner is None or self.decides(by, lead.owner))
        may = may and self.unlocks(by, lead)
        done = self.do(giving.assign, may, lead_id=lead.row, to=self.books[to], by=self.books[by])
        if done and lead.owner != to:
            before, (lead.owner, lead.since) = lead.held, (to, self.books.now)
            self.remember("assign", by, done[1].id, lead, before)

    @rule(lead=known, by=SOMEBODY)
    def lock(self, lead, by):
        theirs = lead.owner is None or self.decides(by, lead.owner)
        may = by in MANAGERS and self.reaches(by, lead) and lead.status == "open" and theirs
        may = may and (lead.locked_by is not None or self.locks_left(by))
        done = self.do(locks.lock, may, lead_id=lead.row, by=self.books[by])
        if done and lead.locked_by is None:
            lead.locked_by = by
            self.remember("lock", by, done[1].id, lead, lead.held, locks=(None, by))

    @rule(lead=known, by=SOMEBODY)
    def unlock(self, lead, by):
        may = by in MANAGERS and self.reaches(by, lead) and lead.status == "open" and self.unlocks(by, lead)
        done = self.do(locks.unlock, may, lead_id=lead.row, by=self.books[by])
        if done and lead.locked_by is not None:
            was, lead.locked_by = lead.locked_by, None
            self.remember("unlock", by, done[1].id, lead, lead.held, locks=(was, None))

    @rule(lead=known, by=SOMEBODY, note=NOTES)
    def log(self, lead, by, note):
        told = self.do(visits.log, True, line=f"{lead.name} {note}", kind=VisitKind.VISIT, by=self.books[by])
        held = lead.owner is not None and lead.status != "withdrawn" and not self.decides(by, lead.owner)
        assert isinstance(told, visits.CustomerHeld) == held, told
        if isinstance(told, visits.Logged) and told.written:
            if lead.status == "open" and told.worth.counts:
                lead.heard[told.written.visit_id] = self.books.now
            self.remember("log", by, told.written.audit_id, lead, lead.held, about=told.written.visit_id)

    @rule(lead=known, by=SOMEBODY)
    def convert(self, lead, by):
        may = lead.status == "open" and lead.owner is not None and self.decides(by, lead.owner)
        if done := self.do(deals.convert, may, lead_id=lead.row, terms=Terms(), by=self.books[by]):
            lead.status = "converted"
            self.audited += 1  # one for the lead, one for its deal
            self.remember("convert", by, done[1].id, lead, lead.held)

    @rule(data=st.data(), by=SOMEBODY)
    def undo(self, data, by):
        lately = self.deeds[-6:]
        if not lately:
            return
        deed = data.draw(st.sampled_from(lately))
        by = deed.by if data.draw(st.booleans()) else by
        in_time = self.books.now + timedelta(seconds=1) - deed.at <= timedelta(minutes=10)
        may = deed.by == by and deed.stands and in_time and self.as_left(deed)
        if self.do(undo.undo, may, audit_id=deed.audit, by=self.books[by]):
            self.audited += 1
            self.take_back(deed)

    def as_left(self, deed):
        lead = deed.lead
        later = [each for each in lead.deeds[lead.deeds.index(deed) + 1 :] if each.stands]
        match deed.verb:
            case "log":
                return True
            case "lock" | "unlock":
                left = lead.locked_by == deed.locks[1] and not any(each.locks for each in later)
                return left and (deed.verb == "lock" or self.locks_left(deed.locks[0]))
            case "capture":
                return lead.status == "open" and lead.held == deed.after and not later
            case "convert":
                return lead.status == "converted" and not later
        room = deed.before[0] != deed.by or self.fits(deed.by)
        return lead.status == "open" and lead.held == deed.after and room

    def take_back(self, deed):
        deed.stands = False
        match deed.verb:
            case "log":
                deed.lead.heard.pop(deed.about, None)
            case "capture":
                deed.lead.status = "withdrawn"
            case "convert":
                deed.lead.status = "open"
            case "lock" | "unlock":
                deed.lead.locked_by = deed.locks[0]
            case _:
                deed.lead.owner, deed.lead.since = deed.before
                deed.lead.was_free = deed.lead.was_free or deed.lead.owner is None

    @rule(time=st.sampled_from([timedelta(minutes=4), timedelta(minutes=11), timedelta(hours=9), timedelta(days=5)]))
    def time_passes(self, time):
        self.books.now += time

    # What must hold

    async def written(self):
        async with self.books.begin() as session:
            rows = {row.id: row for row in await session.scalars(select(Lead))}
            changes = select(OwnerChange).where(OwnerChange.lead_id.is_not(None)).order_by(OwnerChange.id)
            told = select(func.count()).where(AuditRow.noun.in_(("lead", "deal", "visit")))
            return rows, (await session.scalars(changes)).all(), await session.scalar(told)

    @invariant()
    def the_books_say_what_the_model_says_and_every_change_is_on_record(self):
        rows, changes, audited = self.run(self.written())
        names = {member.id: name for name, member in self.books.people.items()}
        assert (len(rows), audited) == (len(self.leads), self.audited)
        for lead in self.leads:
            row = rows[lead.row]
            last = max(lead.heard.values(), default=None)
            said = (names.get(row.owner_id), row.owned_since, row.status.value, row.last_follow_up_at)
            assert said == (lead.owner, lead.since, lead.status, last), lead.name
            assert names.get(row.locked_by_id) == lead.locked_by, lead.name
            assert (row.silent_on, row.warn_on) == self.clock(lead, last), lead.name
        held = {}
        for change in changes:
            assert change.from_id == held.get(change.lead_id)
            held[change.lead_id] = change.to_id
        assert held == {row.id: row.owner_id for row in rows.values()}

    def clock(self, lead, last):
        """When it turns silent, and when its owner is warned first."""
        if lead.status != "open" or lead.owner is None:
            return None, None
        began = local_day(max(last or lead.since, lead.since), "Asia/Shanghai")
        return tuple(working_days_after(began, days, country="CN") for days in (SILENT_AFTER, SILENT_AFTER - 3))


def test_one_owner_or_none_quotas_that_hold_clocks_as_history_says_and_everything_on_record(apart, wiper):
    Ownership.apart, Ownership.wiper = apart, wiper
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    bounds = settings(
        max_examples=15 * SIZE,
        stateful_step_count=30,
        deadline=None,
        derandomize=SIZE == 1,
        database=None,
        phases=[Phase.generate],  # to shrink a failure would take minutes: thirty steps can be read
        suppress_health_check=checks,
    )
    run_state_machine_as_test(Ownership, settings=bounds)
