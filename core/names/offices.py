"""Public offices and universities by their short names: 市监局, 人社厅, 哈工大."""

from __future__ import annotations

import re

from core.names.fold import are_cjk
from core.names.regions import REGIONS, region_at
from core.names.wordlists import groups

_FULL = {short: group[0] for group in groups("offices") for short in group[1:]}
_OFFICE = re.compile(f"({'|'.join(sorted(_FULL, key=len, reverse=True))})(局|厅|委员会|委)$")
_NTH = "([一二三四五六七八九十]+)"
_BUREAUS = (
    (re.compile(f"^中国建筑第?{_NTH}工程局"), r"中建\1局"),
    (re.compile(f"^(?:中国)?(?:铁路|中铁)第?{_NTH}(?:工程)?局"), r"中铁\1局"),
    (re.compile(f"^(?:中国交通建设|中国交建|中交)第?{_NTH}(航|公路)[务路]?(?:工程)?局"), r"中交\1\2局"),
    (re.compile(f"^中国(?:水利)?水电第?{_NTH}(?:工程)?局"), r"水电\1局"),
    (re.compile(f"(?<=局)(?:集团)?第{_NTH}(?:建筑|建设)?工程(?:有限)?(?=公司)"), r"\1"),
    (re.compile(f"^中国第?{_NTH}冶金(?:建设|工程)?(?=公司|集团|有限|$)"), r"中国\1冶"),
    (re.compile("^国网.{2,5}?电力(?:有限|股份有限)?公司(.{2,5}?)供电(?:分)?公司$"), r"国网\1供电公司"),
    (re.compile("^(?:中国科学院|中科院)(.{2,12}?)(?:研究)?所$"), r"中科院\1所"),
    (re.compile("^国家税务总局(?=..)"), ""),
    (re.compile("人民(?=政府|法院|检察院)(?<=[省市区县镇乡]人民)"), ""),
    (re.compile("(农|林|社|医)[业会学]科学院$"), r"\1科院"),
    (re.compile("^中国人民(?=解放军|武装警察)"), ""),
    (re.compile(r"^(city|county|town|township|village|borough) of ([a-z ]{3,})$"), r"\2 \1"),
    (re.compile("(?<=[省市区县])税局$"), "税务局"),
)
_STATE = re.compile("[局所军府院冶网]| of ")  # without one of these none of them is meant
_MARKS = {
    "钢铁": "钢",
    "铜业": "铜",
    "铝业": "铝",
    "汽车": "汽",
    "石化": "化",
    "煤业": "煤",
    "建工": "建",
    "重工": "重",
    "机床": "机",
    "柴油机": "柴",
    "拖拉机": "拖",
    "锅炉": "锅",
    "轴承": "轴",
    "医药": "药",
    "矿业": "矿",
    "电机": "电",
    "航空": "航",
    "起重": "起",
    "盐业": "盐",
    "电缆": "缆",
    "化肥": "化",
    "化工": "化",
    "机车": "机",
    "纺织": "纺",
    "棉纺": "棉",
}
_OF_UNIVERSITY = re.compile(r"(.{2,8}大学)(?:医学院|医学部)?(?:附属)?第([一二三四五六七八九十]+)(?:附属|人民)?医院")
_ATTACHED = re.compile(
    ".{2,10}大学(?:医学院|医学部)?(?:附属)?((?!医学|附属|第|[一二三四五六七八九十]|人民|中心|儿童|口腔|肿瘤|中医|妇).{2,8})医院"
)
_UNIVERSITY = "大学"


def in_full(said: str) -> str:
    """杭州市监局 is 杭州市场监督管理局; anything else stays as it is."""
    found = _OFFICE.search(said)
    if found is None:
        return said
    where, does = said[: found.start()], _FULL[found[1]]
    kind = "委员会" if found[2] == "委" else found[2]
    city = (
        "市" if where and does.startswith("市") and where[-1] not in "省市区县" else ""
    )  # or the 市 of 市场 is read as 杭州市
    return f"{where}{city}{does}{kind}"


def bureau(said: str) -> str:
    """Builders, institutes and tax offices of the state as they are called: 中建八局, 中铁十二局二公司, 中科院自动化所;
    anything else stays as it is."""
    if not _STATE.search(said):
        return said
    for long, short in _BUREAUS:
        said = long.sub(short, said, count=1)
    return said


def shorts(whole: str) -> tuple[str, ...]:
    """How a university or a numbered hospital of one is called for short: 哈工大; 浙大一院, 浙一医院, 北医三院."""
    attached = _ATTACHED.fullmatch(whole)
    if attached:
        own = attached[1]
        placed = [f"{own[2:]}医院"] if own[:2] in REGIONS and len(own) > 3 else []
        return (f"{own}医院", f"{own}院", *placed)
    hospital = _OF_UNIVERSITY.fullmatch(whole)
    if hospital is None:
        called = _called(whole) if len(whole) > 4 else ""
        return tuple(dict.fromkeys([called, *_at_a_place(whole)])) if called else ()
    university, number = _called(hospital[1]), hospital[2]
    first = university[0] if university else ""
    ways = (
        f"{university}{number}院",
        f"{hospital[1][:2]}{number}院",
        f"{university}附{number}",
        f"{university}{number}附院",
        f"{university}附{number}院",
        f"{first}{number}医院",
        f"{first}医{number}院",
    )
    return ways if university else ()


def is_of_university(whole: str) -> bool:
    """中南大学湘雅医院, 浙江大学医学院附属邵逸夫医院."""
    return _ATTACHED.fullmatch(whole) is not None


def of_a_place(region: str, trade: str) -> str:
    """江铜, 河钢: a company called after its place and trade alone, by the first character of either."""
    return f"{region[0]}{_MARKS[trade]}" if trade in _MARKS and region else ""


def _called(whole: str) -> str:
    """华科大: a university by its place's first character, then one of every two."""
    if not whole.endswith(_UNIVERSITY) or not are_cjk(whole):
        return ""
    if len(whole) == 4:
        return f"{whole[0]}大"
    place = region_at(whole, 0)
    start = place[1] if place and place[1] < len(whole) - len(_UNIVERSITY) else 0
    return f"{whole[0] if start else ''}{whole[start : -len(_UNIVERSITY) : 2]}大"


def _at_a_place(whole: str) -> tuple[str, ...]:
    """西电, 南航大: by the place's first character and the first behind it, of a name that says more."""
    place = region_at(whole, 0)
    if not whole.endswith(_UNIVERSITY) or place is None or len(whole) - place[1] < 4:
        return ()
    first = whole[place[1]]
    return (f"{whole[0]}{first}", f"{whole[0]}{first}大", f"{place[0]}{first}大")
