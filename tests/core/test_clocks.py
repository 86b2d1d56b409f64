"""The clock of a lead over working days and holidays: warned in order, never on a day off, never back unwarned.

Played in memory, day by day, with outages, follow-ups and pauses: `GENJIN_CHAOS=10` makes ten times as many.
"""

import os
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from core import clocks
from core.calendar import is_working_day, working_days_after, working_days_between
from core.clocks import Rule
from core.jobs.silence import Due, step
from core.models import Chance, Lead, LeadStatus, Member, Pool, Warned, Workspace

SIZE = int(os.environ.get("GENJIN_CHAOS", "1"))
SHANGHAI = ZoneInfo("Asia/Shanghai")
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
RHYTHMS = st.integers(1, 40)
PLAYS = settings(max_examples=300 * SIZE, deadline=None, derandomize=SIZE == 1, database=None)


@st.composite
def workspaces(draw):
    """One with a country's holidays and some days of its own."""
    firm = Workspace(id="T1", zone="Asia/Shanghai", country=draw(st.sampled_from(["CN", "US", "DE", "XX"])))
    firm.silent_after, firm.escalate_after = draw(RHYTHMS), draw(st.integers(1, 5))
    own = draw(st.dictionaries(DAYS, st.booleans(), max_size=20))
    firm.overrides = {day.isoformat(): works for day, works in own.items()}
    return firm


def noon(day):
    return datetime.combine(day, time(12), SHANGHAI).astimezone(UTC)


def held(day, **more):
    """A lead that came to its owner that day."""
    facts = {"workspace_id": "T1", "pool_id": 1, "status": LeadStatus.OPEN, "owner_id": 1, "owned_since": noon(day)}
    return Lead(**{**facts, **more})


def wind(lead, workspace, pool=None):
    clocks.set_anew(lead, pool=pool or Pool(rhythms={}), workspace=workspace)


@given(workspaces(), DAYS, st.none() | RHYTHMS)
@PLAYS
def test_each_step_is_a_working_day_after_the_one_before(workspace, day, own):
    lead = held(day, interval_days=own)
    wind(lead, workspace)

    steps = clocks.steps_of(lead, workspace=workspace)

    told = [each for each in steps if each]
    assert told == sorted(set(told))
    assert all(is_working_day(each, **clocks.calendar(workspace)) for each in (*told, lead.silent_on))
    assert told[0] > day
    assert lead.warn_on == told[0]
    waited = working_days_between(day, lead.silent_on, **clocks.calendar(workspace))
    assert waited == lead.rhythm_days == (own or workspace.silent_after)


@given(workspaces(), DAYS, st.data())
@PLAYS
def test_warned_in_order_never_on_a_day_off_and_a_follow_up_always_begins_anew(workspace, begun, data):
    here, rep = clocks.calendar(workspace), Member(id=1, active=True)
    lead = held(begun)
    wind(lead, workspace)
    told, told_on, back = [], {}, None
    for day in (begun + timedelta(days=n) for n in range(1, 200)):
        match data.draw(st.sampled_from(["", "", "", "", "", "", "log", "down", "pause"])):
            case "log":
                lead.last_follow_up_at = noon(day)
                wind(lead, workspace)
                told = []
                assert (lead.warned, lead.recycle_on) == (None, None)
                assert lead.warn_on > day or lead.rhythm_days == 0
            case "pause":
                until = day + timedelta(days=data.draw(st.integers(1, 90)))
                lead.paused_until, lead.paused_at = until, noon(day)
                wind(lead, workspace)
                told = []
                assert lead.warn_on > until
            case "down":
                continue  # nobody ticks that day
        if not is_working_day(day, **here):
            continue
        if lead.recycle_on and lead.recycle_on <= day:
            back = day
            break
        if lead.warn_on and lead.warn_on <= day:
            step(Due(lead, rep, None), workspace=workspace, today=day)
            told.append(lead.warned)
            told_on[lead.warned] = day
    order = list(Warned)
    assert told == sorted(set(told), key=order.index)
    if back:
        assert told[-2:] == [Warned.LAST, Warned.TEAM]
        assert told_on[Warned.LAST] < told_on[Warned.TEAM] >= lead.silent_on
        assert back >= working_days_after(told_on[Warned.TEAM], workspace.escalate_after, **here)
        assert working_days_between(clocks.begins(lead, workspace=workspace), back, **here) > lead.rhythm_days


@given(workspaces(), DAYS, DAYS, DAYS)
@PLAYS
def test_the_clock_is_the_same_whatever_way_it_was_come_to(workspace, came, followed, paused):
    """Set once or many times, in whatever order things are known, the row alone says how it stands."""
    slow = held(came)
    wind(slow, workspace)
    slow.last_follow_up_at = noon(followed)
    wind(slow, workspace)
    slow.paused_until, slow.paused_at = paused, noon(max(came, followed))
    wind(slow, workspace)
    wind(slow, workspace)

    facts = {"last_follow_up_at": slow.last_follow_up_at, "paused_until": paused, "paused_at": slow.paused_at}
    once = held(came, **facts)
    wind(once, workspace)

    assert (once.silent_on, once.warn_on) == (slow.silent_on, slow.warn_on)
    assert once.silent_on == working_days_after(
        max(came, followed, paused), workspace.silent_after, **clocks.calendar(workspace)
    )


def test_a_pause_ends_with_who_held_the_lead_and_holds_again_when_that_is_undone():
    workspace = Workspace(id="T1", zone="Asia/Shanghai", country="CN", silent_after=7, escalate_after=2)
    workspace.overrides = {}
    monday, friday = date(2026, 12, 7), date(2026, 12, 11)
    lead = held(monday, paused_until=date(2027, 1, 4), paused_at=noon(monday) + timedelta(hours=1))
    wind(lead, workspace)
    paused = lead.silent_on

    lead.owner_id, lead.owned_since = 2, noon(friday)
    wind(lead, workspace)
    assert (lead.pause, lead.silent_on) == (None, date(2026, 12, 22))

    lead.owner_id, lead.owned_since = 1, noon(monday)
    wind(lead, workspace)
    assert (lead.pause, lead.silent_on) == (date(2027, 1, 4), paused)


def test_a_rhythm_is_the_leads_own_else_its_pools_for_its_chance_else_the_workspaces():
    workspace = Workspace(silent_after=7)
    pool = Pool(rhythms={"high": 2, "low": 21})
    named = {None: (7, Rule.WORKSPACE), Chance.HIGH: (2, Rule.POOL), Chance.FAIR: (7, Rule.WORKSPACE)}

    for chance, expected in {**named, Chance.LOW: (21, Rule.POOL)}.items():
        assert clocks.rhythm(Lead(chance=chance), pool=pool, workspace=workspace) == expected
    own = Lead(chance=Chance.HIGH, interval_days=5)
    assert clocks.rhythm(own, pool=pool, workspace=workspace) == (5, Rule.LEAD)
    assert clocks.usual(own, pool=pool, workspace=workspace) == (2, Rule.POOL)
