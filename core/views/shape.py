"""What a list of deals looks like: its columns, their order, and what is wanted of each column; as code and as JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from core import periods
from core.errors import Missing, Refusal, msgid
from core.models import DealStatus
from core.sums import is_sensible
from core.views.columns import CHOICES, COLUMNS, FIGURES, Column, Kind

USUAL = ("stage", "amount", "probability", "close", "owner", "days", "next")
STATES = (DealStatus.OPEN, DealStatus.WON, DealStatus.LOST, DealStatus.JOINED)
ME = "me"  # whoever looks
MOST_COLUMNS = 10
MOST_VALUES = 20  # of one column
LONGEST_VALUE = 40  # characters
LONGEST = 1500  # characters of all, so that it fits into a button
SPANS = ("day", "week", "month", "quarter", "year")


class TooMuchAsked(Refusal):
    message = msgid("That is more than one list can ask for. Take fewer values, and save it as a view of its own.")


class TooManyColumns(Refusal):
    message = msgid("A list has at most {most} columns, so that they can be read. Leave some out.")
    field = "columns"


@dataclass(frozen=True)
class Among:
    """One of these: ids, states, or words that a text holds; `ME` is whoever looks."""

    values: tuple[int | str, ...]


@dataclass(frozen=True)
class Between:
    """From `least` (more than `over`) up to `most` (less than `under`), in a currency if one is told."""

    least: Decimal | None = None
    over: Decimal | None = None
    most: Decimal | None = None
    under: Decimal | None = None
    currency: str | None = None


@dataclass(frozen=True)
class Within:
    """Days: a span that moves along (`shift` 0 is this one, 1 the next), or from – until, both included and both
    free; `never`: no day is told."""

    span: str | None = None
    shift: int = 0
    begins: date | None = None
    until: date | None = None
    never: bool = False

    def days(self, today: date) -> tuple[date | None, date | None]:
        """The first day, and the first day after it; None: no end on that side."""
        if self.span is None:
            return self.begins, self.until + timedelta(days=1) if self.until else None
        if self.span == "day":
            first = today + timedelta(days=self.shift)
            return first, first + timedelta(days=1)
        if self.span == "week":
            first = today + timedelta(days=7 * self.shift - today.weekday())
            return first, first + timedelta(days=7)
        period = periods.current(self.span, today).shifted(self.shift)  # type: ignore[arg-type]  # one of SPANS
        return period.begins, period.ends


Want = Among | Between | Within


@dataclass(frozen=True)
class Shape:
    """Columns in their order, what the list is put in order by, what is wanted of which column."""

    columns: tuple[str, ...] = USUAL
    sort: str = "close"
    down: bool = False
    wants: Mapping[str, Want] = field(default_factory=dict)

    def wanting(self, **wants: Want | None) -> "Shape":
        """The same list with more asked of it; None: no more of that column."""
        merged = {**self.wants, **wants}
        return replace(self, wants={name: want for name, want in merged.items() if want is not None})

    def pack(self) -> dict[str, Any]:
        """As JSON keeps it, without what goes without saying."""
        told: dict[str, Any] = {"sort": self.sort}
        if self.columns != USUAL:
            told["columns"] = list(self.columns)
        if self.down:
            told["down"] = True
        if self.wants:
            told["wants"] = {name: _packed(want) for name, want in self.wants.items()}
        return told

    def must_fit(self) -> None:
        """Refuse what is too much for a list, or for the buttons beneath it."""
        if len(self.columns) > MOST_COLUMNS:
            raise TooManyColumns(most=MOST_COLUMNS)
        several = [want.values for want in self.wants.values() if isinstance(want, Among)]
        if any(len(values) > MOST_VALUES for values in several):
            raise TooMuchAsked
        if any(isinstance(value, str) and len(value) > LONGEST_VALUE for values in several for value in values):
            raise TooMuchAsked
        if len(json.dumps(self.pack(), ensure_ascii=False)) > LONGEST:
            raise TooMuchAsked


def _packed(want: Want) -> Any:
    match want:
        case Among():
            return list(want.values)
        case Between():
            told = {name: getattr(want, name) for name in ("least", "over", "most", "under")}
            sums = {name: str(value) for name, value in told.items() if value is not None}
            return {**sums, "currency": want.currency} if want.currency else sums
    if want.never:
        return {"never": True}
    if want.span is not None:
        return {"span": want.span, "shift": want.shift}
    ends = {"begins": want.begins, "until": want.until}
    return {name: day.isoformat() for name, day in ends.items() if day}


def parse(told: Any) -> Shape:
    """The shape that JSON tells, as anybody may have written it: what it cannot be is answered as if it were not there.
    Columns that are no more are left out."""
    if not isinstance(told, dict):
        raise Missing
    columns, wants = told.get("columns", USUAL), told.get("wants", {})
    if not isinstance(columns, list | tuple) or not isinstance(wants, dict):
        raise Missing
    sort = told.get("sort", "close")
    shape = Shape(
        tuple(dict.fromkeys(name for name in columns if isinstance(name, str) and name in COLUMNS)) or USUAL,
        sort if isinstance(sort, str) and sort in COLUMNS else "close",
        told.get("down") is True,
        {name: _want(COLUMNS[name], want) for name, want in wants.items() if name in COLUMNS},
    )
    try:
        shape.must_fit()
    except Refusal:
        raise Missing from None
    return shape


def _want(column: Column, told: Any) -> Want:
    if column.kind in CHOICES:
        return _among(column, told)
    if not isinstance(told, dict):
        raise Missing
    return _between(told) if column.kind in FIGURES else _within(told)


def _among(column: Column, told: Any) -> Among:
    if not isinstance(told, list) or not told:
        raise Missing
    for value in told:
        known = {Kind.ONE: _is_id(value) or value == ME, Kind.STATE: value in [state.value for state in STATES]}
        if not known.get(column.kind, isinstance(value, str) and bool(value.strip())):
            raise Missing
    return Among(tuple(told))


def _is_id(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**63


def _between(told: Mapping[str, Any]) -> Between:
    currency = told.get("currency")
    if currency is not None and not (isinstance(currency, str) and currency.isalpha() and len(currency) == 3):
        raise Missing
    ends = {name: _figure(told.get(name)) for name in ("least", "over", "most", "under")}
    if all(value is None for value in ends.values()):
        raise Missing
    return Between(**ends, currency=currency)


def _figure(told: Any) -> Decimal | None:
    if told is None:
        return None
    try:
        value = Decimal(told) if isinstance(told, str) and len(told) <= 30 else Decimal("nan")
    except InvalidOperation:
        raise Missing from None
    if not value.is_finite() or not is_sensible(value):
        raise Missing
    return value


def _within(told: Mapping[str, Any]) -> Within:
    if told.get("never") is True:
        return Within(never=True)
    if (span := told.get("span")) is not None:
        shift = told.get("shift", 0)
        if span not in SPANS or shift not in (-1, 0, 1) or isinstance(shift, bool):
            raise Missing
        return Within(span, shift)
    begins, until = (_day(told.get(name)) for name in ("begins", "until"))
    if begins is None and until is None:
        raise Missing
    return Within(begins=begins, until=until)


def _day(told: Any) -> date | None:
    try:
        day = date.fromisoformat(told) if told is not None else None
    except (TypeError, ValueError):
        raise Missing from None
    if day is not None and not 1990 <= day.year <= 2100:
        raise Missing
    return day
