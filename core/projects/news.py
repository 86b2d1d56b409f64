"""What a pair looks like to those who are told of it, as far as they may know."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core.errors import Missing
from core.models import AuditRow, Deal, DealStatus, Member, PairAnswer
from core.projects.answers import Joined
from core.projects.pairs import Question


@dataclass(frozen=True)
class News:
    """A deal of the reader's that was freed or goes on, the colleague's it was one project with, and who decided."""

    mine: Deal
    theirs: Deal
    by: Member | None


async def _deal(session: AsyncSession, here: str, deal_id: int | None) -> Deal:
    whole = select(Deal).options(joinedload(Deal.account), joinedload(Deal.owner), joinedload(Deal.stage))
    found = await session.scalars(whole.where(Deal.workspace_id == here, Deal.id == deal_id))
    deal = found.first()
    if deal is None:
        raise Missing
    return deal


async def freed(session: AsyncSession, *, facts: Mapping[str, Any], reader: Member) -> News:
    """For its owner, who is freed of it. It may have been taken back before they heard."""
    mine = await _deal(session, reader.workspace_id, facts["deal"])
    if mine.status != DealStatus.JOINED or mine.owner_id != reader.id:
        raise Missing
    theirs = await _deal(session, reader.workspace_id, mine.joined_into_id)
    return News(mine, theirs, await session.get(Member, (reader.workspace_id, facts["by"])))


async def kept(session: AsyncSession, *, facts: Mapping[str, Any], reader: Member) -> News:
    """For whoever goes on."""
    theirs = await _deal(session, reader.workspace_id, facts["deal"])
    mine = await _deal(session, reader.workspace_id, theirs.joined_into_id)
    if theirs.status != DealStatus.JOINED or mine.owner_id != reader.id:
        raise Missing
    return News(mine, theirs, await session.get(Member, (reader.workspace_id, facts["by"])))


async def back(session: AsyncSession, *, facts: Mapping[str, Any], reader: Member) -> tuple[Deal, Member | None]:
    """For whoever has their deal again."""
    mine = await _deal(session, reader.workspace_id, facts["deal"])
    if mine.status != DealStatus.OPEN or mine.owner_id != reader.id:
        raise Missing
    return mine, await session.get(Member, (reader.workspace_id, facts["by"]))


async def decided(session: AsyncSession, *, asked: Question, reader: Member) -> Joined | None:
    """For whoever said that they are one: what came of it, with the row that an Undo button carries."""
    pair = asked.pair
    if pair.answer is not PairAnswer.SAME or pair.answered_by_id != reader.id:
        return None
    kept, freed = (
        (asked.one.deal, asked.other.deal) if pair.kept_id == pair.one_id else (asked.other.deal, asked.one.deal)
    )
    entries = await session.scalars(
        select(AuditRow)
        .where(
            AuditRow.workspace_id == pair.workspace_id,
            AuditRow.noun == "deal",
            AuditRow.noun_id == freed.id,
            AuditRow.verb == "join",
        )
        .order_by(AuditRow.id.desc())
        .limit(1)
    )
    return Joined(kept, freed, entries.one())
