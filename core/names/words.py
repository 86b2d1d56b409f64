"""Ordinary words: some are brands too, and then need company before a line is taken to name them."""

from __future__ import annotations

from core.names.wordlists import table, words

CHINESE = frozenset(words("words", "chinese"))
ENGLISH = frozenset(words("words", "english"))
CUES = tuple(words("words", "before"))
NEVER_ALONE = frozenset(words("words", "never alone"))
LEADS = frozenset(words("words", "leads"))
VERBS = frozenset(words("words", "verbs"))
BEGINS = frozenset(words("words", "begins"))
AFTER = tuple(words("words", "after"))
MEETING = tuple(words("words", "meeting"))
RIVALS = tuple(words("words", "rivals"))
PEOPLE = frozenset(words("words", "people"))
ABBREVIATIONS = table("words", "abbreviations")
SIDES = table("words", "sides")
COUNTED = dict(zip(["two", "three", "four", "five", "six", "seven", "eight", "nine"], "23456789", strict=True))
TITLES = frozenset(words("words", "titles"))
PLACED = frozenset(words("words", "placed"))
BODIES = frozenset(words("words", "bodies"))
BODY_ACTS = frozenset(words("words", "body acts"))
GIVEN = frozenset(words("words", "given names"))
ROLES = frozenset(words("words", "roles"))

# One surname in front of a given name: 方舟 and 李宁 may be people.
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆"
    "汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
