"""The one door for changes of owner: claim, assign, release, convert, job and undo all come through here."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from core import audit, clocks, many, notices, rooms, workspaces
from core.assignments import offers
from core.models import Assignment, AuditRow, Lead, Member, OwnerChange, Pool, Workspace
from core.models.deals import Deal
from core.owners import along, shown
from core.owners.change import KEPT, Change, Start
from core.pools.cooling import TAKEN_BACK
from core.requests import end as requests

QUOTED = ("quoted_amount", "quoted_currency")


async def start(
    session: AsyncSession,
    *,
    thing: Lead | Deal,
    to: Member | None,
    cause: str,
    by: Member,
    now: datetime,
    source: str | None = None,
    noted: Mapping[str, Any] | None = None,
) -> AuditRow:
    """Enter a new lead or deal, held by `to` or (a lead) lying in the pool. `noted`: what else its audit row says."""
    workspace = await workspaces.of(session, by=by)
    thing.owner_id, thing.owned_since = (to.id, now) if to else (None, None)
    set_committed_value(thing, "owner", to)
    await clocks.wind(session, thing=thing, workspace=workspace)
    if isinstance(thing, Lead) and to is None:
        await _await_allotment(session, [thing], now=now)
    session.add(thing)
    await session.flush()
    session.add(_remembered(thing, None, cause=cause, by=by, now=now))
    if isinstance(thing, Lead) and to is None:
        cards = await shown.in_pools(session, [thing], workspace=workspace, now=now)
        await notices.tell_many(session, workspace_id=workspace.id, tellings=cards, now=now)
    after = {**_first(thing), **(noted or {})}
    return await audit.record(session, row=thing, verb=cause, by=by, now=now, after=after, source=source)


async def start_many(
    session: AsyncSession, *, starts: Sequence[Start], cause: str, by: Member, now: datetime, source: str | None = None
) -> list[AuditRow]:
    """Enter new leads in six statements however many they are; their audit rows in the same order.

    No card is posted for any of them and none waits for allotment: whoever enters many tells of them in one word.
    """
    workspace = await workspaces.of(session, by=by)
    bound = await clocks.pools_of(session, [each.lead for each in starts])
    for each in starts:
        lead, to = each.lead, each.to
        lead.owner_id, lead.owned_since = (to.id, now) if to else (None, None)
        set_committed_value(lead, "owner", to)
        clocks.set_anew(lead, pool=bound[lead.pool_id], workspace=workspace)
    await many.add(session, rows=[each.lead for each in starts])
    remembered = [_remembered(each.lead, None, cause=cause, by=by, now=now) for each in starts]
    await many.add(session, rows=remembered)
    entries = [
        audit.entry(
            row=each.lead,
            verb=cause,
            by=by,
            now=now,
            after={**_first(each.lead), **each.noted},
            source=source,
        )
        for each in starts
    ]
    await many.add(session, rows=entries)
    return entries


def _first(thing: Lead | Deal) -> dict[str, Any]:
    """What it began with. A price given is kept here too: on the lead the next one takes its place."""
    quoted = QUOTED if isinstance(thing, Lead) and thing.quoted_amount is not None else ()
    return audit.snapshot(thing, ("status", *KEPT, *quoted))


async def change(
    session: AsyncSession,
    *,
    thing: Lead | Deal,
    to: Member | None,
    cause: str,
    by: Member | None,
    now: datetime,
    reason: str | None = None,
    source: str | None = None,
    undoes: AuditRow | None = None,
    since: datetime | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> AuditRow:
    """Give one locked lead or deal to `to`: see `Change` and `change_many`."""
    one = Change(thing=thing, to=to, reason=reason, undoes=undoes, since=since, before=before or {}, after=after or {})
    return (await change_many(session, changes=[one], cause=cause, by=by, now=now, source=source))[0]


async def change_many(
    session: AsyncSession,
    *,
    changes: Sequence[Change],
    cause: str,
    by: Member | None,
    now: datetime,
    source: str | None = None,
    assignment: Assignment | None = None,
    tell: bool = True,
) -> list[AuditRow]:
    """Give locked leads and deals to others, in about a dozen statements however many they are; an audit row each.

    Clocks, history, planned tasks, open offers and posted cards follow. Whoever loses a lead by another's hand is told
    (`tell`); what a job does (`by=None`), it tells itself.
    """
    if not changes:
        return []
    workspace = await session.get_one(Workspace, changes[0].thing.workspace_id)
    formers = [each.thing.owner_id for each in changes]
    bound = await clocks.pools_of(session, [each.thing for each in changes])
    entries = [_turned(each, workspace, bound, cause=cause, by=by, now=now, source=source) for each in changes]
    for each, former in zip(changes, formers, strict=True):
        session.add(
            _remembered(each.thing, former, cause=cause, by=by, now=now, reason=each.reason, assignment=assignment)
        )
    pooled = [each.thing for each in changes if isinstance(each.thing, Lead) and each.to is None]
    free = [lead for lead in pooled if lead.status == "open"]
    await _await_allotment(session, free, now=now)
    session.add_all(entries)
    await session.flush()
    await along.hand_on(session, changes, formers, now=now)
    await along.settle_teams(session, changes, now=now)
    if deals := [each.thing.id for each in changes if isinstance(each.thing, Deal)]:
        await rooms.follow(session, workspace_id=workspace.id, deal_ids=deals)
        await requests.follow(session, workspace_id=workspace.id, deal_ids=deals, now=now)
    held = [each.thing for each, former in zip(changes, formers, strict=True) if former is not None]
    await offers.withdraw(session, leads=[thing for thing in held if isinstance(thing, Lead)], now=now)
    if tell and by is not None:
        await along.tell(session, changes, formers, entries, by=by, now=now)
    await shown.show_all_again(session, things=[each.thing for each in changes], now=now)
    if cause not in TAKEN_BACK:
        await shown.show_anew(session, leads=free, why="returned", workspace=workspace, now=now)
    return entries


def _turned(
    one: Change,
    workspace: Workspace,
    bound: Mapping[int, Pool],
    *,
    cause: str,
    by: Member | None,
    now: datetime,
    source: str | None,
) -> AuditRow:
    """The row as its new owner's, and the audit row that says so."""
    thing, to = one.thing, one.to
    before = audit.snapshot(thing, KEPT)
    thing.owner_id = to.id if to else None
    thing.owned_since = (one.since or now) if to else None
    thing.version += 1
    set_committed_value(thing, "owner", to)
    clocks.set_anew(thing, pool=bound[thing.pool_id] if isinstance(thing, Lead) else None, workspace=workspace)
    if isinstance(thing, Lead):
        thing.allot_at = None
    return audit.entry(
        row=thing,
        verb=cause,
        by=by,
        now=now,
        before={**before, **one.before},
        after={**audit.snapshot(thing, KEPT), **one.after},
        source=source,
        undoes=one.undoes,
    )


async def _await_allotment(session: AsyncSession, leads: Sequence[Lead], *, now: datetime) -> None:
    """Leads that come into a pool which gives its leads out by rank wait for that from now on."""
    for lead in leads:
        pool = await session.get_one(Pool, (lead.workspace_id, lead.pool_id))
        lead.allot_at = now if pool.allots else None


def _remembered(
    thing: Lead | Deal,
    former: int | None,
    *,
    cause: str,
    by: Member | None,
    now: datetime,
    reason: str | None = None,
    assignment: Assignment | None = None,
) -> OwnerChange:
    lead_id, deal_id = (thing.id, None) if isinstance(thing, Lead) else (None, thing.id)
    return OwnerChange(
        workspace_id=thing.workspace_id,
        lead_id=lead_id,
        deal_id=deal_id,
        from_id=former,
        to_id=thing.owner_id,
        by_id=by.id if by else None,
        cause=cause,
        reason=reason,
        assignment_id=assignment.id if assignment else None,
        at=now,
    )
