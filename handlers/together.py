"""Several notices in one message, each with its own buttons, each struck through where it stands once resolved."""

from collections.abc import Sequence
from typing import NamedTuple

from core.errors import msgid
from handlers import ids
from handlers.blocks import Block, Message, context, divider, message, section
from handlers.words import Translate

BLOCKS = 48  # for all of them; Slack takes fifty


class Item(NamedTuple):
    """One of them as it would look alone; whether it was told anew since, in another message; whether it only informs,
    so that there is nothing to press, or to be dealt with."""

    drawn: Message
    again: bool = False
    informs: bool = False

    @property
    def pressable(self) -> bool:
        """Whether it still holds, so that there is something to press."""
        return any(block["type"] == "actions" for block in self.drawn["blocks"])

    @property
    def open(self) -> bool:
        """Whether it still waits for its reader, and here."""
        return self.pressable and not self.again

    def shows(self, *, first: bool) -> bool:
        """Whether it is worth a place; `first`: nothing is shown yet, so what is resolved already is left out."""
        return self.open or self.informs or not first


def picture(
    items: Sequence[Item], t: Translate, *, missed: bool, personal: bool, first: bool, waiting: int = 0
) -> Message | None:
    """All of them, for a person or a channel. `first`: nothing is shown yet, so what is resolved already is left out;
    `waiting`: how many more wait than were drawn; None: that was all."""
    shown = [item for item in items if item.shows(first=first)]
    if not shown:
        return None
    left = [item for item in shown if item.open or item.informs]
    if not first and not waiting and not any(item.open for item in left):
        left = []
    said = _headline(len(left) + waiting, t, missed=missed, personal=personal)
    blocks = [section(f"*{said}*")]
    left_out = waiting
    for number, item in enumerate(shown):
        drawn = _one(item, t, number)
        if left_out > waiting or len(blocks) + len(drawn) > BLOCKS:
            left_out += 1
        else:
            blocks += drawn
    if left_out:
        more = (
            msgid("And {n} more: see /today")
            if personal
            else msgid("And {n} more: whoever has them sees them in /today")
        )
        blocks.append(context(t(more, n=left_out)))
    told = " · ".join(str(item.drawn["text"]) for item in left[:3])
    return message(t.colon(said, told) if told else said, blocks)


def _headline(count: int, t: Translate, *, missed: bool, personal: bool) -> str:
    if not count:
        return t("✔ All of this is dealt with")
    if missed:
        return t.n("Missed while you were away: {n} thing", "Missed while you were away: {n} things", count)
    if not personal:
        return t.n("For this team now: {n} thing", "For this team now: {n} things", count)
    return t.n("For you now: {n} thing", "For you now: {n} things", count)


def _one(item: Item, t: Translate, number: int) -> list[Block]:
    # What not every Slack draws has a plainer form: among other things that one is enough.
    blocks: list[Block] = list(item.drawn.get("fallback") or item.drawn["blocks"])
    if not item.pressable:
        return blocks
    if item.again:
        return [context(t.plain("Told again below: {what}", what=item.drawn["text"]))]  # what it says is mrkdwn already
    # By its name a press knows that there is more in the message than what it was pressed for.
    return [divider(), *(_named(block, f"{ids.TOGETHER}.{number}.{n}") for n, block in enumerate(blocks))]


def _named(block: Block, name: str) -> Block:
    return block | {"block_id": name} if block["type"] == "actions" or "accessory" in block else block
