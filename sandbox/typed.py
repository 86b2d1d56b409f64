"""What becomes of text as people type it: escaped, with mentions and links as Slack sends them."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.workspace import Workspace

LINK = re.compile(r"https?://[^\s<>|]+")
MENTION = re.compile(r"&lt;([@#][A-Z0-9]+)&gt;")


def escape(text: str) -> str:
    """The three characters Slack escapes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def encode(text: str, ws: "Workspace") -> str:
    """Typed text as the bot gets it: `@小李` → `<@U…>`, `#east` → `<#C…>`, links in angle brackets."""
    text = LINK.sub(lambda found: f"<{found[0]}>", escape(text))
    # A composer that offers names puts the mention in by itself.
    text = MENTION.sub(lambda found: f"<{found[1]}>" if found[1][1:] in {**ws.users, **ws.channels} else found[0], text)
    people = {name: f"<@{u.id}>" for u in ws.users.values() for name in (u.name, u.real_name, u.display_name)}
    places = {c.name: f"<#{c.id}>" for c in ws.channels.values() if c.name}
    return _named(_named(text, "@", people), "#", places)


def _named(text: str, mark: str, names: dict[str, str]) -> str:
    if mark not in text:
        return text
    longest_first = sorted((n for n in names if n), key=len, reverse=True)
    known = "|".join(re.escape(name) for name in longest_first)
    # Latin letters around would make it another word or an address; Chinese is written without spaces.
    pattern = re.compile(rf"(?<![A-Za-z0-9._<]){mark}({known})(?![A-Za-z0-9_])")
    return pattern.sub(lambda found: names[found[1]], text)
