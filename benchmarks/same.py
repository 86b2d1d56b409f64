"""How long a new deal takes to be read and compared with 100,000 open ones: `python -m benchmarks.same [DEALS]`.

Things and towns are drawn unevenly, as in life: a few goods are in most deals, a few towns have most of them.
"""

import asyncio
import itertools
import json
import random
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import psycopg
from sqlalchemy import Table

from benchmarks import books
from benchmarks.servers import server
from bot.database import Databases, connect
from core import deals, members
from core.deals import Terms
from core.members import Profile
from core.models import Account, Deal
from core.projects import find
from core.projects.due import Due
from core.projects.items import Item
from core.projects.kept import packed
from core.projects.keys import keys
from core.projects.need import Need, Told, read
from core.projects.places import NAMES, of
from core.projects.words import lines

RUNS, PEOPLE = 200, 50
NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
THINGS = [line.partition("|")[0].partition("<")[0].strip() for line in lines("goods")]
TOWNS = sorted({place for place in NAMES.values() if "一" <= place[0] <= "龥"})
NUMBERS = [1, 2, 4, 5, 6, 8, 10, 12, 16, 20, 24, 30, 40, 50, 60, 80, 100, 120, 150, 200, 300, 500, 800, 1000, 3000]


def needs(count: int) -> Iterator[Need]:
    """What so many deals are about."""
    dice = random.Random(20261123)
    often = [1 / (place + 1) for place in range(len(THINGS))]
    there = [1 / (place + 1) for place in range(len(TOWNS))]
    for _ in range(count):
        goods = dict.fromkeys(dice.choices(THINGS, often, k=dice.randint(1, 4)))
        first = date(2026, 12, 1) + timedelta(days=dice.randint(0, 360))
        town = dice.choices(TOWNS, there)[0]
        items = tuple(Item(thing, float(dice.choice(NUMBERS))) for thing in goods)
        yield Need(items, of({town}) if dice.random() < 0.9 else of(set()), Due(first, first + timedelta(days=9)))


async def compare(count: int) -> None:
    """Print the median and the slowest of a new deal's comparisons."""
    with server() as running:
        print(f"filling {count:,} open deals …", flush=True)
        databases = Databases(connect(running.url("genjin")))
        owner_id = await one_of_each(databases)
        await asyncio.to_thread(fill, running.url("genjin", role="postgres"), count)
        took, alike = [], 0
        for need in itertools.islice(needs(count), 0, None, max(1, count // RUNS)):
            took.append(await _once(databases, _line(need), owner_id=owner_id))
            alike += took[-1][1]
        times = sorted(ms for ms, _ in took)
        median, p95 = statistics.median(times), times[int(len(times) * 0.95)]
        print(
            f"a deal against {count:,} open ones: median {median:.1f} ms, p95 {p95:.1f} ms, slowest {times[-1]:.1f} ms"
        )
        print(f"{alike / len(took):.1f} found alike")
        await databases.engine.dispose()


def _line(need: Need) -> str:
    goods = "、".join(f"{item.name}{item.quantity:g}台" for item in need.items)
    when = need.due.first if need.due else date(2026, 12, 31)
    return f"{''.join(need.where.towns)}客户要{goods}，{when.month}月{when.day}日交货"


async def _once(databases: Databases, line: str, *, owner_id: int) -> tuple[float, int]:
    """Milliseconds from the words to the deals that are alike, and how many are."""
    async with databases.of(books.HERE).begin() as session:
        begun = time.perf_counter()
        need = read([Told(line, NOW.date())])
        found = await find.alike(session, workspace_id=books.HERE, deal_id=0, owner_id=owner_id, need=need)
        return (time.perf_counter() - begun) * 1000, len(found)


async def one_of_each(databases: Databases) -> int:
    async with databases.of(books.HERE).begin() as session:
        for number in range(PEOPLE):
            told = Profile(f"UBENCH{number:03}", f"销售{number}", "zh-CN", "Asia/Shanghai")
            someone = await members.welcome(
                session, workspace_id=books.HERE, workspace_name="bench", profile=told, now=NOW
            )
        await deals.create(session, customer="样本", terms=Terms(), by=someone, now=NOW, anyway=True)
        return someone.id


def fill(url: str, count: int) -> None:
    """Copies of the one deal, each about something of its own. The URL is a superuser's: beyond the wall."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        owner = f"(select min(id) from members) + n % {PEOPLE - 1}"
        _copies(connection, Account.__table__, count, {"name": "name || n", "folded": "folded || n"})
        _copies(connection, Deal.__table__, count, {"owner_id": owner, "compared": "one.version"})
        ids = [row[0] for row in connection.execute("select id from deals order by id offset 1")]
        cursor = connection.cursor()
        with cursor.copy("copy deal_needs (workspace_id, deal_id, need, read_at) from stdin") as copy:
            for deal_id, need in zip(ids, needs(count), strict=True):
                copy.write_row((books.HERE, deal_id, json.dumps(packed(need)), NOW))
        columns = "workspace_id, deal_id, token, quantity, place, due_from, due_to"
        with cursor.copy(f"copy deal_goods ({columns}) from stdin") as copy:
            for deal_id, need in zip(ids, needs(count), strict=True):
                for key in keys(need):
                    for place in key.places or ("",):
                        row = (books.HERE, deal_id, key.token, key.quantity, place, key.due_from, key.due_to)
                        copy.write_row(row)
        connection.execute("vacuum analyze")


def _copies(connection: psycopg.Connection, table: object, count: int, told: dict[str, str]) -> None:
    assert isinstance(table, Table)
    own = {f'"{column.name}"': f'one."{column.name}"' for column in table.columns if column.name != "id"}
    columns = {**own, **{f'"{name}"': how for name, how in told.items()}}
    connection.execute(
        f"insert into {table.name} ({', '.join(columns)}) select {', '.join(columns.values())}"
        f" from (select * from {table.name} order by id limit 1) as one, generate_series(1, {count}) as n"
    )


if __name__ == "__main__":
    asyncio.run(compare(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
