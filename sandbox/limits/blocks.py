"""Blocks: what each may hold, where each may stand, and what holds for all of them together."""

from collections import Counter
from typing import Any

from sandbox.elements import interactive
from sandbox.limits.elements import ACCESSORIES, ACTIONS, ELEMENTS, IMAGE, INPUTS, element_in
from sandbox.limits.richtext import rich_text
from sandbox.limits.rules import (
    Report,
    Rule,
    anything,
    at_least_one,
    by_type,
    flag,
    kind_of,
    many,
    number,
    one_of,
    shape,
    string,
)
from sandbox.limits.tables import CHARACTERS, DATA_TABLE, DATA_VISUALIZATION, TABLE, characters
from sandbox.limits.texts import either, plain

ID: dict[str, Rule] = {"block_id": string(255)}


def _context_element(report: Report, at: str, value: Any) -> None:
    rule = IMAGE if kind_of(value) == "image" else either(3000)
    rule(report, at, value)


def _ids_differ(report: Report, at: str, block: Any) -> None:
    ids = Counter(e.get("action_id") for e in block["elements"] if e.get("action_id"))
    for action_id, times in ids.items():
        if times > 1:
            report.say(f"{at}/elements", f"action_id {action_id} already exists")


CARD = shape(
    None,
    {
        "title": either(150),
        "subtitle": either(150),
        "body": either(200),
        "subtext": either(200),
        "actions": many(element_in({"button"}, "card"), 1, 3),
        "hero_image": anything,
        "icon": anything,
        **ID,
    },
    also=at_least_one("title", "subtitle", "body", "hero_image"),
)
MARKDOWN = 12_000

BLOCKS: dict[str, Rule] = {
    "section": shape(
        None,
        {
            "text": either(3000),
            "fields": many(either(2000), 1, 10),
            "accessory": element_in(ACCESSORIES, "section"),
            "expand": flag,
            **ID,
        },
        also=at_least_one("text", "fields"),
    ),
    "header": shape({"text": plain(150)}, {"level": number(1, 4), **ID}),
    "divider": shape(None, ID),
    "context": shape({"elements": many(_context_element, 1, 10)}, ID),
    "actions": shape({"elements": many(element_in(ACTIONS, "actions"), 1, 25)}, ID, also=_ids_differ),
    "context_actions": shape(
        {"elements": many(element_in({"feedback_buttons", "icon_button"}, "context_actions"), 1, 5)},
        ID,
        also=_ids_differ,
    ),
    "input": shape(
        {"label": plain(2000), "element": element_in(INPUTS, "input")},
        {"hint": plain(2000), "optional": flag, "dispatch_action": flag, **ID},
    ),
    "image": shape(
        {"alt_text": string(2000)},
        {"image_url": string(3000), "slack_file": anything, "title": plain(2000), **ID},
        also=lambda report, at, value: ELEMENTS["image"](
            report, at, {k: v for k, v in value.items() if k not in ("title", "block_id")}
        ),
    ),
    "rich_text": rich_text,
    "video": shape(
        {"title": plain(200), "alt_text": string(2000), "video_url": string(3000), "thumbnail_url": string(3000)},
        {
            "author_name": string(50),
            "description": plain(200),
            "provider_name": string(50),
            "title_url": string(2000),
            "provider_icon_url": string(2000),
            **ID,
        },
    ),
    "markdown": shape({"text": string(MARKDOWN)}, ID),
    "table": TABLE,
    "data_table": DATA_TABLE,
    "data_visualization": DATA_VISUALIZATION,
    "alert": shape({"text": either(200)}, {"level": one_of("default", "info", "warning", "error", "success"), **ID}),
    "card": CARD,
    "carousel": shape({"elements": many(by_type({"card": CARD}, "carousel"), 1, 10)}, ID),
    "plan": shape({"title": anything}, {"tasks": many(anything, 0, 50), **ID}),
    "task_card": shape(
        {"task_id": string(255), "title": anything},
        {
            "details": anything,
            "output": anything,
            "sources": anything,
            "status": one_of("in_progress", "complete", "error"),
            **ID,
        },
    ),
}
IN_CONTAINER = {
    "actions", "context", "divider", "header", "image", "input", "rich_text", "section", "table", "video",
}  # fmt: skip


def _child(report: Report, at: str, value: Any) -> None:
    kind = kind_of(value)
    if kind is not None and kind not in IN_CONTAINER:
        report.say(f"{at}/type", f"unsupported type: {kind} (in a container)")
    else:
        block(report, at, value)


BLOCKS["container"] = shape(
    {"child_blocks": many(_child, 1, 10)},
    {
        "title": plain(150),
        "rich_text_title": rich_text,
        "subtitle": either(150),
        "width": one_of("narrow", "standard", "wide", "full"),
        "icon": anything,
        "is_collapsible": flag,
        "default_collapsed": flag,
        "has_header_divider": flag,
        **ID,
    },
    also=at_least_one("title", "rich_text_title"),
)

MESSAGES = {"markdown", "context_actions", "plan", "task_card", "data_visualization", "container"}
NOT_IN_MODALS = {"table", "data_table", "carousel", "card"}
LACKING = {
    "message": {"alert"},
    "modal": MESSAGES | NOT_IN_MODALS,
    # Charts on Home are documented by some and not by others: the stricter reading holds.
    "home": MESSAGES | {"alert"},
}
MOST = {"message": 50, "modal": 100, "home": 100}


def block(report: Report, at: str, value: Any) -> None:
    """One block on this surface."""
    kind = kind_of(value)
    if kind is None:
        report.say(at, "missing required field: type")
    elif kind not in BLOCKS or kind in LACKING[report.surface]:
        report.say(f"{at}/type", f"unsupported type: {kind}")
    else:
        BLOCKS[kind](report, at, value)


def blocks(report: Report, at: str, value: Any) -> None:
    """All blocks of a message or view, each and together."""
    before = len(report.problems)
    many(block, 0, MOST[report.surface])(report, at, value)
    if len(report.problems) == before:
        _together(report, at, value)


def _together(report: Report, at: str, value: list[dict[str, Any]]) -> None:
    for block_id, times in Counter(b.get("block_id") for b in value if b.get("block_id")).items():
        if times > 1:
            report.say(at, f"block_id {block_id} already exists")
    kinds = Counter(b["type"] for b in value)
    if kinds["table"] > 1:
        report.say(at, "only one table is allowed")
    if kinds["data_visualization"] > 2:
        report.say(at, "no more than 2 data_visualization blocks allowed")
    if kinds["plan"] > 1:
        report.say(at, "only one plan is allowed")
    _sums(report, at, value)
    if sum(bool(element.get("focus_on_load")) for _, element in interactive(value)) > 1:
        report.say(at, "only one element may have focus_on_load")


def _sums(report: Report, at: str, value: list[dict[str, Any]]) -> None:
    for kind, most in (("markdown", MARKDOWN), ("table", CHARACTERS), ("data_table", CHARACTERS)):
        if sum(characters(b) for b in value if b["type"] == kind) > most:
            report.say(at, f"{kind} text must be less than {most + 1} characters in all")
