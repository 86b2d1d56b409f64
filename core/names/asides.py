"""What people write beside a customer's name that is none of it: a note, whom they know there, a number in a list."""

from __future__ import annotations

import re

from core.names.fold import CJK
from core.names.regions import REGIONS
from core.names.wordlists import words

_LISTED = re.compile(
    r"^\s*(?:\d{1,4}\s*[.、)]\s*(?=[^\d\s])"  # "1. 蓝鲸物流"
    r"|(?:客户|公司|单位|企业|customer|company|client|account)(?:名称?|全称| name)?\s*:\s*(?=\S))"
)
_NOTES = tuple(words("asides", "notes"))
_DEPARTMENTS = "|".join(words("asides", "departments"))
_PERSON = f"[{CJK}]{{1,3}}(?:{'|'.join(words('asides', 'people'))})"
_AT_DESK = rf"(?:{_DEPARTMENTS})(?:部门?|科|处|中心)"
_SITE = re.compile(
    r"(?:https?://)?(?:www\.)?([a-z0-9][a-z0-9-]{2,})"
    r"(?:\.(?:com|net|org|co|biz|info|shop|store|online|tech|io|ai|app|dev|group|eu|[a-z]{2}))?"
    r"\.(?:com|net|org|biz|info|shop|store|online|tech|io|ai|app|dev|group|eu|[a-z]{2})/?",
    re.ASCII,
)
_DOT_COM = re.compile(r"(?<=[a-z0-9]{3})\.com\b", re.ASCII)
_OFFICE = "|".join(word.replace("_", " ") for word in words("asides", "desks"))
_BEHIND = re.compile(
    rf"(?:\s*[-–—/|:,;，；]\s*|\s+|(?<=[)\]}}】])\s*)(?:{_AT_DESK}|{_PERSON})(?:\s*{_PERSON})?$"
    r"|\s*[/|]\s*(?:(?:mr|mrs|ms|dr)\.? )?[a-z]\. ?[a-z]+$"
    rf"|\s(?:{_OFFICE}) (?:dept|department|team)$"
    rf"|\s*[-–—/|:,;]\s*(?:(?:{_OFFICE})(?: (?:dept|department|office|team))?|(?:attn|c/o)\b.{{1,40}})$"
)
_FORMER = re.compile(
    rf"^(?:原(?=[{CJK}]{{4}})|(?:原名|曾用名|旧名|前身是?|又名|又称|现名|改名为?)[: ]*|"
    r"(?:formerly|previously|f/?k/?a|d/?b/?a|t/?a|a/?k/?a|trading as|now)[:. ]+)(?P<name>.{2,60})$"
)
_TRADING_AS = re.compile(r"\s(?:d[./]?b[./]?a|t/a|a[./]?k[./]?a|trading as|formerly)\.?\s+(?P<name>.{2,60})$")


def without(text: str) -> str:
    """The name without what stands beside it; the text as it is where nothing would be left of it."""
    text = _LISTED.sub("", text)
    left = _BEHIND.sub("", text)
    bare = left.strip()
    return left if len(bare.strip("()")) >= 3 and bare not in REGIONS else text


def without_domain(text: str) -> str:
    """The name of a firm called by its web site: quillstone.com, www.blue-harbor.co.uk; others as they are."""
    found = _SITE.fullmatch(text.strip())
    return found[1].replace("-", " ") if found else _DOT_COM.sub("", text)


def is_note(text: str) -> bool:
    """Whether what stood in brackets tells of our dealings with them: 老客户, 展会认识, old customer, 总部."""
    return text.endswith(_NOTES)


def former(text: str) -> str:
    """The other name that what stood in brackets tells: 原凯达印刷, formerly Acme; else nothing."""
    found = _FORMER.match(text)
    return found["name"] if found else ""


def trading_as(text: str) -> tuple[str, str]:
    """A name with another one behind it, parted: Hartwell Ltd dba Blue Door."""
    found = _TRADING_AS.search(text)
    return (text[: found.start()], found["name"]) if found else (text, "")
