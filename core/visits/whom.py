"""Whom a line means: the customers it may be about, and how surely."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from core import accounts
from core.errors import Missing
from core.models import Member
from core.names import SURE, Candidate
from core.reading import Reading, read
from core.visits import moved_on


async def known_in(session: AsyncSession, *, line: str, account_id: int | None, by: Member) -> list[accounts.Known]:
    """The customers whose names stand in the line; the chosen one alone, where one was chosen."""
    if account_id is None:
        return await accounts.known_in(session, line=line, by=by)
    account = await accounts.get(session, account_id=account_id, by=by)
    if account is None:
        raise Missing
    return [accounts.Known(candidate=Candidate(id=account.id, name=account.name), visible=True)]


def reading_of(
    line: str, known: Sequence[accounts.Known], ours: Sequence[str], *, by: Member, now: datetime
) -> Reading:
    """What the line says where these are the customers it may name; `ours`: what colleagues are called."""
    candidates = [each.candidate for each in known]
    told = read(line, now=now, zone=ZoneInfo(by.zone), locale=by.locale, known=candidates, ours=ours)
    return moved_on.unmet(told, line)


def fitting(known: Sequence[accounts.Known], reading: Reading, account_id: int | None) -> list[accounts.Known]:
    """The customers the line may mean; a chosen one settles it. What one may see goes before the rest."""
    if account_id is not None:
        return list(known)
    by_id = {each.candidate.id: each for each in reversed(known)}  # under its own name, whichever was written
    fitting = [by_id[each] for each in dict.fromkeys(match.id for match in reading.customers)]
    return [each for each in fitting if each.visible] or fitting[:1]


def is_sure(customer: accounts.Known, reading: Reading) -> bool:
    """Whether the line names this customer beyond doubt, and not one with half its name."""
    return any(match.id == customer.candidate.id and match.score >= SURE for match in reading.customers)
