"""rich_text blocks: sections, lists, quotes and preformatted text with their styled parts."""

from collections.abc import Callable

from markupsafe import Markup, escape

from sandbox.browser.draw import mrkdwn
from sandbox.browser.draw.emoji import EMOJI
from sandbox.browser.draw.html import Json, h, join, link
from sandbox.browser.draw.viewer import Viewer

STYLE_TAGS = {"code": "code", "bold": "b", "italic": "i", "strike": "s", "underline": "u"}
BULLETS = ("disc", "circle", "square")
NUMBERS = ("decimal", "lower-alpha", "lower-roman")


def rich_text(block: Json, viewer: Viewer) -> Markup:
    """The whole block."""
    return h("div", *(element(one, viewer) for one in block.get("elements", [])), class_="block rich-text")


def element(one: Json, viewer: Viewer) -> Markup:
    """One paragraph, list, quote or preformatted piece."""
    kind = one.get("type")
    if kind == "rich_text_list":
        return _list(one, viewer)
    inner = join(_part(part, viewer) for part in one.get("elements", []))
    if kind == "rich_text_preformatted":
        return h("pre", h("code", inner))
    if kind == "rich_text_quote":
        return h("blockquote", inner)
    return h("div", inner, class_="rich-section")


def _list(one: Json, viewer: Viewer) -> Markup:
    ordered, indent = one.get("style") == "ordered", int(one.get("indent") or 0)
    markers = NUMBERS if ordered else BULLETS
    items = [h("li", element(item, viewer)) for item in one.get("elements", [])]
    start = int(one.get("offset") or 0) + 1
    return h(
        "ol" if ordered else "ul",
        *items,
        start=start if ordered and start > 1 else None,
        style=f"--indent:{indent};list-style-type:{markers[indent % 3]}",
    )


def _part(part: Json, viewer: Viewer) -> Markup:
    draw = PARTS.get(str(part.get("type")))
    drawn = draw(part, viewer) if draw else escape(part.get("text") or part.get("fallback") or "")
    for style, tag in STYLE_TAGS.items():
        if (part.get("style") or {}).get(style):
            drawn = h(tag, drawn)
    return drawn


def _text(part: Json, viewer: Viewer) -> Markup:
    lines = str(part.get("text", "")).split("\n")
    return join([escape(lines[0]), *(join([h("br"), line]) for line in lines[1:])])


def _emoji(part: Json, viewer: Viewer) -> Markup:
    name = str(part.get("name", ""))
    return escape(EMOJI.get(name, f":{name}:"))


def _date(part: Json, viewer: Viewer) -> Markup:
    body = f"{part.get('timestamp')}^{part.get('format') or '{date_short_pretty} {time}'}^{part.get('url') or ''}"
    return mrkdwn.date(body, str(part.get("fallback") or ""), viewer)


def _color(part: Json, viewer: Viewer) -> Markup:
    value = str(part.get("value", ""))
    is_hex = value.startswith("#") and value[1:].isalnum()
    return h("span", h("i", class_="swatch", style=f"background:{value}") if is_hex else "", value)


PARTS: dict[str, Callable[[Json, Viewer], Markup]] = {
    "text": _text,
    "link": lambda part, _: link(part.get("url"), part.get("text") or part.get("url") or ""),
    "user": lambda part, viewer: mrkdwn.user(str(part.get("user_id")), "", viewer),
    "channel": lambda part, viewer: mrkdwn.channel(str(part.get("channel_id")), "", viewer),
    "usergroup": lambda part, viewer: mrkdwn.broadcast(str(part.get("usergroup_id")), "", viewer),
    "broadcast": lambda part, viewer: mrkdwn.broadcast(str(part.get("range")), "", viewer),
    "emoji": _emoji,
    "date": _date,
    "color": _color,
}
