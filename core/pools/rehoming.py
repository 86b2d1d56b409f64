"""A lead is moved to another pool: where it lies while nobody holds it, and whose rules bind it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from core import audit, clocks, leads, members, owners, pools, workspaces
from core.access import decides_over
from core.errors import Missing, Refusal, msgid
from core.models import AuditRow, Lead, Member, Pool
from core.pools import locks


class NotYoursToMove(Refusal):
    message = msgid("{lead} belongs to {owner}. Only their manager or an admin may move it to another pool.")
    field = "pool"


class NoOtherPool(Refusal):
    message = msgid("There is no other pool that you may see. An admin opens one: /genjin pools")


async def choices(session: AsyncSession, *, lead_id: int, by: Member) -> tuple[Lead, Sequence[Pool]]:
    """The lead, and the pools it may be moved to."""
    await members.must_manage(session, by=by)
    lead = await leads.get(session, lead_id=lead_id, by=by)
    leads.must_be_open(lead)
    others = [pool for pool in await pools.all_of(session, by=by) if pool.id != lead.pool_id]
    if not others:
        raise NoOtherPool
    return lead, others


async def move(
    session: AsyncSession, *, lead_id: int, pool_id: int, by: Member, now: datetime, source: str | None = None
) -> tuple[Lead, AuditRow | None]:
    """A manager moves a lead of a pool or of the team to a pool they may see. Where it is already, nothing changes."""
    await members.must_manage(session, by=by)
    lead = await leads.lock(session, lead_id=lead_id, by=by)
    leads.must_be_open(lead)
    if lead.owner is not None and not decides_over(by, lead.owner):
        raise NotYoursToMove(lead=lead.account.name, owner=lead.owner)
    await locks.must_be_theirs(session, lead=lead, by=by)
    if lead.pool_id == pool_id:
        return lead, None
    before = {"pool_id": lead.pool_id}
    await put(session, lead=lead, pool_id=pool_id, by=by, now=now)
    after = audit.snapshot(lead, ("pool_id",))
    entry = await audit.record(
        session, row=lead, verb="move", by=by, now=now, before=before, after=after, source=source
    )
    return lead, entry


async def put(session: AsyncSession, *, lead: Lead, pool_id: int, by: Member, now: datetime) -> None:
    """Put a locked lead into another pool; what is shown of it follows."""
    pool = await pools.get(session, pool_id=pool_id, by=by)
    if not await pools.stays(session, pool=pool):
        raise Missing
    lead.pool_id = pool.id
    lead.allot_at = now if pool.allots and lead.owner_id is None else None
    lead.version += 1
    set_committed_value(lead, "pool", pool)
    workspace = await workspaces.of(session, by=by)
    await clocks.wind(session, thing=lead, workspace=workspace)
    if lead.owner_id is None:
        await owners.show_anew(session, leads=[lead], why="moved", workspace=workspace, now=now)
    else:
        await owners.redraw_cards(session, thing=lead, now=now)
