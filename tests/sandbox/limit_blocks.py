"""Block Kit in few words, for the tables of limits."""

import copy
from collections.abc import Callable
from typing import Any

Block = dict[str, Any]
# What it is, what is taken, what is refused, and Slack's line about that.
Case = tuple[str, Block, Block, str]

LONG = "must be less than {} characters"
EMPTY = "must be more than 0 characters"
UNKNOWN = "unsupported type"
MISSING = "missing required field"


def longest(what: str, most: int, make: Callable[[str], Block]) -> Case:
    """Text of so many code points fits, one more does not."""
    return what, make("字" * most), make("字" * (most + 1)), LONG.format(most + 1)


def most(what: str, count: int, make: Callable[[int], Block]) -> Case:
    """So many items fit, one more does not."""
    return what, make(count), make(count + 1), f"no more than {count} items"


def without(block: Block, key: str) -> Block:
    return {name: value for name, value in block.items() if name != key}


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def section(**more: Any) -> Block:
    return {"type": "section", **({} if more else {"text": mrkdwn("x")}), **more}


def header(text: Block) -> Block:
    return {"type": "header", "text": text}


def context(*elements: Block) -> Block:
    return {"type": "context", "elements": list(elements)}


def held(element: Block) -> Block:
    """An element as accessory of a section."""
    return section(text=mrkdwn("x"), accessory=element)


def field(element: Block, **more: Any) -> Block:
    return {"type": "input", "label": plain("L"), "element": element, **more}


def row(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def button(text: str = "b", **more: Any) -> Block:
    return {"type": "button", "text": plain(text), "action_id": "a", **more}


def buttons(count: int) -> Block:
    return row(*[button(action_id=f"a{n}") for n in range(count)])


def option(text: str = "o", value: str = "v", **more: Any) -> Block:
    return {"text": plain(text), "value": value, **more}


def options(count: int) -> list[Block]:
    return [option(f"o{n}", f"v{n}") for n in range(count)]


def select(**more: Any) -> Block:
    return {"type": "static_select", "action_id": "a", **({"options": options(1)} | more)}


def group(label: str) -> Block:
    return held(select(options=None, option_groups=[{"label": plain(label), "options": options(1)}]))


def menu(kind: str, count: int) -> Block:
    return held({"type": kind, "action_id": "a", "options": options(count)})


def confirm(**more: str) -> Block:
    words = {"title": "t", "text": "x", "confirm": "y", "deny": "n"} | more
    return {"confirm": {key: plain(text) for key, text in words.items()}}


def typed(kind: str = "plain_text_input", **more: Any) -> Block:
    return {"type": kind, "action_id": "a", **more}


def days(kind: str, initial: str) -> Block:
    return held(typed(kind, **{f"initial_{kind.removesuffix('picker')}": initial}))


def on(*triggers: str) -> Block:
    return field(typed(dispatch_action_config={"trigger_actions_on": list(triggers)}))


def among(*kinds: str) -> Block:
    return field(typed("conversations_select", filter={"include": list(kinds)}))


def rich(*parts: Block) -> Block:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(parts)}]}


def alert(text: str = "x", **more: Any) -> Block:
    return {"type": "alert", "text": plain(text), **more}


def task(status: str) -> Block:
    return {"type": "task_card", "task_id": "1", "title": "x", "status": status}


def card(**more: Any) -> Block:
    return {"type": "card", "title": plain("x"), **more}


def carousel(count: int) -> Block:
    return {"type": "carousel", "elements": [card() for _ in range(count)]}


def box(children: list[Block]) -> Block:
    return {"type": "container", "title": plain("x"), "child_blocks": children}


def cells(rows: int, columns: int, text: str = "c") -> list[list[Block]]:
    return [[{"type": "raw_text", "text": text} for _ in range(columns)] for _ in range(rows)]


def table(rows: int = 2, columns: int = 2, text: str = "c", **more: Any) -> Block:
    return {"type": "table", "rows": cells(rows, columns, text), **more}


def data_table(rows: int = 2, columns: int = 2, text: str = "c", **more: Any) -> Block:
    return {"type": "data_table", "caption": "cap", "rows": cells(rows, columns, text), **more}


def bars(series: int = 1, points: int = 2, **more: Any) -> Block:
    labels = [f"c{n}" for n in range(points)]
    data = [{"label": label, "value": -1} for label in labels]
    chart = {
        "type": "bar",
        "series": [{"name": f"s{n}", "data": copy.deepcopy(data)} for n in range(series)],
        "axis_config": {"categories": labels, **more},
    }
    return {"type": "data_visualization", "title": "t", "chart": chart}


def pie(segments: int = 1, label: str = "l", value: float = 1) -> Block:
    found = [{"label": label, "value": value} for _ in range(segments)]
    return {"type": "data_visualization", "title": "t", "chart": {"type": "pie", "segments": found}}


def view(**more: Any) -> Block:
    return {"type": "modal", "title": plain("T"), "blocks": [section()], **more}


RICH = rich({"type": "text", "text": "x"})
IMAGE = {"type": "image", "alt_text": "a", "image_url": "https://a.example/x.png"}
NUMBERS = [[{"type": "raw_number", "value": 1}]]
ICON = {"type": "icon_button", "icon": "trash", "text": plain("x"), "action_id": "a"}
VIDEO = {"type": "video", "title": plain("x"), "alt_text": "x", "video_url": "https://a", "thumbnail_url": "https://b"}
