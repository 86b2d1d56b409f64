"""Figures and how they are compared, as people type them: over 300k, >30万, 30-50万, 30万以上, between 1m and 2m."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from core.reading.numbers import chinese
from core.sums import is_sensible
from core.views import Between

_CURRENCIES = {"¥": "CNY", "rmb": "CNY", "cny": "CNY", "元": "CNY", "块": "CNY", "$": "USD", "us$": "USD", "usd": "USD",
               "美元": "USD", "€": "EUR", "eur": "EUR", "欧元": "EUR", "£": "GBP", "gbp": "GBP", "hk$": "HKD",
               "hkd": "HKD", "港币": "HKD"}  # fmt: skip
_MANY = {"m": 10**6, "mm": 10**6, "million": 10**6, "thousand": 1000, "bn": 10**9, "billion": 10**9}
_SIGN = "|".join(re.escape(word) for word in sorted(_CURRENCIES, key=len, reverse=True))
_FIGURE = (
    rf"(?:(?P<sign{{0}}>{_SIGN})\s*)?(?P<figure{{0}}>\d[\d,]*(?:\.\d+)?|[一二两三四五六七八九十])"
    r"(?P<han{0}>(?:[百千万亿kw十]+(?![a-z]))?)\s*(?P<many{0}>(?:million|thousand|billion|bn|mm|m)(?![a-z]))?"
    rf"\s*(?P<after{{0}}>(?:{_SIGN})(?![a-z]))?\s*(?:%|个?工?作?天|days?(?![a-z]))?"
)
_BEFORE = {
    "least": r">=|=>|≥|不低于|不少于|不小于|至少|at least|from",
    "most": r"<=|=<|≤|不超过|不高于|不大于|至多|最多|at most|up to",
    "over": r">|超过|大于|高于|多于|over|above|more than|greater than|exceeding",
    "under": r"<|低于|小于|少于|不到|不足|under|below|less than|fewer than",
}
_AFTER = {"least": r"及?以上|起|\+|or more|and more", "most": r"及?以[下内]|之内|or less"}
_ONE = re.compile(
    "(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _BEFORE.items()) + r"|(?P<is>=+|:|是|为|is))?\s*"
    + _FIGURE.format(1)
    + rf"\s*(?:(?P<up>{_AFTER['least']})|(?P<down>{_AFTER['most']}))?"
)  # fmt: skip
_TWO = re.compile(
    r"(?:=+|:|between|from|在|从)?\s*"
    + _FIGURE.format(1)
    + r"\s*(?:-|–|~|到|至|and|to)\s*"
    + _FIGURE.format(2)
    + r"(?:之间)?"
)


def between(text: str, at: int, *, bare: bool) -> tuple[Between, int] | None:
    """The figures that stand here, and where they end; `bare`: no word says what they are of, so only what is
    compared or a range is taken."""
    if two := _TWO.match(text, at):
        low, high = _value(two, 1), _value(two, 2)
        if low < high and not two["han1"] and not two["many1"]:
            low = low * (high / _plain(two, 2)) if low < _plain(two, 2) else low
        currency = _currency(two, 1) or _currency(two, 2)
        if low <= high and is_sensible(high):
            return Between(least=low, most=high, currency=currency), two.end()
    one = _ONE.match(text, at)
    if one is None or not is_sensible(_value(one, 1)):
        return None
    value, told = _value(one, 1), Between(currency=_currency(one, 1))
    name = next((name for name in _BEFORE if one[name]), None)
    if name is not None:
        return _end(told, name, value), one.end()
    if one["up"] or one["down"]:
        return _end(told, "least" if one["up"] else "most", value), one.end()
    return None if bare else (replace(told, least=value, most=value), one.end())


def _end(told: Between, name: str, value: Decimal) -> Between:
    ends: dict[str, Any] = {name: value}
    return replace(told, **ends)


def _plain(found: re.Match[str], n: int) -> Decimal:
    return chinese(found[f"figure{n}"]) or Decimal(0)


def _value(found: re.Match[str], n: int) -> Decimal:
    written = chinese(f"{found[f'figure{n}']}{found[f'han{n}'] or ''}") or Decimal(0)
    return written * _MANY.get(found[f"many{n}"] or "", 1)


def _currency(found: re.Match[str], n: int) -> str | None:
    word = found[f"sign{n}"] or found[f"after{n}"]
    return _CURRENCIES[word] if word else None
