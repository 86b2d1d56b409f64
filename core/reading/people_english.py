"""People as English writes them: Sarah, Tom Chen, Dr. Lee, Mr. Liu; in Chinese lines too (见了Sarah, Tony说)."""

import re

from core.names.words import ENGLISH
from core.reading import given
from core.reading.people_chinese import NO_CONTACT
from core.reading.result import Named
from core.reading.text import Text
from core.reading.words import any_of, one_of, words

_TITLE = any_of("people", "english titles")
_WORD = r"(?:[A-Z]['’]|Mc|Mac)?[A-Z][a-zà-ÿ]++(?:[-'’][A-Z][a-zà-ÿ]++)*+[A-Za-zà-ÿ]*+(?:-san)?"
# Possessive: a word is taken whole or not at all, or a long list of names would be tried in every way.
_NAME = rf"(?:{_TITLE}{{0,2}}{_WORD}(?: (?:(?:de|van|von|der|bin|da) )?(?:[A-Z]\. )?{_WORD}){{0,2}})"
_LOW = (
    r"(?:(?:mr|mrs|ms|mdm|dr|prof|capt)\.? ?[a-z]+"
    r"|(?!(?:back|over|out|up|again|instead|first|later)\b|[a-z]+(?:ing|ed|ly|tion|ment)\b)[a-z]{2,}(?:[-'][a-z]+)?)"
)
_ROLE = rf"(?:{any_of('people', 'english roles')}(?:,? |(?<=[㐀-鿿])))*"
_ASIDE = r"(?: ?\([^()]{1,24}\)| ?@ ?[\w\0 ]{1,24}?(?= ))?"
_JOIN = rf"(?>{_ASIDE}(?:, and |,? ?(?:and|&|\+|/|和|跟|、|,) ?)(?:(?:[a-z]+|[㐀-鿿]{{1,6}}) ?的 ?)?)"
_FUNCTION = (
    r"(?:about|whether|why|how|from|at|to|for|re|on|in|of|and|that|by|with|the|a|an|before|after|until|next|this|when|if|as|not|no|but"
    r"|via)\b"
)
_MET = re.compile(
    rf"(?:(?<![A-Za-z])|(?=[㐀-鿿]))(?i:{any_of('people', 'english met')})\s?(?i:{_ROLE})"
    rf"(?:(?!{_FUNCTION})[a-z]+,? ){{0,2}}(?i:{_ROLE})(?:[㐀-鿿]{{1,8}}的 ?)?"
    rf"(?P<who>{_NAME}(?:{_JOIN}(?i:{_ROLE}){_NAME})*)"
)
_MET_LOW = re.compile(
    rf"\b{any_of('people', 'english met low')} (?P<who>{_LOW}"
    rf"(?:(?: and | ?& ?|/|, )(?!(?:we|i|he|she|they|it|got|sent|will|asked|is|was)\b){_LOW}"
    r"(?=\s?(?:[,.;]|$|(?:about|re|on|for|with|today|yesterday|from|at|to|in|regarding)\b)))?)",
    re.ASCII,
)
_SUBJECT = re.compile(
    rf"(?<![A-Za-z0-9&'’@#-])(?P<who>{_NAME}(?:{_JOIN}{_NAME})*)(?![a-zà-ÿ])"
    rf"(?={_ASIDE}(?:\s(?:from|at|of|in|on)(?: the)? [A-Za-z\0]+)?\)?\s?"
    rf"(?:also |just |already |really |still |then |now |finally |verbally )*{any_of('people', 'english said')})"
)
_ORDINARY = one_of(ENGLISH)
_ACTS = re.compile(
    rf"(?<![A-Za-z0-9&'’@#-])(?<!Dr\. )(?<!Mr\. )(?<!Ms\. )(?<!rs\. )(?<!Dr )(?<!Mr )(?<!Ms )"
    rf"(?P<who>{given.CAPITAL}(?: [A-Z][a-z]+)?|{_TITLE}{_WORD}|(?<=\0[ ])(?!(?i:{_ORDINARY})\b){_WORD})"
    rf"(?= (?!{any_of('people', 'not a verb')}\b)[a-z])"
)
_LOW_GIVEN = re.compile(
    rf"(?<![\w@'-])(?P<who>(?:(?:mr|mrs|ms|dr|capt|prof)\.? [a-z]+)|{given.LOW})"
    rf"(?= (?:also |just |finally |then |now )?{any_of('people', 'english said')})",
    re.ASCII,
)
_LOW_IN_CHINESE = re.compile(rf"(?<![A-Za-z0-9@.-])(?P<who>{given.LOW})(?![a-z])(?=\s?{any_of('people', 'said')})")
_MET_LOW_GIVEN = re.compile(
    rf"(?<![A-Za-z])(?i:{any_of('people', 'english met')}) (?i:{_ROLE})"
    rf"(?P<who>(?:{given.LOW})\b)"
)
_DID = re.compile(rf"(?:^|(?<=[,;:.\0]) ?-? ?)(?P<who>{_NAME})(?= (?!need|owed\b)[a-z]{{2,}}ed\b)")
_WHO = re.compile(_NAME)
_WHO_LOW = re.compile(_LOW)
ABSENT = re.compile(
    rf"(?: (?:in|from|at|of) \w+(?= ))?\)?\s?(?:,? ?who )?(?:is|was|has been|'s|will be)? ?"
    rf"(?:still |again |currently |also |away )?"
    rf"{any_of('people', 'english absent')}"
)
NOT_MET = re.compile(
    rf"(?i:\b{any_of('people', 'english not met')}\s?(?:with|to|for|on)?)\s?$"
    r"|(?:没见到?|没联系上|(?:后面|后续|以后|接下来)(?:就|都|再|主要)?[跟和找]?|等|约了?|(?:交接|移交|转交?|交|推)给?|换了?|换成|新的?|还没见|请示|找|需要|由|通过|(?<!的)是)\s?$"
)
_MERELY = re.compile(
    r",? ?who (?:also |now |basically |really )?(?:runs|owns|handles|decides|sends|is (?:the|our|their|a)|will|can)\b"
)
_WROTE = re.compile(r"(?i:mailed|texted|messaged|pinged|sent|wrote|forwarded)")  # written to, answered or not
_PAST = re.compile(
    r"(?i:(?<!schedul)(?<!book)(?<!plann)(?<!arrang)ed\b|\b(?:met|saw|spoke|had|sent|gave|wrote|caught|told|heard|was|did|rang|reached|ran)\b)|[了过]"
)
CANCELLED = re.compile(r"(?:\s|\0)*(?:was |got |is )?(?:cancel+ed|called off|fell through|取消)")
OBJECT = re.compile(r"\b(?:to|for|with|by|from|at|of|via|through|let|have|help|make|get|tell|ask)\s$")
_ROLE_BEHIND = re.compile(rf" [A-Z]| (?:{any_of('people', 'english role nouns')})\b")
_CALLED_BEFORE = re.compile(r"\b[A-Z][a-z]+ $")
_SAYS = re.compile(r"says?\b|said\b|told (?:me|us)\b")
_TALKER = re.compile(r"[A-Za-z\0]\s?$")
_TALKED_OF = re.compile(
    rf"(?:\b(?:says?|said|thinks?|thought|that|told (?:me|us)) (?:(?:his|her|their|the) )?|[要等得] ?"
    rf"|[说讲](?:[^,。;]{{1,20}}(?:但是?|不过|but))? ?)(?i:{_ROLE})$"
)
_COUNT = re.compile(r"(?:\d|\b(?:two|three|four|five|six|seven|eight|nine|ten))\s$")
_DONE = re.compile("了|[谈聊见开打吃]过")
_LETTERS = re.compile(r"[A-Za-z]{2}")
_NOBODY = words("people", "english nobody")
_WEAK = frozenset(["from", "with", "w/", "quoted", "sent", "forwarded"])
TITLES = frozenset(["mr", "mrs", "ms", "miss", "dr", "prof", "professor", "principal", "herr", "frau", "sir", "madam"])


def people(text: Text, coming: list[tuple[int, int]], blank: list[tuple[int, int]]) -> list[Named]:
    """Everybody met, spoken or written to. `coming` are the days still to come; `blank` is what holds no name."""
    shown = text.without(blank, shown=True)
    if not _LETTERS.search(shown):
        return []
    found: dict[int, str] = {}
    objects = set()
    for match in _MET.finditer(shown):
        _add(found, text, shown, match, _WHO, coming, met=True)
        objects.add(match.start("who"))
    for match in (*_SUBJECT.finditer(shown), *_ACTS.finditer(shown), *_DID.finditer(shown)):
        if match.start("who") in objects:
            continue
        _add(found, text, shown, match, _WHO, coming, met=False)
    for match in _MET_LOW_GIVEN.finditer(shown):
        _add(found, text, shown, match, _WHO_LOW, coming, met=True)
    if text.chinese:
        for match in _LOW_IN_CHINESE.finditer(shown):
            _add(found, text, shown, match, _WHO_LOW, coming, met=False)
    else:
        low = text.without(blank)
        for match in _MET_LOW.finditer(low):
            _add(found, text, low, match, _WHO_LOW, coming, met=True)
        for match in _LOW_GIVEN.finditer(shown):
            _add(found, text, shown, match, _WHO_LOW, coming, met=False)
    return [Named(start, start + len(name), met=True) for start, name in found.items()]


def _add(
    found: dict[int, str],
    text: Text,
    line: str,
    match: re.Match[str],
    who: re.Pattern[str],
    coming: list[tuple[int, int]],
    *,
    met: bool,
) -> None:
    """Keep the people of one list (Sarah and Tom Chen) unless they were away or are yet to be met."""
    start, end = text.clause(match.start("who"))
    before = line[start : match.start() if met else match.start("who")]
    verb = line[match.start() : match.start("who")] if met else ""
    firm = verb.strip().lower() == "from" and _CALLED_BEFORE.search(before)  # Patrice from Straumann
    if firm or (match.re is _ACTS and _COUNT.search(text.plain, 0, match.start("who"))):
        return  # 2 Dell servers
    if verb.split(" ")[0].lower() in _WEAK:
        before += verb
    merely = met and _MERELY.match(line, match.end("who"))  # spoke to Pete who runs the counter
    if NOT_MET.search(before) or (ABSENT.match(line, match.end("who")) and not merely):
        return
    if (_SAYS.match(verb) and _TALKER.search(before)) if met else (OBJECT.search(before) or _TALKED_OF.search(before)):
        return  # Grace says her director Paul signs off
    if (
        match.re is _ACTS
        and re.match(" [a-z]+s\\b", line[match.end("who") :])
        and any(match.end() <= day[0] < end for day in coming)
    ):
        return  # tests it until Friday
    if met and CANCELLED.match(line, match.end("who")):
        return
    if met and (silent := NO_CONTACT.match(text.plain, end)) and not (_WROTE.search(verb) and "repl" in silent[0]):
        return
    told = _PAST.search(line, start, match.start("who")) or (text.chinese and _DONE.search(line, match.end("who"), end))
    if met and any(start <= day[0] < end for day in coming) and not told:
        return
    if who is _WHO_LOW and _ROLE_BEHIND.match(text.shown, match.end("who")):
        return  # "spoke with paralegal Tim": a role
    for name in who.finditer(line, match.start("who"), match.end("who")):
        written = without_nobody(name[0])
        at = name.start() + name[0].find(written)
        if written and not any(other <= at < other + len(known) for other, known in found.items()):
            for inside in [other for other in found if at < other < at + len(written)]:
                del found[inside]  # Kelly, of Nurse Kelly
            found[at] = written


def without_nobody(name: str) -> str:
    """The name without ordinary words that begin with a capital; empty if nothing else is left."""
    words = name.split(" ")
    while words and words[0].strip(".").lower() in _NOBODY:
        words.pop(0)
    while words and words[-1].strip(".").lower() in _NOBODY:
        words.pop()
    return "" if all(word.strip(".").lower() in TITLES for word in words) else " ".join(words)
