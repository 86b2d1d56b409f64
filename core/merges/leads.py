"""Two open leads of one customer become one: the first keeps what it has, its blanks are filled from the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, clocks, owners, workspaces
from core.merges import rows
from core.models import Answer, AuditRow, Keep, Lead, LeadStatus, Member, Task
from core.owners import Change

# What only means something together is filled as a block, or not at all: a sum never leaves its currency.
BLOCKS = (
    ("interest",),
    ("region",),
    ("source_id", "campaign_id", "referrer"),
    ("budget", "budget_currency"),
    ("chance", "chance_reason", "chance_words"),
    ("interval_days",),
    ("contact_id",),
    ("locked_at", "locked_by_id"),
)
QUOTE = ("quoted_amount", "quoted_currency", "quoted_at")
PAUSE = ("paused_until", "paused_at", "pause_reason")
KEPT = ("kept_until", "kept_from")
CLOCK = (*PAUSE, *KEPT, "owned_since")
FILLED = (*(name for block in BLOCKS for name in block), *QUOTE, *CLOCK, "tags", "last_follow_up_at")


@dataclass(frozen=True)
class Folded:
    """What happened to one lead that was folded into another, as the audit row keeps it."""

    lead: Lead
    into: Lead
    entry: AuditRow
    moved: rows.Moved
    planned: dict[str, int]  # task → whose it was


def keep_clock(lead: Lead, others: Sequence[Lead], *, to: Member | None) -> datetime | None:
    """Let the clock of whoever goes on with it run on: from when they held either, with the pause and the days that
    they were granted. Returns since when they hold it; None: they held neither."""
    theirs = [each for each in (lead, *others) if to is not None and each.owner_id == to.id]
    since = min((each.owned_since for each in theirs if each.owned_since), default=None)
    if since is None:
        return None
    paused = max((each for each in theirs if each.pause), key=lambda each: each.paused_at or since, default=None)
    if paused is not None:
        _take(lead, paused, PAUSE)
    followed = [each.last_follow_up_at for each in (lead, *others) if each.last_follow_up_at is not None]
    moment = max([since, *followed])
    granted = next((each for each in theirs if each.kept_from == moment), None)
    if granted is not None:
        _take(lead, granted, KEPT)
    if to is not None and lead.owner_id == to.id:
        lead.owned_since = since
    return since


async def fold(session: AsyncSession, *, lead: Lead, into: Lead, by: Member, now: datetime) -> Folded:
    """Fold a locked open lead into another of the same customer; its follow-ups and plans go along."""
    here = lead.workspace_id
    await _ask_once(session, lead=lead, into=into, now=now)
    moved = await rows.move(session, workspace_id=here, to="leads", apart=rows.STAY_WITH_LEAD, old=lead.id, new=into.id)
    planned = await _plans(session, ids=moved.get("tasks", []), workspace_id=here)
    _fill(into, lead)
    before = audit.snapshot(lead, ("status",))
    lead.status, lead.merged_into_id = LeadStatus.MERGED, into.id
    after = audit.plain({"status": lead.status, "merged_into_id": into.id})
    change = Change(thing=lead, to=None, before=before, after=after)
    # The merge itself tells whoever held it.
    [entry] = await owners.change_many(session, changes=[change], cause="merge", by=by, now=now, tell=False)
    return Folded(lead, into, entry, moved, planned)


async def _ask_once(session: AsyncSession, *, lead: Lead, into: Lead, now: datetime) -> None:
    """Of two that are asked for, whether they may be kept, the one that stays is."""
    asked = Keep.workspace_id == lead.workspace_id, Keep.answer.is_(None)
    if await session.scalar(select(Keep.id).where(*asked, Keep.lead_id == into.id)) is not None:
        moot = update(Keep).where(*asked, Keep.lead_id == lead.id)
        await session.execute(moot.values(answer=Answer.MOOT, answered_at=now, due_on=None))


async def _plans(session: AsyncSession, *, ids: Sequence[int], workspace_id: str) -> dict[str, int]:
    found = await session.execute(
        select(Task.id, Task.owner_id).where(
            Task.workspace_id == workspace_id, Task.id.in_(ids), Task.done_at.is_(None), Task.cancelled_at.is_(None)
        )
    )
    return {str(task_id): owner_id for task_id, owner_id in found}


def _fill(kept: Lead, other: Lead) -> None:
    for block in BLOCKS:
        if all(getattr(kept, name) is None for name in block):
            _take(kept, other, block)
    if other.quoted_at is not None and (kept.quoted_at is None or kept.quoted_at < other.quoted_at):
        _take(kept, other, QUOTE)
    kept.tags = list(dict.fromkeys([*kept.tags, *other.tags]))
    followed = [at for at in (kept.last_follow_up_at, other.last_follow_up_at) if at is not None]
    kept.last_follow_up_at = max(followed, default=None)


def _take(kept: Lead, other: Lead, block: Sequence[str]) -> None:
    for name in block:
        setattr(kept, name, getattr(other, name))


async def settle(
    session: AsyncSession,
    *,
    lead: Lead,
    to: Member | None,
    since: datetime | None,
    planned: Sequence[str],
    by: Member,
    now: datetime,
) -> AuditRow | None:
    """Give the lead that stays, with all that was planned, to whoever keeps it; `since` when they have held either. Its
    change of owner, if any."""
    entry = None
    if lead.owner_id != (to.id if to else None):
        change = Change(thing=lead, to=to, since=since)
        [entry] = await owners.change_many(session, changes=[change], cause="merge", by=by, now=now, tell=False)
    else:
        await _rewind(session, lead, by=by, now=now)
    if to is not None and planned:
        ids = [int(task_id) for task_id in planned]
        here = Task.workspace_id == lead.workspace_id
        await session.execute(update(Task).where(here, Task.id.in_(ids)).values(owner_id=to.id))
    return entry


async def _rewind(session: AsyncSession, lead: Lead, *, by: Member, now: datetime) -> None:
    """Set its clock by what it says now; what its owner was warned of stands where the day stays the same."""
    was = lead.silent_on
    lead.version += 1
    await clocks.wind(session, thing=lead, workspace=await workspaces.of(session, by=by))
    await owners.show_clock(session, lead=lead, was=was, now=now)


async def unfold(
    session: AsyncSession, *, lead: Lead, into: Lead, told: dict[str, Any], by: Member, now: datetime
) -> None:
    """The lead is open again, with who held it, what was followed up on it and what was planned."""
    here = lead.workspace_id
    moved, planned = told["moved"], told["planned"]
    await rows.bring_back(session, workspace_id=here, to="leads", moved=moved, old=lead.id, new=into.id)
    entry = await session.get_one(AuditRow, (here, told["entry"]))
    owner_id, since = entry.before["owner_id"], entry.before["owned_since"]
    owner = await session.get(Member, (here, owner_id)) if owner_id else None
    to = owner if owner is not None and owner.active else None
    lead.status, lead.merged_into_id = LeadStatus.OPEN, None
    change = Change(thing=lead, to=to, undoes=entry, since=audit.moment(since))
    await owners.change_many(session, changes=[change], cause="undo", by=by, now=now, tell=False)
    for task_id, former in planned.items() if to is not None else ():
        mine = Task.workspace_id == here, Task.id == int(task_id), Task.lead_id == lead.id
        await session.execute(update(Task).where(*mine).values(owner_id=former))


async def give_back(session: AsyncSession, *, lead: Lead, entry: AuditRow | None, by: Member, now: datetime) -> None:
    """The lead that stayed goes back to whom it was with, if the merge gave it away and it has not moved on since."""
    if entry is None or lead.owner_id != entry.after["owner_id"]:
        return await _rewind(session, lead, by=by, now=now)
    here, (owner_id, since) = lead.workspace_id, (entry.before["owner_id"], entry.before["owned_since"])
    owner = await session.get(Member, (here, owner_id)) if owner_id else None
    to = owner if owner is not None and owner.active else None
    change = Change(thing=lead, to=to, undoes=entry, since=audit.moment(since))
    await owners.change_many(session, changes=[change], cause="undo", by=by, now=now, tell=False)
    return None
