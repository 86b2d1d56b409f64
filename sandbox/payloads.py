"""What Slack sends a bot, field by field."""

import copy
from typing import Any

from sandbox.channels import Channel
from sandbox.clock import secret
from sandbox.messages import Message
from sandbox.tickets import Tickets
from sandbox.users import User
from sandbox.views import View
from sandbox.workspace import Workspace

Payload = dict[str, Any]


def _url(ws: Workspace, tail: str) -> str:
    return f"{ws.base}/commands/{ws.id}/{tail}"


def command(ws: Workspace, user: User, channel: Channel, word: str, text: str) -> Payload:
    """A slash command."""
    return {
        "token": ws.app.verification_token,
        "team_id": ws.id,
        "team_domain": ws.domain,
        "channel_id": channel.id,
        "channel_name": channel.command_name(),
        "user_id": user.id,
        "user_name": user.name,
        "command": word,
        "text": text,
        "api_app_id": ws.app.id,
        "is_enterprise_install": "false",
        "response_url": _url(ws, ws.tickets.response_url(user.id, channel.id)),
        "trigger_id": ws.tickets.trigger(user.id),
    }


def _frame(ws: Workspace, kind: str, user: User) -> Payload:
    return {
        "type": kind,
        "team": {"id": ws.id, "domain": ws.domain},
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": ws.id},
        "api_app_id": ws.app.id,
        "token": ws.app.verification_token,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _place(channel: Channel) -> dict[str, str]:
    return {"id": channel.id, "name": channel.command_name()}


def _container(message: Message) -> Payload:
    found: Payload = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": message.only_for is not None,
    }
    return found | ({"thread_ts": message.thread_ts} if message.thread_ts else {})


def message_action(ws: Workspace, user: User, message: Message, action: Payload) -> Payload:
    """block_actions on a message. An ephemeral one is not repeated in it, as Slack keeps no copy."""
    channel = ws.channels[message.channel]
    tail = ws.tickets.response_url(user.id, channel.id, ts=message.ts, thread_ts=message.thread_ts)
    found = _frame(ws, "block_actions", user) | {
        "container": _container(message),
        "trigger_id": ws.tickets.trigger(user.id),
        "channel": _place(channel),
        "state": {"values": message.values(user.id)},
        "response_url": _url(ws, tail),
        "actions": [action],
    }
    return found | ({} if message.only_for else {"message": message.as_json()})


def view_action(ws: Workspace, user: User, view: View, action: Payload) -> Payload:
    """block_actions in a modal or on Home."""
    modal = view.id if view.type == "modal" else None
    return _frame(ws, "block_actions", user) | {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": ws.tickets.trigger(user.id, view=modal),
        "view": view.as_json(),
        "actions": [action],
    }


def suggestion(ws: Workspace, user: User, on: Message | View, ids: tuple[str, str], typed: str) -> Payload:
    """block_suggestion: someone types in an external select."""
    block_id, action_id = ids
    found = _frame(ws, "block_suggestion", user) | {"action_id": action_id, "block_id": block_id, "value": typed}
    if isinstance(on, View):
        return found | {"container": {"type": "view", "view_id": on.id}, "view": on.as_json()}
    place = {"container": _container(on), "channel": _place(ws.channels[on.channel])}
    return found | place | ({} if on.only_for else {"message": on.as_json()})


def view_submission(ws: Workspace, user: User, view: View) -> Payload:
    """The submit button of a modal."""
    return _frame(ws, "view_submission", user) | {
        "trigger_id": ws.tickets.trigger(user.id, view=view.id),
        "view": _with_files(ws, view.as_json()),
        "response_urls": _response_urls(ws, user, view),
    }


def _with_files(ws: Workspace, view: Payload) -> Payload:
    """The view as the bot is told of it: files as what they are, not by their ids alone."""
    told = copy.deepcopy(view)
    for elements in told["state"]["values"].values():
        for entry in elements.values():
            if entry["type"] == "file_input":
                entry["files"] = [ws.files[number].as_json() for number in entry["files"]]
    return told


def _response_urls(ws: Workspace, user: User, view: View) -> list[Payload]:
    found = []
    for block in view.blocks:
        element = block.get("element") or {}
        if not element.get("response_url_enabled"):
            continue
        entry = view.values[block["block_id"]][element["action_id"]]
        channel = entry.get("selected_conversation") or entry.get("selected_channel")
        if channel:
            url = _url(ws, ws.tickets.response_url(user.id, channel))
            ids = {"block_id": block["block_id"], "action_id": element["action_id"]}
            found.append({**ids, "channel_id": channel, "response_url": url})
    return found


def view_closed(ws: Workspace, user: User, view: View, *, cleared: bool) -> Payload:
    """A modal with notify_on_close was closed."""
    return _frame(ws, "view_closed", user) | {"view": view.as_json(), "is_cleared": cleared}


def shortcut(ws: Workspace, user: User, callback_id: str) -> Payload:
    """A global shortcut."""
    return _frame(ws, "shortcut", user) | {
        "action_ts": ws.clock.ts(),
        "callback_id": callback_id,
        "trigger_id": ws.tickets.trigger(user.id),
    }


def message_shortcut(ws: Workspace, user: User, callback_id: str, message: Message) -> Payload:
    """A shortcut on a message."""
    channel = ws.channels[message.channel]
    tickets: Tickets = ws.tickets
    return _frame(ws, "message_action", user) | {
        "action_ts": ws.clock.ts(),
        "callback_id": callback_id,
        "trigger_id": tickets.trigger(user.id),
        "response_url": _url(ws, tickets.response_url(user.id, channel.id, ts=message.ts, thread_ts=message.thread_ts)),
        "message_ts": message.ts,
        "channel": _place(channel),
        "message": message.as_json(),
    }


def event(ws: Workspace, body: Payload) -> Payload:
    """The envelope of an event."""
    return {
        "token": ws.app.verification_token,
        "team_id": ws.id,
        "context_team_id": ws.id,
        "context_enterprise_id": None,
        "api_app_id": ws.app.id,
        "event": body,
        "type": "event_callback",
        "event_id": f"Ev{secret(10).upper()}",
        "event_time": int(ws.clock.now()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": ws.id,
                "user_id": ws.bot.id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{secret(20)}",
    }
