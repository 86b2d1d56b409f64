"""Every interactive element by its type."""

from collections.abc import Callable

from markupsafe import Markup

from sandbox.browser.draw import buttons, choices, fields, selects
from sandbox.browser.draw.html import Json, h, safe_image
from sandbox.browser.draw.place import Place
from sandbox.browser.draw.viewer import Viewer

Draw = Callable[[Json, Place, Viewer], Markup]


def element(one: Json, place: Place, viewer: Viewer) -> Markup:
    """An element at its place; an unknown one is a visible box that says so."""
    draw = ELEMENTS.get(str(one.get("type")))
    return draw(one, place, viewer) if draw else unknown(one, viewer)


def unknown(one: Json, viewer: Viewer) -> Markup:
    """What cannot be drawn is said, never left out."""
    said = viewer.t("This workspace cannot draw “{kind}” yet.", kind=one.get("type"))
    return h("div", said, class_="unknown", role="note")


def image(one: Json, place: Place, viewer: Viewer) -> Markup:
    """A small picture beside text; one that cannot be fetched leaves its alternative text."""
    address = source(one, viewer)
    if not address:
        return h("span", one.get("alt_text") or viewer.t("Image"), class_="image-missing")
    return h("img", src=address, alt=one.get("alt_text") or "", class_="thumb", loading="lazy")


def source(one: Json, viewer: Viewer) -> str | None:
    """Where a picture comes from: an address, or a file of the workspace."""
    file = one.get("slack_file") or {}
    return safe_image(one.get("image_url") or viewer.files.get(str(file.get("id"))) or file.get("url"))


ELEMENTS: dict[str, Draw] = {
    "button": buttons.button,
    "overflow": buttons.overflow,
    "checkboxes": choices.checkboxes,
    "radio_buttons": choices.radio_buttons,
    "plain_text_input": fields.text_input,
    "rich_text_input": fields.rich_text_input,
    "number_input": fields.number_input,
    "email_text_input": fields.email_input,
    "url_text_input": fields.url_input,
    "datepicker": fields.date_picker,
    "timepicker": fields.time_picker,
    "datetimepicker": fields.datetime_picker,
    "file_input": fields.file_input,
    "image": image,
    **{
        f"{many}{source}_select": selects.select
        for many in ("", "multi_")
        for source in ("static", "external", "users", "conversations", "channels")
    },
}
