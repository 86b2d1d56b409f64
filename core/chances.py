"""Chance 成交可能: how likely a lead is to become a deal. With none it is dead 死线索, and may be revived."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased, joinedload

from core import audit, claims, clocks, leads, members, owners, workspaces
from core.access import decides_over, sees_lead
from core.errors import Refusal, msgid
from core.models import AuditRow, Chance, Lead, LeadStatus, Member, OwnerChange

RATED = ("chance", "chance_reason")
ENDED = (*RATED, "status", "died_at")
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
    """A dead lead, and who held it when it died (None: it lay in the pool)."""

    lead: Lead
    former: Member | None


async def rate(
    session: AsyncSession,
    *,
    lead_id: int,
    chance: Chance,
    reason: str | None,
    by: Member,
    now: datetime,
    source: str | None = None,
) -> tuple[Lead, AuditRow]:
    """Say how likely a lead is. Low and none need a reason; with none it is dead, leaves its owner and every list."""
    reason = (reason or "").strip() or None
    if chance in (Chance.LOW, Chance.NONE) and reason is None:
        raise ReasonMissing
    if reason and len(reason) > LONGEST:
        raise ReasonTooLong(n=len(reason), most=LONGEST)
    lead = await leads.lock(session, lead_id=lead_id, by=by)
    _must_decide(lead, by)
    leads.must_be_open(lead)
    before = audit.snapshot(lead, ENDED)
    lead.chance = chance
    lead.chance_reason = reason if chance in (Chance.LOW, Chance.NONE) else None
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


def _must_decide(lead: Lead, by: Member) -> None:
    if lead.owner is not None and not decides_over(by, lead.owner):
        raise NotYoursToRate(lead=lead.account.name, owner=lead.owner)
    if lead.owner is None and not by.manages and lead.status == LeadStatus.OPEN:
        raise FreeToClaim(lead=lead.account.name)


async def pick_up(
    session: AsyncSession, *, lead_id: int, by: Member, now: datetime, source: str | None = None
) -> tuple[Lead, AuditRow | None]:
    """Take a dead lead for a fresh try: it lies in its pool again, and `by` claims it by the rules of every claim."""
    await members.lock(session, by=by)
    lead = await leads.lock(session, lead_id=lead_id, by=by)
    if lead.status == LeadStatus.DEAD:
        before = audit.snapshot(lead, ENDED)
        lead.status, lead.died_at, lead.chance, lead.chance_reason = LeadStatus.OPEN, None, None, None
        after = audit.snapshot(lead, ENDED)
        await audit.record(session, row=lead, verb="revive", by=by, now=now, before=before, after=after, source=source)
        await session.flush()
    return await claims.claim(session, lead_id=lead_id, by=by, now=now, source=source)


async def dead(session: AsyncSession, *, by: Member, page: int = 0, size: int = 10) -> tuple[Sequence[Dead], int]:
    """A page of the dead leads of the pools this person may see, the last to die first, and how many in all."""
    theirs = (sees_lead(by), Lead.status == LeadStatus.DEAD)
    total = await session.scalar(select(func.count()).select_from(Lead).where(*theirs))
    asked = with_former().where(*theirs).order_by(Lead.died_at.desc(), Lead.id.desc())
    rows = await session.execute(asked.limit(size).offset(page * size))
    return [Dead(lead, former) for lead, former in rows], total or 0


async def among(session: AsyncSession, *, lead_ids: Sequence[int], by: Member) -> list[Dead]:
    """Those of the leads that are dead and that this person may see, in the order given."""
    rows = await session.execute(
        with_former().where(Lead.id.in_(lead_ids), sees_lead(by), Lead.status == LeadStatus.DEAD)
    )
    found = {lead.id: Dead(lead, former) for lead, former in rows}
    return [found[lead_id] for lead_id in lead_ids if lead_id in found]


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
