"""What Slack refuses: every limit on messages, views and what people enter."""

import json
from typing import Any

from sandbox.errors import SlackError, refused
from sandbox.limits.blocks import blocks as _blocks
from sandbox.limits.entered import entered
from sandbox.limits.rules import Report, Rule, exactly_one, flag, shape, string
from sandbox.limits.tables import characters
from sandbox.limits.texts import GROUPS, options, plain

__all__ = ["block_problems", "entered", "message", "suggestion_problems", "view", "view_problems"]

TEXT = 4000
BLOCK_TEXT = 12_000
ATTACHMENTS = 100
VIEW_BYTES = 250_000


def block_problems(blocks: Any, surface: str, at: str = "/blocks") -> list[str]:
    """What is wrong with blocks on a "message", "modal" or "home", in Slack's words; empty when nothing is."""
    report = Report(surface)
    _blocks(report, at, blocks)
    return report.problems


def message(*, text: str = "", blocks: Any = None, attachments: Any = None) -> None:
    """Refuse a message Slack would refuse."""
    blocks, attachments = blocks or [], attachments or []
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    if not isinstance(attachments, list):
        raise SlackError("invalid_attachments")
    if not text and not blocks and not attachments:
        raise SlackError("no_text")
    if len(text) > TEXT:
        raise SlackError("msg_too_long")
    if len(attachments) > ATTACHMENTS:
        raise SlackError("too_many_attachments")
    problems = block_problems(blocks, "message")
    for index, attachment in enumerate(attachments):
        inner = attachment.get("blocks") or [] if isinstance(attachment, dict) else []
        problems += block_problems(inner, "message", f"/attachments/{index}/blocks")
    if problems:
        raise refused("invalid_blocks", problems)
    if characters(blocks) > BLOCK_TEXT:
        raise SlackError("msg_blocks_too_long")


SHARED: dict[str, Rule] = {
    "private_metadata": string(3000, least=0),
    "callback_id": string(255, least=0),
    "external_id": string(255, least=0),
}


def _modal(report: Report, at: str, value: Any) -> None:
    if not value["blocks"]:
        report.say(f"{at}/blocks", "must have at least 1 items")
    if any(b["type"] == "input" for b in value["blocks"]) and not value.get("submit"):
        report.say(at, "missing required field: submit (there are input blocks)")


MODAL = shape(
    {"title": plain(24), "blocks": _blocks},
    {
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": flag,
        "notify_on_close": flag,
        "submit_disabled": flag,
        **SHARED,
    },
    also=_modal,
)
HOME = shape({"blocks": _blocks}, SHARED)


def view_problems(body: dict[str, Any]) -> list[str]:
    """What is wrong with a view, in Slack's words; empty when nothing is."""
    kind = body.get("type")
    report = Report("home" if kind == "home" else "modal")
    if kind not in ("modal", "home"):
        report.say("/view/type", "must be a valid enum value: modal, home")
    else:
        (HOME if kind == "home" else MODAL)(report, "/view", body)
    return report.problems


def view(body: dict[str, Any]) -> None:
    """Refuse a view Slack would refuse."""
    if len(json.dumps(body, ensure_ascii=False).encode()) > VIEW_BYTES:
        raise SlackError("view_too_large")
    if problems := view_problems(body):
        raise refused("invalid_arguments", problems)


SUGGESTION = shape(
    None, {"options": options(0, 100), "option_groups": GROUPS}, also=exactly_one("options", "option_groups")
)


def suggestion_problems(body: dict[str, Any]) -> list[str]:
    """What is wrong with the options of an external select."""
    report = Report("modal")
    SUGGESTION(report, "", body)
    return report.problems
