"""What a person can enter in each kind of element, as it stands in state.values."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Values = dict[str, dict[str, dict[str, Any]]]
Element = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """`state` is the key in state.values; `initial` the key of the element that fills it; `many` holds a list."""

    state: str
    initial: str
    many: bool = False
    options: bool = False


KINDS = {
    "plain_text_input": Kind("value", "initial_value"),
    "number_input": Kind("value", "initial_value"),
    "email_text_input": Kind("value", "initial_value"),
    "url_text_input": Kind("value", "initial_value"),
    "rich_text_input": Kind("rich_text_value", "initial_value"),
    "file_input": Kind("files", "initial_files", many=True),
    "static_select": Kind("selected_option", "initial_option", options=True),
    "external_select": Kind("selected_option", "initial_option", options=True),
    "users_select": Kind("selected_user", "initial_user"),
    "conversations_select": Kind("selected_conversation", "initial_conversation"),
    "channels_select": Kind("selected_channel", "initial_channel"),
    "multi_static_select": Kind("selected_options", "initial_options", many=True, options=True),
    "multi_external_select": Kind("selected_options", "initial_options", many=True, options=True),
    "multi_users_select": Kind("selected_users", "initial_users", many=True),
    "multi_conversations_select": Kind("selected_conversations", "initial_conversations", many=True),
    "multi_channels_select": Kind("selected_channels", "initial_channels", many=True),
    "datepicker": Kind("selected_date", "initial_date"),
    "timepicker": Kind("selected_time", "initial_time"),
    "datetimepicker": Kind("selected_date_time", "initial_date_time"),
    "checkboxes": Kind("selected_options", "initial_options", many=True, options=True),
    "radio_buttons": Kind("selected_option", "initial_option", options=True),
}
PRESSED = {"button", "overflow", "workflow_button", "icon_button", "feedback_buttons"}


def interactive(blocks: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Element]]:
    """Every element a person can touch, with the block that holds it, in order."""
    for block in blocks:
        rows = [*(block.get("elements") or ()), *(block.get("actions") or ())]
        for element in [block.get("accessory"), block.get("element"), *rows]:
            if isinstance(element, dict) and (element.get("type") in KINDS or element.get("type") in PRESSED):
                yield block, element
        yield from interactive(children(block))


def children(block: dict[str, Any]) -> list[dict[str, Any]]:
    """Blocks inside a block: those of a container, the cards of a carousel."""
    return list((block.get("elements") if block.get("type") == "carousel" else block.get("child_blocks")) or ())


def find(blocks: list[dict[str, Any]], block_id: str, action_id: str) -> tuple[dict[str, Any], Element] | None:
    """The element with these ids."""
    for block, element in interactive(blocks):
        if element.get("action_id") == action_id and block.get("block_id") == block_id:
            return block, element
    return None


def options_of(element: Element) -> list[dict[str, Any]]:
    """All options of a select, through its groups."""
    groups = element.get("option_groups") or []
    return [*(element.get("options") or []), *(option for group in groups for option in group.get("options", ()))]


def state_of(element: Element, value: Any) -> dict[str, Any]:
    """The entry of state.values that holds `value`; raises LookupError for an option that is not offered."""
    kind = KINDS[element["type"]]
    if kind.options:
        value = (
            [_option(element, v) for v in value] if kind.many else (None if value is None else _option(element, value))
        )
    elif kind.many:
        value = list(value or [])
    elif value == "":
        value = None
    entry = {"type": element["type"], kind.state: value}
    if element["type"] == "timepicker" and element.get("timezone"):
        entry["timezone"] = element["timezone"]
    return entry


def _option(element: Element, value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    for option in options_of(element):
        if option.get("value") == value:
            return option
    raise LookupError(f"{value!r} is not among the options of {element.get('action_id')}")


def start_values(blocks: list[dict[str, Any]], kept: Values | None = None) -> Values:
    """What the inputs hold when drawn: their initial values, or what was entered under the same ids before."""
    values: Values = {}
    for block, element in interactive(blocks):
        if element["type"] not in KINDS:
            continue
        block_id, action_id = block["block_id"], element["action_id"]
        old = (kept or {}).get(block_id, {}).get(action_id)
        same = old is not None and old["type"] == element["type"]
        fresh = {**state_of(element, copy.deepcopy(_initial(element)))}
        values.setdefault(block_id, {})[action_id] = old if same and old is not None else fresh
    return values


def _initial(element: Element) -> Any:
    kind = KINDS[element["type"]]
    return element.get(kind.initial, [] if kind.many else None)


def is_empty(entry: dict[str, Any]) -> bool:
    """Has the person entered nothing here?"""
    held = entry.get(KINDS[entry["type"]].state)
    return held is None or held in ("", []) or (isinstance(held, str) and not held.strip())
