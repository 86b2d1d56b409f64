"""The one reader of what Slack sends: values of buttons and forms, where a request came from."""

import json
from collections.abc import Iterable
from datetime import date, time
from typing import Any

from core.errors import Missing

Payload = dict[str, Any]

ANYWAY = "anyway"  # carried by a button or a form that was refused for a customer that looks like the one named


def value(action: Payload) -> Payload:
    """What a button carries. Anybody can forge it: whoever uses it asks again what this person may do."""
    return _object(action.get("value"))


def carried(action: Payload) -> Payload:
    """What was pressed carries: a button in its value, a menu in that of the entry chosen (nothing where those are the
    menus of forms, whose entries stand for themselves), a date picker in the name of its block, as it has no value."""
    match action.get("type"):
        case "button":
            return value(action)
        case "overflow" | "static_select":
            chosen = action.get("selected_option")
            text = chosen.get("value") if isinstance(chosen, dict) else None
            return _object(text) if isinstance(text, str) and text.startswith("{") else {}
        case "datepicker":
            return _object(action.get("block_id"))
    return {}


def beneath(action: Payload) -> Payload:
    """What the name of its block carries, beside the value of what was pressed."""
    return _object(action.get("block_id"))


def kept(view: Payload) -> Payload:
    """What a form carries in its private metadata; as forgeable as a button's value."""
    return _object(view.get("private_metadata"))


def number(values: Payload, name: str) -> int:
    """An id out of a button or a form; anything else is answered as if the record were not there."""
    found = values.get(name)
    if isinstance(found, bool) or not isinstance(found, int) or not 0 < found < 2**63:
        raise Missing
    return found


def place(values: Payload, name: str) -> int:
    """A place in a list, from 0, out of a button; anything else is answered as if it were not there."""
    found = values.get(name)
    if isinstance(found, bool) or not isinstance(found, int) or found < 0:
        raise Missing
    return found


def row(text: str) -> int:
    """An id as the value of an option."""
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise Missing
    return int(text)


def numbers(values: Payload, name: str) -> list[int]:
    """A list of ids out of a form; none where it has none."""
    found = values.get(name) or []
    if not isinstance(found, list):
        raise Missing
    return [number({name: each}, name) for each in found[:100]]


def _object(text: Any) -> Payload:
    try:
        found = json.loads(text or "{}")
    except (TypeError, ValueError, RecursionError):
        raise Missing from None
    if not isinstance(found, dict):
        raise Missing
    return found


def fields(view: Payload) -> dict[str, str | None]:
    """What was entered in a form, by field: text, the chosen option's value, the picked user, channel, date or time."""
    state = (view.get("state") or {}).get("values") or {}
    return {
        name: _entered(next(iter(elements.values()), None))
        for name, elements in state.items()
        if isinstance(elements, dict)
    }


def ticked(view: Payload) -> dict[str, list[str]]:
    """What was ticked in a form, or whom it names, by field."""
    state = (view.get("state") or {}).get("values") or {}
    return {
        name: [str(each.get("value")) if isinstance(each, dict) else str(each) for each in several]
        for name, elements in state.items()
        if isinstance(elements, dict)
        for element in elements.values()
        if isinstance(element, dict)
        and isinstance(several := element.get("selected_options", element.get("selected_users")), list)
    }


def files(holder: Payload) -> list[Payload]:
    """The files that came with a message or in a form's field: objects with an id and a name."""
    state = (holder.get("state") or {}).get("values") or {}
    in_form = [
        element["files"]
        for elements in state.values()
        if isinstance(elements, dict)
        for element in elements.values()
        if isinstance(element, dict) and isinstance(element.get("files"), list)
    ]
    found = [*(holder.get("files") or []), *(file for each in in_form for file in each)]
    return [file for file in found if isinstance(file, dict) and isinstance(file.get("id"), str)]


def _entered(element: Any) -> str | None:
    if not isinstance(element, dict):
        return None
    option = element.get("selected_option")
    found = (
        (option.get("value") if isinstance(option, dict) else None)
        or element.get("value")
        or element.get("selected_user")
        or element.get("selected_conversation")
        or element.get("selected_channel")
        or element.get("selected_date")
        or element.get("selected_time")
    )
    return found.strip() or None if isinstance(found, str) else None


def day(text: str | None) -> date | None:
    """A date as Slack's picker gives it."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Missing from None


def clock(text: str | None) -> time | None:
    """A time of day as Slack's picker gives it."""
    try:
        return time.fromisoformat(text) if text else None
    except ValueError:
        raise Missing from None


def minutes(text: str | None) -> int | None:
    """A number of minutes out of a menu, at most a week."""
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 5 or int(text) > 7 * 24 * 60:
        raise Missing
    return int(text)


def weekdays(numbers: Iterable[str]) -> list[int] | None:
    """Days of the week as a form ticks them, 1 for Monday; none at all is no choice."""
    days = sorted({int(number) for number in numbers if number in {"1", "2", "3", "4", "5", "6", "7"}})
    return days or None


def source(body: Payload) -> str:
    """Where a change came from, for the audit trail: the surface, the channel, the message."""
    container: Payload = body.get("container") or {}
    place = body.get("channel_id") or container.get("channel_id") or _id(body.get("channel"))
    at = container.get("message_ts") or (body.get("view") or {}).get("id") or body.get("trigger_id") or ""
    what = body.get("command") or body.get("type") or "event"
    return ":".join(str(part) for part in (what, place or "-", at))[:200]


def _id(channel: Any) -> str | None:
    return channel.get("id") if isinstance(channel, dict) else None
