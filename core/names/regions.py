"""Places that stand in company names."""

from __future__ import annotations

from core.names.wordlists import table

# Countries and continents say less than towns: every firm of the world has its "(China)".
WIDE = frozenset(["中国", "亚太", "亚洲", "欧洲", "北美", "大中华"])
# "上海浦东方舟" and "上海方舟" name one place; "深圳" and "东莞" do not.
ENDINGS = ("特别行政区", "自治区", "自治州", "地区", "新区", "开发区", "省", "市", "区", "县", "州", "镇")

REGIONS = table("regions")
LONGEST = max(map(len, REGIONS))


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
