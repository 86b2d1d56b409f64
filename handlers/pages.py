"""Lists that are read page by page."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeVar

from core.errors import Missing
from handlers import payload
from handlers.blocks import Block, button
from handlers.payload import Payload
from handlers.words import Translate

FURTHEST = 100_000

T = TypeVar("T")


def number(values: Payload) -> int:
    """The page a button leads to, from 0; one that cannot be is answered as if it were not there."""
    page = payload.number(values, "page") if values.get("page") else 0
    if page > FURTHEST:
        raise Missing
    return page


async def turn(
    fetch: Callable[..., Awaitable[tuple[Sequence[T], int]]], page: int, size: int
) -> tuple[Sequence[T], int, int]:
    """What stands on the page, how many there are in all, and the page itself: the last one, where the list has grown
    shorter since its buttons were drawn. `fetch(page=, size=)` gives the rows and the number of all."""
    found, total = await fetch(page=page, size=size)
    last = max(total - 1, 0) // size
    if page <= last:
        return found, total, page
    found, total = await fetch(page=last, size=size)
    return found, total, last


def turns(
    action: str,
    page: int,
    t: Translate,
    *,
    total: int,
    size: int,
    value: Mapping[str, object] | None = None,
    onward: str | None = None,
) -> list[Block]:
    """The buttons to the page before and to the one after, where there are such, each carrying the `value`; `onward`:
    what the second one is called, where it is not the first one's name with `.next`."""
    kept, on = value or {}, onward or f"{action}.next"
    before = [button(t.plain("‹ Previous"), action, {**kept, "page": page - 1})] if page > 0 else []
    after = [button(t.plain("Next ›"), on, {**kept, "page": page + 1})] if (page + 1) * size < total else []
    return [*before, *after]
