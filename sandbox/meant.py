"""What a person means by a place or by a value for an input, as ids and options."""

from datetime import date, datetime, time
from typing import Any, Protocol, runtime_checkable

from sandbox.client import Client
from sandbox.elements import KINDS, options_of
from sandbox.seen import Field, Seen


@runtime_checkable
class Somebody(Protocol):
    """A User or a Person."""

    @property
    def id(self) -> str:
        """The user id."""


Place = str | Somebody | None


def place(client: Client, to: Place) -> str:
    """The channel meant: by id or "#name", the direct message with someone, or with the bot when nothing is said."""
    if isinstance(to, str):
        return client.ws.channel(to).id
    return client.ws.dm(client.user, to.id if to else client.ws.bot.id).id


async def meant(client: Client, where: Seen, found: Field, value: Any) -> Any:
    """The value an input keeps for what a person says; LookupError when it offers no such thing."""
    kind = KINDS[found.kind]
    if value is None:
        return [] if kind.many else None
    if kind.many:
        items = value if isinstance(value, list | tuple | set) else [value]
        return [await _one(client, where, found, item) for item in items]
    return await _one(client, where, found, value)


async def _one(client: Client, where: Seen, found: Field, value: Any) -> Any:
    kind = found.kind.removeprefix("multi_")
    if kind == "external_select" and where.on is not None:
        offered = await client.suggest(where.on, found.block_id, found.action_id, str(value))
        return _option(
            found.label, [option for item in offered for option in (item.get("options") or [item])], str(value)
        )
    if KINDS[found.kind].options:
        return _option(found.label, options_of(found.element), str(value))
    if kind == "users_select":
        return value.id if isinstance(value, Somebody) else client.ws.user(str(value)).id
    if kind in ("channels_select", "conversations_select"):
        return place(client, value)
    return _typed(kind, value)


def _option(label: str, options: list[dict[str, Any]], words: str) -> dict[str, Any]:
    exact = [o for o in options if words in (o["text"]["text"], o["value"])]
    for option in exact or [o for o in options if words in o["text"]["text"]]:
        return option
    raise LookupError(f"{label} offers no {words!r} but {[o['text']['text'] for o in options]}")


def _typed(kind: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return int(value.timestamp()) if kind == "datetimepicker" else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if kind in ("datetimepicker", "file_input", "rich_text_input"):
        return value
    return str(value)
