"""A row of a list of leads, understood: what it tells of a lead, what is wrong with it, which values are left out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from core import sums
from core.errors import msgid
from core.imports.mapping import Mapping
from core.imports.once import FIRST, LAST, part_of_name
from core.imports.sheet import Row
from core.leads import Capture
from core.reading import Money, read
from core.reading.phones import emails, phones
from core.reading.text import visible

MOST_NAME = 120
_MOST = {"contact": 60, "title": 60, "wechat": 40, "interest": 500, "region": 60, "source": 60, "campaign": 60,
         "referrer": 60, "tags": 30}  # fmt: skip

NO_CUSTOMER = msgid("no customer's name")
NO_NAME = msgid("“{name}” is no customer's name")
A_TOTAL = msgid("a line of totals, no customer")
LONG_NAME = msgid("the customer's name is {n} characters long; {most} at most")
BAD_PHONE = msgid("“{text}” is no phone number")
CUT_PHONE = msgid("the spreadsheet has cut the number to “{text}”: format the column as text")
BAD_EMAIL = msgid("“{text}” is no e-mail address")
BAD_SUM = msgid("“{text}” is no sum of money")
BIG_SUM = msgid("{text} is more than anybody pays")
TOO_LONG = msgid("“{text}” was cut to {most} characters")

_TOTALS = frozenset(["合计", "总计", "小计", "共计", "累计", "total", "totals", "subtotal", "sum"])
_HAN = re.compile(r"[㐀-鿿]")
_NAMED = re.compile(r"[^\W\d_]")
_SHORTENED = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,2}")
_QUOTED = re.compile(r"'(?=[=+\-@'])")  # how a cell is marked as text
_PLAIN_SUM = re.compile(r"([¥$€￥]|RMB|CNY|USD|EUR)?\s*(-?\d[\d,]*(?:\.\d+)?)\s*(元|块|圆)?", re.IGNORECASE)
_SIGNS = {"¥": "CNY", "￥": "CNY", "rmb": "CNY", "cny": "CNY", "$": "USD", "usd": "USD", "€": "EUR", "eur": "EUR"}
_NOTE = re.compile("备注|备考|说明|描述|附注|留言|note|remark|comment|description|memo", re.IGNORECASE)
_APART = re.compile(r"[/;,；，、|]|\s{2,}")
_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)  # sums have no day; the reader of lines wants one


@dataclass(frozen=True)
class Why:
    """One thing to say about a row: a sentence of the catalogue and what fills it."""

    key: str
    holes: dict[str, str | int] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """As the books keep it."""
        return {"key": self.key, "holes": self.holes}


@dataclass(frozen=True)
class Entry:
    """What a row tells. `bad`: why it cannot be entered; `dropped`: what it comes in without; `phones`: all it has."""

    number: int
    told: Capture | None
    title: str | None = None
    phones: tuple[str, ...] = ()
    bad: Why | None = None
    dropped: tuple[Why, ...] = ()


@dataclass
class Cells:
    """One row through the eyes of a mapping; notes what has to be dropped."""

    row: Row
    mapping: Mapping
    locale: str = "zh-CN"
    dropped: list[Why] = field(default_factory=list)

    def all(self, name: str) -> list[tuple[str, int]]:
        """What the columns of a field hold, those that are not empty, with their places."""
        cells = self.row.cells
        held = [(cells[place], place) for place in self.mapping.places(name) if place < len(cells)]
        return [(_QUOTED.sub("", text, count=1), place) for text, place in held if text]

    def text(self, name: str, joined: str = " ") -> str | None:
        """One text of a field, cut to what its column takes."""
        found = joined.join(dict.fromkeys(text for text, _ in self.all(name)))
        return self.cut(found, _MOST.get(name, 500)) or None

    def person(self, name: str) -> str:
        """A name that may stand in two columns, put together as its script has it."""
        parts = {part_of_name(self.mapping.columns[place].label): text for text, place in reversed(self.all(name))}
        if FIRST in parts and LAST in parts:
            first, last = parts[FIRST], parts[LAST]
            return f"{last}{first}" if _HAN.search(last) and _HAN.search(first) else f"{first} {last}"
        return " ".join(text for text, _ in self.all(name)[:1])

    def cut(self, text: str, most: int) -> str:
        """The text within its length; that it was cut is noted."""
        if len(text) > most:
            self.dropped.append(Why(TOO_LONG, {"text": _short(text), "most": most}))
        return text[:most].strip()

    def money(self, name: str) -> Money | None:
        """A sum in full figures; what is none is dropped."""
        for text, place in self.all(name):
            found = sum_of(text, locale=self.locale)
            if found is None:
                self.dropped.append(Why(BAD_SUM, {"text": _short(text)}))
                continue
            found = Money(found.amount * Decimal(self.mapping.columns[place].scale), found.currency)
            if sums.is_sensible(found.amount):
                return found
            self.dropped.append(Why(BIG_SUM, {"text": _short(text)}))
        return None


def entry(row: Row, mapping: Mapping, *, locale: str, source: str | None, campaign: str | None) -> Entry:
    """What a row tells of a lead. `source` and `campaign` are the file's, for rows without their own."""
    cells = Cells(row, mapping, locale)
    name = cells.person("customer")
    if bad := bad_name(name):
        return Entry(row.number, None, bad=bad)
    numbers, extra = _phones(cells)
    budget, quoted = cells.money("budget"), cells.money("quoted")
    wechat = cells.text("wechat")
    told = Capture(
        customer=name,
        contact=cells.cut(cells.person("contact"), _MOST["contact"]) or None,
        phone=numbers[0] if numbers else None,
        wechat=numbers[0] if wechat and numbers and "同" in wechat else wechat,
        email=_email(cells),
        interest=cells.cut("；".join([*_need(cells), *extra]), _MOST["interest"]) or None,
        region=cells.text("region"),
        source=cells.text("source") or source,
        campaign=cells.text("campaign") or campaign,
        referrer=cells.text("referrer"),
        quoted=quoted.amount if quoted else None,
        quoted_currency=quoted.currency if quoted else None,
        budget=budget.amount if budget else None,
        currency=budget.currency if budget else None,
        tags=_tags(cells),
    )
    return Entry(row.number, told, cells.text("title"), numbers, dropped=tuple(cells.dropped))


def bad_name(name: str) -> Why | None:
    """Why this is no customer's name."""
    if not name:
        return Why(NO_CUSTOMER)
    if name.strip(" :：").lower() in _TOTALS:
        return Why(A_TOTAL)
    if not _NAMED.search(name):
        return Why(NO_NAME, {"name": _short(name)})
    if len(name) > MOST_NAME:
        return Why(LONG_NAME, {"n": len(name), "most": MOST_NAME})
    return None


def _tags(cells: Cells) -> tuple[str, ...]:
    words = [word.strip() for text, _ in cells.all("tags") for word in _APART.split(text)]
    return tuple(dict.fromkeys(word[: _MOST["tags"]] for word in words if word))[:10]


def _need(cells: Cells) -> list[str]:
    """What they need, then the notes; a column that became a note by choice is named."""
    told = [text for text, _ in cells.all("interest")]
    for text, place in cells.all("note"):
        label = cells.mapping.columns[place].label
        told.append(f"{label}：{text}" if label and not _NOTE.search(label) else text)
    return list(dict.fromkeys(told))


def _phones(cells: Cells) -> tuple[tuple[str, ...], list[str]]:
    """The numbers in E.164; those beyond the first are kept as text, for a contact has one."""
    found: dict[str, None] = {}
    for text, _ in cells.all("phone"):
        if _SHORTENED.fullmatch(text):
            number = _in_full(text)
            found.update(dict.fromkeys(phones_of(number, cells.locale) if number else ()))
            if not number:
                cells.dropped.append(Why(CUT_PHONE, {"text": text}))
            continue
        numbers = phones_of(text, cells.locale)
        if not numbers:
            cells.dropped.append(Why(BAD_PHONE, {"text": _short(text)}))
        found.update(dict.fromkeys(numbers))
    return tuple(found), list(found)[1:6]


def phones_of(text: str, locale: str) -> tuple[str, ...]:
    """Every phone number in a cell, in E.164."""
    region = "CN" if locale.lower().startswith("zh") else (locale.replace("_", "-").partition("-")[2] or "US").upper()
    shown = visible(text.removesuffix(".0"))
    whole, _ = phones(shown, region)
    if whole:
        return whole
    return tuple(dict.fromkeys(number for part in _APART.split(shown) for number in phones(part.strip(), region)[0]))


def _in_full(text: str) -> str | None:
    """A number a spreadsheet wrote as 1.38E+10, if all its digits are still there."""
    mantissa, _, power = text.lower().partition("e")
    digits = len(mantissa.partition(".")[2])
    return str(int(Decimal(text))) if digits >= int(power.lstrip("+")) else None


def _email(cells: Cells) -> str | None:
    for text, _ in cells.all("email"):
        found, _ = emails(visible(text))
        if found:
            return found[0]
        cells.dropped.append(Why(BAD_EMAIL, {"text": _short(text)}))
    return None


def sum_of(text: str, *, locale: str) -> Money | None:
    """A sum as a cell holds it: 300000, ¥30万, 300k; a bare figure is money here."""
    shown = visible(text)
    if plain := _PLAIN_SUM.fullmatch(shown.strip()):
        sign = (plain[1] or "").lower() or ("¥" if plain[3] else "")
        try:
            return Money(Decimal(plain[2].replace(",", "")), _SIGNS.get(sign))
        except InvalidOperation:
            return None
    for written in (shown, f"¥{shown}"):
        reading = read(written, now=_MOMENT, zone=ZoneInfo("UTC"), locale=locale, known=())
        if reading.amounts:
            told = reading.amounts[0]
            return told if written is shown else Money(told.amount, None)
    return None


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def whys(told: Sequence[Why]) -> list[dict[str, object]]:
    """As the books keep them."""
    return [why.as_json() for why in told]
