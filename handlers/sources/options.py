"""What a form's menu of sources or campaigns offers as somebody types; a new name is offered too."""

from collections.abc import Awaitable, Callable
from typing import Any

from core import sources
from core.models import Member, Source, SourceKind
from core.names import fold
from core.sources import Choice
from handlers.blocks import Block, external, option
from handlers.payload import Payload
from handlers.words import Translate

MOST_TYPED = 60


def menu(action: str, t: Translate, *, chosen: Source | None = None, place: str = "") -> Block:
    """The menu of sources or of campaigns, by its id."""
    words = t.plain("Choose, or type a new one")
    return external(f"{action}{place}", placeholder=words, chosen=entry(Choice(chosen), t) if chosen else None)


def entry(choice: Choice, t: Translate) -> Block:
    """One entry as a menu holds it."""
    shown = t.plain("{campaign} ({source})", campaign=choice.source.name, source=choice.of) if choice.of else None
    return option(shown or choice.source.name, str(choice.source.id))


def offer(kind: SourceKind) -> Callable[..., Awaitable[None]]:
    """The Bolt listener that answers what somebody typed into such a menu."""

    async def listen(ack: Any, options: Payload, db: Any, me: Member, t: Translate) -> None:
        typed = str(options.get("value") or "").strip()[:MOST_TYPED]
        async with db.begin() as session:
            found = await sources.offered(session, kind=kind, typed=typed, by=me, most=99)
        entries = [entry(each, t) for each in found]
        if fold(typed) and not any(each.source.folded == fold(typed) for each in found):
            entries.append(option(t.plain("New: {name}", name=typed), f"+{typed}"))
        await ack(options=entries)

    return listen
