"""What stands for a customer's name and is none: lines of totals, notes under a list, its headers once more."""

import re

from core.errors import msgid
from core.imports.sheet import LOST
from core.imports.whys import Why, short

MOST_NAME = 120

NO_CUSTOMER = msgid("no customer's name")
NO_NAME = msgid("“{name}” is no customer's name")
A_TOTAL = msgid("a line of totals, no customer")
A_NOTE = msgid("a note on the list, no customer")
A_HEAD = msgid("the headers once more, no customer")
LONG_NAME = msgid("the customer's name is {n} characters long; {most} at most")

_NAMED = re.compile(r"[^\W\d_]")
_TOTAL = re.compile(  # 合计, 总计：35家, Total 35 companies; a company may be called Total
    r"(?:本页|本月|全部)?(?:合计|总计|小计|共计|累计|总数|(?:grand |sub-?)?totals?|sum)"
    r"\s*(?:[:：(（].*|\d[\d,.]*\s?[^\W\d_]{0,12})?"
    r"|共\s?\d+\s?[条家行个页户].{0,12}",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"(?:备注|注意?|说明|附注|附|(?:温馨)?提示|(?:数据|资料|信息)?来源"
    r"|(?:制表|填表|审核|统计|导出|打印)(?:人|时间|日期)?|notes?|remarks?|source"
    r"|generated|exported|printed|prepared by)\s*\d?\s*[:：].*"
    r"|(?:以上|上述|本表|本数据).{0,2}(?:数据|信息|内容|客户|为|由|均|仅|所有).*"
    r"|数据(?:由|截[至止]).*|第\s?\d+\s?页.*|page \d+.*"
    r"|(?:exported|generated|printed|downloaded) (?:on|from|by|at) .*",
    re.IGNORECASE,
)
_FORMULA = re.compile(r"=.*|[@+-][A-Za-z]{2,}\(.*")
_SENTENCE = re.compile(r"[。！？；]")


def bad_name(name: str, *, head: str = "", alone: bool = False) -> Why | None:
    """Why this is no customer's name. `head`: the header of its column; `alone`: nothing else stands in its row."""
    if not name:
        return Why(NO_CUSTOMER)
    if _TOTAL.fullmatch(name):
        return Why(A_TOTAL)
    if _NOTE.fullmatch(name) or (alone and _SENTENCE.search(name)):
        return Why(A_NOTE)
    if name == head:
        return Why(A_HEAD)
    if not _NAMED.search(name) or _FORMULA.fullmatch(name) or LOST in name:
        return Why(NO_NAME, {"name": short(name)})
    if len(name) > MOST_NAME:
        return Why(LONG_NAME, {"n": len(name), "most": MOST_NAME})
    return None
