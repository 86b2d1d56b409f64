"""Forms of imports, as they are opened: the way in, and what each column holds."""

from collections.abc import Sequence

from core.imports import mapping
from core.imports.headers import INVOICE_FIELDS, LEAD_FIELDS
from core.imports.mapping import INVOICES, LEADS, Mapping
from core.imports.sheet import HEAD, Row
from core.imports.showing import Shown
from core.models import Member
from handlers import ids
from handlers.blocks import (
    Block,
    View,
    actions,
    button,
    field,
    file_input,
    form,
    multi_select,
    option,
    radio,
    section,
    select,
    text_input,
)
from handlers.imports.files import LISTS
from handlers.imports.labels import FIELDS
from handlers.words import Translate

MOST_COLUMNS = 80  # that can be chosen for: a form holds a hundred blocks
OUT = "-"  # a column that is left out
POOL, ME, TEAM = "pool", "me", "team"


def way_in(t: Translate) -> View:
    """How a list is imported, and the field to put it into."""
    told = t(
        "Drop a CSV file or an Excel workbook (.xlsx) into your messages with me, or choose it here. "
        "You see what would become of it before anything is entered: which column is what, what is new, "
        "what is there already, what has something wrong. Lists of issued invoices are taken too."
    )
    template = button(t.plain("Send me a template"), ids.IMPORT_TEMPLATE)
    return form(
        ids.IMPORT_FORM,
        t.plain("Import a list"),
        t.plain("Read it"),
        t.plain("Cancel"),
        [
            section(told),
            actions(template),
            field("file", t.plain("File, 10,000 rows and 5 MB at most"), file_input("v", LISTS), optional=False),
        ],
    )


def adjust(shown: Shown, top: Sequence[Row], team: Sequence[tuple[Member, int]], t: Translate) -> View:
    """What each column holds, whom the leads go to, what holds for the whole file."""
    found = mapping.from_json(shown.batch.mapping)
    return form(
        ids.IMPORT_ADJUST_FORM,
        t.plain("Adjust the import"),
        t.plain("Look again"),
        t.plain("Cancel"),
        [*_whole(shown, found, top, team, t), *_columns(found, top, t)],
        keep={"import": shown.batch.id},
    )


def _whole(
    shown: Shown, found: Mapping, top: Sequence[Row], team: Sequence[tuple[Member, int]], t: Translate
) -> list[Block]:
    chosen = shown.chosen
    kinds = [option(t.plain("Leads"), LEADS), option(t.plain("Issued invoices"), INVOICES)]
    places = [option(t.plain("The pool"), POOL), option(t.plain("Myself"), ME)]
    where = ME if chosen.to == (shown.by.id,) else TEAM if chosen.to else POOL
    if team:
        places.append(option(t.plain("People of the team, in turn"), TEAM))
    likely = [option(t.plain("Leave out"), "leave"), option(t.plain("Enter anyway"), "enter")]
    people = [option(t.plain("{name} · holds {n}", name=each.name, n=held), str(each.id)) for each, held in team[:100]]
    blocks = [
        field("kind", t.plain("What the rows are"), radio("v", kinds, chosen=found.kind), optional=False),
        field("header", t.plain("Headers stand in"), _heads(found, top, t), optional=False),
        field("to", t.plain("Leads go to"), radio("v", places, chosen=where), optional=False),
    ]
    if people:
        placeholder = t.plain("Choose colleagues")
        picked = [str(member_id) for member_id in chosen.to] if where == TEAM else []
        blocks.append(
            field("people", t.plain("Who"), multi_select("v", people, placeholder=placeholder, chosen=picked))
        )
    return [
        *blocks,
        field("source", t.plain("Source of the whole file"), text_input("v", initial=chosen.source or "", most=60)),
        field(
            "campaign", t.plain("Campaign of the whole file"), text_input("v", initial=chosen.campaign or "", most=60)
        ),
        field(
            "likely",
            t.plain("What looks like a known customer"),
            radio("v", likely, chosen="enter" if chosen.enter_likely else "leave"),
            optional=False,
        ),
    ]


def _heads(found: Mapping, top: Sequence[Row], t: Translate) -> Block:
    rows = [option(t.plain("No row"), "0")]
    for row in top[:HEAD]:
        words = t.listed([cell for cell in row.cells if cell][:4])
        rows.append(option(t.plain("Row {n}: {words}", n=row.number, words=words), str(row.number)))
    return select("v", rows, placeholder=t.plain("Choose a row"), chosen=str(found.header))


def _columns(found: Mapping, top: Sequence[Row], t: Translate) -> list[Block]:
    """A menu for each column, with what stands in its first row."""
    fields = INVOICE_FIELDS if found.kind == INVOICES else LEAD_FIELDS
    options = [option(t.plain("Leave out"), OUT), *(option(t.plain(FIELDS[name]), name) for name in fields)]
    below = next((row.cells for row in top if row.number > found.header), [])
    blocks = []
    for place, (column, label) in enumerate(zip(found.columns, mapping.labels(found), strict=True)):
        if place >= MOST_COLUMNS:
            break
        example = below[place] if place < len(below) else ""
        called = t.plain("Column {label}: {example}", label=label, example=example[:60]) if example else label
        menu = select("v", options, placeholder=t.plain("Leave out"), chosen=column.field or OUT)
        blocks.append(field(f"c{place}", called, menu))
    return blocks
