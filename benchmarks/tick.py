"""What a tick costs where much exists and little is due: each job over two sizes of the books, with the same due.

`python -m benchmarks.tick [FEW [MANY]]`; 10,000 and 1,000,000 of leads, tasks, deals, offers, questions, notices and
events each unless told otherwise. A hundred of each are due: to be warned of, to go back, to be given out, to be passed
on, to be answered, to be told of, to be forgotten. Every run is taken back, so that each finds the same.
"""

import asyncio
import statistics
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime

import psycopg
from sqlalchemy import Table, select, update

from benchmarks import books
from benchmarks.servers import server
from bot import embedded
from bot.database import Databases, connect
from core import deals, leads, members, notices
from core.deals import Terms
from core.jobs import JOBS, Job
from core.leads import Capture
from core.members import Profile
from core.models import Account, Deal, InboxEvent, Keep, Lead, Notice, Offer, Pool, Task, Workspace

DUE, RUNS, PEOPLE = 100, 15, 50
NOON = datetime(2026, 12, 8, 4, tzinfo=UTC)  # noon of a working day in Shanghai
TODAY, LATER = "date '2026-12-08'", "date '2027-06-01' + (n % 300)::int"
_OWNER = f"(select min(id) from members) + n % {PEOPLE}"
_LEAD = "(select min(id) from leads) + n"
_CUSTOMER = "(select min(id) from accounts) + {}"
_DUE_FIRST = f"case when n <= {DUE} then {{due}} else {{later}} end"


async def compare(few: int, many: int) -> None:
    """Print each job's time over both sizes, turn by turn, and the ratio."""
    with server() as small, server() as large:
        filled = [await _filled(small, few), await _filled(large, many)]
        print(f"{'':24}{few:>14,}{many:>14,}{'ratio':>8}")
        for job in JOBS:
            runs = [[await _once(databases, job) for databases in filled] for _ in range(RUNS)]
            less, more = (statistics.median(each) for each in zip(*runs, strict=True))
            print(f"{job.name:24}{less:>11.1f} ms{more:>11.1f} ms{more / less:8.2f}", flush=True)
        for databases in filled:
            await databases.engine.dispose()


async def _filled(running: embedded.Server, size: int) -> Databases:
    print(f"filling {size:,} leads, tasks and deals …", flush=True)
    databases = Databases(connect(running.url("genjin")))
    await _one_of_each(databases)
    await asyncio.to_thread(_fill, running.url("genjin", role="postgres"), size)
    return databases


async def _once(databases: Databases, job: Job) -> float:
    """Milliseconds of one run, up to its commit, which is not made."""
    async with databases.of(books.HERE).begin() as session:
        workspace = await session.get_one(Workspace, books.HERE)
        begun = time.perf_counter()
        await job.run(session, workspace=workspace, now=NOON, forced=True)
        await session.flush()
        took = time.perf_counter() - begun
        await session.rollback()
    return took * 1000


async def _one_of_each(databases: Databases) -> None:
    """People, and a lead, a deal and a task, made by the code whose columns they are."""
    async with databases.of(books.HERE).begin() as session:
        for number in range(PEOPLE):
            told = Profile(f"UBENCH{number:03}", f"销售{number}", "zh-CN", "Asia/Shanghai")
            someone = await members.welcome(
                session, workspace_id=books.HERE, workspace_name="bench", profile=told, now=NOON
            )
        await leads.capture(session, told=Capture(customer="样本"), to=someone, by=someone, now=NOON, anyway=True)
        await deals.create(session, customer="样本", terms=Terms(), by=someone, now=NOON, anyway=True)
        session.add(
            Task(workspace_id=books.HERE, owner_id=someone.id, text="报价", zone="Asia/Shanghai", created_at=NOON)
        )
        session.add(InboxEvent(workspace_id=books.HERE, event_id="E", payload={}, at=NOON, done_at=NOON))
        lead = (await session.scalars(select(Lead))).one()
        asked = {"workspace_id": books.HERE, "lead_id": lead.id, "asked_at": NOON, "answer_by": NOON}
        session.add(Offer(**asked, to_id=someone.id, chain_id=1))
        keep = {"owner_id": someone.id, "asked_id": someone.id, "clock_from": NOON, "due_on": NOON.date()}
        session.add(Keep(**{**asked, "answer_by": NOON.date()}, **keep))
        told = {"kind": "task_due", "key": "task:1", "facts": {"task": 1}, "to": someone}
        await notices.tell(session, workspace_id=books.HERE, due_at=NOON, now=NOON, **told)
        await session.execute(update(Pool).values(allots=True))


def _fill(url: str, size: int) -> None:
    """Copies of the one row of each table; the first hundred due. The URL is a superuser's: beyond the wall."""
    whose = {"owner_id": _OWNER, "owned_since": "now()"}
    is_held = f"n % 2 = 0 or n <= {DUE}"
    held = {"owner_id": f"case when {is_held} then {_OWNER} end", "owned_since": f"case when {is_held} then now() end"}
    silent = f"case when {is_held} then {_DUE_FIRST.format(due=TODAY, later=LATER)} end"
    gone = {"recycle_on": f"case when n <= {DUE} or n % 20 = 0 then {_DUE_FIRST.format(due=TODAY, later=LATER)} end"}
    dead = f"n % 10 = 7 and n > {4 * DUE}"
    ends = {
        "status": f"case when {dead} then 'dead' else 'open' end",
        "died_at": f"case when {dead} then timestamptz '{NOON}' - n * interval '1 second' end",
        "allot_at": f"case when {is_held} or {dead} then null when n <= {3 * DUE} then timestamptz '{NOON}'"
        f" when n % 10 = 5 then ({LATER})::timestamptz end",
    }
    closes = _DUE_FIRST.format(due=TODAY, later=LATER)
    of = {"account_id": _CUSTOMER.format(f"{DUE} + n % {size - DUE}")}  # not a due lead's, which would be spared
    read = {"compared": f"case when n > {DUE} then version end", "people_on": closes}
    remind = _DUE_FIRST.format(due=f"timestamptz '{NOON}' - interval '1 minute'", later=f"({LATER})::timestamptz")
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        _copy(connection, Account.__table__, size, {"name": "name || n", "folded": "folded || n"})
        silence = {"silent_on": silent, "warn_on": silent, "rhythm_days": "7"}
        theirs = {"account_id": _CUSTOMER.format("n")}
        _copy(connection, Lead.__table__, size, {**held, **silence, **gone, **ends, **theirs})
        warned = {"expected_close": closes, "warn_close_on": closes}
        _copy(connection, Deal.__table__, size, {**whose, **of, **warned, **read})
        tasks = {"owner_id": _OWNER, '"on"': f"({remind})::date", "remind_at": remind, "lead_id": _LEAD}
        _copy(connection, Task.__table__, size, {**tasks, **theirs})
        _copy_answers(connection, size)
        connection.execute("vacuum analyze")


def _copy_answers(connection: psycopg.Connection, size: int) -> None:
    """What people are asked, what they were told, and what Slack said."""
    connection.execute("update offers set status = 'accepted', settled_at = now()")
    connection.execute("update keeps set answer = 'moot', answered_at = now(), due_on = null")
    first = f"n <= {DUE}"
    offers = {"lead_id": _LEAD, "to_id": _OWNER, "status": f"case when {first} then 'open' else 'accepted' end"}
    settled = {"settled_at": f"case when {first} then null else now() end"}
    _copy(connection, Offer.__table__, size, {**offers, **settled})
    answer = {"answer": f"case when {first} then null else 'moot' end"}
    answer["answered_at"], answer["due_on"] = settled["settled_at"], f"case when {first} then {TODAY} end"
    _copy(connection, Keep.__table__, size, {"lead_id": _LEAD, "owner_id": _OWNER, **answer})
    told = {"key": "key || n", "member_id": _OWNER, "status": f"case when {first} then 'expired' else 'sent' end"}
    _copy(connection, Notice.__table__, size, told)
    old = f"timestamptz '{NOON}' - case when {first} then interval '9 years' else interval '1 day' end"
    _copy(connection, InboxEvent.__table__, size, {"event_id": "event_id || n", "at": old})


def _copy(connection: psycopg.Connection, table: object, count: int, told: Mapping[str, str]) -> None:
    assert isinstance(table, Table)
    own = {f'"{column.name}"': f'one."{column.name}"' for column in table.columns if column.name != "id"}
    told = {name if name.startswith('"') else f'"{name}"': how for name, how in told.items()}
    columns = {**own, **told}
    connection.execute(
        f"insert into {table.name} ({', '.join(columns)}) select {', '.join(columns.values())}"
        f" from (select * from {table.name} limit 1) as one, generate_series(1, {count}) as n"
    )


if __name__ == "__main__":
    sizes = [int(figure) for figure in sys.argv[1:]]
    asyncio.run(compare(*[*sizes, *(10_000, 1_000_000)[len(sizes) :]]))
