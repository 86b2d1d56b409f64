"""How a play is played: by people of the house, in one language, noting what they see and use."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, deals, leads, sources, webforms
from core.deals import Terms
from core.leads import Capture
from core.models import Member, Workspace
from handlers.words import Translate, translator
from sandbox.person import Person
from sandbox.seen import Seen
from tests.handlers.reading import Shown
from tests.house import House


@dataclass(frozen=True)
class Script:
    """What is said in one language: sub-commands, customers, lines. Customers are told apart by their names."""

    locale: str
    new: str
    pool: str
    pools: str
    mine: str
    dead: str
    assign: str
    why: str
    help: str
    team: str
    settings: str
    sources: str
    forms: str
    report: str
    period: str
    forecast: str
    writes: str  # a customer who writes through a web form
    handover: str
    typo: str
    nonsense: str
    alike: str  # what the names of some customers begin with
    customer: str
    other: str  # a customer nobody knows yet
    pair: tuple[str, str]  # two customers with one short name
    short: str
    doomed: str  # a customer whose lead dies
    fair: str  # a customer's name after whose many others are called
    pooled: str  # a customer whose lead lies in a pool
    silent: tuple[str, ...]  # customers whose leads go silent
    person: str
    lead: str  # what a line tells of a lead, after the customer
    visit: str
    someday: str  # a next step without a day
    quoted: str
    hollow: str
    deal: str  # what a line tells of a deal, after the customer
    many: tuple[str, ...]  # more than a page
    pipelines: str
    lists: str
    find: str
    bonus: str
    score: str
    mates: str  # the team of a deal
    help_on: str  # asking a colleague for help on a deal, after the customer
    urge: str
    helping: str
    gated: str  # a customer whose deal stands before a gate


@dataclass
class Play:
    """The people, what they have seen, and which buttons and forms they have used."""

    house: House
    script: Script
    shown: Shown = field(default_factory=Shown)
    pressed: set[str] = field(default_factory=set)
    sent: set[str] = field(default_factory=set)
    deeds: set[str] = field(default_factory=set)  # entries of the More… menus, in English

    @property
    def t(self) -> Translate:
        """The language of the play."""
        return translator(self.script.locale)

    def who(self, name: str) -> Person:
        """Somebody of the house."""
        return self.house.person(name)

    async def settle(self) -> None:
        """Everybody, and the workspace, speaks the language of the play."""
        for user in self.house.slack.workspace.users.values():
            user.locale = self.script.locale
        async with self.house.db.begin() as session:
            await session.execute(update(Member).values(locale=self.script.locale))
            await session.execute(update(Workspace).values(locale=self.script.locale))

    async def types(self, who: Person, text: str) -> Seen:
        """A command."""
        return self._saw(who, await who.command(text))

    async def says(self, who: Person, text: str) -> Seen:
        """A direct message to the bot."""
        return self._saw(who, await who.says(text))

    async def press(self, who: Person, action: str, on: Seen | None = None, **where: Any) -> Seen:
        """A button, by its id."""
        self.pressed.add(action)
        return self._saw(who, await who.press(action, on=on, **where))

    async def choose(self, who: Person, action: str, menu: str, entry: str) -> Seen:
        """An entry of a menu, by the English of both."""
        self.pressed.add(action)
        return self._saw(who, await who.choose(self.t.plain(menu), self.t.plain(entry)))

    async def deed(self, who: Person, entry: str, on: Seen) -> Seen:
        """An entry of a card's More… menu, by its English."""
        self.deeds.add(entry)
        return self._saw(who, await who.choose(self.t.plain("More…"), self.t.plain(entry), on=on))

    async def entry(self, who: Person, entry: str, on: Seen, of: str = "") -> Seen:
        """An entry of a menu in a list, by its English: of the first menu, or the one beside these words."""
        menu = of or next(found.action_id for found in on.inputs)
        self.pressed.add(menu)
        return self._saw(who, await who.choose(menu, self.t.plain(entry), on=on))

    async def send(self, who: Person, entries: dict[str, Any]) -> Seen:
        """The open form, filled by its English labels."""
        assert who.form is not None, who.told
        self.sent.add(who.form.on.callback_id)
        await who.fill({self.t.plain(label): value for label, value in entries.items()})
        return self._saw(who, await who.submit())

    async def deliver(self, *readers: Person) -> None:
        """What waits to be told."""
        await self.house.deliver()
        for who in readers:
            self.shown.look(who)

    async def days_pass(self, days: float, *jobs: str) -> None:
        """Time goes by; the jobs find what is due."""
        then = self.house.now() + timedelta(days=days)
        self.house.move_clock(then)
        for job in jobs:
            await self.house.run(job, then)
        for name in ("小李", "张军"):
            self.shown.look(self.who(name))

    async def set(self, model: type[Any], **facts: Any) -> None:
        """Facts of all rows of a table, as if somebody had set them."""
        async with self.house.db.begin() as session:
            await session.execute(update(model).values(**facts))

    @asynccontextmanager
    async def begun(self) -> AsyncIterator[AsyncSession]:
        """A transaction of what is not played, in which the trail names the play."""
        with audit.came_from("play"):
            async with self.house.db.begin() as session:
                yield session

    async def enter(self, *customers: str, to: str | None = None) -> None:
        """Leads of one person (nobody: in the pool), entered at once."""
        by = await self.house.member(to or "小李")
        async with self.begun() as session:
            for customer in customers:
                told, now = Capture(customer=customer), self.house.now()
                await leads.capture(session, told=told, to=by if to else None, by=by, now=now, anyway=True)

    async def enter_from(self, source: str, customer: str) -> None:
        """A lead of the pool that came from somewhere."""
        by = await self.house.member("小李")
        async with self.begun() as session:
            told, now = Capture(customer=customer, source=source), self.house.now()
            await leads.capture(session, told=told, to=None, by=by, now=now, anyway=True)

    async def form(self, name: str, source: str) -> None:
        """A web form, made at once."""
        by, now = await self.house.member("陈总"), self.house.now()
        async with self.begun() as session:
            came = await sources.named(session, name=source, by=by, now=now)
            await webforms.create(session, terms=webforms.Terms(name=name, source=came), by=by, now=now)

    async def enter_deals(self, *customers: str, to: str) -> None:
        """Deals of one person, entered at once."""
        by = await self.house.member(to)
        async with self.begun() as session:
            for customer in customers:
                now = self.house.now()
                await deals.create(session, customer=customer, terms=Terms(), by=by, now=now, anyway=True)

    def _saw(self, who: Person, seen: Seen) -> Seen:
        assert seen.ok or seen.text, seen.problems
        assert not seen.problems, seen.problems
        self.shown.look(who, seen)
        return seen
