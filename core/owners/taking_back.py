"""Many changes of owner taken back at once: those that still stand as they were left; what has moved on since stays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased, joinedload

from core import audit, members, owners
from core.errors import Refusal, msgid
from core.models import Assignment, AuditRow, Deal, Lead, Member, Task
from core.owners import KEPT, Change
from core.pools import locks, quotas


@dataclass(frozen=True)
class Undone:
    """How many are with whom they were before, and how many have moved on since and stay."""

    undone: int
    stay: int


class AllChangedSince(Refusal):
    message = msgid("All of it has been changed since, so nothing of it can be taken back.")


async def all_of(
    session: AsyncSession, *, entry: AuditRow, by: Member | None, now: datetime, cause: str = "undo"
) -> Undone:
    """Take back what the audit row of an assignment says was changed. `by=None`: a job does, and clocks begin anew."""
    if by is not None:
        await members.lock(session, by=by)
    standing = await _standing(session, entry)
    rows = {noun: await _locked(session, noun, standing) for noun in ("lead", "deal", "task")}
    people = await _people(session, standing, workspace_id=entry.workspace_id)
    changes = []
    for each in standing:
        row = rows[each.noun].get(each.noun_id)
        if each.noun != "task" and row is not None and await _may_go_back(session, row, each, by=by, now=now):
            changes.append(_back(row, each, people, anew=by is None))
    await owners.change_many(session, changes=changes, cause=cause, by=by, now=now)
    moved = [
        (rows["task"][each.noun_id], each) for each in standing if each.noun == "task" and each.noun_id in rows["task"]
    ]
    moved = [(task, each) for task, each in moved if task.owner_id == each.after["owner_id"] and task.done_at is None]
    for task, each in moved:
        task.owner_id = each.before["owner_id"]
        session.add(
            audit.entry(row=task, verb=cause, by=by, now=now, before=each.after, after=each.before, undoes=each)
        )
    done = len(changes) + len(moved)
    if not done:
        raise AllChangedSince
    assignment = await session.get_one(Assignment, (entry.workspace_id, entry.noun_id))
    assignment.returned_at = now
    counted = {"undone": done, "stay": len(entry.after["entries"]) - done}
    await audit.record(session, row=assignment, verb=cause, by=by, now=now, after=counted, undoes=entry)
    return Undone(**counted)


async def counted(session: AsyncSession, *, entry: AuditRow) -> Undone:
    """What came of it."""
    found = await session.scalars(
        select(AuditRow).where(AuditRow.workspace_id == entry.workspace_id, AuditRow.undoes_id == entry.id)
    )
    after = found.one().after
    return Undone(after["undone"], after["stay"])


async def _standing(session: AsyncSession, entry: AuditRow) -> Sequence[AuditRow]:
    """The single changes, but for those taken back on their own already."""
    undoing = aliased(AuditRow)
    found = await session.scalars(
        select(AuditRow)
        .where(
            AuditRow.workspace_id == entry.workspace_id,
            AuditRow.id.in_(entry.after["entries"]),
            ~exists().where(undoing.workspace_id == AuditRow.workspace_id, undoing.undoes_id == AuditRow.id),
        )
        .order_by(AuditRow.id)
    )
    return found.all()


_MODELS: Mapping[str, type[Any]] = {"lead": Lead, "deal": Deal, "task": Task}


async def _locked(session: AsyncSession, noun: str, standing: Sequence[AuditRow]) -> dict[int, Any]:
    ids = [each.noun_id for each in standing if each.noun == noun]
    if not ids:
        return {}
    model, here = _MODELS[noun], standing[0].workspace_id
    await session.execute(
        select(model.id).where(model.workspace_id == here, model.id.in_(ids)).order_by(model.id).with_for_update()
    )
    whole = select(model).where(model.workspace_id == here, model.id.in_(ids))
    if noun != "task":
        whole = whole.options(joinedload(model.account))
    found = await session.scalars(whole.execution_options(populate_existing=True))
    return {row.id: row for row in found}


async def _people(session: AsyncSession, standing: Sequence[AuditRow], *, workspace_id: str) -> dict[int, Member]:
    ids = {each.before.get("owner_id") for each in standing} - {None}
    found = await session.scalars(select(Member).where(Member.workspace_id == workspace_id, Member.id.in_(ids)))
    return {member.id: member for member in found}


async def _may_go_back(
    session: AsyncSession, row: Lead | Deal, entry: AuditRow, *, by: Member | None, now: datetime
) -> bool:
    kept = (*KEPT, "status")
    if audit.snapshot(row, kept) != {name: entry.after[name] for name in kept}:
        return False
    if isinstance(row, Deal):
        return True
    if by is None:
        return not locks.locked_since(row, entry.at)
    try:
        await locks.must_be_theirs(session, lead=row, by=by)
        if entry.before["owner_id"] == by.id:
            await quotas.must_have_room(session, lead=row, by=by, now=now)
    except Refusal:
        return False
    return True


def _back(row: Lead | Deal, entry: AuditRow, people: Mapping[int, Member], *, anew: bool) -> Change:
    former = entry.before["owner_id"]
    to = people[former] if former else None
    return Change(thing=row, to=to, undoes=entry, since=None if anew else audit.moment(entry.before["owned_since"]))
