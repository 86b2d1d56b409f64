"""Files dropped into the direct messages with Genjin, or into the thread of something it tells of."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncSession

from core import deals, evidence, threads, visits
from core.evidence import File, Place
from core.models import Evidence, Member
from handlers import payload
from handlers.blocks import Message, sent
from handlers.evidence import buttons, views
from handlers.payload import Payload
from handlers.visits import messages
from handlers.visits import views as visit_views
from handlers.words import Translate, unescape

_GONE = ("tombstone", "hidden_by_limit")


def is_dropped(event: Payload) -> bool:
    """Whether somebody dropped files for Genjin: into the DM, or anywhere into a thread."""
    here = event.get("channel_type") == "im" or bool(event.get("thread_ts"))
    return here and event.get("subtype") == "file_share" and bool(_files(event))


def _files(event: Payload) -> list[File]:
    return [
        File(
            id=str(file["id"]),
            name=str(file.get("name") or file.get("title") or "file"),
            permalink=_text(file.get("permalink")),
            mimetype=_text(file.get("mimetype")),
            size=size if isinstance(size := file.get("size"), int) and 0 <= size < 2**62 else None,
        )
        for file in payload.files(event)
        if file.get("mode") not in _GONE
    ]


def _text(value: Any) -> str | None:
    return value[:2000] if isinstance(value, str) and value else None


async def drop(
    event: Payload, client: AsyncWebClient, db: Any, me: Member, t: Translate, now: Callable[[], datetime]
) -> None:
    """Put the files on the record of what the thread is about, or of the follow-up they came with; else ask."""
    channel, thread_ts = str(event.get("channel")), event.get("thread_ts")
    source = f"message:{channel}:{event.get('ts')}"
    said = unescape(str(event.get("text") or "")).strip()
    in_dm = event.get("channel_type") == "im"
    async with db.begin() as session:
        thing = await threads.about(session, channel=channel, ts=str(thread_ts), by=me) if thread_ts else None
        if thing is not None:
            place = evidence.place_of(thing)
            added = await evidence.add_files(
                session, files=_files(event), place=place, said=said, by=me, now=now(), source=source
            )
            drawn = await _told(session, added, me, t)
        elif not in_dm:
            return
        elif said:
            outcome = await visits.log(
                session, line=said, kind=messages.kind(said), by=me, now=now(), source=source, files=_files(event)
            )
            drawn = visit_views.reply(outcome, t)
        else:
            added = await evidence.add_files(
                session, files=_files(event), place=Place(), by=me, now=now(), source=source
            )
            drawn = await _whose(session, [each for each, _ in added], me, t)
    if drawn is not None:
        await client.chat_postMessage(channel=channel, thread_ts=thread_ts, **sent(drawn))


async def _told(session: AsyncSession, added: list[Any], me: Member, t: Translate) -> Message | None:
    """None: the message was read before."""
    return await buttons.told(session, [(each, entry.id) for each, entry in added], me, t) if added else None


async def _whose(session: AsyncSession, added: list[Evidence], me: Member, t: Translate) -> Message | None:
    if not added:
        return None
    return views.whose(added[0], len(added), await deals.recent(session, by=me), t)
