"""A kept line whose writer has said which customer it is about."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core import leads
from core.models import Member
from core.visits import drafts, proof
from core.visits.log import log
from core.visits.outcome import CustomerHeld, Logged, Unclear


async def take_up(
    session: AsyncSession,
    *,
    draft_id: int,
    account_id: int,
    by: Member,
    now: datetime,
    instead_of: int | None = None,
    source: str | None = None,
) -> Logged | Unclear | CustomerHeld:
    """Log a kept line for the customer its writer chose. However often pressed, it is logged once."""
    draft = await drafts.use(session, draft_id=draft_id, instead_of=instead_of, by=by, now=now)
    outcome = await log(session, line=draft.line, kind=draft.kind, by=by, now=now, source=source, account_id=account_id)
    await proof.take_up(session, draft_id=draft.id, outcome=outcome, by=by, now=now, source=source)
    return outcome


async def make_lead(
    session: AsyncSession,
    *,
    draft_id: int,
    by: Member,
    now: datetime,
    anyway: bool = False,
    instead_of: int | None = None,
    source: str | None = None,
) -> Logged | Unclear | CustomerHeld:
    """Make the customer of a kept line a lead of its writer's, and log the line on it. One that looks like another is
    refused, unless `anyway`; the line stays kept."""
    draft = await drafts.use(session, draft_id=draft_id, instead_of=instead_of, by=by, now=now)
    name = draft.customer or ""
    lead, _ = await leads.capture(
        session, told=leads.Capture(customer=name), to=by, by=by, now=now, anyway=anyway, source=source
    )
    outcome = await log(
        session, line=draft.line, kind=draft.kind, by=by, now=now, source=source, account_id=lead.account_id
    )
    await proof.take_up(session, draft_id=draft.id, outcome=outcome, by=by, now=now, source=source)
    return outcome
