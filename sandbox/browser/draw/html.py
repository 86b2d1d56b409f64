"""HTML made of escaped parts only: nothing a person or the bot wrote can become a tag."""

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup, escape

Json = dict[str, Any]

VOID = {"img", "input", "br", "hr"}
SVG_SHAPES = {"path", "circle", "line", "rect", "polyline", "polygon"}
SAFE_SCHEMES = ("http://", "https://", "mailto:", "tel:")
SAFE_IMAGES = ("http://", "https://", "/", "data:image/png", "data:image/jpeg", "data:image/gif")


def h(tag: str, *children: object, **attributes: object) -> Markup:
    """One element; children and attributes are escaped unless they are Markup already.

    `class_`/`for_` lose their underscore, `data_x` becomes `data-x`; True is a bare attribute, None and False none.
    """
    parts = [Markup("<{}").format(tag)]
    for name, value in attributes.items():
        if value is None or value is False:
            continue
        key = name.rstrip("_").replace("_", "-")
        parts.append(Markup(" {}").format(key) if value is True else Markup(' {}="{}"').format(key, value))
    if tag in VOID:
        return join([*parts, Markup(">")])
    if tag in SVG_SHAPES:
        return join([*parts, Markup("/>")])
    return join([*parts, Markup(">"), *children, Markup("</{}>").format(tag)])


def join(parts: Iterable[object]) -> Markup:
    """The parts one after another; None is nothing."""
    return Markup("").join(escape(part) for part in parts if part is not None)


def safe_link(url: object) -> str | None:
    """The address if following it is harmless, otherwise None (javascript:, data:, …)."""
    address = str(url or "").strip()
    return address if address.lower().startswith(SAFE_SCHEMES) else None


def safe_image(url: object) -> str | None:
    """The address if it may stand in an <img>, otherwise None."""
    address = str(url or "").strip()
    return address if address.lower().startswith(SAFE_IMAGES) and not address.startswith("//") else None


def link(url: object, label: object) -> Markup:
    """A link that opens in its own tab, or the bare label when the address is not a safe one."""
    address = safe_link(url)
    if address is None:
        return escape(label)
    return h("a", label, href=address, target="_blank", rel="noopener noreferrer")
