"""Workers killed at the worst moment: their posts are taken, and the answers have not come back."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import psycopg
from sqlalchemy import text

from bot.outbox import Limits
from sandbox.faults import Fault, Record
from tests.bot.outbox.chaos import PATIENCE, Trial, forbid_looking, hanging, size
from tests.bot.outbox.fleet import Fleet
from tests.bot.outbox.stage import QUICK, Stage


async def test_t2_killed_while_sending(stage, fleet):
    kills = size(5, 50)
    trial = Trial(f"T2 {kills} workers killed while sending")
    keys = await stage.tell_each(50, size(10, 100))

    await _kill_while_sending(stage, fleet(), trial, kills=kills)

    assert trial.verdict(stage, keys, QUICK).wrong == {}
    assert await stage.statuses() == {"sent": len(keys)}


async def test_t2_bites_without_the_look_up_a_kill_makes_duplicates(stage, fleet):
    trial = Trial("T2 without the look-up")
    forbid_looking(stage)
    keys = await stage.tell_each(20, size(5, 50))

    await _kill_while_sending(stage, fleet(), trial, kills=size(2, 10))

    outcome = trial.verdict(stage, keys, QUICK, meant_to_fail=True)
    assert not outcome.lost
    assert outcome.twice


async def test_killed_between_the_posts_of_one_batch_only_what_is_not_found_is_posted_again(stage, fleet, database_url):
    """Twelve channels claimed together: four posts answered, four taken and not answered, four that never arrived. The
    worker is killed when none of it is written down."""
    trial = Trial("a worker killed between the posts of one batch")
    answered, taken, never = ([stage.channel(f"c{number}") for number in some] for some in BATCH)
    keys = await stage.tell_each(12, 3)
    workers = fleet()
    with _unsettled(stage, database_url, taken, never) as stood:
        workers.start()
        await stage.slack.until(lambda: len(stood) == 12, timeout=PATIENCE)
        workers.kill(trial.chance)
    assert stood == [Counter(sending=12, pending=24)] * 12  # each was written as on its way before the first was posted
    died = len(stage.slack.calls)
    await stage.slack.until(stage.settled, timeout=PATIENCE)

    assert trial.verdict(stage, keys, QUICK).wrong == {}
    first = {
        channel: next(each.method for each in _calls(stage, channel, died)) for channel in answered + taken + never
    }
    assert first == dict.fromkeys(first, "conversations.history")
    posts = {
        channel: [each for each in _calls(stage, channel, 0) if each.method == "chat.postMessage"] for channel in first
    }
    again = [channel for channel, made in posts.items() if len(made) == 4 and made[0].error == "timeout_before"]
    assert (sorted(again), {len(posts[channel]) for channel in answered + taken}) == (sorted(never), {3})


BATCH = (range(4), range(4, 8), range(8, 12))


@contextmanager
def _unsettled(stage: Stage, url: str, taken: list[str], never: list[str]) -> Iterator[list[Counter[str]]]:
    """Nothing that came of a post can be written down; how all stood as each was posted."""
    stood: list[Counter[str]] = []
    with psycopg.connect(url) as held:
        held.execute("select set_config('genjin.workspace', '*', false)")

        def plan(call: Record) -> Fault | None:
            if call.method != "chat.postMessage":
                return None
            stood.append(Counter(status for (status,) in held.execute("select status from notices for update")))
            if call.args["channel"] in taken:
                return Fault("timeout_after")
            return Fault("timeout_before") if call.args["channel"] in never else None

        stage.slack.faults.plan = plan
        yield stood
        stage.slack.faults.plan = None


def _calls(stage: Stage, channel: str, since: int) -> list[Record]:
    return [call for call in stage.slack.calls[since:] if call.args.get("channel") == channel]


async def test_a_killed_workers_channels_are_served_again_within_thirty_seconds(stage, fleet):
    """With the limits of production; in every run with a lease of two seconds."""
    assert Limits().lease + 5 <= 30  # to find them, look for what the dead one sent, and post what was behind it
    limits = size(QUICK, replace(QUICK, lease=Limits().lease, timeout=Limits().timeout))
    within = size(limits.lease + 10, 30)
    trial = Trial(f"a worker killed with a lease of {limits.lease:.0f} s")
    stage.slack.faults.add("chat.postMessage", "timeout_after", times=8)
    workers = fleet(limits)
    workers.start(2)
    await workers.up()  # how long a machine takes to start one is not what is asked
    first, other = workers.workers
    with workers.frozen(other):
        keys = await stage.tell_each(8, 2)
        await stage.slack.until(lambda: hanging(stage) == 8, timeout=PATIENCE)
        killed = time.monotonic()
        workers.kill(trial.chance, first)
        assert 0 < await _longest_lease(stage) <= limits.lease
    await stage.slack.until(stage.settled, timeout=PATIENCE)

    assert time.monotonic() - killed < within
    assert trial.verdict(stage, keys, limits).wrong == {}


async def test_a_worker_asked_to_stop_gives_its_channels_back_at_once(stage, fleet):
    limits = replace(QUICK, lease=30)
    keys = await stage.tell_each(8, 40)
    workers = fleet(limits)
    workers.start()
    await stage.slack.until(lambda: len(stage.slack.calls) > 40, timeout=PATIENCE)

    assert await workers.stop() == [0]

    assert await _longest_lease(stage) == 0
    assert len(stage.keys_posted()) < len(keys)  # it was busy


async def _longest_lease(stage: Stage) -> float:
    """For how many seconds yet some lane is one worker's; 0: none is."""
    async with stage.db.begin() as session:
        left = await session.scalar(text("select max(extract(epoch from lease_until - now())) from lanes"))
    return max(float(left or 0), 0.0)


async def _kill_while_sending(stage: Stage, workers: Fleet, trial: Trial, *, kills: int) -> None:
    workers.start(2)
    for number in range(kills):
        await stage.slack.until(lambda n=number: len(stage.slack.calls) > 15 * (n + 1), timeout=PATIENCE)
        before = hanging(stage)
        stage.slack.faults.add("chat.postMessage", "timeout_after", times=4)
        await stage.slack.until(lambda b=before: hanging(stage) >= b + 4, timeout=PATIENCE)
        workers.kill(trial.chance)
    await stage.slack.until(stage.settled, timeout=PATIENCE)
