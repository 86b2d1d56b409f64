"""What people have read: every string the bot drew for them, as they see it."""

import re
from collections.abc import Iterator
from typing import Any

from core.models import List
from sandbox.messages import Message
from sandbox.person import Person
from sandbox.seen import Form, Seen
from sandbox.words import plain

# What travels in blocks unseen.
UNSEEN = {
    "type",
    "action_id",
    "block_id",
    "value",
    "style",
    "initial_date",
    "initial_time",
    "align",
    "filter",
    "initial_conversation",
    "url",
    "trigger_actions_on",
    "filetypes",
    "initial_user",
    "initial_users",
}


# Fields in which an admin keeps words in both languages.
BOTH = {"name_zh", "name_en", *List}


def drawn(part: Any) -> Iterator[str]:
    """Every string of blocks that somebody sees or hears, at any depth."""
    match part:
        case str():
            yield part
        case dict():
            for name, value in part.items():
                if name not in UNSEEN and not (name == "element" and part.get("block_id") in BOTH):
                    yield from drawn(value)
        case list() | tuple():
            for value in part:
                yield from drawn(value)


class Shown:
    """Collects what the people of a play have seen."""

    def __init__(self) -> None:
        self.lines: set[str] = set()
        self._taken: set[tuple[str, str]] = set()  # by whom, before it was made plain
        self._looked_at: dict[tuple[str, str], Any] = {}  # what was in a message when its reader looked at it last

    def look(self, who: Person, *seen: Seen | None) -> None:
        """Take in what came of something, and all else that the person sees now."""
        for channel in who.client.channels():
            for each in who.ws.messages(channel.id, viewer=who.id):
                if each.user == who.ws.bot.id and self._is_new(each, who):
                    for text in drawn([each.text, each.blocks]):
                        self._take(text, who)
        for each in (*seen, who.form, who.home):
            if each is not None:
                self._read(each, who)

    def _is_new(self, one: Message, who: Person) -> bool:
        before = self._looked_at.get((who.id, one.ts))
        self._looked_at[who.id, one.ts] = one.blocks
        return before is not one.blocks

    def _read(self, seen: Seen, who: Person) -> None:
        for text in drawn([seen.blocks, seen.fallback]):
            self._take(text, who)
        if isinstance(seen, Form):
            view = seen.raw
            for text in (seen.title, seen.submit, *seen.errors.values(), *drawn(view.get("close"))):
                self._take(text, who)

    def _take(self, text: str, who: Person) -> None:
        if (who.id, text) in self._taken:
            return
        self._taken.add((who.id, text))
        # A block of code is in no language; it is copied, not read.
        self.lines.add(plain(re.sub("```.*?```", "", text, flags=re.DOTALL), who.ws, who.client.me))


def latin(line: str, allowed: set[str]) -> list[str]:
    """The Latin words in what somebody reads in Chinese, but for those allowed and commands."""
    words = re.findall(r"/?[A-Za-z][\w'-]*", line)
    return [word for word in words if not word.startswith("/") and word not in allowed]


def han(line: str, names: set[str]) -> str:
    """The Chinese in what somebody reads in English, but for people's and customers' names."""
    for name in sorted(names, key=len, reverse=True):
        line = line.replace(name, "")
    return "".join(re.findall("[㐀-鿿　-〿＀-￯]", line))
