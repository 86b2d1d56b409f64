"""Grades of members, as workspaces call them: how senior each is, from 0 to 1."""

import re

from core.names import fold

_WORDS = {
    1.0: (
        "s",
        "a",
        "资深",
        "高级",
        "专家",
        "首席",
        "金牌",
        "大客户",
        "senior",
        "principal",
        "expert",
        "key account",
        "lead",
    ),
    0.75: ("b", "中高级"),
    0.5: ("c", "中级", "正式", "银牌", "middle", "mid", "regular", "intermediate"),
    0.25: ("d", "初级", "铜牌"),
    0.0: ("e", "助理", "新人", "实习", "试用", "junior", "trainee", "assistant", "intern"),
}
_LEVELS = {word: level for level, words in _WORDS.items() for word in words}
_NUMBERED = re.compile(r"(?:[pltm] ?)?(\d{1,2})(?: ?级)?")
_HIGHEST = 10  # of grades that are numbers: P5, L3, 7级


def level(grade: str | None) -> float | None:
    """How senior a grade is: 1 for S, A, 资深; 0 for trainees; None where its name does not tell."""
    if not grade:
        return None
    name = fold(grade)
    if (numbered := _NUMBERED.fullmatch(name)) is not None:
        return min(int(numbered[1]), _HIGHEST) / _HIGHEST
    found = _LEVELS.get(name, _LEVELS.get(name.removesuffix("级").removesuffix("销售").removesuffix("级")))
    if found is not None:
        return found
    return next((level for word, level in _LEVELS.items() if len(word) > 1 and word in name), None)
