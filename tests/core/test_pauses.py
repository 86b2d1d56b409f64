"""Pauses and rhythms: for how long, by whom, and back again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from core import chances, claims, leads, silence, undo, visits
from core.assignments import giving
from core.errors import NotAllowed
from core.leads import Capture
from core.models import AuditRow, Chance, Notice, Pool, VisitKind
from core.silence import pauses, rhythms
from core.silence.keeps import InThePool, NotYoursToKeep
from core.silence.pauses import NotPaused, PauseForNothing, PauseHasPassed, PauseTooLong
from core.silence.rhythms import NotYoursToSet, OddRhythm

MONDAY = datetime(2026, 12, 7, 2, tzinfo=UTC)
SILENT, JANUARY = date(2026, 12, 16), date(2027, 1, 4)


async def pause(books, lead, by="小李", until=JANUARY, reason="年底盘点"):
    return await books.do(pauses.pause, lead_id=lead.id, until=until, reason=reason, by=books[by])


async def heard(books, kind="lead_paused", mode="post"):
    names = {member.id: name for name, member in books.people.items()}
    return [names[each.member_id] for each in await books.all(Notice, Notice.kind == kind, Notice.mode == mode)]


async def test_the_clock_stands_until_that_day_and_begins_anew_on_it(books):
    lead = await books.lead(to="小李")

    paused, entry = await pause(books, lead)

    assert (paused.pause, paused.silent_on) == (JANUARY, date(2027, 1, 13))
    assert entry.after["pause_reason"] == "年底盘点"
    assert await heard(books) == ["张军"]
    assert (await pause(books, lead))[1] is None
    story = await books.do(silence.story, lead_id=lead.id, by=books["张军"])
    assert (story.paused_by.name, story.standing.begins) == ("小李", JANUARY)


async def test_a_follow_up_meanwhile_leaves_it_paused_and_one_after_it_does_not(books):
    lead = await books.lead(to="小李")
    await pause(books, lead)
    for line, day, due in (("要200台", MONDAY, date(2027, 1, 13)), ("改要300台", None, date(2027, 1, 19))):
        books.now = day or datetime(2027, 1, 8, 2, tzinfo=UTC)
        await books.do(visits.log, line=f"方舟电子 {line}", kind=VisitKind.VISIT, by=books["小李"])
        assert (await books.again(lead)).silent_on == due


@pytest.mark.parametrize(
    ("until", "reason", "refusal"),
    [
        (date(2026, 12, 7), "盘点", PauseHasPassed),
        (date(2026, 12, 1), "盘点", PauseHasPassed),
        (date(2027, 3, 8), "盘点", PauseTooLong),
        (JANUARY, "  ", PauseForNothing),
        (JANUARY, "长" * 301, PauseForNothing),
    ],
)
async def test_it_has_a_day_within_ninety_and_a_reason(books, until, reason, refusal):
    lead = await books.lead(to="小李")

    with pytest.raises(refusal):
        await pause(books, lead, until=until, reason=reason)

    await pause(books, lead, until=date(2027, 3, 7))


async def test_who_leads_the_owner_may_pause_and_end_it_and_the_owner_hears(books):
    lead = await books.lead(to="小李")
    await pause(books, lead, by="张军")
    books.now += timedelta(days=2)

    ended, entry = await books.do(pauses.end, lead_id=lead.id, by=books["陈总"])

    assert (ended.pause, ended.silent_on) == (date(2026, 12, 9), date(2026, 12, 18))
    assert await heard(books) == ["小李", "小李"]
    with pytest.raises(NotPaused):
        await books.do(pauses.end, lead_id=lead.id, by=books["陈总"])
    await books.do(undo.undo, audit_id=entry.id, by=books["陈总"])
    assert (await books.again(lead)).pause == JANUARY


async def test_only_what_is_held_and_ones_own_is_paused(books):
    free, alices = await books.lead(), await books.lead("三励公司")
    with pytest.raises(InThePool):
        await pause(books, free)
    await books.do(claims.claim, lead_id=alices.id, by=books["Alice"])
    with pytest.raises(NotYoursToKeep):
        await pause(books, alices)
    with pytest.raises(NotPaused):
        await books.do(pauses.end, lead_id=alices.id, by=books["Alice"])


async def test_undone_the_clock_runs_as_before_and_who_was_told_sees_it(books):
    lead = await books.lead(to="小李")
    _, entry = await pause(books, lead)

    await books.do(undo.undo, audit_id=entry.id, by=books["小李"])

    again = await books.again(lead)
    assert (again.pause, again.pause_reason, again.silent_on) == (None, None, SILENT)
    assert await heard(books, mode="redraw") == ["张军"]


async def test_given_on_it_is_paused_no_longer_and_taken_back_it_is(books):
    lead = await books.lead(to="小李")
    await pause(books, lead)
    books.now += timedelta(minutes=1)

    _, entry = await books.do(giving.assign, lead_id=lead.id, to=books["Alice"], by=books["张军"])
    again = await books.again(lead)
    assert (again.pause, again.silent_on) == (None, SILENT)

    await books.do(undo.undo, audit_id=entry.id, by=books["张军"])
    again = await books.again(lead)
    assert (again.pause, again.silent_on) == (JANUARY, date(2027, 1, 13))


async def test_a_rhythm_of_its_own_and_back_to_the_usual(books):
    lead = await books.lead(to="小李")

    changed, entry = await books.do(rhythms.change, lead_id=lead.id, days=5, by=books["小李"])

    assert (changed.silent_on, changed.rhythm_days) == (date(2026, 12, 14), 5)
    assert (await books.do(rhythms.change, lead_id=lead.id, days=5, by=books["小李"]))[1] is None
    await books.do(undo.undo, audit_id=entry.id, by=books["小李"])
    assert (await books.again(lead)).silent_on == SILENT
    for days in (0, 91):
        with pytest.raises(OddRhythm):
            await books.do(rhythms.change, lead_id=lead.id, days=days, by=books["小李"])


async def test_who_may_set_it(books):
    free, alices = await books.lead(), await books.lead("三励公司")
    await books.do(claims.claim, lead_id=alices.id, by=books["Alice"])
    with pytest.raises(NotAllowed):
        await books.do(rhythms.change, lead_id=free.id, days=5, by=books["小李"])
    with pytest.raises(NotYoursToSet):
        await books.do(rhythms.change, lead_id=alices.id, days=5, by=books["小李"])

    await books.do(rhythms.change, lead_id=free.id, days=5, by=books["张军"])

    claimed, _ = await books.do(claims.claim, lead_id=free.id, by=books["小李"])
    assert claimed.silent_on == date(2026, 12, 14)


async def test_its_pool_has_a_rhythm_for_each_chance(books):
    async with books.begin() as session:
        await session.execute(update(Pool).where(Pool.workspace_id == "T1").values(rhythms={"high": 2, "low": 21}))
    lead = await books.lead(to="小李")
    assert lead.silent_on == SILENT

    rated, entry = await books.do(chances.rate, lead_id=lead.id, chance=Chance.HIGH, reason=None, by=books["小李"])
    assert rated.silent_on == date(2026, 12, 9)
    await books.do(visits.log, line="方舟电子 要200台", kind=VisitKind.VISIT, by=books["小李"])
    assert (await books.again(lead)).rhythm_days == 2

    await books.do(undo.undo, audit_id=entry.id, by=books["小李"])
    assert (await books.again(lead)).rhythm_days == 7


@pytest.mark.parametrize("way", ["capture", "claim", "assign", "release undone", "conversion undone"])
async def test_the_clock_is_one_whatever_way_it_came_to_its_owner(books, way):
    from core import deals
    from core.deals import Terms

    me = books["小李"]
    if way == "capture":
        lead, _ = await books.do(leads.capture, told=Capture(customer="方舟电子"), to=me, by=me)
    else:
        lead = await books.lead(to=None if way in ("claim", "assign") else "小李")
    match way:
        case "claim":
            await books.do(claims.claim, lead_id=lead.id, by=me)
        case "assign":
            await books.do(giving.assign, lead_id=lead.id, to=me, by=books["张军"])
        case "release undone":
            _, entry = await books.do(claims.release, lead_id=lead.id, by=me)
            await books.do(undo.undo, audit_id=entry.id, by=me)
        case "conversion undone":
            _, entry = await books.do(deals.convert, lead_id=lead.id, terms=Terms(), by=me)
            assert (await books.again(lead)).silent_on is None
            await books.do(undo.undo, audit_id=entry.id, by=me)

    again = await books.again(lead)
    assert (again.rhythm_days, again.warn_on, again.silent_on) == (7, date(2026, 12, 11), SILENT)
    assert (again.warned, again.recycle_on) == (None, None)
    assert await books.count(AuditRow, AuditRow.noun_id == lead.id, AuditRow.noun == "lead") >= 1
