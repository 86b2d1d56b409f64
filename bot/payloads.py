"""Slack's bodies: parsed once, and checked for the shapes that what stands behind relies on."""

import json
import math
from typing import Any
from urllib.parse import parse_qsl

Payload = dict[str, Any]

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
_DEEPEST = 60  # levels; Slack's own stay under 20

# Where a value is an id or a word, where it is an object: what Bolt reads before any listener does.
_TEXTS = (
    *("type", "team_id", "user_id", "channel_id", "command", "text", "trigger_id", "response_url", "event_id"),
    *("enterprise_id", "api_app_id", "callback_id", "action_id", "block_id", "challenge", "token", "ssl_check"),
    *("thread_ts", "action_ts", "message_ts", "channel_type", "subtype", "bot_id", "ts", "value", "user_team"),
    *("function_execution_id", "bot_access_token", "app_installed_team_id", "app_id", "user_name", "hash"),
)
_OBJECTS = ("event", "view", "state", "values", "container", "function_data", "assistant_thread", "previous_message")
_CHOSEN = (
    *("type", "block_id", "value", "action_ts", "selected_user", "selected_conversation", "selected_channel"),
    *("selected_date", "selected_time"),
)
_EITHER = ("user", "team", "channel", "enterprise")
_LISTS_OF_OBJECTS = ("authorizations", "response_urls", "actions", "blocks", "files")
_ITEMS = ("view", "event", "container")  # looked into as the body itself is


class Broken(ValueError):  # noqa: N818  # it says what the body is
    """The body is not one that Slack sends. The text says what is wrong with it, for the log."""


_KINDS = {
    "block_actions": "action",
    "view_submission": "form",
    "view_closed": "form",
    "shortcut": "shortcut",
    "message_action": "shortcut",
    "block_suggestion": "options",
    "event_callback": "event",
}


def kind(payload: Payload) -> str:
    """What sort of request it is: command, action, form, shortcut, options, event, other."""
    if "command" in payload and "type" not in payload:
        return "command"
    return _KINDS.get(payload.get("type", ""), "other")


def parse(raw: bytes, content_type: str) -> Payload:
    """The payload inside a request's body; raises `Broken` when it is not one that Slack could have sent."""
    kind = content_type.split(";", 1)[0].strip().lower()
    try:
        text = raw.decode("utf-8")
        if kind == JSON:
            payload = json.loads(text)
        elif kind == FORM:
            payload = _form(text)
        else:
            raise Broken("content type")
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as wrong:
        raise Broken(type(wrong).__name__) from None
    except ValueError as wrong:  # numbers of thousands of digits, too many fields
        raise wrong if isinstance(wrong, Broken) else Broken(type(wrong).__name__) from None
    return check(payload)


def _form(text: str) -> Any:
    fields = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=200, errors="replace"))
    return json.loads(fields["payload"]) if "payload" in fields else fields


def check(payload: Any) -> Payload:
    """The payload cleaned, when its shape can be relied upon; raises `Broken` otherwise."""
    cleaned = _clean(payload, 0)
    if not isinstance(cleaned, dict) or not cleaned:
        raise Broken("not an object")
    _check_shapes(cleaned)
    for name in _ITEMS:
        _check_shapes(cleaned.get(name) or {})
    _check_kind(cleaned)
    return cleaned


def _check_kind(payload: Payload) -> None:
    kind = payload.get("type")
    if kind == "event_callback" and not isinstance((payload.get("event") or {}).get("type"), str):
        raise Broken("an event without a type")
    if "actions" in payload or kind == "block_actions":
        _check_actions(payload.get("actions"))
    if kind in ("view_submission", "view_closed") and not (payload.get("view") or {}).get("callback_id"):
        raise Broken("a view without its callback_id")
    if kind in ("shortcut", "message_action") and not payload.get("callback_id"):
        raise Broken("a shortcut without its callback_id")
    if kind == "block_suggestion" and not payload.get("action_id"):
        raise Broken("a suggestion without its action_id")
    if not any(payload.get(name) for name in ("type", "command", "ssl_check")):
        raise Broken("neither a command nor anything with a type")


def _check_actions(actions: Any) -> None:
    if not isinstance(actions, list) or not actions:
        raise Broken("actions")
    for action in actions:
        if not isinstance(action, dict) or not isinstance(action.get("action_id"), str):
            raise Broken("an action without its action_id")
        _each(action, _CHOSEN, str)
        _each(action, ("selected_option", "text", "state"), dict)


def _check_shapes(thing: Payload) -> None:
    _each(thing, _TEXTS, str)
    _each(thing, _OBJECTS, dict)
    _each(thing, _EITHER, str, dict)
    _each(thing, _LISTS_OF_OBJECTS, list)
    for name in _LISTS_OF_OBJECTS:
        if not all(isinstance(item, dict) for item in thing.get(name) or []):
            raise Broken(name)
    for name in _EITHER:
        if isinstance(thing.get(name), dict):
            _each(thing[name], ("id", "team_id", "enterprise_id", "name"), str)
    for item in thing.get("authorizations") or []:
        _check_shapes(item)
    if isinstance(thing.get("message"), dict):
        _check_shapes(thing["message"])
    elif thing.get("message") is not None:
        raise Broken("message")


def _each(thing: Payload, names: tuple[str, ...], *kinds: type) -> None:
    for name in names:
        if thing.get(name) is not None and not isinstance(thing[name], kinds):
            raise Broken(name)


def _clean(value: Any, depth: int) -> Any:
    """Without what PostgreSQL cannot store (NUL, half a character), which no person can type."""
    if depth > _DEEPEST:
        raise Broken("too deep")
    if isinstance(value, str):
        return value if value.isascii() and "\0" not in value else _clean_text(value)
    if isinstance(value, dict):
        return {_clean(key, depth): _clean(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list):
        return [_clean(inner, depth + 1) for inner in value]
    if isinstance(value, float) and not math.isfinite(value):  # Python reads NaN and 1e999, JSON has neither
        raise Broken("number")
    return value


def _clean_text(text: str) -> str:
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
