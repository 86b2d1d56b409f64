"""One duplicate check for capture, import, conversion and /taken: is this a customer we have, how surely, and why.

`keys` are what is kept beside a customer (core.accounts, core.contacts), `sought` what a question looks for. The pure
`judge` weighs two descriptions; `check`, `check_each` and `check_many` weigh descriptions against all customers of the
workspace.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

from sqlalchemy import ARRAY, BigInteger, CollectionAggregate, Select, any_, literal, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from core import names, ways
from core.access import sees_account
from core.models import Account, Member
from core.names import Likeness, Why
from core.ways import Way

Verdict = Literal["certain", "likely"]
Reason = Why | Way

MOST = 5  # matches told
NO_SIGNAL = 20  # customers; a phone or address that more of them share says nothing
_AT_ONCE = 500  # questions in one statement
# What the names say even where a contact is shared: one owner, switchboard or buyer for two customers.
_TWO_SITES = frozenset([Why.OTHER_REGION, Why.OTHER_BRANCH, Why.OTHER_NUMBER])
_SISTERS = frozenset([Why.OTHER_TRADE, Why.MORE_WORDS])
_PERSONAL = frozenset([Way.PHONE, Way.EMAIL, Way.WECHAT])
_BY_CONTACT, _BY_DOMAIN, _BOTH = 0.8, 0.7, 0.97

# One row for each key, its customers in one text: a list has many keys, and a common brand many customers. Keys come in
# as JSON, for a driver writes an array of a hundred thousand element by element.
_FOUND_BY = text("""
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

# Of the customers that `_FOUND_BY` brings, whether one is found by this key only since the mark. `age` counts back from
# now, so it compares the numbers of transactions across their wrapping round (after two thousand million of them).
_LEARNT = text("""
select sought.key
from json_array_elements_text(cast(:keys as json)) as sought(key)
where (
    select count(*) < :hits and bool_or(
        age(written) <= age(cast(cast(:since as xid8) as xid)) and written <> all (cast(:own as xid[]))
    )
    from (
        select xmin as written from account_keys
        where workspace_id = :workspace and key = sought.key
        order by account_id limit :hits
    ) as first
)
""")


class _Care(NamedTuple):
    """How far one question is gone into."""

    hits: int  # customers looked up by one key
    shared: int  # by a key that more of them share, none is compared
    judged: int  # candidates compared, those with the rarest keys first


_OF_ONE = _Care(hits=40, shared=40, judged=24)
# Of 3,258 labelled names asked beside 100,000 customers that share their brands, 3,238 have the customer meant among
# the first four, 3,246 among the first six: not worth half as much comparing again.
_OF_MANY = _Care(hits=NO_SIGNAL + 1, shared=NO_SIGNAL, judged=4)
_MARK = text("select cast(pg_snapshot_xmin(pg_current_snapshot()) as text)")


@dataclass(frozen=True)
class Asked:
    """A customer as somebody describes it: by name, by ways to reach it, or both. Everything as it was typed."""

    name: str
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    wechat: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()  # web sites: told by whoever asks, kept of nobody


@dataclass(frozen=True)
class Alike:
    """That two descriptions are one customer. `reasons`: the strongest first; `likeness`: 0–1."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    likeness: float


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


@dataclass(frozen=True)
class Twin:
    """An earlier row of the same list that is, or may be, the same customer."""

    index: int
    verdict: Verdict
    reasons: tuple[Reason, ...]


def surest(match: Match) -> tuple[bool, float, int]:
    """The order in which matches are told."""
    return match.verdict != "certain", -match.likeness, match.account_id


def keys(asked: Asked) -> frozenset[str]:
    """The keys by which this customer is found again."""
    return names.keys(asked.name) | ways.stored(asked.phones, asked.emails, asked.wechat)


def sought(asked: Asked) -> frozenset[str]:
    """The keys by which to look for this customer."""
    return names.keys(asked.name) | ways.sought(asked.phones, asked.emails, asked.wechat, asked.sites)


def judge(one: Asked, other: Asked) -> Alike | None:
    """Whether two descriptions are one customer; None: they are two, as far as told. The order does not matter."""
    likeness = names.compare(one.name, other.name) if one.name.strip() and other.name.strip() else None
    shared = ways.sought(one.phones, one.emails, one.wechat, one.sites) & ways.stored(
        other.phones, other.emails, other.wechat
    )
    return _weigh(likeness, _ways_of(shared))


class Rows:
    """The rows of one list, each compared with those that were added before it."""

    def __init__(self) -> None:
        self._rows: list[Asked] = []
        self._stored: dict[str, list[int]] = defaultdict(list)

    def add(self, row: Asked) -> list[Twin]:
        """The earlier rows that are or may be the same customer, surest first."""
        shared: dict[int, set[str]] = defaultdict(set)
        counts = {key: len(self._stored[key]) for key in sought(row) if key in self._stored}
        for key, count in counts.items():
            for earlier in self._stored[key] if count <= _OF_MANY.shared else ():
                shared[earlier].add(key)
        nearest = _nearest(shared, counts, most=_OF_MANY.judged)
        alike = [(at, _of_pair(row, self._rows[at], shared[at], counts)) for at in nearest]
        for key in keys(row):
            self._stored[key].append(len(self._rows))
        self._rows.append(row)
        twins = [Twin(at, each.verdict, each.reasons) for at, each in alike if each is not None]
        return sorted(twins, key=lambda twin: (twin.verdict != "certain", twin.index))


def _of_pair(one: Asked, other: Asked, shared: set[str], counts: Mapping[str, int]) -> Alike | None:
    named = one.name.strip() and other.name.strip()
    return _weigh(names.compare(one.name, other.name) if named else None, _telling(shared, counts))


async def check(session: AsyncSession, *, asked: Asked, by: Member, most: int = MOST) -> list[Match]:
    """The customers that are or may be this one, surest first; none: []. Two statements, three where there are any.

    Hidden ones come too: whoever calls says no more of them than that somebody has them.
    """
    return (await check_each(session, asked=[asked], by=by, most=most))[0]


async def check_each(
    session: AsyncSession, *, asked: Sequence[Asked], by: Member, most: int = MOST
) -> list[list[Match]]:
    """`check` for the few ways in which one question may be meant, in one go."""
    return [matches[:most] for matches in await _check(session, asked=asked, by=by, care=_OF_ONE)]


async def check_many(
    session: AsyncSession, *, asked: Sequence[Asked], by: Member, most: int = MOST
) -> list[list[Match]]:
    """`check` for a whole list, in its order; three statements for each 500. Keys that more than twenty customers share
    say nothing there."""
    found: list[list[Match]] = []
    for start in range(0, len(asked), _AT_ONCE):
        part = asked[start : start + _AT_ONCE]
        found += [matches[:most] for matches in await _check(session, asked=part, by=by, care=_OF_MANY)]
    return found


async def _check(session: AsyncSession, *, asked: Sequence[Asked], by: Member, care: _Care) -> list[list[Match]]:
    by_key = _by_key(asked)
    hits = await session.execute(
        _FOUND_BY, {"workspace": by.workspace_id, "hits": care.hits, "keys": json.dumps(list(by_key))}
    )
    shared: dict[int, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for key, account_ids in hits:
        found = list(map(int, account_ids.split()))
        for row in by_key[key]:
            counts[row][key] = len(found)
            for account_id in found if len(found) <= care.shared else ():
                shared[row][account_id].add(key)
    nearest = {row: _nearest(alike, counts[row], most=care.judged) for row, alike in shared.items()}
    ids = sorted({account_id for each in nearest.values() for account_id in each})
    known = {each.id: each for each in await session.execute(_known(ids, by))} if ids else {}
    alike = [
        _matches(each, [known[near] for near in nearest.get(row, []) if near in known], shared[row], counts[row])
        for row, each in enumerate(asked)
    ]
    return await _marked(session, alike, by)


async def mark(session: AsyncSession) -> str:
    """A point in what the books have learnt, for `touched`: all that is not committed by now comes after it."""
    return str(await session.scalar(_MARK))


async def touched(
    session: AsyncSession, *, asked: Sequence[Asked], since: str, own: Collection[str], by: Member
) -> set[int]:
    """The places of those that may be judged otherwise than at the mark: they share a key that some customer has only
    since. Of the others, one that was nobody's then is nobody's now. One statement.

    `own`: the transactions of which the asker knows that what they taught the books concerns none of these.
    """
    by_key = _by_key(asked)
    known = {"since": since, "own": list(own), "workspace": by.workspace_id, "hits": _OF_MANY.hits}
    learnt = await session.scalars(_LEARNT, {"keys": json.dumps(list(by_key)), **known})
    return {place for key in learnt for place in by_key[key]}


def _by_key(asked: Sequence[Asked]) -> dict[str, list[int]]:
    """The places of those that look for each key."""
    found: dict[str, list[int]] = defaultdict(list)
    for place, each in enumerate(asked):
        for key in sorted(sought(each)):
            found[key].append(place)
    return found


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


def _nearest(shared: Mapping[int, Iterable[str]], counts: Mapping[str, int], *, most: int) -> list[int]:
    """Those that share the most, rare keys counting for more than those of half the book."""
    weight = {number: -sum(1 / counts[key] for key in found) for number, found in shared.items()}
    return sorted(weight, key=lambda number: (weight[number], number))[:most]


def _matches(
    asked: Asked, known: Sequence[Any], shared: Mapping[int, set[str]], counts: Mapping[str, int]
) -> list[Match]:
    found = []
    for each in known:
        likeness = _likest(asked.name, (each.name, *each.aliases)) if asked.name.strip() else None
        alike = _weigh(likeness, _telling(shared[each.id], counts))
        if alike is not None:
            found.append(Match(each.id, each.name, alike.verdict, alike.reasons, alike.likeness, visible=False))
    return sorted(found, key=surest)


def _likest(asked: str, known: Iterable[str]) -> Likeness:
    """How alike a name is to a customer that goes by several."""
    return max((names.compare(asked, name) for name in known), key=lambda likeness: likeness.score)


def _telling(shared: Iterable[str], counts: Mapping[str, int]) -> frozenset[Way]:
    """The ways two customers share, without those that more than twenty do."""
    return _ways_of(key for key in shared if counts[key] <= NO_SIGNAL)


def _ways_of(found: Iterable[str]) -> frozenset[Way]:
    return frozenset(kind for key in found if (kind := ways.way(key)) is not None)


def _implied(found: frozenset[Way]) -> frozenset[Way]:
    """What goes without saying: one address has one domain."""
    return frozenset([Way.DOMAIN]) if Way.EMAIL in found else frozenset()


def _weigh(likeness: Likeness | None, found: frozenset[Way]) -> Alike | None:
    """Names and ways together. A shared contact makes a likely name certain; it never makes two sites one."""
    told: tuple[Reason, ...] = tuple(way for way in Way if way in found - _implied(found))
    personal = bool(found & _PERSONAL)
    if likeness is None:
        return Alike("certain" if personal else "likely", told, 1.0 if personal else _BY_DOMAIN) if found else None
    if likeness.verdict == "same":
        return Alike("certain", (likeness.why, *told), likeness.score)
    if likeness.verdict == "likely":
        if personal:
            return Alike("certain", (*told, likeness.why), max(_BOTH, likeness.score))
        return Alike("likely", (likeness.why, *told), likeness.score)
    if not found or likeness.why in _TWO_SITES or (likeness.why in _SISTERS and not personal):
        return None
    return Alike("likely", told, _BY_CONTACT if personal else _BY_DOMAIN)
