"""The commands of the shell, as processes of their own."""

import asyncio
import json
import os
import re
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from core.calendar import swaps_not_known
from core.jobs import JOBS
from core.models import Workspace
from handlers.register import SCOPES
from tests.serving import free_port

ROOT = Path(__file__).parents[2]
PATIENCE = 90  # seconds for a command on a busy machine


class Shell:
    """Runs `python -m bot …` with an environment of its own."""

    def __init__(self, **environment: str) -> None:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.environment = kept | environment

    async def start(self, *arguments: str) -> asyncio.subprocess.Process:
        """The process, running."""
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *arguments),
            cwd=ROOT,
            env=self.environment,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    async def run(self, *arguments: str, said: str = "") -> tuple[int, str, str]:
        """Exit code, output, errors."""
        process = await self.start(*arguments)
        out, err = await asyncio.wait_for(process.communicate(said.encode()), PATIENCE)
        return process.returncode or 0, out.decode(), err.decode()


@pytest.fixture
def shell(slack, database_url):
    return Shell(**slack.environment(), DATABASE_URL=database_url, PORT=str(free_port()))


async def roles(databases) -> list[tuple[object, ...]]:
    async with databases.everywhere().begin() as session:
        found = await session.execute(
            text(
                "select slack_id, members.name, role, locale, teams.name, channel from members"
                " left join teams on teams.id = team_id order by slack_id"
            )
        )
        return [tuple(row) for row in found]


async def test_member_takes_in_people_not_met_yet_and_gives_them_role_and_team(shell, databases):
    code, out, _ = await shell.run("member", "UXIAOLI", "UALICE", "--role", "manager", "--team", "华东组")

    assert code == 0
    assert out.splitlines() == ["UXIAOLI 小李: manager, 华东组", "UALICE Alice: manager, 华东组"]
    assert await roles(databases) == [
        ("UALICE", "Alice", "manager", "en-US", "华东组", None),
        ("UXIAOLI", "小李", "manager", "zh-CN", "华东组", None),
    ]


async def test_member_makes_a_plain_row_of_somebody_slack_does_not_know(shell, databases):
    code, out, _ = await shell.run("member", "U0NOBODY", "--role", "rep")

    assert (code, out) == (0, "U0NOBODY U0NOBODY: rep\n")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["member", "U012AB"], "Say what to change: --role"),
        (["member", "alice", "--role", "rep"], "USERID alice cannot be used: give a Slack user id"),
        (["member", "U012AB", "--role", "boss"], "There is no role boss: choose rep, manager, admin or supporter."),
        (["team", "华东组", "--channel", "#east"], "--channel #east cannot be used: give a Slack channel id"),
        (["run-job", "nothing"], "No job is called nothing. There are: "),
        (["run-job", "remind-tasks", "--as-of", "tomorrow"], "--as-of tomorrow is not a moment"),
        (["run-job", "remind-tasks", "--as-of", "2026-12-01T09:00"], "write it with its zone"),
    ],
)
async def test_what_cannot_be_is_answered_in_one_line(shell, arguments, told):
    code, _, err = await shell.run(*arguments)

    assert code == 2
    assert told in err
    assert len(err.splitlines()) == 1


async def test_a_team_is_made_and_given_its_channel(shell, databases):
    await shell.run("team", "华东组")
    code, out, _ = await shell.run("team", "华东组", "--channel", "C012AB")

    assert (code, out) == (0, "华东组: C012AB\n")
    await shell.run("member", "UALICE", "--team", "华东组")
    assert (await roles(databases))[0][4:] == ("华东组", "C012AB")


async def test_the_pool_is_given_its_channel(shell, databases):
    code, _, _ = await shell.run("pool", "C0POOL")

    async with databases.everywhere().begin() as session:
        assert (code, await session.scalar(text("select pool_channel from workspaces"))) == (0, "C0POOL")


async def test_without_slack_the_only_workspace_is_meant(shell, databases):
    await shell.run("member", "UALICE", "--role", "rep")
    alone = Shell(DATABASE_URL=shell.environment["DATABASE_URL"])

    assert (await alone.run("member", "UALICE", "--role", "admin"))[:2] == (0, "UALICE Alice: admin\n")


async def test_a_missing_setting_stops_each_process_with_one_line(database_url):
    bare = Shell(DATABASE_URL=database_url)
    for command in ("web", "worker", "all"):
        code, _, err = await bare.run(command)
        assert (code, len(err.splitlines())) == (2, 1)
        assert err.startswith("SLACK_BOT_TOKEN is not set")


@pytest.mark.parametrize("command", [["migrate"], ["jobs"], ["member", "U012AB", "--role", "rep"]])
async def test_a_database_out_of_reach_is_told_in_one_line(slack, command):
    away = Shell(**slack.environment(), DATABASE_URL=f"postgresql://genjin@127.0.0.1:{free_port()}/genjin")
    code, _, err = await away.run(*command)

    assert (code, len(err.splitlines())) == (2, 1)
    assert err.startswith("The database cannot be reached")


async def test_migrate_may_run_twice_at_once(server):
    url = server.create("genjin_twice")
    shell = Shell(DATABASE_URL=url)
    try:
        done = await asyncio.gather(shell.run("migrate"), shell.run("migrate"))
    finally:
        server.drop("genjin_twice")

    assert [code for code, _, _ in done] == [0, 0]
    assert all(re.fullmatch(r"The database is at revision \d+\.\n", out) for _, out, _ in done)


async def loaded_by(modules):
    """The names of all that importing these brings into a process."""
    code = f"import sys, {modules}; print(*sys.modules)"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    return out.decode().split()


async def test_the_small_commands_load_little():
    # A second each on two cores; the handlers and the reader of lines would double that.
    loaded = await loaded_by("bot.cli, bot.shell, bot.migrations")

    assert not [name for name in loaded if name.startswith(("handlers", "core.reading", "bot.app"))]


async def test_no_process_loads_the_dictionary_of_phrases_it_does_not_need():
    # 54 MB and half a second in each process; what names sound like is read from the table of characters.
    loaded = await loaded_by("bot.web, bot.worker")

    assert "handlers.register" in loaded
    assert "pypinyin" not in loaded


async def test_a_job_runs_as_of_a_moment_and_jobs_lists_each_with_its_last_run_what_it_found_and_its_next(shell):
    await shell.run("member", "UALICE", "--role", "manager", "--team", "East")

    code, out, err = await shell.run("run-job", "morning-digest", "--as-of", "2026-12-01T09:00+08:00")
    assert (code, out[:22]) == (0, "morning-digest: found "), err
    _, out, _ = await shell.run("jobs")

    listed = dict(line.split(": ", 1) for line in out.splitlines())
    assert set(listed) == {job.name for job in JOBS}
    ran = r"each working morning, .*; last: \d{4}-\d\d-\d\d \d\d:\d\d UTC, found 1; next look: \d\d:\d\d:00 UTC"
    assert re.fullmatch(ran, listed["morning-digest"])
    assert "; last: never; next look: " in listed["remind-tasks"]


async def test_jobs_run_as_of_one_moment_after_another_in_one_process(shell):
    moments = ("2026-12-01T09:00+08:00", "2026-12-02T09:00+08:00")

    code, out, _ = await shell.run("run-job", "remind-tasks", "morning-digest", "--as-of", "-", said="\n".join(moments))

    first, second = (f"As of {moment}: done" for moment in moments)
    ran = [r"remind-tasks: found \d+, delivered \d+", r"morning-digest: found \d+, delivered \d+"]
    assert code == 0
    assert re.fullmatch("\n".join([*ran, re.escape(first), *ran, re.escape(second)]), out.strip())


async def test_a_line_that_is_no_moment_ends_the_reading(shell):
    code, _, err = await shell.run("run-job", "remind-tasks", "--as-of", "-", said="soon\n2026-12-01T09:00+08:00\n")

    assert code == 2
    assert err.startswith("--as-of soon is not a moment")
    assert len(err.splitlines()) == 1


async def test_manifest_is_what_the_repository_holds(shell):
    _, out, _ = await shell.run("manifest")

    assert out == (ROOT / "manifest.json").read_text()


async def test_manifest_leaves_genjin_alone_when_told(shell):
    shell.environment["GENJIN_COMMANDS"] = "genjin"
    _, out, _ = await shell.run("manifest", "--socket-mode")

    made = json.loads(out)
    assert [command["command"] for command in made["features"]["slash_commands"]] == ["/genjin"]
    assert "url" not in out.replace("usage_hint", "")


@pytest.mark.parametrize("command", ["web", "all"])
async def test_a_process_serves_until_sigterm_and_ends_in_good_order(shell, slack, command):
    process = await shell.start(command)
    address = f"http://127.0.0.1:{shell.environment['PORT']}"
    slack.connect(address)
    async with httpx.AsyncClient(base_url=address) as http:
        while process.returncode is None and not await ready(http):  # noqa: ASYNC110  another process has no event
            await asyncio.sleep(0.05)
    said = await slack.person("Alice").command("/genjin help")

    process.send_signal(signal.SIGTERM)
    _, err = await asyncio.wait_for(process.communicate(), 15)
    assert process.returncode == 0, err.decode()
    assert "/visit" in said.text
    assert "Traceback" not in err.decode()


async def ready(http: httpx.AsyncClient) -> bool:
    try:
        return (await http.get("/readyz")).status_code == 200
    except httpx.TransportError:
        return False


async def test_a_port_that_is_taken_is_told_in_one_line(shell):
    server = await asyncio.start_server(lambda *_: None, "0.0.0.0", int(shell.environment["PORT"]))
    async with server:
        code, _, err = await shell.run("web")

    assert (code, len(err.splitlines())) == (2, 1)
    assert f"PORT {shell.environment['PORT']} cannot be used" in err


async def test_the_doctor_finds_nothing_wrong_where_nothing_is(shell, slack):
    slack.app.scopes = frozenset(SCOPES)
    code, out, _ = await shell.run("doctor")

    assert (code, "✗" in out) == (0, False), out
    assert "✓ token: " in out


async def test_the_doctor_says_which_working_weekends_it_cannot_know(shell, databases):
    async with databases.everywhere().begin() as session:
        session.add(Workspace(id="T1"))
        session.add(Workspace(id="T2", country="DE"))
    year = swaps_not_known(datetime.now(UTC).date(), country="CN")
    code, out, _ = await shell.run("doctor")

    assert (f"calendar of T1: the working weekends (调休) of {year}" in out) == (year is not None)
    assert "calendar of T2" not in out
    assert code == 0


async def test_the_doctor_says_what_to_do(server, slack):
    url = server.create("genjin_ill")
    shell = Shell(**slack.environment() | {"SLACK_BOT_TOKEN": "xoxb-wrong"}, DATABASE_URL=url)
    try:
        code, out, _ = await shell.run("doctor")
    finally:
        server.drop("genjin_ill")

    assert code == 1
    assert "✗ database: revision none: the code is at" in out
    assert "run python -m bot migrate" in out
    assert "✗ SLACK_BOT_TOKEN: Slack says invalid_auth" in out


@pytest.mark.skipif("TEST_DATABASE_URL" in os.environ, reason="another's server has no superuser for us")
async def test_the_doctor_warns_of_a_role_that_passes_the_wall(server, slack):
    code, out, _ = await Shell(**slack.environment(), DATABASE_URL=server.admin).run("doctor")

    assert code == 1
    assert "✗ database: role postgres: it passes through row-level security" in out
