"""Nobody's DM fills up: what they have not asked for is one message a half-day, whatever its kinds."""

import random
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from core import notices
from core.models import Member, Notice, Role
from core.notices import MANNERS, ONCE, SAME_DAY, Telling
from sandbox.faults import Fault
from tests.bot.outbox.test_right_hour import MORNING, change, dm, due, move

SHANGHAI = ZoneInfo("Asia/Shanghai")
FRIDAY = date(2026, 12, 4)


@pytest.fixture
async def xiaoli(stage):
    """A rep in Shanghai, who works from nine to six."""
    return await stage.member("小李")


@pytest.fixture
async def zhangjun(stage):
    """A manager: the digest comes at nine."""
    member = await stage.member("张军")
    await change(stage, member, role=Role.MANAGER)
    return member


async def told_by_half_days(stage, member) -> dict:
    """The messages of their DM that tell of something they have not asked for, by the half-day they were posted in."""
    async with stage.db.begin() as session:
        rows = (await session.scalars(select(Notice).where(Notice.member_id == member.id))).all()
    stands = {row.id: row for row in rows}
    found = defaultdict(set)
    for row in rows:
        whole = stands[row.folded_into] if row.folded_into else row
        if row.mode == "post" and row.manner in ONCE and whole.slack_ts:
            at = datetime.fromtimestamp(float(whole.slack_ts), UTC).astimezone(SHANGHAI)
            found[at.date(), at.hour >= 12].add(whole.slack_ts)
    return found


async def test_at_most_one_message_a_half_day_of_all_that_genjin_finds_and_nothing_lost(stage, delivering, zhangjun):
    """Every kind there is, over a weekend and a day on either side, faults among them, to a manager with a digest."""
    chance = random.Random(20261121)
    stage.slack.faults.plan = lambda call: (
        Fault(chance.choice(["error_before", "error_after", "drop_after"]))
        if call.method == "chat.postMessage" and chance.random() < 0.2
        else None
    )
    times = [time(8, 30), time(9), time(9, 10), time(11), time(12, 10), time(15), time(17, 40), time(19)]
    hours = [datetime.combine(FRIDAY + timedelta(days=n), at, SHANGHAI) for n in (0, 1, 3) for at in times]
    left = [kind for kind in sorted(MANNERS) for _ in range(2) if kind != "digest"]
    chance.shuffle(left)
    told, an_hour = [], -(-len(left) // len(hours))
    async with delivering(patience=30):
        for number, hour in enumerate(hours):
            move(stage, hour)
            some = [left.pop() for _ in range(min(len(left), an_hour))]
            some += ["digest"] if hour.time() == time(9) and hour.isoweekday() < 6 else []
            for kind in some:
                told.append(
                    await stage.tell(f"{number}-{kind}-{len(told)}", to=zhangjun, kind=kind, topic=f"{len(told)}")
                )
            await stage.slack.until(stage.settled, timeout=20)
        for half_day in range(4):  # several messages of what was missed may wait for one each
            move(stage, datetime(2026, 12, 8 + half_day // 2, 14 if half_day % 2 else 9, 30, tzinfo=SHANGHAI))
            await stage.slack.until(stage.settled, timeout=20)

    assert not left
    assert {what: len(each) for what, each in (await told_by_half_days(stage, zhangjun)).items() if len(each) > 1} == {}
    stands = {key: (await stage.notice(key)).status for key in told}
    assert {key: status for key, status in stands.items() if status not in ("sent", "folded")} == {}


@pytest.mark.parametrize("kind", sorted(SAME_DAY))
async def test_what_is_of_this_day_alone_joins_the_message_that_the_half_day_had(stage, delivering, xiaoli, kind):
    move(stage, MORNING.replace(hour=13))
    async with delivering():
        await stage.tell("silent", to=xiaoli, kind="silent_lead", topic="lead:7")
    move(stage, MORNING.replace(hour=16))
    async with delivering():
        await stage.tell("found", to=xiaoli, kind=kind, topic="pair:1")
        await stage.tell("can wait", to=xiaoli, kind="closing_deal", topic="closing:1")

    assert len(dm(stage, xiaoli)) == 1
    edits = stage.calls("chat.update")
    assert [edit["ts"] for edit in edits] == [(await stage.notice("silent")).slack_ts]
    whole = (await stage.notice("found")).folded_into
    assert whole == (await stage.notice("silent")).folded_into is not None
    assert await due(stage, "can wait") > MORNING.replace(hour=23)


async def test_a_second_joins_as_well_and_each_part_finds_its_message(stage, delivering, xiaoli):
    move(stage, MORNING.replace(hour=13))
    async with delivering():
        for number in (1, 2):
            await stage.tell(f"silent {number}", to=xiaoli, kind="silent_lead", topic=f"lead:{number}")
    for number in (1, 2):
        move(stage, MORNING.replace(hour=14 + number))
        async with delivering():
            await stage.tell(f"found {number}", to=xiaoli, kind="same_project", topic=f"pair:{number}")
    edited = len(stage.calls("chat.update"))
    for topic, why in (("pair:1", "answered"), ("lead:2", "followed up")):  # both at once may be one edit
        async with delivering():
            await stage.again(notices.close, topic, why)

    assert len(dm(stage, xiaoli)) == 1
    assert edited == 2
    assert len(stage.calls("chat.update")) == 4
    assert len({call["ts"] for call in stage.calls("chat.update")}) == 1


async def test_where_that_message_was_deleted_it_is_posted_anew(stage, delivering, xiaoli):
    move(stage, MORNING.replace(hour=13))
    async with delivering():
        await stage.tell("silent", to=xiaoli, kind="silent_lead", topic="lead:7")
    [message] = stage.slack.person("小李").dms
    stage.slack.workspace.delete(message)
    move(stage, MORNING.replace(hour=16))
    async with delivering():
        await stage.tell("found", to=xiaoli, kind="contact_left")

    assert len(dm(stage, xiaoli)) == 1
    assert (await stage.notice("found")).status == "folded"


async def test_found_in_the_morning_it_comes_by_itself_at_noon(stage, delivering, xiaoli):
    move(stage, MORNING)
    async with delivering():
        await stage.tell("silent", to=xiaoli, kind="silent_lead")
    async with delivering():
        await stage.tell("found", to=xiaoli, kind="same_project")

    assert await due(stage, "found") == MORNING.replace(hour=12)


async def test_where_an_old_message_was_all_that_changed_it_comes_by_itself_at_once(stage, delivering, xiaoli):
    move(stage, MORNING - timedelta(days=1))
    async with delivering():
        await stage.tell("silent", to=xiaoli, kind="silent_lead", topic="lead:7")
    move(stage, MORNING.replace(hour=14))
    async with delivering():
        await stage.tell("silent still", to=xiaoli, kind="silent_lead", topic="lead:7")
    async with delivering():
        await stage.tell("found", to=xiaoli, kind="same_project", topic="pair:1")

    assert dm(stage, xiaoli) == ["silent still", "found"]


async def test_run_by_hand_it_is_told_by_itself_though_the_half_day_had_its_message(stage, delivering, xiaoli):
    move(stage, MORNING.replace(hour=14))
    async with delivering():
        await stage.tell("silent", to=xiaoli, kind="silent_lead")
    key = await stage.tell("found", to=xiaoli, kind="same_project")

    told = await stage.outbox().deliver([(stage.workspace_id, key)], within=10)

    assert (told.sent, dm(stage, xiaoli)) == (1, ["silent", "found"])


async def test_a_manager_hears_of_nothing_before_the_digest_and_after_it_at_noon(stage, delivering, zhangjun):
    move(stage, MORNING.replace(hour=9, minute=30))
    await change(stage, zhangjun, digest_at=time(10))
    async with delivering():
        await stage.tell("found", to=zhangjun, kind="thin_deal")
    assert await due(stage, "found") == MORNING + timedelta(minutes=5)

    move(stage, MORNING + timedelta(minutes=1))
    async with delivering():
        await stage.tell("digest", to=zhangjun, kind="digest")
    move(stage, MORNING + timedelta(minutes=6))
    async with delivering():
        pass
    assert dm(stage, zhangjun) == ["digest"]

    move(stage, MORNING.replace(hour=12, minute=1))
    async with delivering():
        pass
    assert dm(stage, zhangjun) == ["digest", "found"]


async def test_without_a_digest_a_manager_waits_for_none(stage, delivering, zhangjun):
    await change(stage, zhangjun, notices_off=["digest"])
    move(stage, MORNING.replace(hour=9, minute=0, second=30))
    async with delivering():
        await stage.tell("found", to=zhangjun, kind="thin_deal")

    assert dm(stage, zhangjun) == ["found"]


def test_no_kind_changes_sides_where_it_is_told():
    to = Member(workspace_id="T1", id=1, slack_id="U1")
    for kind, manner in MANNERS.items():
        other = "due" if manner in ONCE else "unasked"

        with pytest.raises(ValueError, match="cannot be told"):
            Telling(kind=kind, key="k", facts={}, due_at=MORNING, to=to, manner=other)


def test_a_kind_that_does_not_say_how_it_is_told_is_not_told():
    with pytest.raises(ValueError, match="say in MANNERS"):
        Telling(kind="new", key="k", facts={}, due_at=MORNING, channel="C1")
