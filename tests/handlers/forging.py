"""Requests as somebody who does not use Slack's own program would sign them: any id on any button, any form."""

import json
from typing import Any

from sandbox import payloads
from sandbox.outcome import Ack
from sandbox.person import Person


def _carried(action_id: str, value: Any, kind: str) -> dict[str, Any]:
    text = value if isinstance(value, str) else json.dumps(value)
    what = {"action_id": action_id, "block_id": "b", "type": kind}
    if kind == "button":
        return {**what, "value": text}
    return {**what, "selected_option": {"text": {"type": "plain_text", "text": "x"}, "value": text}}


async def press(who: Person, action_id: str, value: Any, *, kind: str = "button") -> Ack:
    """Press a button that nobody drew, on a message in the DM with the bot; returns when its work is done."""
    ws, slack = who.ws, who.slack
    dm = ws.dm(who.id)
    message = ws.post(dm.id, ws.bot, "x", only_for=who.id)
    payload = payloads.message_action(ws, who.client.me, message, _carried(action_id, value, kind))
    done = len(slack.calls)
    ack = await slack.wire.interaction(payload)
    await slack.until(lambda: len(slack.calls) > done and not slack.pulse.in_flight)
    return ack


async def submit(who: Person, callback_id: str, kept: Any, **entered: Any) -> Ack:
    """Send a form that nobody opened; `entered` holds elements as Slack reports them, or texts."""
    fields = {
        name: {"v": value if isinstance(value, dict) else {"type": "plain_text_input", "value": value}}
        for name, value in entered.items()
    }
    view = {
        "id": "V0FORGED",
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": kept if isinstance(kept, str) else json.dumps(kept),
        "title": {"type": "plain_text", "text": "x"},
        "blocks": [{"type": "input", "block_id": name} for name in fields],
        "state": {"values": fields},
        "hash": "1.x",
        "root_view_id": "V0FORGED",
    }
    payload = payloads._frame(who.ws, "view_submission", who.client.me) | {
        "trigger_id": who.ws.tickets.trigger(who.id),
        "view": view,
        "response_urls": [],
    }
    return await who.slack.wire.interaction(payload)


def chosen(value: str) -> dict[str, Any]:
    """A menu's entry as a form reports it."""
    return {"type": "static_select", "selected_option": {"text": {"type": "plain_text", "text": "x"}, "value": value}}
