"""What a merge and a pair look like to somebody who is told of them, as far as they may know."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core import accounts, leads
from core.errors import Missing
from core.merges import pairs
from core.models import Account, AccountPair, LeadStatus, Member


@dataclass(frozen=True)
class News:
    """A merge as one who held something of either hears of it. `was`: the customer they had; `kept`: what it is now,
    None where that is no longer theirs to see; `holder`: who goes on, None: nobody holds it."""

    was: str
    kept: Account | None
    by: Member | None
    holder: Member | None


async def merged(session: AsyncSession, *, facts: Mapping[str, Any], reader: Member) -> News:
    """The merge a notice is about."""
    here = reader.workspace_id
    was = await session.get(Account, (here, facts["was"]))
    gone = await session.get(Account, (here, facts["gone"]))
    if was is None or gone is None or gone.merged_into_id is None:
        raise Missing  # it was taken back before anybody heard of it
    people = [await session.get(Member, (here, facts[who])) if facts[who] else None for who in ("by", "holder")]
    seen = await accounts.get(session, account_id=facts["account"], by=reader)
    return News(was.name, seen, *people)


async def apart(session: AsyncSession, *, pair_id: int, reader: Member) -> tuple[Account, Member]:
    """The customer of the pair that its proposer may see, and who said that it is another than the one they named."""
    pair = await session.get(AccountPair, (reader.workspace_id, pair_id))
    if pair is None or pair.apart_by_id is None:
        raise Missing
    for account_id in (pair.one_id, pair.other_id):
        if (seen := await accounts.get(session, account_id=account_id, by=reader)) is not None:
            return seen, await session.get_one(Member, (reader.workspace_id, pair.apart_by_id))
    raise Missing


@dataclass(frozen=True)
class Parted:
    """A merge taken back, as whoever heard of it hears of that. `own`: the customer they had, as far as it is theirs
    to see; `mine`: whether they hold an open lead of it."""

    was: str
    own: Account | None
    mine: bool
    by: Member | None


async def parted(session: AsyncSession, *, facts: Mapping[str, Any], reader: Member) -> Parted:
    """The parting a notice is about."""
    here = reader.workspace_id
    was = await session.get(Account, (here, facts["was"]))
    gone = await session.get(Account, (here, facts["gone"]))
    if was is None or gone is None or gone.merged_into_id is not None:
        raise Missing  # they were merged again before anybody heard of it
    seen = await accounts.get(session, account_id=was.id, by=reader)
    held = await leads.of_account(session, account_id=was.id, by=reader)
    mine = any(lead.owner_id == reader.id and lead.status == LeadStatus.OPEN for lead in held)
    return Parted(was.name, seen, mine, await session.get(Member, (here, facts["by"])))


@dataclass(frozen=True)
class Question:
    """A pair put before whoever decides. `one` and `other` are one where it was merged since."""

    pair: AccountPair
    one: Account
    other: Account
    by: Member | None

    @property
    def settled(self) -> bool:
        """Whether it needs no answer any more."""
        return self.pair.apart_at is not None or self.one.id == self.other.id


async def asked(session: AsyncSession, *, facts: Mapping[str, Any], reader: Member) -> Question:
    """The pair a notice asks about."""
    pair, one, other = await pairs.get(session, pair_id=facts["pair"], by=reader)
    return Question(pair, one, other, await session.get(Member, (reader.workspace_id, pair.proposed_by_id or 0)))
