"""The commands of `python -m bot`. Each imports what it needs when it runs, so that the small ones start at once."""
# ruff: noqa: PLC0415

import asyncio
import gc
import signal
import sys
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Annotated, Any

import typer

from bot.settings import Settings, SettingsWrong, load

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
# What comes with the modules stays: to look through it for rubbish at every 700 objects is a sixth of the start.
_RUBBISH = 50_000
Serving = Callable[[Settings, asyncio.Event], Coroutine[Any, Any, None]]


@app.callback()
def genjin() -> None:
    """Genjin 跟进: a sales assistant that lives in Slack."""


@app.command()
def web() -> None:
    """Slack in, answers out; any number side by side."""
    settings = _complete()
    from bot import web

    _serve(settings, web.serve)


@app.command()
def worker() -> None:
    """Clock and delivery of notices; any number side by side."""
    settings = _complete()
    from bot import background

    _serve(settings, background.serve)


@app.command(name="all")
def everything() -> None:
    """Web and worker in one process, for a small team."""
    settings = _complete()
    from bot import background, web

    _serve(settings, web.serve, background.serve)


@app.command()
def migrate() -> None:
    """Bring the database up to date: the release step."""
    from bot import embedded, migrations

    with embedded.url(load()) as url:
        migrations.upgrade(url)
    typer.echo(f"The database is at revision {migrations.head()}.")


@app.command()
def jobs() -> None:
    """Every scheduled job: name, when, last and next run."""
    from bot import background

    for job in asyncio.run(background.list_jobs(load())):
        last = f"{job.last:%Y-%m-%d %H:%M} UTC, found {job.found}" if job.last else "never"
        typer.echo(f"{job.name}: {job.when}; last: {last}; next look: {job.next:%H:%M:%S} UTC")


@app.command(name="run-job")
def run_job(
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="as `jobs` lists them")],
    as_of: Annotated[
        str | None, typer.Option(help="as if it were then: 2026-12-01T09:00+08:00; - reads moments, one a line")
    ] = None,
) -> None:
    """Run jobs as if it were that moment, and deliver what they have to say, before returning."""
    from bot import logs

    settings = _complete()
    logs.configure()
    if as_of != "-":
        raise typer.Exit(0 if _ran(settings, names, _moment(as_of)) else 1)
    whole = True
    for line in sys.stdin:
        done = _ran(settings, names, _moment(line.strip()))
        typer.echo(f"As of {line.strip()}: {'done' if done else 'not all done'}")
        whole &= done
    raise typer.Exit(0 if whole else 1)


def _ran(settings: Settings, names: list[str], moment: datetime | None) -> bool:
    """Run them, and tell what came of each; whether all was done."""
    from bot import background
    from bot.jobs import NoSuchJob

    try:
        ran = asyncio.run(background.run_jobs(settings, names, moment))
    except NoSuchJob as wrong:
        raise SettingsWrong(str(wrong)) from None
    for job in ran:
        typer.echo(f"{job.name}: found {job.found}, delivered {job.delivered}")
        for key, why in job.undone.items():
            typer.echo(f"  not delivered yet: {key} ({why})")
        for workspace in job.failed:
            typer.echo(f"  failed in {workspace}: see the log")
    return not any(job.undone or job.failed for job in ran)


@app.command()
def member(
    slack_ids: Annotated[list[str], typer.Argument(metavar="USERID...", help="Slack's user ids, such as U012AB")],
    role: Annotated[str | None, typer.Option(help="rep, manager, admin or supporter")] = None,
    team: Annotated[str | None, typer.Option(help="the team's name; made when it is new")] = None,
) -> None:
    """Give people a role, a team, or both; whoever has not spoken to Genjin yet is taken in."""
    from bot import shell

    for line in asyncio.run(shell.set_members(load(), slack_ids, role=role, team=team)):
        typer.echo(line)


@app.command()
def team(
    name: Annotated[str, typer.Argument(metavar="NAME")],
    channel: Annotated[str | None, typer.Option(help="Slack's channel id, such as C012AB")] = None,
) -> None:
    """Make a team, or give it its channel."""
    from bot import shell

    typer.echo(asyncio.run(shell.set_team(load(), name, channel=channel)))


@app.command()
def pool(channel: Annotated[str, typer.Argument(metavar="CHANNEL", help="Slack's channel id, such as C012AB")]) -> None:
    """Say in which channel new leads of the pool are shown."""
    from bot import shell

    typer.echo(asyncio.run(shell.set_pool(load(), channel)))


@app.command()
def manifest(
    socket_mode: Annotated[bool, typer.Option("--socket-mode", help="for Socket Mode: no addresses in it")] = False,
    url: Annotated[str | None, typer.Option(help="where Slack reaches the web process: https://…")] = None,
) -> None:
    """The app manifest for Slack, made from the code."""
    from bot import manifest

    only = load().genjin_commands == "genjin"
    made = manifest.build(url=url or manifest.URL, socket_mode=socket_mode, genjin_only=only)
    typer.echo(manifest.text(made))


@app.command()
def doctor() -> None:
    """Check settings, database, token and scopes, and say what to do."""
    from bot import doctor

    if not asyncio.run(doctor.examine(typer.echo)):
        raise typer.Exit(1)


def main() -> None:
    """Run a command. What is wrong with the settings is told in one line, and the process ends with 2."""
    gc.set_threshold(_RUBBISH)
    try:
        app()
    except SettingsWrong as wrong:
        sys.stderr.write(f"{wrong}\n")
        sys.exit(2)
    except Exception as error:
        if not _out_of_reach(error):
            raise
        sys.stderr.write(f"The database cannot be reached: start it, or set DATABASE_URL right. {_first_line(error)}\n")
        sys.exit(2)


def _out_of_reach(error: BaseException) -> bool:
    # By name, so that the small commands need not import the drivers to ask.
    return type(error).__name__ == "OperationalError" and type(error).__module__.split(".")[0] in (
        "sqlalchemy",
        "psycopg",
    )


def _first_line(error: BaseException) -> str:
    said = str(getattr(error, "orig", None) or error).strip().splitlines()
    return f"({said[0]})" if said else ""


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = datetime.min
    if moment.tzinfo is None:
        raise SettingsWrong(f"--as-of {text} is not a moment: write it with its zone, such as 2026-12-01T09:00+08:00.")
    return moment


def _complete() -> Settings:
    """The settings of a process that speaks with Slack. What is missing is told before anything large is loaded."""
    settings = load()
    settings.needs_token()
    return settings


def _serve(settings: Settings, *parts: Serving) -> None:
    """Run the parts side by side until SIGTERM, SIGINT, or one of them fails: then all are stopped in good order."""
    import uvloop

    from bot import logs

    logs.configure()
    try:
        uvloop.run(_side_by_side(parts, settings))
    except* SettingsWrong as wrong:
        raise wrong.exceptions[0] from None


async def _side_by_side(parts: tuple[Serving, ...], settings: Settings) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with asyncio.TaskGroup() as group:
        for part in parts:
            group.create_task(_part(part, settings, stop))


async def _part(part: Serving, settings: Settings, stop: asyncio.Event) -> None:
    try:
        await part(settings, stop)
    finally:
        stop.set()
