"""The one door for changes of owner: claim, assign, release, convert, job and undo all come through here."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from core import audit, clocks, notices, workspaces
from core.models import AuditRow, Lead, Member, OwnerChange, Task
from core.models.deals import Deal

KEPT = ("owner_id", "owned_since")


async def start(
    session: AsyncSession,
    *,
    thing: Lead | Deal,
    to: Member | None,
    cause: str,
    by: Member,
    now: datetime,
    source: str | None = None,
) -> AuditRow:
    """Enter a new lead or deal, held by `to` or (a lead) lying in the pool."""
    workspace = await workspaces.of(session, by=by)
    thing.owner_id, thing.owned_since = (to.id, now) if to else (None, None)
    set_committed_value(thing, "owner", to)
    clocks.wind(thing, workspace=workspace)
    session.add(thing)
    await session.flush()
    _remember(session, thing=thing, former=None, cause=cause, by=by, now=now)
    if isinstance(thing, Lead) and to is None and workspace.pool_channel:
        await show_in_pool(session, lead=thing, channel=workspace.pool_channel, now=now)
    after = audit.snapshot(thing, ("status", *KEPT))
    return await audit.record(session, row=thing, verb=cause, by=by, now=now, after=after, source=source)


async def change(
    session: AsyncSession,
    *,
    thing: Lead | Deal,
    to: Member | None,
    cause: str,
    by: Member,
    now: datetime,
    reason: str | None = None,
    source: str | None = None,
    undoes: AuditRow | None = None,
    since: datetime | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> AuditRow:
    """Give a locked lead or deal to `to` (None: back to the pool). Clock, history, audit and posted cards follow.

    `since`: from when its clock runs, where a change is taken back; else from now. `before`, `after`: what else of it
    changed along with its owner, for the audit row.
    """
    workspace = await workspaces.of(session, by=by)
    owned = audit.snapshot(thing, KEPT)
    former = thing.owner_id
    thing.owner_id = to.id if to else None
    thing.owned_since = (since or now) if to else None
    thing.version += 1
    set_committed_value(thing, "owner", to)
    clocks.wind(thing, workspace=workspace)
    _remember(session, thing=thing, former=former, cause=cause, by=by, now=now, reason=reason)
    entry = await audit.record(
        session,
        row=thing,
        verb=cause,
        by=by,
        now=now,
        before={**owned, **(before or {})},
        after={**audit.snapshot(thing, KEPT), **(after or {})},
        source=source,
        undoes=undoes,
    )
    await _hand_on(session, thing=thing, former=former, undoes=undoes, now=now)
    await _tell_former(session, thing=thing, former=former, entry=entry, by=by, now=now)
    await show_again(session, thing=thing, now=now)
    if isinstance(thing, Lead) and to is None and thing.status == "open" and workspace.pool_channel:
        await show_in_pool(session, lead=thing, channel=workspace.pool_channel, now=now)
    return entry


async def _hand_on(
    session: AsyncSession, *, thing: Lead | Deal, former: int | None, undoes: AuditRow | None, now: datetime
) -> None:
    """What was planned for it goes with it. In the pool nobody is reminded of it; a release undone plans it again."""
    column = Task.lead_id if isinstance(thing, Lead) else Task.deal_id
    its = update(Task).where(Task.workspace_id == thing.workspace_id, column == thing.id, Task.done_at.is_(None))
    if thing.owner_id is None:
        await session.execute(its.where(Task.cancelled_at.is_(None)).values(cancelled_at=now))
    elif former is not None:
        await session.execute(its.where(Task.cancelled_at.is_(None)).values(owner_id=thing.owner_id))
    elif undoes is not None:
        await session.execute(its.where(Task.cancelled_at == undoes.at).values(cancelled_at=None))


async def _tell_former(
    session: AsyncSession, *, thing: Lead | Deal, former: int | None, entry: AuditRow, by: Member, now: datetime
) -> None:
    """Whoever loses a lead by another's hand hears it, and from whom."""
    if former is None or former == by.id or not isinstance(thing, Lead):
        return
    await notices.tell(
        session,
        workspace_id=thing.workspace_id,
        kind="lead_taken",
        key=f"taken:{thing.id}:{entry.id}",
        facts={"lead": thing.id, "by": by.id, "to": thing.owner_id},
        to=await session.get_one(Member, (thing.workspace_id, former)),
        due_at=now,
        now=now,
    )


def _remember(
    session: AsyncSession,
    *,
    thing: Lead | Deal,
    former: int | None,
    cause: str,
    by: Member,
    now: datetime,
    reason: str | None = None,
) -> None:
    lead_id, deal_id = (thing.id, None) if isinstance(thing, Lead) else (None, thing.id)
    session.add(
        OwnerChange(
            workspace_id=thing.workspace_id,
            lead_id=lead_id,
            deal_id=deal_id,
            from_id=former,
            to_id=thing.owner_id,
            by_id=by.id,
            cause=cause,
            reason=reason,
            at=now,
        )
    )


async def redraw_cards(session: AsyncSession, *, thing: Lead | Deal, now: datetime) -> None:
    """Have every posted copy of the card redrawn; an open alert stands as it is."""
    noun = "lead" if isinstance(thing, Lead) else "deal"
    await notices.redraw(
        session,
        workspace_id=thing.workspace_id,
        topic=f"{noun}:{thing.id}",
        kind=f"{noun}_card",
        facts={noun: thing.id},
        key=f"{noun}:{thing.id}:v{thing.version}",
        now=now,
    )


async def show_again(session: AsyncSession, *, thing: Lead | Deal, now: datetime, resolved: bool = False) -> None:
    """Have every posted copy of the card redrawn, and the open alert about it resolved or made true."""
    await redraw_cards(session, thing=thing, now=now)
    is_lead = isinstance(thing, Lead)
    noun, alert, kind = ("lead", "silent", "silent_lead") if is_lead else ("deal", "closing", "closing_deal")
    # A lead that changed hands begins a new clock; a deal's warning stands while it is open and its date is near.
    again = notices.close if resolved or is_lead or thing.status != "open" else notices.redraw
    await again(
        session,
        workspace_id=thing.workspace_id,
        topic=f"{alert}:{thing.id}",
        kind=kind,
        facts={noun: thing.id},
        key=f"{alert}:{thing.id}:v{thing.version}",
        now=now,
    )


async def show_in_pool(session: AsyncSession, *, lead: Lead, channel: str, now: datetime) -> None:
    """Put the lead's card into the pool's channel; where it stands already, it is redrawn instead."""
    await notices.tell(
        session,
        workspace_id=lead.workspace_id,
        kind="lead_card",
        key=f"pool:{lead.id}:v{lead.version}",
        facts={"lead": lead.id},
        channel=channel,
        topic=f"lead:{lead.id}",
        due_at=now,
        now=now,
    )
