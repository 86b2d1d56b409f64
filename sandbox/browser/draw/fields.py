"""What is typed or picked by the browser itself: text, numbers, addresses, dates, times, files."""

from collections.abc import Mapping
from datetime import datetime

from markupsafe import Markup

from sandbox.browser.draw.buttons import confirm
from sandbox.browser.draw.html import Json, h
from sandbox.browser.draw.place import Place
from sandbox.browser.draw.texts import plain
from sandbox.browser.draw.viewer import Viewer

HINTS = {"date": "Choose a date", "time": "Choose a time", "datetime-local": "Choose a date and time"}


def text_input(element: Json, place: Place, viewer: Viewer) -> Markup:
    """One line or several."""
    shared = {
        **_shared(element, place),
        "minlength": element.get("min_length"),
        "maxlength": element.get("max_length"),
        "data_dispatch_on": _dispatch_on(element),
    }
    if element.get("multiline"):
        return h("textarea", element.get("initial_value") or "", rows=4, **shared)
    return h("input", type="text", value=element.get("initial_value"), autocomplete="off", **shared)


def rich_text_input(element: Json, place: Place, viewer: Viewer) -> Markup:
    """Formatted text, typed plainly: each line becomes a line of the rich text."""
    return h("textarea", _plain_rich(element.get("initial_value")), rows=4, **_shared(element, place))


def number_input(element: Json, place: Place, viewer: Viewer) -> Markup:
    """A number, kept as typed: what is none, or out of bounds, is told when the form is sent, as Slack does."""
    shared = {**_shared(element, place), "data_dispatch_on": _dispatch_on(element)}
    value = element.get("initial_value")
    return h("input", type="text", inputmode="decimal", autocomplete="off", value=value, **shared)


def email_input(element: Json, place: Place, viewer: Viewer) -> Markup:
    """An e-mail address."""
    return h("input", type="email", value=element.get("initial_value"), **_shared(element, place))


def url_input(element: Json, place: Place, viewer: Viewer) -> Markup:
    """A web address."""
    return h("input", type="url", value=element.get("initial_value"), **_shared(element, place))


def date_picker(element: Json, place: Place, viewer: Viewer) -> Markup:
    """A day."""
    return _picker("date", element.get("initial_date"), element, place, viewer)


def time_picker(element: Json, place: Place, viewer: Viewer) -> Markup:
    """A time of day."""
    return _picker("time", element.get("initial_time"), element, place, viewer)


def datetime_picker(element: Json, place: Place, viewer: Viewer) -> Markup:
    """An instant, shown on the viewer's own clock."""
    seconds = element.get("initial_date_time")
    value = viewer.local(int(seconds)).strftime("%Y-%m-%dT%H:%M") if seconds else None
    return _picker("datetime-local", value, element, place, viewer)


def local_instant(value: str, viewer: Viewer) -> int:
    """What a datetime picker holds, as Unix seconds.

    Raises ValueError when it holds no date and time.
    """
    return int(datetime.fromisoformat(value).replace(tzinfo=viewer.zone).timestamp())


def file_input(element: Json, place: Place, viewer: Viewer) -> Markup:
    """Files, sent to the workspace as soon as they are chosen."""
    kinds = ",".join(f".{kind}" for kind in element.get("filetypes") or []) or None
    chooser = h("input", type="file", accept=kinds, multiple=int(element.get("max_files") or 10) > 1,
                data_max_files=element.get("max_files") or 10, **place.control(""))  # fmt: skip
    return h("div", chooser, h("ul", class_="chosen-files"), class_="file-input", **place.ids(element))


def _picker(kind: str, value: str | None, element: Json, place: Place, viewer: Viewer) -> Markup:
    field = h("input", type=kind, value=value, **_shared(element, place))
    hint = plain(element.get("placeholder")) or viewer.t(HINTS[kind])
    return h("span", field, confirm(element, viewer), class_="picker", data_hint=hint)


def _shared(element: Json, place: Place) -> Mapping[str, object]:
    hint = plain(element.get("placeholder")) or None
    focus = bool(element.get("focus_on_load"))
    return {
        "class_": "field",
        "placeholder": hint,
        "title": hint,
        "autofocus": focus,
        **place.ids(element),
        **place.control(hint or ""),
    }


def _dispatch_on(element: Json) -> str:
    triggers = (element.get("dispatch_action_config") or {}).get("trigger_actions_on") or ["on_enter_pressed"]
    return " ".join(triggers)


def _plain_rich(value: Json | None) -> str:
    sections = (value or {}).get("elements", [])
    return "\n".join("".join(str(part.get("text", "")) for part in one.get("elements", [])) for one in sections)
