"""Everything that changes whose a lead is, one after the other and by many at once: whatever comes of it, the books add
up. `make chaos` plays ten thousand steps and more; the figures stand in docs/ownership.md.
"""

import random
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import update

from core.models import Role, Workspace
from tests.core.conftest import PEOPLE, Books
from tests.core.fray import CLAIMS_A_DAY, HELD_AT_ONCE, LOCKS, NAMES, ROUNDS, SIZE, Fray
from tests.database import wipe


async def settle_in(books):
    """Two more reps, tight rules, leads in the pool."""
    await books.join("小王", Role.REP, "广告组")
    await books.join("小赵", Role.REP, "扫描组")
    rules = {"claims_a_day": CLAIMS_A_DAY, "held_at_once": HELD_AT_ONCE, "locks_a_team": LOCKS, "silent_after": 2}
    async with books.begin() as session:
        await session.execute(update(Workspace).where(Workspace.id == "T1").values(**rules))


@pytest.mark.parametrize("seed", range(1, 2 if SIZE == 1 else 6))
async def test_whatever_many_do_at_once_the_books_add_up(books, seed, capsys):
    await settle_in(books)
    fray = Fray(books, random.Random(seed))
    for name in NAMES[:24]:
        await books.lead(name)
        fray.captured += 1
    for _ in range(ROUNDS):
        await fray.round()
        assert fray.broken == []
        await fray.check()
        books.now += fray.dice.choice([timedelta(minutes=5), timedelta(hours=7), timedelta(days=1), timedelta(days=4)])
        fray.tick = 0
    missing = set(Fray.VERBS) - {verb for verb, count in fray.done.items() if count}
    assert SIZE == 1 or not missing
    if SIZE > 1:
        with capsys.disabled():
            print("\n" + fray.figures())  # noqa: T201  # `make chaos` shows them


class Anything(RuleBasedStateMachine):
    """Whatever hypothesis thinks of, one step after the other; the books are read after each."""

    apart = wiper = None

    def __init__(self):
        super().__init__()
        wipe(self.wiper)
        self.fray = Fray(Books(self.apart.databases.of("T1")), random.Random(0))
        self.apart.runner.run(self._begin())

    async def _begin(self):
        for name, role, team in PEOPLE:
            await self.fray.books.join(name, role, team)
        await settle_in(self.fray.books)
        for name in NAMES[:4]:
            await self.fray.books.lead(name)
            self.fray.captured += 1

    @rule(verbs=st.lists(st.sampled_from(sorted(set(Fray.VERBS))), min_size=1, max_size=4), dice=st.randoms())
    def some(self, verbs, dice):
        self.fray.dice = dice
        for verb in verbs:
            self.apart.runner.run(self.fray.step(verb))

    @rule(time=st.sampled_from([timedelta(minutes=4), timedelta(hours=9), timedelta(days=3)]))
    def time_passes(self, time):
        self.fray.books.now += time
        self.fray.tick = 0

    @invariant()
    def the_books_add_up(self):
        assert self.fray.broken == []
        assert not self.fray.waited
        self.apart.runner.run(self.fray.check())


def test_whatever_is_done_in_whatever_order_the_books_add_up(apart, wiper):
    Anything.apart, Anything.wiper = apart, wiper
    bounds = settings(
        max_examples=4 * SIZE,
        stateful_step_count=20,
        deadline=None,
        derandomize=SIZE == 1,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Anything, settings=bounds)
