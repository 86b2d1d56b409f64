"""The picture of a file before it is imported: its first rows, how many of each kind and why, what is chosen."""

from collections.abc import Sequence

from core.errors import msgid
from core.imports import headers, mapping
from core.imports.mapping import INVOICES, Mapping
from core.imports.outcomes import TOLD, Told
from core.imports.sheet import MOST_ROWS
from core.imports.showing import Shown
from core.models import RowState
from handlers import ids
from handlers.blocks import Block, Message, actions, button, context, message, section, table
from handlers.imports.labels import FIELDS, SHORT, STATES
from handlers.words import Translate

MOST_COLUMNS = 7  # of a file's
_CELL = 40  # characters


def picture(shown: Shown, t: Translate) -> Message:
    """What is in the file and what would become of it; nothing is written yet."""
    batch, found = shown.batch, mapping.from_json(shown.batch.mapping)
    title = t.n("*{name}*: {n} row", "*{name}*: {n} rows", batch.total, name=batch.filename)
    about = _about(shown, found, t)
    first = _first(shown.first, found, t)
    top = [section(f"📄 {title}"), *([context(*about)] if about else [])]
    below = [section("\n".join([*_counts(shown, t), *_whole(shown, t)])), *_warnings(shown, t), _ways(shown, found, t)]
    return message(title, [*top, first, *below] if first else [*top, *below], fallback=[*top, *below])


def _about(shown: Shown, found: Mapping, t: Translate) -> list[str]:
    """Which column is what, which are left out, where the headers were found."""
    named = [
        t("{field}: {label}", field=t.plain(FIELDS[column.field]), label=label)
        for column, label in zip(found.columns, mapping.labels(found), strict=True)
        if column.field
    ]
    out = [column.label for column in found.columns if column.label and not column.field]
    told = [t.listed(named)] if named else []
    if out:
        told.append(t("Left out: {columns}", columns=t.listed(out)))
    if found.header:
        told.append(t("Headers: row {n}", n=found.header))
    if shown.batch.sheet.get("sheets", 1) > 1:
        sheets = shown.batch.sheet["sheets"]
        told.append(
            t(
                "Read: {name}, one of {n} sheets; drop the others by themselves",
                name=shown.batch.sheet["name"],
                n=sheets,
            )
        )
    return told


def _first(told: Sequence[Told], found: Mapping, t: Translate) -> Block | None:
    """The first rows as a native table."""
    order = (*headers.LEAD_FIELDS, *headers.INVOICE_FIELDS)
    places = [place for place, column in enumerate(found.columns) if column.field]
    places = sorted(places, key=lambda place: order.index(found.columns[place].field))[:MOST_COLUMNS]
    if not told or not places:
        return None
    head = [t.plain("Row"), *(t.plain(FIELDS[found.columns[place].field]) for place in places), t.plain("Outcome")]
    lines = [
        [
            str(row.number),
            *(_cell(row.cells, place) for place in places),
            t.plain(STATES[row.state]) if row.state else "–",
        ]
        for row in told
    ]
    return table([head, *lines])


def _cell(cells: Sequence[str], place: int) -> str:
    text = cells[place] if place < len(cells) else ""
    return text if len(text) <= _CELL else f"{text[: _CELL - 1]}…"


def _counts(shown: Shown, t: Translate) -> list[str]:
    """How many rows of each kind, and why."""
    tally, invoices = shown.tally, shown.batch.mapping.get("kind") == INVOICES
    lines = []
    if count := tally.count(RowState.NEW):
        lines.append(t.n("🆕 {n} new customer", "🆕 {n} new customers", count))
    if count := tally.count(RowState.KNOWN):
        lines.append(t.n("🧾 {n} invoice of a known customer", "🧾 {n} invoices of known customers", count))
    if (count := tally.count(RowState.JOINED)) and invoices:
        lines.append(t.n("➕ {n} further line of an invoice", "➕ {n} further lines of invoices", count))
    elif count:
        lines.append(
            t.n(
                "➕ {n} row with a further contact of a customer in the file",
                "➕ {n} rows with further contacts of customers in the file",
                count,
            )
        )
    if tally.without:
        lines.append(
            t.n(
                "✂️ {n} row has a value that cannot be read: it comes in without that value",
                "✂️ {n} rows have a value that cannot be read: they come in without that value",
                tally.without,
            )
        )
    return [*lines, *left_out(shown, t)] or [t("There is no row below the headers.")]


def left_out(shown: Shown, t: Translate) -> list[str]:
    """What does not come in, and why."""
    lines = []
    for state in TOLD:
        if count := shown.tally.count(state):
            told = [(SHORT[key], n) for key, n in shown.tally.reasons.get(state, []) if key in SHORT]
            reasons = [f"{t(why)} {n}" for why, n in told]
            lines.append(" · ".join(filter(None, [_number(state, count, t), t.listed(reasons)])))
    return lines


def _number(state: RowState, count: int, t: Translate) -> str:
    match state:
        case RowState.DUPLICATE:
            return t.n("🔁 {n} duplicate", "🔁 {n} duplicates", count)
        case RowState.LIKELY:
            return t.n("❔ {n} that looks known", "❔ {n} that look known", count)
        case RowState.FULL:
            return t("⛔ {n} not yours to take now", n=count)
    return t("⚠️ {n} with something wrong", n=count)


def _whole(shown: Shown, t: Translate) -> list[str]:
    """What is chosen for the whole file."""
    chosen = shown.chosen
    parts = [t("*Goes to* {where}", where=where(shown, t))]
    if chosen.source:
        parts.append(t("*Source* {source}", source=chosen.source))
    if chosen.campaign:
        parts.append(t("*Campaign* {campaign}", campaign=chosen.campaign))
    if shown.tally.count(RowState.LIKELY):
        enter, leave = msgid("what looks known is entered too"), msgid("what looks known is left out")
        parts.append(t(enter if chosen.enter_likely else leave))
    return ["", " · ".join(parts)]


def where(shown: Shown, t: Translate) -> str:
    """Whom the leads go to."""
    if not shown.to:
        return t.plain("the pool")
    if shown.chosen.to == (shown.by.id,):
        return t.plain("you")
    return t.listed(member.name for member in shown.to)


def _warnings(shown: Shown, t: Translate) -> list[Block]:
    said = []
    if last := shown.batch.sheet.get("last"):
        said.append(
            t(
                "The file has more than {most} rows: it is read down to row {last}. "
                "Put the rows below into a file of their own, and drop that after this one.",
                most=MOST_ROWS,
                last=last,
            )
        )
    entering = shown.tally.count(RowState.NEW)
    if shown.room is not None and shown.room < entering:
        said.append(
            t("You may hold at most {room} more leads: the others of these {n} stay out.", room=shown.room, n=entering)
        )
    if shown.before:
        earlier, who = shown.before
        said.append(t("This very file was imported before: by {who}, {day}.", who=who, day=earlier.created_at))
    return [context(*said)] if said else []


def _ways(shown: Shown, found: Mapping, t: Translate) -> Block:
    value = {"import": shown.batch.id}
    likely = shown.tally.count(RowState.LIKELY) if shown.chosen.enter_likely else 0
    count = shown.tally.count(RowState.NEW, RowState.KNOWN) + likely
    begin = button(t.plain("Import {n}", n=count), ids.IMPORT_START, value, style="primary")
    return actions(
        begin if found.complete and count else None,
        button(t.plain("Adjust columns…"), ids.IMPORT_ADJUST, value),
        button(t.plain("Leave it"), ids.IMPORT_CANCEL, value),
    )
