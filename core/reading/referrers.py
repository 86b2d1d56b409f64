"""Who sent a lead: 老王介绍, 介绍人：老王, referred by Tom Lee."""

import re

from core.reading.people_chinese import PERSON
from core.reading.result import Span
from core.reading.text import Text
from core.reading.words import any_of

_EDGE = r"(?:^|(?<=[\s,;。、:()!?|]))"
_WORD = r"[^\s,;。、!?()|#:]"
_IS = r"\s?(?:[:=]|是|为|于|\bis\b)?\s?"
_STOPS = rf"(?:{any_of('origin', 'stops')})\b"
_REFERRED = any_of("origin", "referred")
_ENDS = (
    r"(?:过来|过|来)?\s?的?(?:(?<=的)(?:新?客户|单子|线索|朋友))?"
    r"(?=[\s,;:。、\d]|[要想需](?!求)|$|了?[他她一][㐀-鿿个]|给我)"
)

_ASIDE = re.compile(rf"{_REFERRED}\s?\((?P<who>[^()]{{2,16}})\)")
_LABEL = re.compile(rf"{_EDGE}{any_of('origin', 'referrer label')}{_IS}", re.ASCII)
_NAME = re.compile(rf"(?!(?:us|me|our|the)\b){_WORD}+(?: (?!{_STOPS}|-)[^\s,;。、!?()|#:㐀-鿿]+){{0,4}}", re.ASCII)
_POSSESSIVE = re.compile(r"\b([A-Z][\w.-]+(?: [A-Z][\w.-]+)?)'s (?:referral|introduction|recommendation)\b", re.ASCII)
_TOM_DID = re.compile(
    r"\b([A-Z][\w.-]+(?: [A-Z][\w.-]+)?) (?:introduced|referred|recommended|sent)"
    r"(?: (?:us|them|him|her)\b(?: to\b)?|(?=\s*(?:[,;.]|[㐀-鿿]|$)))"
)
_DID = re.compile(rf"(?P<who>{_WORD}{{1,14}}?|\b[a-z][a-z.'-]+(?: [a-z][a-z.'-]+)?\s?){_REFERRED}{_ENDS}")
_TO_THEM = re.compile(r"^[对为]|[给向跟让请]|[不没]$|^转$")  # 给刘兵介绍: they were told of something; 转介绍 刘总
_FAMILY_NAME = re.compile(r"(?<=[a-z]) [A-Z][a-z]+(?=\s?[,;:.(]|$)")  # Alan Price, though a price is no name
_OF_FIRM = re.compile(r"\s?\([^()]{2,40}\)")
_WE = r"(?:由|是|经|通过|我们?的?)+"
_OURS = r"(?:代理商|渠道商?|经销商|集成商|供应商|合作伙伴|伙伴|老客户|客户|朋友|同学|同事|老板)"
_WHOSE = re.compile(rf"{_WE}$|.*{_OURS}(?=[^的])|.*的|{_WE}")
# Nobody in particular (老客户介绍): that is a source.
SOMEONE = re.compile(rf"{_EDGE}(?:由|是)?(?:我们的?)?(?P<place>{any_of('origin', 'someone')}{_REFERRED}){_ENDS}")


def referrer(text: Text) -> tuple[str | None, Span | None]:
    """The one who sent the lead, as named, and where the line says so."""
    label = _LABEL.search(text.plain)
    if label and (who := _NAME.match(text.plain, label.end())):
        end = family.end() if (family := _FAMILY_NAME.match(text.shown, who.end())) else who.end()
        of_firm = _OF_FIRM.match(text.shown, end)
        return text.shown[who.start() : end].strip(), (label.start(), of_firm.end() if of_firm else end)
    if aside := _ASIDE.search(text.plain):
        inside = _who(text.plain, *aside.span("who")) or aside.span("who")
        return text.shown[slice(*inside)].strip(), aside.span()
    for pattern in (_POSSESSIVE, _TOM_DID):
        if owner := pattern.search(text.shown):
            return owner[1], owner.span()
    for found in _DID.finditer(text.plain):
        if SOMEONE.match(text.plain, found.start()) is None and (who_at := _who(text.plain, *found.span("who"))):
            return text.shown[slice(*who_at)].strip(), found.span()
    return None, None


def _who(plain: str, start: int, end: int) -> Span | None:
    """The person named last before the verb; where none is, whoever is called by what they are to us."""
    said = plain[start:end]
    if (handed := said.find("把")) > 0:  # 吴总把他同学介绍来的
        end, said = start + handed, said[:handed]
    if _TO_THEM.search(said):
        return None
    people = [person for person in PERSON.finditer(plain, start, end) if not plain[person.end() : end].strip()]
    if people:
        return people[-1].span()
    whose = _WHOSE.match(said)
    begin = start + (whose.end() if whose else 0)
    return (begin, end) if plain[begin:end].strip() else None
