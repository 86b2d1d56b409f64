"""What is pressed: buttons, overflow menus, and the confirm dialog that may stand before any element."""

from markupsafe import Markup

from sandbox.browser.draw.html import Json, h, safe_link
from sandbox.browser.draw.place import Place
from sandbox.browser.draw.texts import plain, rich
from sandbox.browser.draw.viewer import Viewer


def button(element: Json, place: Place, viewer: Viewer) -> Markup:
    """A button, or a link that looks like one and tells the bot that it was followed."""
    style = element.get("style")
    attributes: dict[str, object] = {
        **place.ids(element),
        "class_": f"btn btn--{style}" if style in ("primary", "danger") else "btn",
        "data_value": element.get("value"),
        "aria_label": element.get("accessibility_label"),
    }
    children = (plain(element.get("text")), confirm(element, viewer))
    address = safe_link(element.get("url"))
    if address:
        return h("a", *children, href=address, target="_blank", rel="noopener noreferrer", role="button", **attributes)
    return h("button", *children, type="button", **attributes)


def overflow(element: Json, place: Place, viewer: Viewer) -> Markup:
    """Three dots that open a menu of up to five choices."""
    items = [_menu_item(option, viewer) for option in element.get("options", [])]
    opener = h("button", "⋯", type="button", class_="btn btn--icon", aria_label=viewer.t("More options"),
               aria_haspopup="menu", aria_expanded="false", data_menu=True)  # fmt: skip
    menu = h("div", *items, class_="menu", role="menu", popover="auto")
    return h("span", opener, menu, confirm(element, viewer), class_="overflow", **place.ids(element))


def _menu_item(option: Json, viewer: Viewer) -> Markup:
    label = rich(option.get("text"), viewer)
    note = h("small", plain(option.get("description"))) if option.get("description") else None
    address = safe_link(option.get("url"))
    attributes: dict[str, object] = {"role": "menuitem", "data_value": option.get("value")}
    if address:
        return h("a", label, note, href=address, target="_blank", rel="noopener noreferrer", **attributes)
    return h("button", label, note, type="button", **attributes)


def confirm(element: Json, viewer: Viewer) -> Markup | None:
    """The question asked before the element acts, kept in a template until it is needed."""
    asked = element.get("confirm")
    if not isinstance(asked, dict):
        return None
    style = "btn--danger" if asked.get("style") == "danger" else "btn--primary"
    deny, agree = plain(asked.get("deny")) or viewer.t("Cancel"), plain(asked.get("confirm")) or viewer.t("Yes")
    buttons = h(
        "footer",
        h("button", deny, type="button", class_="btn", value="deny"),
        h("button", agree, type="button", class_=f"btn {style}", value="confirm"),
    )
    title = h("h2", plain(asked.get("title")))
    body = h("div", rich(asked.get("text"), viewer), class_="modal-body")
    dialog = h("dialog", h("header", title), body, buttons, class_="modal modal--small",
               aria_label=plain(asked.get("title")))  # fmt: skip
    return h("template", dialog, data_confirm=True)
