"""The PostgreSQL of the wheel: shared while anybody uses it, gone when nobody does, walled like any other."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest

from bot import embedded, unprivileged


@pytest.fixture
def home():
    folder = Path(tempfile.mkdtemp(prefix="genjin-embedded-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def ask(server: embedded.Server, question: str, *, role: str = "genjin") -> object:
    with psycopg.connect(server.url("genjin", role=role)) as connection:
        row = connection.execute(question).fetchone()
        return row and row[0]


def test_it_starts_for_the_first_and_stops_after_the_last(home):
    with embedded.running(home / "pg", durable=False) as first:
        with embedded.running(home / "pg", durable=False) as second:
            assert first.url("genjin") == second.url("genjin")
        assert ask(first, "select 1") == 1

    with pytest.raises(psycopg.OperationalError):
        ask(first, "select 1")


def test_what_was_written_is_there_after_a_restart(home):
    with embedded.running(home / "pg", durable=False) as server, psycopg.connect(server.url("genjin")) as connection:
        connection.execute("create table kept as select 42 as answer")

    with embedded.running(home / "pg", durable=False) as server:
        assert ask(server, "select answer from kept") == 42


def test_the_role_is_an_ordinary_one_that_owns_its_database(home):
    with embedded.running(home / "pg", durable=False) as server:
        assert ask(server, "select rolsuper or rolbypassrls from pg_roles where rolname = current_user") is False
        assert ask(server, "select pg_get_userbyid(datdba) from pg_database where datname = 'genjin'") == "genjin"


def test_trigrams_see_chinese_whatever_the_shell_s_language(home, monkeypatch):
    monkeypatch.setenv("LANG", "C")
    monkeypatch.setenv("LC_ALL", "C")
    with embedded.running(home / "pg", durable=False) as server, psycopg.connect(server.url("genjin")) as connection:
        connection.execute("create extension pg_trgm")
        assert connection.execute("select similarity('方舟电子', '方舟电子有限公司')").fetchone()[0] > 0.3


def test_a_killed_user_does_not_keep_it_up(home):
    hold = (
        "import os, sys, time; from pathlib import Path; from bot import embedded\n"
        "with embedded.running(Path(sys.argv[1]), durable=False) as s: print('up', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", hold, str(home / "pg")], stdout=subprocess.PIPE) as other:
        assert other.stdout.readline() == b"up\n"
        with embedded.running(home / "pg", durable=False) as server:
            other.kill()
            other.wait()
    with pytest.raises(psycopg.OperationalError):
        ask(server, "select 1")


def test_a_server_that_was_killed_comes_up_again(home):
    with embedded.running(home / "pg", durable=False):
        pid = int((home / "pg" / "postmaster.pid").read_text().split()[0])
        os.kill(pid, 3)  # an immediate shutdown, as a crash leaves it
        with embedded.running(home / "pg", durable=False) as again:
            assert ask(again, "select 1") == 1


def test_a_long_path_gets_its_socket_elsewhere(home):
    folder = home / ("deep" * 25) / "pg"
    with embedded.running(folder, durable=False) as server:
        assert ask(server, "select 1") == 1
        assert str(folder) not in server.url("genjin")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can look after another account")
def test_under_root_a_closed_home_stays_closed(home, monkeypatch, capsys):
    monkeypatch.setattr(unprivileged, "_OUTSIDE", home / "outside")
    closed = home / "root"
    closed.mkdir(mode=0o700)

    with embedded.running(closed / "work" / "pg", durable=False) as server:
        assert ask(server, "select 1") == 1

    assert closed.stat().st_mode & 0o777 == 0o700
    assert (closed / "work" / "pg").resolve().is_relative_to(home / "outside")
    assert "is kept in" in capsys.readouterr().err
