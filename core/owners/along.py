"""What goes along with a lead or deal to its new owner: the team of a deal, what is planned; and who is told."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Update, exists, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from core import notices, tasks
from core.models import AuditRow, Lead, Mate, Member, Task
from core.models.deals import Deal
from core.notices import Again, Telling
from core.owners.change import Change

_BY_HAND = ("assign", "release", "die")  # what takes a lead from somebody; of a handover its own room tells
_Several = list[tuple[Change, AuditRow]]


async def settle_teams(session: AsyncSession, changes: Sequence[Change], *, now: datetime) -> None:
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


async def hand_on(
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


async def tell(
    session: AsyncSession,
    changes: Sequence[Change],
    formers: Sequence[int | None],
    entries: Sequence[AuditRow],
    *,
    by: Member,
    now: datetime,
) -> None:
    """Whoever loses a lead by another's hand hears it, and from whom; and that it is theirs again, where that is taken
    back. Several in one message."""
    lost: dict[int, _Several] = {}
    back: dict[int, _Several] = {}
    for each, former, entry in zip(changes, formers, entries, strict=True):
        if not isinstance(each.thing, Lead):
            continue
        if former is not None and former != by.id:
            lost.setdefault(former, []).append((each, entry))
        if each.to is not None and each.to.id != by.id and each.undoes is not None and each.undoes.verb in _BY_HAND:
            back.setdefault(each.to.id, []).append((each, entry))
    tellings = [
        _telling(
            await session.get_one(Member, (by.workspace_id, member_id)), theirs, by=by, back=found is back, now=now
        )
        for found in (lost, back)
        for member_id, theirs in found.items()
    ]
    await notices.tell_many(session, workspace_id=by.workspace_id, tellings=tellings, now=now)


def _telling(to: Member, theirs: _Several, *, by: Member, back: bool, now: datetime) -> Telling:
    one, entry = theirs[0]
    facts = {"lead": one.thing.id, "by": by.id, "to": one.to.id if one.to else None}
    several = {"leads": [each.thing.id for each, _ in theirs][:500], "by": by.id}
    return Telling(
        kind="lead_taken" if len(theirs) == 1 else "leads_taken",
        key=f"{'back' if back else 'taken'}:{one.thing.id}:{entry.id}",
        facts={**(facts if len(theirs) == 1 else several), **({"back": True} if back else {})},
        to=to,
        due_at=now,
    )
