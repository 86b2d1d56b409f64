"""A handover that is through: on record as one thing to be taken back, and told to everybody concerned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, notices
from core.handovers import holdings, working
from core.handovers.asking import KIND, topic
from core.handovers.holdings import Holdings
from core.handovers.working import Handover, leaders_of
from core.models import AuditRow, Deal, Member, OwnerChange
from core.notices import Telling


@dataclass(frozen=True)
class Share:
    """What somebody got (`to` None: a pool): how many leads, deals, and tasks beside them; the deals' sums."""

    to: Member | None
    leads: int
    deals: int
    tasks: int
    sums: dict[str, Decimal]


@dataclass(frozen=True)
class Result:
    """How a handover stands. `stays`: what its former owner holds at this moment; `entry`: what takes it back."""

    handover: Handover
    shares: Sequence[Share]
    stays: Holdings
    entry: AuditRow | None

    @property
    def moved(self) -> int:
        """How many things have been handed over so far."""
        return sum(each.leads + each.deals + each.tasks for each in self.shares)


async def finish(session: AsyncSession, *, handover: Handover, now: datetime) -> None:
    """Nothing is left to hand over: write down that it is one, and tell. A second time it changes nothing."""
    row = await session.get_one(type(handover.row), (handover.row.workspace_id, handover.row.id), with_for_update=True)
    if row.finished_at is not None:
        return
    here, row.finished_at = row.workspace_id, now
    done = select(AuditRow.id).where(AuditRow.workspace_id == here, AuditRow.source == handover.source)
    entries = (await session.scalars(done.order_by(AuditRow.id))).all()
    await audit.record(session, row=row, verb=KIND, by=handover.by, now=now, after={"entries": list(entries)})
    result = await of(session, workspace_id=here, handover_id=row.id, now=now)
    facts, got = {"handover": row.id}, [each.to for each in result.shares if each.to]
    tellings = [
        Telling(kind="handed_over", key=f"{topic(row)}:{each.id}", facts=facts, to=each, due_at=now)
        for each in got
        if each.id != handover.by.id
    ]
    concerned = {each.id: each for each in (handover.of, *await leaders_of(session, people=[handover.of, *got]))}
    for each in got:
        concerned.pop(each.id, None)
    concerned.pop(handover.by.id, None)
    tellings += [
        Telling(kind="handover_told", key=f"{topic(row)}:told:{each.id}", facts=facts, to=each, due_at=now)
        for each in concerned.values()
        if each.active
    ]
    await notices.tell_many(session, workspace_id=here, tellings=tellings, now=now)


async def show_again(session: AsyncSession, *, handover: Handover, step: str, now: datetime) -> None:
    """Have the message of whoever asked for it drawn anew."""
    row = handover.row
    await notices.redraw(
        session,
        workspace_id=row.workspace_id,
        topic=topic(row),
        kind=KIND,
        facts={"handover": row.id},
        key=f"{topic(row)}:{step}",
        now=now,
    )


async def of(session: AsyncSession, *, workspace_id: str, handover_id: int, now: datetime) -> Result:
    """How a handover stands, for those concerned."""
    handover = await working.load(session, workspace_id=workspace_id, handover_id=handover_id)
    found = await session.scalars(
        select(AuditRow).where(
            AuditRow.workspace_id == workspace_id,
            AuditRow.noun == "assignment",
            AuditRow.noun_id == handover_id,
            AuditRow.verb == KIND,
        )
    )
    shares = await _shares(session, handover)
    return Result(handover, shares, await holdings.of(session, member=handover.of, now=now), found.first())


async def _shares(session: AsyncSession, handover: Handover) -> list[Share]:
    here, row = handover.row.workspace_id, handover.row
    changed = OwnerChange.workspace_id == here, OwnerChange.assignment_id == row.id, OwnerChange.cause == KIND
    counted = await session.execute(
        select(OwnerChange.to_id, func.count(OwnerChange.lead_id), func.count(OwnerChange.deal_id))
        .where(*changed)
        .group_by(OwnerChange.to_id)
    )
    moved = {to_id: (leads, deals) for to_id, leads, deals in counted}
    sums: dict[int | None, dict[str, Decimal]] = {}
    deals = await session.execute(
        select(OwnerChange.to_id, Deal.currency, func.sum(Deal.amount))
        .join(Deal, (Deal.workspace_id == OwnerChange.workspace_id) & (Deal.id == OwnerChange.deal_id))
        .where(*changed)
        .group_by(OwnerChange.to_id, Deal.currency)
    )
    for to_id, currency, amount in deals:
        sums.setdefault(to_id, {})[currency] = amount or Decimal(0)
    to = AuditRow.after["owner_id"].as_integer().label("to_id")
    planned = await session.execute(
        select(to, func.count().label("many"))
        .where(AuditRow.workspace_id == here, AuditRow.source == handover.source, AuditRow.noun == "task")
        .group_by(to)
    )
    tasks = {row.to_id: row.many for row in planned}
    people = {each.id: each for each in await _named(session, here, {*moved, *tasks} - {None})}
    return [
        Share(people.get(to_id or 0), *moved.get(to_id, (0, 0)), tasks.get(to_id or 0, 0), sums.get(to_id, {}))
        for to_id in sorted({*moved, *tasks}, key=lambda each: (each is None, -sum(moved.get(each, (0, 0)))))
    ]


async def _named(session: AsyncSession, here: str, ids: set[int | None]) -> Sequence[Member]:
    return (await session.scalars(select(Member).where(Member.workspace_id == here, Member.id.in_(ids)))).all()
