"""Customers somebody does not want to be told of for now: until a day, or until the next follow-up that counts."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import exists, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.access import sees_account
from core.calendar import instant, local_day
from core.errors import Missing, Refusal, msgid
from core.models import Account, Member, Mute, Visit


class MuteHasPassed(Refusal):
    message = msgid("{day} is not after today. Choose a later day.")
    field = "until"


async def mute(
    session: AsyncSession, *, account_id: int, until: date | None, by: Member, now: datetime
) -> tuple[Mute, Account]:
    """Tell `by` nothing of this customer before the day `until` (None: before the next follow-up).

    What already waits to be told waits until then too.
    """
    account = await seen(session, account_id=account_id, by=by)
    if until is not None and until <= local_day(now, by.zone):
        raise MuteHasPassed(day=until)
    kept = {"until": until, "muted_at": now}
    stored = await session.scalars(
        insert(Mute)
        .values(workspace_id=by.workspace_id, member_id=by.id, account_id=account_id, **kept)
        .on_conflict_do_update(index_elements=["workspace_id", "member_id", "account_id"], set_=kept)
        .returning(Mute),
        execution_options={"populate_existing": True},
    )
    await audit.record(session, row=account, verb="mute", by=by, now=now, after=audit.plain({"until": until}))
    if until is not None:
        wait = {"at": instant(until, by.works_from, by.zone), **_theirs(account_id, by)}
        await session.execute(_WAIT, wait)
    return stored.one(), account


async def unmute(session: AsyncSession, *, account_id: int, by: Member, now: datetime) -> Account:
    """Tell `by` of this customer again, beginning with what waited. Twice is once."""
    account = await session.get(Account, (by.workspace_id, account_id))
    found = await session.get(Mute, (by.workspace_id, by.id, account_id), with_for_update=True)
    if account is None or found is None:
        return await seen(session, account_id=account_id, by=by)
    await session.delete(found)
    await audit.record(session, row=account, verb="unmute", by=by, now=now)
    await session.execute(_NO_LONGER, {"now": now, **_theirs(account_id, by)})
    return account


async def listed(session: AsyncSession, *, by: Member, now: datetime) -> Sequence[tuple[Mute, Account]]:
    """The customers `by` has muted, and still has, by name. At most fifty."""
    rows = await session.execute(
        select(Mute, Account, _FOLLOWED)
        .join(Account, (Account.workspace_id == Mute.workspace_id) & (Account.id == Mute.account_id))
        .where(Mute.workspace_id == by.workspace_id, Mute.member_id == by.id)
        .order_by(Account.name)
        .limit(50)
    )
    today = local_day(now, by.zone)
    return [(mute, account) for mute, account, followed in rows if _holds(mute, followed, today)]


async def standing(
    session: AsyncSession, *, workspace_id: str, members: Collection[Member], accounts: Collection[int], now: datetime
) -> dict[tuple[int, int], Mute]:
    """The mutes that hold at that moment, by member and customer; one statement."""
    zones = {member.id: member.zone for member in members}
    if not zones or not accounts:
        return {}
    rows = await session.execute(
        select(Mute, _FOLLOWED).where(
            Mute.workspace_id == workspace_id, Mute.member_id.in_(zones), Mute.account_id.in_(accounts)
        )
    )
    return {
        (mute.member_id, mute.account_id): mute
        for mute, followed in rows
        if _holds(mute, followed, local_day(now, zones[mute.member_id]))
    }


def _holds(mute: Mute, followed: bool, today: date) -> bool:
    return not followed if mute.until is None else mute.until > today


async def seen(session: AsyncSession, *, account_id: int, by: Member) -> Account:
    """A customer that `by` may see."""
    found = await session.scalars(select(Account).where(Account.id == account_id, sees_account(by)))
    account = found.first()
    if account is None:
        raise Missing
    return account


def _theirs(account_id: int, by: Member) -> dict[str, object]:
    return {"workspace_id": by.workspace_id, "member_id": by.id, "account_id": str(account_id)}


_FOLLOWED = exists().where(
    Visit.workspace_id == Mute.workspace_id,
    Visit.account_id == Mute.account_id,
    Visit.at > Mute.muted_at,
    Visit.counts,
    Visit.undone_at.is_(None),
)

# What a colleague asks or answers is told all the same.
_THEIRS = """
    where workspace_id = :workspace_id and member_id = :member_id and status = 'pending' and mode = 'post'
      and facts ->> 'account' = :account_id and (manner <> 'asked' or kind = 'task_due')
"""
_WAIT = text(f"update notices set expires_at = expires_at + (:at - due_at), due_at = :at {_THEIRS} and due_at < :at")
_NO_LONGER = text(f"update notices set due_at = :now {_THEIRS} and due_at > :now")
