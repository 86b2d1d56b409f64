"""The one door for changes of owner: claim, assign, release, convert, job and undo all come through here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Update, exists, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased
from sqlalchemy.orm.attributes import set_committed_value

from core import audit, clocks, many, notices, pools, rooms, tasks, workspaces
from core.assignments import offers
from core.cooling import TAKEN_BACK
from core.models import Assignment, AuditRow, Lead, Mate, Member, OwnerChange, Pool, Task, Workspace
from core.models.deals import Deal
from core.notices import Again, Telling
from core.requests import end as requests
from core.silence import alerts

KEPT = ("owner_id", "owned_since")
CARDS = 9  # leads that come back into one channel together and are shown each by its card


@dataclass(frozen=True, kw_only=True)
class Change:
    """One locked lead or deal and to whom it goes (None: back to the pool).

    `since`: from when its clock runs, where a change is taken back; else from now. `before`, `after`: what else of it
    changed along with its owner, for the audit row.
    """

    thing: Lead | Deal
    to: Member | None
    reason: str | None = None
    undoes: AuditRow | None = None
    since: datetime | None = None
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Start:
    """One new lead and who holds it (None: it lies in the pool). `noted`: what else its audit row says."""

    lead: Lead
    to: Member | None
    noted: Mapping[str, Any] = field(default_factory=dict)


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
        shown = await _in_pools(session, [thing], workspace=workspace, now=now)
        await notices.tell_many(session, workspace_id=workspace.id, tellings=shown, now=now)
    after = {**audit.snapshot(thing, ("status", *KEPT)), **(noted or {})}
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
            after={**audit.snapshot(each.lead, ("status", *KEPT)), **each.noted},
            source=source,
        )
        for each in starts
    ]
    await many.add(session, rows=entries)
    return entries


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
    await _hand_on(session, changes, formers, now=now)
    await _settle_teams(session, changes, now=now)
    if deals := [each.thing.id for each in changes if isinstance(each.thing, Deal)]:
        await rooms.follow(session, workspace_id=workspace.id, deal_ids=deals)
        await requests.follow(session, workspace_id=workspace.id, deal_ids=deals, now=now)
    held = [each.thing for each, former in zip(changes, formers, strict=True) if former is not None]
    await offers.withdraw(session, leads=[thing for thing in held if isinstance(thing, Lead)], now=now)
    if tell and by is not None:
        await _tell_formers(session, changes, formers, entries, by=by, now=now)
    await show_all_again(session, things=[each.thing for each in changes], now=now)
    if cause not in TAKEN_BACK:
        await show_anew(session, leads=free, why="returned", workspace=workspace, now=now)
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


async def _settle_teams(session: AsyncSession, changes: Sequence[Change], *, now: datetime) -> None:
    """Whoever gets a deal leaves its team, which owners are not on; a change taken back puts there again whom it took
    off."""
    changed = [each for each in changes if isinstance(each.thing, Deal)]
    if not changed:
        return
    here, again = changes[0].thing.workspace_id, aliased(Mate)
    for undone in {each.undoes.at for each in changed if each.undoes}:
        ids = [each.thing.id for each in changed if each.undoes and each.undoes.at == undone]
        gone = update(Mate).where(Mate.workspace_id == here, Mate.deal_id.in_(ids), Mate.left_at == undone)
        stays = exists().where(
            again.workspace_id == here,
            again.deal_id == Mate.deal_id,
            again.member_id == Mate.member_id,
            again.left_at.is_(None),
        )
        await session.execute(gone.where(~stays).values(left_at=None))
    owner = select(Deal.owner_id).where(Deal.workspace_id == here, Deal.id == Mate.deal_id).scalar_subquery()
    ids = [each.thing.id for each in changed]
    owned = (Mate.workspace_id == here, Mate.deal_id.in_(ids), Mate.left_at.is_(None), Mate.member_id == owner)
    await session.execute(update(Mate).where(*owned).values(left_at=now))


async def _hand_on(
    session: AsyncSession, changes: Sequence[Change], formers: Sequence[int | None], *, now: datetime
) -> None:
    """What was planned for it goes with it, and its reminders shown are struck through. In the pool nobody is reminded
    of it; a release undone plans it again."""
    shown: list[Again] = []
    for model, column in ((Lead, Task.lead_id), (Deal, Task.deal_id)):
        its = [(each, former) for each, former in zip(changes, formers, strict=True) if isinstance(each.thing, model)]
        if not its:
            continue
        here = changes[0].thing.workspace_id
        undone = Task.workspace_id == here, Task.done_at.is_(None)
        pooled = [each.thing.id for each, _ in its if each.to is None]
        moved = [each.thing.id for each, former in its if each.to is not None and former is not None]
        if pooled:
            dropped = update(Task).where(*undone, column.in_(pooled), Task.cancelled_at.is_(None))
            shown += await _struck(session, dropped.values(cancelled_at=now), column, its)
        if moved:
            owner = select(model.owner_id).where(model.workspace_id == here, model.id == column).scalar_subquery()
            # A milestone stays with whoever owns it, unless that is who gives the deal away.
            whose = [(each.thing.id, former) for each, former in its if former is not None]
            theirs = or_(Task.place.is_(None), tuple_(column, Task.owner_id).in_(whose))
            carried = update(Task).where(*undone, column.in_(moved), Task.cancelled_at.is_(None), theirs)
            if model is Deal:  # what its team has planned for it stays theirs
                carried = carried.where(~_planned_by_mate(here))
            shown += await _struck(session, carried.values(owner_id=owner), column, its)
        back = [(each.undoes.at, each.thing.id) for each, former in its if each.to and not former and each.undoes]
        for at in {at for at, _ in back}:
            ids = [thing_id for when, thing_id in back if when == at]
            await session.execute(
                update(Task).where(*undone, column.in_(ids), Task.cancelled_at == at).values(cancelled_at=None)
            )
    await notices.again(session, workspace_id=changes[0].thing.workspace_id, agains=shown, now=now)


def _planned_by_mate(workspace_id: str) -> ColumnElement[bool]:
    """Whether the task is of somebody on the team of its deal."""
    return exists().where(
        Mate.workspace_id == workspace_id,
        Mate.deal_id == Task.deal_id,
        Mate.member_id == Task.owner_id,
        Mate.left_at.is_(None),
    )


async def _struck(
    session: AsyncSession,
    going: Update,
    column: InstrumentedAttribute[int | None],
    its: Sequence[tuple[Change, int | None]],
) -> list[Again]:
    """Have the tasks go; what is to be struck through of their reminders."""
    versions = {each.thing.id: each.thing.version for each, _ in its}
    rows = await session.execute(going.returning(Task.id, column))
    return [tasks.closed(task_id, cause=f"{column.key}:{of}:v{versions[of]}") for task_id, of in rows if of]


async def _tell_formers(
    session: AsyncSession,
    changes: Sequence[Change],
    formers: Sequence[int | None],
    entries: Sequence[AuditRow],
    *,
    by: Member,
    now: datetime,
) -> None:
    """Whoever loses a lead by another's hand hears it, and from whom; several in one message."""
    lost: dict[int, list[tuple[Change, AuditRow]]] = {}
    for each, former, entry in zip(changes, formers, entries, strict=True):
        if former is not None and former != by.id and isinstance(each.thing, Lead):
            lost.setdefault(former, []).append((each, entry))
    tellings = []
    for former, theirs in lost.items():
        one, entry = theirs[0]
        facts = {"lead": one.thing.id, "by": by.id, "to": one.to.id if one.to else None}
        several = {"leads": [each.thing.id for each, _ in theirs][:500], "by": by.id}
        tellings.append(
            Telling(
                kind="lead_taken" if len(theirs) == 1 else "leads_taken",
                key=f"taken:{one.thing.id}:{entry.id}",
                facts=facts if len(theirs) == 1 else several,
                to=await session.get_one(Member, (by.workspace_id, former)),
                due_at=now,
            )
        )
    await notices.tell_many(session, workspace_id=by.workspace_id, tellings=tellings, now=now)


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
    shown = await _in_pools(session, leads, workspace=workspace, now=now)
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


async def _in_pools(
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
