"""Lines that are kept until it is clear which customer they are about."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import accounts, questions, taken, undo
from core.errors import Missing, Refusal, msgid
from core.models import Draft, Member, VisitKind
from core.reading import Reading
from core.visits.outcome import CustomerHeld, Unclear


class LoggedAlready(Refusal):
    message = msgid("You have said which customer that was about, and it is logged; nothing more to do.")


def _own(draft_id: int, by: Member) -> Select[Draft]:
    return select(Draft).where(Draft.workspace_id == by.workspace_id, Draft.id == draft_id, Draft.member_id == by.id)


async def kept(session: AsyncSession, *, draft_id: int, by: Member) -> Draft:
    """An own kept line."""
    draft = (await session.scalars(_own(draft_id, by))).first()
    if draft is None:
        raise Missing
    return draft


async def use(session: AsyncSession, *, draft_id: int, instead_of: int | None, by: Member, now: datetime) -> Draft:
    """An own kept line, used for the first and last time; what it is to replace is taken back."""
    draft = (await session.scalars(_own(draft_id, by).with_for_update())).first()
    if draft is None:
        raise Missing
    if draft.used_at is not None:
        raise LoggedAlready
    draft.used_at = now
    if instead_of is not None:
        replaced = await undo.undo(session, audit_id=instead_of, by=by, now=now)
        if (replaced.noun, replaced.verb) != ("visit", "log"):
            raise Missing
    return draft


async def ask(
    session: AsyncSession,
    *,
    line: str,
    kind: VisitKind,
    reading: Reading,
    choices: Sequence[accounts.Known],
    by: Member,
    now: datetime,
) -> Unclear:
    """Keep the line, and ask its writer which of these customers is meant, or who it is."""
    customer = reading.customer_text
    draft = await _keep(session, line=line, kind=kind, customer=customer, by=by, now=now)
    return Unclear(draft.id, line, [each.candidate for each in choices], customer)


async def not_theirs(
    session: AsyncSession,
    *,
    line: str,
    kind: VisitKind,
    reading: Reading,
    customer: accounts.Known,
    by: Member,
    now: datetime,
    source: str | None,
) -> Unclear | CustomerHeld:
    """A customer out of sight: a colleague's; or nobody's any more, and then as good as new."""
    match = next(each for each in reading.customers if each.id == customer.candidate.id)
    written = line[match.start : match.end].strip()
    held = await taken.is_held(session, account_id=customer.candidate.id, by=by)
    if held:  # that tells as much as asking about it
        found, way = [customer.candidate.id], questions.COLLIDED
        await questions.remember(session, asked=written, found=found, by=by, now=now, way=way, source=source)
    draft = await _keep(session, line=line, kind=kind, customer=None if held else written, by=by, now=now)
    return CustomerHeld(draft.id, line, written) if held else Unclear(draft.id, line, customer=written)


async def _keep(
    session: AsyncSession, *, line: str, kind: VisitKind, customer: str | None, by: Member, now: datetime
) -> Draft:
    draft = Draft(workspace_id=by.workspace_id, member_id=by.id, kind=kind, line=line, customer=customer, at=now)
    session.add(draft)
    await session.flush()
    return draft
