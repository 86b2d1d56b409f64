"""The Home tab of the app: the person's day, drawn when they open it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from core import today, undelivered
from core.models import Member
from handlers.payload import Payload
from handlers.today import views
from handlers.undelivered import views as undelivered_views
from handlers.words import translator_for


def is_home(event: Payload) -> bool:
    """The event fires for the Messages tab too."""
    return bool(event.get("tab") == "home")


async def opened(client: AsyncWebClient, db: Any, me: Member, now: Callable[[], datetime]) -> None:
    """Draw the opener's day."""
    await draw(client, db, me, now())


async def draw(client: AsyncWebClient, db: Any, me: Member, now: datetime) -> None:
    """Draw a person's day on their Home tab, as it is now, in the language they have chosen by now."""
    async with db.begin() as session:
        member = await session.get_one(Member, (me.workspace_id, me.id))
        day = await today.of(session, member=member, now=now)
        watch = await undelivered.watch(session, by=member, now=now)
    t = translator_for(member)
    watched = undelivered_views.blocks(watch, t) if watch else []
    await client.views_publish(user_id=me.slack_id, view=views.home(day, member, t, watched=watched))
