"""Tags of a lead: #扫描枪 #VIP, or 标签：广告，KA."""

import re

from core.names import fold
from core.reading.phones import CODE
from core.reading.result import Span
from core.reading.text import Text, visible

MOST, LONGEST = 10, 20
# After a letter or digit it is part of a word: C#, PO#778812.
_PARTED = re.compile(r"[\s#,;、/|]+")
_TAG = re.compile(r"#\s?([^\s#,;:。、!?()]{1,30})")
_HASH = re.compile(rf"(?<![a-z0-9#])(?:{_TAG.pattern})+", re.ASCII)
_LABEL = re.compile(r"(?:^|(?<=[\s,;。]))(?:标签|tags?)\s?(?:[:=]\s?|\s(?=\S{1,10}$))", re.ASCII)
_ITEM = re.compile(r"([^\s#,;。、!?:/=]{1,12}(?: [a-z]{1,12})?)(?:\s?[,、/]\s?|\s|(?=[;。])|$)", re.ASCII)
_NO_ITEM = re.compile(
    r"要|想|需|求|预算|报价|来源|活动|联系|电话|微信|邮箱|needs?\b|wants?\b|budget|quoted?\b|source|campaign"
)


def tags(text: Text) -> tuple[tuple[str, ...], list[Span]]:
    """The tags as written, each once, and where they stand with their sign or label."""
    found: dict[str, str] = {}
    spans: list[Span] = []
    for sign in _HASH.finditer(text.plain):
        for tag in _TAG.finditer(sign[0]):
            if not tag[1].isdigit() and not CODE.search(text.plain[: sign.start()]):
                start, end = (sign.start() + at for at in tag.span(1))
                found.setdefault(fold(tag[1]), text.shown[start:end])
                spans.append((sign.start() + tag.start(), end))
    for label in _LABEL.finditer(text.plain):
        at = label.end()
        while (item := _ITEM.match(text.plain, at)) and not _NO_ITEM.search(item[1]):
            found.setdefault(fold(item[1]), text.shown[slice(*item.span(1))].strip())
            at = item.end()
        if at > label.end():
            spans.append((label.start(), at))
    return tuple(tag[:LONGEST] for key, tag in found.items() if key)[:MOST], spans


def listed(typed: str) -> tuple[str, ...]:
    """The tags of a field that holds nothing else, however they are parted: "#VIP 扫描枪", "VIP，扫描枪"."""
    found = {fold(word): word[:LONGEST] for word in _PARTED.split(visible(typed)) if fold(word)}
    return tuple(found.values())[:MOST]
