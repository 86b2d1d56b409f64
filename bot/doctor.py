"""`bot doctor`: what is right, what is wrong, and what to do about it."""

import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import database, manifest, migrations, slack
from bot.settings import Settings, SettingsWrong, load
from core.calendar import swaps_not_known
from core.models import Workspace
from handlers.register import ROOM_SCOPES

_SKEW = 60  # seconds; Slack's signatures are good for 300


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's: what was looked at, and what to do when it is wrong."""

    what: str
    mend: str | None = None

    def __str__(self) -> str:
        return f"✗ {self.what}: {self.mend}" if self.mend else f"✓ {self.what}"


async def examine(say: Callable[[str], object]) -> bool:
    """Say a line for each thing looked at; whether all is well."""
    well = True
    async for finding in _findings():
        say(str(finding))
        well = well and finding.mend is None
    return well


async def _findings() -> AsyncIterator[Finding]:
    try:
        settings = load()
    except SettingsWrong as wrong:
        yield Finding("settings", str(wrong))
        return
    try:
        settings.needs_slack()
        way = "Socket Mode" if settings.socket_mode else f"HTTP on port {settings.port}"
        yield Finding(f"settings: {way}, {'embedded database' if not settings.database_url else 'DATABASE_URL'}")
    except SettingsWrong as wrong:
        yield Finding("settings", str(wrong))
    yield _web_forms(settings)
    async for finding in _of_database(settings):
        yield finding
    if settings.slack_bot_token:
        async for finding in _of_slack(settings):
            yield finding


def _web_forms(settings: Settings) -> Finding:
    """Said, not found wrong: not everybody has web forms."""
    if settings.public_url:
        return Finding(f"web forms: at {settings.base}/forms/…")
    if settings.socket_mode:
        return Finding(
            f"web forms: at {settings.base}/forms/…, which only this machine reaches; set PUBLIC_URL for others to"
        )
    return Finding("web forms: at the address Slack reaches us by (PUBLIC_URL would name another)")


async def _of_database(settings: Settings) -> AsyncIterator[Finding]:
    try:
        async with database.opened(settings, size=1) as databases, databases.engine.connect() as connection:
            for check in (_version, _characters, _extensions, _role, _revision):
                yield await check(connection)
            if await migrations.current(connection) == migrations.head():
                async for finding in _calendars(connection):
                    yield finding
    except SettingsWrong as wrong:
        yield Finding("database", str(wrong))
    except Exception as away:
        said = str(getattr(away, "orig", None) or away).strip().splitlines() or [type(away).__name__]
        yield Finding("database", f"cannot be reached ({said[0]}): start it, or set DATABASE_URL right")


async def _version(connection: AsyncConnection) -> Finding:
    version = int(await _ask(connection, "show server_version_num")) // 10_000
    old = "Genjin needs version 15 or later: move to a newer server"
    return Finding(f"database: PostgreSQL {version}", old if version < 15 else None)


async def _characters(connection: AsyncConnection) -> Finding:
    found = await _ask(
        connection,
        "select pg_encoding_to_char(encoding) || ', ' || datctype from pg_database where datname = current_database()",
    )
    fit = found.startswith("UTF8, ") and found.lower().replace("-", "").endswith("utf8")
    mend = "Chinese names are not found by trigrams: make the database with encoding UTF8 and lc_ctype C.UTF-8"
    return Finding(f"database: characters {found}", None if fit else mend)


async def _extensions(connection: AsyncConnection) -> Finding:
    fit = await _ask(
        connection,
        "select count(*) = 2 from pg_available_extensions where name in ('pg_trgm', 'btree_gin') and"
        " (installed_version is not null or has_database_privilege(current_database(), 'create'))",
    )
    mend = "install PostgreSQL's contrib package, and let the role own its database"
    return Finding("database: pg_trgm and btree_gin", None if fit else mend)


async def _role(connection: AsyncConnection) -> Finding:
    role = await _ask(connection, "select current_user")
    over = await _ask(connection, "select rolsuper or rolbypassrls from pg_roles where rolname = current_user")
    mend = "it passes through row-level security: give Genjin an ordinary role that owns the database"
    return Finding(f"database: role {role}", mend if over else None)


async def _revision(connection: AsyncConnection) -> Finding:
    at, head = await migrations.current(connection), migrations.head()
    mend = f"the code is at {head}: run python -m bot migrate"
    return Finding(f"database: revision {at or 'none'}", None if at == head else mend)


async def _calendars(connection: AsyncConnection) -> AsyncIterator[Finding]:
    """What cannot be known yet is said, though nothing is wrong: China publishes its swapped days each November."""
    await connection.execute(text("select set_config('genjin.workspace', '*', true)"))
    workspaces = (await connection.execute(select(Workspace.id, Workspace.country, Workspace.overrides))).all()
    for workspace_id, country, overrides in workspaces:
        year = swaps_not_known(datetime.now(UTC).date(), country=country, overrides=overrides)
        if year:
            yield Finding(
                f"calendar of {workspace_id}: the working weekends (调休) of {year} are not known yet, so its weekends"
                " count as off; update Genjin once they are published, or set them with /genjin calendar"
            )


async def _ask(connection: AsyncConnection, question: str) -> Any:
    return (await connection.execute(text(question))).scalar()


async def _of_slack(settings: Settings) -> AsyncIterator[Finding]:
    async with slack.connected(settings) as client:
        try:
            asked = time.time()
            told = await client.auth_test()
        except SlackApiError as refused:
            yield Finding(
                "SLACK_BOT_TOKEN", f"Slack says {refused.response['error']}: copy it again from the app's page"
            )
            return
        except Exception as away:
            yield Finding("Slack", f"does not answer at {settings.slack_api_url} ({away}): check the network")
            return
        yield Finding(f"token: {told['user']} in {told['team']} ({told['team_id']})")
        yield _scopes(told.headers)
        yield _of_channels(told.headers)
        yield _skew(told.headers, (asked + time.time()) / 2)
        if settings.socket_mode:
            yield await _socket_mode(client, settings)


def _scopes(headers: Mapping[str, str]) -> Finding:
    if "x-oauth-scopes" not in headers:
        return Finding("scopes: Slack did not tell them")
    granted = {scope.strip() for scope in headers["x-oauth-scopes"].split(",")}
    missing = ", ".join(sorted(set(manifest.scopes()) - granted))
    mend = f"the app was installed without {missing}: paste the manifest again and reinstall"
    return Finding("scopes", mend if missing else None)


def _of_channels(headers: Mapping[str, str]) -> Finding:
    """Whether deals may have channels. A workspace may do without, so that nothing is wrong where they may not."""
    granted = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",")}
    missing = ", ".join(sorted(ROOM_SCOPES - granted))
    if not missing or "x-oauth-scopes" not in headers:
        return Finding("channels of deals")
    return Finding(
        f"channels of deals: none, as the app lacks {missing}; to have them, paste the manifest and reinstall"
    )


def _skew(headers: Mapping[str, str], here: float) -> Finding:
    try:
        ahead = round(here - parsedate_to_datetime(headers["Date"]).timestamp())
    except (KeyError, ValueError):
        return Finding("clock: Slack did not tell the time")
    wrong = abs(ahead) > _SKEW
    mend = f"{abs(ahead)} s {'ahead' if ahead > 0 else 'behind'}: set it by NTP, or every request is refused"
    return Finding("clock", mend if wrong else None)


async def _socket_mode(client: AsyncWebClient, settings: Settings) -> Finding:
    try:
        await client.apps_connections_open(app_token=settings.app_token)
    except SlackApiError as refused:
        said = refused.response["error"]
        return Finding("SLACK_APP_TOKEN", f"Slack says {said}: make an app-level token with connections:write")
    return Finding("Socket Mode")
