"""chat.*: posting, updating, deleting."""

import math
import time
from typing import Any

from sandbox import limits
from sandbox.api.call import Call
from sandbox.channels import Channel
from sandbox.errors import SlackError
from sandbox.messages import Message

METADATA_BYTES = 16_000  # Slack publishes no figure; far above what ids need


def post(call: Call) -> dict[str, Any]:
    """chat.postMessage: into a channel the bot is in, or to a person by id."""
    channel = _target(call)
    content = _content(call)
    _pace(call, channel)
    metadata = _metadata(call)
    thread = _thread(call, channel)
    message = call.ws.post(
        channel.id, call.ws.bot, metadata=metadata, thread_ts=thread, broadcast=call.flag("reply_broadcast"), **content
    )
    call.slack.events.posted(call.ws, message)
    return {"channel": channel.id, "ts": message.ts, "message": message.as_json(with_metadata=True)}


def _target(call: Call) -> Channel:
    number = call.need("channel")
    if number in call.ws.users:
        if number == call.ws.bot.id or call.ws.users[number].is_bot:
            raise SlackError("cannot_dm_bot")
        return call.ws.dm(number)
    by_name = next((c.id for c in call.ws.channels.values() if c.name and number in (c.name, f"#{c.name}")), number)
    call.args["channel"] = by_name
    return _writable(call)


def _writable(call: Call) -> Channel:
    channel = call.channel()
    if channel.archived:
        raise SlackError("is_archived")
    wide = not call.ws.app.declared or "chat:write.public" in call.ws.app.scopes
    if call.ws.bot.id not in channel.members and not (wide and call.ws.app.declared):
        raise SlackError("not_in_channel")
    return channel


def _content(call: Call) -> dict[str, Any]:
    content: dict[str, Any] = {
        "text": call.text("text"),
        "blocks": call.json("blocks", "invalid_blocks_format") or [],
        "attachments": call.json("attachments", "invalid_attachments") or [],
    }
    limits.message(**content)
    return content


def _metadata(call: Call) -> dict[str, Any] | None:
    found = call.json("metadata", "invalid_metadata_format")
    if found is None:
        return None
    if not isinstance(found, dict) or not isinstance(found.get("event_type"), str) or "event_payload" not in found:
        raise SlackError("invalid_metadata_format")
    if not isinstance(found["event_payload"], dict):
        raise SlackError("invalid_metadata_schema")
    if len(str(found).encode()) > METADATA_BYTES:
        raise SlackError("metadata_too_large")
    return found


def _thread(call: Call, channel: Channel) -> str | None:
    ts = call.text("thread_ts")
    if not ts:
        return None
    parent = call.ws.message(channel.id, ts)
    if parent is None or parent.only_for:
        raise SlackError("thread_not_found")
    parent.thread_ts = parent.thread_ts or parent.ts
    return parent.thread_ts


def _pace(call: Call, channel: Channel) -> None:
    """One message per `slack.pace` seconds in a channel, in real time; off when it is None."""
    pace, now = call.slack.pace, time.monotonic()
    if pace is None:
        return
    wait = call.slack.last_posts.get(channel.id, -math.inf) + pace - now
    if wait > 0:
        raise SlackError("ratelimited", status=429, headers={"Retry-After": str(math.ceil(wait))})
    call.slack.last_posts[channel.id] = now


def post_ephemeral(call: Call) -> dict[str, Any]:
    """chat.postEphemeral: for one person who is in the channel."""
    user = call.user()
    channel = _target(call)
    if user.id not in channel.members:
        raise SlackError("user_not_in_channel")
    message = call.ws.post(
        channel.id, call.ws.bot, only_for=user.id, thread_ts=call.text("thread_ts") or None, **_content(call)
    )
    return {"message_ts": message.ts}


def _own(call: Call, refusal: str) -> Message:
    channel = call.channel()
    message = call.ws.message(channel.id, call.need("ts"))
    if message is None or message.only_for:
        raise SlackError("message_not_found")
    if message.user != call.ws.bot.id:
        raise SlackError(refusal)
    if channel.archived:
        raise SlackError("is_archived")
    return message


def update(call: Call) -> dict[str, Any]:
    """chat.update: the bot's own messages; blocks and attachments stay unless sent, an empty list removes them."""
    message = _own(call, "cant_update_message")
    content = _content(call)
    for kept in ("blocks", "attachments"):
        if kept not in call.args:
            content[kept] = getattr(message, kept)
    before = message.as_json()
    call.ws.redraw(message, **content)
    if (metadata := _metadata(call)) is not None:
        message.metadata = metadata
    call.slack.events.edited(call.ws, message, before)
    shown = message.as_json(with_metadata=True)
    return {"channel": message.channel, "ts": message.ts, "text": message.text, "message": shown}


def delete(call: Call) -> dict[str, Any]:
    """chat.delete: the bot's own messages."""
    message = _own(call, "cant_delete_message")
    call.ws.delete(message)
    call.slack.events.deleted(call.ws, message)
    return {"channel": message.channel, "ts": message.ts}


def permalink(call: Call) -> dict[str, Any]:
    """chat.getPermalink."""
    channel = call.channel()
    message = call.ws.message(channel.id, call.need("message_ts"))
    if message is None:
        raise SlackError("message_not_found")
    where = f"{call.ws.base}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    inside = f"?thread_ts={message.thread_ts}&cid={channel.id}" if message.is_reply() else ""
    return {"channel": channel.id, "permalink": where + inside}
