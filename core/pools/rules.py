"""A pool's rules and who belongs to it, as an admin sets them. Every change is on record."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, settings
from core.errors import Missing, OddNumber, Refusal, msgid
from core.members import NotAMember, Somebody
from core.models import AuditRow, Chance, Member, Pool, PoolMember, Team
from core.names import fold
from core.pools.known import FIRST

MOST = 50  # pools of a workspace: a menu takes a hundred
MOST_WORDS, LONGEST_WORD = 50, 30  # regions or tags one pool asks for; characters of each

# What each number may be; a rhythm counts for each chance.
RANGES = {
    "claims_a_day": (1, 1000),
    "held_at_once": (1, 10_000),
    "cooling_days": (0, 365),
    "answer_hours": (0, 80),
    "rhythm": (1, 90),
    "deal_days": (5, 250),
}
RHYTHMS = (Chance.HIGH, Chance.FAIR, Chance.LOW)


class PoolNameMissing(Refusal):
    message = msgid("Give the pool a name, such as its region or product.")
    field = "name"


class PoolNameTooLong(Refusal):
    message = msgid("That name is {n} characters long; keep it within {most}.")
    field = "name"


class PoolNameTaken(Refusal):
    message = msgid("There is a pool called {name} already. Choose another name.")
    field = "name"


class NobodyBelongs(Refusal):
    message = msgid("Choose who belongs to the pool, or open it to everybody.")
    field = "members"


class TooManyPools(Refusal):
    message = msgid("A workspace has at most {most} pools. Close one first.")
    field = "name"


class WordTooLong(Refusal):
    message = msgid("“{word}” is too long: keep each within {most} characters, with a comma between them.")


class NotHere(NotAMember):
    field = "members"


class TooManyWords(Refusal):
    message = msgid("Those are {n}; name at most {most}.")


@dataclass(frozen=True, kw_only=True)
class Belonging:
    """Who belongs to a pool that is not open to all: ids of members and of teams, in order."""

    members: tuple[int, ...] = ()
    teams: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What an admin sets for one pool. A number left empty is the workspace's; days are calendar days for cooling,
    working days for a rhythm (by chance) and for `deal_days`, within which a lead becomes a deal or
    goes back (None: no such rule); hours are working hours."""

    name: str | None
    open_to_all: bool = True
    regions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    channel: str | None = None
    claims_a_day: int | None = None
    held_at_once: int | None = None
    held_by_grade: dict[str, int] = field(default_factory=dict)
    cooling_days: int = 7
    masks_phones: bool = True
    answer_hours: int | None = None
    rhythms: dict[str, int] = field(default_factory=dict)
    recycles: bool = True
    deal_days: int | None = None
    allots: bool = False

    def must_be_sensible(self, *, first: bool) -> None:
        """Refuse what cannot be meant, in the field where it was entered."""
        if not self.name and not first:
            raise PoolNameMissing
        if self.name and len(self.name) > 40:
            raise PoolNameTooLong(n=len(self.name), most=40)
        for name in ("regions", "tags"):
            if len(words := getattr(self, name)) > MOST_WORDS:
                raise TooManyWords(field=name, n=len(words), most=MOST_WORDS)
            if long := next((word for word in words if len(word) > LONGEST_WORD), None):
                raise WordTooLong(field=name, word=long[:60], most=LONGEST_WORD)
        for name in ("claims_a_day", "held_at_once", "cooling_days", "answer_hours", "deal_days"):
            _must_be_within(name, name, getattr(self, name))
        for number in self.held_by_grade.values():
            _must_be_within("held_by_grade", "held_at_once", number)
        for chance, number in self.rhythms.items():
            _must_be_within(f"rhythm_{chance}", "rhythm", number)


def _must_be_within(field: str, range_: str, number: int | None) -> None:
    least, most = RANGES[range_]
    if number is not None and not least <= number <= most:
        raise OddNumber(field=field, least=least, most=most)


_COLUMNS = tuple(Rules.__dataclass_fields__)


def rules_of(pool: Pool) -> Rules:
    """A pool's rules as they stand."""
    told: dict[str, Any] = {name: getattr(pool, name) for name in _COLUMNS}
    return Rules(**{**told, "regions": tuple(pool.regions), "tags": tuple(pool.tags)})


async def belonging(session: AsyncSession, *, pool: Pool) -> Belonging:
    """Who belongs to the pool."""
    rows = await session.execute(
        select(PoolMember.member_id, PoolMember.team_id)
        .where(PoolMember.workspace_id == pool.workspace_id, PoolMember.pool_id == pool.id)
        .order_by(PoolMember.member_id, PoolMember.team_id)
    )
    found = rows.all()
    return Belonging(
        members=tuple(row.member_id for row in found if row.member_id is not None),
        teams=tuple(row.team_id for row in found if row.team_id is not None),
    )


async def seats(session: AsyncSession, *, slack_ids: Sequence[str], team_ids: Sequence[int], by: Member) -> Belonging:
    """The members and teams picked in a form; somebody Genjin has not met is refused."""
    known = await _known(session, slack_ids, by=by)
    if stranger := next((each for each in slack_ids if each not in known), None):
        raise NotHere(who=Somebody(stranger))
    teams = await session.scalars(select(Team.id).where(Team.workspace_id == by.workspace_id, Team.id.in_(team_ids)))
    ours = set(teams)
    if not ours.issuperset(team_ids):
        raise Missing
    return Belonging(members=tuple(sorted(known.values())), teams=tuple(sorted(ours)))


async def strangers(session: AsyncSession, *, slack_ids: Sequence[str], by: Member) -> list[str]:
    """Those of the people picked in a form whom Genjin has not met."""
    await settings.must_be_admin(session, by=by)
    known = await _known(session, slack_ids, by=by)
    return [each for each in slack_ids if each not in known]


async def _known(session: AsyncSession, slack_ids: Sequence[str], *, by: Member) -> dict[str, int]:
    found = await session.execute(
        select(Member.slack_id, Member.id).where(
            Member.workspace_id == by.workspace_id, Member.slack_id.in_(slack_ids), Member.active
        )
    )
    return {row.slack_id: row.id for row in found}


async def make(
    session: AsyncSession, *, rules: Rules, belongs: Belonging, by: Member, now: datetime, source: str | None = None
) -> Pool:
    """Open a new pool, asked for leads after all others but the first."""
    await settings.must_be_admin(session, by=by)
    await one_at_a_time(session, by=by)
    if done := await audit.done_before(session, verb="open", source=source, by=by):
        return await session.get_one(Pool, (by.workspace_id, done.noun_id))
    await _must_fit(session, rules=rules, belongs=belongs, pool=None, by=by)
    here = Pool.workspace_id == by.workspace_id
    last, many = (await session.execute(select(func.max(Pool.position), func.count()).where(here))).one()
    if many >= MOST:
        raise TooManyPools(most=MOST)
    pool = Pool(workspace_id=by.workspace_id, position=last + 1, version=1)
    _set(pool, rules, by=by)
    session.add(pool)
    await session.flush()
    await _seat(session, pool=pool, belongs=belongs)
    after = _snapshot(pool, belongs)
    await audit.record(session, row=pool, verb="open", by=by, now=now, after=after, source=source)
    return pool


async def change(
    session: AsyncSession,
    *,
    pool: Pool,
    rules: Rules,
    belongs: Belonging,
    by: Member,
    now: datetime,
    source: str | None = None,
) -> Pool:
    """Give a locked pool these rules. They hold from now on; what somebody holds already stays theirs."""
    await settings.must_be_admin(session, by=by)
    await _must_fit(session, rules=rules, belongs=belongs, pool=pool, by=by)
    seated = await belonging(session, pool=pool)
    if rules == rules_of(pool) and belongs == seated:
        return pool
    before = _snapshot(pool, seated)
    _set(pool, rules, by=by)
    pool.version += 1
    await _seat(session, pool=pool, belongs=belongs)
    after = _snapshot(pool, belongs)
    await audit.record(session, row=pool, verb="rules", by=by, now=now, before=before, after=after, source=source)
    return pool


async def changes_since(
    session: AsyncSession, *, pool: Pool, version: int, source: str | None = None
) -> Sequence[tuple[AuditRow, Member]]:
    """What was changed of a pool since somebody saw it at that version, and by whom; the oldest first. What came from
    `source` is no news: that is their own form, delivered twice."""
    told = _told(pool).where(AuditRow.verb == "rules", AuditRow.after["version"].as_integer() > version)
    if source is not None:
        told = told.where(AuditRow.source.is_distinct_from(source))
    return [(entry, by) for entry, by in await session.execute(told.order_by(AuditRow.id))]


async def history(session: AsyncSession, *, pool: Pool, most: int) -> Sequence[tuple[AuditRow, Member]]:
    """The latest changes of a pool, and by whom; the newest first."""
    rows = await session.execute(_told(pool).order_by(AuditRow.id.desc()).limit(most))
    return [(entry, by) for entry, by in rows]


def _told(pool: Pool) -> Select[AuditRow, Member]:
    return (
        select(AuditRow, Member)
        .join(Member, (Member.workspace_id == AuditRow.workspace_id) & (Member.id == AuditRow.actor_id))
        .where(AuditRow.workspace_id == pool.workspace_id, AuditRow.noun == "pool", AuditRow.noun_id == pool.id)
    )


async def one_at_a_time(session: AsyncSession, *, by: Member) -> None:
    """Let whoever makes, orders or closes pools of this workspace wait for each other."""
    first = select(Pool.id).where(Pool.workspace_id == by.workspace_id, Pool.position == FIRST)
    await session.execute(first.with_for_update(key_share=True))


async def _must_fit(session: AsyncSession, *, rules: Rules, belongs: Belonging, pool: Pool | None, by: Member) -> None:
    rules.must_be_sensible(first=pool is not None and pool.position == FIRST)
    if not rules.open_to_all and not belongs.members and not belongs.teams:
        raise NobodyBelongs
    others = await session.execute(select(Pool.id, Pool.name).where(Pool.workspace_id == by.workspace_id))
    for other_id, name in others:
        if rules.name and name and fold(name) == fold(rules.name) and (pool is None or other_id != pool.id):
            raise PoolNameTaken(name=name)


def _set(pool: Pool, rules: Rules, *, by: Member) -> None:
    if rules.channel != pool.channel:
        pool.channel_by = by.slack_id if rules.channel else None
    for name in _COLUMNS:
        value = getattr(rules, name)
        setattr(pool, name, list(value) if isinstance(value, tuple) else value)


async def _seat(session: AsyncSession, *, pool: Pool, belongs: Belonging) -> None:
    here = (PoolMember.workspace_id == pool.workspace_id, PoolMember.pool_id == pool.id)
    await session.execute(delete(PoolMember).where(*here))
    at = {"workspace_id": pool.workspace_id, "pool_id": pool.id}
    session.add_all(PoolMember(**at, member_id=member_id) for member_id in belongs.members)
    session.add_all(PoolMember(**at, team_id=team_id) for team_id in belongs.teams)
    await session.flush()


def _snapshot(pool: Pool, belongs: Belonging) -> dict[str, Any]:
    kept = audit.snapshot(pool, (*_COLUMNS, "position", "version"))
    return {**kept, "members": list(belongs.members), "teams": list(belongs.teams)}
