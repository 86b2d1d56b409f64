"""Public offices and universities by their short names: 市监局, 人社厅, 哈工大."""

from __future__ import annotations

import re

from core.names.fold import is_cjk
from core.names.regions import region_at
from core.names.wordlists import groups

_FULL = {short: group[0] for group in groups("offices") for short in group[1:]}
_OFFICE = re.compile(f"({'|'.join(sorted(_FULL, key=len, reverse=True))})(局|厅|委员会|委)$")
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


def short_for(whole: str) -> str:
    """How a university is called for short, 哈工大, 华科大: its place's first character, then one of every two."""
    if not whole.endswith(_UNIVERSITY) or len(whole) < 5 or not all(map(is_cjk, whole)):
        return ""
    place = region_at(whole, 0)
    start = place[1] if place and place[1] < len(whole) - len(_UNIVERSITY) else 0
    return f"{whole[0] if start else ''}{whole[start : -len(_UNIVERSITY) : 2]}大"
