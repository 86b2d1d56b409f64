"""The bot's clock is the machine's, moved by what a file says."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import Clock


def ahead(clock: Clock) -> float:
    return (clock.now() - datetime.now(UTC)).total_seconds()


def test_it_is_the_machines_own_and_knows_its_zone():
    assert Clock().now().utcoffset() == timedelta()
    assert ahead(Clock()) == pytest.approx(0, abs=1)


def test_a_file_moves_it_and_moving_it_again_is_seen_at_once(tmp_path):
    file = tmp_path / "clock"
    clock = Clock(file)
    assert ahead(clock) == pytest.approx(0, abs=1)

    file.write_text("86400.5\n")
    assert ahead(clock) == pytest.approx(86400.5, abs=1)

    file.write_text("-60")
    os.utime(file, (1, 1))
    assert ahead(clock) == pytest.approx(-60, abs=1)

    file.unlink()
    assert ahead(clock) == pytest.approx(0, abs=1)


@pytest.mark.parametrize("text", ["", "soon", "nan", "inf", "1e30", "\0"])
def test_a_file_that_says_nothing_of_use_moves_nothing(tmp_path, text):
    file = tmp_path / "clock"
    file.write_text(text)

    assert ahead(Clock(file)) == pytest.approx(0, abs=1)
