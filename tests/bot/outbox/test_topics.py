"""An open thing has one message in a channel: told again it is edited, and every copy stays true."""

from datetime import timedelta

from core import notices
from tests.bot.outbox.stage import Stage

LEAD = "lead:7"
HOUR = timedelta(hours=1)


async def test_told_again_the_message_is_edited(stage, delivering):
    async with delivering():
        await stage.tell(says="silent for 7 days", topic=LEAD)
        await stage.slack.until(stage.settled)
        await stage.tell(says="silent for 9 days", topic=LEAD)

    assert stage.texts() == ["silent for 9 days"]
    assert len(stage.calls("chat.postMessage")) == len(stage.calls("chat.update")) == 1


async def test_each_channel_has_its_own_message(stage, delivering):
    async with delivering():
        await stage.tell(says="owner", topic=LEAD)
        await stage.slack.until(stage.settled)
        await stage.tell(says="team", topic=LEAD, channel=stage.channel("west"))

    assert (stage.texts(), stage.texts(stage.channel("west"))) == (["owner"], ["team"])


async def test_the_newest_word_alone_is_told(stage: Stage, delivering):
    old = await stage.tell(says="old", topic=LEAD)
    older_yet_later = await stage.tell(says="old too", topic=LEAD, due_at=stage.now() + HOUR)
    other = await stage.tell(says="other lead", topic="lead:8")
    await stage.tell(says="new", topic=LEAD)
    async with delivering():
        pass

    assert stage.texts() == ["other lead", "new"]
    assert (await stage.notice(old)).status == (await stage.notice(older_yet_later)).status == "superseded"
    assert (await stage.notice(other)).status == "sent"


async def test_a_word_for_later_does_not_silence_the_one_for_now(stage, delivering):
    await stage.tell(says="now", topic=LEAD)
    await stage.tell(says="tomorrow", topic=LEAD, due_at=stage.now() + HOUR)
    async with delivering():
        pass
    assert stage.texts() == ["now"]

    stage.hours = 2 * HOUR
    async with delivering():
        pass
    assert stage.texts() == ["tomorrow"]


async def test_a_redraw_makes_every_copy_true(stage, delivering):
    places = [stage.channel(name) for name in ("east", "west", "pool")]
    async with delivering():
        for place in places:
            await stage.tell(says="free", topic=LEAD, channel=place)
        await stage.slack.until(stage.settled)
        assert await stage.again(notices.redraw, LEAD, "claimed", says="小李's") == 3

    assert [stage.texts(place) for place in places] == [["小李's"]] * 3


async def test_a_redraw_reaches_a_copy_that_is_on_its_way(stage, delivering):
    await stage.tell(says="free", topic=LEAD)
    assert await stage.again(notices.redraw, LEAD, "claimed", says="小李's") == 1
    async with delivering():
        pass

    assert stage.texts() == ["小李's"]


async def test_a_redraw_posts_nothing_where_nothing_is_shown(stage, delivering):
    await stage.tell(says="tomorrow", topic=LEAD, due_at=stage.now() + HOUR)
    await stage.again(notices.redraw, LEAD, "claimed", says="小李's")
    async with delivering():
        pass
    assert stage.texts() == []

    stage.hours = 2 * HOUR
    async with delivering():
        pass
    assert stage.texts() == ["tomorrow"]


async def test_a_closed_topic_is_drawn_once_more_and_told_again_is_a_new_message(stage, delivering):
    async with delivering():
        await stage.tell(says="silent", topic=LEAD)
        await stage.slack.until(stage.settled)
        assert await stage.again(notices.close, LEAD, "logged", says="followed up") == 1
        await stage.slack.until(stage.settled)
        assert await stage.again(notices.redraw, LEAD, "too late", says="never seen") == 0
        await stage.tell(says="silent again", topic=LEAD)

    assert stage.texts() == ["followed up", "silent again"]


async def test_closing_stops_what_still_waits(stage, delivering):
    await stage.tell(says="silent", topic=LEAD, due_at=stage.now() + HOUR)
    await stage.again(notices.close, LEAD, "logged", says="followed up")
    stage.hours = 2 * HOUR
    async with delivering():
        pass

    assert stage.texts() == []
    assert await stage.statuses() == {"superseded": 1, "dropped": 1}


async def test_closed_and_told_again_in_one_breath_is_both(stage, delivering):
    async with delivering():
        await stage.tell(says="silent", topic=LEAD)
    await stage.again(notices.close, LEAD, "logged", says="followed up")
    await stage.tell(says="silent again", topic=LEAD)
    async with delivering():
        pass

    assert stage.texts() == ["followed up", "silent again"]


async def test_a_message_someone_deleted_is_posted_anew(stage, delivering):
    async with delivering():
        await stage.tell(says="silent", topic=LEAD)
    [message] = stage.slack.workspace.messages(stage.channel())
    stage.slack.workspace.delete(message)
    async with delivering():
        await stage.tell(says="still silent", topic=LEAD)

    assert stage.texts() == ["still silent"]


async def test_a_redraw_does_not_bring_back_a_message_someone_deleted(stage, delivering):
    async with delivering():
        await stage.tell(says="free", topic=LEAD)
    [message] = stage.slack.workspace.messages(stage.channel())
    stage.slack.workspace.delete(message)
    async with delivering():
        await stage.again(notices.redraw, LEAD, "claimed", says="小李's")

    assert stage.texts() == []


async def test_an_edit_that_may_or_may_not_have_happened_is_made_again(stage, delivering):
    async with delivering():
        await stage.tell(says="free", topic=LEAD)
        await stage.slack.until(stage.settled)
        stage.slack.faults.add("chat.update", "drop_before")
        stage.slack.faults.add("chat.update", "error_after")
        await stage.again(notices.redraw, LEAD, "claimed", says="小李's")

    assert stage.texts() == ["小李's"]
    assert len(stage.calls("chat.update")) == 3


async def test_a_lost_answer_to_a_post_in_place_of_a_deleted_message_does_not_post_twice(stage, delivering):
    async with delivering():
        await stage.tell(says="silent", topic=LEAD)
    [message] = stage.slack.workspace.messages(stage.channel())
    stage.slack.workspace.delete(message)
    stage.slack.faults.add("chat.postMessage", "drop_after")
    async with delivering():
        await stage.tell(says="still silent", topic=LEAD)

    assert stage.texts() == ["still silent"]
