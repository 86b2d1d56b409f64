"""How long board, lists, forecast and bonuses take over 100,000 deals: `python -m benchmarks.forecast [DEALS]`.

A tenth of the deals is won, over two years; the others are open, over the next two; five in a hundred moved this week.
Each customer has five deals.
"""

import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import psycopg

from benchmarks import books
from benchmarks.same import NOW, fill, one_of_each
from benchmarks.servers import server
from bot.database import Databases, connect
from core import board, bonus, forecast, periods, scores, views
from core.bonus import Told
from core.forecast import Split
from core.models import Member, Role
from core.views import Among, Between, Shape, Within

RUNS = 15
_BY_SCORE = views.Shape(sort="score", down=True)
_SPREAD = """
    update deals set amount = 10000 + id * 7919 % 900000, account_id = 1 + id % 20000, probability = id * 13 % 100,
           expected_close = date '2026-11-01' + (id * 31 % 700)::int,
           stage_id = (select array_agg(id order by position) from stages
                       where pipeline_id = deals.pipeline_id and kind = 'open')[1 + id % 5];
    update deals set status = 'won', closed_at = timestamptz '2026-11-20' - (id * 37 % 700) * interval '1 day'
     where id % 10 = 0;
    insert into audit (workspace_id, noun, noun_id, verb, before, after, at)
    select workspace_id, 'deal', id, 'edit', jsonb_build_object('amount', (amount - 5000)::text), '{}',
           timestamptz '2026-11-22' - (id % 50) * interval '1 hour'
      from deals where id % 20 = 1;
    insert into sources (workspace_id, kind, name, spelt, folded, listed, created_at)
    select workspaces.id, 'source', '来源' || n, '来源' || n, '来源' || n, true, now()
      from workspaces, generate_series(1, 20) n;
    insert into leads (workspace_id, id, account_id, pool_id, status, owner_id, owned_since, version, created_by_id,
                       created_at, region, source_id, tags)
    select workspace_id, id, account_id, (select min(id) from pools), 'converted', owner_id, owned_since, 1,
           created_by_id, created_at, (array['山东', '江苏', '广东'])[1 + id % 3],
           (select min(id) from sources) + id % 20, jsonb_build_array('VIP' || id % 50)
      from deals;
    update deals set lead_id = id;
    insert into tasks (workspace_id, account_id, deal_id, owner_id, text, "on", zone, created_at)
    select workspace_id, account_id, id, owner_id, '报价', date '2026-11-20' + (id * 17 % 90)::int, 'Asia/Shanghai',
           now()
      from deals where id % 2 = 0;
    vacuum analyze
"""


async def compare(count: int) -> None:
    """Print the median of each question."""
    with server() as running:
        print(f"filling {count:,} deals …", flush=True)
        databases = Databases(connect(running.url("genjin")))
        member_id = await one_of_each(databases)
        await asyncio.to_thread(fill, running.url("genjin", role="postgres"), count)
        await asyncio.to_thread(_spread, running.url("genjin", role="postgres"))
        async with databases.of(books.HERE).begin() as session:
            admin = await session.get_one(Member, (books.HERE, member_id))
            admin.role = Role.ADMIN
            model = scores.preset(0, currency="CNY", sources=[], types=[])
            await scores.put(session, model=model, by=admin, now=NOW)
            rule = Told(date(2026, 1, 1), base=Decimal(1000), percent=Decimal("1.5"), customer_extra=Decimal(500))
            await bonus.put(session, told=rule, by=admin, now=NOW)
        for name, ask in _questions(admin).items():
            took = [await _once(databases, ask) for _ in range(RUNS)]
            print(f"{name}: median {statistics.median(took):.0f} ms, slowest {max(took):.0f} ms")
        await databases.engine.dispose()


def _questions(by: Member) -> dict[str, Callable[[Any], Awaitable[object]]]:
    quarter = periods.current("quarter", NOW.date())

    async def everything(session: Any) -> None:
        found = await forecast.by_span(session, kind="quarter", by=by, now=NOW)
        weighted = found.spans[0].figures.weighted
        await forecast.moved(session, period=quarter, since=NOW - timedelta(days=7), after=weighted, by=by)

    splits = {
        f"forecast of a quarter by {split}": lambda session, split=split: forecast.by_group(
            session, period=quarter, split=split, by=by
        )
        for split in Split
    }
    return {
        "bonuses of a quarter, everybody's": lambda session: bonus.table(session, period=quarter, by=by, now=NOW),
        "a page of all open deals, by score": lambda session: views.look(session, shape=_BY_SCORE, by=by, now=NOW),
        "board": lambda session: board.boards(session, by=by),
        **{
            f"list of {what}": lambda session, shape=shape, page=page: views.look(
                session, shape=shape, by=by, now=NOW, page=page
            )
            for what, (shape, page) in _lists(by).items()
        },
        "forecast by quarter, with what moved it": everything,
        **splits,
    }


def _lists(by: Member) -> dict[str, tuple[Shape, int]]:
    """Lists as people ask for them, and the dearest there are."""
    opened = {"status": Among(("open",))}
    large = {**opened, "amount": Between(over=Decimal(300_000)), "close": Within("month")}
    wide = ("stage", "amount", "owner", "team", "source", "product", "region", "tags", "next", "last")
    return {
        "all that is open": (Shape(wants=opened), 0),
        "all that is open, the last page": (Shape(wants=opened), 10**5),
        "large ones closing this month": (Shape(wants=large), 0),
        "one person's": (Shape(wants={**opened, "owner": Among((by.id - 1,))}), 0),
        "ten columns, by owner": (Shape(wide, "owner", False, opened), 0),
        "ten columns, by next step": (Shape(wide, "next", False, opened), 0),
        "what holds a word, by source": (Shape(wide, "source", False, {"customer": Among(("样本9",))}), 0),
        "a tag and a source": (Shape(wide, "amount", True, {"tags": Among(("vip7",)), "source": Among((7,))}), 0),
    }


async def _once(databases: Databases, ask: Callable[[Any], Awaitable[object]]) -> float:
    """Milliseconds that one question takes."""
    async with databases.of(books.HERE).begin() as session:
        begun = time.perf_counter()
        await ask(session)
        return (time.perf_counter() - begun) * 1000


def _spread(url: str) -> None:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        for statement in _SPREAD.split(";"):
            connection.execute(statement)


if __name__ == "__main__":
    asyncio.run(compare(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
