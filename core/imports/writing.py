"""An import's rows entered, two hundred to a transaction: each comes in whole or not at all, and none twice."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from core import accounts, audit, contacts, leads, many, members, owners, pools, sources, workspaces
from core.imports import items, outcomes, plans
from core.imports.items import Item, Verdict
from core.imports.plans import Part, Plan
from core.imports.whys import Why
from core.models import Import, ImportRow, Invoice, Member, RowState
from core.owners import Start

_GROWING = ("accounts", "account_keys", "contacts", "leads", "audit", "import_rows")
_LARGE = 50_000  # rows
_SMALL = text("select relname from pg_class where relname = any(:tables) and relkind = 'r' and reltuples < :most")


async def write_some(session: AsyncSession, *, batch: Import, by: Member, now: datetime) -> int:
    """Enter the next two hundred rows; how many were looked at, 0 once none is left. The books are asked once more."""
    part = await plans.next_part(session, batch=batch, by=by, now=now)
    if not part.rows:
        return 0
    await members.lock(session, by=by)
    asked = [part.items[number].asked for number in part.rows]
    await accounts.many_at_a_time(session, asked=asked, by=by)
    drawn_up = await plans.with_room(session, part, await plans.drawn_up(session, part))
    await plans.customers(session, part, drawn_up)
    await _leads(session, part, [plan for plan in drawn_up if plan.leads])
    await _invoices(session, part, [plan for plan in drawn_up if plan.item.invoice])
    await _beside(session, part, {plan.item.number: plan for plan in drawn_up})
    await outcomes.note(session, batch=batch, verdicts=list(part.done.values()))
    return len(part.rows)


async def count_anew(session: AsyncSession) -> None:
    """Have the planner look again at tables that were all but empty: else each row's references are looked for by
    reading the whole of them, and ten thousand rows take minutes. Of no use, and not done, once they are large."""
    small = (await session.scalars(_SMALL, {"tables": list(_GROWING), "most": _LARGE})).all()
    if small:
        await session.execute(text(f"analyze {', '.join(small)}"))


def _contact(item: Item, account_id: int) -> contacts.Told | None:
    told = item.told
    if not (told.contact or told.phone or told.wechat or told.email):
        return None
    return contacts.Told(account_id, told.contact or "", told.phone, told.wechat, told.email, item.title)


async def _leads(session: AsyncSession, part: Part, entering: Sequence[Plan]) -> None:
    if not entering:
        return
    here, told = part.batch.workspace_id, [_contact(plan.item, plan.customer) for plan in entering]
    people = await contacts.fill_many(session, workspace_id=here, told=[each for each in told if each], now=part.now)
    currency = (await workspaces.of(session, by=part.by)).currency
    came_from = await _came_from(session, part, entering)
    starts = []
    for plan, each, to in zip(entering, told, await _shared_out(session, part, len(entering)), strict=True):
        lead = leads.drawn_up(plan.item.told, account_id=plan.customer, currency=currency, by=part.by, now=part.now)
        lead.contact_id = people[each.account_id, each.name] if each else None
        lead.source_id, lead.campaign_id = came_from[plan.item.told.source, plan.item.told.campaign]
        plan.lead = lead
        starts.append(Start(lead, to, {"anyway": list(plan.anyway)} if plan.anyway else {}))
    drawn = [each.lead for each in starts]
    for lead, pool in zip(drawn, await pools.settle_many(session, leads=drawn), strict=True):
        lead.pool_id = pool.id
    source = f"import:{part.batch.id}"
    entries = await owners.start_many(session, starts=starts, cause="import", by=part.by, now=part.now, source=source)
    for plan, entry in zip(entering, entries, strict=True):
        plan.audit_id = entry.id
        part.done[plan.item.number] = _verdict(plan, RowState.ENTERED)


async def _came_from(
    session: AsyncSession, part: Part, entering: Sequence[Plan]
) -> dict[tuple[str | None, str | None], tuple[int | None, int | None]]:
    """The entries of the lists that each pair of source and campaign means."""
    found = {}
    for source, campaign in sorted({(plan.item.told.source, plan.item.told.campaign) for plan in entering}, key=str):
        came, during = await sources.of_lead(session, source=source, campaign=campaign, by=part.by, now=part.now)
        found[source, campaign] = (came.id if came else None, during.id if during else None)
    return found


def _verdict(plan: Plan, state: RowState) -> Verdict:
    lead_id = plan.lead.id if plan.lead else None
    number, dropped = plan.item.number, plan.item.dropped
    return Verdict(number, state, dropped, plan.root, plan.account_id, lead_id, plan.audit_id)


async def _shared_out(session: AsyncSession, part: Part, count: int) -> list[Member | None]:
    """Who gets each of the next leads: in turn, from where the last part ended."""
    if not part.chosen.to:
        return [None] * count
    so_far = await session.scalar(
        select(func.count()).where(
            ImportRow.workspace_id == part.batch.workspace_id,
            ImportRow.import_id == part.batch.id,
            ImportRow.state == RowState.ENTERED,
        )
    )
    found = await session.scalars(
        select(Member).where(Member.workspace_id == part.batch.workspace_id, Member.id.in_(part.chosen.to))
    )
    people = [member for member in found if member.active]  # whoever has left meanwhile gets none
    return [people[((so_far or 0) + place) % len(people)] if people else None for place in range(count)]


async def _invoices(session: AsyncSession, part: Part, entering: Sequence[Plan]) -> None:
    if not entering:
        return
    currency = (await workspaces.of(session, by=part.by)).currency
    made = [_invoice(part, plan, currency) for plan in entering]
    await many.add(session, rows=made)
    columns = ("number", "account_id", "issued_on", "amount", "currency", "goods")
    source = f"import:{part.batch.id}"
    entries = [
        audit.entry(
            row=invoice,
            verb="import",
            by=part.by,
            now=part.now,
            after=audit.snapshot(invoice, columns),
            source=source,
        )
        for invoice in made
    ]
    await many.add(session, rows=entries)
    for plan in entering:
        state = RowState.ENTERED if plan.lead else RowState.ENRICHED
        part.done[plan.item.number] = _verdict(plan, state)


def _invoice(part: Part, plan: Plan, currency: str) -> Invoice:
    issued = plan.item.invoice
    if issued is None:
        raise AssertionError("no invoice")
    return Invoice(
        workspace_id=part.batch.workspace_id,
        account_id=plan.customer,
        import_id=part.batch.id,
        number=issued.number,
        tax_id=issued.tax_id,
        issued_on=issued.on,
        amount=issued.amount.amount if issued.amount else None,
        currency=(issued.amount.currency if issued.amount else None) or currency,
        goods=list(issued.goods),
        created_at=part.now,
    )


async def _beside(session: AsyncSession, part: Part, entered: dict[int, Plan]) -> None:
    """The rows that repeat one of these: what they tell of a contact goes to its customer, or they fare as it does."""
    told = []
    for number, row in part.beside.items():
        plan = entered.get(row.twin or 0)
        if plan is None:
            root = part.done[row.twin or 0]
            part.done[number] = replace(root, number=number, twin=row.twin)
            continue
        item = part.items.get(number)
        if item and not item.invoice and (contact := _contact(item, plan.customer)):
            told.append(contact)
        why = Why(items.SAME_INVOICE if plan.item.invoice else items.SAME_ROW, {"row": plan.item.number})
        lead_id = plan.lead.id if plan.lead else None
        part.done[number] = Verdict(number, RowState.JOINED, (why,), row.twin, plan.account_id, lead_id)
    await contacts.fill_many(session, workspace_id=part.batch.workspace_id, told=told, now=part.now)
