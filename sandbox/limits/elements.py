"""Elements a person can touch, and images: what each may hold and where each may stand."""

import re
from typing import Any

from sandbox.elements import options_of
from sandbox.limits.rules import (
    Report,
    Rule,
    all_of,
    anything,
    exactly_one,
    flag,
    kind_of,
    many,
    number,
    one_of,
    shape,
    string,
)
from sandbox.limits.texts import CONFIRM, GROUPS, options, plain

PLACEHOLDER: dict[str, Rule] = {"placeholder": plain(150)}
ACTING: dict[str, Rule] = {"action_id": string(255), "confirm": CONFIRM}
FOCUS: dict[str, Rule] = {"focus_on_load": flag}
ID = string(255)


def _pattern(pattern: str, words: str) -> Rule:
    def check(report: Report, at: str, value: Any) -> None:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            report.say(at, words)

    return check


DATE = _pattern(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "must be a date like YYYY-MM-DD")
TIME = _pattern(r"([01]\d|2[0-3]):[0-5]\d", "must be a time like HH:mm")


def _chosen(report: Report, at: str, element: Any) -> None:
    """An initial choice must be one of the options, word for word."""
    offered = options_of(element)
    initial = element.get("initial_options") or ([element["initial_option"]] if element.get("initial_option") else [])
    for option in initial:
        if option not in offered:
            report.say(at, "initial option must match one of the options")


def _select(own: dict[str, Rule], required: dict[str, Rule] | None = None, also: Rule | None = None) -> Rule:
    return shape(required, {**own, **PLACEHOLDER, **ACTING, **FOCUS}, also=also)


STATIC = {"options": options(1, 100), "option_groups": GROUPS}
OFFERED = all_of(exactly_one("options", "option_groups"), _chosen)
MOST: dict[str, Rule] = {"max_selected_items": number(1, 100)}
FILTER = shape(
    None,
    {
        "include": many(one_of("im", "mpim", "private", "public"), 1, 4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
)
TALKS: dict[str, Rule] = {"default_to_current_conversation": flag, "filter": FILTER}
ANSWER: dict[str, Rule] = {"response_url_enabled": flag}
IDS = many(ID, 0, 100)
DISPATCH = shape({"trigger_actions_on": many(one_of("on_enter_pressed", "on_character_entered"), 1, 2)})
TYPED: dict[str, Rule] = {"action_id": string(255), "dispatch_action_config": DISPATCH, **PLACEHOLDER, **FOCUS}
LABEL: dict[str, Rule] = {"accessibility_label": string(75)}


def _lengths(report: Report, at: str, element: Any) -> None:
    low, high = element.get("min_length"), element.get("max_length")
    if low is not None and high is not None and low > high:
        report.say(at, "min_length must be less than max_length")


BUTTON = shape(
    {"text": plain(75)},
    {
        "value": string(2000, least=0),
        "url": string(3000),
        "style": one_of("primary", "danger"),
        "agent_prompt": string(4000),
        "agent_prompt_display": anything,
        "visible_to_user_ids": many(ID, 1, 10),
        **LABEL,
        **ACTING,
    },
)
IMAGE = shape(
    {"alt_text": string(2000)},
    {
        "image_url": string(3000),
        "slack_file": shape(None, {"id": ID, "url": string(3000)}, also=exactly_one("id", "url")),
    },
    also=exactly_one("image_url", "slack_file"),
)
FEEDBACK = shape({"text": plain(75), "value": string(2000)}, LABEL)

ELEMENTS: dict[str, Rule] = {
    "button": BUTTON,
    "overflow": shape({"options": options(1, 5, linked=True)}, ACTING),
    "static_select": _select({**STATIC, "initial_option": anything}, also=OFFERED),
    "multi_static_select": _select({**STATIC, **MOST, "initial_options": anything}, also=OFFERED),
    "external_select": _select({"min_query_length": number(0, 100), "initial_option": anything}),
    "multi_external_select": _select({"min_query_length": number(0, 100), "initial_options": anything, **MOST}),
    "users_select": _select({"initial_user": ID}),
    "multi_users_select": _select({"initial_users": IDS, **MOST}),
    "conversations_select": _select({"initial_conversation": ID, **TALKS, **ANSWER}),
    "multi_conversations_select": _select({"initial_conversations": IDS, **TALKS, **MOST}),
    "channels_select": _select({"initial_channel": ID, **ANSWER}),
    "multi_channels_select": _select({"initial_channels": IDS, **MOST}),
    "datepicker": _select({"initial_date": DATE}),
    "timepicker": _select({"initial_time": TIME, "timezone": string(100)}),
    "datetimepicker": shape(None, {"initial_date_time": number(10**9, 10**10 - 1), **ACTING, **FOCUS}),
    "checkboxes": shape(
        {"options": options(1, 10, marked=True)}, {"initial_options": anything, **ACTING, **FOCUS}, also=_chosen
    ),
    "radio_buttons": shape(
        {"options": options(1, 10, marked=True)}, {"initial_option": anything, **ACTING, **FOCUS}, also=_chosen
    ),
    "plain_text_input": shape(
        None,
        {
            "initial_value": string(3000, least=0),
            "multiline": flag,
            "min_length": number(0, 3000),
            "max_length": number(1, 3000),
            **TYPED,
        },
        also=_lengths,
    ),
    "number_input": shape(
        {"is_decimal_allowed": flag},
        {
            "initial_value": string(100),
            "min_value": string(100),
            "max_value": string(100),
            **TYPED,
        },
    ),
    "email_text_input": shape(None, {"initial_value": string(3000), **TYPED}),
    "url_text_input": shape(None, {"initial_value": string(3000), **TYPED}),
    "rich_text_input": shape(
        None, {"initial_value": anything, "min_lines": number(1, 100), "max_lines": number(1, 100), **TYPED}
    ),
    "file_input": shape(
        None, {"action_id": ID, "filetypes": many(string(50), 1, 100), "max_files": number(1, 10), "initial_files": IDS}
    ),
    "image": IMAGE,
    "feedback_buttons": shape({"positive_button": FEEDBACK, "negative_button": FEEDBACK}, {"action_id": ID}),
    "icon_button": shape(
        {"icon": one_of("trash"), "text": plain(75)},
        {"value": string(2000), "visible_to_user_ids": many(ID, 1, 10), **LABEL, **ACTING},
    ),
    "workflow_button": shape(
        {"text": plain(75), "workflow": anything}, {"style": one_of("primary", "danger"), **LABEL, "action_id": ID}
    ),
}

SINGLE = {"static_select", "external_select", "users_select", "conversations_select", "channels_select"}
MULTI = {f"multi_{kind}" for kind in SINGLE}
CHOICES = {"checkboxes", "radio_buttons", "datepicker", "timepicker"}
TYPING = {"plain_text_input", "rich_text_input", "number_input", "email_text_input", "url_text_input", "file_input"}
PRESSES = {"button", "overflow", "workflow_button"}

ACCESSORIES = SINGLE | MULTI | CHOICES | PRESSES | {"image"}
ACTIONS = SINGLE | CHOICES | PRESSES | {"datetimepicker"}
INPUTS = SINGLE | MULTI | CHOICES | TYPING | {"datetimepicker"}
# Elements that only some surfaces take.
ONLY_ON = {
    "number_input": ("modal",),
    "email_text_input": ("modal",),
    "url_text_input": ("modal",),
    "file_input": ("modal",),
    "rich_text_input": ("modal", "home"),
}


def element_in(allowed: set[str], where: str) -> Rule:
    """An element that may stand in that block, on this surface."""

    def check(report: Report, at: str, value: Any) -> None:
        kind = kind_of(value)
        if kind not in allowed:
            report.say(f"{at}/type", f"unsupported type: {kind} (element of {where})")
        elif report.surface not in ONLY_ON.get(str(kind), (report.surface,)):
            report.say(f"{at}/type", f"unsupported type: {kind} (in a {report.surface})")
        else:
            ELEMENTS[str(kind)](report, at, value)

    return check
