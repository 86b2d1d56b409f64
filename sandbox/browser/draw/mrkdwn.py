"""Slack's mrkdwn: bold, italic, strike, code, quotes, lists, and everything between < and >."""

import re
from collections.abc import Callable
from itertools import groupby

from markupsafe import Markup, escape

from sandbox.browser.draw.dates import slack_date
from sandbox.browser.draw.emoji import emojis
from sandbox.browser.draw.html import h, join, link
from sandbox.browser.draw.viewer import Viewer

FENCE = re.compile(r"```\n?(.+?)\n?```", re.DOTALL)
PIECE = re.compile(r"`([^`\n]+)`|<([^<>\n]+)>|(https?://[^\s<>，。；！？、）】》”]+)")
HELD = re.compile("\ue000(\\d+)\ue001")
STYLES = [(re.compile(rf"(?<![\w{m}]){m}(?=\S)([^\n]*?\S){m}(?![\w{m}])"), tag) for m, tag in
          (("\\*", "b"), ("_", "i"), ("~", "s"))]  # fmt: skip
BULLET = re.compile(r"^(\s*)([•◦▪‣·-]|\d+[.)])\s+(.*)$")
QUOTE = re.compile(r"^(?:&gt;|>)\s?")


def mrkdwn(text: str, viewer: Viewer) -> Markup:
    """Text as Slack draws it; whatever is not markup is escaped."""
    text = text.replace("\ue000", "").replace("\ue001", "")
    parts = FENCE.split(text)
    return join(
        h("pre", h("code", unescape(part))) if odd % 2 else _lines(_beside_pre(part, odd, len(parts)), viewer)
        for odd, part in enumerate(parts)
        if part
    )


def unescape(text: str) -> str:
    """The three characters Slack asks bots to escape, as they were typed."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _beside_pre(part: str, index: int, count: int) -> str:
    part = part.removeprefix("\n") if index else part
    return part.removesuffix("\n") if index < count - 1 else part


def _lines(text: str, viewer: Viewer) -> Markup:
    if text.startswith(("&gt;&gt;&gt;", ">>>")):
        rest = re.sub(r"^(?:&gt;|>){3}\s?", "", text)
        return h("blockquote", _plain_lines(rest.split("\n"), viewer))
    parts = []
    for quoted, lines in groupby(text.split("\n"), key=lambda line: bool(QUOTE.match(line))):
        if quoted:
            parts.append(h("blockquote", _plain_lines([QUOTE.sub("", line) for line in lines], viewer)))
        else:
            parts.append(_plain_lines(list(lines), viewer))
    return join(parts)


def _plain_lines(lines: list[str], viewer: Viewer) -> Markup:
    parts: list[Markup] = []
    for index, line in enumerate(lines):
        found = BULLET.match(line)
        if found:
            indent = f"--indent:{min(len(found[1]) // 2, 6)}"
            bullet = h("span", found[2], class_="bullet")
            parts.append(h("div", bullet, h("span", _inline(found[3], viewer)), class_="bulleted", style=indent))
        else:
            parts.append(_inline(line, viewer))
            if index < len(lines) - 1 and not BULLET.match(lines[index + 1]):
                parts.append(Markup("<br>"))
    return join(parts)


def _inline(text: str, viewer: Viewer) -> Markup:
    """Styles around held pieces: code and <…> are set aside first, so that a `*` in a link styles nothing."""
    held: list[Markup] = []

    def hold(found: re.Match[str]) -> str:
        code, entity, url = found.groups()
        if code is not None:
            held.append(h("code", unescape(code)))
        elif entity is not None:
            held.append(_entity(entity, viewer))
        else:
            held.append(link(unescape(url), unescape(url)))
        return f"\ue000{len(held) - 1}\ue001"

    return _styled(PIECE.sub(hold, text), held)


def _styled(text: str, held: list[Markup]) -> Markup:
    styles = [(found, tag) for pattern, tag in STYLES if (found := pattern.search(text))]
    if styles:  # the one that begins first holds what stands in it
        found, tag = min(styles, key=lambda style: style[0].start())
        before, after = text[: found.start()], text[found.end() :]
        return join([_styled(before, held), h(tag, _styled(found[1], held)), _styled(after, held)])
    parts = HELD.split(text)
    return join(held[int(part)] if odd % 2 else escape(emojis(unescape(part))) for odd, part in enumerate(parts))


def _entity(body: str, viewer: Viewer) -> Markup:
    head, _, label = body.partition("|")
    for prefix, draw in ENTITIES.items():
        if head.startswith(prefix):
            return draw(head.removeprefix(prefix), unescape(label), viewer)
    address = unescape(head)
    drawn = link(address, emojis(unescape(label)) or address)
    return drawn if drawn.startswith("<a") else escape(f"<{unescape(body)}>")


def user(user_id: str, label: str, viewer: Viewer) -> Markup:
    """A person mentioned; the viewer's own name stands out."""
    mine = " mention--me" if user_id == viewer.user_id else ""
    name = viewer.people.get(user_id) or label or user_id
    return h("span", f"@{name}", class_=f"mention{mine}", data_person=user_id)


def channel(channel_id: str, label: str, viewer: Viewer) -> Markup:
    """A channel, as a link into it."""
    name = viewer.channels.get(channel_id) or label or channel_id
    return h("a", f"#{name}", class_="mention", href=f"?channel={channel_id}", data_open_channel=channel_id)


def broadcast(name: str, label: str, viewer: Viewer) -> Markup:
    """@here, @channel and user groups."""
    return h("span", label if label.startswith("@") else f"@{label or name}", class_="mention mention--me")


def date(body: str, label: str, viewer: Viewer) -> Markup:
    """`<!date^seconds^template^link|fallback>` in the viewer's zone; the fallback when it cannot be read."""
    seconds, _, rest = body.partition("^")
    template, _, address = rest.partition("^")
    try:
        said = slack_date(int(seconds), unescape(template), viewer)
    except (ValueError, OverflowError, OSError):
        return escape(label or body)
    drawn = h("time", said, title=label or None, datetime=viewer.local(int(seconds)).isoformat())
    return link(unescape(address), drawn) if address else drawn


ENTITIES: dict[str, Callable[[str, str, Viewer], Markup]] = {
    "@": user,
    "#": channel,
    "!date^": date,
    "!subteam^": broadcast,
    "!": broadcast,
}
