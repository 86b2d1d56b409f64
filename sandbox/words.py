"""Blocks and mrkdwn as a person reads them: names for ids, dates in the reader's own zone and language, no markup."""

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

from sandbox.elements import KINDS, Values
from sandbox.users import User

if TYPE_CHECKING:
    from sandbox.workspace import Workspace

Block = dict[str, Any]
ANGLES = re.compile(r"<([^<>\n]+)>")
CODE = re.compile(r"```(.+?)```|`([^`\n]+)`", re.DOTALL)
# As in Slack, marks count only at the edge of a word: stray ones stay visible, also beside Chinese.
MARKS = re.compile(r"(?<![\w*_~])([*_~])(\S|\S[^\n]*?\S)\1(?![\w*_~])")


def plain(text: str, ws: "Workspace", reader: User) -> str:
    """mrkdwn as the reader reads it."""
    parts = CODE.split(text)
    # CODE has two groups: between three-part steps of (outside, fenced, inline) stands the ordinary text.
    said = [_outside(part, ws, reader) if index % 3 == 0 else part for index, part in enumerate(parts) if part]
    return unescape("".join(said))


def unescape(text: str) -> str:
    """The three characters Slack escapes, back again."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _outside(text: str, ws: "Workspace", reader: User) -> str:
    text = ANGLES.sub(lambda found: _angle(found[1], ws, reader), text)
    while (bare := MARKS.sub(r"\2", text)) != text:
        text = bare
    return text


def _angle(inner: str, ws: "Workspace", reader: User) -> str:
    target, _, label = inner.partition("|")
    if target.startswith("@"):
        return "@" + (ws.users[target[1:]].shown() if target[1:] in ws.users else label or target[1:])
    if target.startswith("#"):
        return "#" + (ws.channels[target[1:]].name if target[1:] in ws.channels else label or target[1:])
    if target.startswith("!date^"):
        return date(target, label, ws, reader)
    if target.startswith("!"):
        return label or "@" + target[1:].partition("^")[0]
    return label or target.removeprefix("mailto:")


def date(target: str, fallback: str, ws: "Workspace", reader: User) -> str:
    """`!date^seconds^format` in the reader's zone and language."""
    fields = target.split("^")
    if len(fields) < 3 or not fields[1].lstrip("-").isdigit():
        return fallback
    moment = datetime.fromtimestamp(int(fields[1]), ZoneInfo(reader.tz))
    today = datetime.fromtimestamp(ws.clock.now(), ZoneInfo(reader.tz)).date()
    return re.sub(r"\{(\w+)\}", lambda found: _token(found[1], moment, today - moment.date(), reader), fields[2])


# {…_pretty} says these for the days around today; the key is how many days ago.
NEAR = {"en": {0: "today", 1: "yesterday", -1: "tomorrow"}, "zh": {0: "今天", 1: "昨天", -1: "明天"}}
LENGTHS = {"date": "long", "date_short": "medium", "date_long": "full"}


def _token(token: str, moment: datetime, ago: timedelta, reader: User) -> str:
    language = reader.locale.replace("-", "_")
    if token in ("time", "time_secs"):
        length = "short" if token == "time" else "medium"
        return str(format_time(moment, length, locale=language)).replace("\u202f", " ")
    if token == "date_num":
        return moment.strftime("%Y-%m-%d")
    near = NEAR["zh" if language.startswith("zh") else "en"].get(ago.days)
    if token.endswith("_pretty") and near:
        return near
    if token.removesuffix("_pretty") not in LENGTHS:
        return "{" + token + "}"
    return str(format_date(moment.date(), LENGTHS[token.removesuffix("_pretty")], locale=language))


def lines(blocks: list[Block], ws: "Workspace", reader: User, values: Values | None = None) -> list[str]:
    """Every human word of the blocks in order, a line a thing; `values` are what inputs hold."""
    writer = Writer(ws, reader, values or {})
    for block in blocks:
        writer.block(block)
    return [line for line in writer.found if line.strip()]


class Writer:
    """Collects the lines of blocks for one reader."""

    def __init__(self, ws: "Workspace", reader: User, values: Values) -> None:
        self.ws, self.reader, self.values = ws, reader, values
        self.found: list[str] = []

    def text(self, obj: Any) -> str:
        """A text object, a raw cell or a bare string."""
        if isinstance(obj, str):
            return obj
        if not isinstance(obj, dict):
            return ""
        if "elements" in obj:
            return "".join(self.rich(element) for element in obj["elements"])
        if obj.get("type") == "raw_number":
            return str(obj.get("text") or obj.get("value"))
        words = str(obj.get("text") or "")
        return plain(words, self.ws, self.reader) if obj.get("type") == "mrkdwn" else words

    def rich(self, part: Block) -> str:
        """A part of rich text."""
        kind = part.get("type", "")
        if kind.startswith("rich_text_"):
            inner = "".join(self.rich(element) for element in part.get("elements", ()))
            return inner if kind == "rich_text_section" and not inner.endswith("\n") else inner + "\n"
        ids = {"user": "@", "channel": "#"}
        if kind in ids:
            return _angle(ids[kind] + str(part.get(f"{kind}_id")), self.ws, self.reader)
        if kind == "date":
            target = f"!date^{part['timestamp']}^{part['format']}"
            return date(target, str(part.get("fallback") or ""), self.ws, self.reader)
        named = {"emoji": ":{name}:", "broadcast": "@{range}", "color": "{value}"}
        return named[kind].format(**part) if kind in named else str(part.get("text") or part.get("url") or "")

    def add(self, *texts: Any) -> None:
        """Lines of their own."""
        self.found += [self.text(text) for text in texts]

    def block(self, block: Block) -> None:
        """All words of a block."""
        kind = block.get("type")
        self.add(block.get("caption"), block.get("label"), block.get("title"), block.get("rich_text_title"))
        self.add(block.get("subtitle"), block.get("text"), block.get("body"), block.get("subtext"))
        self.add(*block.get("fields", ()), block.get("description"))
        if kind == "rich_text":
            self.add(block)
        elif kind == "image":
            self.add(block.get("alt_text"))
        elif kind in ("table", "data_table"):
            self.found += [" | ".join(self.text(cell) for cell in row) for row in block["rows"]]
        elif kind == "data_visualization":
            self.chart(block["chart"])
        self.held(block)
        self.add(block.get("hint"))
        for child in block.get("child_blocks", ()):
            self.block(child)

    def held(self, block: Block) -> None:
        """Words of the elements in a block."""
        if block.get("type") == "rich_text":
            return
        for element in [*block.get("elements", ()), *block.get("actions", ())]:
            if block.get("type") == "carousel":
                self.block(element)
            else:
                self.element(block, element)
        for element in (block.get("accessory"), block.get("element")):
            if element:
                self.element(block, element)

    def chart(self, chart: Block) -> None:
        """The words and figures of a chart."""
        axes = chart.get("axis_config", {})
        self.add(axes.get("x_label"), axes.get("y_label"))
        for segment in chart.get("segments", ()):
            self.found.append(f"{segment['label']}: {segment['value']}")
        for series in chart.get("series", ()):
            self.found.append(series["name"])
            self.found += [f"{point['label']}: {point['value']}" for point in series["data"]]

    def element(self, block: Block, element: Block) -> None:
        """What is seen of an element before anyone touches it further."""
        kind = element.get("type")
        if kind == "image":
            self.add(element.get("alt_text"))
        elif kind in ("mrkdwn", "plain_text") or "text" in element:
            self.add(element if kind in ("mrkdwn", "plain_text") else element["text"])
        elif kind in ("checkboxes", "radio_buttons"):
            for option in element["options"]:
                self.add(option["text"], option.get("description"))
        elif kind in KINDS:
            entry = self.values.get(block.get("block_id", ""), {}).get(element.get("action_id", ""))
            self.found.append(self.shown(element, entry) or self.text(element.get("placeholder")))

    def shown(self, element: Block, entry: dict[str, Any] | None) -> str:
        """What an input holds, in words."""
        kind = KINDS[element["type"]]
        held = entry.get(kind.state) if entry else element.get(kind.initial)
        return ", ".join(self.one(item) for item in (held if isinstance(held, list) else [held]) if item)

    def one(self, item: Any) -> str:
        """One chosen thing: an option, a person, a place, a file or text."""
        if isinstance(item, dict):
            return self.text(item.get("text") or item)
        if item in self.ws.users:
            return "@" + self.ws.users[item].shown()
        if item in self.ws.channels:
            return "#" + self.ws.channels[item].name
        return self.ws.files[item].name if item in self.ws.files else str(item)
