"""A list of 10,000 rows imported by a worker, beside books that hold customers already; and a bomb, refused.

`python -m benchmarks.imports [ROWS [CUSTOMERS]]`; 10,000 and 100,000 unless told otherwise. Slack is stood in for by a
client that takes what it is sent at once; everything else is as in the worker.
"""

import asyncio
import csv
import io
import itertools
import resource
import sys
import time
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, cast

from openpyxl import Workbook
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from benchmarks import books
from benchmarks.servers import server
from bot.database import Database, Databases, connect
from core import errands, members
from core.errors import Refusal
from core.imports import batches, orders, outcomes, reading
from core.members import Profile
from core.models import Import, Member
from handlers.errands import Desk
from handlers.imports import work

HEAD = ("公司", "联系人", "手机", "微信", "邮箱", "需求", "地区", "来源", "预算(万元)")
WORKERS_OWN, CHILDS_OWN = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN


class _Slack:
    """Takes every message and file, and counts them."""

    def __init__(self) -> None:
        self.drawn = 0

    async def chat_postMessage(self, **_: Any) -> dict[str, str]:  # noqa: N802  # Slack's name for it
        self.drawn += 1
        return {"channel": "D1", "ts": "1.0"}

    async def chat_update(self, **_: Any) -> None:
        self.drawn += 1

    async def conversations_open(self, **_: Any) -> dict[str, dict[str, str]]:
        return {"channel": {"id": "D1"}}

    async def files_upload_v2(self, **_: Any) -> None:
        return None


def rows(count: int, *, known: int) -> Iterator[tuple[str, ...]]:
    """A fair's list: of ten rows eight are new, one is a second contact of the row before, one is on record."""
    told = books.names()
    on_record, name = list(itertools.islice(told, known)), ""
    for n in range(count):
        if n % 10 != 9:
            name = on_record[n] if n % 10 == 5 and n < known else next(told)
        yield (
            *(name, f"联系人{n}", f"139{n:08}", f"wx_{n:05}", f"p{n}@example-{n}.cn", f"{n % 300 + 1}台扫描枪"),
            *(books.REGIONS[n % len(books.REGIONS)], ("展会", "官网", "转介绍")[n % 3], str(n % 90 + 1)),
        )


def _csv(list_: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(list_)
    return out.getvalue().encode("gbk")


def _xlsx(list_: Sequence[Sequence[str]]) -> bytes:
    made, out = Workbook(write_only=True), io.BytesIO()
    sheet = made.create_sheet()
    for row in list_:
        sheet.append(list(row))
    made.save(out)
    return out.getvalue()


def _bomb() -> bytes:
    """A workbook of a few kilobytes whose one sheet would be a gigabyte."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(64):
                sheet.write(b" " * 16_000_000)
    return out.getvalue()


async def compare(count: int, customers: int) -> None:
    """Print what each step takes, statements, drawings and memory."""
    with server() as running:
        await asyncio.to_thread(books.fill, running.url("genjin", role="postgres"), leads=customers, people=50)
        engine = connect(running.url("genjin"))
        databases = Databases(engine)
        print(f"{customers:,} customers on record; a list of {count:,} rows")
        list_ = [HEAD, *rows(count, known=customers)]
        for kind, data in (("csv", _csv(list_)), ("xlsx", _xlsx(list_))):
            begun = time.perf_counter()
            await reading.read(data)
            print(f"  {kind:5} read in {time.perf_counter() - begun:6.1f} s", flush=True)
        await _import(databases.of(books.HERE), engine, _csv(list_))
        await engine.dispose()
    await _refused()
    own, child = (resource.getrusage(whose).ru_maxrss / 1024 for whose in (WORKERS_OWN, CHILDS_OWN))
    print(f"  memory at most: worker {own:.0f} MB, the process that reads files {child:.0f} MB")


async def _import(db: Database, engine: AsyncEngine, data: bytes) -> None:
    now, slack, statements = datetime.now(UTC), _Slack(), itertools.count()
    event.listen(engine.sync_engine, "before_cursor_execute", lambda *_: next(statements))
    begun, used = time.perf_counter(), time.process_time()
    told = Profile("UBENCH000", "销售0", "zh-CN", "Asia/Shanghai")
    async with db.begin() as session:
        by = await members.welcome(session, workspace_id=books.HERE, workspace_name="bench", profile=told, now=now)
        batch = await batches.begin(session, file=batches.File("F1", "fair.csv"), source="m:1", by=by, now=now)
        assert batch is not None
    sheet = await reading.read(data)
    async with db.begin() as session:
        batch = await batches.lock(session, import_id=batch.id, by=by)
        await batches.keep(session, batch=batch, sheet=sheet, digest="", by=by, now=now)
        await batches.have_read(session, batch=batch)
    read = time.perf_counter()
    await _worked(db, slack)
    checked, asked = time.perf_counter(), next(statements)
    async with db.begin() as session:
        await orders.start(session, import_id=batch.id, by=by, now=now)
    await _worked(db, slack)
    done = time.perf_counter()
    await _told(db, batch, by)
    print(f"  to the preview {checked - begun:6.1f} s (of it reading {read - begun:.1f}), {asked:,} statements")
    print(f"  to the result  {done - checked:6.1f} s, {next(statements) - asked:,} statements")
    own = time.process_time() - used
    print(
        f"  together       {done - begun:6.1f} s, of a core {own:.1f} s; its message drawn {slack.drawn} times",
        flush=True,
    )


async def _worked(db: Database, slack: _Slack) -> None:
    """Do the errand that is due."""
    async with db.begin() as session:
        (errand,) = await errands.take(session, most=1)
    await work.do(Desk(errand, db, cast(AsyncWebClient, slack), lambda: datetime.now(UTC)))
    async with db.begin() as session:
        await errands.done(session, errand=errand)


async def _told(db: Database, batch: Import, by: Member) -> None:
    async with db.begin() as session:
        fresh = await batches.get(session, import_id=batch.id, by=by)
        states = (await outcomes.tally(session, batch=fresh)).states
    print(f"  {fresh.status}: " + ", ".join(f"{state} {count:,}" for state, count in states.items()))


async def _refused() -> None:
    """How long it takes to refuse a file that would unpack to a gigabyte."""
    data, begun = _bomb(), time.perf_counter()
    try:
        await reading.read(data)
    except Refusal as refused:
        took = time.perf_counter() - begun
        print(f"  a bomb of {len(data):,} bytes refused in {took:.2f} s: {type(refused).__name__}")


if __name__ == "__main__":
    told = [int(figure) for figure in sys.argv[1:]]
    asyncio.run(compare(*[*told, *(10_000, 100_000)[len(told) :]]))
