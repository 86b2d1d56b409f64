"""The input block: a label, the element, a hint, and the place where its error appears."""

from markupsafe import Markup

from sandbox.browser.draw.elements import element
from sandbox.browser.draw.html import Json, h
from sandbox.browser.draw.place import Place, fresh
from sandbox.browser.draw.texts import plain
from sandbox.browser.draw.viewer import Viewer


def input_block(block: Json, viewer: Viewer, error: str | None = None) -> Markup:
    """The label names the element for screen readers and tests; `error` stands under the field, as in Slack.

    An optional field says so beside its label.
    """
    one, block_id, name = block.get("element") or {}, str(block.get("block_id", "")), fresh("field")
    optional = h("small", viewer.t("(optional)"), class_="optional") if block.get("optional") else ""
    label = h("label", plain(block.get("label")), id=f"{name}-label", for_=name)
    hint = h("small", plain(block["hint"]), class_="hint", id=f"{name}-hint") if block.get("hint") else ""
    return h(
        "div",
        h("div", label, " ", optional, class_="label"),
        element(one, Place(block_id, name), viewer),
        h("div", error or "", class_="field-error", role="alert", id=f"{name}-error"),
        hint,
        class_="block input has-error" if error else "block input",
        data_input=block_id,
        data_dispatch=bool(block.get("dispatch_action")),
    )
