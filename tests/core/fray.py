"""Everything that changes whose a lead is, pressed by anybody on anything; and whether the books add up after it."""

import asyncio
import os
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from psycopg.errors import LockNotAvailable
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from core import chances, claims, clocks, handovers, leads, merges, undo, visits
from core.assignments import batches, giving, offers, passing
from core.calendar import local_day
from core.errors import Refusal
from core.handovers import finishing, working
from core.jobs.handovers import return_handovers
from core.jobs.offers import pass_on_offers
from core.jobs.recycling import recycle_silent_leads
from core.jobs.silence import warn_silent_leads
from core.models import (
    Account,
    AuditRow,
    Chance,
    Keep,
    Lead,
    LeadStatus,
    Member,
    Offer,
    OfferStatus,
    OwnerChange,
    Pool,
    Task,
    Visit,
    VisitKind,
    Workspace,
)
from core.pools import cooling, locks
from core.silence import keeps, pauses

SIZE = int(os.environ.get("GENJIN_CHAOS", "1"))
AT_ONCE = 12  # people pressing at the same moment
ROUNDS = 2 if SIZE == 1 else 11 * SIZE
STEPS = 100  # in a round
CLAIMS_A_DAY, HELD_AT_ONCE, LOCKS = 4, 6, 3
REPS = ("小李", "Alice", "小王", "销售甲", "小赵")
MANAGERS = ("张军", "李庆成", "陈总")
EVERYBODY = (*REPS, *MANAGERS)
OWN_HAND = ("claim",)  # what the caps bind; a manager's hand is not bound by them
PLACES, BRANDS, TRADES = (
    ("青岛", "成都", "沈阳", "长沙"),
    ("红杉", "蓝海", "金陵", "云帆", "同舟"),
    ("机械", "物流", "仪表"),
)
NAMES = [f"{place}{brand}{trade}" for trade in TRADES for brand in BRANDS for place in PLACES]


@dataclass
class Fray:
    """The people, what they did and what came of it."""

    books: object
    dice: random.Random
    done: Counter = field(default_factory=Counter)
    refused: Counter = field(default_factory=Counter)
    waited: Counter = field(default_factory=Counter)
    broken: list = field(default_factory=list)
    captured: int = 0
    logged: int = 0
    tick: int = 0

    def anybody(self):
        return self.books[self.dice.choice(EVERYBODY)]

    def now(self):
        self.tick += 1
        return self.books.now + timedelta(milliseconds=self.tick)

    async def a(self, model, *where):
        """The id of one of the rows."""
        async with self.books.begin() as session:
            ids = (await session.scalars(select(model.id).where(*where).order_by(model.id))).all()
        return self.dice.choice(ids) if ids else None

    async def lead(self, *where):
        return await self.a(Lead, Lead.status == LeadStatus.OPEN, *where)

    async def do(self, verb, **facts):
        async with self.books.begin() as session:
            return await verb(session, **{"now": self.now(), **facts})

    async def job(self, job):
        async with self.books.begin() as session:
            workspace = await session.get_one(Workspace, "T1")
            return await job(session, workspace=workspace, now=self.now(), forced=True)

    # What people do

    async def capture(self):
        by = self.anybody()
        name, to = self.dice.choice(NAMES), self.dice.choice([None, by])
        return await self.do(leads.capture, told=leads.Capture(customer=name, contact="刘兵"), to=to, by=by)

    async def claim(self):
        lead = await self.lead(Lead.owner_id.is_(None))
        return lead and await self.do(claims.claim, lead_id=lead, by=self.anybody())

    async def release(self):
        lead = await self.lead(Lead.owner_id.is_not(None))
        return lead and await self.do(claims.release, lead_id=lead, by=self.anybody())

    async def assign(self):
        lead, to = await self.lead(), self.books[self.dice.choice(REPS)]
        return lead and await self.do(giving.assign, lead_id=lead, to=to, by=self.anybody())

    async def assign_many(self):
        async with self.books.begin() as session:
            ids = (await session.scalars(select(Lead.id).where(Lead.status == LeadStatus.OPEN))).all()
        some = self.dice.sample(list(ids), min(4, len(ids)))
        return await self.do(batches.assign_many, lead_ids=some, by=self.books[self.dice.choice(MANAGERS)])

    async def answer(self):
        offer = await self.a(Offer, Offer.status == OfferStatus.OPEN)
        if offer is None:
            return None
        by = await self.whose(Offer, offer, "to_id")
        if self.dice.random() < 0.4:
            return await self.do(offers.accept, offer_id=offer, by=by)
        return await self.do(passing.decline, offer_id=offer, reason="too_much", by=by)

    async def log(self):
        lead = await self.lead()
        if lead is None:
            return None
        async with self.books.begin() as session:
            account = (await session.get_one(Lead, ("T1", lead))).account_id
        line = f"见了刘兵,谈了第{self.tick}个方案,要{self.dice.randint(2, 900)}台扫描枪"
        return await self.do(visits.log, line=line, kind=VisitKind.VISIT, by=self.anybody(), account_id=account)

    async def rate_none(self):
        lead = await self.lead()
        chance = self.dice.choice([Chance.NONE, Chance.FAIR])
        return lead and await self.do(chances.rate, lead_id=lead, chance=chance, reason="no_need", by=self.anybody())

    async def revive(self):
        dead = await self.a(Lead, Lead.status == LeadStatus.DEAD)
        return dead and await self.do(chances.pick_up, lead_id=dead, by=self.anybody())

    async def whose(self, model, row_id, *columns):
        """The member that the first of the columns names."""
        async with self.books.begin() as session:
            row = await session.get_one(model, ("T1", row_id))
            who = next((getattr(row, each) for each in columns if getattr(row, each) is not None), None)
            return await session.get_one(Member, ("T1", who)) if who else self.anybody()

    async def keep(self):
        lead = await self.lead(Lead.warned.is_not(None))
        if lead is None:
            return None
        return await self.do(keeps.ask, lead_id=lead, by=await self.whose(Lead, lead, "owner_id"))

    async def decide(self):
        keep = await self.a(Keep, Keep.answer.is_(None))
        if keep is None:
            return None
        by = await self.whose(Keep, keep, "asked_id", "owner_id")
        if self.dice.random() < 0.5:
            return await self.do(keeps.approve, keep_id=keep, by=by)
        return await self.do(keeps.refuse, keep_id=keep, reason="没有进展", by=by)

    async def pause(self):
        lead, until = await self.lead(Lead.owner_id.is_not(None)), local_day(self.books.now, "Asia/Shanghai")
        until += timedelta(days=self.dice.randint(2, 20))
        return lead and await self.do(pauses.pause, lead_id=lead, until=until, reason="休假", by=self.anybody())

    async def lock(self):
        lead, verb = await self.lead(), self.dice.choice([locks.lock, locks.unlock])
        return lead and await self.do(verb, lead_id=lead, by=self.anybody())

    async def merge(self):
        one, other = await self.lead(), await self.lead()
        async with self.books.begin() as session:
            found = [(await session.get_one(Lead, ("T1", each))).account_id for each in (one, other) if each]
        if len(found) < 2:
            return None
        return await self.do(merges.merge, keep_id=found[0], gone_id=found[1], by=self.anybody())

    async def hand_over(self):
        of, by = self.books[self.dice.choice(REPS)], self.anybody()
        to = self.dice.choice([None, self.books[self.dice.choice(REPS)]])
        back_on = local_day(self.books.now, "Asia/Shanghai") + timedelta(days=2) if self.dice.random() < 0.4 else None
        row, _ = await self.do(handovers.begin, of=of, to=to, by=by, back_on=back_on)
        for step in (working.next_leads, working.next_deals, working.next_tasks):
            after = 0
            while after is not None:
                async with self.books.begin() as session:
                    handover = await working.load(session, workspace_id="T1", handover_id=row.id)
                    after = await step(session, handover=handover, after=after, now=self.now())
        async with self.books.begin() as session:
            handover = await working.load(session, workspace_id="T1", handover_id=row.id)
            await finishing.finish(session, handover=handover, now=self.now())
        return row

    async def undo(self):
        by = self.anybody()
        entry = await self.a(AuditRow, AuditRow.actor_id == by.id, AuditRow.at > self.books.now - timedelta(minutes=9))
        return entry and await self.do(undo.undo, audit_id=entry, by=by)

    async def by_itself(self):
        jobs = (pass_on_offers, warn_silent_leads, recycle_silent_leads, return_handovers)
        return await self.job(self.dice.choice(jobs))

    VERBS = (
        *("capture", "capture", "claim", "claim", "claim", "release", "release", "assign", "assign", "assign_many"),
        *("answer", "answer", "log", "log", "rate_none", "revive", "keep", "keep", "decide", "pause", "lock", "merge"),
        *("hand_over", "undo", "undo", "undo", "by_itself"),
    )

    async def step(self, verb=None):
        verb = verb or self.dice.choice(self.VERBS)
        try:
            came = await getattr(self, verb)()
        except Refusal as refused:
            self.refused[f"{verb}: {type(refused).__name__}"] += 1
        except OperationalError as late:
            if not isinstance(late.orig, LockNotAvailable):  # it waited its two seconds, and is told to try again
                self.broken.append((verb, repr(late)[:600]))
            self.waited[verb] += 1
        except Exception as broken:
            self.broken.append((verb, repr(broken)[:600]))
        else:
            self.done[verb] += came is not None
            self.captured += verb == "capture"
            self.logged += isinstance(came, visits.Logged) and came.written is not None

    async def round(self):
        left = iter(range(STEPS))

        async def somebody():
            for _ in left:
                await self.step()

        await asyncio.gather(*(somebody() for _ in range(AT_ONCE)))

    def figures(self):
        done, refused, waited = (sum(each.values()) for each in (self.done, self.refused, self.waited))
        steps, idle = ROUNDS * STEPS, ROUNDS * STEPS - done - refused - waited
        what = f"{done:,} done, {refused:,} refused, {waited:,} told to try again, {idle:,} found nothing to do it to"
        told = [f"{steps:,} steps by {AT_ONCE} at once, {len(self.broken)} breaks: {what}"]
        told += [f"done {dict(self.done.most_common())}", f"refused {dict(self.refused.most_common(30))}"]
        return "\n".join([*told, f"told to try again {dict(self.waited)}"])

    # What must hold

    async def check(self):
        async with self.books.begin() as session:
            rows = (await session.scalars(select(Lead).order_by(Lead.id))).all()
            changes = select(OwnerChange).where(OwnerChange.lead_id.is_not(None)).order_by(OwnerChange.id)
            changes = (await session.scalars(changes)).all()
            audited = (await session.scalars(select(AuditRow).where(AuditRow.noun == "lead"))).all()
            visits_ = (await session.scalars(select(Visit))).all()
            gone = set(await session.scalars(select(Account.id).where(Account.merged_into_id.is_not(None))))
            asked = (await session.scalars(select(Offer).where(Offer.status == OfferStatus.OPEN))).all()
            stray = (
                select(func.count())
                .select_from(Task)
                .join(Lead, (Lead.workspace_id == Task.workspace_id) & (Lead.id == Task.lead_id))
            )
            stray = await session.scalar(
                stray.where(Task.done_at.is_(None), Task.cancelled_at.is_(None), Lead.status == LeadStatus.MERGED)
            )
            workspace = await session.get_one(Workspace, "T1")
            pools = {pool.id: pool for pool in await session.scalars(select(Pool))}
            waiting = Counter(await session.scalars(select(Keep.lead_id).where(Keep.answer.is_(None))))
        self.one_owner(rows, changes)
        self.audited(changes, audited)
        self.quotas(rows, changes)
        self.cooling(changes)
        self.clocks(rows, pools, workspace, audited)
        by_id = {row.id: row for row in rows}
        assert all(by_id[offer.lead_id].owner_id == offer.to_id for offer in asked), "asked who does not hold it"
        assert stray == 0, "a plan was left with a merged lead"
        assert (len(rows), len(visits_)) == (self.captured, self.logged), "something is lost"
        assert not gone & {row.account_id for row in (*rows, *visits_)}, "something was left with a merged customer"
        assert not waiting or max(waiting.values()) == 1, "two questions about one lead"

    def one_owner(self, rows, changes):
        held = {}
        for change in changes:
            assert change.from_id == held.get(change.lead_id), f"lead {change.lead_id}: a change that does not follow"
            held[change.lead_id] = change.to_id
        for row in rows:
            assert held[row.id] == row.owner_id, f"lead {row.id}"
            assert row.owner_id is None or row.status in (LeadStatus.OPEN, LeadStatus.CONVERTED, LeadStatus.WITHDRAWN)

    def audited(self, changes, audited):
        written = Counter((entry.noun_id, entry.at) for entry in audited)
        for change in changes:
            assert written[change.lead_id, change.at], f"lead {change.lead_id}: {change.cause} is not on record"

    def quotas(self, rows, changes):
        a_day, last = Counter(), {}
        for change in changes:
            day = local_day(change.at, "Asia/Shanghai")
            if change.cause == "claim":
                a_day[change.to_id, day] += 1
            elif change.cause == "unclaim":
                claimed = last[change.lead_id]
                a_day[claimed.to_id, local_day(claimed.at, "Asia/Shanghai")] -= 1
            last[change.lead_id] = change
            assert max(a_day.values(), default=0) <= CLAIMS_A_DAY
        own = Counter(row.owner_id for row in rows if row.status == LeadStatus.OPEN and last[row.id].cause in OWN_HAND)
        assert max(own.values(), default=0) <= HELD_AT_ONCE
        locked = Counter(row.locked_by_id for row in rows if row.status == LeadStatus.OPEN and row.locked_by_id)
        over = {who: count for who, count in locked.items() if count > LOCKS and who != self.books["陈总"].id}
        assert not over, "more leads locked than a team may"

    def cooling(self, changes):
        """Nobody claimed what they had let go less than seven days before, but for what was taken back since."""
        for number, change in enumerate(changes):
            if change.cause != "claim":
                continue
            mine = [each for each in changes[:number] if each.lead_id == change.lead_id]
            for place, gone in enumerate(mine):
                let_go = gone.from_id == change.to_id and (
                    (gone.to_id is None and gone.cause not in cooling.TAKEN_BACK) or gone.cause in cooling.PASSED_BY
                )
                back = next((each.cause for each in mine[place + 1 :] if each.to_id == change.to_id), "")
                assert not let_go or back == "undo" or gone.at + timedelta(days=7) <= change.at, gone.cause

    def clocks(self, rows, pools, workspace, audited):
        for row in rows:
            if row.status == LeadStatus.WITHDRAWN:
                continue
            wanted = clocks.setting(row, pool=pools[row.pool_id], workspace=workspace)
            story = [entry for entry in audited if entry.noun_id == row.id]
            assert row.silent_on == (wanted.silent_on if wanted else None), [vars(row), *map(vars, story[-6:])]
