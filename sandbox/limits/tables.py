"""Native tables and charts.

Where sources disagree the lower limit holds: 101 rows, 10,000 characters, 6 series, 6 segments.
"""

from typing import Any

from sandbox.limits.richtext import rich_text
from sandbox.limits.rules import Report, Rule, anything, by_type, flag, many, number, one_of, shape, string

CHARACTERS = 10_000
BLOCK_ID: dict[str, Rule] = {"block_id": anything}
RAW_TEXT = shape({"text": string(CHARACTERS)})
RAW_NUMBER = shape({"value": number(-1e18, 1e18)}, {"text": string(100)})
CELL = by_type({"raw_text": RAW_TEXT, "raw_number": RAW_NUMBER, "rich_text": rich_text}, "table cell")
# raw_number was refused in a data_table when posted live, so it is refused here.
DATA_CELL = by_type({"raw_text": RAW_TEXT, "rich_text": rich_text}, "data_table cell")


def characters(value: Any) -> int:
    """All text in the cells under a value."""
    if isinstance(value, list):
        return sum(characters(item) for item in value)
    if not isinstance(value, dict):
        return 0
    own = len(value["text"]) if isinstance(value.get("text"), str) else 0
    return own + sum(characters(held) for held in value.values() if isinstance(held, list | dict))


def _column(report: Report, at: str, value: Any) -> None:
    if value is not None:
        shape(None, {"align": one_of("left", "center", "right"), "is_wrapped": flag})(report, at, value)


TABLE = shape({"rows": many(many(CELL, 1, 20), 1, 100)}, {"column_settings": many(_column, 0, 20), **BLOCK_ID})


def _even(report: Report, at: str, table: Any) -> None:
    rows = table["rows"]
    if len({len(row) for row in rows}) > 1:
        report.say(f"{at}/rows", "all rows must have the same number of cells")
    for index, cell in enumerate(rows[0]):
        if cell.get("type") == "rich_text":
            report.say(f"{at}/rows/0/{index}/type", "header cells must not be rich_text")
    if not 0 <= table.get("row_header_column_index", 0) < len(rows[0]):
        report.say(f"{at}/row_header_column_index", "must be a column of the table")
    if characters(rows) > CHARACTERS:
        report.say(f"{at}/rows", f"table text must be less than {CHARACTERS + 1} characters")


DATA_TABLE = shape(
    {"caption": string(300), "rows": many(many(DATA_CELL, 1, 20), 2, 101)},
    {"page_size": number(1, 100), "row_header_column_index": number(0, 19), **BLOCK_ID},
    also=_even,
)

POINT = shape({"label": string(20), "value": number(-1e18, 1e18)})
SEGMENT = shape({"label": string(20), "value": number(1e-9, 1e18)})
SERIES = shape({"name": string(20), "data": many(POINT, 1, 20)})
AXES = shape({"categories": many(string(20), 1, 20)}, {"x_label": string(50), "y_label": string(50)})


def _fits(report: Report, at: str, chart: Any) -> None:
    categories = chart["axis_config"]["categories"]
    if len(set(categories)) != len(categories):
        report.say(f"{at}/axis_config/categories", "categories must be unique")
    names = [series["name"] for series in chart["series"]]
    if len(set(names)) != len(names):
        report.say(f"{at}/series", "series names must be unique")
    for index, series in enumerate(chart["series"]):
        if sorted(point["label"] for point in series["data"]) != sorted(categories):
            report.say(f"{at}/series/{index}/data", "exactly one point per category is required")


AXIAL = shape({"series": many(SERIES, 1, 6), "axis_config": AXES}, also=_fits)
CHART = by_type({"bar": AXIAL, "line": AXIAL, "area": AXIAL, "pie": shape({"segments": many(SEGMENT, 1, 6)})}, "chart")
DATA_VISUALIZATION = shape({"title": string(50), "chart": CHART}, BLOCK_ID)
