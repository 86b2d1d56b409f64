"""Every number in a line with its value, before anybody asks whether it counts goods or money."""

import re
from dataclasses import dataclass
from decimal import Decimal

from core.reading import numbers

_DIGITS = (
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?|\d{1,3}(?:'\d{3})+(?:[.,]\d{1,2})?"
    r"|\d{1,3}(?: \d{3})+(?=(?:,\d\d)?\s?(?:€|eur|chf|kr|zł|₽))(?:,\d\d)?"
    r"|\d+(?:\.\d{1,3}|,\d{1,2}(?=\s?(?:%|€|eur|chf|kr|mio|[mk万]\b)))?)(?!\d)"
)
_HAN = r"[零〇一二两俩三四五六七八九十百千]"
_EACH = "[台套件只支把箱盒吨斤米张条瓶包份块片辆部棵柜桶]"  # 两千五一棵, 1.2w一柜: the price of one
_TAIL = (
    r"(?:\d{1,4}[千百]?(?![\d.%台套个件只年月日号天]|[.,]\d)|(?!一" + _EACH + r")[零〇一二两三四五六七八九十百千]+|半)"
    r"(?![台套个件把月点年天])"
)
_LARGE = (
    r"(?:[十百千]?万(?![科达])|w(?![a-z]|[功灯电的瓦充]|led)|个?亿|千(?![克瓦米兆])|百(?![分兆]))"
    rf"(?:{_TAIL}|(?<=亿)\d*[千百]?万)?"
)
_SMALL = r"\s?(?:k|mn|mm|mil|mio|million|thousand|grand|bn|billion|lakh|crore)(?![a-z])|m(?![a-z²])"
_NUMBER = re.compile(
    rf"(?P<yuan>\d{{1,5}}|{_HAN}+)块(?P<jiao>[\d一二三四五六七八九])毛?(?![\d台套个块件只把片米斤张箱吨支条瓶包盒卷根本册对双])"
    rf"|(?P<digits>{_DIGITS})(?! dozen)(?:(?P<more>[多来余几]?)\s?(?P<large>{_LARGE})|(?P<small>{_SMALL}))?"
    rf"|(?P<han>(?:(?!(?<=[千百][一二三四五六七八九])一{_EACH}){_HAN}|廿)+(?P<hm>[多来余](?=[万亿]))?(?:(?P<hl>{_LARGE}))?|半个亿|万(?=把|台|件|只))"
    rf"|\b(?P<dozen>\d{{1,3}} dozen)\b|\b(?P<half>half a|a quarter(?: of a)?|a) (?P<scale>million|billion)\b"
    rf"|\b(?P<word>(?:{numbers.ENGLISH}|half)"
    rf"(?:(?:[ -]| and )(?:{numbers.ENGLISH}|hundred|thousand|grand|million|billion))*(?: of)?)\b",
    re.ASCII,
)
_EITHER = re.compile(
    r"(?P<head>[一二三四五六七八九]?十)?(?P<low>[一二两三四五六七八])(?P<high>[二三四五六七八九])(?P<tail>[十百千]?[万亿]?)"
)
_SCALES = {"k": 1000, "grand": 1000, "thousand": 1000, "lakh": 10**5, "crore": 10**7, "bn": 10**9, "billion": 10**9}
_GLUED = re.compile(r"[a-z0-9_#./\-]$|\d:$", re.ASCII)
_CURRENCY_BEFORE = re.compile(r"(?:usd|eur|gbp|cny|rmb|hkd|jpy|twd|sgd|chf|aud|cad|inr|krw|rm|rs|[x*])$", re.ASCII)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in the line. `scaled` by 万, k or million; `form` is how it was written: digits, han or word."""

    start: int
    end: int
    value: Decimal
    scaled: bool
    form: str
    scale: str = ""


def quantities(plain: str, taken: tuple[tuple[int, int], ...]) -> list[Quantity]:
    """The numbers outside `taken` spans, in order. Parts of codes (QT-2024, A4, v2.0) are none."""
    found = []
    for match in _NUMBER.finditer(plain):
        start, end = match.span()
        if any(start < stop and begin < end for begin, stop in taken):
            continue
        if either := _EITHER.fullmatch(match[0]):
            found += [_either(match, either, which) for which in ("low", "high")]
        elif quantity := _quantity(match, plain):
            found.append(quantity)
    return found


def _either(match: re.Match[str], written: re.Match[str], which: str) -> Quantity:
    """十七八万, 两三百: of two neighbouring digits the one or the other."""
    value = numbers.chinese((written["head"] or "") + written[which] + written["tail"]) or Decimal(0)
    return Quantity(
        match.start(), match.end(), value, written["tail"][-1:] in {"万", "亿"}, "han", written["tail"][-1:]
    )


def _quantity(match: re.Match[str], plain: str) -> Quantity | None:
    start, end = match.span()
    if match["yuan"]:
        value = numbers.chinese(match["yuan"])
        tenths = numbers.chinese(match["jiao"])
        return (
            None if value is None or tenths is None else Quantity(start, end, value + tenths / 10, True, "digits", "块")
        )
    if match["digits"]:
        before = plain[max(0, start - 12) : start]
        if _GLUED.search(before) and not _CURRENCY_BEFORE.search(before) and not _range(before):
            return None
        return _digits(match)
    if match["han"]:
        if plain[max(0, start - 1) : start] in tuple("几数第上好每") or plain[end : end + 1] == "几":
            return None
        written = match["han"].replace(match["hm"] or "\0", "")
        value = numbers.chinese("半亿" if written == "半个亿" else written)
        return (
            value
            if value is None
            else Quantity(start, end, value, bool(match["hl"]) or "亿" in written, "han", (match["hl"] or "")[:1])
        )
    if match["dozen"]:
        return Quantity(start, end, Decimal(match["dozen"].split(" ")[0]) * 12, False, "word")
    if match["scale"]:
        part = Decimal(1) if match["half"] == "a" else Decimal("0.5") if "half" in match["half"] else Decimal("0.25")
        return Quantity(start, end, part * (10**6 if match["scale"] == "million" else 10**9), True, "word", "m")
    value = numbers.english(match["word"])
    scaled = any(scale in match["word"] for scale in ("thousand", "grand", "million", "billion"))
    return None if not value else Quantity(start, end, value, scaled, "word")


def _range(before: str) -> bool:
    """30-35万: the hyphen joins two numbers, and not a code."""
    return re.search(r"(?<![a-z\d-])\d{1,3}[万wk]?[-~]$", before) is not None


def _digits(match: re.Match[str]) -> Quantity | None:
    start, end = match.span()
    after = match.string[end : end + 1]
    small = (match["small"] or "").strip()
    if (
        not small
        and not match["large"]
        and after.isascii()
        and after.isalpha()
        and not _unit(match.string[end : end + 8])
    ):
        return None
    value = numbers.western(match["digits"], scaled=bool(small or match["large"]))
    if small:
        factor = _SCALES.get(small, 10**6)
        return Quantity(start, end, value * factor, True, "digits", small)
    if large := match["large"]:
        written = f"{value}{large}" if "E" not in str(value) else f"{value:f}{large}"
        return Quantity(start, end, numbers.chinese(written) or value, True, "digits", large[:1])
    return Quantity(start, end, value, False, "digits")


def _unit(after: str) -> bool:
    return (
        re.match(r"(?:pcs|pc|kg|g|ea|sets?|units?|x|usd|eur|rmb|cny|gbp|hkd|box(?:es)?|t)(?![a-z])", after, re.ASCII)
        is not None
    )
