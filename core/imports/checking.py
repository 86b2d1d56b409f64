"""The rows of a file compared with the books: which are new, which are there already, which look like it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import duplicates, taken
from core.errors import msgid
from core.imports.items import LIKE_ROW, SAME_ROW, Item, Twin, Verdict
from core.imports.whys import Why
from core.models import Invoice, Member, RowState
from core.taken import Held, Holding

IN_POOL = msgid("in the pool already: {customer}")
MINE = msgid("you have it already: {customer}")
HELD = msgid("{owner} has it already: {customer}")
HIDDEN = msgid("a colleague is following it up already")
LOOKS_LIKE = msgid("looks like a customer on record: {customer}")
LOOKS_HIDDEN = msgid("looks like a customer a colleague is following up")
ON_RECORD = msgid("invoice {number} is on record already")


@dataclass(frozen=True)
class Unlike:
    """The rows that nobody on record resembled at the mark `since`, nor any row of the same file. `own`: the
    transactions in which rows of that file were entered since."""

    since: str
    numbers: Collection[int]
    own: Collection[str]


async def holdings(session: AsyncSession, *, items: Sequence[Item], by: Member) -> list[list[Holding]]:
    """The customers on record that each item is or may be."""
    return await taken.check_many(session, asked=[item.asked for item in items], by=by)


def verdicts(
    items: Sequence[Item],
    found: Sequence[Sequence[Holding]],
    twins: Mapping[int, Twin] | None = None,
    before: Mapping[int, Verdict] | None = None,
) -> list[Verdict]:
    """What is to become of each item. `twins`: the earlier rows that they repeat; `before`: the verdicts on those."""
    judged: dict[int, Verdict] = {}
    for item, known in zip(items, found, strict=True):
        twin = twins.get(item.number) if twins else None
        root = judged.get(twin.number) or (before or {}).get(twin.number) if twin and twin.certain else None
        judged[item.number] = _repeated(item, root) if root else _judged(item, known, twin)
    return list(judged.values())


async def anew(session: AsyncSession, *, items: Sequence[Item], unlike: Unlike | None, by: Member) -> list[Verdict]:
    """The verdicts on rows compared before, as the books are now; those `unlike` anybody are asked of again only where
    the books have learnt something of the kind."""
    spared = [item for item in items if unlike and item.number in unlike.numbers]
    told = [item.asked for item in spared]
    learnt = (
        await duplicates.touched(session, asked=told, since=unlike.since, own=unlike.own, by=by)
        if unlike and spared
        else set()
    )
    new = {
        item.number: Verdict(item.number, RowState.NEW, item.dropped)
        for place, item in enumerate(spared)
        if place not in learnt
    }
    asking = [item for item in items if item.number not in new]
    found = verdicts(asking, await holdings(session, items=asking, by=by)) if asking else []
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
