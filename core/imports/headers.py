"""What a column is called: the usual headers of lists of leads and of issued invoices, in both languages.

Light on purpose: the process that reads a file looks at headers too, to choose among sheets.
"""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

# Fields of a lead, in the order in which they are offered; then those of an invoice.
LEAD_FIELDS = (
    *("customer", "contact", "title", "phone", "wechat", "email", "interest", "region"),
    *("source", "campaign", "referrer", "budget", "quoted", "tags", "note"),
)
INVOICE_FIELDS = (
    *("invoice", "buyer", "tax_id", "invoiced_on", "amount", "tax", "total", "currency"),
    *("goods", "quantity", "invoice_state"),
)
SEVERAL = ("phone", "interest", "region", "tags", "note", "goods")  # may be spread over several columns

_INSIDE = re.compile(r"[\s\W_]+")
_PARENTHESES = re.compile(r"[(\[【].*?[)\]】]")
_ASKED = re.compile(  # what stands before the thing in a form's question
    r"^\s*(?:q?\d{1,2}\s*[、.:)]\s*)?"
    r"(?:(?:请?(?:填写|输入|选择|留下)|请问)?[您你]?们?的?(?=[㐀-鿿])"
    r"|(?:what(?: is|'s)|please (?:enter|provide|give))? ?(?:your )?)"
)
# As some programs write: Person - Phone.
_OF_A_THING = re.compile(r"^(?:person|deal|lead|contact|opportunity)\s*[-:]\s*")
_WAYS = re.compile(r"[/|\n、]+|(?<=[㐀-鿿])\s*(?=[a-z])|(?<=[a-z.)])\s*(?=[㐀-鿿])")  # one header in two ways
_IN_HEADS = {"customer", "contact", "phone", "email", "buyer", "invoice"}  # one of them heads any list
_LONGEST = 60  # characters: what is longer is a sentence, not a header
_SCALES = (("亿元", 10**8), ("万元", 10**4), ("(万", 10**4), ("[万", 10**4), ("千元", 1000), ("(k", 1000))
WHOLE, WEAK, WITHIN = range(3)


class Header(NamedTuple):
    """What a column holds: a field ("" for one that is known and not taken), and what its figures are multiplied by.
    `doubt`: whether the whole header is known, known as one that may mean something else, or known by a word in it."""

    field: str
    scale: Decimal = Decimal(1)
    doubt: int = WHOLE


def _squash(text: str) -> str:
    return _INSIDE.sub("", text.lower())


def _sections() -> dict[str, list[list[str]]]:
    """The lines of headers.txt by section, each parted after its first word."""
    found, lines = dict[str, list[list[str]]](), list[list[str]]()
    for line in Path(__file__).with_suffix(".txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            lines = found.setdefault(line.partition("]")[0].strip("["), [])
        elif line and not line.startswith("#"):
            lines.append(line.split(maxsplit=1))
    return found


def _named(lines: list[list[str]]) -> dict[str, str]:
    return {_squash(word): field for field, words in lines for word in words.split()}


def _within(lines: list[list[str]]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((field, re.compile(pattern)) for field, pattern in lines)


_LISTS = _sections()
_LEADS, _INVOICES = _named(_LISTS["leads"]), _named(_LISTS["invoices"])
_WEAK = _named(_LISTS["leads, where nothing else says it"])
_IGNORED = frozenset(_squash(word) for line in _LISTS["ignored"] for words in line for word in words.split())
_IN_LEADS = _within(_LISTS["within leads"])
_IN_INVOICES = _within(_LISTS["within invoices"])
_SIMPLIFIED = str.maketrans(
    {pair[0]: pair[1] for line in _LISTS["characters"] for words in line for pair in words.split()}
)


@lru_cache(maxsize=4096)
def recognise(text: str, *, invoices: bool = False) -> Header | None:
    """The field a header names; None for one that says nothing to us. `invoices`: in a list of issued invoices."""
    shown = unicodedata.normalize("NFKC", text).translate(_SIMPLIFIED).strip().lower()
    if not shown or len(shown) > _LONGEST:
        return None
    scale = Decimal(next((by for unit, by in _SCALES if unit in shown), 1))
    known = _whole(shown, invoices)
    if known is None and invoices:
        known = _first_within(shown, _IN_INVOICES)
    known = known or _parts(shown, invoices) or _last_within(shown)
    return known._replace(scale=scale) if known and known.field else known


def _whole(shown: str, invoices: bool) -> Header | None:
    """What the header is as a whole: without what is in parentheses, what a form asks with, a number behind it."""
    bare = _PARENTHESES.sub("", shown)
    asked = _ASKED.sub("", _OF_A_THING.sub("", bare))
    for word in dict.fromkeys(map(_squash, (bare, asked, re.sub(r"\d+\W*$", "", asked), shown))):
        if invoices and word in _INVOICES:
            return Header(_INVOICES[word])
        if invoices and word in _IGNORED:  # 单位 is a customer, and in invoices what goods count in
            return Header("")
        if word in _LEADS:
            return Header(_LEADS[word])
        if word in _IGNORED:
            return Header("")
        if word in _WEAK:
            return Header(_WEAK[word], doubt=WEAK)
    return None


def _parts(shown: str, invoices: bool) -> Header | None:
    """What it is where it says one thing in two ways, or two things: the first of them that is known."""
    parts = [part for part in _WAYS.split(_PARENTHESES.sub("", shown)) if part.strip()]
    known = [_whole(part, invoices) for part in parts] if len(parts) > 1 else []
    found = [each for each in known if each]
    if any(not each.field for each in found):
        return Header("")
    return min(found, key=lambda each: each.doubt, default=None)


def _first_within(shown: str, words: tuple[tuple[str, re.Pattern[str]], ...]) -> Header | None:
    return next((Header(field.strip("-"), doubt=WITHIN) for field, word in words if word.search(shown)), None)


def _last_within(shown: str) -> Header | None:
    """The field whose word ends last in the header."""
    plain = _PARENTHESES.sub(" ", shown).replace("_", " ").strip() or shown
    best, found = (0, 0), ""
    for field, word in _IN_LEADS:
        for place in word.finditer(plain):
            if field == "!":
                return Header("", doubt=WITHIN)
            if (place.end(), place.end() - place.start()) > best:
                best, found = (place.end(), place.end() - place.start()), field
    return Header(found.strip("-"), doubt=WITHIN) if found else None


def of_invoices(cells: Sequence[str]) -> bool:
    """Whether these are the headers of a list of issued invoices: an invoice's number and its buyer."""
    fields = {found.field for cell in cells if (found := recognise(cell, invoices=True))}
    return "invoice" in fields and bool(fields & {"buyer", "customer"})


def known(cells: Sequence[str]) -> int:
    """How many columns a row of headers would name; 0 where it is none: a row of a list is not taken for its head."""
    filled = [cell for cell in cells if cell]
    invoices = of_invoices(cells)
    found = [each for cell in filled if (each := recognise(cell, invoices=invoices))]
    fields = {each.field for each in found if each.field}
    if any(re.search(r"\d{5}|@", cell) for cell in filled):
        return 0  # numbers and addresses stand in rows
    sure = any(each.doubt < WITHIN for each in found)
    alone = len(filled) == 1 and sure and bool(fields & {"customer", "buyer"})
    enough = len(fields) >= 2 and bool(fields & _IN_HEADS) and (sure or len(fields) >= 4)
    return len(found) if alone or enough else 0
