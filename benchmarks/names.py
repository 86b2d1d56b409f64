"""The duplicate check beside many customers: what one question takes at the database, at the median and at the worst.

`python -m benchmarks.names [CUSTOMERS [QUESTIONS]]`; 1,000,000 and 500 unless told otherwise.
"""

import asyncio
import itertools
import random
import statistics
import sys
import time
from datetime import UTC, datetime

import psycopg

from benchmarks import books
from benchmarks.servers import server
from bot.database import Databases, connect
from core import members, taken
from core.duplicates import Asked
from core.members import Profile
from core.names import fold, keys

_ACCOUNTS = "copy accounts (workspace_id, id, name, folded, created_by_id, created_at) from stdin"
_KEYS = "copy account_keys (workspace_id, key, account_id) from stdin"


def fill(url: str, companies: list[str], maker: int) -> None:
    """Write them with their keys. The URL is a superuser's: COPY stops at row-level security."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        with connection.cursor() as cursor:
            with cursor.copy(_ACCOUNTS) as copy:
                for n, name in enumerate(companies, 1):
                    copy.write_row((books.HERE, n, name, fold(name), maker, "2026-11-01"))
            with cursor.copy(_KEYS) as copy:
                for n, name in enumerate(companies, 1):
                    for key in keys(name):
                        copy.write_row((books.HERE, key, n))
        connection.execute("vacuum analyze accounts")
        connection.execute("vacuum analyze account_keys")


def questions(companies: list[str], count: int) -> list[Asked]:
    """Customers on record written otherwise, and some that are not; one in three with a phone."""
    dice, found = random.Random(3), []
    for n in range(count):
        name = dice.choice(companies)
        written = (
            name,
            name.removesuffix("有限公司"),
            name[2:],
            name.replace("电子", "科技"),
            f"{name[:4]}新{name[4:]}",
        )
        found.append(Asked(written[n % 5], (f"138{n:08}",) if n % 3 == 0 else ()))
    return found


async def compare(size: int, count: int) -> None:
    """Print how long the check takes, as capture and `/taken` ask it."""
    with server() as running:
        databases = Databases(connect(running.url("genjin")))
        db, now = databases.of(books.HERE), datetime.now(UTC)
        async with db.begin() as session:
            told = Profile("UBENCH000", "销售0", "zh-CN", "Asia/Shanghai")
            by = await members.welcome(session, workspace_id=books.HERE, workspace_name="bench", profile=told, now=now)
        begun = time.perf_counter()
        companies = list(itertools.islice(books.names(), size))
        await asyncio.to_thread(fill, running.url("genjin", role="postgres"), companies, by.id)
        print(f"{size:,} customers written in {time.perf_counter() - begun:.0f} s", flush=True)
        took, found = [], 0
        for asked in questions(companies, count):
            async with db.begin() as session:
                begun = time.perf_counter()
                found += bool(await taken.check(session, asked=asked, by=by))
                took.append((time.perf_counter() - begun) * 1000)
        await databases.engine.dispose()
    shares = statistics.quantiles(took, n=100)
    times = f"median {shares[49]:.1f} ms, p95 {shares[94]:.1f}, worst {max(took):.1f}"
    print(f"  {count} questions, {found} with an answer: {times}")


if __name__ == "__main__":
    told = [int(figure) for figure in sys.argv[1:]]
    asyncio.run(compare(*[*told, *(1_000_000, 500)[len(told) :]]))
