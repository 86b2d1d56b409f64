"""Find 查找: words and numbers in customers, contacts, deals, leads, follow-ups and evidence that the asker may see."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Float, Select, and_, case, cast, func, literal, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from core.access import sees_account, sees_deal, sees_evidence, sees_lead, sees_people, sees_visit
from core.errors import Refusal, msgid
from core.models import Account, Contact, Deal, Evidence, Lead, Listed, Member, Visit
from core.names import fold

PAGE = 8
MOST_WORDS = 6
LONGEST_WORD = 60  # characters
# What is looked for by a number, a person or a project comes before what merely speaks of it.
_WEIGHTS = {"evidence": 4, "account": 3, "contact": 3, "deal": 3, "lead": 2, "visit": 1}

Text = ColumnElement[Any] | InstrumentedAttribute[Any]
Found = Account | Contact | Deal | Lead | Visit | Evidence


class NothingToFind(Refusal):
    message = msgid("What are you looking for? A name, a number, a word, as in: /genjin find SF1234567890")


@dataclass(frozen=True)
class Page:
    """A page of what was found, best first, how many there are in all, and the customers they belong to."""

    found: Sequence[Found]
    total: int
    customers: Mapping[int, Account]


async def find(session: AsyncSession, *, text: str, by: Member, page: int = 0, size: int = PAGE) -> Page:
    """What holds every one of these words, its customer's name included. A statement, and one for each noun found."""
    words = _words(text)
    if not words:
        raise NothingToFind
    hits = union_all(*(_hits(noun, words, by) for noun in _LOOKS)).subquery()
    rows = await session.execute(
        select(hits.c.noun, hits.c.id, func.count().over().label("total"))
        .order_by(hits.c.rank.desc(), hits.c.at.desc(), hits.c.noun, hits.c.id.desc())
        .limit(size)
        .offset(page * size)
    )
    ranked = rows.all()
    things = await _things(session, [(row.noun, row.id) for row in ranked], by)
    found = [things[row.noun, row.id] for row in ranked if (row.noun, row.id) in things]
    return Page(found, ranked[0].total if ranked else 0, await _customers(session, found, by))


def _words(text: str) -> list[str]:
    """The words of a question in one width and case, each once."""
    plain = unicodedata.normalize("NFKC", text.replace("\x00", "")).casefold()
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in plain.split()))[:MOST_WORDS]


@dataclass(frozen=True)
class _Look:
    """Where a noun's words stand: in `own` columns, in `folded` ones (as core.names folds), and beside it in `near`."""

    id: InstrumentedAttribute[int]
    at: InstrumentedAttribute[datetime]
    own: tuple[Text, ...]
    folded: tuple[Text, ...] = ()
    near: tuple[Text, ...] = (Account.name,)


_LOOKS = {
    "account": _Look(Account.id, Account.created_at, (Account.name,), (Account.folded,), ()),
    "contact": _Look(
        Contact.id, Contact.created_at, (Contact.name, Contact.phone, Contact.wechat, Contact.email, Contact.title)
    ),
    "deal": _Look(Deal.id, Deal.created_at, (Deal.name, Deal.competitor)),
    "lead": _Look(Lead.id, Lead.created_at, (Lead.interest, Lead.region)),
    "visit": _Look(Visit.id, Visit.at, (Visit.line,)),
    "evidence": _Look(
        Evidence.id,
        Evidence.at,
        (Evidence.name, Evidence.number),
        (Evidence.folded,),
        (Account.name, Listed.name_zh, Listed.name_en),
    ),
}


def _hits(noun: str, words: Sequence[str], by: Member) -> Select[Any]:
    """The rows of a noun that hold every word, one of them at least in what is their own."""
    look = _LOOKS[noun]
    own = [or_(*_holds(look, word)) for word in words]
    anywhere = [or_(here, *(_in(near, word) for near in look.near)) for here, word in zip(own, words, strict=True)]
    score = sum((case((here, 10), else_=0) for here in own), literal(0))
    likeness = func.word_similarity(" ".join(words), func.coalesce(look.own[0], ""))
    rank = cast(score / len(words) + _WEIGHTS[noun], Float) + likeness
    asked = select(literal(noun).label("noun"), look.id.label("id"), look.at.label("at"), rank.label("rank"))
    return _of(noun, asked, by).where(or_(*own), *anywhere)


def _holds(look: _Look, word: str) -> list[ColumnElement[bool]]:
    raw = [_in(column, word) for column in look.own]
    same = fold(word)
    return [*raw, *(column.contains(same, autoescape=True) for column in look.folded if same)]


def _in(column: Text, word: str) -> ColumnElement[bool]:
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return column.ilike(f"%{escaped}%", escape="\\")


def _of(noun: str, asked: Select[Any], by: Member) -> Select[Any]:
    """Where its rows are, as far as `by` may see them. What the pool masks is no way to find anything."""
    match noun:
        case "account":
            return asked.select_from(Account).where(sees_account(by))
        case "contact":
            return asked.join_from(Contact, Account, _customer(Contact)).where(
                sees_account(by), sees_people(by, Account.id)
            )
        case "deal":
            return asked.join_from(Deal, Account, _customer(Deal)).where(sees_deal(by))
        case "lead":
            return asked.join_from(Lead, Account, _customer(Lead)).where(sees_lead(by))
        case "visit":
            theirs = or_(Visit.member_id == by.id, sees_people(by, Visit.account_id))
            stands = Visit.undone_at.is_(None)
            return asked.join_from(Visit, Account, _customer(Visit)).where(sees_visit(by), theirs, stands)
    kind = and_(Listed.workspace_id == Evidence.workspace_id, Listed.id == Evidence.kind_id)
    whole = asked.select_from(Evidence).outerjoin(Account, _customer(Evidence)).outerjoin(Listed, kind)
    return whole.where(sees_evidence(by), Evidence.withdrawn_at.is_(None))


def _customer(noun: type[Contact | Deal | Lead | Visit | Evidence]) -> ColumnElement[bool]:
    return and_(Account.workspace_id == noun.workspace_id, Account.id == noun.account_id)


_MODELS: dict[str, Any] = {
    "account": Account,
    "contact": Contact,
    "deal": Deal,
    "lead": Lead,
    "visit": Visit,
    "evidence": Evidence,
}
_OPTIONS: dict[str, tuple[Any, ...]] = {
    "deal": (joinedload(Deal.stage), joinedload(Deal.owner)),
    "lead": (joinedload(Lead.owner), joinedload(Lead.pool)),
    "visit": (joinedload(Visit.member),),
    "evidence": (joinedload(Evidence.kind), joinedload(Evidence.by), joinedload(Evidence.deal)),
}


async def _things(session: AsyncSession, ranked: Sequence[tuple[str, int]], by: Member) -> dict[tuple[str, int], Found]:
    things: dict[tuple[str, int], Found] = {}
    for noun in dict.fromkeys(noun for noun, _ in ranked):
        model = _MODELS[noun]
        ids = [thing_id for each, thing_id in ranked if each == noun]
        rows = await session.scalars(
            select(model)
            .options(*_OPTIONS.get(noun, ()))
            .where(model.workspace_id == by.workspace_id, model.id.in_(ids))
        )
        things |= {(noun, row.id): row for row in rows}
    return things


async def _customers(session: AsyncSession, found: Sequence[Found], by: Member) -> dict[int, Account]:
    ids = {each.id if isinstance(each, Account) else each.account_id for each in found}
    rows = await session.scalars(select(Account).where(Account.workspace_id == by.workspace_id, Account.id.in_(ids)))
    return {row.id: row for row in rows}
