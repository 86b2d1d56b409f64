"""Where a lead's line says it comes from: source, campaign, who referred it."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from core.names import fold
from core.names.regions import REGIONS
from core.reading.referrers import SOMEONE, referrer
from core.reading.result import Span
from core.reading.text import HAN, Text
from core.reading.words import any_of

LONGEST = 60  # characters of a name

_EDGE = r"(?:^|(?<=[\s,;。、:()!?|]))"
_WORD = r"[^\s,;。、!?()|#:]"
_LATIN = r"[^\s,;。、!?()|#㐀-鿿:=]"
_STOPS = rf"(?:{any_of('origin', 'stops')})\b"
_PLACES = any_of("origin", "places")
_ENGLISH_PLACES = any_of("origin", "english places")

_SOURCE = re.compile(rf"{_EDGE}{any_of('origin', 'source label')}\s?(?:[:=]|是|为|于|\bis\b|-)?\s?(?=\S)", re.ASCII)
_CAMPAIGN = re.compile(
    rf"{_EDGE}{any_of('origin', 'campaign label')}(?:\s?(?:[:=]|是(?!否)|为(?!了))\s?|(?<=n)\s?(?=[㐀-鿿]))", re.ASCII
)
# Without a colon 活动 is what they do as well; not beside a source that is named: 来源 展会 活动 秋季展.
_CAMPAIGN_TOO = re.compile(rf"{_EDGE}(?:市场|营销|推广)?活动\s?(?=[^\s,;。、!?:])", re.ASCII)
_HAN_VALUE = re.compile(r"[^\s,;。、!?()|#]+")
_LATIN_VALUE = re.compile(rf"(?!{_STOPS}){_LATIN}+(?: (?!{_STOPS}){_LATIN}+){{0,4}}", re.ASCII)
_INSIDE = re.compile(r"\s?\(([^()]{1,40})\)")
_NOTHING = re.compile(rf"{any_of('origin', 'nothing')}$", re.ASCII)

_CAME = re.compile(
    rf"(?:{_EDGE}|(?<=[从在由经过自]))(?:是?(?:从|在|由|通过|经由?|来自|自|看到?了?|刷到))?"
    rf"(?P<place>(?:(?<![a-z] )[a-z]+ (?=[㐀-鿿])(?![从在由通经来自看]))?{_WORD}{{0,12}}?{_PLACES}+)"
    rf"\s?{any_of('origin', 'on it')}{{0,2}}{any_of('origin', 'came')}"
)
_MET_THERE = re.compile(
    rf"(?:^|(?<=[\s,;。]))(?:昨[天晚]|今天|前天|上周|上个?月|上次|刚)?(?:在|从)?(?P<place>{_WORD}{{0,12}}?{_PLACES})[a-z\d]{{0,3}}[号馆展厅位区楼]{{0,4}}\s?[上里]?面?\s?"
    r"(?:遇到|碰到|碰见|遇见|偶遇|结识|认识)[了的]?\s?"
)
_SEEN = re.compile(
    rf"(?:^|(?<=[\s,;。]))(?:说是?)?(?:看到?了?|刷到)(?:我们的?)?(?P<place>{_WORD}{{0,6}}?{_PLACES})(?=[\s,;。]|$)"
)
_CAME_FROM = re.compile(rf"从(?P<place>{_WORD}{{2,16}}?)(?:过来|来)的?(?=[\s,;。a-z]|$)")
_FROM = re.compile(rf"(?:来自于?|\bfrom\s?)(?P<place>{_WORD}{{0,12}}{_PLACES})(?=[\s,;。、]|$)", re.ASCII)
_THE = r"(?:(?:the|a|an|our|their|his|her|this year's|last)\s)*"
_ENGLISH = (
    rf"{_THE}(?P<place>(?:(?!{_STOPS})[\w&'.-]+ ){{0,3}}?{_ENGLISH_PLACES}\b"
    rf"(?: (?:form|shop|page|group|post|{_ENGLISH_PLACES})\b)?)"
)
_ENGLISH_CAME = re.compile(rf"\b{any_of('origin', 'english came')}\s{_ENGLISH}", re.ASCII)
_MET_AT = re.compile(
    rf"\bmet(?P<who> [a-z][a-z.'-]+(?: [a-z][a-z.'-]+)?)?(?P<at> (?:at|on|during)\s{_ENGLISH})", re.ASCII
)
_BY_ITSELF = re.compile(
    rf"(?<=[\s,;。]){any_of('origin', 'by itself')}(?=[\s,;。]|$)"
    r"|(?<=[\s,;。])(?![要想做去办参搞给有看在])[㐀-鿿]{1,8}(?:展会|博会|交会|博览会)(?=[\s,;。]|$)"
    rf"|(?<=[,;]\s){any_of('origin', 'english by itself')}(?=[,;.]|$)"
)
_DURING = re.compile(
    r"(?:线下|线上|市场|推广)?活动\s?[\"“「《](?P<quoted>[^\"”」》]{2,40})[\"”」》]|"
    r"(?:^|(?<=[\s,;。]))(?P<name>(?![要做搞办想有给])[㐀-鿿\d]{2,8})活动(?:期间|上|时)?(?:报名|参加|认识|咨询|进来|来|留资)?的?(?=[\s,;。]|$)"
    r"|(?:^|(?<=[,;]))\s*(?:the )?campaign (?P<after>[^,;。]{3,40})"
    r"|(?:^|(?<=[,;]))\s*(?:the |our )?(?P<before>[a-z][\w'&-]*(?: [\w'&-]+){0,3}) campaign(?=[,;.]|$)",
    re.ASCII,
)
_BUSY = re.compile(r"[要做需想建改搞买办]$")  # what they want, not where they come from


@dataclass(frozen=True, slots=True)
class Origin:
    """What the line says of it, as written; `spans` is where it does."""

    source: str | None
    campaign: str | None
    referrer: str | None
    spans: tuple[Span, ...]


def origin(text: Text, *, sources: Collection[str] = (), campaigns: Collection[str] = ()) -> Origin:
    """Where the lead comes from. `sources` and `campaigns` are names on the list, folded: a word that is one of them
    and stands alone says so without more."""
    spans: list[Span] = []
    source, inside = _labelled_source(text, spans)
    campaign = _labelled_campaign(text, spans) or inside
    sent_by, where = referrer(text)
    spans += [where] if where else []
    source = source or _told(text, spans) or _alone(text, sources, spans)
    campaign = campaign or _alone(text, campaigns, spans)
    return Origin(_cut(source), _cut(campaign), _cut(sent_by), tuple(sorted(spans)))


def _cut(name: str | None) -> str | None:
    return name.strip(" .'\"-")[:LONGEST] or None if name else None


def _labelled_source(text: Text, spans: list[Span]) -> tuple[str | None, str | None]:
    """来源：展会（秋季广交会): the source, and the campaign in brackets behind it."""
    label = _SOURCE.search(text.plain)
    if label is None:
        return None, None
    start, end = _value(text, label.end())
    inside = _INSIDE.match(text.plain, end)
    spans.append((label.start(), inside.end() if inside else end))
    source = _named(text, (start, end))
    return source, text.shown[slice(*inside.span(1))].strip() if source and inside else None


def _labelled_campaign(text: Text, spans: list[Span]) -> str | None:
    label = _CAMPAIGN.search(text.plain) or (_CAMPAIGN_TOO.search(text.plain) if spans else None)
    if label is None:
        during = next((found for found in _DURING.finditer(text.plain) if not _over(found.span(), spans)), None)
        if during is None:
            return None
        spans.append(during.span())
        return text.shown[slice(*during.span(during.lastgroup or 0))].strip()
    value = _value(text, label.end())
    spans.append((label.start(), value[1]))
    return _named(text, value)


def _value(text: Text, at: int) -> Span:
    """What stands after a label: a word of Chinese, or up to five of English."""
    latin = _LATIN_VALUE.match(text.plain, at)
    if latin and (" " in latin[0] or not HAN.match(text.plain, latin.end())):
        return at, at + len(latin[0].rstrip())
    word = _HAN_VALUE.match(text.plain, at)
    return at, word.end() if word else at


def _named(text: Text, span: Span) -> str | None:
    said = text.plain[slice(*span)]
    return None if not said or _NOTHING.match(said) else text.shown[slice(*span)].strip()


def _over(span: Span, taken: list[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)


def _told(text: Text, spans: list[Span]) -> str | None:
    """The source, told by the words around it; or by itself."""
    for found in _ways(text):
        place = found.span("place")
        if not _over(found.span(), spans) and text.plain[slice(*place)] not in REGIONS:
            spans.append(found.span("at" if found.re is _MET_AT and found["who"] else 0))
            return text.shown[slice(*place)]
    itself = _BY_ITSELF.search(text.plain)
    if itself is None or _over(itself.span(), spans):
        return None
    spans.append(itself.span())
    return text.shown[slice(*itself.span())].removesuffix("咨询")


def _ways(text: Text) -> Iterator[re.Match[str]]:
    for pattern in (SOMEONE, _MET_THERE, _CAME, _SEEN, _ENGLISH_CAME, _MET_AT, _FROM, _CAME_FROM):
        yield from pattern.finditer(text.plain)


def _alone(text: Text, names: Collection[str], spans: list[Span]) -> str | None:
    """A word between spaces, or words between commas, that are one of the names; not the customer at the head."""
    for pattern in (r"[^,;。、|]+", r"[^\s,;。、|]+"):
        for word in re.finditer(pattern, text.plain) if names else ():
            free = word.start() and not _BUSY.search(text.plain[: word.start()].rstrip())
            if fold(word[0]) in names and free and not _over(word.span(), spans):
                spans.append(word.span())
                return text.shown[slice(*word.span())].strip()
    return None
