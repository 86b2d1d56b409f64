"""The clock button: day by day, the morning's jobs run on working days, and what people are told is said in a line."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime

from babel.dates import format_datetime

from sandbox.changes import Change
from sandbox.demo.bot import BotError
from sandbox.demo.clocks import Clocks
from sandbox.demo.days import is_working, mornings
from sandbox.slack import Slack

_QUIET = 1.4  # seconds without a word from the bot, after which it has said what it had to say
_LONGEST = 20.0

RunJobs = Callable[[datetime], Awaitable[None]]


class Advance:
    """Moves both clocks to a moment; one at a time, however many press."""

    def __init__(self, slack: Slack, clocks: Clocks, run_jobs: RunJobs) -> None:
        self._slack, self._clocks, self._run_jobs = slack, clocks, run_jobs
        self._alone = asyncio.Lock()

    async def __call__(self, to: datetime, chinese: bool) -> AsyncIterator[str]:
        """A line for every day on the way."""
        async with self._alone:
            stops = mornings(self._clocks.now, to)
            for nine in stops:
                yield await self._day(nine, chinese)
            if not stops or stops[-1] < to:
                yield await self._hour(to, chinese)

    async def _day(self, nine: datetime, chinese: bool) -> str:
        if not is_working(nine.date()):
            self._clocks.move(nine)
            return _line(nine, "休息日" if chinese else "a day off", chinese)
        async with self._slack.workspace.subscribe() as stream:
            self._clocks.move(nine)
            said = await self._jobs(nine, chinese)
            return _line(nine, self._told(stream.waiting(), chinese) + said, chinese)

    async def _jobs(self, nine: datetime, chinese: bool) -> str:
        """Run the morning's jobs. What they could not do stops no day: it is said, and stands in the bot's log."""
        try:
            await self._run_jobs(nine)
        except BotError:
            return "，有的没有办成，见 bot.log" if chinese else "; some could not be done, see bot.log"
        return ""

    async def _hour(self, to: datetime, chinese: bool) -> str:
        """The bot's own clock finds what is due; a moment of quiet says that it is done."""
        async with self._slack.workspace.subscribe() as stream:
            self._clocks.move(to)
            await quiet(self._slack)
            return _line(to, self._told(stream.waiting(), chinese), chinese)

    def _told(self, changes: Sequence[Change], chinese: bool) -> str:
        """Who was told how many things, and how many messages were drawn anew."""
        ws = self._slack.workspace
        found = {(c.kind, c.channel, c.ts) for c in changes if c.channel and c.ts and c.kind.startswith("message.")}
        told: Counter[str] = Counter()
        for _, channel_id, ts in found:
            message = ws.message(str(channel_id), str(ts))
            if message is not None and message.user == ws.bot.id and message.only_for is None:
                channel = ws.channels[message.channel]
                told[f"#{channel.name}" if channel.name else ws.user(channel.other(ws.bot.id)).shown()] += 1
        if not told:
            return "没有要提醒的" if chinese else "nothing to tell"
        people = ("、" if chinese else ", ").join(f"{who} {count}" for who, count in sorted(told.items()))
        return f"已提醒 {people}" if chinese else f"told {people}"


async def quiet(slack: Slack) -> None:
    """Until the bot has said nothing for a moment: it paces what it posts in one channel."""
    async with slack.workspace.subscribe() as stream:
        for _ in range(int(_LONGEST / _QUIET)):
            await asyncio.sleep(_QUIET)
            if not any(change.kind.startswith("message.") for change in stream.waiting()):
                return


def _line(at: datetime, said: str, chinese: bool) -> str:
    day = format_datetime(
        at, "M月d日 EEE HH:mm" if chinese else "EEE, MMM d, HH:mm", locale="zh_CN" if chinese else "en_US"
    )
    return f"{day} · {said}"
