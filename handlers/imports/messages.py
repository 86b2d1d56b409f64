"""A file dropped into the direct messages with Genjin."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from core.imports import batches
from core.models import Member
from handlers import payload
from handlers.blocks import sent
from handlers.imports import files, views
from handlers.payload import Payload
from handlers.words import Translate

MOST = 5  # files of one message


def is_dropped(event: Payload) -> bool:
    """Whether somebody dropped a list into the DM. What is dropped into a thread belongs to what that is about."""
    dropped = event.get("channel_type") == "im" and event.get("subtype") == "file_share"
    return dropped and not event.get("thread_ts") and any(map(files.is_list, payload.files(event)))


async def drop(
    event: Payload, client: AsyncWebClient, db: Any, me: Member, t: Translate, now: Callable[[], datetime]
) -> None:
    """Take each file in and say so; a worker reads it, and its message becomes the preview."""
    source = f"message:{event.get('channel')}:{event.get('ts')}"
    for dropped in [each for each in payload.files(event) if files.is_list(each)][:MOST]:
        file = batches.File(str(dropped["id"]), str(dropped.get("name") or "list"))
        async with db.begin() as session:
            batch = await batches.begin(session, file=file, source=source, by=me, now=now())
        if batch is None:
            continue
        said = await client.chat_postMessage(channel=event["channel"], **sent(views.reading(file.name, t)))
        async with db.begin() as session:
            await batches.have_read(session, batch=batch, channel=str(said["channel"]), ts=str(said["ts"]))
