"""Pairs of deals that may be one project: kept, put before whoever decides over both, and looked at side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import members, notices
from core.access import decides_over, holds_deal
from core.errors import Missing
from core.models import Deal, DealNeed, DealPair, DealStatus, Member
from core.notices import Again, Telling
from core.projects.find import Found
from core.projects.judge import Alike
from core.projects.kept import unpacked
from core.projects.need import Need


@dataclass(frozen=True)
class Side:
    """One of the two deals, and what it is about as far as read."""

    deal: Deal
    need: Need


@dataclass(frozen=True)
class Question:
    """A pair with both its deals."""

    pair: DealPair
    one: Side
    other: Side
    by: Member | None

    @property
    def settled(self) -> bool:
        """Whether it needs no answer any more: one was given, or one of the two is no longer open."""
        return self.pair.answer is not None or any(
            side.deal.status != DealStatus.OPEN for side in (self.one, self.other)
        )


def topic(pair_id: int) -> str:
    """Under which its question is told and closed."""
    return f"project:{pair_id}"


async def put(session: AsyncSession, *, deal: Deal, found: Sequence[Found], now: datetime) -> int:
    """Remember these pairs and ask whoever decides over both; a pair known already, answered or not, is not asked
    again. How many are new."""
    if not found:
        return 0
    rows = [
        {
            "workspace_id": deal.workspace_id,
            "one_id": min(deal.id, each.deal_id),
            "other_id": max(deal.id, each.deal_id),
            "why": why(each.why, turned=deal.id > each.deal_id),
            "found_at": now,
        }
        for each in found
    ]
    fresh = await session.scalars(insert(DealPair).values(rows).on_conflict_do_nothing().returning(DealPair))
    pairs = fresh.all()
    owners = await _owners(session, workspace_id=deal.workspace_id, pairs=pairs)
    tellings = []
    for pair in pairs:
        one, other = (owners[each] for each in (pair.one_id, pair.other_id))
        tellings.append(
            Telling(
                kind="same_project",
                key=topic(pair.id),
                facts={"project": pair.id},
                to=await decider(session, one=one, other=other),
                topic=topic(pair.id),
                due_at=now,
            )
        )
    await notices.tell_many(session, workspace_id=deal.workspace_id, tellings=tellings, now=now)
    return len(pairs)


def why(alike: Alike, *, turned: bool) -> dict[str, Any]:
    """What matches, as the pair keeps it: of the deal with the smaller id first."""
    goods = [
        [
            [each.name, each.quantity, each.kind, each.typed]
            for each in ((item.other, item.one) if turned else (item.one, item.other))
        ]
        for item in alike.shared
    ]
    return {"goods": goods, "place": alike.place, "days": alike.days, "points": alike.points}


async def _owners(session: AsyncSession, *, workspace_id: str, pairs: Sequence[DealPair]) -> dict[int, Member]:
    ids = {each for pair in pairs for each in (pair.one_id, pair.other_id)}
    rows = await session.execute(
        select(Deal.id, Member)
        .join(Member, (Member.workspace_id == Deal.workspace_id) & (Member.id == Deal.owner_id))
        .where(Deal.workspace_id == workspace_id, Deal.id.in_(ids))
    )
    return {row[0]: row[1] for row in rows}


async def decider(session: AsyncSession, *, one: Member, other: Member) -> Member:
    """Who is asked: the manager of both, else an admin."""
    for owner, colleague in ((one, other), (other, one)):
        if owner.manages and decides_over(owner, colleague):
            return owner
        manager = await members.manager_of(session, member=owner)
        if manager is not None and decides_over(manager, one) and decides_over(manager, other):
            return manager
    return await members.admin_of(session, member=one) or await members.manager_of(session, member=one) or one


async def get(session: AsyncSession, *, pair_id: int, by: Member, lock: bool = False) -> Question:
    """A pair for whoever manages and may see both deals. `lock`: held still for this transaction, the deals too."""
    await members.must_manage(session, by=by)
    asked = select(DealPair).where(DealPair.workspace_id == by.workspace_id, DealPair.id == pair_id)
    if lock:
        asked = asked.with_for_update()
    pair = (await session.scalars(asked.execution_options(populate_existing=True))).first()
    if pair is None:
        raise Missing
    sides = await _sides(session, ids=(pair.one_id, pair.other_id), by=by, lock=lock)
    if len(sides) < 2:
        raise Missing
    by_ = await session.get(Member, (by.workspace_id, pair.answered_by_id)) if pair.answered_by_id else None
    return Question(pair, sides[pair.one_id], sides[pair.other_id], by_)


async def _sides(session: AsyncSession, *, ids: Sequence[int], by: Member, lock: bool = False) -> Mapping[int, Side]:
    here = (Deal.workspace_id == by.workspace_id, Deal.id.in_(ids))
    if lock:
        await session.execute(select(Deal.id).where(*here).order_by(Deal.id).with_for_update())
    rows = await session.execute(
        select(Deal, DealNeed.need)
        .outerjoin(DealNeed, (DealNeed.workspace_id == Deal.workspace_id) & (DealNeed.deal_id == Deal.id))
        .options(joinedload(Deal.account), joinedload(Deal.owner), joinedload(Deal.stage), joinedload(Deal.pipeline))
        .where(*here, holds_deal(by))
        .execution_options(populate_existing=True)
    )
    return {deal.id: Side(deal, unpacked(need) if need else Need()) for deal, need in rows}


async def waiting(session: AsyncSession, *, by: Member, page: int = 0, size: int = 3) -> tuple[Sequence[Question], int]:
    """A page of the pairs that wait for an answer of `by`, the newest first, and how many in all."""
    await members.must_manage(session, by=by)
    seen = select(Deal.id).where(holds_deal(by), Deal.status == DealStatus.OPEN)
    where = (
        DealPair.workspace_id == by.workspace_id,
        DealPair.answer.is_(None),
        DealPair.one_id.in_(seen),
        DealPair.other_id.in_(seen),
    )
    total = await session.scalar(select(func.count()).select_from(DealPair).where(*where))
    rows = await session.scalars(
        select(DealPair).where(*where).order_by(DealPair.id.desc()).limit(size).offset(page * size)
    )
    pairs = rows.all()
    sides = await _sides(session, ids=[each for pair in pairs for each in (pair.one_id, pair.other_id)], by=by)
    return [Question(pair, sides[pair.one_id], sides[pair.other_id], None) for pair in pairs], total or 0


async def close(session: AsyncSession, *, workspace_id: str, pair_ids: Sequence[int], now: datetime) -> None:
    """What was asked of these pairs needs no answer any more."""
    agains = [
        Again(
            mode="close",
            topic=topic(pair_id),
            kind="same_project",
            facts={"project": pair_id},
            key=f"{topic(pair_id)}:{now.timestamp():.0f}",
        )
        for pair_id in pair_ids
    ]
    await notices.again(session, workspace_id=workspace_id, agains=agains, now=now)


async def open_of(session: AsyncSession, *, workspace_id: str, deal_ids: Sequence[int]) -> Sequence[int]:
    """The pairs of these deals that are not answered."""
    found = await session.scalars(
        select(DealPair.id).where(
            DealPair.workspace_id == workspace_id,
            DealPair.answer.is_(None),
            DealPair.one_id.in_(deal_ids) | DealPair.other_id.in_(deal_ids),
        )
    )
    return found.all()
