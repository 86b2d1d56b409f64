"""Leads to choose from 挑选: those of a pool, of a person, of the team, narrowed by words."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, Text, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import leads, members, pools
from core.access import sees_lead
from core.errors import Missing
from core.imports import batches
from core.models import Account, AuditRow, Import, Lead, LeadStatus, Member, Pool
from core.models.sources import Source

MOST = 100  # leads a form shows, as many as a menu of Slack holds
AT_ONCE = 300  # leads of an import given in one go
EVERY_POOL, TEAM, IMPORT = "pool", "team", "import"


@dataclass(frozen=True)
class Places:
    """Where leads may be chosen from: the pools and the people one may see, and an import of one's own, if `where`
    names one."""

    pools: Sequence[Pool]
    people: Sequence[Member]
    batch: Import | None = None


async def places(session: AsyncSession, *, by: Member, where: str = "") -> Places:
    """What `by` may choose from."""
    await members.must_manage(session, by=by)
    people = await members.team_of(session, by=by)
    kind, _, number = where.partition(":")
    batch = await batches.get(session, import_id=_id(number), by=by) if kind == IMPORT else None
    return Places(await pools.all_of(session, by=by), people[:80], batch)


def most(where: str) -> int:
    """How many leads of a place are given in one go: of an import, more than are shown."""
    return AT_ONCE if where.startswith(f"{IMPORT}:") else MOST


async def among(
    session: AsyncSession, *, where: str, words: str, by: Member, most: int = MOST
) -> tuple[Sequence[Lead], int]:
    """The newest open leads of a place (`pool`, `pool:1`, `team`, `member:1`, `import:1`) that say each of the words
    somewhere, and how many there are in all."""
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
    free = Lead.owner_id.is_(None)
    if kind == "pool":
        return free & (Lead.pool_id == _id(number)) if number else free
    if kind == "member" and number:
        return Lead.owner_id == _id(number)
    if kind == "team":
        return Lead.owner_id.is_not(None)
    if kind == IMPORT:
        return free & Lead.id.in_(_entered(_id(number), by))
    raise Missing


def _entered(import_id: int, by: Member) -> Select[int]:
    """What an import of one's own has entered, by the audit trail: what the file said is forgotten after a week."""
    return (
        select(AuditRow.noun_id)
        .join(Import, (Import.workspace_id == AuditRow.workspace_id) & (Import.id == import_id))
        .where(
            AuditRow.workspace_id == by.workspace_id,
            AuditRow.source == f"import:{import_id}",
            AuditRow.noun == "lead",
            AuditRow.verb == "import",
            Import.member_id == by.id,
        )
    )


def _id(number: str) -> int:
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Missing
    return int(number)


def _says(word: str) -> ColumnElement[bool]:
    """Whether the customer's name, the need, the place, a tag, the source or the campaign has this word in it."""
    told = (Account.name, Lead.interest, Lead.region, cast(Lead.tags, Text))
    named = Source.name.icontains(word, autoescape=True)
    said = (column.icontains(word, autoescape=True) for column in told)
    return or_(*said, Lead.source.has(named), Lead.campaign.has(named))
