"""Two customers that somebody takes for one: proposed to whoever decides, merged, or known to be two."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import accounts, audit, duplicates, members, notices, questions
from core.access import decides_over
from core.errors import Missing, Refusal, msgid
from core.models import Account, AccountPair, Deal, DealStatus, Lead, LeadStatus, Member


class NoOther(Refusal):
    message = msgid("There is no other customer called {name}. Write its name as it was entered, or its phone number.")
    field = "other"


class KnownApart(Refusal):
    message = msgid("{who} has said that these are two customers, so nobody was asked again.")
    field = "other"


@dataclass(frozen=True)
class Proposal:
    """A pair put before somebody who decides. `known`: it was before."""

    pair: AccountPair
    to: Member
    known: bool


def _is(one_id: int, other_id: int) -> ColumnElement[bool]:
    low, high = sorted((one_id, other_id))
    return and_(AccountPair.one_id == low, AccountPair.other_id == high)


async def apart(session: AsyncSession, *, account_ids: Iterable[int], of: int, by: Member) -> set[int]:
    """Which of these customers are known to be others than `of`."""
    ids = [each for each in account_ids if each != of]
    if not ids:
        return set()
    found = await session.execute(
        select(AccountPair.one_id, AccountPair.other_id).where(
            AccountPair.workspace_id == by.workspace_id,
            AccountPair.apart_at.is_not(None),
            or_(*(_is(of, each) for each in ids)),
        )
    )
    return {other if one == of else one for one, other in found}


async def apart_of(session: AsyncSession, *, pairs: Collection[tuple[int, int]], by: Member) -> set[tuple[int, int]]:
    """Which of these pairs of customers, each the lower id first, are known to be two. One statement."""
    if not pairs:
        return set()
    found = await session.execute(
        select(AccountPair.one_id, AccountPair.other_id).where(
            AccountPair.workspace_id == by.workspace_id,
            AccountPair.apart_at.is_not(None),
            tuple_(AccountPair.one_id, AccountPair.other_id).in_(sorted(pairs)),
        )
    )
    return {(one, other) for one, other in found}


async def propose(
    session: AsyncSession, *, account_id: int, other: int | str, by: Member, now: datetime, source: str | None = None
) -> Proposal:
    """Say that a customer of one's own is another one they see, or the one of that name, whoever holds it; whoever
    decides over both is asked. A name tells as much as /taken does, so it counts as a question."""
    account = await accounts.named(session, account_id=account_id, by=by)
    if isinstance(other, int):
        await accounts.named(session, account_id=other, by=by)
        return await put(session, account_id=account.id, other_id=other, by=by, now=now)
    found = await called(session, name=other, but=account, by=by, now=now, source=source)
    return await put(session, account_id=account.id, other_id=found.account_id, by=by, now=now)


async def called(
    session: AsyncSession, *, name: str, but: Account, by: Member, now: datetime, source: str | None
) -> duplicates.Match:
    """The customer that most likely goes by the name or number, whoever holds it; asked on record."""
    await members.lock(session, by=by)
    await questions.must_have_room(session, by=by, now=now)
    found: dict[int, duplicates.Match] = {}
    for matches in await duplicates.check_each(session, asked=questions.described(name), by=by):
        found.update((each.account_id, each) for each in matches if each.account_id != but.id)
    await questions.remember(session, asked=name, found=found, by=by, now=now, source=source)
    if not found:
        raise NoOther(name=name)
    return min(found.values(), key=duplicates.surest)


async def put(session: AsyncSession, *, account_id: int, other_id: int, by: Member, now: datetime) -> Proposal:
    """Put a pair before whoever decides over both: the manager of all who hold them, else an admin."""
    low, high = sorted((account_id, other_id))
    asked = {"proposed_by_id": by.id, "proposed_at": now}
    kept = insert(AccountPair).values(workspace_id=by.workspace_id, one_id=low, other_id=high, **asked)
    fresh = await session.scalars(
        kept.on_conflict_do_update(
            index_elements=["workspace_id", "one_id", "other_id"],
            set_=asked,
            where=AccountPair.proposed_at.is_(None) & AccountPair.apart_at.is_(None),
        ).returning(AccountPair.id)
    )
    known = fresh.first() is None
    pair = await _get(session, one_id=low, other_id=high, by=by)
    if pair.apart_by_id is not None:
        raise KnownApart(who=await session.get_one(Member, (by.workspace_id, pair.apart_by_id)))
    to = await _decider(session, pair=pair, by=by)
    if not known:
        await notices.tell(
            session,
            workspace_id=by.workspace_id,
            kind="same_customer",
            key=f"pair:{pair.id}:{now.timestamp():.0f}",
            facts={"pair": pair.id, "by": by.id},
            to=to,
            topic=f"pair:{pair.id}",
            due_at=now,
            now=now,
        )
    return Proposal(pair, to, known)


async def _get(session: AsyncSession, *, one_id: int, other_id: int, by: Member) -> AccountPair:
    found = await session.scalars(
        select(AccountPair)
        .where(AccountPair.workspace_id == by.workspace_id, _is(one_id, other_id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.one()


async def _decider(session: AsyncSession, *, pair: AccountPair, by: Member) -> Member:
    """The proposer's manager, if they see both and decide over everybody who holds either; else an admin."""
    holders = await _holders(session, pair=pair)
    manager = by if by.manages else await members.manager_of(session, member=by)
    if manager is not None and all(decides_over(manager, holder) for holder in holders):
        both = [await accounts.get(session, account_id=each, by=manager) for each in (pair.one_id, pair.other_id)]
        if None not in both:
            return manager
    return await members.admin_of(session, member=by) or manager or by


async def _holders(session: AsyncSession, *, pair: AccountPair) -> list[Member]:
    here, ids = pair.workspace_id, (pair.one_id, pair.other_id)
    lead = select(Lead.owner_id).where(
        Lead.workspace_id == here, Lead.account_id.in_(ids), Lead.status == LeadStatus.OPEN
    )
    deal = select(Deal.owner_id).where(
        Deal.workspace_id == here, Deal.account_id.in_(ids), Deal.status.in_((DealStatus.OPEN, DealStatus.WON))
    )
    found = await session.scalars(
        select(Member).where(Member.workspace_id == here, or_(Member.id.in_(lead), Member.id.in_(deal)))
    )
    return list(found)


async def get(session: AsyncSession, *, pair_id: int, by: Member) -> tuple[AccountPair, Account, Account]:
    """A pair with its customers, for whoever may see both. A merged one comes as what it turned out to be."""
    pair = await session.get(AccountPair, (by.workspace_id, pair_id))
    if pair is None:
        raise Missing
    one = await accounts.get(session, account_id=pair.one_id, by=by)
    other = await accounts.get(session, account_id=pair.other_id, by=by)
    if one is None or other is None:
        raise Missing
    return pair, one, other


async def keep_apart(
    session: AsyncSession, *, pair_id: int, by: Member, now: datetime, source: str | None = None
) -> tuple[Account, Account]:
    """Say that they are two customers: nobody is warned of them, or asked, again. Twice is once."""
    await members.must_manage(session, by=by)
    pair, one, other = await get(session, pair_id=pair_id, by=by)
    if pair.apart_at is None:
        pair.apart_by_id, pair.apart_at = by.id, now
        after = {"one_id": pair.one_id, "other_id": pair.other_id}
        await audit.record(session, row=one, verb="apart", by=by, now=now, after=after, source=source)
        await _close(session, pair=pair, by=by, now=now)
        await _tell_proposer(session, pair=pair, by=by, now=now)
    return one, other


async def _tell_proposer(session: AsyncSession, *, pair: AccountPair, by: Member, now: datetime) -> None:
    if pair.proposed_by_id in (None, by.id):
        return
    await notices.tell(
        session,
        workspace_id=pair.workspace_id,
        kind="pair_apart",
        key=f"pair:{pair.id}:{now.timestamp():.0f}:apart",
        facts={"pair": pair.id, "by": by.id},
        to=await session.get_one(Member, (pair.workspace_id, pair.proposed_by_id)),
        due_at=now,
        now=now,
    )


async def settle(session: AsyncSession, *, one_id: int, other_id: int, by: Member, now: datetime) -> None:
    """The pair was merged: it is open no more, and whoever was asked about it need not answer."""
    found = await session.scalars(
        select(AccountPair).where(AccountPair.workspace_id == by.workspace_id, _is(one_id, other_id))
    )
    pair = found.first()
    if pair is not None:
        pair.apart_by_id = pair.apart_at = pair.proposed_at = None
        await _close(session, pair=pair, by=by, now=now)


async def _close(session: AsyncSession, *, pair: AccountPair, by: Member, now: datetime) -> None:
    """What was asked is answered."""
    await notices.close(
        session,
        workspace_id=pair.workspace_id,
        topic=f"pair:{pair.id}",
        kind="same_customer",
        facts={"pair": pair.id, "by": by.id},
        key=f"pair:{pair.id}:{now.timestamp():.0f}:closed",
        now=now,
    )
