"""table and data_table: the second one sorts by its headings and turns pages, all in the page."""

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

from sandbox.browser.draw.html import Json, h
from sandbox.browser.draw.richtext import rich_text
from sandbox.browser.draw.texts import plain
from sandbox.browser.draw.viewer import Viewer

NUMBER = re.compile(r"^(?:[A-Z]{3} ?)?[¥$€£]?(-?\d[\d,]*(?:\.\d+)?) ?(%|万|亿|[kKM])?(?: ?(?:元|天|[A-Z]{3}|days?))?$")
UNITS = {"k": 1e3, "K": 1e3, "M": 1e6, "万": 1e4, "亿": 1e8}
ALIGNMENTS = ("left", "center", "right")


def table(block: Json, viewer: Viewer) -> Markup:
    """Rows of cells; the first row is the heading."""
    rows = block.get("rows") or []
    settings = block.get("column_settings") or []
    head = [_row(row, viewer, settings, heading=True) for row in rows[:1]]
    body = [_row(row, viewer, settings) for row in rows[1:]]
    drawn = h("table", h("thead", *head), h("tbody", *body))
    return h("div", drawn, class_="block table", tabindex="0", role="group", aria_label=viewer.t("Table"))


def data_table(block: Json, viewer: Viewer) -> Markup:
    """A caption, sortable headings, and pages of `page_size` rows (5 unless told)."""
    rows = block.get("rows") or []
    header_column = int(block.get("row_header_column_index") or 0)
    numeric = [_is_numeric(column) for column in zip(*rows[1:], strict=False)] if len(rows) > 1 else []
    settings: list[Json | None] = [{"align": "right"} if number else None for number in numeric]
    heads = [
        h("th", h("button", _cell(cell, viewer), h("span", class_="sort-mark", aria_hidden="true"), type="button"),
          scope="col", aria_sort="none", class_=_class(_setting(settings, index)))
        for index, cell in enumerate(rows[0] if rows else [])
    ]  # fmt: skip
    body = [_row(row, viewer, settings, header_column=header_column) for row in rows[1:]]
    caption = h("caption", plain(block.get("caption")))
    drawn = h("table", caption, h("thead", h("tr", *heads)), h("tbody", *body))
    return h("div", h("div", drawn, class_="table-scroll"), _pager(len(body), block, viewer),
             class_="block table data-table", data_page_size=block.get("page_size") or 5)  # fmt: skip


def _pager(count: int, block: Json, viewer: Viewer) -> Markup:
    if count <= int(block.get("page_size") or 5):
        return Markup()
    back = h("button", "‹", type="button", class_="btn btn--icon", data_turn="-1", aria_label=viewer.t("Previous page"))
    on = h("button", "›", type="button", class_="btn btn--icon", data_turn="1", aria_label=viewer.t("Next page"))
    return h("div", back, h("span", class_="page-of", aria_live="polite"), on, class_="pager")


def _row(
    row: Sequence[Json],
    viewer: Viewer,
    settings: Sequence[Json | None],
    *,
    heading: bool = False,
    header_column: int | None = None,
) -> Markup:
    cells = []
    for index, cell in enumerate(row):
        is_head = heading or index == header_column
        scope = ("col" if heading else "row") if is_head else None
        name = _class(_setting(settings, index))
        cells.append(
            h("th" if is_head else "td", _cell(cell, viewer), scope=scope, class_=name, data_sort=number(cell))
        )
    return h("tr", *cells)


def _cell(cell: Json | None, viewer: Viewer) -> Markup:
    if not cell:
        return Markup()
    if cell.get("type") == "rich_text":
        return rich_text(cell, viewer)
    if cell.get("type") == "raw_number":
        return escape(cell.get("text") or f"{cell.get('value'):,}")
    return escape(cell.get("text") or "")


def number(cell: Json | None) -> float | None:
    """What a cell counts as when its column is sorted, or None when it is words."""
    if cell and cell.get("type") == "raw_number":
        return float(cell.get("value") or 0)
    found = NUMBER.match(str((cell or {}).get("text") or ""))
    return float(found[1].replace(",", "")) * UNITS.get(found[2] or "", 1) if found else None


def _setting(settings: Sequence[Json | None], index: int) -> Json:
    return (settings[index] if index < len(settings) else None) or {}


def _class(setting: Json) -> str:
    align = setting.get("align") if setting.get("align") in ALIGNMENTS else "left"
    return f"to-{align} wrapped" if setting.get("is_wrapped") else f"to-{align}"


def _is_numeric(column: Sequence[Json | None]) -> bool:
    said = [cell for cell in column if str((cell or {}).get("text") or (cell or {}).get("value") or "").strip("—–- ")]
    return bool(said) and all(number(cell) is not None for cell in said)
