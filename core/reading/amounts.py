"""Sums of money, in full figures."""

import re
from decimal import Decimal
from itertools import pairwise

from core.reading.quantities import Quantity
from core.reading.result import Money
from core.reading.text import HAN, Text
from core.reading.words import any_of, rows

_CURRENCIES = {sign: code for code, *signs in rows("money", "currencies") for sign in (code.lower(), *signs)}
_ANY = "|".join(re.escape(word) for word in sorted(_CURRENCIES, key=len, reverse=True))
_AFTER_ONLY = frozenset(
    word for word in _CURRENCIES if len(word) == 1 and HAN.match(word)
)  # 块, 元: never before a sum
_COUNTED, _MEASURED = any_of("goods", "counted"), any_of("goods", "measured")
_BEFORE = re.compile(rf"(?<![a-z])({_ANY})s?[:\s]{{0,2}}$", re.ASCII)
_AFTER = re.compile(rf"[多来余]?\s?(?:块(?=钱|[一每左的以吧,./多]|\s|$)|(?!块)({_ANY})s?(?![a-z]))钱?", re.ASCII)
_ASKED = re.compile(rf"{any_of('money', 'asked')}{any_of('money', 'asked glue')}{{0,3}}$", re.ASCII)
_MAY_FOLLOW = re.compile(rf"\s?{any_of('money', 'after')}\b", re.ASCII)
_NOT_AFTER = re.compile(
    rf"\s?(?:%|percent|个点|个百分点|折|点|倍|/\d|[-~到至]\d|\s?(?!周[一二三四五六日天末]|月[底初中末]){_MEASURED}|多?{_COUNTED}(?!以[内上下]))",
    re.ASCII,
)
_EACH = re.compile(
    rf"\s?(?:一|每|/)\s?(?:{_COUNTED}|年|月|人|天|次|公里|(?:unit|seat|piece|pc|month|year|user|set|box|licen[cs]e|ea)\b)",
    re.ASCII,
)
_PLURAL = re.compile(rf"\s?(?!{any_of('money', 'no plural of goods')}\b)[a-z]{{2,}}s\b|\s?pcs?\b", re.ASCII)
_SIZE = re.compile(rf"\s?{any_of('money', 'sizes')}")
_GROUPED = re.compile(r"\d{1,3}(?:[,.]\d{3})+")
_PRICED = re.compile(any_of("money", "priced"))
_ROUGHLY = re.compile(r"(?:\b(?:around|about|approx\.?|roughly|circa|ca\.?)\s?|~\s?)$")
_JOINED = re.compile(r"\s?[-~到至]\s?")
_SCALES = {"万": 10**4, "w": 10**4, "亿": 10**8, "k": 1000, "m": 10**6, "千": 1000}
_VAGUE = frozenset(["for", "at"])  # "for 12" may be anything; from a hundred on it is a sum


def amounts(text: Text, quantities: list[Quantity]) -> dict[Quantity, Money]:
    """The quantities that are sums, in the order of the line."""
    found: dict[Quantity, Money] = {}
    for quantity in quantities:
        currency = _currency(text.plain, quantity)
        if currency or _is_sum(text.plain, quantity):
            currency = currency or ("CNY" if text.chinese else None)
            found[quantity] = Money(_whole(quantity.value), currency)
    return _with_ranges(text.plain, quantities, found)


def _currency(plain: str, quantity: Quantity) -> str | None:
    before = _BEFORE.search(plain[max(0, quantity.start - 8) : quantity.start])
    if before:
        return None if before[1] in _AFTER_ONLY else _CURRENCIES[before[1]]
    after = _AFTER.match(plain, quantity.end)
    return _CURRENCIES[after[1] or "元"] if after else None


def _is_sum(plain: str, quantity: Quantity) -> bool:
    """Whether a number without a currency is money: scaled by 万 or k, or asked for by a word of price."""
    written, after = plain[quantity.start : quantity.end], plain[quantity.end : quantity.end + 16]
    if _EACH.match(after) and quantity.value >= 1:
        return True
    if _NOT_AFTER.match(after):
        return False
    if quantity.scaled and quantity.scale not in {"千", "百"}:
        return not (quantity.scale in {"k", "m", "mm"} and (_PLURAL.match(after) or _SIZE.match(after)))
    if quantity.form == "word" or (len(written) > 8 and quantity.form == "digits"):
        return False
    asked = _ASKED.search(plain[max(0, quantity.start - 16) : quantity.start])
    if asked is None:
        said_so = _PRICED.search(plain) or _ROUGHLY.search(plain[: quantity.start])
        grouped = _GROUPED.fullmatch(written) and said_so
        return bool(grouped) and not re.match(r"\s?[a-z㐀-鿿]", after)
    if re.match(r"\s?[a-z]", after) and not _MAY_FOLLOW.match(after):
        return False
    least = 100 if asked[0].split(" ")[0] in _VAGUE else 10 if quantity.form == "han" else 1
    return quantity.value >= least


def _with_ranges(plain: str, quantities: list[Quantity], found: dict[Quantity, Money]) -> dict[Quantity, Money]:
    """30-35万 is two sums: the first takes scale and currency from the second."""
    for first, second in pairwise(quantities):
        joined = _JOINED.fullmatch(plain, first.end, second.start)
        if joined and second in found and first not in found and not first.scaled:
            found[first] = Money(_whole(first.value * _SCALES.get(second.scale, 1)), found[second].currency)
    return dict(sorted(found.items(), key=lambda item: (item[0].start, item[0].value)))


def _whole(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() and value < 10**15 else value.normalize()
