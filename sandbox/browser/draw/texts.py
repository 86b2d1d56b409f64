"""Text objects: plain_text is only escaped, mrkdwn is parsed."""

from markupsafe import Markup, escape

from sandbox.browser.draw.emoji import emojis
from sandbox.browser.draw.html import Json, h, join
from sandbox.browser.draw.mrkdwn import mrkdwn
from sandbox.browser.draw.viewer import Viewer


def plain(text: Json | str | None) -> str:
    """What a plain_text object says; emoji shortcodes are read unless it asks not to."""
    if not text:
        return ""
    if isinstance(text, str):
        return text
    words = str(text.get("text", ""))
    return words if text.get("emoji") is False else emojis(words)


def rich(text: Json | str | None, viewer: Viewer) -> Markup:
    """A text object of either kind, drawn."""
    if isinstance(text, dict) and text.get("type") == "mrkdwn":
        return mrkdwn(str(text.get("text", "")), viewer)
    lines = plain(text).split("\n")
    return join([escape(lines[0]), *(join([h("br"), line]) for line in lines[1:])])
