"""The last price given for a deal, where it is told without a follow-up."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, sums
from core.models import AuditRow, Deal, Member
from core.reading import Money


async def quote(
    session: AsyncSession, *, deal: Deal, quoted: Money, by: Member, now: datetime, source: str | None = None
) -> AuditRow:
    """Note the price given for a locked deal."""
    sums.must_be_sensible(quote=quoted.amount)
    deal.version += 1
    currency = quoted.currency or deal.currency
    said = {"quoted_amount": quoted.amount, "quoted_currency": currency, "quoted_at": now}
    return await audit.change(session, row=deal, verb="quote", values=said, by=by, now=now, source=source)
