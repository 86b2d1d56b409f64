"""One row of a list through the eyes of a mapping: what its cells hold of each field."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from core import sums
from core.errors import msgid
from core.imports.mapping import Mapping
from core.imports.once import FIRST, LAST, part_of_name
from core.imports.sheet import Row
from core.imports.whys import Why, short
from core.reading import Money, read
from core.reading.text import visible

MOST = {"contact": 60, "title": 60, "wechat": 40, "interest": 500, "region": 60, "source": 60, "campaign": 60,
         "referrer": 60, "tags": 30}  # fmt: skip

BAD_SUM = msgid("“{text}” is no sum of money")
BIG_SUM = msgid("{text} is more than anybody pays")
TOO_LONG = msgid("“{text}” was cut to {most} characters")

# What people write where they have nothing to write.
_NOTHING = frozenset("- -- --- – — —— / \\ . 无 暂无 空 (空) （空） 未填写 n/a na nil none null".split())  # noqa: SIM905
_HAN = re.compile(r"[㐀-鿿]")
_QUOTED = re.compile(r"'(?=[=+\-@＝＋－＠'\d])")  # how a cell is marked as text
_PLAIN_SUM = re.compile(
    r"([¥$€￥]|RMB|CNY|USD|EUR)?\s*(-?\d[\d,]*(?:\.\d+)?(?:E\+?\d{1,2})?)\s*(元|块|圆)?", re.IGNORECASE
)
_SIGNS = {"¥": "CNY", "￥": "CNY", "rmb": "CNY", "cny": "CNY", "$": "USD", "usd": "USD", "€": "EUR", "eur": "EUR"}
_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)  # sums have no day; the reader of lines wants one


@dataclass
class Cells:
    """One row through the eyes of a mapping; notes what has to be dropped."""

    row: Row
    mapping: Mapping
    locale: str = "zh-CN"
    dropped: list[Why] = field(default_factory=list)

    def all(self, name: str) -> list[tuple[str, int]]:
        """What the columns of a field hold, those that say something, with their places."""
        cells, places = self.row.cells, self.mapping.places(name)
        held = [(cells[place], place) for place in places if place < len(cells)]
        told = [(_QUOTED.sub("", text, count=1), place) for text, place in held if text]
        return [(text, place) for text, place in told if text.lower() not in _NOTHING]

    def text(self, name: str, joined: str = " ") -> str | None:
        """One text of a field, cut to what its column takes."""
        found = joined.join(dict.fromkeys(text for text, _ in self.all(name)))
        return self.cut(found, MOST.get(name, 500)) or None

    def person(self, name: str) -> str:
        """A name that may stand in two columns, put together as its script has it."""
        parts = {part_of_name(self.mapping.columns[place].label): text for text, place in reversed(self.all(name))}
        if FIRST in parts and LAST in parts:
            first, last = parts[FIRST], parts[LAST]
            return f"{last}{first}" if _HAN.search(last) and _HAN.search(first) else f"{first} {last}"
        return " ".join(text for text, _ in self.all(name)[:1])

    def label(self, name: str) -> str:
        """The header of the first column that holds a field."""
        places = self.mapping.places(name)
        return self.mapping.columns[places[0]].label if places else ""

    def cut(self, text: str, most: int) -> str:
        """The text within its length; that it was cut is noted."""
        if len(text) > most:
            self.dropped.append(Why(TOO_LONG, {"text": short(text), "most": most}))
        return text[:most].strip()

    def money(self, name: str) -> Money | None:
        """A sum in full figures; what is none is dropped."""
        for text, place in self.all(name):
            found = sum_of(text, locale=self.locale)
            if found is None:
                self.dropped.append(Why(BAD_SUM, {"text": short(text)}))
                continue
            found = Money(found.amount * Decimal(self.mapping.columns[place].scale), found.currency)
            if sums.is_sensible(found.amount):
                return found
            self.dropped.append(Why(BIG_SUM, {"text": short(text)}))
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
