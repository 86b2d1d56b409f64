"""The rows of a file compared with the books: which are new, which are there already, which look like it."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import duplicates, taken
from core.errors import msgid
from core.imports.items import LIKE_ROW, SAME_ROW, Item, Twin, Verdict
from core.imports.rows import Why
from core.models import Invoice, Member, RowState
from core.taken import Held, Holding

IN_POOL = msgid("in the pool already: {customer}")
MINE = msgid("you have it already: {customer}")
HELD = msgid("{owner} has it already: {customer}")
HIDDEN = msgid("a colleague is following it up already")
LOOKS_LIKE = msgid("looks like a customer on record: {customer}")
LOOKS_HIDDEN = msgid("looks like a customer a colleague is following up")
ON_RECORD = msgid("invoice {number} is on record already")


async def verdicts(
    session: AsyncSession,
    *,
    items: Sequence[Item],
    twins: Mapping[int, Twin],
    before: Mapping[int, Verdict],
    by: Member,
) -> list[Verdict]:
    """What is to become of each item. `before`: the verdicts on the rows above, for those that repeat one of them."""
    found = await taken.check_many(session, asked=[item.asked for item in items], by=by)
    judged: dict[int, Verdict] = {}
    for item, holdings in zip(items, found, strict=True):
        twin = twins.get(item.number)
        root = judged.get(twin.number) or before.get(twin.number) if twin and twin.certain else None
        judged[item.number] = _repeated(item, root) if root else _judged(item, holdings, twin)
    return list(judged.values())


async def anew(
    session: AsyncSession, *, items: Sequence[Item], unlike: Collection[int], since: str, by: Member
) -> list[Verdict]:
    """The verdicts on rows compared before, as the books are now. `unlike`: those that nobody on record resembled at
    the mark `since`; they are compared again only where the books have learnt something of the kind."""
    spared = [item for item in items if item.number in unlike]
    learnt = (
        await duplicates.touched(session, asked=[item.asked for item in spared], since=since, by=by)
        if spared
        else set()
    )
    new = {
        item.number: Verdict(item.number, RowState.NEW, item.dropped)
        for place, item in enumerate(spared)
        if place not in learnt
    }
    asking = [item for item in items if item.number not in new]
    found = await verdicts(session, items=asking, twins={}, before={}, by=by) if asking else []
    judged = new | {verdict.number: verdict for verdict in found}
    return [judged[item.number] for item in items]


async def on_record(session: AsyncSession, *, items: Sequence[Item], by: Member) -> list[Verdict]:
    """The items whose invoice has come in before."""
    numbers = {item.invoice.number: item for item in items if item.invoice}
    if not numbers:
        return []
    found = await session.scalars(
        select(Invoice.number).where(
            Invoice.workspace_id == by.workspace_id, Invoice.number.in_(numbers), Invoice.undone_at.is_(None)
        )
    )
    return [
        Verdict(numbers[number].number, RowState.DUPLICATE, (Why(ON_RECORD, {"number": number}),)) for number in found
    ]


def _repeated(item: Item, root: Verdict) -> Verdict:
    """A row that tells of the same customer as one above it: what becomes of that one becomes of it."""
    if item.invoice:
        state = RowState.LIKELY if root.state == RowState.LIKELY else RowState.KNOWN
        return Verdict(item.number, state, item.dropped, root.number, root.account_id)
    if root.state in (RowState.NEW, RowState.LIKELY):
        state = RowState.JOINED if root.state == RowState.NEW else RowState.LIKELY
        why = Why(SAME_ROW, {"row": root.number}) if root.state == RowState.NEW else root.whys[0]
        return Verdict(item.number, state, (why, *item.dropped), root.number)
    return Verdict(item.number, root.state, root.whys, root.number)


def _judged(item: Item, holdings: Sequence[Holding], twin: Twin | None) -> Verdict:
    free = taken.settled(holdings)
    if item.invoice and free.account_id is not None:
        return Verdict(item.number, RowState.KNOWN, item.dropped, account_id=free.account_id)
    held = next((each for each in holdings if each.certain and each.held != Held.FREE), None)
    if held is not None:
        return Verdict(item.number, RowState.DUPLICATE, (_why(held),))
    whys = item.dropped
    if free.anyway:
        likely = next(each for each in holdings if each.match.account_id == free.anyway[0])
        whys = (Why(LOOKS_LIKE, {"customer": likely.match.name}) if likely.told else Why(LOOKS_HIDDEN), *whys)
    elif twin is not None:
        whys = (Why(LIKE_ROW, {"row": twin.number, "customer": twin.name}), *whys)
    state = RowState.LIKELY if free.anyway or twin is not None else RowState.NEW
    account_id, alike = free.account_id, bool(holdings)
    return Verdict(item.number, state, whys, account_id=account_id, anyway=free.anyway, alike=alike)


def _why(holding: Holding) -> Why:
    customer = holding.match.name
    match holding.held:
        case Held.POOL:
            return Why(IN_POOL, {"customer": customer})
        case Held.MINE:
            return Why(MINE, {"customer": customer})
        case Held.OTHER if holding.owner is not None:
            return Why(HELD, {"owner": holding.owner.name, "customer": customer})
    return Why(HIDDEN)
