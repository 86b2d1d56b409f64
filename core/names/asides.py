"""What people write beside a customer's name that is none of it: a note, whom they know there, a number in a list."""

from __future__ import annotations

import re

from core.names.fold import CJK
from core.names.notes import AT_DESK, DATE, EVENT, MAIL, NUMBER, is_noted
from core.names.persons import NAMED, PERSON, TITLED, without_titled
from core.names.regions import REGIONS
from core.names.wordlists import words

_LISTED = re.compile(
    r"^\s*(?:\d{1,4}\s*[.、)]\s*(?=[^\d\s])"  # "1. 蓝鲸物流"
    r"|(?:客户|公司|单位|企业|customer|company|client|account)(?:名称?|全称| name)?\s*:\s*(?=\S))"
)
_SITE = re.compile(
    r"(?:https?://)?(?:www\.)?([a-z0-9][a-z0-9-]{2,})"
    r"(?:\.(?:com|net|org|co|biz|info|shop|store|online|tech|io|ai|app|dev|group|eu|[a-z]{2}))?"
    r"\.(?:com|net|org|biz|info|shop|store|online|tech|io|ai|app|dev|group|eu|[a-z]{2})/?",
    re.ASCII,
)
_DOT_COM = re.compile(r"(?<=[a-z0-9]{3})\.com\b", re.ASCII)
_OFFICE = "|".join(word.replace("_", " ") for word in words("asides", "desks"))
_BEHIND = re.compile(
    rf"(?:\s*[-–—/|:,;，；]\s*|\s+|(?<=[)\]}}】])\s*)(?:{AT_DESK}|{PERSON})(?:\s*{PERSON})?$"
    r"|\s*[/|]\s*(?:(?:mr|mrs|ms|dr)\.? )?[a-z]\. ?[a-z]+$"
    rf"|\s(?:{_OFFICE}) (?:dept|department|team)$"
    rf"|\s*[-–—/|:,;]\s*(?:(?:{_OFFICE})(?: (?:dept|department|office|team))?|(?:attn|c/o)\b.{{1,40}})$"
)
_LATIN_PARTED = re.compile(r"[-/|:,;*#@\d]")
_TEAMS = (" dept", " department", " team")
_PARTED = re.compile(r"[-–—/|:,;，；*#@\s\d]")
_ENDS = (*words("asides", "people"), *TITLED, "部", "部门", "科", "处", "中心")
_MOST = 3  # things that stand behind one name
# Behind the name: its telephone, its mail, when it was met.
_REACHED = re.compile(rf"(?:[\s,;:/|*-]+(?:{NUMBER}|{MAIL}|{DATE})|(?<=[{CJK}])1[3-9]\d{{9}})$")
# 泰和电子 惠州市惠阳区人民路12号: of the address only the town tells customers apart.
_ADDRESS = re.compile(
    rf"[\s,;:/|-]+(?:地址:?\s*)?(?P<town>(?:[{CJK}]{{2,8}}?省)?[{CJK}]{{2,4}}?市)"
    rf"[{CJK}\d\s,-]{{2,}}?\d+(?:号|栋|幢|楼|室|层|座|弄)[{CJK}\d-]{{0,12}}(?<!店)$"
)
_TAIL = re.compile(
    rf"(?:\s*[*#|/,;:—–]+\s*|\s+-+\s*|\s*-+\s*(?=[{CJK}])|\s+(?=[{CJK}]))(?P<said>[^*#|/,;:—–{{}}()]+)[*#]*$"
)
_IN_FRONT = re.compile(rf"^(?:{EVENT}|{NAMED})(?:\s*[-–—:_/|,;]+\s*|\s+)")
_MET_BY = re.compile(rf"{NAMED}\s*\((?P<name>[^()]{{3,}})\)")  # 陈总(凯旋门窗)
_FORMER = re.compile(
    rf"^(?:原(?=[{CJK}]{{4}})|(?:原名|曾用名|旧名|前身是?|又名|又称|现名|改名为?)[: ]*|"
    r"(?:formerly|previously|f/?k/?a|d/?b/?a|t/?a|a/?k/?a|trading as|now)[:. ]+)(?P<name>.{2,60})$"
)
_TRADING_AS = re.compile(r"\s(?:d[./]?b[./]?a|t/a|a[./]?k[./]?a|trading as|formerly)\.?\s+(?P<name>.{2,60})$")


def without(text: str) -> str:
    """The name without what stands beside it; the text as it is where nothing would be left of it."""
    if not _may_have_more(text):
        return text
    bare = _LISTED.sub("", text)
    bare = _kept(_IN_FRONT.sub("", bare), bare)
    for _ in range(_MOST):
        shorter = _kept(_without_last(bare), bare)
        if shorter == bare:
            break
        bare = shorter
    met = _MET_BY.fullmatch(bare)
    return met["name"] if met else bare


def _may_have_more(text: str) -> bool:
    """Whether anything may stand beside the name; most names are told so without a closer look."""
    if text.isascii():
        return _LATIN_PARTED.search(text) is not None or text.endswith(_TEAMS)
    return _PARTED.search(text) is not None or text.endswith(_ENDS) or (text.endswith(")") and "(" in text[:6])


def _kept(left: str, text: str) -> str:
    bare = left.strip()
    return left if len(bare.strip("()")) >= 3 and bare not in REGIONS else text


def _without_last(text: str) -> str:
    """The name without the last thing that stands behind it."""
    left = _BEHIND.sub("", text) if not text.isalpha() else text
    if left != text:
        return left
    if reached := _REACHED.search(text):
        return text[: reached.start()]
    if text.endswith(TITLED):
        return without_titled(text)
    if address := _ADDRESS.search(text):
        return f"{text[: address.start()]} {address['town']}"
    tail = _TAIL.search(text)
    return text[: tail.start()] if tail and is_noted(tail["said"]) else text


def without_domain(text: str) -> str:
    """The name of a firm called by its web site: quillstone.com, www.blue-harbor.co.uk; others as they are."""
    found = _SITE.fullmatch(text.strip())
    return found[1].replace("-", " ") if found else _DOT_COM.sub("", text)


def former(text: str) -> str:
    """The other name that what stood in brackets tells: 原凯达印刷, formerly Acme; else nothing."""
    found = _FORMER.match(text)
    return found["name"] if found else ""


def trading_as(text: str) -> tuple[str, str]:
    """A name with another one behind it, parted: Hartwell Ltd dba Blue Door."""
    found = _TRADING_AS.search(text)
    return (text[: found.start()], found["name"]) if found else (text, "")
