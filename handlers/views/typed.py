"""A list asked for in a line: `stage quoted over 300k closing this month`, `金额>30万 阶段=报价 本月成交`.

Read from left to right, a clause at a time; what is no clause is told, with the nearest that would be one.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.errors import Refusal, msgid
from core.names.fold import plain
from core.views import COLUMNS, Among, Kind, Shape, Want
from core.views.columns import DAYS, FIGURES
from core.views.shape import ME
from core.views.vocabulary import Vocabulary
from handlers.asking import nearest
from handlers.views import dates, figures
from handlers.views.words import LABELS, TYPED
from handlers.words import Translate

STATES = {
    "open": ("open", "进行中", "在谈", "未关闭"),
    "won": ("won", "赢单", "已赢", "赢", "成单"),
    "lost": ("lost", "输单", "已输", "丢单", "输", "丢"),
}
_ENDED = {"closed deals": ("won", "lost"), "已关闭": ("won", "lost"), "已结束": ("won", "lost")}
_MINE = re.compile(r"(?:mine|my|me|我的|我)(?![a-z])")
_EVERY = re.compile(r"(?:all|any state|全部|所有)(?:状态)?(?![a-z])")
_GLUE = re.compile(
    r"(?:[\s,、;。.和且并及的]|(?:and|with|in|the|deals?|of|that|are|is|which|whose|list|show)(?![a-z])|商机|而且)+"
)
_SORT = re.compile(r"(?:sort(?:ed)? by|order(?:ed)? by|by|排序[:=]?|按)\s*")
_TURNED = re.compile(
    r"\s*(?:(?P<down>desc(?:ending)?|largest first|newest first|(?:降序|从[大高晚新近]到[小低早旧远])(?:排[序列]?)?)"
    r"|(?P<up>asc(?:ending)?|smallest first|oldest first|(?:升序|从[小低早旧远]到[大高晚新近])(?:排[序列]?)?)"
    r"|排[序列]?)"
)
_COLUMNS = re.compile(r"(?:columns?|显示列|列出|显示|列)\s*[:=]?\s*")
_IS = re.compile(r"\s*(?:=+|:|(?:is|in|contains)(?![a-z])|是|为|包含|含)?\s*")
_OR = re.compile(r"\s*(?:,|、|/|\||(?:or)(?![a-z])|或)\s*")
_WORD = re.compile(r"\"([^\"]+)\"|([^\s,、;|]+)")


class NotUnderstood(Refusal):
    message = msgid(
        "I don't understand “{text}” in this list. Try `stage`, `owner`, `over 300k`, `closing this month`."
    )


class NotUnderstoodNear(Refusal):
    message = msgid("I don't understand “{text}” in this list. Did you mean “{near}”?")


class NothingCalled(Refusal):
    message = msgid("{column}: there is nothing called “{text}”.")


class NothingCalledNear(Refusal):
    message = msgid("{column}: there is nothing called “{text}”. Did you mean “{near}”?")


@dataclass(frozen=True)
class Line:
    """The line as it is read, and what its names may stand for: column → folded name → ids."""

    text: str
    names: dict[str, dict[str, tuple[int, ...]]]
    today: date
    t: Translate


Clause = tuple[Shape, int]  # the list with the clause read, and where it ends


def read(text: str, known: Vocabulary, *, shape: Shape | None, today: date, t: Translate) -> Shape:
    """The list that the line asks for. `shape`: of which list it asks more; without one, it is of open deals unless
    the line speaks of others."""
    line, at = Line(_even(text), _names(known), today, t), 0
    found = shape or Shape()
    while at < len(line.text):
        clause = next((read for way in _WAYS if (read := way(line, at, found)) is not None), None)
        if clause is None:
            raise _not_understood(line, at)
        found, at = clause
    if shape is None and not {"status", "created", "closed"} & found.wants.keys() and not _EVERY.search(line.text):
        found = found.wanting(status=Among(("open",)))
    found.must_fit()
    return found


def _even(text: str) -> str:
    mentioned = re.sub(r"<@([UW]\w+)(?:\|[^>]*)?>", lambda found: f"<@{found[1]}>", text)
    return plain(mentioned).strip()


def _names(known: Vocabulary) -> dict[str, dict[str, tuple[int, ...]]]:
    found: dict[str, dict[str, tuple[int, ...]]] = {}
    for column, rows in known.rows.items():
        of_column = found.setdefault(column, {})
        for row in rows:
            for name in dict.fromkeys(_called(row)):
                of_column[name] = (*of_column.get(name, ()), row.id)
    return found


def _called(row: object) -> Iterable[str]:
    """All the names of a row, folded."""
    told = [getattr(row, name, None) for name in ("name", "name_zh", "name_en", "spelt")]
    yield from (plain(each).strip() for each in told if each)
    if slack_id := getattr(row, "slack_id", None):
        yield plain(f"<@{slack_id}>")


def _label(line: Line, at: int) -> tuple[str, int] | None:
    """The column whose name stands here, by its longest name."""
    longest = max(
        ((column, word) for column, words in TYPED.items() for word in words if _stands(line.text, at, word)),
        key=lambda found: len(found[1]),
        default=None,
    )
    return (longest[0], at + len(longest[1])) if longest else None


def _stands(text: str, at: int, word: str) -> bool:
    """Whether the word stands here, and no longer one in Latin letters."""
    end = at + len(word)
    return text.startswith(word, at) and not (
        word[-1:].isascii() and word[-1:].isalnum() and _latin(text[end : end + 1])
    )


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _sort(line: Line, at: int, shape: Shape) -> Clause | None:
    lead = _SORT.match(line.text, at)
    label = _label(line, lead.end()) if lead else None
    if label is None:
        return None
    column, end = label
    turned = _TURNED.match(line.text, end)
    down = COLUMNS[column].down
    if turned:
        end = turned.end()
        down = True if turned["down"] else False if turned["up"] else down
    return replace(shape, sort=column, down=down), end


def _columns(line: Line, at: int, shape: Shape) -> Clause | None:
    lead = _COLUMNS.match(line.text, at)
    end, chosen = (lead.end(), []) if lead else (at, [])
    while lead and (label := _label(line, end)):
        chosen.append(label[0])
        end = label[1]
        gap = re.compile(r"\s*(?:,|、|and|和)?\s*").match(line.text, end)
        if gap is None or _label(line, gap.end()) is None:
            break
        end = gap.end()
    return (replace(shape, columns=tuple(dict.fromkeys(chosen))), end) if chosen else None


def _ended(line: Line, at: int, shape: Shape) -> Clause | None:
    """Won or lost within a span: won last month, 上月赢单."""
    if state := _state(line, at):
        if days := dates.within(line.text, state[1], today=line.today, ahead=False):
            return shape.wanting(status=Among((state[0],)), closed=days[0]), days[1]
    elif days := dates.within(line.text, at, today=line.today, ahead=False):
        gap = re.compile(r"\s*的?\s*").match(line.text, days[1])
        if gap and (state := _state(line, gap.end())):
            return shape.wanting(status=Among((state[0],)), closed=days[0]), state[1]
    return None


def _state(line: Line, at: int) -> tuple[str, int] | None:
    for state, words in STATES.items():
        for word in sorted(words, key=len, reverse=True):
            if state != "open" and _stands(line.text, at, word):
                return state, at + len(word)
    return None


def _labelled(line: Line, at: int, shape: Shape) -> Clause | None:
    label = _label(line, at)
    if label is None:
        return None
    column, end = label
    want = _want(line, column, end)
    return (shape.wanting(**{column: want[0]}), want[1]) if want else None


def _want(line: Line, column: str, at: int) -> tuple[Want, int] | None:
    kind = COLUMNS[column].kind
    gap = re.compile(r"\s*").match(line.text, at)
    start = gap.end() if gap else at
    if kind in FIGURES:
        return figures.between(line.text, start, bare=False)
    if kind in DAYS:
        return dates.within(line.text, start, today=line.today, ahead=column == "close")
    told = _IS.match(line.text, at)
    start = told.end() if told else at
    if kind in (Kind.TEXT, Kind.WORDS):
        return _texts(line, start)
    return _several(line, column, start)


def _texts(line: Line, at: int) -> tuple[Want, int] | None:
    words, end = [], at
    while found := _WORD.match(line.text, end):
        words.append((found[1] or found[2]).removeprefix("#"))
        end = found.end()
        gap = _OR.match(line.text, end)
        if gap is None:
            break
        end = gap.end()
    return (Among(tuple(words)), end) if words else None


def _several(line: Line, column: str, at: int) -> tuple[Want, int]:
    values: list[int | str] = []
    end = at
    while found := _value(line, column, end):
        values += found[0]
        end = found[1]
        gap = _OR.match(line.text, end)
        if gap is None or _value(line, column, gap.end()) is None:
            break
        end = gap.end()
    if not values:
        raise _nothing_called(line, column, at)
    return Among(tuple(dict.fromkeys(values))), end


def _value(line: Line, column: str, at: int) -> tuple[Sequence[int | str], int] | None:
    """What stands here of that column, by the longest name that fits."""
    if column == "status":
        words = {word: (state,) for state, all_of in STATES.items() for word in all_of} | _ENDED
    elif column == "owner" and (me := _MINE.match(line.text, at)):
        return (ME,), me.end()
    else:
        words = line.names.get(column, {})  # type: ignore[assignment]  # ids where those were states
    longest = max((word for word in words if word and _stands(line.text, at, word)), key=len, default=None)
    return (words[longest], at + len(longest)) if longest else None


def _span_first(line: Line, at: int, shape: Shape) -> Clause | None:
    """A span before what it is of: 本月成交, 上月新建."""
    days = dates.within(line.text, at, today=line.today, ahead=True)
    if days is None or days[0].never:
        return None
    gap = re.compile(r"\s*(?:的|要|会|将|预计|内|里)*\s*").match(line.text, days[1])
    label = _label(line, gap.end()) if gap else None
    if label is None or COLUMNS[label[0]].kind not in DAYS:
        return None
    again = dates.within(line.text, at, today=line.today, ahead=label[0] == "close")
    return shape.wanting(**{label[0]: again[0] if again else days[0]}), label[1]


def _figures(line: Line, at: int, shape: Shape) -> Clause | None:
    """A sum without a word before it is the amount."""
    found = figures.between(line.text, at, bare=True)
    return (shape.wanting(amount=found[0]), found[1]) if found else None


def _states(line: Line, at: int, shape: Shape) -> Clause | None:
    if every := _EVERY.match(line.text, at):
        return shape.wanting(status=None), every.end()
    if _value(line, "status", at) is None:
        return None
    want, end = _several(line, "status", at)
    return shape.wanting(status=want), end


def _mine(line: Line, at: int, shape: Shape) -> Clause | None:
    me = _MINE.match(line.text, at)
    return (shape.wanting(owner=Among((ME,))), me.end()) if me else None


def _named(line: Line, at: int, shape: Shape) -> Clause | None:
    """A name alone: of a stage, a person, a team, a source, a pipeline; the longest, in this order."""
    found = [
        (column, value)
        for column in ("stage", "owner", "team", "source", "pipeline")
        if (value := _value(line, column, at)) is not None
    ]
    if not found:
        return None
    column, (ids, end) = max(found, key=lambda each: each[1][1])
    before = shape.wants.get(column)
    values = (*(before.values if isinstance(before, Among) else ()), *ids)
    return shape.wanting(**{column: Among(tuple(dict.fromkeys(values)))}), end


def _glue(line: Line, at: int, shape: Shape) -> Clause | None:
    gap = _GLUE.match(line.text, at)
    return (shape, gap.end()) if gap else None


_WAYS: tuple[Callable[[Line, int, Shape], Clause | None], ...] = (
    *(_sort, _columns, _ended, _labelled, _span_first, _figures),
    *(_states, _mine, _named, _glue),
)


def _not_understood(line: Line, at: int) -> Refusal:
    text = _chunk(line.text, at)
    words = [word for several in TYPED.values() for word in several]
    names = [name for of_column in line.names.values() for name in of_column if not name.startswith("<@")]
    near = nearest(text, [*words, *names, *(word for several in STATES.values() for word in several)])
    return NotUnderstoodNear(text=text, near=near) if near else NotUnderstood(text=text)


def _nothing_called(line: Line, column: str, at: int) -> Refusal:
    text, label = _chunk(line.text, at), line.t.plain(LABELS[column])
    known = [name for name in line.names.get(column, {}) if not name.startswith("<@")]
    near = nearest(text, known or [word for several in STATES.values() for word in several])
    if near is None:
        return NothingCalled(column=label, text=text)
    return NothingCalledNear(column=label, text=text, near=near)


def _chunk(text: str, at: int) -> str:
    found = _WORD.match(text, at)
    return (found[0] if found else text[at:])[:60]
