"""Blocks as a person left them: what was entered becomes what the inputs start with."""

import copy
from typing import Any

from sandbox.elements import KINDS, Values, interactive

Blocks = list[dict[str, Any]]


def as_entered(blocks: Blocks, values: Values) -> Blocks:
    """A copy of the blocks in which every input begins with its value in `values` (as in state.values)."""
    if not values:
        return blocks
    shown = copy.deepcopy(blocks)
    for block, element in interactive(shown):
        entry = values.get(block.get("block_id", ""), {}).get(element.get("action_id", ""))
        kind = KINDS.get(element["type"])
        if entry is None or kind is None:
            continue
        held = entry.get(kind.state)
        if held in (None, [], ""):
            element.pop(kind.initial, None)
        else:
            element[kind.initial] = held
    return shown
