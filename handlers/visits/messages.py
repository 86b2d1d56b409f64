"""Follow-ups said in a DM, or picked from any message by its shortcut."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from core import threads, visits
from core.models import Member, VisitKind
from handlers.blocks import sent
from handlers.payload import Payload
from handlers.visits import views
from handlers.words import Translate, unescape

_CALL = re.compile(r"打电话|电话|通话|致电|来电|\b(call(ed)?|phoned?|rang|voicemail)\b", re.IGNORECASE)


def is_said(event: Payload) -> bool:
    """Whether a person said something to the bot: not an edit, a deletion, a join, nor what a bot said."""
    plain = event.get("subtype") in (None, "file_share", "thread_broadcast")
    return event.get("channel_type") == "im" and plain and bool((event.get("text") or "").strip())


def kind(text: str) -> VisitKind:
    """Whether the words tell of a call."""
    return VisitKind.PHONE if _CALL.search(text) else VisitKind.VISIT


async def say(
    event: Payload,
    client: AsyncWebClient,
    db: Any,
    me: Member,
    t: Translate,
    now: Callable[[], datetime],
) -> None:
    """Log what was said in the DM, and answer there. In the thread of a lead or deal it is about that customer."""
    text, channel, thread_ts = event["text"].strip(), str(event.get("channel")), event.get("thread_ts")
    source = f"message:{channel}:{event.get('ts')}"
    async with db.begin() as session:
        thing = await threads.about(session, channel=channel, ts=str(thread_ts), by=me) if thread_ts else None
        outcome = await visits.log(
            session,
            line=unescape(text),
            kind=kind(text),
            by=me,
            now=now(),
            source=source,
            account_id=thing.account_id if thing is not None else None,
        )
    await client.chat_postMessage(
        channel=event["channel"], thread_ts=event.get("thread_ts"), **sent(views.reply(outcome, t))
    )


async def shortcut(ack: Any, shortcut: Payload, client: AsyncWebClient, t: Translate) -> None:
    """Open the form with the words of the message it was called on."""
    words = (shortcut.get("message") or {}).get("text") or ""
    await client.views_open(trigger_id=shortcut["trigger_id"], view=views.log_form(t, line=unescape(words)))
    await ack()
