"""Notices come at the right hour of whoever reads them, several in one message, and nothing is lost for waiting."""

import asyncio
import random
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, update

from bot.outbox import readers
from core import notices
from core.models import Member, Notice, Workspace
from core.notices import Telling
from sandbox.faults import Fault
from tests.bot.outbox.stage import QUICK
from tests.database import statements

SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 12, 8, 10, tzinfo=SHANGHAI)  # a Tuesday
NIGHT = datetime(2026, 12, 8, 23, tzinfo=SHANGHAI)


@pytest.fixture
async def xiaoli(stage):
    """A rep in Shanghai, who works from nine to six."""
    return await stage.member("小李")


def move(stage, to: datetime) -> None:
    """Move the bot's clock and Slack's."""
    seconds = (to - datetime.now(UTC)).total_seconds()
    stage.hours = timedelta(seconds=seconds)
    stage.slack.move_clock(seconds)


def dm(stage, member) -> list[str]:
    """What stands in the DM with a person, oldest first."""
    return [message.text for message in stage.slack.person(member.name).dms]


async def change(stage, member, **columns) -> None:
    async with stage.db.begin() as session:
        await session.execute(update(Member).where(Member.id == member.id).values(**columns))


async def due(stage, key: str) -> datetime:
    return (await stage.notice(key)).due_at.astimezone(SHANGHAI)


async def test_what_is_found_at_night_waits_for_the_working_morning(stage, delivering, xiaoli):
    move(stage, NIGHT)
    async with delivering():
        for manner in ("due", "unasked"):
            await stage.tell(manner, to=xiaoli, manner=manner)
    assert dm(stage, xiaoli) == []
    assert await due(stage, "due") - datetime(2026, 12, 9, 9, tzinfo=SHANGHAI) < timedelta(minutes=1)

    move(stage, datetime(2026, 12, 9, 9, 1, tzinfo=SHANGHAI))
    async with delivering():
        pass
    assert dm(stage, xiaoli) == ["due", "unasked"]


async def test_what_was_asked_for_comes_at_night_but_not_in_quiet_hours(stage, delivering, xiaoli):
    move(stage, NIGHT)
    async with delivering():
        await stage.tell("before", to=xiaoli)
    await change(stage, xiaoli, quiet_from=time(22), quiet_until=time(7, 30))
    async with delivering():
        await stage.tell("within", to=xiaoli)

    assert dm(stage, xiaoli) == ["before"]
    assert await due(stage, "within") == datetime(2026, 12, 9, 7, 30, tzinfo=SHANGHAI)


async def test_hours_are_those_of_the_zone_its_reader_is_in_when_it_is_sent(stage, delivering, xiaoli):
    move(stage, NIGHT)
    await change(stage, xiaoli, zone="America/New_York")  # where it is ten in the morning
    async with delivering():
        await stage.tell("at work", to=xiaoli, manner="unasked")

    assert dm(stage, xiaoli) == ["at work"]


async def test_what_is_found_for_a_channel_waits_for_the_workspaces_working_hours(stage, delivering):
    move(stage, NIGHT)
    async with delivering():
        await stage.tell("found", manner="unasked")
        await stage.tell("somebody did this just now")
    assert stage.texts() == ["somebody did this just now"]
    assert await due(stage, "found") == datetime(2026, 12, 9, 9, tzinfo=SHANGHAI)

    move(stage, datetime(2026, 12, 9, 9, 1, tzinfo=SHANGHAI))
    async with delivering():
        await stage.tell("somebody did this too")
    assert stage.texts() == ["somebody did this just now", "found", "somebody did this too"]


async def test_what_is_found_for_a_channel_within_half_an_hour_comes_as_one_message(stage, delivering, monkeypatch):
    monkeypatch.setattr(readers, "FOLDED", {"test"})
    move(stage, MORNING)
    async with delivering():
        await stage.tell("first", manner="unasked", topic="lead:1")
    for minutes in (10, 20):
        move(stage, MORNING + timedelta(minutes=minutes))
        async with delivering():
            await stage.tell(f"after {minutes}", manner="unasked", topic=f"lead:{minutes}")
    assert stage.texts() == ["first"]

    move(stage, MORNING + timedelta(minutes=31))
    async with delivering():
        pass

    assert len(stage.texts()) == 2
    assert {(await stage.notice(f"after {minutes}")).status for minutes in (10, 20)} == {"folded"}
    assert [key for key in stage.keys_posted() if key.startswith("batch:")]


async def test_a_channels_lost_answer_is_not_repeated_at_night(stage, delivering):
    move(stage, MORNING)
    stage.slack.faults.add("chat.postMessage", "timeout_before")
    async with delivering():
        await stage.tell("found", manner="unasked")
        await stage.slack.until(lambda: stage.calls("chat.postMessage"))
        move(stage, NIGHT)

    assert stage.texts() == []
    assert await due(stage, "found") == datetime(2026, 12, 9, 9, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("digest_at", "hour", "opens"),
    [
        (time(7, 30), time(7, 45), None),  # the workspace's day begins with its digest
        (time(7, 30), time(7), time(7, 30)),
        (time(9, 30), time(9, 10), None),
        (time(19), time(20), None),  # and lasts until its digest has come
        (time(9), time(0, 5), time(9)),
    ],
)
async def test_the_workspaces_hours_go_by_its_digest(stage, delivering, digest_at, hour, opens):
    async with stage.db.begin() as session:
        await session.execute(update(Workspace).values(digest_at=digest_at))
    move(stage, datetime.combine(MORNING, hour, SHANGHAI))
    async with delivering():
        await stage.tell("found", manner="unasked")

    waits = (await stage.notice("found")).status == "pending"
    assert (await due(stage, "found")).time() == opens if waits else opens is None


async def test_what_waits_does_not_hold_up_what_may_go_and_keeps_its_order(stage, delivering, xiaoli):
    move(stage, NIGHT)
    async with delivering():
        for number in range(6):
            await stage.tell(f"{number}", to=xiaoli, manner="asked" if number % 2 else "due")
    assert dm(stage, xiaoli) == ["1", "3", "5"]

    move(stage, datetime(2026, 12, 9, 9, 1, tzinfo=SHANGHAI))
    async with delivering():
        await stage.tell("6", to=xiaoli)
    assert dm(stage, xiaoli) == ["1", "3", "5", "0", "2", "4", "6"]
    assert await stage.statuses() == {"sent": 7}


async def test_a_reminder_is_late_only_from_when_it_could_be_told(stage, delivering, xiaoli):
    friday = datetime(2026, 12, 11, 18, 30, tzinfo=SHANGHAI)
    move(stage, friday)
    async with delivering():
        await stage.tell("k", to=xiaoli, manner="due", expires_at=friday + timedelta(days=2))

    move(stage, datetime(2026, 12, 14, 10, tzinfo=SHANGHAI))
    async with delivering():
        pass
    assert dm(stage, xiaoli) == ["k"]


async def test_a_message_that_stands_already_is_edited_at_any_hour(stage, delivering, xiaoli):
    move(stage, MORNING)
    async with delivering():
        await stage.tell("k", to=xiaoli, manner="unasked", topic="silent:7", says="silent")
    move(stage, NIGHT)
    async with delivering():
        await stage.again(notices.close, "silent:7", "done", says="dealt with")

    assert dm(stage, xiaoli) == ["dealt with"]


async def test_what_is_resolved_while_it_waits_is_never_told(stage, delivering, xiaoli):
    move(stage, NIGHT)
    async with delivering():
        await stage.tell("k", to=xiaoli, manner="unasked", topic="silent:7")
    async with delivering():
        await stage.again(notices.close, "silent:7", "done")
    move(stage, MORNING + timedelta(days=1))
    async with delivering():
        pass

    assert dm(stage, xiaoli) == []


async def test_unasked_is_told_once_a_half_day(stage, delivering, xiaoli):
    move(stage, MORNING)
    async with delivering():
        await stage.tell("first", to=xiaoli, manner="unasked")
    async with delivering():
        await stage.tell("second", to=xiaoli, manner="unasked")
        await stage.tell("asked", to=xiaoli)
    assert dm(stage, xiaoli) == ["first", "asked"]

    move(stage, MORNING.replace(hour=12, minute=1))
    async with delivering():
        await stage.tell("third", to=xiaoli, manner="unasked")
    assert dm(stage, xiaoli) == ["first", "asked", "second"]
    assert await due(stage, "third") >= datetime(2026, 12, 9, 9, tzinfo=SHANGHAI)


async def test_what_can_wait_goes_on_whole_seconds_together(stage, delivering, xiaoli):
    move(stage, MORNING + timedelta(seconds=1))
    async with delivering(replace(QUICK, gather=10)):
        await stage.tell("can wait", to=xiaoli, manner="due")
        await stage.tell("at once", to=xiaoli)
    assert dm(stage, xiaoli) == ["at once"]
    assert await due(stage, "can wait") == MORNING + timedelta(seconds=10)

    move(stage, NIGHT)
    async with delivering(replace(QUICK, gather=10)):
        await stage.tell("next morning", to=xiaoli, manner="unasked", due_at=stage.now() - timedelta(minutes=1))
    assert await due(stage, "next morning") == datetime(2026, 12, 9, 9, 0, 10, tzinfo=SHANGHAI)


async def test_do_not_disturb_is_respected_and_lifted(stage, delivering, xiaoli):
    move(stage, MORNING)
    until = MORNING + timedelta(hours=1)
    user = stage.slack.workspace.user("小李")
    user.dnd.enabled, user.dnd.start, user.dnd.end = True, int(MORNING.timestamp()) - 60, int(until.timestamp())
    async with delivering():
        await stage.tell("k", to=xiaoli)
    assert dm(stage, xiaoli) == []
    assert await due(stage, "k") == until

    move(stage, until + timedelta(seconds=1))
    async with delivering():
        pass
    assert dm(stage, xiaoli) == ["k"]
    assert (await stage.notice("k")).attempts == 1


async def test_do_not_disturb_is_asked_once_for_several_notices(stage, delivering, xiaoli):
    move(stage, MORNING)
    async with delivering():
        for number in range(4):
            await stage.tell(f"k{number}", to=xiaoli)

    assert len(dm(stage, xiaoli)) == 4
    assert len(stage.calls("dnd.info")) == 1


async def test_where_the_scope_is_missing_nobody_waits_and_it_is_said_once(stage, delivering, xiaoli, caplog):
    move(stage, MORNING)
    stage.slack.faults.add("dnd.info", "refused", word="missing_scope", times=5)
    zhang = await stage.member("张军")
    async with delivering():
        await stage.tell("a", to=xiaoli)
        await stage.tell("b", to=zhang)

    assert dm(stage, xiaoli) == ["a"]
    assert dm(stage, zhang) == ["b"]
    assert len([line for line in caplog.messages if "do-not-disturb" in line]) == 1


async def test_what_a_person_runs_by_hand_is_told_whatever_the_hour(stage, xiaoli):
    move(stage, NIGHT)
    await change(stage, xiaoli, quiet_from=time(22), quiet_until=time(7))
    key = await stage.tell(to=xiaoli, manner="unasked")

    told = await stage.outbox().deliver([(stage.workspace_id, key)], within=10)

    assert (told.sent, told.undone) == (1, {})
    assert dm(stage, xiaoli) == [key]


async def test_a_lost_answer_is_looked_up_before_it_is_put_off(stage, delivering, xiaoli):
    move(stage, MORNING)
    stage.slack.faults.add("chat.postMessage", "timeout_after")
    async with delivering():
        await stage.tell("k", to=xiaoli, manner="due")
        await stage.slack.until(lambda: stage.calls("chat.postMessage"))
        move(stage, NIGHT)

    assert stage.keys_posted() == {"k": 1}
    assert await stage.statuses() == {"sent": 1}


async def test_a_post_that_never_arrived_is_not_repeated_at_night(stage, delivering, xiaoli):
    move(stage, MORNING)
    stage.slack.faults.add("chat.postMessage", "timeout_before")
    async with delivering():
        await stage.tell("k", to=xiaoli, manner="due")
        await stage.slack.until(lambda: stage.calls("chat.postMessage"))
        move(stage, NIGHT)

    assert dm(stage, xiaoli) == []
    assert (await stage.notice("k")).status == "pending"


async def test_while_nothing_is_due_a_look_costs_one_statement(stage, xiaoli):
    move(stage, NIGHT)
    await stage.tell(to=xiaoli, manner="unasked", due_at=NIGHT + timedelta(hours=10))
    stop = asyncio.Event()
    outbox = stage.outbox(QUICK)
    with statements(stage.databases) as sent:
        stop.set()
        await outbox._turn()  # one look
    assert len([one for one in sent if "genjin.workspace" not in one]) == 1


async def test_nothing_is_lost_or_repeated_through_a_week_of_hours_and_faults(stage, delivering):
    """Twelve people in four zones, every manner, three requests in ten gone wrong, the clock run through a week."""
    move(stage, NIGHT)
    people = []
    for number, zone in enumerate(["Asia/Shanghai", "America/New_York", "Europe/Berlin", "Pacific/Apia"] * 3):
        member = await stage.member(f"p{number}")
        await change(stage, member, zone=zone, quiet_from=time(21), quiet_until=time(8))
        people.append(member)
    chance = random.Random(7)
    stage.slack.faults.plan = lambda call: (
        Fault(chance.choice(["error_before", "error_after", "drop_after"]))
        if call.method == "chat.postMessage" and chance.random() < 0.3
        else None
    )
    told = []
    async with delivering(workers=2, patience=60):
        for number in range(5):
            tellings = [
                Telling(
                    kind="test",
                    key=f"{member.name}-{number}-{manner}",
                    facts={},
                    to=member,
                    due_at=stage.now(),
                    manner=manner,
                )
                for member in people
                for manner in ("asked", "due", "unasked")
            ]
            async with stage.db.begin() as session:
                await notices.tell_many(session, workspace_id=stage.workspace_id, tellings=tellings, now=stage.now())
            told += [telling.key for telling in tellings]
        for hour in range(0, 24 * 9, 3):
            move(stage, NIGHT + timedelta(hours=hour))
            await stage.slack.until(stage.settled, timeout=30)
        stage.slack.faults.plan = None

    async with stage.db.begin() as session:
        left = await session.scalar(select(func.count()).select_from(Notice).where(Notice.status != "sent"))
    posted = stage.keys_posted()
    assert [key for key, times in posted.items() if times > 1] == []
    assert left == 0
    assert sorted(posted) == sorted(told)
