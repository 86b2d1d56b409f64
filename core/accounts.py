"""Accounts 客户: found by what a person wrote, made when they are new."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ARRAY, CTE, Row, Select, Text, bindparam, delete, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from core import duplicates, many, names, ways
from core.access import Asker, Someone, anyone_like, holes, sees_account
from core.duplicates import Asked
from core.errors import Missing
from core.models import Account, AccountKey, Member
from core.names import Candidate

# In one order, so that two who share several keys wait for each other instead of in a circle.
_ALONE = text(
    "select pg_advisory_xact_lock(hashtextextended(key, 0))"
    " from (select json_array_elements_text(cast(:keys as json)) as key order by 1) as sorted"
)
_ALONE_IF_FREE = text(
    "select pg_try_advisory_xact_lock(hashtextextended(key, 0)) from unnest(cast(:keys as text[])) as key"
)
_KEEP_KEYS = text("""
insert into account_keys (workspace_id, account_id, key)
select :workspace, kept.account_id, kept.key
from json_to_recordset(cast(:keys as json)) as kept(account_id bigint, key text)
on conflict do nothing
""")
MOST_CANDIDATES = 100  # looked up
MOST_JUDGED = 20  # compared with the line; what the asker may see goes first


@dataclass(frozen=True)
class Known:
    """A customer that may be meant. `visible`: whether the asker may see it."""

    candidate: Candidate
    visible: bool


async def one_at_a_time(session: AsyncSession, *, asked: Asked, by: Member) -> None:
    """Whoever enters the same customer at the same moment waits, so that the second sees the first's."""
    await many_at_a_time(session, asked=[asked], by=by)


async def many_at_a_time(session: AsyncSession, *, asked: Sequence[Asked], by: Member) -> None:
    """The same for a whole list, in one statement."""
    keys = {f"{by.workspace_id} {key}" for each in asked for key in duplicates.keys(each)}
    await session.execute(_ALONE, {"keys": json.dumps(sorted(keys))})


async def keep_out(session: AsyncSession, *, account_ids: Sequence[int], by: Member) -> bool:
    """Let whoever enters one of these customers wait for this transaction; False: somebody is entering one now."""
    here = AccountKey.workspace_id == by.workspace_id
    found = await session.scalars(select(AccountKey.key).where(here, AccountKey.account_id.in_(account_ids)))
    keys = sorted({f"{by.workspace_id} {key}" for key in found})
    return all(await session.scalars(_ALONE_IF_FREE, {"keys": keys}))


async def add(session: AsyncSession, *, name: str, by: Member, now: datetime) -> Account:
    """Take in a new customer, with the keys it is found by."""
    account = Account(
        workspace_id=by.workspace_id,
        name=name,
        folded=names.fold(name),
        created_by_id=by.id,
        created_at=now,
    )
    session.add(account)
    await session.flush()
    session.add_all(
        AccountKey(workspace_id=by.workspace_id, key=key, account_id=account.id) for key in names.keys(name)
    )
    await session.flush()
    return account


async def add_many(session: AsyncSession, *, called: Sequence[str], by: Member, now: datetime) -> list[Account]:
    """Take in new customers in three statements, in the order of their names; they stay outside the session."""
    here, made = by.workspace_id, {"created_by_id": by.id, "created_at": now}
    accounts = [Account(workspace_id=here, name=name, folded=names.fold(name), **made) for name in called]
    await many.add(session, rows=accounts)
    keys = [(account.id, key) for account in accounts for key in sorted(names.keys(account.name))]
    await keep_keys(session, workspace_id=here, keys=keys)
    return accounts


async def keep_keys(session: AsyncSession, *, workspace_id: str, keys: Sequence[tuple[int, str]]) -> None:
    """Have customers found by further keys, each given with the customer's id; those they have are passed over."""
    if keys:
        told = [{"account_id": account_id, "key": key} for account_id, key in keys]
        await session.execute(_KEEP_KEYS, {"workspace": workspace_id, "keys": json.dumps(told)})


async def known_in(session: AsyncSession, *, line: str, by: Member, near: bool = False) -> list[Known]:
    """The customers whose keys stand in the line; with `near`, also those written almost so. At most 20 of each.

    Hidden ones come too: whoever calls says no more of them than that they are taken.
    """
    wanted = {**holes(by), "keys": names.wanted(line)}
    rows = (await session.execute(_by_keys(anyone_like(by)), wanted)).all()
    found = {row.id: _known(row) for row in _outstanding(rows)[:MOST_JUDGED]}
    if near:
        rows = await session.execute(_by_letters(line, by))
        found.update((row.id, _known(row)) for row in rows if row.id not in found)
    return [each for known in found.values() for each in known]


@lru_cache(maxsize=16)
def _by_keys(by: Someone) -> Select[Any]:
    """Those that share keys with the line, the most shared first, with the keys they share."""
    asked = AccountKey.key == func.any(bindparam("keys", type_=ARRAY(Text)))
    hits = (
        select(AccountKey.account_id, func.array_agg(AccountKey.key).label("shared"))
        .where(AccountKey.workspace_id == by.workspace_id, asked)
        .group_by(AccountKey.account_id)
        .order_by(func.count().desc(), AccountKey.account_id)
        .limit(MOST_CANDIDATES)
        .cte("hits")
    )
    seen = _seen(hits, by).add_columns(hits.c.shared).subquery()
    return select(seen).order_by(seen.c.visible.desc(), seen.c.id)


def _outstanding(rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    """Without those whose every shared key stands inside a longer one that is another's: the line names the other.

    How a name sounds is asked only of those that share nothing written.
    """
    told = {row.id: [key for key in row.shared if ":" not in key] or row.shared for row in rows}
    every = {key for keys in told.values() for key in keys}
    around = {key: {longer for longer in every if len(longer) > len(key) and key in longer} for key in every}
    return [row for row in rows if not all(around[key] - set(row.shared) for key in told[row.id])]


def _by_letters(line: str, by: Member) -> Select[int, str, list[str], bool]:
    """Those written almost as the line begins."""
    head = names.fold(line)[:24]
    likeness = func.greatest(func.similarity(Account.folded, head), func.word_similarity(Account.folded, head))
    hits = (
        select(Account.id.label("account_id"), likeness.label("likeness"))
        .where(
            Account.workspace_id == by.workspace_id,
            Account.merged_into_id.is_(None),
            or_(Account.folded.op("%")(head), Account.folded.op("<%")(head)),
        )
        .order_by(likeness.desc(), Account.id)
        .limit(MOST_JUDGED)
        .cte("hits")
    )
    return _seen(hits, by).order_by(hits.c.likeness.desc(), hits.c.account_id)


def _seen(hits: CTE, by: Asker) -> Select[int, str, list[str], bool]:
    """Each hit with whether the asker may see it: asked of the few found, never of the whole table."""
    visible = sees_account(by).label("visible")
    same_row = (Account.workspace_id == by.workspace_id) & (Account.id == hits.c.account_id)
    return select(Account.id, Account.name, Account.aliases, visible).join(hits, same_row)


def _known(row: Row[Any]) -> list[Known]:
    """A customer once under each of its names, its own first."""
    return [Known(candidate=Candidate(id=row.id, name=name), visible=row.visible) for name in (row.name, *row.aliases)]


async def get(session: AsyncSession, *, account_id: int, by: Member) -> Account | None:
    """A customer this person may see; where it was merged, the one it turned out to be."""
    found = (await session.scalars(select(Account).where(Account.id == account_id, sees_account(by)))).first()
    if found is None and (kept := await kept_as(session, account_id=account_id, by=by)):
        found = (await session.scalars(select(Account).where(Account.id == kept, sees_account(by)))).first()
    return found


async def named(session: AsyncSession, *, account_id: int, by: Member) -> Account:
    """A customer this person may see; one they may not is missing."""
    found = await get(session, account_id=account_id, by=by)
    if found is None:
        raise Missing
    return found


async def kept_as(session: AsyncSession, *, account_id: int, by: Member) -> int | None:
    """The customer that this one turned out to be; None: it was not merged. Old buttons go on naming it."""
    merged = select(Account.merged_into_id).where(Account.workspace_id == by.workspace_id, Account.id == account_id)
    return await session.scalar(merged)


async def settle(session: AsyncSession, *, name: str, known: int | None, by: Member, now: datetime) -> Account:
    """The customer on record (`known`, as core.taken found it), or else a new one of this name."""
    if known is None:
        return await add(session, name=name, by=by, now=now)
    return await session.get_one(Account, (by.workspace_id, known))


async def meant_by(session: AsyncSession, *, text: str, by: Member) -> list[Candidate]:
    """The customers a person means by `text`, of those they may see: one when it is plain, several to choose from,
    those whose names come near when none fits; none at all: []."""
    known = await known_in(session, line=text, by=by, near=True)
    candidates = [each.candidate for each in known if each.visible]
    own: dict[int, Candidate] = {}
    for each in candidates:
        own.setdefault(each.id, each)
    matches = names.find(text, candidates)
    found = [match.id for match in matches if match.score == matches[0].score]
    return [own[each] for each in dict.fromkeys(found or [each.id for each in names.near(text, candidates)])]


async def rename(session: AsyncSession, *, account: Account, name: str) -> None:
    """Give a customer another name; it is found by that one from now on, and by its contacts as before."""
    account.name, account.folded = name, names.fold(name)
    await remember(session, account=account)


async def remember(session: AsyncSession, *, account: Account) -> None:
    """Make a customer's keys those of its name and of its other names, as they are now; those of its contacts stay."""
    of_contacts = or_(*(AccountKey.key.startswith(prefix, autoescape=True) for prefix in ways.PREFIXES))
    here = (AccountKey.workspace_id == account.workspace_id, AccountKey.account_id == account.id)
    await session.execute(delete(AccountKey).where(*here, ~of_contacts))
    kept = {key for each in (account.name, *account.aliases) for key in names.keys(each)}
    if account.merged_into_id is None:
        told = [(account.id, key) for key in sorted(kept)]
        await keep_keys(session, workspace_id=account.workspace_id, keys=told)
