"""What a new lead's line says besides who they are: whom to reach, and what is needed, fit for eyes that may not
know the first."""

import re

Span = tuple[int, int]

_CALLED = re.compile(
    r"(?:联系人|contact)\s*(?:是|为|is|:|：)?\s*([\u4e00-\u9fff]{2,4}|[A-Z][\w.'-]+(?: [A-Z][\w.'-]+){0,2})"
)
_BESIDE = re.compile(r"([A-Z][\w.'-]+(?: [A-Z][\w.'-]+){0,2})\s*[,:：，]?\s*$")
_LABELS = re.compile(
    r"(?:联系人|联系方式|联系电话|电话|手机号?|座机|微信号?|邮箱|邮件|预算|contact|phone|tel|mobile|cell|wechat|e-?mail|budget)?"
    r"(?:\s*(?:是|为|of|is|:|：))?\s*(?:US\$|[$¥￥€£]|RMB|USD|CNY|EUR)?\s*$",
    re.IGNORECASE,
)
_EDGES = " ,，、;；:：.。-–—/|()（）"
_GAPS = re.compile(r"\s*[,，、;；:：]\s*(?=[,，、;；:：.。])|\(\s*\)|（\s*）|\s+(?=[,，;；.。])")


def contacts(shown: str, known: list[Span], reached: list[Span], head: Span | None) -> list[Span]:
    """Where the people to reach stand: those already known, one called a contact, a name just before a number."""
    found = list(known)
    if (called := _CALLED.search(shown)) and not _over(called.span(1), found):
        found.append(called.span(1))
    for start, _ in reached:
        beside = _BESIDE.search(shown[:start])
        if beside and not _over(beside.span(1), [*found, *reached, *([head] if head else [])]):
            found.append(beside.span(1))
    return sorted(found)


def _over(span: Span, taken: list[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)


def need(shown: str, said_elsewhere: list[Span]) -> str:
    """`shown` without these spans, the words that only announce them, and the commas left behind."""
    kept, end = "", 0
    for start, stop in sorted(said_elsewhere):
        if start >= end:
            kept += _LABELS.sub("", shown[end:start])
        end = max(end, stop)
    kept += shown[end:]
    while (tidier := _GAPS.sub("", kept)) != kept:
        kept = tidier
    return re.sub(r"\s{2,}", " ", kept).strip(_EDGES)
