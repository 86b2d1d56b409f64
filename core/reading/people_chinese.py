"""People as Chinese writes them: 王总, 刘经理, 小王, 刘兵, and Lily姐."""

import re
from dataclasses import dataclass

from core.reading.result import Named
from core.reading.text import Text
from core.reading.words import any_of, one_of, words

_RISKY = "|".join(
    f"(?<![{each[1:]}]){each[0]}" if each[1:] else each for each in sorted(words("people", "risky surnames"))
)
_COMPOUND = [each[0] for each in "|".join(words("people", "compound surnames")).split("|")]
_BEGINS = "".join(  # the letters a surname begins with: most places of a line are passed over by them
    sorted({*words("people", "surnames"), *(each[0] for each in words("people", "risky surnames")), *_COMPOUND})
)
_SURNAME = (
    rf"(?:(?=[{_BEGINS}])(?:{any_of('people', 'compound surnames')}|[{''.join(words('people', 'surnames'))}]|{_RISKY}))"
)
_STOP = "".join(words("people", "never given"))
_GIVEN = rf"[^\x00-\x7f{_STOP}、，。；：！？（）《》“”·…¥]"
_NO_SURNAME = "哥姐弟妹叔爷老副大小各本该总一二三四五六七八九十两几多首新原正代女男"
_ORDINARY = words("people", "ordinary")
_BEFORE = one_of(each for each in _ORDINARY if len(each) == 2)
_SOUNDS = "".join(words("people", "sounds"))
_TITLED = (
    # 车间袁主任 is 袁主任 and 项目经理 nobody, though 车 and 项 are surnames.
    rf"(?=[{_BEGINS}])(?!(?:{_BEFORE}){_SURNAME}?{any_of('people', 'titles')})"
    rf"{_SURNAME}(?:{_GIVEN}{{0,2}}?{any_of('people', 'titles')}|{any_of('people', 'short titles')})"
    # Where words begin, any letter before a title is a surname, however rare: 商总说.
    rf"|(?<![^\s\0,。;:、和跟与的了板])(?![{_NO_SURNAME}]){_GIVEN}{any_of('people', 'sure titles')}"
    rf"|[大小]{_SURNAME}[哥姐]|[大小老]{_SURNAME}总(?![价额量数部算是会共计体结包])"
    rf"|(?<![大中较最很])小{_SURNAME}(?![时区型序])|(?<![古元])老{_SURNAME}(?!板)"
    rf"|(?<![^\s\0,。;:、和跟与给找])[{_SOUNDS}]{{2,4}}{any_of('people', 'sure titles')}"
    r"|[a-z]+\s?(?:总|经理|姐|哥|老师|工(?![作程])|主任|先生|小姐|女士|董)"
)
_OFTEN = "任方高程金江林田马周夏史易常安施文于关车付"  # the risky ones that name people often enough without a title
_PLAIN_SURNAME = (
    rf"(?=[{_BEGINS}])(?:{any_of('people', 'compound surnames')}|[{''.join(words('people', 'surnames'))}]"
    rf"|(?:{_RISKY})(?<=[{_OFTEN}]))"
)
_NAMED = (
    rf"{_PLAIN_SURNAME}{_GIVEN}{{1,2}}?"
    rf"(?=$|[^㐀-鿿]|[{_STOP}下上本反介负电微答手一]|{any_of('people', 'after a name')})"
)
_JOIN = any_of("people", "join")
_OFFICE = r"[㐀-鿿]{1,4}(?:[部科处室组场厂店]|主管|经理|主任|负责人|专员)"
_LATIN_ROLE = r"(?:vp|c[a-z]o|hr|pmo?|md|gm|it|qa|sqe|buyer|boss)"
_ROLE = (
    rf"{any_of('people', 'roles')}"
    rf"(?:(?:{_OFFICE}|{_LATIN_ROLE}|{any_of('people', 'kin')}|[区大]?区域?|{any_of('people', 'titles')})的?)*"
)

# A name spelt out after a word that says who it is (设备总监欧阳明): here the risky surnames may begin one.
CALLED = (
    rf"(?:{_SURNAME}{_GIVEN}{{1,2}}?)"
    rf"(?=$|[^㐀-鿿]|[{_STOP}下上本反介负电微答手接当一]|{any_of('people', 'after a name')})"
)

TITLED = re.compile(_TITLED, re.ASCII)
PERSON = re.compile(rf"{_TITLED}|{_PLAIN_SURNAME}{_GIVEN}{{1,2}}", re.ASCII)
_WHO = re.compile(rf"(?P<titled>{_TITLED})|{_NAMED}", re.ASCII)
_MET = re.compile(
    rf"(?P<verb>{any_of('people', 'met')})(?:给了|了|过|完|咗|的是|到|上|给)?[\s\0]*的?"
    rf"(?:[a-z][a-z.-]+(?:和|跟|与|、|&)\s?)?(?P<role>{_ROLE}[\s\0]*)",
    re.ASCII,
)
_FAR = re.compile(
    rf"{any_of('people', 'surely met')}[^,。;!?:]{{0,14}}?(?:的|\0)[\s\0]*(?P<role>{_ROLE})(?={_TITLED})", re.ASCII
)
_OF = re.compile(rf"(?P<verb>[和跟与同找给])[㐀-鿿\0]{{1,8}}?的(?P<role>{_ROLE})(?={_TITLED})", re.ASCII)
_JOINED = re.compile(rf"{_JOIN}{_ROLE}\s?(?={_TITLED}|{_NAMED})", re.ASCII)
_SAID = re.compile(rf"[\s\0前之以内后]*{any_of('people', 'said')}", re.ASCII)
ABSENT = re.compile(rf"[\s\0]*{any_of('people', 'absent lead')}*{any_of('people', 'absent')}", re.ASCII)
NOT_MET = re.compile(
    rf"{any_of('people', 'not met')}(?:{any_of('people', 'not met glue')}|[㐀-鿿\s\0]{{1,6}}的|[\s\0]+|{_ROLE})?\s?$",
    re.ASCII,
)
ARRANGED = re.compile(rf"[\s\0]*{any_of('people', 'arranged')}?约(?!谈了|见了|我)")
# Nobody was reached; unless they were written to instead.
NO_CONTACT = re.compile(
    rf"[,，.。;\s]*{any_of('people', 'no contact')}(?![^。;!?]{{0,8}}[发写]了?(?:微信|短信|邮件)"
    r"|[\s,.;]*(?:so )?(?:i )?(?:e-?mailed|texted|messaged|pinged)\b)",
    re.ASCII,
)
_ACTS = re.compile(
    rf"(?:\s?[&+/、]\s?[a-z]+)?\s?(?:[㐀-鿿:]|[a-z])|,(?=(?:{any_of('people', 'how said')})?[就都也还]?[说问讲要嫌催])"
)
REPORTED = re.compile(rf"{any_of('people', 'reported')}[\s,:]*(?:{_ROLE})?$", re.ASCII)
_THAT = re.compile(r"[那这][个位]\s?$")  # 那个艾姐,就是不签
_ACTED = re.compile(rf"\0*{_ACTS.pattern}")  # 邓总一天三个电话
_HAPPENED = re.compile(any_of("people", "happened"), re.ASCII)
_DEALT = re.compile(any_of("people", "dealt"))


@dataclass(frozen=True, slots=True)
class _List:
    """People after one verb: where the verb begins, and where the last of them ends."""

    verb: str
    start: int
    end: int


def people(text: Text, coming: list[tuple[int, int]], blank: list[tuple[int, int]]) -> list[Named]:
    """Everybody named. `coming` are the days still to come; `blank` is what holds no name."""
    if not text.chinese:
        return []
    plain = text.without(blank)
    met = _lists(plain)
    found: list[Named] = []
    after = (-1, False, False)
    for who in reversed(list(_WHO.finditer(plain))):
        if who[0] in _ORDINARY or (not who["titled"] and is_ordinary(who[0])):
            continue
        start, end = text.clause(who.start())
        days = [day for day in coming if start <= day[0] < end]
        list_of = met.get(who.start())
        spoken = _met(plain, (start, end), who, list_of, days) if list_of else _heard(plain, start, who, days)
        joined = _JOINED.match(plain, who.end())
        if joined and joined.end() == after[0]:
            # 刘兵、财务老周都在: what is said of the last holds for all
            spoken = (spoken or after[1]) and not after[2]
        after = (who.start(), spoken, _away(plain, start, who.start(), who.end()) or bool(joined and after[2]))
        if spoken or who["titled"]:
            found.append(Named(who.start(), who.end(), spoken))
    return found


def is_ordinary(word: str) -> bool:
    """Whether it begins as an ordinary word does, though with a surname: 高速, 方案."""
    return word[:2] in _ORDINARY


def _lists(plain: str) -> dict[int, _List]:
    """Who stands after a verb of meeting, one or several (金总、孟经理和小秦), by the place of each."""
    found: dict[int, _List] = {}
    for verb in (*_FAR.finditer(plain), *_OF.finditer(plain), *_MET.finditer(plain)):
        who = _WHO.match(plain, verb.end()) or _in_role(plain, *verb.span("role"))
        starts = []
        while who:
            starts.append(who.start())
            last = who.end()
            joined = _JOINED.match(plain, last)
            who = _WHO.match(plain, joined.end()) if joined else None
        found |= {
            start: _List(verb[0][:2] if verb.re is _FAR else verb["verb"], verb.start(), last) for start in starts
        }
    return found


def _in_role(plain: str, start: int, end: int) -> re.Match[str] | None:
    """Somebody whose name was taken for part of a role: 孙经理 in 采购孙经理."""
    named = (who for at in range(start, max(end, start + 1)) if (who := _WHO.match(plain, at)))
    return next((who for who in named if who["titled"] or who.start() == start), None)


def _met(plain: str, clause: tuple[int, int], who: re.Match[str], met: _List, days: list[tuple[int, int]]) -> bool:
    """Named after a verb of meeting: met, unless they were away, or the day is still to come."""
    start, end = clause
    last = met.end  # what follows the last of a list tells for all
    if NO_CONTACT.match(plain, end):
        return False
    unmet = NOT_MET.search(plain, start, who.start())
    if _away(plain, start, met.start, last) or (unmet and unmet.start() <= met.start):
        return False  # but 见到了新来的霍达
    said = _SAID.match(plain, last)
    if said and (not days or days[0][0] >= last) and met.verb not in {"给", "送", "发", "寄"}:
        return True
    if days:
        return _HAPPENED.search(plain, start, end) is not None
    if met.verb in {"请", "问", "找", "向", "对", "给", "电话", "call", "email", "微信", "follow up"}:
        return bool(
            _HAPPENED.search(plain, start, end)
            or _DEALT.search(plain, last, end)
            or met.verb in {"电话", "微信", "follow up"}
        )
    return True


def _heard(plain: str, start: int, who: re.Match[str], days: list[tuple[int, int]]) -> bool:
    """Named as the one who acts: heard, unless away or only to act on a day to come."""
    if REPORTED.search(plain, max(0, who.start() - 24), who.start()) or _away(plain, start, who.start(), who.end()):
        return False
    if any(day[1] <= who.start() for day in days):
        return False
    if _SAID.match(plain, who.end()):
        return True
    if who["titled"] and _THAT.search(plain, start, who.start()):
        return True
    return bool(who["titled"] and (_ACTS if days else _ACTED).match(plain, who.end()))


def _away(plain: str, start: int, before: int, after: int) -> bool:
    return bool(ABSENT.match(plain, after) or ARRANGED.match(plain, after) or NOT_MET.search(plain, start, before))
