"""conversations.*, pins.*, reactions.*."""

from typing import Any

from sandbox.api.call import Call
from sandbox.channels import Channel
from sandbox.errors import SlackError
from sandbox.messages import Message

TYPES = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}


def info(call: Call) -> dict[str, Any]:
    """conversations.info."""
    channel = call.channel().as_json(call.ws.bot.id)
    if not call.flag("include_num_members"):
        channel.pop("num_members", None)
    if call.flag("include_locale"):
        channel["locale"] = "en-US"
    return {"channel": channel}


def list_all(call: Call) -> dict[str, Any]:
    """conversations.list: public channels, and the others the bot is in."""
    return call.page([c.as_json(call.ws.bot.id) for c in _listed(call, call.ws.bot.id)], key="channels")


def of_user(call: Call) -> dict[str, Any]:
    """users.conversations: those a person is in, as far as the bot sees them."""
    user = call.text("user") or call.ws.bot.id
    if user not in call.ws.users:
        raise SlackError("user_not_found")
    return call.page([c.as_json(user) for c in _listed(call, user) if user in c.members], key="channels")


def _listed(call: Call, user: str) -> list[Channel]:
    words = (call.text("types") or "public_channel").replace(" ", "").split(",")
    if any(word not in TYPES for word in words):
        raise SlackError("invalid_types")
    kinds = {TYPES[word] for word in words}
    bot, skip = call.ws.bot.id, call.flag("exclude_archived")
    return [
        channel
        for channel in call.ws.channels.values()
        if channel.kind in kinds
        and (channel.kind == "public" or bot in channel.members)
        and (channel.kind != "im" or {user, bot} <= {*channel.members})
        and not (skip and channel.archived)
    ]


def members(call: Call) -> dict[str, Any]:
    """conversations.members."""
    return call.page(list(call.channel().members), key="members")


def _readable(call: Call) -> Channel:
    channel = call.channel()
    if call.ws.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _between(call: Call, messages: list[Message]) -> list[Message]:
    oldest, latest = float(call.text("oldest") or 0), float(call.text("latest") or "inf")
    edge = call.flag("inclusive")
    return [m for m in messages if oldest < float(m.ts) < latest or (edge and float(m.ts) in (oldest, latest))]


def history(call: Call) -> dict[str, Any]:
    """conversations.history: newest first, without replies in threads and without ephemeral messages."""
    channel = _readable(call)
    shown = [m for m in call.ws.messages(channel.id) if not m.is_reply() or m.broadcast]
    return _messages(call, list(reversed(_between(call, shown))))


def replies(call: Call) -> dict[str, Any]:
    """conversations.replies: the first message and its replies, oldest first."""
    channel = _readable(call)
    first = call.ws.message(channel.id, call.need("ts"))
    if first is None:
        raise SlackError("thread_not_found")
    thread = first.thread_ts or first.ts
    inside = [m for m in call.ws.messages(channel.id) if thread in (m.ts, m.thread_ts)]
    return _messages(call, [m for m in inside if m.ts == thread or m in _between(call, inside)])


def _messages(call: Call, found: list[Message]) -> dict[str, Any]:
    with_metadata = call.flag("include_all_metadata")
    page = call.page([m.as_json(with_metadata=with_metadata) for m in found], key="messages")
    page["has_more"] = bool(page["response_metadata"]["next_cursor"])
    return page


def open_dm(call: Call) -> dict[str, Any]:
    """conversations.open: the DM with one person."""
    people = [u for u in call.need("users", "channel").split(",") if u]
    if len(people) != 1:
        raise SlackError("too_many_users" if people else "users_list_not_supplied")
    if people[0] in call.ws.channels:
        return {"channel": call.ws.channels[people[0]].as_json(call.ws.bot.id)}
    if people[0] not in call.ws.users:
        raise SlackError("user_not_found")
    channel = call.ws.dm(people[0])
    shown = channel.as_json(call.ws.bot.id) if call.flag("return_im") else {"id": channel.id}
    return {"channel": shown}


def join(call: Call) -> dict[str, Any]:
    """conversations.join: the bot enters a public channel."""
    channel = call.channel()
    if channel.kind != "public":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.archived:
        raise SlackError("is_archived")
    _enter(call, channel, call.ws.bot.id)
    return {"channel": channel.as_json(call.ws.bot.id)}


def invite(call: Call) -> dict[str, Any]:
    """conversations.invite: people come in at the bot's word."""
    channel = _readable(call)
    if channel.archived:
        raise SlackError("is_archived")
    for user in call.need("users").split(","):
        if user not in call.ws.users:
            raise SlackError("user_not_found")
        if user == call.ws.bot.id:
            raise SlackError("cant_invite_self")
        if user in channel.members:
            raise SlackError("already_in_channel")
        _enter(call, channel, user)
    return {"channel": channel.as_json(call.ws.bot.id)}


def kick(call: Call) -> dict[str, Any]:
    """conversations.kick: a person goes at the bot's word."""
    channel, user = _readable(call), call.user().id
    if channel.archived:
        raise SlackError("is_archived")
    if user == call.ws.bot.id:
        raise SlackError("cant_kick_self")
    if user not in channel.members:
        raise SlackError("not_in_channel")
    channel.members.remove(user)
    call.ws.changes.tell("channel.changed", channel=channel.id)
    return {}


def _enter(call: Call, channel: Channel, user: str) -> None:
    if user not in channel.members:
        channel.members.append(user)
        call.ws.changes.tell("channel.changed", channel=channel.id)
        call.slack.events.joined(call.ws, channel, user, inviter=call.ws.bot.id)


def create(call: Call) -> dict[str, Any]:
    """conversations.create: the bot is its first member."""
    name = _free_name(call)
    channel = call.ws.add_channel(name, private=call.flag("is_private"), bot=True)
    return {"channel": channel.as_json(call.ws.bot.id)}


def _free_name(call: Call) -> str:
    name = call.need("name")
    if any(c.name == name for c in call.ws.channels.values()):
        raise SlackError("name_taken")
    if len(name) > 80:
        raise SlackError("invalid_name_maxlength")
    if name != name.lower() or not all(mark.isalnum() or mark in "-_" for mark in name):
        raise SlackError("invalid_name_specials")
    return name


def rename(call: Call) -> dict[str, Any]:
    """conversations.rename."""
    channel = _readable(call)
    channel.name = _free_name(call)
    call.ws.changes.tell("channel.changed", channel=channel.id)
    return {"channel": channel.as_json(call.ws.bot.id)}


def archive(call: Call) -> dict[str, Any]:
    """conversations.archive."""
    channel = _readable(call)
    if channel.archived:
        raise SlackError("already_archived")
    if channel.name == "general":
        raise SlackError("cant_archive_general")
    channel.archived = True
    call.ws.changes.tell("channel.changed", channel=channel.id)
    return {}


def unarchive(call: Call) -> dict[str, Any]:
    """conversations.unarchive."""
    channel = _readable(call)
    if not channel.archived:
        raise SlackError("not_archived")
    channel.archived = False
    call.ws.changes.tell("channel.changed", channel=channel.id)
    return {}


def set_topic(call: Call) -> dict[str, Any]:
    """conversations.setTopic."""
    channel = _readable(call)
    if channel.archived:
        raise SlackError("is_archived")
    if len(call.text("topic")) > 250:
        raise SlackError("too_long")
    channel.topic = call.text("topic")
    call.ws.changes.tell("channel.changed", channel=channel.id)
    return {"channel": channel.as_json(call.ws.bot.id)}


def pins(call: Call) -> dict[str, Any]:
    """pins.list."""
    channel = _readable(call)
    found = [message for ts in channel.pinned if (message := call.ws.message(channel.id, ts))]
    return {"items": [{"type": "message", "channel": channel.id, "message": each.as_json()} for each in found]}


def _pinnable(call: Call) -> tuple[Channel, Message]:
    channel = _readable(call)
    message = call.ws.message(channel.id, call.need("timestamp"))
    if message is None:
        raise SlackError("message_not_found")
    return channel, message


def pin(call: Call) -> dict[str, Any]:
    """pins.add."""
    channel, message = _pinnable(call)
    if message.ts in channel.pinned:
        raise SlackError("already_pinned")
    channel.pinned.append(message.ts)
    call.ws.changes.tell("channel.changed", channel=channel.id)
    return {}


def unpin(call: Call) -> dict[str, Any]:
    """pins.remove."""
    channel, message = _pinnable(call)
    if message.ts not in channel.pinned:
        raise SlackError("no_pin")
    channel.pinned.remove(message.ts)
    call.ws.changes.tell("channel.changed", channel=channel.id)
    return {}


def react(call: Call) -> dict[str, Any]:
    """reactions.add."""
    _, message = _pinnable(call)
    people = message.reactions.setdefault(call.need("name").strip(":"), [])
    if call.ws.bot.id in people:
        raise SlackError("already_reacted")
    people.append(call.ws.bot.id)
    call.ws.told(message, "message.changed")
    return {}
