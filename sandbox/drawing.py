"""What Slack adds to blocks when it takes them: ids where the bot gave none, and the defaults of text objects."""

import copy
from typing import Any

from sandbox.clock import secret
from sandbox.elements import children


def drawn(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A copy of the blocks as Slack keeps and returns them."""
    kept = copy.deepcopy(blocks)
    for block in kept:
        _complete(block, in_block=True)
    return kept


def _complete(node: Any, *, in_block: bool = False) -> None:
    if isinstance(node, list):
        for item in node:
            _complete(item)
        return
    if not isinstance(node, dict):
        return
    for key in [key for key, value in node.items() if value is None]:
        del node[key]
    if in_block:
        node.setdefault("block_id", secret(10))
        for child in children(node):
            _complete(child, in_block=True)
    _defaults(node)
    for key, value in node.items():
        if key not in ("rows", "child_blocks"):
            _complete(value)


# Types whose objects get an action_id when the bot gave none.
_ACTING = ("_select", "_input", "picker", "button", "buttons", "checkboxes", "overflow")


def _defaults(node: dict[str, Any]) -> None:
    kind = node.get("type")
    if kind == "plain_text":
        node.setdefault("emoji", True)
    elif kind == "mrkdwn":
        node.setdefault("verbatim", False)
    elif isinstance(kind, str) and kind.endswith(_ACTING):
        node.setdefault("action_id", secret(10))
