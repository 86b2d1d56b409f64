"""Slack's answers one by one: what was refused is not repeated, what is unknown is looked up before it is."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import text

from sandbox.faults import Fault, Record
from tests.bot.outbox.stage import QUICK, Stage
from tests.bot.outbox.test_outbox import tried

_HELD = text("select extract(epoch from next_at - now()) from paces")
_LET_GO = "update paces set next_at = now()", "update lanes set next_at = now()"

TABLE = [{"type": "data_table", "caption": "no rows"}]  # refused, as by a Slack that does not know the block
PLAIN = [{"type": "section", "text": {"type": "mrkdwn", "text": "as text"}}]


@pytest.mark.parametrize("kind", ["timeout_after", "drop_after", "error_after", "bad_json"])
async def test_an_answer_lost_after_the_post_does_not_post_again(stage, delivering, kind):
    stage.slack.faults.add("chat.postMessage", kind)
    async with delivering():
        key = await stage.tell()

    assert stage.keys_posted() == {key: 1}
    assert len(stage.calls("chat.postMessage")) == 1
    assert (await stage.notice(key)).status == "sent"


@pytest.mark.parametrize("kind", ["timeout_before", "drop_before", "error_before", "refused"])
async def test_a_post_that_never_happened_is_made_after_a_look(stage, delivering, kind):
    stage.slack.faults.add("chat.postMessage", kind)  # refused says internal_error
    async with delivering():
        key = await stage.tell()

    assert stage.keys_posted() == {key: 1}
    assert [call.method for call in stage.slack.calls] == [
        "chat.postMessage",
        "conversations.history",
        "chat.postMessage",
    ]


async def test_a_dm_is_looked_into_as_well(stage, delivering):
    member = await stage.member()
    stage.slack.faults.add("chat.postMessage", "timeout_after")
    async with delivering():
        key = await stage.tell(to=member)

    assert stage.keys_posted() == {key: 1}
    asked = [call.method for call in stage.slack.calls]
    assert asked == ["dnd.info", "chat.postMessage", "conversations.open", "conversations.history"]


async def test_a_message_is_found_behind_many_others(stage, delivering):
    stage.slack.faults.add("chat.postMessage", "timeout_after")
    async with delivering():
        key = await stage.tell()
        await stage.slack.until(lambda: stage.calls("chat.postMessage"))
        for number in range(40):  # more than two pages of what people say meanwhile
            stage.slack.workspace.post(stage.channel(), stage.slack.workspace.bot, text=str(number))

    assert stage.keys_posted() == {key: 1}
    assert len(stage.calls("chat.postMessage")) == 1


async def test_the_look_waits_until_the_first_request_can_no_longer_arrive(stage, delivering):
    stage.slack.faults.add("chat.postMessage", "drop_after")
    async with delivering(replace(QUICK, longest_wait=0.05)):
        await stage.tell()

    [posted, looked] = stage.slack.calls
    assert looked.at - posted.at >= QUICK.timeout


async def test_a_look_that_fails_is_made_again_before_any_post(stage, delivering):
    stage.slack.faults.add("chat.postMessage", "drop_after")
    stage.slack.faults.add("conversations.history", "error_before")
    stage.slack.faults.add("conversations.history", "rate_limited", retry_after=1)
    async with delivering():
        key = await stage.tell()

    assert stage.keys_posted() == {key: 1}
    assert len(stage.calls("chat.postMessage")) == 1
    assert len(stage.calls("conversations.history")) == 3


async def test_without_the_scope_to_look_it_is_sent_again(stage, delivering):
    stage.slack.faults.add("conversations.history", "refused", word="missing_scope")
    stage.slack.faults.add("chat.postMessage", "drop_before")
    async with delivering():
        key = await stage.tell()

    assert stage.keys_posted() == {key: 1}


async def test_retry_after_is_kept_to_the_second(stage, delivering):
    stage.slack.faults.add("chat.postMessage", "rate_limited", retry_after=2)
    async with delivering():
        first = await stage.tell()
        second = await stage.tell()

    at = [call.at for call in stage.slack.calls]
    assert at[1] - at[0] >= 2
    assert stage.texts() == [first, second]
    assert stage.calls("conversations.history") == []  # 429: nothing was posted, there is nothing to look for
    assert (await stage.notice(first)).attempts == 1


async def test_one_channels_wait_is_not_anothers(stage: Stage, delivering):
    stage.slack.faults.add("chat.postMessage", "rate_limited", retry_after=3600)
    async with delivering():
        first = await stage.tell()
        await stage.slack.until(lambda: _failed(stage, first))
        await stage.tell(channel=stage.channel("west"))
        await stage.slack.until(lambda: stage.texts(stage.channel("west")))
        assert stage.texts() == []
        async with stage.db.begin() as session:
            await session.execute(text("update lanes set next_at = now()"))


async def test_told_that_the_whole_app_posts_too_much_every_channel_waits(stage, delivering):
    stage.slack.faults.add("chat.postMessage", "refused", word="rate_limited")
    async with delivering():
        refused = await stage.tell()
        await stage.slack.until(lambda: _is(stage, refused, "pending"))
        await stage.tell(channel=stage.channel("west"))
        await asyncio.sleep(0.5)  # time enough, were it not held
        assert stage.texts(stage.channel("west")) == []
        async with stage.db.begin() as session:
            assert await session.scalar(_HELD) > 20  # Slack's own default, as no Retry-After came with it
            for let_go in _LET_GO:
                await session.execute(text(let_go))

    assert stage.texts(stage.channel("west")) == ["k2"]


@pytest.mark.parametrize("word", ["is_archived", "not_in_channel", "account_inactive", "token_revoked", "msg_too_long"])
async def test_what_slack_will_never_take_is_given_up_at_once_and_the_channel_goes_on(stage, delivering, word):
    stage.slack.faults.add("chat.postMessage", "refused", word=word)
    async with delivering():
        dead = await stage.tell()
        alive = await stage.tell()

    assert stage.texts() == [alive]
    given_up = await stage.notice(dead)
    assert (given_up.status, given_up.error, given_up.attempts) == ("dead", word, 1)


async def test_a_word_nobody_knows_is_tried_again(stage, delivering):
    stage.slack.faults.add("chat.postMessage", "refused", word="something_new")
    async with delivering():
        key = await stage.tell()

    assert stage.texts() == [key]


async def test_blocks_that_slack_cannot_draw_go_in_their_plainer_form(stage, delivering):
    async with delivering():
        key = await stage.tell(blocks=TABLE, fallback=PLAIN)

    [message] = stage.slack.workspace.messages(stage.channel())
    assert message.blocks[0]["text"]["text"] == "as text"
    assert (await stage.notice(key)).attempts == 1


async def test_blocks_without_a_plainer_form_are_given_up(stage, delivering):
    async with delivering():
        key = await stage.tell(blocks=TABLE)

    assert (await stage.notice(key)).status == "dead"


async def test_a_notice_that_alone_never_gets_through_is_given_up_after_its_attempts(stage: Stage, delivering):
    stage.slack.faults.plan = _breaks_on(stage.channel("west"))
    hasty = replace(QUICK, timeout=0.1, longest_wait=0.05)
    async with delivering(hasty):
        poison = await stage.tell(channel=stage.channel("west"))
        await stage.slack.until(lambda: len(stage.calls("chat.postMessage")) > 3)
        await stage.tell()

    given_up = await stage.notice(poison)
    assert (given_up.status, given_up.attempts) == ("dead", hasty.attempts)


async def test_while_nothing_gets_through_nothing_is_given_up(stage, delivering):
    stage.slack.faults.add("*", "error_before", times=40)  # an outage of far more than twelve attempts
    async with delivering(replace(QUICK, timeout=0.1, longest_wait=0.05)):
        key = await stage.tell()

    assert stage.keys_posted() == {key: 1}
    assert (await stage.notice(key)).attempts > QUICK.attempts


async def test_an_outage_uses_up_none_of_the_attempts_of_what_had_failed_before_it(stage: Stage, delivering):
    """Before it others got through, after it everything fails once more: all the same nothing is given up."""
    hasty, failed = replace(QUICK, timeout=0.1, longest_wait=0.05), set()
    places = [stage.channel(f"c{number}") for number in range(4)]
    down = False

    def plan(call: Record) -> Fault | None:
        channel = call.args.get("channel")
        first = channel in places and (down, channel) not in failed
        failed.add((down, channel))
        return Fault("error_before") if first or down else None

    stage.slack.faults.plan = plan
    async with delivering(hasty):
        for place in places:
            await stage.tell(channel=place)
        await stage.tell()  # it gets through
        down = True
        await stage.slack.until(lambda: all(_tries(stage, place) > QUICK.attempts + 3 for place in places))
        failed.clear()
        down = False

    assert await stage.statuses() == {"sent": 5}
    assert set(stage.keys_posted().values()) == {1}


def _tries(stage: Stage, channel: str) -> int:
    return len([call for call in stage.slack.calls if call.args.get("channel") == channel])


async def test_a_view_that_fails_holds_nobody_up_for_ever(stage, delivering):
    async with delivering(replace(QUICK, attempts=2)):
        broken = await stage.tell(blocks=TABLE, fallback=7)
        alive = await stage.tell()

    assert (await stage.notice(broken)).status == "dead"
    assert stage.texts() == [alive]


async def test_slack_unreachable_is_no_reason_to_look(stage, delivering):
    url, stage.slack.url = stage.slack.url, "http://127.0.0.1:9"
    outbox = stage.outbox()
    stage.slack.url = url
    key = await stage.tell()

    assert await tried(outbox, stage, key) == (0, {key: "unreachable: ClientConnectorError"})
    assert (await stage.notice(key)).status == "pending"


def _breaks_on(channel: str) -> Callable[[Record], Fault | None]:
    def plan(call: Record) -> Fault | None:
        breaks = call.method == "chat.postMessage" and call.args["channel"] == channel
        return Fault("error_before") if breaks else None

    return plan


async def _failed(stage: Stage, key: str) -> bool:
    return (await stage.notice(key)).error is not None


async def _is(stage: Stage, key: str, status: str) -> bool:
    notice = await stage.notice(key)
    return notice.status == status and notice.attempts == 0 and notice.error is not None
