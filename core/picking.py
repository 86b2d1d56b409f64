"""Leads to choose from 挑选: those of a pool, of a person, of the team, narrowed by words."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Text, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import leads, members, pools
from core.access import sees_lead
from core.errors import Missing
from core.models import Account, Lead, LeadStatus, Member, Pool
from core.models.sources import Source

MOST = 100  # leads a form shows, as many as a menu of Slack holds
EVERY_POOL, TEAM = "pool", "team"


@dataclass(frozen=True)
class Places:
    """Where leads may be chosen from: the pools and the people one may see."""

    pools: Sequence[Pool]
    people: Sequence[Member]


async def places(session: AsyncSession, *, by: Member) -> Places:
    """What `by` may choose from."""
    await members.must_manage(session, by=by)
    people = await members.team_of(session, by=by)
    return Places(await pools.all_of(session, by=by), people[:80])


async def among(
    session: AsyncSession, *, where: str, words: str, by: Member, most: int = MOST
) -> tuple[Sequence[Lead], int]:
    """The newest open leads of a place (`pool`, `pool:1`, `team`, `member:1`) that say each of the words somewhere, and
    how many there are in all."""
    await members.must_manage(session, by=by)
    here = [sees_lead(by), Lead.status == LeadStatus.OPEN, _in_place(where, by), *map(_says, words.split()[:5])]
    found = (
        select(Lead.id)
        .join(Account, (Account.workspace_id == Lead.workspace_id) & (Account.id == Lead.account_id))
        .where(*here)
    )
    total = await session.scalar(select(func.count()).select_from(found.subquery()))
    ids = await session.scalars(found.order_by(Lead.id.desc()).limit(most))
    rows = await leads.these(session, workspace_id=by.workspace_id, lead_ids=ids.all())
    return list(reversed(rows)), total or 0


def _in_place(where: str, by: Member) -> ColumnElement[bool]:
    kind, _, number = where.partition(":")
    if number and not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Missing
    if kind == "pool":
        free = Lead.owner_id.is_(None)
        return free & (Lead.pool_id == int(number)) if number else free
    if kind == "member" and number:
        return Lead.owner_id == int(number)
    if kind == "team":
        return Lead.owner_id.is_not(None)
    raise Missing


def _says(word: str) -> ColumnElement[bool]:
    """Whether the customer's name, the need, the place, a tag, the source or the campaign has this word in it."""
    told = (Account.name, Lead.interest, Lead.region, cast(Lead.tags, Text))
    named = Source.name.icontains(word, autoescape=True)
    said = (column.icontains(word, autoescape=True) for column in told)
    return or_(*said, Lead.source.has(named), Lead.campaign.has(named))
