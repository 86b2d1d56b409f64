"""Leads given out by rank unasked 自动分配: those that come into a pool which does so, to whoever is at work."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import hours, leads, members, notices, owners
from core.assignments import offers, standings
from core.assignments.offers import Asking
from core.assignments.ranking import Bar
from core.assignments.spreading import Given, spread
from core.calendar import local_day
from core.models import Lead, LeadStatus, Member, Pool, PoolMember, PostOutcome, Role, WebForm, WebPost, Workspace
from core.notices import Telling
from core.owners import Change

AGAIN = timedelta(minutes=15)  # until a lead that suited nobody is tried again


async def allot(session: AsyncSession, *, workspace: Workspace, now: datetime, anybody: bool, most: int) -> int:
    """Give out up to `most` waiting leads, to those at work (`anybody`: whatever the hour); how many were tried.

    What suits nobody is tried again later; why, its managers are told once a day.
    """
    waiting = (await session.scalars(_waiting(workspace, now).limit(most))).all()
    if not waiting:
        return 0
    people = await members.active_of(session, workspace=workspace)
    off = set() if anybody else {each.id for each in people if not hours.is_open(now, hours.of(each, workspace))}
    sellers = [each for each in people if each.role == Role.REP or each.capacity is not None]
    if all(each.id in off for each in sellers):
        return 0  # in the pool anybody may claim them meanwhile
    await members.lock_many(session, people=people)
    held = await session.scalars(
        select(Lead.id)
        .where(Lead.workspace_id == workspace.id, Lead.id.in_(waiting), Lead.owner_id.is_(None))
        .where(Lead.status == LeadStatus.OPEN, Lead.allot_at <= now, Lead.locked_at.is_(None))
        .order_by(Lead.id)
        .with_for_update(skip_locked=True)
    )
    found = await leads.these(session, workspace_id=workspace.id, lead_ids=held.all())
    among = await standings.of(session, leads=found, people=people, workspace=workspace, now=now)
    for standing in among.standings:
        standing.off = standing.member.id in off
    given = spread(found, replace(among, a_day=workspace.claims_a_day))
    await _give(session, [each for each in given if each.to], workspace=workspace, now=now)
    await _put_off(session, [each for each in given if not each.to], workspace=workspace, now=now)
    return len(found)


def _waiting(workspace: Workspace, now: datetime) -> Select[int]:
    return (
        select(Lead.id)
        .join(Pool, (Pool.workspace_id == Lead.workspace_id) & (Pool.id == Lead.pool_id))
        .where(Lead.workspace_id == workspace.id, Lead.allot_at <= now, Lead.owner_id.is_(None))
        .where(or_(Pool.allots, _by_its_form()), Lead.status == LeadStatus.OPEN, Lead.locked_at.is_(None))
        .order_by(Lead.allot_at, Lead.id)
    )


def _by_its_form() -> ColumnElement[bool]:
    """It came through a web form whose leads are given out, whatever its pool does."""
    here = (WebPost.workspace_id == Lead.workspace_id, WebPost.lead_id == Lead.id)
    form = (WebForm.workspace_id == WebPost.workspace_id) & (WebForm.id == WebPost.form_id)
    came = select(WebPost.id).join(WebForm, form).where(*here, WebPost.outcome == PostOutcome.CAPTURED, WebForm.allots)
    return came.exists()


async def _give(session: AsyncSession, given: Sequence[Given], *, workspace: Workspace, now: datetime) -> None:
    changes = [Change(thing=each.lead, to=each.to.member) for each in given if each.to]
    entries = await owners.change_many(session, changes=changes, cause="allot", by=None, now=now)
    asking = [
        Asking(each.lead, chain=entry.id, reasons=each.to.reasons)
        for each, entry in zip(given, entries, strict=True)
        if each.to
    ]
    await offers.ask(session, asking=asking, workspace=workspace, now=now)


async def _put_off(session: AsyncSession, left: Sequence[Given], *, workspace: Workspace, now: datetime) -> None:
    """Try these again later; whoever leads their pools hears why, unless it is only the hour."""
    stuck: dict[int, list[Given]] = {}
    for each in left:
        each.lead.allot_at = now + AGAIN
        if not each.bars[Bar.OFF]:
            stuck.setdefault(each.lead.pool_id, []).append(each)
    tellings = []
    for pool_id, theirs in stuck.items():
        bars = Counter[Bar]()
        for each in theirs:
            bars |= each.bars
        facts = {"pool": pool_id, "bars": {bar.value: n for bar, n in bars.items()}}
        for leader in await _leaders(session, pool_id, workspace=workspace):
            day = local_day(now, leader.zone)
            key = f"stuck:{pool_id}:{leader.id}:{day}"
            tellings.append(Telling(kind="allot_stuck", key=key, facts=facts, to=leader, due_at=now))
    await notices.tell_many(session, workspace_id=workspace.id, tellings=tellings, now=now)


async def _leaders(session: AsyncSession, pool_id: int, *, workspace: Workspace) -> Sequence[Member]:
    """The managers of a pool: those who belong to it; all where it is open to all; admins where there is none."""
    here = Member.workspace_id == workspace.id, Member.active
    belongs = exists().where(
        PoolMember.workspace_id == workspace.id,
        PoolMember.pool_id == pool_id,
        or_(PoolMember.member_id == Member.id, PoolMember.team_id == Member.team_id),
    )
    open_to_all = exists().where(Pool.workspace_id == workspace.id, Pool.id == pool_id, Pool.open_to_all)
    managers = select(Member).where(*here, Member.role == Role.MANAGER, or_(belongs, open_to_all))
    found = (await session.scalars(managers.order_by(Member.id))).all()
    return found or (await session.scalars(select(Member).where(*here, Member.role == Role.ADMIN))).all()


async def waiting_in(session: AsyncSession, *, pool_id: int, workspace_id: str) -> Sequence[Lead]:
    """The leads that wait in a pool to be given out, the longest first; for those who lead it."""
    ids = await session.scalars(
        select(Lead.id)
        .where(Lead.workspace_id == workspace_id, Lead.pool_id == pool_id, Lead.allot_at.is_not(None))
        .where(Lead.status == LeadStatus.OPEN, Lead.owner_id.is_(None))
        .order_by(Lead.id)
        .limit(500)
    )
    return await leads.these(session, workspace_id=workspace_id, lead_ids=ids.all())
