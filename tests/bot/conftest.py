"""The whole web process in this loop, a few listeners of the tests' own, and a Slack for it to talk to."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from slack_bolt.async_app import AsyncApp

from bot import web
from bot.app import Bot
from bot.settings import Settings
from sandbox.slack import Slack
from tests.serving import free_port, up


@dataclass(frozen=True)
class Serving:
    """The web process as tests meet it: from outside, and its bot."""

    http: httpx.AsyncClient
    bot: Bot


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    """A workspace with 小李 (Chinese) and Alice (English), and a channel of theirs."""
    stand_in = Slack(name="方舟", domain="fangzhou")
    stand_in.workspace.add_user("小李", locale="zh-CN", tz="Asia/Shanghai", id="UXIAOLI")
    stand_in.workspace.add_user("Alice", locale="en-US", tz="Europe/London", id="UALICE", admin=True)
    stand_in.workspace.add_channel("east", members=["小李", "Alice"])
    await stand_in.serve()
    yield stand_in
    await stand_in.close()


@pytest.fixture
def settings_of(slack: Slack, database_url: str) -> Callable[..., Settings]:
    """Settings for a process that talks to this Slack and this database."""

    def settings(*, socket_mode: bool = False, **more: Any) -> Settings:
        told = {name.lower(): value for name, value in slack.environment(socket=socket_mode).items()}
        return Settings(_env_file=None, **{**told, "database_url": database_url, "port": free_port(), **more})

    return settings


@pytest.fixture
def serving(slack: Slack, settings_of: Callable[..., Settings]) -> Callable[..., Any]:
    """`async with serving(register) as web: …` runs the web process with those listeners."""

    @asynccontextmanager
    async def serve(register: Callable[[AsyncApp], None], **more: Any) -> AsyncIterator[Serving]:
        settings, stop, made = settings_of(**more), asyncio.Event(), list[Bot]()

        def make(*parts: Any) -> Bot:
            made.append(Bot(*parts, handlers=register))
            return made[0]

        running = asyncio.create_task(web.serve(settings, stop, make))
        address = f"http://127.0.0.1:{settings.port}"
        async with httpx.AsyncClient(base_url=address) as http:
            await up(http, running)
            if not settings.socket_mode:
                slack.connect(address)
            try:
                yield Serving(http, made[0])
            finally:
                stop.set()
                await running

    return serve
