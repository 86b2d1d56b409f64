"""The More… 更多 menu of a card: what is done to a lead or a deal besides what has a button of its own. And what
happens when an entry of such a menu, on a card or in a list, is chosen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.errors import Missing
from handlers.blocks import Block, option, pack, select
from handlers.words import Translate

if TYPE_CHECKING:  # what is pressed redraws the Home tab, whose cards have such menus
    from handlers.pressing import Handler, Press


@dataclass(frozen=True)
class Deed:
    """One entry. `label` is a msgid; `fits` says of a lead or deal whether the entry makes sense as it now stands.
    Who may do it is asked in core when it is chosen."""

    do: str
    label: str
    fits: Callable[[Any], bool]


def always(_: Any) -> bool:
    """However it stands."""
    return True


def menu(deeds: Sequence[Deed], thing: Any, action: str, value: Mapping[str, Any], t: Translate) -> Block | None:
    """The menu with what fits; None where nothing does. An entry carries what a button would, and what to do."""
    options = [option(t.plain(deed.label), pack({**value, "do": deed.do})) for deed in deeds if deed.fits(thing)]
    return select(action, options, placeholder=t.plain("More…")) if options else None


def chosen(ways: "Mapping[str, Handler]") -> "Handler":
    """The listener of such a menu: each entry is a button's handler."""

    async def do(press: "Press") -> None:
        way = ways.get(str(press.values.get("do")))
        if way is None:
            raise Missing
        await way(press)

    return do
