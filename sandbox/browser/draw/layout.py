"""The plain blocks: section, header, divider, context, actions, image, video, alert, markdown."""

import re

from markdown_it import MarkdownIt
from markupsafe import Markup

from sandbox.browser.draw.elements import element, image, source
from sandbox.browser.draw.html import Json, h, join, link
from sandbox.browser.draw.place import Place
from sandbox.browser.draw.texts import plain, rich
from sandbox.browser.draw.viewer import Viewer

ALERTS = {"info": "ℹ️", "warning": "⚠️", "error": "⛔", "success": "✅", "default": "💬"}
_markdown = (
    MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"]).disable("image")
)


def section(block: Json, viewer: Viewer) -> Markup:
    """Text, up to ten fields in two columns, and one element at the right."""
    text = h("div", rich(block["text"], viewer), class_="text") if block.get("text") else None
    fields = [h("div", rich(field, viewer), class_="text") for field in block.get("fields") or []]
    grid = h("div", *fields, class_="fields") if fields else None
    accessory = block.get("accessory")
    beside = h("div", element(accessory, _place(block), viewer), class_="accessory") if accessory else None
    return h("div", h("div", text or "", grid or "", class_="section-main"), beside or "", class_="block section")


def header(block: Json, viewer: Viewer) -> Markup:
    """A line that stands out; `level` 1 to 6, 3 unless told."""
    level = min(max(int(block.get("level") or 3), 1), 6)
    return h(f"h{level}", plain(block.get("text")), class_="block header-block")


def divider(block: Json, viewer: Viewer) -> Markup:
    """A thin line."""
    return h("hr", class_="block")


def context(block: Json, viewer: Viewer) -> Markup:
    """Small grey facts and pictures in a row."""
    items = [
        image(one, Place(), viewer) if one.get("type") == "image" else h("span", rich(one, viewer))
        for one in block.get("elements", [])
    ]
    return h("div", *items, class_="block context")


def actions(block: Json, viewer: Viewer) -> Markup:
    """Elements side by side."""
    drawn = (element(one, _place(block), viewer) for one in block.get("elements", []))
    return h("div", *drawn, class_="block actions")


def picture(block: Json, viewer: Viewer) -> Markup:
    """A large image with its title; one that cannot be fetched leaves its alternative text."""
    title = h("figcaption", plain(block["title"])) if block.get("title") else ""
    address, alt = source(block, viewer), block.get("alt_text") or ""
    shown = h("img", src=address, alt=alt, loading="lazy") if address else h("span", alt, class_="image-missing")
    return h("figure", title, shown, class_="block picture")


def video(block: Json, viewer: Viewer) -> Markup:
    """A link to the video, with its title and description; nothing is fetched or played here."""
    title = link(block.get("title_url") or block.get("video_url"), plain(block.get("title")))
    about = " · ".join(word for word in (block.get("author_name"), block.get("provider_name")) if word)
    return h(
        "div",
        h("span", "▶", class_="video-mark", aria_hidden="true"),
        h("div", h("b", title), h("small", about), h("div", plain(block.get("description")))),
        class_="block video",
    )


def alert(block: Json, viewer: Viewer) -> Markup:
    """A coloured box; its level is told by a sign too, not by colour alone."""
    level = str(block.get("level") or "default")
    mark = h("span", ALERTS.get(level, ALERTS["default"]), aria_hidden="true")
    return h("div", mark, h("div", rich(block.get("text"), viewer)), class_=f"block alert alert--{_word(level)}",
             role="alert" if level == "error" else "note")  # fmt: skip


def markdown(block: Json, viewer: Viewer) -> Markup:
    """Standard Markdown; HTML in it is shown as text, images as their links."""
    drawn = Markup(_markdown.render(str(block.get("text", ""))))  # safe: html=False escapes, bad links are refused
    return h("div", drawn, class_="block markdown")


def attachments(items: list[Json], viewer: Viewer) -> Markup:
    """The older way to decorate a message: a coloured bar beside title, text and fields."""
    return join(_attachment(item, viewer) for item in items)


def _attachment(item: Json, viewer: Viewer) -> Markup:
    color = re.fullmatch(r"#?([0-9a-fA-F]{6})", str(item.get("color") or ""))
    lines = [
        h("small", item["author_name"]) if item.get("author_name") else None,
        h("b", link(item.get("title_link"), item["title"])) if item.get("title") else None,
        h("div", rich({"type": "mrkdwn", "text": item["text"]}, viewer)) if item.get("text") else None,
        h("div", *(_field(field, viewer) for field in item["fields"]), class_="fields") if item.get("fields") else None,
        picture({**item, "alt_text": item.get("title") or ""}, viewer) if item.get("image_url") else None,
        h("small", item["footer"]) if item.get("footer") else None,
    ]
    drawn = [line for line in lines if line is not None] or [h("div", item.get("fallback") or "")]
    before = h("div", rich({"type": "mrkdwn", "text": item["pretext"]}, viewer)) if item.get("pretext") else Markup()
    return before + h("div", *drawn, class_="attachment", style=f"--bar:#{color[1]}" if color else None)


def _field(field: Json, viewer: Viewer) -> Markup:
    value = rich({"type": "mrkdwn", "text": str(field.get("value", ""))}, viewer)
    return h("div", h("b", field.get("title") or ""), h("br"), value, class_="text")


def _place(block: Json) -> Place:
    return Place(str(block.get("block_id", "")))


def _word(level: str) -> str:
    return level if level in ALERTS else "default"
