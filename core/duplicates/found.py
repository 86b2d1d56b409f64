"""The customers on record that are, or may be, the one asked for."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ARRAY, BigInteger, CollectionAggregate, Select, any_, literal, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from core.access import sees_account
from core.duplicates.asked import Asked, places
from core.duplicates.depth import OF_MANY, OF_ONE, Care, candidates
from core.duplicates.weighing import Reason, Verdict, named, telling, weigh
from core.models import Account, Member

MOST = 5  # matches told
_AT_ONCE = 500  # questions in one statement
# One row for each key, its customers in one text: a list has many keys, and a common brand many customers. Keys come in
# as JSON, for a driver writes an array of a hundred thousand element by element.
FOUND_BY = text("""
select sought.key, hit.account_ids
from json_array_elements_text(cast(:keys as json)) as sought(key)
cross join lateral (
    select string_agg(account_id::text, ' ') as account_ids from (
        select account_id from account_keys
        where workspace_id = :workspace and key = sought.key
        order by account_id limit :hits
    ) as first
) as hit
where hit.account_ids is not null
""")


@dataclass(frozen=True)
class Match:
    """A customer that is, or may be, the one asked for. `visible`: whether the asker may see it; where they may not,
    neither its name nor its reasons are for their eyes."""

    account_id: int
    name: str
    verdict: Verdict
    reasons: tuple[Reason, ...]
    likeness: float
    visible: bool


def surest(match: Match) -> tuple[bool, float, int]:
    """The order in which matches are told."""
    return match.verdict != "certain", -match.likeness, match.account_id


async def check(session: AsyncSession, *, asked: Asked, by: Member, most: int = MOST) -> list[Match]:
    """The customers that are or may be this one, surest first; none: []. Two statements, three where there are any.

    Hidden ones come too: whoever calls says no more of them than that somebody has them.
    """
    return (await check_each(session, asked=[asked], by=by, most=most))[0]


async def check_each(
    session: AsyncSession, *, asked: Sequence[Asked], by: Member, most: int = MOST
) -> list[list[Match]]:
    """`check` for the few ways in which one question may be meant, in one go."""
    return [matches[:most] for matches in await _check(session, asked=asked, by=by, care=OF_ONE)]


async def check_many(
    session: AsyncSession, *, asked: Sequence[Asked], by: Member, most: int = MOST
) -> list[list[Match]]:
    """`check` for a whole list, in its order; three statements for each 500. Keys that more than twenty customers share
    say nothing there."""
    found: list[list[Match]] = []
    for start in range(0, len(asked), _AT_ONCE):
        part = asked[start : start + _AT_ONCE]
        found += [matches[:most] for matches in await _check(session, asked=part, by=by, care=OF_MANY)]
    return found


async def _check(session: AsyncSession, *, asked: Sequence[Asked], by: Member, care: Care) -> list[list[Match]]:
    by_key = places(asked)
    hits = await session.execute(
        FOUND_BY, {"workspace": by.workspace_id, "hits": care.hits, "keys": json.dumps(list(by_key))}
    )
    shared: dict[int, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for key, account_ids in hits:
        found = list(map(int, account_ids.split()))
        for row in by_key[key]:
            counts[row][key] = len(found)
            for account_id in found if len(found) <= care.shared else ():
                shared[row][account_id].add(key)
    nearest = {row: candidates(alike, counts[row], most=care.judged) for row, alike in shared.items()}
    ids = sorted({account_id for each in nearest.values() for account_id in each})
    known = {each.id: each for each in await session.execute(_known(ids, by))} if ids else {}
    alike = [
        _matches(each, [known[near] for near in nearest.get(row, []) if near in known], shared[row], counts[row])
        for row, each in enumerate(asked)
    ]
    return await _marked(session, alike, by)


def _known(ids: Sequence[int], by: Member) -> Select[int, str, list[str]]:
    return select(Account.id, Account.name, Account.aliases).where(
        Account.workspace_id == by.workspace_id, Account.id == _any_of(ids), Account.merged_into_id.is_(None)
    )


def _any_of(ids: Collection[int]) -> CollectionAggregate[Any]:
    """For thousands of them: a statement that names each one takes longer to write than to answer."""
    return any_(literal(list(ids), ARRAY(BigInteger)))


async def _marked(session: AsyncSession, found: list[list[Match]], by: Member) -> list[list[Match]]:
    """The matches with those marked that the asker may see; asked of these few alone, for it costs the most."""
    ids = {match.account_id for matches in found for match in matches}
    if not ids:
        return found
    seen = set(await session.scalars(select(Account.id).where(Account.id == _any_of(ids), sees_account(by))))
    return [[replace(match, visible=match.account_id in seen) for match in matches] for matches in found]


def _matches(
    asked: Asked, known: Sequence[Any], shared: Mapping[int, set[str]], counts: Mapping[str, int]
) -> list[Match]:
    found = []
    for each in known:
        likeness = named(asked, (each.name, *each.aliases))
        alike = weigh(likeness, telling(shared[each.id], counts))
        if alike is not None:
            found.append(Match(each.id, each.name, alike.verdict, alike.reasons, alike.likeness, visible=False))
    return sorted(found, key=surest)
