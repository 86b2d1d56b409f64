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
_LONGEST = 30  # characters: what is longer is a sentence, not a header
_SCALES = (("亿元", 10**8), ("万元", 10**4), ("(万", 10**4), ("[万", 10**4), ("千元", 1000), ("(k", 1000))


class Header(NamedTuple):
    """What a column holds: a field ("" for one that is known and not taken), and what its figures are multiplied by."""

    field: str
    scale: Decimal = Decimal(1)
    sure: bool = True  # the whole header is known, not a part of it


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
    return tuple((field.strip("-"), re.compile(pattern)) for field, pattern in lines)


_LISTS = _sections()
_LEADS, _INVOICES = _named(_LISTS["leads"]), _named(_LISTS["invoices"])
_IGNORED = frozenset(_squash(word) for line in _LISTS["ignored"] for words in line for word in words.split())
_IN_LEADS = _within(_LISTS["within leads"])
_IN_INVOICES = (*_within(_LISTS["within invoices"]), *_IN_LEADS)


@lru_cache(maxsize=4096)
def recognise(text: str, *, invoices: bool = False) -> Header | None:
    """The field a header names; None for one that says nothing to us. `invoices`: in a list of issued invoices."""
    shown = unicodedata.normalize("NFKC", text).strip().lower()
    if not shown or len(shown) > _LONGEST:
        return None
    bare = _squash(_PARENTHESES.sub("", shown)) or _squash(shown)
    scale = Decimal(next((by for unit, by in _SCALES if unit in shown), 1))
    if invoices and bare in _INVOICES:
        return Header(_INVOICES[bare], scale)
    if bare in _LEADS and not (
        invoices and bare in _IGNORED
    ):  # 单位 is a customer, and in invoices what goods count in
        return Header(_LEADS[bare], scale)
    if bare in _IGNORED:
        return Header("")
    within = _IN_INVOICES if invoices else _IN_LEADS
    return next((Header(field, scale, sure=False) for field, pattern in within if pattern.search(shown)), None)


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
    alone = len(filled) == 1 and any(each.sure for each in found) and bool(fields & {"customer", "buyer"})
    enough = len(fields) >= 2 and sum(each.sure for each in found) >= 1
    return len(found) if alone or enough else 0
