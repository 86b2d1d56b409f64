"""Delivery of notices, on good days: in order, paced, at their hour, and never what is no longer true."""

import asyncio
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.database import Databases
from bot.outbox import Wire
from bot.outbox.claims import claim
from bot.outbox.outcomes import Sent, settle
from bot.outbox.wire import Posted, Wait
from core.notices import BELL
from tests.bot.outbox.stage import QUICK

HOUR = timedelta(hours=1)


async def test_a_notice_reaches_its_channel_with_its_key(stage, delivering):
    async with delivering():
        key = await stage.tell(says="方舟电子 is silent")

    assert stage.texts() == ["方舟电子 is silent"]
    assert stage.keys_posted() == {key: 1}
    sent = await stage.notice(key)
    assert (sent.status, sent.attempts, sent.slack_channel) == ("sent", 1, stage.channel())


async def test_a_member_is_told_in_a_dm(stage, delivering):
    member = await stage.member("小李")
    async with delivering():
        key = await stage.tell(says="call 刘兵", to=member)

    assert [message.text for message in stage.slack.person("小李").dms] == ["call 刘兵"]
    assert (await stage.notice(key)).slack_channel == stage.slack.workspace.dm(member.slack_id).id


async def test_what_is_told_while_the_worker_sleeps_wakes_it(stage, delivering):
    sleepy = replace(QUICK, poll=600)
    async with delivering(sleepy):
        await asyncio.sleep(0.3)  # asleep by now, for ten minutes
        await stage.tell(says="now")

    assert stage.texts() == ["now"]


async def test_a_worker_whose_ear_was_cut_off_hears_again(stage, delivering):
    async with delivering(replace(QUICK, poll=600)):
        await stage.tell(says="before")
        await stage.slack.until(stage.texts)
        async with stage.databases.everywhere().begin() as session:
            cut = "select count(pg_terminate_backend(pid)) from pg_stat_activity where query = :listening"
            assert await session.scalar(text(cut), {"listening": f"listen {BELL}"}) == 1
        await stage.tell(says="after")

    assert stage.texts() == ["before", "after"]


async def test_a_channel_reads_in_the_order_things_were_due(stage, delivering):
    for number in reversed(range(10)):
        await stage.tell(says=str(number), due_at=stage.now() - timedelta(minutes=10 - number))
    async with delivering(workers=3):
        pass

    assert stage.texts() == [str(number) for number in range(10)]


async def test_many_workers_send_each_notice_once_and_in_order(stage, delivering):
    keys = await stage.tell_each(10, 10)
    async with delivering(workers=4):
        pass

    assert stage.keys_posted() == dict.fromkeys(keys, 1)
    assert not stage.out_of_order()


async def test_two_messages_in_a_channel_keep_their_distance(stage, delivering):
    stage.slack.pace = 0.3  # Slack answers 429 to anything quicker
    for number in range(4):
        await stage.tell(says=str(number))
    limits = replace(QUICK, pace=0.315)
    assert limits.closest == pytest.approx(0.3)
    async with delivering(limits, workers=2):
        pass

    assert [call.error for call in stage.slack.calls] == [None] * 4
    assert stage.texts() == ["0", "1", "2", "3"]


@pytest.mark.parametrize(
    ("free_since", "answered", "next_in"),
    [
        (0.5, 0.1, 20.5),  # claiming, drawing and posting took half a second: the pace is kept from where it began
        (3, 0, 20),  # more than may be made up for: a second, here twenty, from Slack's answer
        (3, 1, 19),  # which was a second ago
        (3600, 0, 20),  # a channel that was silent has nothing to make up for
    ],
)
async def test_a_busy_channels_pace_is_kept_on_average(stage, free_since, answered, next_in):
    await stage.tell()
    slow, begun = replace(QUICK, pace=21.0, lease=60), time.monotonic()
    async with stage.databases.everywhere().begin() as session:
        [claimed] = await claim(session, limits=slow, room=1, now=stage.now())
        await session.execute(
            text("update lanes set next_at = now() - make_interval(secs => :free)"), {"free": free_since}
        )

    async with stage.db.begin() as session:
        outcome = Sent(Posted("C0", "1.0"), at=time.monotonic() - answered)
        settled = await settle(session, claimed, outcome, slow)

    assert settled
    spent = time.monotonic() - begun
    assert next_in - spent - 0.1 <= settled.next_in <= next_in + 0.1


async def test_a_workspace_as_a_whole_keeps_its_pace(stage, delivering):
    keys = await stage.tell_each(30, 1)
    began = stage.slack.clock.now()
    # Five at once, then ten a second.
    async with delivering(replace(QUICK, per_minute=600, burst=5, at_once=3), workers=2):
        pass

    at = [call.at for call in stage.slack.calls]
    assert stage.keys_posted() == dict.fromkeys(keys, 1)
    assert max(at) - began > (30 - 5 - 6) / 10  # six lanes may be taken on what is left for one


async def test_trap_e_a_message_for_later_does_not_block_its_channel(stage, delivering):
    later = await stage.tell(says="later", due_at=stage.now() + HOUR)
    async with delivering():
        await stage.tell(says="now")
    assert stage.texts() == ["now"]
    assert (await stage.notice(later)).status == "pending"

    stage.hours = 2 * HOUR
    async with delivering():
        pass
    assert stage.texts() == ["now", "later"]


async def test_what_is_too_late_is_not_told(stage, delivering):
    key = await stage.tell(due_at=stage.now() - 2 * HOUR, expires_at=stage.now() - HOUR)
    async with delivering():
        await stage.tell(says="in time", expires_at=stage.now() + HOUR)

    assert stage.texts() == ["in time"]
    assert (await stage.notice(key)).status == "expired"


async def test_what_is_no_longer_true_when_it_would_be_sent_is_not_told(stage, delivering):
    async with delivering():
        key = await stage.tell(untrue=True)
        await stage.tell(says="true")

    assert stage.texts() == ["true"]
    assert (await stage.notice(key)).status == "dropped"


async def test_trap_b_a_lane_is_one_workers_from_the_moment_it_is_claimed(stage):
    await stage.tell_each(5, 3)

    async def take():
        async with stage.databases.everywhere().begin() as session:
            return await claim(session, limits=QUICK, room=20, now=stage.now())

    taken = [claimed for some in await asyncio.gather(*(take() for _ in range(6))) for claimed in some]

    assert len(taken) == 5
    assert len({claimed.lane_id for claimed in taken}) == 5
    assert await stage.statuses() == {"sending": 5, "pending": 10}


async def test_trap_c_who_lost_the_lane_changes_nothing(stage):
    key = await stage.tell()
    brief = replace(QUICK, lease=0.6)
    async with stage.databases.everywhere().begin() as session:
        [late] = await claim(session, limits=brief, room=1, now=stage.now())
    await asyncio.sleep(0.7)
    async with stage.databases.everywhere().begin() as session:
        [holder] = await claim(session, limits=brief, room=1, now=stage.now())

    async with stage.db.begin() as session:
        refused = await settle(session, late, Sent(Posted("C0", "1.0")), brief)
    assert refused is None
    assert (await stage.notice(key)).status == "sending"
    assert holder.unknown

    async with stage.db.begin() as session:
        settled = await settle(session, holder, Sent(Posted("C0", "2.0")), brief)
    assert settled
    assert settled.status == "sent"
    assert (await stage.notice(key)).slack_ts == "2.0"


async def test_a_worker_whose_lease_is_nearly_over_does_not_post(stage):
    key = await stage.tell()
    async with stage.databases.everywhere().begin() as session:
        [claimed] = await claim(session, limits=replace(QUICK, lease=2), room=1, now=stage.now())
    await asyncio.sleep(1.6)  # what is left is less than a request may take

    outbox = stage.outbox()
    await outbox._send(claimed)

    assert stage.calls("chat.postMessage") == []
    assert (await stage.notice(key)).status == "pending"


async def test_a_worker_frozen_while_its_connection_opens_does_not_post_either(stage):
    """Its lease is asked after once more as the first byte is about to be written."""
    key = await stage.tell()
    async with stage.databases.everywhere().begin() as session:
        [claimed] = await claim(session, limits=QUICK, room=1, now=stage.now())
    outbox, asked = stage.outbox(), []

    def only_once(_claimed):
        asked.append(None)
        if len(asked) > 1:
            raise Wait("the lease ran out", seconds=0)

    outbox._delivery._check = only_once
    await outbox._send(claimed)

    assert len(asked) == 2
    assert stage.calls("chat.postMessage") == []
    assert (await stage.notice(key)).status == "sending"  # so that it is looked for: nobody knows how much was written


async def test_a_worker_too_slow_for_its_leases_takes_fewer_at_once_and_gets_on(stage, delivering):
    """A dozen drawn at once are all too late for the lease, however often they are claimed."""
    slow = replace(QUICK, lease=1.5, at_once=12, at_desk=12)
    keys = await stage.tell_each(20, 1)
    drawn = stage.outbox

    def outbox(limits):
        made = drawn(limits)
        render = made._delivery._render

        async def slowly(*notice):
            time.sleep(0.12)  # noqa: ASYNC251  # as a processor that others are using
            return await render(*notice)

        made._delivery._render = slowly
        return made

    stage.outbox = outbox
    async with delivering(slow, patience=40):
        pass

    assert sorted(stage.keys_posted()) == sorted(keys)


async def test_a_worker_told_to_stop_finishes_what_is_on_its_way_and_frees_its_lanes(stage):
    stage.slack.faults.add("chat.postMessage", "error_after")
    keys = await stage.tell_each(3, 1)
    stop = asyncio.Event()
    running = asyncio.create_task(stage.outbox().run(stop))
    await stage.slack.until(lambda: len(stage.slack.calls) == 3)
    stop.set()
    await running

    async with stage.databases.everywhere().begin() as session:
        await asyncio.sleep(0.6)
        free = await claim(session, limits=QUICK, room=9, now=stage.now())
    assert [claimed.unknown for claimed in free] == [True]
    assert sum((await stage.statuses()).values()) == len(keys)


async def test_named_notices_go_whatever_their_hour_and_no_others(stage):
    later = stage.now() + HOUR
    named = await stage.tell(says="named", due_at=later)
    await stage.tell(says="not named", due_at=later)
    await stage.tell(says="elsewhere", channel=stage.channel("west"))

    delivered = await stage.outbox().deliver([(stage.workspace_id, named)], within=30)

    assert delivered == (1, {})
    assert stage.texts() == ["named"]
    assert stage.texts(stage.channel("west")) == []


async def tried(outbox, stage, key):
    """What a delivery of half a second says of a notice; once more where that was too short even to try."""
    delivered = await outbox.deliver([(stage.workspace_id, key)], within=0.5)
    while not (await stage.notice(key)).error:
        delivered = await outbox.deliver([(stage.workspace_id, key)], within=0.5)
    return delivered


async def test_what_cannot_be_delivered_in_time_is_said(stage):
    stage.slack.faults.add("chat.postMessage", "rate_limited", times=9, retry_after=60)
    key = await stage.tell()

    delivered = await tried(stage.outbox(), stage, key)

    assert delivered == (0, {key: "ratelimited"})


async def test_one_workspaces_notices_go_out_with_its_own_token(databases: Databases, stage, delivering):
    asked = []

    async def token_of(workspace_id):
        asked.append(workspace_id)
        return stage.slack.bot_token

    wire = Wire(stage.slack.api_url, token_of, timeout=1)
    await wire.post(stage.workspace_id, stage.channel(), {"text": "x"}, "k")
    await wire.close()

    assert asked == [stage.workspace_id]
