"""What is shown of a lead or deal follows it: its cards in channels and messages, the open alert about it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from core import notices, pools
from core.models import Lead, Pool, Workspace
from core.models.deals import Deal
from core.notices import Again, Telling
from core.silence import alerts

CARDS = 9  # leads that come back into one channel together and are shown each by its card


async def redraw_cards(session: AsyncSession, *, thing: Lead | Deal, now: datetime) -> None:
    """Have every posted copy of the card redrawn; an open alert stands as it is."""
    await notices.again(session, workspace_id=thing.workspace_id, agains=[_card_again(thing)], now=now)


async def show_clock(session: AsyncSession, *, lead: Lead, was: date | None, now: datetime) -> None:
    """Have every posted copy of the card redrawn; where its clock has been set from the day it `was` to another, the
    alert about it is over."""
    await (redraw_cards if lead.silent_on == was else show_again)(session, thing=lead, now=now)


async def show_again(session: AsyncSession, *, thing: Lead | Deal, now: datetime, resolved: bool = False) -> None:
    """Have every posted copy of the card redrawn, and the open alert about it resolved or made true."""
    await show_all_again(session, things=[thing], now=now, resolved=resolved)


async def show_all_again(
    session: AsyncSession, *, things: Sequence[Lead | Deal], now: datetime, resolved: bool = False
) -> None:
    """The same for many, in one statement."""
    agains = [again for thing in things for again in (_card_again(thing), *_alerts_again(thing, resolved=resolved))]
    await notices.again(session, workspace_id=things[0].workspace_id, agains=agains, now=now)


def _card_again(thing: Lead | Deal) -> Again:
    noun = "lead" if isinstance(thing, Lead) else "deal"
    topic = f"{noun}:{thing.id}"
    return Again(
        mode="redraw", topic=topic, kind=f"{noun}_card", facts={noun: thing.id}, key=f"{topic}:v{thing.version}"
    )


def _alerts_again(thing: Lead | Deal, *, resolved: bool) -> list[Again]:
    if isinstance(thing, Lead):  # whatever changed, its clock was set anew
        return alerts.over(thing, cause=f"v{thing.version}")
    # A deal's warnings stand while it is open and its date is near, or has passed.
    return [
        Again(
            mode="close" if resolved or thing.status != "open" else "redraw",
            topic=f"{about}:{thing.id}",
            kind=kind,
            facts={"deal": thing.id, "account": thing.account_id},
            key=f"{about}:{thing.id}:v{thing.version}",
        )
        for about, kind in (("closing", "closing_deal"), ("lapsing", "lapsing_deal"))
    ]


async def show_anew(
    session: AsyncSession,
    *,
    leads: Sequence[Lead],
    why: Literal["returned", "moved"],
    workspace: Workspace,
    now: datetime,
) -> None:
    """Leads lie in their pool again, or in another one: new cards where people look for them, or one word for many;
    older copies say so, for the last time. Where no new card comes, the copies of one that returned go on instead."""
    shown = await in_pools(session, leads, workspace=workspace, now=now)
    told = {telling.facts["lead"] for telling in shown if telling.kind == "lead_card"}
    over = [
        Again(
            mode="close",
            topic=f"lead:{lead.id}",
            kind="lead_card",
            facts={"lead": lead.id, "why": why},
            key=f"pool:{lead.id}:v{lead.version}:{why}",
        )
        for lead in leads
        if lead.id in told or why == "moved"
    ]
    await notices.again(session, workspace_id=workspace.id, agains=over, now=now)
    await notices.tell_many(session, workspace_id=workspace.id, tellings=shown, now=now)


async def in_pools(
    session: AsyncSession, leads: Sequence[Lead], *, workspace: Workspace, now: datetime
) -> list[Telling]:
    """The leads' cards, for the channels of their pools, or how many came into one; nothing for a pool without one."""
    into: dict[str, list[Lead]] = {}
    for lead in leads:
        pool = await session.get_one(Pool, (lead.workspace_id, lead.pool_id))
        if channel := pools.channel_of(pool, workspace=workspace):
            into.setdefault(channel, []).append(lead)
    shown = []
    for channel, came in into.items():
        shown += [_many(channel, came, now)] if len(came) > CARDS else [_card(channel, lead, now) for lead in came]
    return shown


def _card(channel: str, lead: Lead, now: datetime) -> Telling:
    return Telling(
        kind="lead_card",
        key=f"pool:{lead.id}:v{lead.version}",
        facts={"lead": lead.id},
        channel=channel,
        topic=f"lead:{lead.id}",
        due_at=now,
    )


def _many(channel: str, came: Sequence[Lead], now: datetime) -> Telling:
    """So many cards would take a channel minutes, and push all else out of sight."""
    key = f"returned:{channel}:{came[0].id}:v{came[0].version}"
    return Telling(kind="leads_returned", key=key, facts={"leads": len(came)}, channel=channel, due_at=now)
