"""Those who stand together: what is told of one is told of all, whatever their script (赵敏/David/老曹). And whoever
is named beyond a doubt was met, unless the words around tell of somebody away, awaited, planned or only talked of."""

import re
from dataclasses import replace
from itertools import pairwise

from core.reading import people_chinese, people_english
from core.reading.bynames import named
from core.reading.result import Named, Span
from core.reading.text import Text
from core.reading.words import any_of

_NEAR = 40  # letters before a name that are looked at
_ROLES = rf"(?:{any_of('people', 'role nouns')}|(?i:{any_of('people', 'english role nouns')}) ?)"
_ASIDE = re.compile(r"\s?\([^()]{1,24}\)")
_JOINER = re.compile(
    r"(?:\s?\([^()]{1,20}\))?\s?(?:,\s?(?:还有|以及)|、\s?还有|、|,|\+|和|跟|与|及|以及|还有|&|/|\b(?:and|plus)\b|\s(?![他她]))\s?"
    rf"(?:(?:his|her|their|the|my|a|他们?的?|她们?的?) ?)?{_ROLES}?"
    rf"(?:的|{any_of('people', 'kin')}|[㐀-鿿]{{1,7}}的|(?<=the )[a-z]+ (?:[a-z]+ )?)?\s?"
)
_BEFORE_ROLE = re.compile(
    rf"(?:(?:his|her|their|the|a|他们?|她们?|new|新的?) ?)?{_ROLES}(?:\s?\(| ?(?:is|was|是|叫) ?|\s)?$"
)
_PLANNED = re.compile(any_of("people", "planned"))
_WANT = re.compile(
    r"想|打算|准备|计划|应该|没能?|未"
    r"|\b(?:will|should|must|need|want|try|tried|going|didn.t|couldn.t|haven.t|not|never)\b"
)
_DONE = re.compile(any_of("people", "done"))
_EVIDENCE = re.compile(any_of("people", "evidence"), re.ASCII)
_MET = re.compile(rf"(?i:{any_of('people', 'english met')})(?: the| their| his| her| a)? ?$")
_ONLY_NAMED = re.compile(r"(?:叫|是|\b(?:is|called|named)) ?$")
_WITH = re.compile(r"(?:with|w/) ?$")
_GENITIVE = re.compile(rf"['’]s?\s|{any_of('people', 'of theirs')}")
_OURS = re.compile(any_of("people", "ours along"))
_JOINTLY, _WENT_JOINTLY = re.compile(any_of("people", "jointly")), re.compile(any_of("people", "went jointly"))
_OUR_OWN = re.compile(rf"{any_of('people', 'beside me')}|{any_of('people', 'our own')}", re.ASCII)
_GOING = re.compile(any_of("people", "going with"))
_MERE = re.compile(r"[\s\0\W]*")
_HER = re.compile(any_of("people", "her"))
_DEALT_WITH = re.compile(any_of("people", "dealt with"))
_RIVAL = re.compile(rf"{any_of('people', 'rival')}$")


def party(text: Text, found: list[Named], coming: list[Span], blank: list[Span]) -> list[Named]:
    """`found`, and everybody else who is named; of those who stand together, all were met if one was."""
    shown, plain = text.without(blank, shown=True), text.without(blank)
    everybody = named(shown, plain, found)
    if not everybody or _nothing_else(shown, everybody):
        return everybody
    groups = _groups(shown, everybody)
    ours = {plain[one.start : one.end] for group in groups if _ours(plain, group) for one in group}
    away = {one for group in groups for one in _absent(text, shown, group)}
    missing = {plain[one.start : one.end] for one in away if not _GENITIVE.match(shown, one.end)}
    told: list[Named] = []
    for group in groups:
        theirs = [one for one in group if plain[one.start : one.end] not in ours]
        there = [one for one in theirs if one not in away and plain[one.start : one.end] not in missing]
        met = any(one.met for one in theirs) or (bool(there) and _met(text, shown, there, coming))
        told += [replace(one, met=one.met or (met and one in there)) for one in theirs]
    told = [replace(one, met=one.met and not _rival(plain, one)) for one in told]
    return _pronounced(text, plain, told, away, coming) if told and not told[0].met else told


def _rival(plain: str, one: Named) -> bool:
    return _RIVAL.search(plain, max(0, one.start - _NEAR), one.start) is not None


def _pronounced(text: Text, plain: str, told: list[Named], away: set[Named], coming: list[Span]) -> list[Named]:
    """`told`, with whoever a pronoun means: 现在是小何负责 加了她微信. Where somebody before it was met, it is them."""
    for her in sorted((*_HER.finditer(plain), *_DEALT_WITH.finditer(plain)), key=re.Match.start):
        named = [one for one in told if one.end <= her.start()]
        if named and her.re is _DEALT_WITH and (named[-1] in away or not _ONLY_NAMED.search(plain, 0, named[-1].start)):
            continue
        start, end = text.clause(her.start())
        to_come = any(start <= day[0] < end for day in coming) or people_chinese.NO_CONTACT.match(text.plain, end)
        if named and not to_come and not any(one.met for one in named) and not _planned_for(plain, start, her.start()):
            told = [replace(one, met=True) if one is named[-1] else one for one in told]
    return told


def _planned_for(plain: str, start: int, at: int) -> bool:
    """Whether the clause before a pronoun tells of what is still to do."""
    return _PLANNED.search(plain[start:at]) is not None or _WANT.search(plain, start, at) is not None


def _ours(plain: str, group: list[Named]) -> bool:
    """Whether they are colleagues who went along (带着小李去的) or sat on our side."""
    start, end = group[0].start, group[-1].end
    near = max(0, start - _NEAR)
    along = _OURS.search(plain, near, start) and _GOING.match(plain, end)
    jointly = _JOINTLY.search(plain, near, start) and _WENT_JOINTLY.match(plain, end)
    return bool(along or jointly or _OUR_OWN.search(plain, near, start))


def _nothing_else(shown: str, everybody: list[Named]) -> bool:
    """Whether the line says nothing but names."""
    letters = list(shown)
    for one in everybody:
        letters[one.start : one.end] = " " * (one.end - one.start)
    return _MERE.fullmatch("".join(letters)) is not None


def _groups(shown: str, everybody: list[Named]) -> list[list[Named]]:
    groups = [everybody[:1]]
    for one, other in pairwise(everybody):
        if _JOINER.fullmatch(shown, one.end, other.start):
            groups[-1].append(other)
        else:
            groups.append([other])
    return groups


def _absent(text: Text, shown: str, group: list[Named]) -> list[Named]:
    """Those of a group who were not there; 张总监和李店长都没来 says it of both."""
    away = [one for one in group if _away(text, shown, one)]
    if (
        away
        and away[-1] is group[-1]
        and not _GENITIVE.match(shown, group[-1].end)
        and not re.search(",", shown[group[0].end : group[-1].start])
    ):
        return group
    return away


def _away(text: Text, shown: str, one: Named) -> bool:
    """What stands behind the name, an aside left out, tells of somebody not there; or it is another's: Tom's wife."""
    aside = _ASIDE.match(shown, one.end)
    end = aside.end() if aside else one.end
    return bool(
        _GENITIVE.match(shown, end)
        or people_chinese.ABSENT.match(text.plain, end)
        or people_english.ABSENT.match(shown, end)
    )


def _met(text: Text, shown: str, group: list[Named], coming: list[Span]) -> bool:
    """Whether nothing tells that the people of the group were not met."""
    last = group[-1].end
    start, end = text.clause(group[0].start)
    start = max(start, group[0].start - _NEAR)
    before = shown[start : group[0].start]
    lead = _BEFORE_ROLE.sub("", before)
    if _EVIDENCE.match(text.plain, last):
        return True
    if people_chinese.NO_CONTACT.match(text.plain, end) or people_chinese.ARRANGED.match(text.plain, last):
        return False
    days = [day for day in coming if day[0] < end]
    if days and not _DONE.search(text.plain, start, min(end, last + _NEAR)):
        return False
    if coming and not (shown[: group[0].start] + shown[last:end]).strip(" \0,.;:-"):
        return False  # alone at the head of a line that names a day to come
    if _WITH.search(before) and people_english.CANCELLED.match(shown, last):
        return False
    if _ONLY_NAMED.search(before) or _unmet(text, shown, start, start + len(lead)):
        return False
    return _MET.search(lead) is not None or not people_english.OBJECT.search(lead)


def _unmet(text: Text, shown: str, start: int, at: int) -> bool:
    """Whether the words before a name tell of somebody wanted, awaited, planned or only talked of."""
    before = shown[start:at]
    return bool(
        people_chinese.NOT_MET.search(text.plain, start, at)
        or people_chinese.REPORTED.search(text.plain, max(0, at - _NEAR), at)
        or people_english.NOT_MET.search(before)
        or _PLANNED.search(before)
    )
