"""Ways to reach somebody, in one spelling: the keys by which a customer is found by phone, e-mail or WeChat."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import lru_cache

import phonenumbers

from core.names.wordlists import words

SHORTEST = 7  # digits; fewer are an extension or a code, and match nothing
_LONGEST = 15  # digits of E.164
_SPLIT = re.compile(r"[/,;|、，；\n]+")
_EXTENSION = re.compile(r"(?:转|轉|分机|分機|ext\.?|x|#)\s*\d+\D*$", re.IGNORECASE)
_MOBILE = re.compile(r"(?:00)?(?:86)?0?(1[3-9]\d{9})")
_EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@((?:[\w-]+\.)+[^\W\d_][\w-]+)")
SITE = re.compile(
    r"(?<![\w@.-])(?:https?://)?(?:www\.)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE
)
_WECHAT = re.compile(r"[a-z][\w-]{4,19}", re.ASCII)
_PUBLIC = frozenset(words("mailboxes"))
_PUBLIC_EVERYWHERE = frozenset(words("mailboxes", "everywhere"))


class Way(StrEnum):
    """What two customers may have in common besides their names."""

    PHONE = "phone"
    EMAIL = "email"
    WECHAT = "wechat"
    DOMAIN = "domain"  # of an e-mail address, unless anybody may have one there


_PREFIXES = {"tel": Way.PHONE, "mail": Way.EMAIL, "wx": Way.WECHAT, "host": Way.DOMAIN}
PREFIXES = tuple(f"{prefix}:" for prefix in _PREFIXES)


def way(key: str) -> Way | None:
    """Which way a stored key stands for; None: it is one of a name's."""
    prefix, colon, _ = key.partition(":")
    return _PREFIXES.get(prefix) if colon else None


def stored(phones: Iterable[str] = (), emails: Iterable[str] = (), wechat: Iterable[str] = ()) -> frozenset[str]:
    """The keys to keep beside a customer: however a number or an address is written, its keys are these."""
    return frozenset(_keys(phones, emails, wechat, with_country="=", without=""))


def sought(
    phones: Iterable[str] = (), emails: Iterable[str] = (), wechat: Iterable[str] = (), sites: Iterable[str] = ()
) -> frozenset[str]:
    """The keys to look for. A number told without its country may be that of any; two told with one must agree.

    Who is told of by a web site has their addresses there.
    """
    hosts = (match[1] for site in sites if (match := SITE.fullmatch(_plain(site))))
    return frozenset(_keys(phones, emails, wechat, with_country="", without="=")) | frozenset(
        f"host:{host}" for host in hosts if not _is_public(host)
    )


def _keys(
    phones: Iterable[str], emails: Iterable[str], wechat: Iterable[str], *, with_country: str, without: str
) -> Iterator[str]:
    ids = [_plain(each) for each in wechat]
    # 微信同号: many a WeChat id is a phone number.
    for whole, national in _phones((*phones, *(each for each in ids if not _WECHAT.fullmatch(each)))):
        if whole:
            yield f"tel:{whole}"
            yield f"tel:{with_country}{national}"
        else:
            yield f"tel:{national}"
            yield f"tel:{without}{national}"
    for address, domain in _addresses(emails):
        yield f"mail:{address}"
        if not _is_public(domain):
            yield f"host:{domain}"
    yield from (f"wx:{each}" for each in ids if _WECHAT.fullmatch(each))


def _is_public(host: str) -> bool:
    """Whether anybody may have an address there."""
    return host in _PUBLIC or host.partition(".")[0] in _PUBLIC_EVERYWHERE


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _phones(fields: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each number in E.164 ("" where it was told without its country), and its digits within the country."""
    for text in fields:
        for piece in _SPLIT.split(unicodedata.normalize("NFKC", text)[:200]):
            if found := _phone(_EXTENSION.sub("", piece).strip()):
                yield found


@lru_cache(maxsize=4096)
def _phone(written: str) -> tuple[str, str] | None:
    digits = "".join(char for char in written if char in "0123456789")
    if not SHORTEST <= len(digits) <= _LONGEST + 2 or len(set(digits)) == 1:
        return None
    abroad = written.lstrip(" (").startswith("+")
    if (mobile := _MOBILE.fullmatch(digits)) and (not abroad or digits.startswith("86")):
        return f"+86{mobile[1]}", mobile[1]
    if abroad or digits.startswith("00") or (digits.startswith("86") and len(digits) >= 12):
        try:
            number = phonenumbers.parse(f"+{digits.removeprefix('00')}")
        except phonenumbers.NumberParseException:
            return None
        if phonenumbers.is_possible_number(number):
            whole = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            return whole, phonenumbers.national_significant_number(number).lstrip("0")
    national = digits.lstrip("0")
    return ("", national) if len(national) >= SHORTEST else None


def _addresses(fields: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each whole e-mail address, and its domain; anything else is none, and matches nothing."""
    for text in fields:
        for piece in _SPLIT.split(_plain(text)[:400]):
            if found := _EMAIL.fullmatch(piece.strip(" <>").removeprefix("mailto:")):
                yield found[0], found[1]
