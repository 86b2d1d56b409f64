"""Slack at its worst: three requests in ten go wrong in every way there is, and for a while all of them do."""

import asyncio
from dataclasses import replace

from sandbox.faults import Fault, Record
from tests.bot.outbox.chaos import PATIENCE, Trial, faulty, forbid_looking, size
from tests.bot.outbox.stage import QUICK

PACED = replace(QUICK, pace=0.21)


async def test_t3_three_in_ten_requests_go_wrong_and_then_all_do(stage, delivering):
    outage = size(2, 60)  # seconds: at these limits far more than twelve attempts
    trial = Trial(f"T3 three in ten posts go wrong, {outage} s outage")
    few = faulty(trial.chance, 0.3)
    down = asyncio.Event()

    def plan(call: Record) -> Fault | None:
        if down.is_set():
            return Fault(trial.chance.choice(("error_before", "drop_before", "timeout_before")))
        return few(call)

    stage.slack.faults.plan = plan
    keys = await stage.tell_each(60, size(10, 50))
    async with delivering(PACED, workers=2, patience=PATIENCE):
        await stage.slack.until(lambda: len(stage.slack.calls) > len(keys) / 3, timeout=PATIENCE)
        down.set()
        await asyncio.sleep(outage)
        down.clear()

    assert trial.verdict(stage, keys, PACED).wrong == {}
    assert await stage.statuses() == {"sent": len(keys)}


async def test_t3_bites_without_the_look_up_faults_make_duplicates(stage, delivering):
    trial = Trial("T3 without the look-up")
    stage.slack.faults.plan = faulty(trial.chance, 0.3)
    forbid_looking(stage)
    keys = await stage.tell_each(40, size(3, 20))
    async with delivering(workers=2, patience=PATIENCE):
        pass

    outcome = trial.verdict(stage, keys, QUICK, meant_to_fail=True)
    assert not outcome.lost
    assert outcome.twice
