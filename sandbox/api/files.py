"""files.*: Slack's three-step upload, and what is known of a file."""

from typing import Any

from sandbox import limits
from sandbox.api.call import Call
from sandbox.channels import Channel
from sandbox.errors import SlackError
from sandbox.files import File


def upload_url(call: Call) -> dict[str, Any]:
    """files.getUploadURLExternal: a place to POST the bytes to."""
    name = call.need("filename")
    length = call.number("length", 0)
    if length <= 0:
        raise SlackError("invalid_arguments")
    file = call.ws.add_file(name, call.ws.bot, length=length, complete=False)
    return {"upload_url": f"{call.ws.base}/upload/{call.ws.id}/{file.id}/{file.secret}", "file_id": file.id}


def complete(call: Call) -> dict[str, Any]:
    """files.completeUploadExternal: the files become visible, in a channel when one is named."""
    wanted = call.json("files")
    if not isinstance(wanted, list) or not wanted:
        raise SlackError("invalid_arguments")
    files = [_uploaded(call, item) for item in wanted]
    channel = _channel(call)
    for file, item in zip(files, wanted, strict=True):
        file.complete, file.title = True, str(item.get("title") or file.name)
    if channel:
        share(call, files, channel)
    return {"files": [file.as_json() for file in files]}


def _uploaded(call: Call, item: Any) -> File:
    file = call.ws.files.get(str(item.get("id"))) if isinstance(item, dict) else None
    if file is None or file.user != call.ws.bot.id:
        raise SlackError("file_not_found")
    if file.length is not None and len(file.data) != file.length:
        raise SlackError("file_upload_size_restricted" if len(file.data) > file.length else "file_not_found")
    return file


def _channel(call: Call) -> Channel | None:
    if not call.text("channel_id"):
        return None
    if call.text("channel_id") in call.ws.users:
        raise SlackError("invalid_channel")
    channel = call.channel("channel_id")
    if call.ws.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def share(call: Call, files: list[File], channel: Channel) -> None:
    """Show the files in a message of the bot's."""
    blocks = call.json("blocks", "invalid_blocks_format") or []
    if blocks:
        limits.message(text=" ", blocks=blocks)
    shown = [file.as_json() for file in files]
    message = call.ws.post(
        channel.id,
        call.ws.bot,
        call.text("initial_comment"),
        blocks=blocks,
        files=shown,
        thread_ts=call.text("thread_ts") or None,
    )
    for file in files:
        file.shares.setdefault(channel.id, []).append(message.ts)
    call.slack.events.posted(call.ws, message)


def info(call: Call) -> dict[str, Any]:
    """files.info."""
    file = call.ws.files.get(call.need("file"))
    if file is None:
        raise SlackError("file_not_found")
    return {"file": file.as_json()}
