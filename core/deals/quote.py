"""The last price given for a deal, where it is told without a follow-up."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, sums
from core.models import AuditRow, Deal, Member
from core.reading import Money

QUOTED = ("quoted_amount", "quoted_currency", "quoted_at")


async def quote(
    session: AsyncSession, *, deal: Deal, quoted: Money, by: Member, now: datetime, source: str | None = None
) -> AuditRow:
    """Note the price given for a locked deal."""
    sums.must_be_sensible(quote=quoted.amount)
    before = audit.snapshot(deal, QUOTED)
    deal.quoted_amount, deal.quoted_currency, deal.quoted_at = quoted.amount, quoted.currency or deal.currency, now
    deal.version += 1
    after = audit.snapshot(deal, QUOTED)
    return await audit.record(
        session, row=deal, verb="quote", by=by, now=now, before=before, after=after, source=source
    )
