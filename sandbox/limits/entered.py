"""What Slack itself refuses of what a person typed, before the bot hears of it."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from sandbox.elements import is_empty

REQUIRED = "Please complete this required field."


def entered(element: dict[str, Any], entry: dict[str, Any], *, optional: bool) -> str:
    """The sentence under the input, or "" when it may be sent."""
    if is_empty(entry):
        return "" if optional else REQUIRED
    check = CHECKS.get(element["type"])
    return check(element, entry) if check else ""


def _text(element: dict[str, Any], entry: dict[str, Any]) -> str:
    length = len(entry["value"])
    low, high = element.get("min_length") or 0, element.get("max_length") or 3000
    if length < low:
        return f"Please enter at least {low} characters."
    return f"Please enter no more than {high} characters." if length > high else ""


def _number(element: dict[str, Any], entry: dict[str, Any]) -> str:
    try:
        value = Decimal(entry["value"])
    except InvalidOperation:
        return "Please enter a valid number."
    if not value.is_finite():
        return "Please enter a valid number."
    if not element.get("is_decimal_allowed") and value != value.to_integral_value():
        return "Please enter a whole number."
    low, high = element.get("min_value"), element.get("max_value")
    if low is not None and value < Decimal(low):
        return f"Please enter a number no less than {low}."
    if high is not None and value > Decimal(high):
        return f"Please enter a number no more than {high}."
    return ""


def _email(_: dict[str, Any], entry: dict[str, Any]) -> str:
    return "" if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", entry["value"]) else "Please enter a valid email address."


def _url(_: dict[str, Any], entry: dict[str, Any]) -> str:
    return "" if re.fullmatch(r"https?://[^\s/]+\S*", entry["value"]) else "Please enter a valid URL."


def _several(element: dict[str, Any], entry: dict[str, Any]) -> str:
    held: list[Any] = next(v for k, v in entry.items() if k.startswith("selected_") or k == "files")
    most = element.get("max_selected_items") or element.get("max_files")
    return f"Please choose no more than {most}." if most and len(held) > most else ""


CHECKS = {
    "plain_text_input": _text,
    "number_input": _number,
    "email_text_input": _email,
    "url_text_input": _url,
    "multi_static_select": _several,
    "multi_external_select": _several,
    "multi_users_select": _several,
    "multi_conversations_select": _several,
    "multi_channels_select": _several,
    "file_input": _several,
}
