"""The picture of a list: a native table with a menu that opens cards; in words where tables are not drawn."""

from collections.abc import Sequence

from core.views import COLUMNS, Found, Row
from handlers import ids
from handlers.blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    cut,
    header,
    message,
    option,
    pack,
    section,
    select,
    table,
)
from handlers.views.carried import LONGEST_BLOCK_ID, Looked, value
from handlers.views.cells import shown
from handlers.views.words import label, said, sorted_by, title
from handlers.words import Translate

LETTERS = 8000  # of all cells; Slack takes 10,000
WIDEST = 60  # letters of one cell
FIGURES = ("money", "number", "percent")


def picture(looked: Looked, found: Found, t: Translate, *, note: str | None = None) -> Message:
    """A page of a list with what it is narrowed to, and what can be done with it; `note`: what is said above it."""
    name = title(looked.view, t, changed=looked.changed)
    narrowed = [context(said(found.shape, found.names, t)), *_retired(found, t)]
    top = [*([section(note)] if note else []), header(name)]
    foot = [*_menus(looked, found, t), _buttons(looked, found, t)]
    if not found.rows:
        empty = _empty(found, t)
        return message(empty, [*top, *narrowed, section(empty), *foot])
    told = t.n(
        "*{view}*: {n} deal, worth {sums}, weighted {weighted}",
        "*{view}*: {n} deals, worth {sums}, weighted {weighted}",
        found.total,
        view=name,
        sums=t.sums(found.sums),
        weighted=t.sums(found.weighted),
    )
    top += [section(told), *narrowed]
    lines = [_line(row, found, t) for row in found.rows]
    return message(told, [*top, _table(found, t), _opens(found.rows, t), *foot], fallback=[*top, *lines, *foot])


def _retired(found: Found, t: Translate) -> list[Block]:
    """What it is narrowed to though it is out of use; the list is as it would be otherwise."""
    told = []
    for column, row in found.retired:
        if row is None:
            told.append(t("⚠️ {column}: what this list asks for is no longer there.", column=label(column, t)))
        elif column == "owner":
            told.append(t("⚠️ {who} is no longer active.", who=row))
        else:
            told.append(t("⚠️ {column} {name} is out of use.", column=label(column, t), name=row))
    return [context(*told)] if told else []


def _empty(found: Found, t: Translate) -> str:
    if set(found.shape.wants) <= {"status"}:
        return t("No open deals yet. Convert a lead, or enter one with `/deal new Acme 300k`.")
    return t("No deal is like that, or none that you may see. Ask for less under *Filter and columns…* below.")


def _table(found: Found, t: Translate) -> Block:
    columns = found.shape.columns
    widest = min(WIDEST, LETTERS // ((len(found.rows) + 1) * (len(columns) + 1)))
    head = [t.plain("Deal"), *(label(column, t) for column in columns)]
    rows = [
        [cut(text, widest) for text in (row.name, *(shown(column, row, found.names, t) for column in columns))]
        for row in found.rows
    ]
    figures = [place for place, column in enumerate(columns, 1) if COLUMNS[column].kind in FIGURES]
    return table([head, *rows], right=figures)


def _line(row: Row, found: Found, t: Translate) -> Block:
    cells = [cut(shown(column, row, found.names, t), WIDEST) for column in found.shape.columns]
    told = " · ".join(t.mrkdwn(cell) for cell in cells if cell != "–")
    opens = button(t.plain("Open"), ids.VIEW_CARD, {"deal": row.id}, label=t.plain("Open {x}", x=row.name))
    return section(f"*{t.mrkdwn(cut(row.name, WIDEST))}*\n{told or '–'}", accessory=opens)


def _opens(rows: Sequence[Row], t: Translate) -> Block:
    options = [option(row.name, pack({"deal": row.id})) for row in rows]
    return actions(select(ids.VIEW_CARD, options, placeholder=t.plain("Open a card…")))


def _menus(looked: Looked, found: Found, t: Translate) -> list[Block]:
    """The order of the list. A menu's entry has no room for the list itself: it is in the name of the block, unless
    it is too long even for that; the form has the same choice."""
    carried = pack(value(looked, page=found.page))
    if len(carried) > LONGEST_BLOCK_ID or not found.rows:
        return []
    shape = found.shape
    options = [
        option(sorted_by(column, t, down=down), pack({"sort": column, "down": down}))
        for column in dict.fromkeys((shape.sort, *shape.columns))
        for down in (COLUMNS[column].down, not COLUMNS[column].down)
    ]
    chosen = pack({"sort": shape.sort, "down": shape.down})
    menu = select(ids.VIEW_SORT, options, placeholder=t.plain("Order by…"), chosen=chosen)
    return [{**actions(menu), "block_id": carried}]


def _buttons(looked: Looked, found: Found, t: Translate) -> Block:
    here, page = value(looked), found.page
    back, on = value(looked, page=page - 1), value(looked, page=page + 1)
    return actions(
        button(t.plain("‹ Previous"), ids.VIEW_LIST, back) if page > 0 else None,
        button(t.plain("Next ›"), f"{ids.VIEW_LIST}.next", on) if page < found.last else None,
        button(t.plain("Filter and columns…"), ids.VIEW_FILTER, here),
        button(t.plain("Save as a view…"), ids.VIEW_SAVE, here),
        button(t.plain("Views"), ids.VIEWS, {}),
        button(t.plain("Export"), ids.VIEW_EXPORT, here) if found.rows else None,
    )
