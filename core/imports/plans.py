"""The next rows of an import and what is to be entered for each, by what the books say now."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from core import accounts, leads, pools
from core.errors import msgid
from core.imports import checking, items, outcomes
from core.imports import mapping as mappings
from core.imports.items import Choices, Item, Verdict
from core.imports.mapping import INVOICES
from core.imports.sheet import Row
from core.imports.whys import Why
from core.models import Import, ImportRow, Lead, Member, RowState
from core.pools import cooling, quotas

AT_ONCE = 200
# A row is written for the last time when it is entered.
_ENTERED_IN = text("""
select distinct xmin::text from import_rows
where workspace_id = :workspace and import_id = :id and account_id is not null
""")

NO_ROOM = msgid("you hold {cap} leads already, and no more at once")
WAITS = msgid("you let this customer go, and have to wait until you may take it again")


@dataclass
class Plan:
    """A row about to be entered. `account_id`: its customer, None while that is still to be made; `root`: the earlier
    row with the same customer; `leads`: whether it becomes a lead, not only an invoice on record; `anyway`: the
    customers it looks like and is entered past."""

    item: Item
    account_id: int | None
    root: int | None
    leads: bool
    anyway: tuple[int, ...] = ()
    lead: Lead | None = None
    audit_id: int | None = None

    @property
    def customer(self) -> int:
        """The id of its customer, once that is found or made."""
        if self.account_id is None:
            raise LookupError("its customer is still to be made")
        return self.account_id


@dataclass
class Part:
    """The rows of one transaction. `rows`: to be entered; `beside`: those that only add to one of them."""

    batch: Import
    chosen: Choices
    by: Member
    now: datetime
    rows: dict[int, ImportRow]
    beside: dict[int, ImportRow]
    items: dict[int, Item]
    done: dict[int, Verdict] = field(default_factory=dict)


async def next_part(session: AsyncSession, *, batch: Import, by: Member, now: datetime) -> Part:
    """The next two hundred rows to be entered, and those that add to one of them."""
    chosen, mapping = items.choices(batch.choices), mappings.from_json(batch.mapping)
    its = (ImportRow.workspace_id == batch.workspace_id, ImportRow.import_id == batch.id)
    adds = ImportRow.state == RowState.JOINED
    if mapping.kind != INVOICES and chosen.enter_likely:
        adds |= (ImportRow.state == RowState.LIKELY) & ImportRow.twin.is_not(None)
    waiting = select(ImportRow).where(*its, ImportRow.state.in_(outcomes.entering(chosen)), ~adds)
    rows = {row.number: row for row in await session.scalars(waiting.order_by(ImportRow.number).limit(AT_ONCE))}
    adding = select(ImportRow).where(*its, adds, ImportRow.twin.in_(rows))
    beside = {row.number: row for row in await session.scalars(adding.order_by(ImportRow.number))}
    given = [Row(number, row.cells) for number, row in sorted({**rows, **beside}.items())]
    content = items.content(given, mapping, chosen, locale=by.locale)
    return Part(batch, chosen, by, now, rows, beside, {item.number: item for item in content.items})


async def drawn_up(session: AsyncSession, part: Part) -> list[Plan]:
    """What the books say of each row now; those that have come in otherwise meanwhile are done with."""
    asked = [part.items[number] for number in part.rows]
    for verdict in await checking.on_record(session, items=asked, by=part.by):
        part.done[verdict.number] = verdict
    asked = [item for item in asked if item.number not in part.done]
    plans = []
    since = part.batch.asked_since
    alone = [number for number, row in part.rows.items() if row.alike is False and row.twin is None]
    unlike = checking.Unlike(since, alone, await _own(session, part.batch)) if since and alone else None
    for verdict in await checking.anew(session, items=asked, unlike=unlike, by=part.by):
        item, root = part.items[verdict.number], part.rows[verdict.number].twin
        if verdict.state in (RowState.NEW, RowState.KNOWN) or (
            verdict.state == RowState.LIKELY and part.chosen.enter_likely
        ):
            known = item.invoice is not None and (verdict.account_id is not None or root is not None)
            plans.append(Plan(item, verdict.account_id, root, leads=not known, anyway=verdict.anyway))
        else:
            part.done[verdict.number] = verdict
    return plans


async def _own(session: AsyncSession, batch: Import) -> list[str]:
    """The transactions in which this import has entered rows: all of them were compared with each other before."""
    return list(await session.scalars(_ENTERED_IN, {"workspace": batch.workspace_id, "id": batch.id}))


async def with_room(session: AsyncSession, part: Part, plans: list[Plan]) -> list[Plan]:
    """Without the leads that the person who imports them for themselves may not take: more than they may hold, of the
    pool that each comes into and of all; of customers whom they have to wait for."""
    if part.chosen.to != (part.by.id,):
        return plans
    entering = [plan for plan in plans if plan.leads]
    if not entering:
        return plans
    used, full = await quotas.usage(session, member=part.by, now=part.now), set[int]()
    known = [plan.account_id for plan in entering if plan.account_id is not None]
    gone = await cooling.of_customers(session, account_ids=known, by=part.by) if known else {}
    placed = [leads.to_be_placed(plan.item.told, by=part.by) for plan in entering]
    for plan, pool in zip(entering, await pools.settle_many(session, leads=placed), strict=True):
        quota, number = used.of(pool), plan.item.number
        since = gone.get(plan.account_id or 0)
        if since is not None and since + timedelta(days=pool.cooling_days) > part.now:
            full.add(number)
            part.done[number] = Verdict(number, RowState.FULL, (Why(WAITS, {}),))
        elif quota.places:
            used = used.with_one_more(pool)
        else:
            full.add(number)
            part.done[number] = Verdict(number, RowState.FULL, (Why(NO_ROOM, {"cap": quota.ceiling}),))
    return [plan for plan in plans if plan.item.number not in full]


async def customers(session: AsyncSession, part: Part, plans: Sequence[Plan]) -> None:
    """Find or make each plan's customer: those on record, those of an earlier row, then the new ones."""
    above = {plan.root for plan in plans if plan.root is not None}
    rows = await session.execute(
        select(ImportRow.number, ImportRow.account_id).where(
            ImportRow.workspace_id == part.batch.workspace_id,
            ImportRow.import_id == part.batch.id,
            ImportRow.number.in_(above),
            ImportRow.account_id.is_not(None),
        )
    )
    known = {number: account_id for number, account_id in rows if account_id is not None}
    firsts = dict[int, Plan]()  # of each customer that is still to be made, by the first row that tells of it
    for plan in plans:
        plan.account_id = plan.account_id or known.get(plan.root or 0)
        if plan.account_id is None:
            first = firsts.setdefault(plan.root or plan.item.number, plan)
            plan.leads = plan.leads or first is plan
    called = [plan.item.told.customer for plan in firsts.values()]
    made = await accounts.add_many(session, called=called, by=part.by, now=part.now) if called else []
    new = {root: account.id for root, account in zip(firsts, made, strict=True)}
    for plan in plans:
        plan.account_id = plan.account_id or new[plan.root or plan.item.number]
