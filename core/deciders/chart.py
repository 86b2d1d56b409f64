"""The decision map of a customer: its people as a tree by whom they report to, each with who knows them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import accounts, deals, workspaces
from core.deciders.known import Known, by_name
from core.deciders.warn import Lack, lacks, rules_of
from core.errors import Missing
from core.models import Account, Contact, Deal, DealStatus, Member

_RANK = {"decision_maker": 0, "technical_lead": 1, "insider": 2, "user": 3}
_WEIGHT = {"high": 0, "medium": 1, "low": 2}


@dataclass(frozen=True)
class Entry:
    """One person of the map, `depth` below whoever reports to nobody."""

    contact: Contact
    depth: int
    known: Known


@dataclass(frozen=True)
class Chart:
    """A page of a customer's map. `deal`: the open one it is drawn for, if there is one; `lacks`: what is missing."""

    account: Account
    deal: Deal | None
    entries: Sequence[Entry]
    total: int
    lacks: Sequence[Lack]


async def chart(
    session: AsyncSession, *, account_id: int, by: Member, now: datetime, page: int = 0, size: int = 15
) -> Chart:
    """A page of the map of a customer that `by` may see."""
    account = await accounts.get(session, account_id=account_id, by=by)
    if account is None:
        raise Missing
    found = await deals.of_account(session, account_id=account.id, by=by)
    deal = next((each for each in found if each.status == DealStatus.OPEN), None)
    people = await named(session, workspace_id=by.workspace_id, account_id=account.id)
    drawn = list(tree(people))
    shown = drawn[page * size : (page + 1) * size]
    known = await by_name(session, account_id=account.id, names={each.name for each, _ in shown}, by=by)
    workspace = await workspaces.of(session, by=by)
    told = []
    if deal is not None:
        rules = (await rules_of(session, deals=[deal]))[deal.id]
        told = lacks(deal, people, rules=rules, workspace=workspace, now=now)
    entries = [Entry(each, depth, known.get(each.name, Known())) for each, depth in shown]
    return Chart(account, deal, entries, len(drawn), told)


async def named(session: AsyncSession, *, workspace_id: str, account_id: int) -> Sequence[Contact]:
    """A customer's people with a name."""
    rows = await session.scalars(
        select(Contact).where(
            Contact.workspace_id == workspace_id, Contact.account_id == account_id, Contact.name != ""
        )
    )
    return rows.all()


def tree(people: Sequence[Contact]) -> Iterator[tuple[Contact, int]]:
    """Everybody once, below whom they report to; those who decide first, those who left last."""
    below: dict[str | None, list[Contact]] = {}
    names = {each.name for each in people}
    for each in sorted(people, key=_order):
        above = each.reports_to if each.reports_to in names else None
        below.setdefault(above, []).append(each)
    seen: set[int] = set()
    yield from _under(None, below, 0, seen)
    for each in people:  # in a circle, which merging two customers may make
        if each.id not in seen:
            seen.add(each.id)
            yield each, 0


def _under(
    above: str | None, below: Mapping[str | None, list[Contact]], depth: int, seen: set[int]
) -> Iterator[tuple[Contact, int]]:
    for each in below.get(above, []):
        if each.id not in seen:
            seen.add(each.id)
            yield each, depth
            yield from _under(each.name, below, depth + 1, seen)


def _order(contact: Contact) -> tuple[bool, int, int, str]:
    rank = _RANK.get(contact.role or "", 9)
    return contact.left_at is not None, rank, _WEIGHT.get(contact.influence or "", 3), contact.name
