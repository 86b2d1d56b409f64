"""Blocks that hold others: container, card, carousel."""

from collections.abc import Callable

from markupsafe import Markup

from sandbox.browser.draw.elements import element, image
from sandbox.browser.draw.html import Json, h
from sandbox.browser.draw.place import Place
from sandbox.browser.draw.richtext import rich_text
from sandbox.browser.draw.texts import plain, rich
from sandbox.browser.draw.viewer import Viewer

Blocks = Callable[[list[Json], Viewer], Markup]


def container(block: Json, viewer: Viewer, draw: Blocks) -> Markup:
    """A frame with a title around up to ten blocks; it folds when it says it may."""
    icon = image(block["icon"], Place(), viewer) if block.get("icon") else ""
    titled = block.get("rich_text_title")
    title = rich_text(titled, viewer) if titled else rich(block.get("title"), viewer)
    subtitle = h("small", rich(block["subtitle"], viewer)) if block.get("subtitle") else ""
    head, body = h("b", icon, title), draw(block.get("child_blocks") or [], viewer)
    width = block.get("width") if block.get("width") in ("narrow", "standard", "wide", "full") else "standard"
    name = f"block container container--{width}"
    if block.get("is_collapsible"):
        opened = not block.get("default_collapsed")
        return h("details", h("summary", head, subtitle), body, class_=name, open=opened)
    return h("section", h("div", head, subtitle, class_="container-head"), body, class_=name)


def card(block: Json, viewer: Viewer) -> Markup:
    """A picture, a title, a few words and up to three buttons."""
    hero = image(block["hero_image"], Place(), viewer) if block.get("hero_image") else ""
    icon = image(block["icon"], Place(), viewer) if block.get("icon") else ""
    texts = [
        h("div", rich(block[part], viewer), class_=f"card-{part}")
        for part in ("title", "subtitle", "body", "subtext")
        if block.get(part)
    ]
    place = Place(str(block.get("block_id", "")))
    buttons = [element(one, place, viewer) for one in block.get("actions") or []]
    foot = h("div", *buttons, class_="actions") if buttons else ""
    head = h("div", icon, h("div", *texts), class_="card-head")
    return h("article", h("div", hero, class_="card-hero") if hero else "", head, foot, class_="block card")


def carousel(block: Json, viewer: Viewer) -> Markup:
    """Cards side by side, scrolled by hand or by the arrow keys."""
    cards = (card(one, viewer) for one in block.get("elements") or [])
    label = plain(block.get("title")) or viewer.t("Cards")
    return h("div", *cards, class_="block carousel", tabindex="0", role="group", aria_label=label)
