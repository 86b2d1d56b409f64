"""How people look in a list: a letter on a colour that stays theirs, a role, a language."""

from dataclasses import dataclass

from sandbox.users import User
from sandbox.workspace import Workspace

COLORS = ("#2f6f5e", "#b5582d", "#3d6ea5", "#a03e58", "#75589f", "#5f7d2e", "#27807b", "#8a6a1f")


@dataclass(frozen=True)
class Face:
    """A person (or the bot) as others see them."""

    id: str
    name: str
    initial: str
    color: str
    role: str
    language: str
    is_bot: bool


def face(user: User, workspace: Workspace) -> Face:
    """The face of a member; colours go round in the order people came, so that neighbours differ."""
    name = user.shown()
    language = "中" if user.locale.lower().startswith("zh") else "EN"
    color = COLORS[list(workspace.users).index(user.id) % len(COLORS)]
    return Face(user.id, name, "跟" if user.is_bot else initial(name), color, user.title, language, user.is_bot)


def initial(name: str) -> str:
    """What stands in the circle: the last character of a Chinese name, the first letters of a Latin one."""
    words = name.split()
    if not words:
        return "?"
    if not words[-1][-1].isascii():
        return words[-1][-1]
    return "".join(word[0] for word in words[:2]).upper()
