"""Two teams and an admin in one workspace, a rep in another; leads and deals to play with."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database, Databases, connect
from core import deals, leads, members
from core.deals import Terms
from core.leads import Capture
from core.members import Profile
from core.models import Deal, Lead, Member, Role
from tests.database import Shelf

MONDAY = datetime(2026, 12, 7, 2, tzinfo=UTC)  # ten in the morning in Shanghai; no holiday near
PEOPLE = (
    ("李庆成", Role.MANAGER, "扫描组"),
    ("销售甲", Role.REP, "扫描组"),
    ("张军", Role.MANAGER, "广告组"),
    ("小李", Role.REP, "广告组"),
    ("Alice", Role.REP, "广告组"),
    ("陈总", Role.ADMIN, None),
)


@dataclass
class Books:
    """One workspace: its people by name, and short ways to what a test begins with."""

    db: Database
    now: datetime = MONDAY
    people: dict[str, Member] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Member:
        return self.people[name]

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        async with self.db.begin() as session:
            yield session

    async def do(self, verb: Any, **facts: Any) -> Any:
        """One call of core in a transaction of its own, at this moment."""
        async with self.db.begin() as session:
            return await verb(session, **{"now": self.now, **facts})

    async def see(self, verb: Any, **facts: Any) -> Any:
        """One question to core, which asks for no moment."""
        async with self.db.begin() as session:
            return await verb(session, **facts)

    async def lead(self, name: str = "方舟电子", *, to: str | None = None, by: str = "小李", **told: Any) -> Lead:
        """A lead, in the pool unless it is somebody's."""
        holder = self[to] if to else None
        told_all = Capture(customer=name, **told)
        lead, _ = await self.do(leads.capture, told=told_all, to=holder, by=holder or self[by], anyway=True)
        return lead

    async def deal(self, name: str = "方舟电子", *, of: str = "小李", **terms: Any) -> Deal:
        """An open deal in the first stage."""
        deal, _ = await self.do(deals.create, customer=name, terms=Terms(**terms), by=self[of], anyway=True)
        return deal

    async def again(self, row: Any) -> Any:
        """The row as it is now."""
        async with self.db.begin() as session:
            return await session.get_one(type(row), (row.workspace_id, row.id))

    async def count(self, model: type[Any], *where: Any) -> int:
        """How many rows there are, of this workspace."""
        async with self.db.begin() as session:
            return await session.scalar(select(func.count()).select_from(model).where(*where)) or 0

    async def all(self, model: type[Any], *where: Any) -> list[Any]:
        """The rows in the order they were written."""
        async with self.db.begin() as session:
            return list(await session.scalars(select(model).where(*where).order_by(model.id)))

    async def join(self, name: str, role: Role = Role.REP, team: str | None = None, **profile: Any) -> Member:
        """One more person."""
        slack_id = f"U{len(self.people)}{self.db.workspace_id}"
        told = Profile(slack_id, name, **{"locale": "zh-CN", "zone": "Asia/Shanghai", **profile})
        here = {"workspace_id": self.db.workspace_id, "workspace_name": "方舟"}
        async with self.db.begin() as session:
            member = await members.welcome(session, profile=told, now=self.now, **here)
            await members.set_role(session, member=member, role=role, team=team, by=None, now=self.now)
        self.people[name] = member
        return member


@pytest.fixture
async def books(databases: Databases, shelf: Shelf) -> Books:
    """Everybody in their place; in another workspace 外人, with leads of the same names, so that a missing condition
    on the workspace shows."""
    ours, others = Books(databases.of("T1")), Books(databases.of("T2"))
    if not shelf.put_back("books"):
        await others.join("外人", Role.ADMIN)
        await others.lead("方舟电子", by="外人")
        await others.deal("三励公司", of="外人")
        for name, role, team in PEOPLE:
            await ours.join(name, role, team)
        shelf.keep("books")
    ours.people = {member.name: member for member in await ours.all(Member)}
    return ours


@pytest.fixture
async def elsewhere(databases: Databases, books: Books) -> Books:
    """The other workspace's books."""
    others = Books(databases.of("T2"))
    others.people["外人"] = (await others.all(Member))[0]
    return others


@dataclass(frozen=True)
class Apart:
    """A loop and connections of its own, for a state machine: all that hypothesis plays of it is played on them."""

    runner: asyncio.Runner
    databases: Databases


@pytest.fixture
def apart(database_url: str) -> Iterator[Apart]:
    async def opened() -> Databases:
        return Databases(connect(database_url, size=6))

    with asyncio.Runner() as runner:
        databases = runner.run(opened())
        yield Apart(runner, databases)
        runner.run(databases.engine.dispose())
