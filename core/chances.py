"""Chance 成交可能: how likely a lead is to become a deal. With none it is dead 死线索, and may be revived."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased, joinedload

from core import accounts, audit, claims, clocks, contacts, leads, members, owners, taken, visits, workspaces
from core.access import decides_over, sees_lead
from core.dead_leads import free
from core.errors import Refusal, msgid
from core.models import AuditRow, Chance, Lead, LeadStatus, Member, OwnerChange, Visit
from core.pools import locks

RATED = ("chance", "chance_reason", "chance_words")
ENDED = (*RATED, "status", "died_at")
REVIVED = (*ENDED, *locks.KEPT)  # what a manager kept in its place died there
LONGEST = 200  # characters of a reason

# What people say, worded in their own language; a workspace may keep a list of its own instead.
REASONS = ("no_budget", "no_need", "not_now", "competitor", "unreachable", "not_a_fit")


class ReasonMissing(Refusal):
    message = msgid("Why is it that low? Choose a reason or write a few words: whoever looks at it next will ask.")
    field = "reason"


class ReasonTooLong(Refusal):
    message = msgid("That reason is {n} characters long; keep it within {most}.")
    field = "words"


class NotYoursToRate(Refusal):
    message = msgid("{lead} belongs to {owner}. Only they, their manager or an admin may say how likely it is.")


class FreeToClaim(Refusal):
    message = msgid("{lead} lies in the pool. Claim it first, then say how likely it is.")


class Dead(NamedTuple):
    """A dead lead, who held it when it died (None: it lay in the pool), and the last that was learnt there."""

    lead: Lead
    former: Member | None
    last: Visit | None


async def rate(
    session: AsyncSession,
    *,
    lead_id: int,
    chance: Chance,
    reason: str | None,
    by: Member,
    now: datetime,
    words: str | None = None,
    source: str | None = None,
) -> tuple[Lead, AuditRow]:
    """Say how likely a lead is. Low and none need a reason, of the list or in one's own `words`, or both; with none it
    is dead, leaves its owner and every list."""
    reason, words = _why(chance, reason, words)
    lead = await leads.lock(session, lead_id=lead_id, by=by)
    _must_decide(lead, by)
    leads.must_be_open(lead)
    if chance == Chance.NONE:
        await locks.must_be_theirs(session, lead=lead, by=by)
    before = audit.snapshot(lead, ENDED)
    lead.chance = chance
    lead.chance_reason, lead.chance_words = reason, words
    if chance == Chance.NONE:
        lead.status, lead.died_at = LeadStatus.DEAD, now
        entry = await owners.change(
            session,
            thing=lead,
            to=None,
            cause="die",
            by=by,
            now=now,
            reason=reason,
            source=source,
            before=before,
            after=audit.snapshot(lead, ENDED),
        )
        return lead, entry
    lead.version += 1
    was = lead.silent_on
    await clocks.wind(session, thing=lead, workspace=await workspaces.of(session, by=by))
    after = audit.snapshot(lead, ENDED)
    entry = await audit.record(
        session, row=lead, verb="rate", by=by, now=now, before=before, after=after, source=source
    )
    await owners.show_clock(session, lead=lead, was=was, now=now)
    return lead, entry


def _why(chance: Chance, reason: str | None, words: str | None) -> tuple[str | None, str | None]:
    """The reason that is kept and what was added to it; a likely lead keeps neither."""
    told = [each for each in ((reason or "").strip(), (words or "").strip()) if each]
    if long := next((each for each in told if len(each) > LONGEST), None):
        raise ReasonTooLong(n=len(long), most=LONGEST)
    if chance not in (Chance.LOW, Chance.NONE):
        return None, None
    if not told:
        raise ReasonMissing
    return told[0], next(iter(told[1:]), None)


def _must_decide(lead: Lead, by: Member) -> None:
    if lead.owner is not None and not decides_over(by, lead.owner):
        raise NotYoursToRate(lead=lead.account.name, owner=lead.owner)
    if lead.owner is None and not by.manages and lead.status == LeadStatus.OPEN:
        raise FreeToClaim(lead=lead.account.name)


async def pick_up(
    session: AsyncSession, *, lead_id: int, by: Member, now: datetime, source: str | None = None
) -> tuple[Lead, AuditRow | None]:
    """Take a dead lead for a fresh try: it lies in its pool again, and `by` claims it by the rules of every claim.

    Refused while somebody follows the customer by another lead or a deal.
    """
    await members.lock(session, by=by)
    await _alone(session, lead_id=lead_id, by=by)
    lead = await leads.lock(session, lead_id=lead_id, by=by)
    if lead.status == LeadStatus.DEAD:
        await taken.must_be_nobodys(session, account=lead.account, by=by)
        before = audit.snapshot(lead, REVIVED)
        lead.status, lead.died_at, lead.chance = LeadStatus.OPEN, None, None
        lead.chance_reason = lead.chance_words = None
        lead.locked_at = lead.locked_by_id = None
        after = audit.snapshot(lead, REVIVED)
        await audit.record(session, row=lead, verb="revive", by=by, now=now, before=before, after=after, source=source)
        await session.flush()
    return await claims.claim(session, lead_id=lead_id, by=by, now=now, source=source)


async def _alone(session: AsyncSession, *, lead_id: int, by: Member) -> None:
    """Whoever enters its customer at the same moment waits, as for any other who does."""
    lead = await leads.reach(session, lead_id=lead_id, by=by)
    people = await contacts.of(session, account=lead.account)
    await accounts.one_at_a_time(session, asked=contacts.described(lead.account, people), by=by)


async def dead(session: AsyncSession, *, by: Member, page: int = 0, size: int = 10) -> tuple[Sequence[Dead], int]:
    """A page of the dead leads of the pools this person may see, the last to die first, and how many in all; those
    whose customer is followed up again are left out."""
    theirs = (sees_lead(by), free())
    total = await session.scalar(select(func.count()).select_from(Lead).where(*theirs))
    asked = with_former().where(*theirs).order_by(Lead.died_at.desc(), Lead.id.desc())
    rows = await session.execute(asked.limit(size).offset(page * size))
    return await _with_last(session, rows.all(), by=by), total or 0


async def among(session: AsyncSession, *, lead_ids: Sequence[int], by: Member) -> list[Dead]:
    """Those of the leads that are dead and that this person may see, in the order given."""
    rows = await session.execute(with_former().where(Lead.id.in_(lead_ids), sees_lead(by), free()))
    found = {each.lead.id: each for each in await _with_last(session, rows.all(), by=by)}
    return [found[lead_id] for lead_id in lead_ids if lead_id in found]


async def _with_last(session: AsyncSession, rows: Sequence[Row[Lead, Member]], *, by: Member) -> list[Dead]:
    """With the last follow-up of each that counts; one statement."""
    last = await visits.last_of_each(session, leads=[lead for lead, _ in rows], by=by)
    return [Dead(lead, former, last.get(lead.id)) for lead, former in rows]


def with_former() -> Select[Lead, Member]:
    """Dead leads with whoever held them when they died."""
    ended, former = aliased(OwnerChange), aliased(Member)
    same = (ended.workspace_id == Lead.workspace_id) & (ended.lead_id == Lead.id)
    return (
        select(Lead, former)
        .options(joinedload(Lead.account))
        .outerjoin(ended, same & (ended.cause == "die") & (ended.at == Lead.died_at))
        .outerjoin(former, (former.workspace_id == ended.workspace_id) & (former.id == ended.from_id))
    )
