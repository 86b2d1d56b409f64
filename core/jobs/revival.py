"""Dead leads get a second look: each week a few are offered to members other than those who held them."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased, joinedload

from core import notices
from core.absence import is_away
from core.access import sees_lead
from core.assignments.about import About
from core.calendar import instant, is_working_day, local_day
from core.dead_leads import free
from core.hearing import heard
from core.models import Lead, Member, OwnerChange, Revival, Role, Workspace
from core.notices import Telling

EACH = 3  # leads offered to one member a week
APART = timedelta(weeks=4)  # before the same lead is offered to somebody else
LOOKED_AT = 500  # dead leads compared with the members, those that waited longest first


async def revive_dead_leads(session: AsyncSession, *, workspace: Workspace, now: datetime, forced: bool) -> int:
    """Offer them on the first working day of the week, at the digest's hour (`forced`: now); how many leads."""
    today = local_day(now, workspace.zone)
    week = instant(today - timedelta(days=today.weekday()), time(), workspace.zone)
    if not forced and not _its_hour(today, workspace=workspace, now=now):
        return 0
    if await _offered_since(session, week, workspace=workspace):
        return 0
    offers = await _offers(session, workspace=workspace, now=now)
    tellings = [_telling(member, leads, today, now) for member, leads in offers if leads]
    for telling in await heard(session, workspace_id=workspace.id, tellings=tellings, now=now):
        if await notices.tell_many(session, workspace_id=workspace.id, tellings=[telling], now=now):
            await _remember(session, telling, now=now)
    return sum(len(leads) for _, leads in offers)


def _its_hour(today: date, *, workspace: Workspace, now: datetime) -> bool:
    """Whether this is the first working day of its week, past the digest's hour."""
    week = (today - timedelta(days=n) for n in range(today.weekday(), -1, -1))
    works = (day for day in week if is_working_day(day, country=workspace.country, overrides=workspace.overrides))
    return next(works, None) == today and now.astimezone(ZoneInfo(workspace.zone)).time() >= workspace.digest_at


async def _offered_since(session: AsyncSession, since: datetime, *, workspace: Workspace) -> bool:
    return bool(await session.scalar(select(exists().where(Revival.workspace_id == workspace.id, Revival.at >= since))))


class _Fit(NamedTuple):
    """How well a dead lead suits a member; `points`: how much of what they are good at it is about."""

    points: int
    lead: Lead
    member: Member


async def _offers(session: AsyncSession, *, workspace: Workspace, now: datetime) -> list[tuple[Member, list[Lead]]]:
    """A few dead leads for each rep who takes leads: whom one suits best gets it first, none is offered to two."""
    reps = await session.scalars(
        select(Member)
        .where(Member.workspace_id == workspace.id, Member.active, Member.role == Role.REP)
        .where(Member.capacity.is_distinct_from(0))
        .order_by(Member.id)
    )
    offers: dict[int, tuple[Member, list[Lead]]] = {each.id: (each, []) for each in reps if not is_away(each, now=now)}
    fits, abouts = list[_Fit](), dict[int, About]()
    for member, _ in offers.values():
        for lead in await _open_to(session, member=member, now=now):
            about = abouts.setdefault(lead.id, About.of(lead, scales={}))
            fits.append(_Fit(len(about.in_common(member.tags)), lead, member))
    given = set[int]()
    fits.sort(key=lambda fit: (-fit.points, fit.lead.died_at, fit.lead.id))
    for (_, lead_id), alike in groupby(fits, key=lambda fit: (fit.points, fit.lead.id)):
        open_to = [fit for fit in alike if len(offers[fit.member.id][1]) < EACH]
        if open_to and lead_id not in given:
            fit = min(open_to, key=lambda fit: len(offers[fit.member.id][1]))
            offers[fit.member.id][1].append(fit.lead)
            given.add(lead_id)
    return list(offers.values())


async def _open_to(session: AsyncSession, *, member: Member, now: datetime) -> Sequence[Lead]:
    """Dead leads of customers they never held, that they may see, were never offered, and nobody was offered of late;
    the longest dead first."""
    its = aliased(Lead)
    held = exists().where(
        OwnerChange.workspace_id == Lead.workspace_id,
        OwnerChange.lead_id == its.id,
        OwnerChange.to_id == member.id,
        its.workspace_id == Lead.workspace_id,
        its.account_id == Lead.account_id,
    )
    offered = exists().where(
        Revival.workspace_id == Lead.workspace_id,
        Revival.lead_id == Lead.id,
        (Revival.member_id == member.id) | (Revival.at > now - APART),
    )
    rows = await session.scalars(
        select(Lead)
        .options(joinedload(Lead.account))
        .where(sees_lead(member), free(), ~held, ~offered)
        .order_by(Lead.died_at, Lead.id)
        .limit(LOOKED_AT)
    )
    return rows.all()


def _telling(member: Member, leads: Sequence[Lead], today: date, now: datetime) -> Telling:
    year, week, _ = today.isocalendar()
    return Telling(
        kind="dead_leads",
        key=f"revive:{member.id}:{year}-{week}",
        facts={"leads": [lead.id for lead in leads]},
        to=member,
        due_at=now,
        expires_at=now + timedelta(days=7),
    )


async def _remember(session: AsyncSession, telling: Telling, *, now: datetime) -> None:
    assert telling.to is not None  # offers go to members
    rows = [
        {"workspace_id": telling.to.workspace_id, "lead_id": lead_id, "member_id": telling.to.id, "at": now}
        for lead_id in telling.facts["leads"]
    ]
    await session.execute(insert(Revival).values(rows).on_conflict_do_nothing())
