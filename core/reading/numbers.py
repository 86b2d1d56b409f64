"""Numbers as salespeople write them: 30, 12,000, 3.500,00, 3w8, 三千五, 一百二十万, twelve, half a million."""

import re
from decimal import Decimal

_DIGITS = {letter: value for value, letter in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2, "廿": 20}
_SMALL = {"十": 10, "百": 100, "千": 1000, "k": 1000, "廿": 20}
_LARGE = {"万": 10**4, "w": 10**4, "亿": 10**8}
_TOKEN = re.compile(
    r"(?P<digits>\d[\d,]*(?:\.\d+)?)|(?P<letter>[零〇一二两俩三四五六七八九廿])|(?P<unit>[十百千k万w亿])|(?P<half>半)|个"
)

CHINESE = "零〇一二两俩三四五六七八九十百千万亿廿"

_WORDS = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | {
    word: 10 * tens
    for tens, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_WORDS |= {"a": 1, "an": 1, "couple": 2, "dozen": 12}
_SCALES = {"hundred": 100, "thousand": 1000, "grand": 1000, "k": 1000, "million": 10**6, "mil": 10**6, "billion": 10**9}
_FRACTIONS = {"half": Decimal("0.5"), "quarter": Decimal("0.25")}

ENGLISH = r"(?:" + "|".join(sorted(_WORDS, key=len, reverse=True)) + r")"


def chinese(written: str) -> Decimal | None:
    """The value of digits and Chinese numerals in one number, colloquial tails included (三千五 = 3500, 3w8)."""
    total = section = Decimal(0)
    pending: Decimal | None = None
    digits, scale, seen = 0, 1, False
    for token in _TOKEN.finditer(written):
        seen = True
        if token["digits"]:
            pending = Decimal(token["digits"].replace(",", ""))
            digits = len(token["digits"])
        elif letter := token["letter"]:
            if letter in "零〇" and pending is None:
                scale = 1
                continue
            pending = Decimal(_DIGITS[letter]) if pending is None else pending * 10 + _DIGITS[letter]
            digits += 1
        elif token["half"]:
            pending = (pending or Decimal(0)) + (Decimal(scale) / 2 if scale > 1 else Decimal("0.5"))
            scale = 1
        elif unit := token["unit"]:
            if unit in _SMALL:
                section += (Decimal(1) if pending is None else pending) * _SMALL[unit]
                scale = _SMALL[unit]
            else:
                section += pending or 0
                total = _grow(total, section or Decimal(1), _LARGE[unit])
                section, scale = Decimal(0), _LARGE[unit]
            pending, digits = None, 0
    if pending is not None:
        tail = scale >= 100 and digits <= 2 and pending == pending.to_integral_value()
        section += pending * scale / 10**digits if tail else pending
    return total + section if seen else None


def _grow(total: Decimal, section: Decimal, unit: int) -> Decimal:
    """万 adds its section; 亿 lifts everything before it (一万亿)."""
    return (total + section) * unit if unit == 10**8 else total + section * unit


def western(written: str, *, scaled: bool = False) -> Decimal:
    """A number in digits. A lone mark before three digits groups thousands (€3.500), unless 万 or M follows."""
    body = re.sub(r"[ ']", "", written)
    last = max(body.rfind(","), body.rfind("."))
    if last < 0:
        return Decimal(body)
    mark, tail = body[last], body[last + 1 :]
    alone = not ("," in body and "." in body)
    grouped = alone and (body.count(mark) > 1 or (len(tail) == 3 and body[0] != "0" and (mark == "," or not scaled)))
    if grouped:
        return Decimal(body.replace(mark, ""))
    whole = body[:last].replace(",", "").replace(".", "")
    return Decimal(f"{whole or 0}.{tail or 0}")


def english(written: str) -> Decimal | None:
    """Words: two, a dozen, thirty-five thousand, half a million, three hundred and fifty."""
    total = current = Decimal(0)
    seen, fraction = False, None
    for word in re.findall(r"[a-z]+|\d+(?:\.\d+)?", written):
        if word in _FRACTIONS:
            fraction, seen = _FRACTIONS[word], True
        elif word == "dozen":
            current, seen = (current or Decimal(1)) * 12, True
        elif word in _WORDS:
            if fraction is None and not (word in {"a", "an"} and current):
                current += _WORDS[word]
            seen = True
        elif word[0].isdigit():
            current, seen = current + Decimal(word), True
        elif word in _SCALES:
            scale, seen = _SCALES[word], True
            if fraction is not None:
                current, fraction = fraction, None
            if scale == 100:
                current = (current or Decimal(1)) * scale
            else:
                total += (current or Decimal(1)) * scale
                current = Decimal(0)
    return total + current if seen else None
