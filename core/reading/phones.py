"""How to reach somebody: phone numbers, e-mail addresses, WeChat names."""

import re

import phonenumbers

from core.reading.text import visible

_EMAIL = re.compile(r"[a-z0-9][a-z0-9._%+-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.ASCII | re.IGNORECASE)
_DIGITS = re.compile(r"(?<![\w.#-])[+(]?\d[\d\s().-]{5,18}\d(?![\w%]|[.,]\d)", re.ASCII)
_GLUED = re.compile(r"(?<!\d)1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)", re.ASCII)
_WECHAT = re.compile(
    r"(?:微信号?|we ?chat(?: id)?|\bv信|\bwx|\bvx|加v)\s?(?:id|号|是|为|:|：)*\s?"
    r"([a-zA-Z][\w-]{4,19}|1[3-9]\d{9})(?![\w@])",
    re.ASCII | re.IGNORECASE,
)
_SAME_NUMBER = re.compile("微信同号|同微信|微信同|wechat same")
CODE = re.compile(
    r"(?:单号|快递|运单|订单号?|编号|合同号|发票号?|账号|卡号|税号|货号|料号|型号|part|item|po|no\.?|inv|id|sn|p/n|order)\s?[:#]?\s?$",
    re.IGNORECASE,
)

_WORDS = re.compile(r"[^\W\d_]|[#转分]")  # an extension, or whose it is

Span = tuple[int, int]


def region(locale: str) -> str:
    """The country whose phone numbers are meant where none is written."""
    language, _, country = locale.replace("_", "-").partition("-")
    if len(country) == 2:
        return country.upper()
    return {"zh": "CN", "de": "DE", "fr": "FR", "ja": "JP", "es": "ES", "it": "IT"}.get(language, "US")


def told(typed: str | None, locale: str) -> str | None:
    """The number of a field that holds nothing else, in E.164; as it was typed where it is none, or several."""
    found, _ = phones(visible(typed or ""), region(locale))
    return found[0] if len(found) == 1 and not _WORDS.search(typed or "") else typed


def phones(shown: str, region: str) -> tuple[tuple[str, ...], list[Span]]:
    """The phone numbers in E.164, and where they stand. `region` (ISO) is for those without a country."""
    found: dict[str, None] = {}
    spans: list[Span] = []
    for match in (*_GLUED.finditer(shown), *_DIGITS.finditer(shown)):
        if any(start < match.end() and match.start() < end for start, end in spans):
            continue
        if CODE.search(shown[max(0, match.start() - 8) : match.start()]):
            spans.append(match.span())
        elif number := _valid(match[0], region):
            found[number] = None
            spans.append(match.span())
    return tuple(found), spans


def _valid(written: str, region: str) -> str | None:
    for where in dict.fromkeys((region, "CN") if written.strip("(").startswith(("1", "0", "4")) else (region,)):
        try:
            number = phonenumbers.parse(written, where)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return None


def emails(shown: str) -> tuple[tuple[str, ...], list[Span]]:
    """The e-mail addresses in lower case, and where they stand."""
    matches = list(_EMAIL.finditer(shown))
    return tuple(dict.fromkeys(match[0].lower() for match in matches)), [match.span() for match in matches]


def wechat(shown: str) -> tuple[tuple[str, ...], list[Span]]:
    """The WeChat names; "微信同号" means the phone number beside it."""
    matches = list(_WECHAT.finditer(shown))
    names = [match[1] for match in matches]
    if _SAME_NUMBER.search(shown) and (number := _GLUED.search(shown)):
        names.append(re.sub("[ -]", "", number[0]))
    return tuple(dict.fromkeys(names)), [match.span(1) for match in matches]
