"""One milestone of a deal's plan: added, changed, reached, reached no more, removed. By whoever may move the deal; what
came of it, also by its owner."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from core import audit, changes, deals, mates, tasks
from core.calendar import local_day
from core.errors import Missing, Refusal, msgid
from core.models import AuditRow, Deal, DealStatus, Member, Task
from core.plans import make, read, told
from core.requests import end as requests
from core.tasks import NotInThePast

MOST = 200  # milestones of one plan
LONGEST = 100  # characters of a name
LONGEST_OUTCOME = 300
FURTHEST = timedelta(days=5 * 366)
COLUMNS = ("text", "name_zh", "name_en", "owner_id", "on", "at", "until", "zone", "remind_at")
_SAID = ("text", "on", "owner_id")
_REACHED = ("done_at", "remind_at", "outcome")


class NameMissing(Refusal):
    message = msgid("What is to be reached? Write a few words, such as “sample delivered”.")
    field = "text"


class NameTooLong(Refusal):
    message = msgid("A milestone's name holds {most} characters; this one has {n}.")
    field = "text"


class OutcomeTooLong(Refusal):
    message = msgid("That is {n} characters; it holds {most}.")
    field = "outcome"


class DayMissing(Refusal):
    message = msgid("When is it due? Choose a day, or write one behind it, such as “Friday”.")
    field = "on"


class TooFar(Refusal):
    message = msgid("{day} is more than five years away. Choose an earlier day.")
    field = "on"


class PlanFull(Refusal):
    message = msgid("The plan of {deal} has {most} milestones, as many as it can. Remove one first.")


class MilestoneGone(Refusal):
    message = msgid("That milestone was taken out of the plan meanwhile. Look at the plan again.")


@dataclass(frozen=True)
class Told:
    """What is said of a milestone; None: as it is, of a new one the deal's owner."""

    text: str | None = None
    on: date | None = None
    owner: Member | None = None


@dataclass(frozen=True)
class Clash:
    """Nothing was written: somebody changed the same meanwhile. Sent again with `told`, it goes before theirs."""

    task: Task
    by: Member | None
    told: int


async def add(
    session: AsyncSession, *, deal_id: int, milestone: Told, by: Member, now: datetime, source: str | None = None
) -> tuple[Task, AuditRow]:
    """One more milestone. Sent twice, it is added once."""
    deal = await deals.lock_open(session, deal_id=deal_id, by=by)
    if again := await audit.done_before(session, verb="add", source=source, by=by):
        return (await session.scalars(read.milestones(Task.id == again.noun_id))).one(), again
    text, on = _named(milestone.text or ""), milestone.on
    if on is None:
        raise DayMissing
    _must_be_ahead(on, by=by, now=now)
    if await make.count(session, deal=deal) >= MOST:
        raise PlanFull(deal=deal.name, most=MOST)
    last = select(func.max(Task.place)).where(Task.workspace_id == by.workspace_id, Task.deal_id == deal.id)
    owner = milestone.owner or deal.owner or by
    await mates.join(session, deal=deal, member=owner, by=by, now=now)
    task = make.milestone(deal, owner, on, place=(await session.scalar(last) or 0) + 1, text=text, now=now)
    session.add(task)
    await session.flush()
    after = audit.snapshot(task, ("text", "on", "owner_id", "cancelled_at"))
    entry = await audit.record(session, row=task, verb="add", by=by, now=now, after=after, source=source)
    await told.given(session, deal=deal, milestones=[task], cause=entry, by=by, now=now)
    await told.show_again(session, deal=deal, milestones=[task], cause=entry, now=now)
    return task, entry


async def change(
    session: AsyncSession,
    *,
    task_id: int,
    milestone: Told,
    by: Member,
    now: datetime,
    seen: int | None = None,
    told_of: int = 0,
    source: str | None = None,
) -> tuple[Task, AuditRow] | Clash:
    """Call a milestone otherwise, give it to somebody else, set another day. `seen`: the newest change when its form
    was opened (None: there was no form); `told_of`: of which its writer was told since."""
    task, deal = await held(session, task_id=task_id, by=by)
    news = await changes.since(session, row=task, seen=seen, columns=_SAID) if seen is not None else []
    current = {name: getattr(task, name) for name in _SAID}
    merged = changes.merge(_said(milestone), current, news, told=told_of)
    if merged.clashes:
        last = merged.clashes[-1]
        return Clash(task, last.by, max(each.entry.id for each in merged.clashes))
    values = {name: value for name, value in merged.values.items() if value != current[name]}
    if "on" in values:
        _must_be_ahead(values["on"], by=by, now=now)
        values |= {"at": None, "until": None}
    if "text" in values:
        values |= {"name_zh": None, "name_en": None}
    before = audit.snapshot(task, COLUMNS)
    for name, value in values.items():
        setattr(task, name, value)
    if milestone.owner is not None and "owner_id" in values:
        await mates.join(session, deal=deal, member=milestone.owner, by=by, now=now)
        task.zone = milestone.owner.zone
        set_committed_value(task, "owner", milestone.owner)
    if task.done_at is None and ("on" in values or "owner_id" in values):
        task.remind_at = tasks.remind_at(task.on, task.at, zone=task.zone, now=now) or task.remind_at
    after = audit.snapshot(task, COLUMNS)
    entry = await audit.record(
        session, row=task, verb="change", by=by, now=now, before=before, after=after, source=source
    )
    await tell(session, deal=deal, task=task, before=before, after=after, cause=entry, by=by, now=now)
    return task, entry


def _said(milestone: Told) -> dict[str, Any]:
    """What is said of it, by column."""
    said = {
        "text": _named(milestone.text) if milestone.text is not None else None,
        "on": milestone.on,
        "owner_id": milestone.owner.id if milestone.owner else None,
    }
    return {name: value for name, value in said.items() if value is not None}


async def tell(
    session: AsyncSession,
    *,
    deal: Deal,
    task: Task,
    before: dict[str, Any],
    after: dict[str, Any],
    cause: AuditRow,
    by: Member,
    now: datetime,
) -> None:
    """Its owner hears what that means to them, if anything; what is shown of it is drawn anew."""
    if before.get("owner_id") != after.get("owner_id"):
        await told.given(session, deal=deal, milestones=[task], cause=cause, by=by, now=now)
    elif before.get("on") != after.get("on"):
        await told.moved(session, deal=deal, milestones=[task], cause=cause, by=by, now=now)
    await told.show_again(session, deal=deal, milestones=[task], cause=cause, now=now)


async def finish(
    session: AsyncSession, *, task_id: int, outcome: str, by: Member, now: datetime, source: str | None = None
) -> tuple[Task, AuditRow | None]:
    """A milestone is reached, with a word on what came of it; said again, only the word is new."""
    outcome = outcome.strip()
    if len(outcome) > LONGEST_OUTCOME:
        raise OutcomeTooLong(n=len(outcome), most=LONGEST_OUTCOME)
    task, deal = await held(session, task_id=task_id, by=by, own=True)
    if task.done_at is not None and (not outcome or outcome == task.outcome):
        return task, None
    before = audit.snapshot(task, _REACHED)
    verb = "done" if task.done_at is None else "outcome"
    task.done_at, task.remind_at, task.outcome = task.done_at or now, None, outcome or task.outcome
    await requests.stepped(session, deal_id=deal.id, by=by, now=now)
    return task, await _noted(session, task, deal, verb, before, _REACHED, by=by, now=now, source=source)


async def reopen(
    session: AsyncSession, *, task_id: int, by: Member, now: datetime, source: str | None = None
) -> tuple[Task, AuditRow | None]:
    """A milestone is still to be reached after all."""
    task, deal = await held(session, task_id=task_id, by=by, own=True)
    if task.done_at is None:
        return task, None
    before = audit.snapshot(task, _REACHED)
    task.done_at, task.outcome = None, None
    task.remind_at = tasks.remind_at(task.on, task.at, zone=task.zone, now=now)
    return task, await _noted(session, task, deal, "reopen", before, _REACHED, by=by, now=now, source=source)


async def remove(
    session: AsyncSession, *, task_id: int, by: Member, now: datetime, source: str | None = None
) -> tuple[Task, AuditRow]:
    """Take a milestone out of the plan."""
    task, deal = await held(session, task_id=task_id, by=by)
    columns = ("cancelled_at", "remind_at")
    before = audit.snapshot(task, columns)
    task.cancelled_at, task.remind_at = now, None
    return task, await _noted(session, task, deal, "drop", before, columns, by=by, now=now, source=source)


async def _noted(
    session: AsyncSession,
    task: Task,
    deal: Deal,
    verb: str,
    before: dict[str, Any],
    columns: tuple[str, ...],
    *,
    by: Member,
    now: datetime,
    source: str | None,
) -> AuditRow:
    after = audit.snapshot(task, columns)
    entry = await audit.record(session, row=task, verb=verb, by=by, now=now, before=before, after=after, source=source)
    await told.show_again(session, deal=deal, milestones=[task], cause=entry, now=now)
    return entry


async def held(session: AsyncSession, *, task_id: int, by: Member, own: bool = False) -> tuple[Task, Deal]:
    """A milestone and its open deal, held still. `own`: its owner may as well as whoever may move the deal."""
    here = Task.workspace_id == by.workspace_id, Task.id == task_id, Task.place.is_not(None)
    found = (await session.execute(select(Task.deal_id, Task.owner_id).where(*here))).first()
    if found is None or found.deal_id is None:
        raise Missing
    if own and found.owner_id == by.id:
        deal = await deals.of_all(session, deal_id=found.deal_id, workspace_id=by.workspace_id)
        if deal.status != DealStatus.OPEN:
            raise await deals.why_ended(session, deal=deal, by=by)
    else:
        deal = await deals.lock_open(session, deal_id=found.deal_id, by=by)
    rows = await session.scalars(
        select(Task)
        .options(joinedload(Task.owner), joinedload(Task.account), joinedload(Task.stage))
        .where(*here)
        .with_for_update(of=Task)
        .execution_options(populate_existing=True)
    )
    task = rows.one()
    if task.cancelled_at is not None:
        raise MilestoneGone
    if own and task.owner_id != by.id and found.owner_id == by.id:
        raise Missing  # given to somebody else at this very moment
    return task, deal


def _named(text: str) -> str:
    text = " ".join(text.split())
    if not text:
        raise NameMissing
    if len(text) > LONGEST:
        raise NameTooLong(n=len(text), most=LONGEST)
    return text


def _must_be_ahead(on: date, *, by: Member, now: datetime) -> None:
    today = local_day(now, by.zone)
    if on < today:
        raise NotInThePast(day=on)
    if on > today + FURTHEST:
        raise TooFar(day=on)
