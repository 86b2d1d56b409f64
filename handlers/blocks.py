"""Block Kit, as small as we use it: plain functions that keep Slack's limits by cutting what is too long.

Plain dicts rather than a builder library: docs/decisions/0006-blocks-as-plain-dicts.md.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Block = dict[str, Any]
Message = dict[str, Any]
View = dict[str, Any]

PIECE = 2800
SECTION = 2900  # Slack takes 3000
MOST_BLOCKS = 48  # Slack takes 50


def cut(text: str, most: int) -> str:
    """No longer than Slack takes, with a sign that something is missing. Never empty: Slack refuses that."""
    text = text or " "
    return text if len(text) <= most else text[: most - 1] + "…"


def plain(text: str, most: int = 75) -> Block:
    """A text in which Slack parses nothing."""
    return {"type": "plain_text", "text": cut(text, most), "emoji": True}


def mrkdwn(text: str, most: int = SECTION) -> Block:
    return {"type": "mrkdwn", "text": cut(text, most)}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, 150)}


def section(text: str, *, fields: Sequence[str] = (), accessory: Block | None = None) -> Block:
    block: Block = {"type": "section", "text": mrkdwn(text)}
    if fields:
        block["fields"] = [mrkdwn(field, 1900) for field in fields[:10]]
    if accessory:
        block["accessory"] = accessory
    return block


def quotation(text: str) -> list[Block]:
    """A kept text, all of it, as a quotation; escape it before."""
    lines = "\n".join(f"> {line}" for line in text.splitlines())
    pieces = [lines[n : n + PIECE] for n in range(0, len(lines), PIECE)] or ["> "]
    return [section(piece if not n else f"> {piece}") for n, piece in enumerate(pieces)]


def context(*texts: str) -> Block:
    return {"type": "context", "elements": [mrkdwn(text) for text in texts[:10]]}


def divider() -> Block:
    return {"type": "divider"}


def actions(*elements: Block | None) -> Block:
    """A row of buttons and menus; those that are None are left out."""
    return {"type": "actions", "elements": [element for element in elements if element]}


def button(
    text: str,
    action: str,
    value: Mapping[str, Any] | None = None,
    *,
    style: str | None = None,
    confirm: Block | None = None,
    label: str | None = None,
) -> Block:
    """A button; `value` travels as JSON. `label` is what a screen reader says where the text alone is not clear."""
    element: Block = {"type": "button", "text": plain(text), "action_id": action, "value": pack(value or {})}
    if style:
        element["style"] = style
    if confirm:
        element["confirm"] = confirm
    if label:
        element["accessibility_label"] = cut(label, 75)
    return element


def link(text: str, url: str, action: str) -> Block:
    """A button that opens an address in the reader's browser."""
    return {"type": "button", "text": plain(text), "action_id": action, "url": url}


def confirm(title: str, text: str, yes: str, no: str) -> Block:
    return {"title": plain(title, 100), "text": plain(text, 300), "confirm": plain(yes, 30), "deny": plain(no, 30)}


def option(text: str, value: str, *, description: str = "") -> Block:
    told = {"description": plain(description)} if description else {}
    return {"text": plain(text), "value": value, **told}


def select(action: str, options: Sequence[Block], *, placeholder: str, chosen: str | None = None) -> Block:
    """A menu of at most 100 options; `chosen` is the value picked at first."""
    element: Block = {
        "type": "static_select",
        "action_id": action,
        "options": list(options)[:100],
        "placeholder": plain(placeholder, 150),
    }
    first = next((each for each in options if each["value"] == chosen), None)
    return {**element, "initial_option": first} if first else element


def external(action: str, *, placeholder: str, chosen: Block | None = None) -> Block:
    """A menu whose entries are asked for as somebody types; `chosen` is the entry picked at first."""
    element: Block = {
        "type": "external_select",
        "action_id": action,
        "min_query_length": 0,
        "placeholder": plain(placeholder, 150),
    }
    return {**element, "initial_option": chosen} if chosen else element


def multi_select(
    action: str, options: Sequence[Block], *, placeholder: str, chosen: Iterable[str], most: int = 100
) -> Block:
    """A menu of which several may be picked; `chosen` are the values picked at first."""
    picked = [each for each in options[:100] if each["value"] in set(chosen)]
    element: Block = {
        "type": "multi_static_select",
        "action_id": action,
        "options": list(options)[:100],
        "placeholder": plain(placeholder, 150),
        "max_selected_items": most,
    }
    return {**element, "initial_options": picked} if picked else element


def file_input(action: str, kinds: Sequence[str]) -> Block:
    """One file; `kinds` are the ends of names the picker offers, no promise that it is one of them."""
    return {"type": "file_input", "action_id": action, "filetypes": list(kinds), "max_files": 1}


def grouped(
    action: str, groups: Mapping[str, Sequence[Block]], *, placeholder: str, chosen: str | None = None
) -> Block:
    """A menu whose options stand under headings; `chosen` is the value picked at first."""
    element: Block = {
        "type": "static_select",
        "action_id": action,
        "option_groups": [{"label": plain(name), "options": list(each)[:100]} for name, each in groups.items()],
        "placeholder": plain(placeholder, 150),
    }
    every = (option for options in groups.values() for option in options)
    first = next((each for each in every if each["value"] == chosen), None)
    return {**element, "initial_option": first} if first else element


def multi_grouped(
    action: str, groups: Mapping[str, Sequence[Block]], *, placeholder: str, chosen: Iterable[str]
) -> Block:
    """The same of which several may be picked; groups without options are left out, at least one must have some."""
    offered = {name: list(each)[:100] for name, each in list(groups.items())[:100] if each}
    wanted = list(chosen)
    picked = [option for options in offered.values() for option in options if option["value"] in wanted]
    element: Block = {
        "type": "multi_static_select",
        "action_id": action,
        "option_groups": [{"label": plain(name), "options": options} for name, options in offered.items()],
        "placeholder": plain(placeholder, 150),
    }
    return {**element, "initial_options": picked} if picked else element


def radio(action: str, options: Sequence[Block], *, chosen: str | None) -> Block:
    """Ten options at most; `chosen` is the value picked at first."""
    element: Block = {"type": "radio_buttons", "action_id": action, "options": list(options)[:10]}
    first = next((each for each in options if each["value"] == chosen), None)
    return {**element, "initial_option": first} if first else element


def checkboxes(action: str, options: Sequence[Block], *, chosen: Iterable[str]) -> Block:
    """Ten options at most; `chosen` are the values ticked at first."""
    ticked = [each for each in options if each["value"] in set(chosen)]
    element: Block = {"type": "checkboxes", "action_id": action, "options": list(options)[:10]}
    return {**element, "initial_options": ticked} if ticked else element


def overflow(action: str, options: Sequence[Block]) -> Block:
    """A menu behind three dots, of at most five entries."""
    return {"type": "overflow", "action_id": action, "options": list(options)[:5]}


def text_input(
    action: str, *, initial: str = "", multiline: bool = False, placeholder: str = "", most: int = 3000
) -> Block:
    element: Block = {"type": "plain_text_input", "action_id": action, "multiline": multiline, "max_length": most}
    if initial:
        element["initial_value"] = initial[:most]
    if placeholder:
        element["placeholder"] = plain(placeholder, 150)
    return element


def field(name: str, label: str, element: Block, *, optional: bool = True, hint: str = "") -> Block:
    """An input of a form. Its block is named as the field is, so that a refusal finds it."""
    block: Block = {"type": "input", "block_id": name, "label": plain(label, 2000), "element": element}
    block["optional"] = optional
    if hint:
        block["hint"] = plain(hint, 2000)
    return block


def table(rows: Sequence[Sequence[str]], *, right: Iterable[int] = ()) -> Block:
    """A native table; the first row is its header. At most 100 rows of 20 cells. `right`: columns of figures."""
    figures = set(right)
    width = max(len(row) for row in rows)
    return {
        "type": "table",
        "rows": [[{"type": "raw_text", "text": cut(cell, 200)} for cell in row[:20]] for row in rows[:100]],
        "column_settings": [{"align": "right" if n in figures else "left", "is_wrapped": True} for n in range(width)],
    }


def bar_chart(title: str, categories: Sequence[str], series: Mapping[str, Sequence[float]]) -> Block:
    """A native bar chart: at most 20 categories and 6 series, one figure a category."""
    names = [cut(name, 20) for name in categories[:20]]
    return {
        "type": "data_visualization",
        "title": cut(title, 50),
        "chart": {
            "type": "bar",
            "series": [
                {
                    "name": cut(name, 20),
                    "data": [{"label": label, "value": value} for label, value in zip(names, values, strict=False)],
                }
                for name, values in list(series.items())[:6]
            ],
            "axis_config": {"categories": names},
        },
    }


def message(text: str, blocks: Sequence[Block] = (), *, fallback: Sequence[Block] = ()) -> Message:
    """A message: `text` is what screen readers say; `fallback` are blocks for where Slack refuses a native one."""
    told: Message = {"text": cut(text, 3000), "blocks": list(blocks)[:MOST_BLOCKS] or [section(text)]}
    return {**told, "fallback": list(fallback)[:MOST_BLOCKS]} if fallback else told


def sent(told: Message) -> Message:
    """The message as an answer carries it: without what only the outbox needs."""
    return {name: part for name, part in told.items() if name != "fallback"}


def form(
    callback: str, title: str, submit: str, close: str, blocks: Sequence[Block], keep: Mapping[str, Any] | None = None
) -> View:
    """A modal; `keep` travels in its private metadata."""
    return {
        "type": "modal",
        "callback_id": callback,
        "title": plain(title, 24),
        "submit": plain(submit, 24),
        "close": plain(close, 24),
        "private_metadata": pack(keep or {}),
        "blocks": list(blocks)[:100],
    }


def pack(value: Mapping[str, Any]) -> str:
    """Ids and short texts as JSON, for a button's value or a form's metadata."""
    return json.dumps(dict(value), ensure_ascii=False, separators=(",", ":"))
