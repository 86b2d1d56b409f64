"""Invoices 发票: what a customer has been billed, as lists of issued invoices told it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.models import Invoice, Member


@dataclass(frozen=True)
class Invoiced:
    """How many invoices there are, what they come to by currency, and the last one."""

    count: int
    last: Invoice
    sums: Mapping[str, Decimal] = field(default_factory=dict)


async def of_account(session: AsyncSession, *, account_id: int, by: Member) -> Invoiced | None:
    """What a customer, whom `by` may see, has been billed; None while that is nothing."""
    its = (Invoice.workspace_id == by.workspace_id, Invoice.account_id == account_id, Invoice.undone_at.is_(None))
    newest = select(Invoice).where(*its).order_by(Invoice.issued_on.desc().nulls_last(), Invoice.id.desc()).limit(1)
    last = (await session.scalars(newest)).first()
    if last is None:
        return None
    rows = await session.execute(
        select(Invoice.currency, func.count(), func.sum(Invoice.amount)).where(*its).group_by(Invoice.currency)
    )
    totals = rows.all()
    sums = {currency: total for currency, _, total in totals if total is not None}
    return Invoiced(sum(count for _, count, _ in totals), last, sums)
