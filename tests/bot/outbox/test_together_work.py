"""What many want done at once is done together, and none pays for another."""

import asyncio

import pytest
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.outbox.together import Together, fail, give
from tests.database import statements


def broken() -> DBAPIError:
    return OperationalError("select", {}, Exception("the server has gone"))


async def asked(work, *numbers, most=8, at_once=1):
    together = Together(work, most=most, desk=asyncio.Semaphore(at_once))
    return await asyncio.gather(*(together.ask("T1", number) for number in numbers), return_exceptions=True)


async def test_what_comes_while_others_are_worked_on_goes_together_in_its_order():
    rounds = []

    async def work(_where, some):
        rounds.append([number for number, _ in some])
        await asyncio.sleep(0)
        for number, answer in some:
            give(answer, number * 10)

    assert await asked(work, *range(1, 11), most=4) == [number * 10 for number in range(1, 11)]
    assert rounds == [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10]]


async def test_what_breaks_the_transaction_of_all_is_tried_alone_and_fails_alone():
    async def work(_where, some):
        if any(number == 3 for number, _ in some):
            raise broken()
        for number, answer in some:
            give(answer, number)

    first, second, third, fourth = await asked(work, 1, 2, 3, 4)

    assert (first, second, fourth) == (1, 2, 4)
    assert isinstance(third, OperationalError)


async def test_a_mistake_in_one_is_its_own():
    async def work(_where, some):
        for number, answer in some:
            if number == 2:
                fail(answer, LookupError("a view's own mistake"))
            else:
                give(answer, number)

    first, second, third = await asked(work, 1, 2, 3)

    assert (first, third) == (1, 3)
    assert isinstance(second, LookupError)


async def test_whoever_gives_up_leaves_the_others_their_answers():
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def work(_where, some):
        begun.set()
        await go_on.wait()
        for number, answer in some:
            give(answer, number)

    together = Together(work, most=8, desk=asyncio.Semaphore(1))
    first = asyncio.create_task(together.ask("T1", 1))
    second = asyncio.create_task(together.ask("T1", 2))
    await begun.wait()
    first.cancel()
    go_on.set()

    assert await second == 2
    with pytest.raises(asyncio.CancelledError):
        await first


async def test_twenty_messages_at_once_are_claimed_drawn_and_settled_with_less_than_two_statements_each(stage):
    """The stage draws from the facts alone: what is counted is the outbox's own."""
    keys = await stage.tell_each(20, 1)
    with statements(stage.databases) as sent:
        told = await stage.outbox().deliver([(stage.workspace_id, key) for key in keys], within=20)

    assert told.sent == 20
    of_delivery = [one for one in sent if "genjin.workspace" not in one]
    assert len(of_delivery) < 2 * 20
