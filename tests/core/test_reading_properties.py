"""What holds of every line, whatever is typed, in any locale and zone."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from core.reading import Candidate, Reading, read, worth
from tests.data.measure_reading import rows

KNOWN = [Candidate(1, "方舟电子"), Candidate(2, "Acme Corporation")]
ZONES = st.sampled_from(["Asia/Shanghai", "America/New_York", "Europe/Berlin", "Pacific/Kiritimati", "UTC"]).map(
    ZoneInfo
)
LOCALES = st.sampled_from(["zh-CN", "zh-TW", "en-US", "en-GB", "de-DE", "fr-FR", "pt-BR", "xx", "", "not a locale"])
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1), timezones=ZONES)
WRITTEN = sorted({row["line"] for name in ("lines", "lines_heldout", "lines_fresh") for row in rows(name)})
PIECES = st.sampled_from([word for line in WRITTEN for word in (line, *line.replace(",", " ").split())])
LINES = st.one_of(st.text(max_size=120), st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=8).map(" ".join))
EXAMPLES = settings(max_examples=300, deadline=None)


def understood(line: str, now: datetime, locale: str) -> Reading:
    zone = now.tzinfo
    assert isinstance(zone, ZoneInfo)
    return read(line, now=now, zone=zone, locale=locale, known=KNOWN)


@EXAMPLES
@given(line=LINES, now=MOMENTS, locale=LOCALES)
def test_nothing_raises_and_nothing_is_planned_in_the_past(line: str, now: datetime, locale: str) -> None:
    found = understood(line, now, locale)

    step = found.next_step
    if step and step.on:
        assert step.on >= now.date()
    if step and step.at:
        assert step.at > now.replace(second=0, microsecond=0)
        assert step.at.date() == step.on
    assert not (step and step.at and step.window)


@EXAMPLES
@given(line=LINES, now=MOMENTS, locale=LOCALES)
def test_what_is_read_stands_in_the_line_and_is_sane(line: str, now: datetime, locale: str) -> None:
    found = understood(line, now, locale)

    assert all(money.amount.is_finite() and money.amount >= 0 for money in found.amounts)
    assert all(money.currency is None or len(money.currency) == 3 for money in found.amounts)
    assert all(thing.quantity > Decimal(0) for thing in found.goods)
    assert all(0 <= match.start < match.end <= len(line) for match in found.customers)
    assert all(person.name.strip() for person in found.people)
    assert len(found.note) <= len(line)


@EXAMPLES
@given(line=PIECES, now=MOMENTS, spaces=st.text(alphabet=" \u3000", max_size=5))
def test_spaces_behind_change_nothing(line: str, now: datetime, spaces: str) -> None:
    assert understood(line + spaces, now, "zh-CN") == understood(line, now, "zh-CN")


@EXAMPLES
@given(line=st.sampled_from(WRITTEN), now=MOMENTS)
def test_full_width_digits_read_the_same(line: str, now: datetime) -> None:
    wide = understood(line.translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)}), now, "zh-CN")
    plain = understood(line, now, "zh-CN")

    assert (wide.next_step, wide.amounts, wide.goods, wide.people) == (
        plain.next_step,
        plain.amounts,
        plain.goods,
        plain.people,
    )


@EXAMPLES
@given(note=LINES, earlier=st.lists(LINES, max_size=3))
def test_a_note_beside_itself_never_counts(note: str, earlier: list[str]) -> None:
    assert not worth(note, earlier=[*earlier, note], customer=None).counts
