"""Periods as people say them, in both languages, seen from a Saturday in November 2026."""

from datetime import date

import pytest

from core.periods import UnknownPeriod, period

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("said", "kind", "begins", "ends"),
    [
        ("", "month", "2026-11-01", "2026-12-01"),
        ("this month", "month", "2026-11-01", "2026-12-01"),
        ("Last Month", "month", "2026-10-01", "2026-11-01"),
        ("previous month", "month", "2026-10-01", "2026-11-01"),
        ("本月", "month", "2026-11-01", "2026-12-01"),
        ("這個月", "month", "2026-11-01", "2026-12-01"),
        ("上月", "month", "2026-10-01", "2026-11-01"),
        ("上个月", "month", "2026-10-01", "2026-11-01"),
        ("this quarter", "quarter", "2026-10-01", "2027-01-01"),
        ("last quarter", "quarter", "2026-07-01", "2026-10-01"),
        ("本季度", "quarter", "2026-10-01", "2027-01-01"),
        ("上个季度", "quarter", "2026-07-01", "2026-10-01"),
        ("Q3", "quarter", "2026-07-01", "2026-10-01"),
        ("2025Q4", "quarter", "2025-10-01", "2026-01-01"),
        ("q4 2025", "quarter", "2025-10-01", "2026-01-01"),
        ("三季度", "quarter", "2026-07-01", "2026-10-01"),
        ("2025年第一季度", "quarter", "2025-01-01", "2025-04-01"),
        ("next month", "month", "2026-12-01", "2027-01-01"),
        ("next quarter", "quarter", "2027-01-01", "2027-04-01"),
        ("下季度", "quarter", "2027-01-01", "2027-04-01"),
        ("明年", "year", "2027-01-01", "2028-01-01"),
        ("this year", "year", "2026-01-01", "2027-01-01"),
        ("今年", "year", "2026-01-01", "2027-01-01"),
        ("last year", "year", "2025-01-01", "2026-01-01"),
        ("去年", "year", "2025-01-01", "2026-01-01"),
        ("前年", "year", "2024-01-01", "2025-01-01"),
        ("2025", "year", "2025-01-01", "2026-01-01"),
        ("2025年", "year", "2025-01-01", "2026-01-01"),
        ("October", "month", "2026-10-01", "2026-11-01"),
        ("oct", "month", "2026-10-01", "2026-11-01"),
        ("Sept 2025", "month", "2025-09-01", "2025-10-01"),
        ("December", "month", "2025-12-01", "2026-01-01"),
        ("november", "month", "2026-11-01", "2026-12-01"),
        ("10月", "month", "2026-10-01", "2026-11-01"),
        ("１０月份", "month", "2026-10-01", "2026-11-01"),
        ("十二月", "month", "2025-12-01", "2026-01-01"),
        ("去年10月", "month", "2025-10-01", "2025-11-01"),
        ("2025年10月", "month", "2025-10-01", "2025-11-01"),
        ("2025-10", "month", "2025-10-01", "2025-11-01"),
        ("10/2025", "month", "2025-10-01", "2025-11-01"),
        ("上半年", "half", "2026-01-01", "2026-07-01"),
        ("2025年下半年", "half", "2025-07-01", "2026-01-01"),
        ("H1 2025", "half", "2025-01-01", "2025-07-01"),
    ],
)
def test_a_period_is_read_as_it_is_meant(said, kind, begins, ends):
    found = period(said, today=TODAY)

    assert (found.kind, str(found.begins), str(found.ends)) == (kind, begins, ends)


@pytest.mark.parametrize("said", ["all", "All time", "全部", "所有"])
def test_all_there_is_has_no_ends(said):
    found = period(said, today=TODAY)

    assert (found.kind, found.begins, found.ends, found.number) == ("all", None, None, 0)


@pytest.mark.parametrize("said", ["13月", "0", "maybe", "x", "q5", "25年13月", "2025 13", "展会", "month"])
def test_what_is_no_period_is_refused_with_what_would_be(said):
    with pytest.raises(UnknownPeriod) as told:
        period(said, today=TODAY)
    assert told.value.holes == {"text": said}


@pytest.mark.parametrize(("today", "begins"), [(date(2026, 1, 31), "2025-12-01"), (date(2026, 3, 31), "2026-02-01")])
def test_last_month_is_the_calendars(today, begins):
    assert str(period("last month", today=today).begins) == begins
    assert str(period("上季度", today=date(2026, 2, 1)).begins) == "2025-10-01"
