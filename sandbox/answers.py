"""What the bot answers in an ack or at a response_url, applied as Slack does."""

from typing import Any

from sandbox import limits
from sandbox.elements import interactive
from sandbox.errors import SlackError
from sandbox.messages import Message
from sandbox.outcome import Ack, Outcome
from sandbox.views import View
from sandbox.workspace import Workspace

TROUBLE = "We had some trouble connecting. Try again?"


def say(
    ws: Workspace,
    said: dict[str, Any],
    *,
    user: str,
    channel: str,
    ts: str | None = None,
    thread_ts: str | None = None,
) -> Message | None:
    """Carry out a response: post, replace or delete. Returns the new or changed message, None when deleted."""
    pressed = ws.message(channel, ts) if ts else None
    if said.get("delete_original"):
        if pressed is None:
            raise SlackError("message_not_found", status=404)
        ws.delete(pressed)
        return None
    content: dict[str, Any] = {
        "text": str(said.get("text") or ""),
        "blocks": said.get("blocks") or [],
        "attachments": said.get("attachments") or [],
    }
    limits.message(**content)
    if said.get("replace_original"):
        if pressed is None:
            raise SlackError("message_not_found", status=404)
        ws.redraw(pressed, **content)
        return pressed
    only_for = None if said.get("response_type") == "in_channel" else user
    thread = said.get("thread_ts") or (thread_ts if only_for else None)
    return ws.post(channel, ws.bot, only_for=only_for, thread_ts=thread, metadata=said.get("metadata"), **content)


def failed(ack: Ack, shown: str) -> Outcome:
    """The outcome of a delivery that the bot did not take."""
    return Outcome(False, ack.status, ack.error, shown)


def command(ws: Workspace, word: str, ack: Ack, *, user: str, channel: str) -> Outcome:
    """The ack of a slash command: its text or blocks are seen by the one who typed, or by all."""
    if not ack.ok:
        return failed(ack, f'{word} failed with the error "{ack.error}"')
    said = {"text": ack.body} if isinstance(ack.body, str) else ack.body
    if not said or not (said.get("text") or said.get("blocks") or said.get("attachments")):
        return Outcome(True, ack.status)
    try:
        message = say(ws, {**said, "replace_original": False, "delete_original": False}, user=user, channel=channel)
    except SlackError as refusal:
        shown = f'{word} failed with the error "{refusal.word}"'
        return Outcome(False, ack.status, refusal.word, shown, problems=refusal.more.get("errors", []))
    return Outcome(True, ack.status, message=message, spoke=True)


def submission(ws: Workspace, view: View, ack: Ack) -> Outcome:
    """The ack of view_submission: errors, another view, one more view, or the modal closes."""
    if not ack.ok:
        return failed(ack, TROUBLE)
    said = ack.body if isinstance(ack.body, dict) else {}
    try:
        return _submitted(ws, view, said, ack.status)
    except SlackError as refusal:
        return Outcome(False, ack.status, refusal.word, TROUBLE, problems=refusal.more.get("errors", []))


def _submitted(ws: Workspace, view: View, said: dict[str, Any], status: int) -> Outcome:
    action = said.get("response_action")
    if action == "errors":
        errors = _errors(view, said.get("errors"))
        ws.show_errors(view, errors)
        return Outcome(False, status, errors=errors, view=view, spoke=True)
    if action in ("update", "push"):
        body = said.get("view") or {}
        limits.view(body)
        shown = ws.update_view(view, body) if action == "update" else ws.push_view(view.user, body)
        return Outcome(True, status, view=shown, spoke=True)
    if action == "clear":
        ws.close_views(view.user)
        return Outcome(True, status)
    if action is not None:
        raise SlackError("invalid_arguments")
    ws.close_view(view)
    return Outcome(True, status)


def _errors(view: View, found: Any) -> dict[str, str]:
    """Errors must name input blocks of the view, or Slack shows nothing but trouble."""
    inputs = {b.get("block_id") for b in view.blocks if b.get("type") == "input"}
    if not isinstance(found, dict) or not found or not inputs.issuperset(found):
        raise SlackError("invalid_arguments", more={"errors": ["[ERROR] errors must name input blocks of the view"]})
    return {str(block): str(sentence) for block, sentence in found.items()}


def suggestions(ack: Ack) -> list[dict[str, Any]]:
    """The ack of block_suggestion: options or option groups; nothing when they are broken, as people see it."""
    if not ack.ok or not isinstance(ack.body, dict) or limits.suggestion_problems(ack.body):
        return []
    return list(ack.body.get("options") or ack.body.get("option_groups") or [])


def empty_inputs(view: View) -> dict[str, str]:
    """What Slack itself refuses before anything is sent: see limits.entered."""
    found: dict[str, str] = {}
    for block, element in interactive(view.blocks):
        if block.get("type") == "input":
            entry = view.values[block["block_id"]][element["action_id"]]
            if sentence := limits.entered(element, entry, optional=bool(block.get("optional"))):
                found[block["block_id"]] = sentence
    return found
