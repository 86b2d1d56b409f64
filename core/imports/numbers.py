"""The phone numbers of a row, as people and spreadsheets write them; and whose they are, where one cell says both."""

import re
from dataclasses import dataclass
from decimal import Decimal

from core.errors import msgid
from core.imports import headers
from core.imports.cells import Cells
from core.imports.whys import Why, short
from core.reading.phones import phones
from core.reading.text import visible

MOST_EXTRA = 5
BAD_PHONE = msgid("“{text}” is no phone number")
CUT_PHONE = msgid("the spreadsheet has cut the number to “{text}”: format the column as text")

APART = re.compile(r"[/;,；，、|]|\s{2,}")
_SHORTENED = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,2}")
_EXTENSION = re.compile(r"\s?[-–—]\s?\d{1,5}$")  # 0755-27881234-801, whatever the dash
_LONG = re.compile(r"\d(?:[\s-]?\d){6,}")
_NUMBER = re.compile(r"[+(]?\d[\d\s()+-]{5,}\d")
_NAME = re.compile(r"[㐀-鿿]{2,4}|[A-Z][a-z]+(?: [A-Z][a-z]+){0,2}")
_BESIDE = " ,，;；:：/、()（）"  # between a name and a number


@dataclass(frozen=True)
class Reached:
    """How a row's people are reached: numbers in E.164, the first for the contact; `extra`: the rest, as text."""

    phones: tuple[str, ...]
    extra: list[str]
    contact: str


def read(cells: Cells) -> Reached:
    """The numbers and the contact of a row; what is no number is noted."""
    contact, named, found, extensions = cells.person("contact"), "", dict[str, None](), list[str]()
    for text, _ in cells.all("phone"):
        numbers = _of_cell(text, cells)
        if not numbers and (plain := _EXTENSION.sub("", text)) != text and (numbers := phones_of(plain, cells.locale)):
            extensions.append(text)
        elif not numbers:
            cells.dropped.append(_why(text))
        found.update(dict.fromkeys(numbers))
        named = named or _named(text)
    if _LONG.search(contact) and (numbers := phones_of(contact, cells.locale)):
        found.update(dict.fromkeys(numbers))
        contact = _NUMBER.sub(" ", contact).strip(_BESIDE)
    return Reached(tuple(found), [*extensions, *list(found)[1 : MOST_EXTRA + 1]], contact or named)


def _of_cell(text: str, cells: Cells) -> tuple[str, ...]:
    if _SHORTENED.fullmatch(text):
        number = _in_full(text)
        return phones_of(number, cells.locale) if number else ()
    return phones_of(text, cells.locale)


def _why(text: str) -> Why:
    if _SHORTENED.fullmatch(text) and _in_full(text) is None:
        return Why(CUT_PHONE, {"text": text})
    return Why(BAD_PHONE, {"text": short(text)})


def _named(text: str) -> str:
    """Who is called there: 小陈 13951000000. What says which kind of number it is, is nobody."""
    left = "" if text.isascii() and not text[:1].isalpha() else _NUMBER.sub(" ", text).strip(_BESIDE)
    return left if _NAME.fullmatch(left) and "同" not in left and headers.recognise(left) is None else ""


def phones_of(text: str, locale: str) -> tuple[str, ...]:
    """Every phone number in a cell, in E.164."""
    region = "CN" if locale.lower().startswith("zh") else (locale.replace("_", "-").partition("-")[2] or "US").upper()
    shown = visible(text.removesuffix(".0"))
    whole, _ = phones(shown, region)
    if whole:
        return whole
    return tuple(dict.fromkeys(number for part in APART.split(shown) for number in phones(part.strip(), region)[0]))


def _in_full(text: str) -> str | None:
    """A number a spreadsheet wrote as 1.38E+10, if all its digits are still there."""
    mantissa, _, power = text.lower().partition("e")
    digits = len(mantissa.partition(".")[2])
    return str(int(Decimal(text))) if digits >= int(power.lstrip("+")) else None
