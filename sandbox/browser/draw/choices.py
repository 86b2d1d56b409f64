"""Checkboxes and radio buttons."""

import json

from markupsafe import Markup

from sandbox.browser.draw.buttons import confirm
from sandbox.browser.draw.html import Json, h
from sandbox.browser.draw.place import Place, fresh
from sandbox.browser.draw.texts import rich
from sandbox.browser.draw.viewer import Viewer


def checkboxes(element: Json, place: Place, viewer: Viewer) -> Markup:
    """Any number of options ticked."""
    chosen = {option.get("value") for option in element.get("initial_options") or []}
    return _group(element, place, viewer, "checkbox", chosen)


def radio_buttons(element: Json, place: Place, viewer: Viewer) -> Markup:
    """One option picked."""
    return _group(element, place, viewer, "radio", {(element.get("initial_option") or {}).get("value")})


def _group(element: Json, place: Place, viewer: Viewer, kind: str, chosen: set[object]) -> Markup:
    name = fresh("choice")
    rows = []
    for index, option in enumerate(element.get("options", [])):
        note_id = f"{name}-{index}" if option.get("description") else None
        focus = index == 0 and bool(element.get("focus_on_load"))
        box = h("input", type=kind, name=name, data_option=json.dumps(option), aria_describedby=note_id,
                checked=option.get("value") in chosen, autofocus=focus)  # fmt: skip
        note = h("small", rich(option["description"], viewer), id=note_id) if note_id else None
        rows.append(h("div", h("label", box, h("span", rich(option.get("text"), viewer))), note, class_="choice"))
    role = "radiogroup" if kind == "radio" else "group"
    return h("div", *rows, confirm(element, viewer), class_="choices", role=role, **place.ids(element), **place.group())
