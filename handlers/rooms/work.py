"""The errand of a deal's channel: Slack is told what is missing to what ought to be. Done twice it changes nothing.

What Slack refuses for good is told to whoever had the channel made, in a sentence with what to do; what passes by
itself is tried again.
"""

from collections.abc import AsyncIterator
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError

from core import rooms
from core.errands import Later
from core.rooms import keeping
from core.rooms.keeping import Plan
from handlers.errands import Desk

MOST_NAMES = 50  # tried, each with the next number
AT_ONCE = 50  # people invited in one call
PIN_AGAIN = 3.0  # seconds, until the card stands there
_PASSING = ("ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout")
_LOST = ("channel_not_found", "not_in_channel")
# Of one person, not of the channel: the others come in all the same.
_PERSONAL = ("already_in_channel", "user_not_found", "cant_invite", "cant_invite_self", "user_is_restricted",
             "user_disabled", "user_team_not_in_channel", "ura_max_channels", "cant_kick_self")  # fmt: skip

log = structlog.get_logger("genjin.rooms")


async def do(desk: Desk) -> None:
    """Make one deal's channel what it ought to be."""
    plan = await _plan(desk)
    if plan is None:
        return
    try:
        await _make_true(desk, plan)
    except SlackApiError as refused:
        word = str(refused.response.get("error"))
        if word in _PASSING:
            raise
        await _refused(desk, plan, word, refused)


async def give_up(desk: Desk) -> None:
    """It failed too often: it is tried once more, and again when something changes."""
    log.warning("a channel is not kept", room=desk.errand.noun_id)


async def _plan(desk: Desk) -> Plan | None:
    async with desk.db.begin() as session:
        await desk.hold(session)
        return await keeping.plan(
            session, workspace_id=desk.errand.workspace_id, room_id=desk.errand.noun_id, now=desk.now()
        )


async def _make_true(desk: Desk, plan: Plan) -> None:
    if not plan.in_use:
        return await _archive(desk, plan)
    if plan.room.channel is not None and plan.room.archived_at is not None:
        await _bring_back(desk, plan)
        plan = await _plan(desk) or plan
    if plan.room.channel is None:
        await _create(desk, plan)
        plan = await _plan(desk) or plan
    await _people(desk, plan)
    return await _pin(desk, plan)


async def _refused(desk: Desk, plan: Plan, word: str, refused: SlackApiError) -> None:
    """Write down what Slack will not do."""
    log.warning("Slack refuses something about a deal's channel", room=plan.room.id, why=word)
    needed = refused.response.get("needed")
    async with desk.db.begin() as session:
        await desk.hold(session)
        if word == "is_archived":  # by somebody's hand
            await keeping.archived(session, room=plan.room, now=desk.now())
            return
        if word in _LOST and plan.room.channel is not None:
            await keeping.lost(session, room=plan.room, now=desk.now())
        lacks = str(needed) if needed else None
        await keeping.refused(session, room=plan.room, word=word, needed=lacks, now=desk.now())


async def _create(desk: Desk, plan: Plan) -> None:
    """A private channel called after the customer; with a number where that name is taken."""
    for number in range(1, MOST_NAMES + 1):
        name = rooms.name_of(plan.deal.account.name, number=number)
        try:
            made = await desk.client.conversations_create(name=name, is_private=True)
            channel = made["channel"]
        except SlackApiError as refused:
            if refused.response.get("error") != "name_taken":
                raise
            channel = await _made_before(desk, name)
        if channel is not None:
            return await _opened(desk, plan, channel)
    raise SlackApiError("no name is free", {"error": "name_taken"})  # type: ignore[no-untyped-call]  # it has no types


async def _made_before(desk: Desk, name: str) -> Any | None:
    """The channel of that name that we made and did not live to write down."""
    me = (await desk.client.auth_test())["user_id"]
    async for channel in _ours(desk):
        if channel.get("name") == name and channel.get("creator") == me:
            async with desk.db.begin() as session:
                known = await keeping.known(session, workspace_id=desk.errand.workspace_id, channels=[channel["id"]])
            return None if known else channel
    return None


async def _ours(desk: Desk) -> AsyncIterator[dict[str, Any]]:
    cursor = ""
    while True:
        page = await desk.client.users_conversations(
            types="private_channel", exclude_archived=True, limit=200, cursor=cursor or None
        )
        for channel in page["channels"]:
            yield channel
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return


async def _opened(desk: Desk, plan: Plan, channel: dict[str, Any]) -> None:
    async with desk.db.begin() as session:
        await desk.hold(session)
        await keeping.opened(
            session, room=plan.room, channel=str(channel["id"]), name=str(channel["name"]), now=desk.now()
        )


async def _people(desk: Desk, plan: Plan) -> None:
    """Those who belong there come in, those who do not see the deal any more go."""
    there = await _there(desk, plan)
    missing = [each for each in plan.people if each not in there]
    for start in range(0, len(missing), AT_ONCE):
        await _invite(desk, plan, missing[start : start + AT_ONCE])
    for slack_id in plan.out:
        if slack_id in there and slack_id not in plan.people:
            await _personal(desk.client.conversations_kick(channel=_channel(plan), user=slack_id))


async def _there(desk: Desk, plan: Plan) -> set[str]:
    found: set[str] = set()
    cursor = ""
    while True:
        page = await desk.client.conversations_members(channel=_channel(plan), limit=200, cursor=cursor or None)
        found |= set(page["members"])
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return found


async def _invite(desk: Desk, plan: Plan, people: list[str]) -> None:
    """All at once; where Slack stumbles over one, one by one."""
    try:
        await desk.client.conversations_invite(channel=_channel(plan), users=people)
    except SlackApiError as refused:
        if refused.response.get("error") not in _PERSONAL:
            raise
        for slack_id in people if len(people) > 1 else ():
            await _personal(desk.client.conversations_invite(channel=_channel(plan), users=[slack_id]))


async def _personal(call: Any) -> None:
    """One person's coming or going; what is wrong with them alone keeps nobody else."""
    try:
        await call
    except SlackApiError as refused:
        if refused.response.get("error") not in (*_PERSONAL, "not_in_channel"):
            raise


async def _pin(desk: Desk, plan: Plan) -> None:
    """The card is pinned once it stands there."""
    if plan.room.pinned is not None:
        return
    if plan.card is None:
        if plan.card_waits:
            raise Later(PIN_AGAIN)
        return
    try:
        await desk.client.pins_add(channel=_channel(plan), timestamp=plan.card)
    except SlackApiError as refused:
        if refused.response.get("error") != "already_pinned":
            raise
    async with desk.db.begin() as session:
        await desk.hold(session)
        await keeping.pinned(session, room=plan.room, ts=plan.card)


async def _archive(desk: Desk, plan: Plan) -> None:
    if plan.room.channel is None or plan.room.archived_at is not None:
        return
    try:
        await desk.client.conversations_archive(channel=plan.room.channel)
    except SlackApiError as refused:
        if refused.response.get("error") != "already_archived":
            raise
    async with desk.db.begin() as session:
        await desk.hold(session)
        await keeping.archived(session, room=plan.room, now=desk.now())


async def _bring_back(desk: Desk, plan: Plan) -> None:
    """The deal is open again. Slack lets not every app open a channel again: then the deal gets another one."""
    try:
        await desk.client.conversations_unarchive(channel=_channel(plan))
    except SlackApiError as refused:
        word = refused.response.get("error")
        if word in _PASSING:
            raise
        if word != "not_archived":
            async with desk.db.begin() as session:
                await desk.hold(session)
                return await keeping.lost(session, room=plan.room, now=desk.now())
    async with desk.db.begin() as session:
        await desk.hold(session)
        return await keeping.back(session, room=plan.room, now=desk.now())


def _channel(plan: Plan) -> str:
    assert plan.room.channel is not None  # made before anybody is led there
    return plan.room.channel
