"""Places that stand in company names."""

from __future__ import annotations

import re

from core.names.wordlists import groups, table

# Countries and continents say less than towns: every firm of the world has its "(China)".
WIDE = frozenset(["中国", "亚太", "亚洲", "欧洲", "北美", "大中华"])
# "上海浦东方舟" and "上海方舟" name one place; "深圳" and "东莞" do not.
ENDINGS = ("特别行政区", "自治区", "自治州", "地区", "新区", "开发区", "省", "市", "区", "县", "州", "镇")

# A district or a town in no list, right behind the city it lies in: 镇海区 in 宁波市镇海区海昌五金厂.
_DISTRICT = re.compile(
    r"([\u4e00-\u9fff]{1,4}?)(?:工业园区|工业园|产业园区|产业园|高新技术开发区|高新区|综合保税区|保税区|自贸区|经济技术开发区|经济开发区|经开区|开发区|新区|区|县|镇|街道|(?<=[\u4e00-\u9fff]{2})(?:街|(?<!城)乡|(?<![超门城都夜菜上])市))"
    r"(?=[\u4e00-\u9fff]{2})"
)

# The same without its city: 姑苏区教育局. Not what only ends alike: 社区, 小区, 园区, 景区.
_COUNTY = re.compile(
    r"([\u4e00-\u9fff]{1,3}?)(?:(?<![社小校院景军特山库牧林矿园专厂])区|县|(?<=[\u4e00-\u9fff]{2})(?<![上都城超门夜菜股花街集楼])市)(?=[\u4e00-\u9fff]{2})"
)

REGIONS = table("regions")
PLACES = frozenset(REGIONS.values())
LONGEST = max(map(len, REGIONS))
_WITHIN = frozenset((inner, place) for place, *inside in groups("provinces", "within") for inner in inside)


def lies_in(one: str, other: str) -> bool:
    """Whether one place lies in the other, either way round: 东莞, 广东."""
    return (one, other) in _WITHIN or (other, one) in _WITHIN


def district_at(text: str, at: int) -> tuple[str, int] | None:
    """The district written at this point, where a city stands before it: its name, and where it ends."""
    found = _DISTRICT.match(text, at)
    return (found[1], found.end()) if found else None


def county_at(text: str) -> tuple[str, int] | None:
    """The district or county that a name begins with, its city left out: its name, and where it ends."""
    found = _COUNTY.match(text)
    return (found[1], found.end()) if found else None


def region_at(text: str, at: int) -> tuple[str, int] | None:
    """The Chinese place written at this point of a folded text, with where it ends, its 省 or 市 included."""
    for length in range(5, 1, -1):
        place = REGIONS.get(text[at : at + length])
        if place is not None and len(text) >= at + length and not text[at].isascii():
            end = at + length
            for ending in ENDINGS:
                if text.startswith(ending, end) and ending not in {"州", "镇"}:
                    return place, end + len(ending)
            return place, end
    return None
