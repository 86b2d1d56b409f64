"""Keep 7 more days: asked once, answered once, by whoever leads the owner, and on record."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from core import claims, merges, undo, visits
from core.assignments import giving
from core.errors import Missing, NotAllowed, Refusal
from core.jobs.silence import warn_silent_leads
from core.models import Answer, AuditRow, Keep, Lead, LeadStatus, Member, Notice, VisitKind, Workspace
from core.silence import keeps
from core.silence.keeps import (
    AnsweredAlready,
    InThePool,
    NobodyToAsk,
    NothingToAnswer,
    NotSilentYet,
    NotYoursToKeep,
    RefusedAlready,
    WentBack,
    WentToAnother,
    WhyNot,
)
from core.undo import ChangedSince

MONDAY = datetime(2026, 12, 7, 2, tzinfo=UTC)
FIRST, LAST, SILENT = date(2026, 12, 11), date(2026, 12, 15), date(2026, 12, 16)


def at(day):
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


async def warn(books, *days):
    for day in days:
        books.now = at(day)
        async with books.begin() as session:
            workspace = (await session.scalars(select(Workspace).where(Workspace.id == "T1"))).one()
            await warn_silent_leads(session, workspace=workspace, now=books.now, forced=False)


@pytest.fixture
async def warned(books):
    """小李's lead, of which they were warned on Friday."""
    lead = await books.lead(to="小李")
    await warn(books, FIRST)
    return lead


async def ask(books, lead, by="小李"):
    return await books.do(keeps.ask, lead_id=lead.id, by=books[by])


async def notices(books, kind):
    names = {member.id: name for name, member in books.people.items()}
    return [names[each.member_id] for each in await books.all(Notice, Notice.kind == kind, Notice.mode == "post")]


async def test_the_manager_is_asked_once_however_often_it_is_pressed(books, warned):
    asked = await asyncio.gather(*(ask(books, warned) for _ in range(3)))

    assert len({keep.id for _, keep, _ in asked}) == await books.count(Keep) == 1
    assert await notices(books, "keep_asked") == ["张军"]
    _, keep, again = await ask(books, warned)
    assert (keep.answer_by, keep.due_on, again) == (LAST, date(2026, 12, 14), None)


async def test_granted_it_turns_silent_seven_working_days_later(books, warned):
    _, keep, _ = await ask(books, warned)

    lead, keep, _ = await books.do(keeps.approve, keep_id=keep.id, by=books["张军"])

    again = await books.again(lead)
    assert (again.silent_on, again.warn_on, again.warned) == (date(2026, 12, 25), date(2026, 12, 22), None)
    assert (keep.answer, keep.kept_until, keep.answered_by_id) == (Answer.APPROVED, again.silent_on, books["张军"].id)
    assert await notices(books, "keep_answered") == ["小李"]
    assert await books.see(keeps.granted, lead=again) == 1
    assert (await books.do(keeps.approve, keep_id=keep.id, by=books["张军"]))[2] is None
    assert (await books.again(lead)).silent_on == again.silent_on
    await warn(books, date(2026, 12, 22), date(2026, 12, 24), date(2026, 12, 25))
    assert (await books.again(lead)).recycle_on == date(2026, 12, 29)


async def test_granted_late_it_is_seven_working_days_from_then(books, warned):
    await warn(books, LAST, SILENT)
    _, keep, _ = await ask(books, warned)
    books.now = at(date(2026, 12, 17))

    lead, _, _ = await books.do(keeps.approve, keep_id=keep.id, by=books["张军"])

    assert (await books.again(lead)).silent_on == date(2026, 12, 28)


async def test_it_may_be_asked_for_again_when_it_turns_silent_again(books, warned):
    for n in range(1, 4):
        _, keep, _ = await ask(books, warned)
        lead, _, _ = await books.do(keeps.approve, keep_id=keep.id, by=books["张军"])
        assert await books.see(keeps.granted, lead=lead) == n
        with pytest.raises(NotSilentYet):
            await ask(books, warned)
        await warn(books, (await books.again(lead)).warn_on)


async def test_a_follow_up_ends_what_was_granted_and_undone_brings_it_back(books, warned):
    _, keep, _ = await ask(books, warned)
    await books.do(keeps.approve, keep_id=keep.id, by=books["张军"])
    line = "方舟电子 见了刘兵,要200台"
    logged = await books.do(visits.log, line=line, kind=VisitKind.VISIT, by=books["小李"])
    assert (await books.again(warned)).silent_on == date(2026, 12, 22)

    await books.do(undo.undo, audit_id=logged.written.audit_id, by=books["小李"])

    assert (await books.again(warned)).silent_on == date(2026, 12, 25)


async def test_refused_it_goes_on_and_is_not_asked_for_again(books, warned):
    _, keep, _ = await ask(books, warned)
    for reason in ("", " ", "长" * 301):
        with pytest.raises(WhyNot):
            await books.do(keeps.refuse, keep_id=keep.id, reason=reason, by=books["张军"])

    lead, _, _ = await books.do(keeps.refuse, keep_id=keep.id, reason="先约刘兵", by=books["张军"])

    assert (lead.silent_on, lead.warned) == (SILENT, "first")
    assert await notices(books, "keep_answered") == ["小李"]
    with pytest.raises(RefusedAlready) as refused:
        await ask(books, warned)
    assert refused.value.holes["reason"] == "先约刘兵"
    with pytest.raises(AnsweredAlready):
        await books.do(keeps.approve, keep_id=keep.id, by=books["张军"])


async def test_two_who_answer_at_once_answer_once(books, warned):
    _, keep, _ = await ask(books, warned)

    answers = await asyncio.gather(
        books.do(keeps.approve, keep_id=keep.id, by=books["张军"]),
        books.do(keeps.refuse, keep_id=keep.id, reason="不行", by=books["陈总"]),
        return_exceptions=True,
    )

    assert sum(isinstance(each, AnsweredAlready) for each in answers) == 1
    assert await books.count(AuditRow, AuditRow.verb.in_(("keep", "refuse_keep"))) == 1


async def test_who_leads_others_grants_it_to_themselves_on_record(books):
    lead = await books.lead(to="张军")
    await warn(books, FIRST)

    lead, keep, entry = await ask(books, lead, by="张军")

    assert (keep.answer, keep.asked_id, entry.verb) == (Answer.APPROVED, None, "keep")
    assert (await books.again(lead)).silent_on == date(2026, 12, 25)
    assert await notices(books, "keep_asked") == []
    await books.do(undo.undo, audit_id=entry.id, by=books["张军"])
    assert (await books.again(lead)).silent_on == SILENT


async def test_without_a_manager_an_admin_is_asked_and_with_nobody_it_says_so(books):
    await books.join("老王")
    lead = await books.lead(to="老王")
    await warn(books, FIRST)

    await ask(books, lead, by="老王")

    assert await notices(books, "keep_asked") == ["陈总"]
    other = await books.lead("三励公司", to="小李", by="小李")
    await warn(books, date(2026, 12, 17))
    async with books.begin() as session:
        await session.execute(update(Member).where(Member.name.in_(("张军", "陈总"))).values(active=False))
    with pytest.raises(NobodyToAsk):
        await ask(books, other)


async def test_only_the_owner_asks_and_only_who_leads_them_answers(books, warned):
    with pytest.raises(Missing):
        await ask(books, warned, by="销售甲")
    _, keep, _ = await ask(books, warned)

    with pytest.raises(NotAllowed):
        await books.do(keeps.approve, keep_id=keep.id, by=books["小李"])
    for who, keep_id in (("Alice", keep.id), ("李庆成", keep.id), ("张军", keep.id + 1000)):
        with pytest.raises(Missing):
            await books.do(keeps.approve, keep_id=keep_id, by=books[who])


async def test_before_the_first_warning_there_is_nothing_to_ask_for(books):
    lead = await books.lead(to="小李")
    with pytest.raises(NotSilentYet):
        await ask(books, lead)
    free = await books.lead("三励公司")
    with pytest.raises(InThePool):
        await ask(books, free)
    await books.do(claims.claim, lead_id=free.id, by=books["Alice"])
    with pytest.raises(NotYoursToKeep):
        await ask(books, free)


@pytest.mark.parametrize(
    ("way", "refusal"),
    [("release", WentBack), ("assign", WentToAnother), ("log", NothingToAnswer), ("convert", Refusal)],
)
async def test_an_answer_that_comes_too_late_is_told_so(books, warned, way, refusal):
    from core import deals
    from core.deals import Terms

    _, keep, _ = await ask(books, warned)
    match way:
        case "release":
            await books.do(claims.release, lead_id=warned.id, by=books["小李"])
        case "assign":
            await books.do(giving.assign, lead_id=warned.id, to=books["Alice"], by=books["张军"])
        case "log":
            line = "方舟电子 见了刘兵,要200台"
            await books.do(visits.log, line=line, kind=VisitKind.VISIT, by=books["小李"])
        case "convert":
            await books.do(deals.convert, lead_id=warned.id, terms=Terms(), by=books["小李"])

    for answer in (
        books.do(keeps.approve, keep_id=keep.id, by=books["张军"]),
        books.do(keeps.refuse, keep_id=keep.id, reason="不行", by=books["张军"]),
    ):
        with pytest.raises(refusal):
            await answer
    assert await books.count(Notice, Notice.topic == f"keep:{warned.id}", Notice.mode == "close") >= 1


async def test_whoever_is_to_answer_is_reminded_once_then_the_owner_hears(books, warned):
    await ask(books, warned)  # on Friday; to be answered by Tuesday

    for day in (date(2026, 12, 14), date(2026, 12, 14), LAST, LAST, SILENT):
        await warn(books, day)

    assert await notices(books, "keep_asked") == ["张军", "张军"]
    assert await notices(books, "keep_answered") == ["小李"]
    _, keep, _ = await ask(books, warned)
    lead, _, _ = await books.do(keeps.approve, keep_id=keep.id, by=books["张军"])  # late, and still in time
    assert lead.silent_on > SILENT


async def test_where_who_was_asked_has_left_another_is_reminded(books, warned):
    await ask(books, warned)
    async with books.begin() as session:
        await session.execute(update(Member).where(Member.id == books["张军"].id).values(active=False))

    await warn(books, date(2026, 12, 14))

    assert await notices(books, "keep_asked") == ["张军", "陈总"]


async def test_a_question_overtaken_by_a_follow_up_is_forgotten(books, warned):
    await ask(books, warned)
    line = "方舟电子 见了刘兵,要200台"
    await books.do(visits.log, line=line, kind=VisitKind.VISIT, by=books["小李"])

    await warn(books, date(2026, 12, 14), LAST)

    assert (await books.all(Keep))[0].answer == Answer.MOOT
    assert await notices(books, "keep_asked") == ["张军"]
    await warn(books, date(2026, 12, 17))
    await ask(books, warned)
    assert await notices(books, "keep_asked") == ["张军", "张军"]


async def test_asking_and_answering_can_be_taken_back(books, warned):
    before = await books.again(warned)
    _, keep, asked = await ask(books, warned)
    assert (await books.again(warned)).warn_on == LAST

    await books.do(undo.undo, audit_id=asked.id, by=books["小李"])
    assert (await books.again(warned)).warn_on == before.warn_on
    with pytest.raises(NothingToAnswer):
        await books.do(keeps.approve, keep_id=keep.id, by=books["张军"])

    _, keep, _ = await ask(books, warned)
    _, _, entry = await books.do(keeps.approve, keep_id=keep.id, by=books["张军"])
    await books.do(undo.undo, audit_id=entry.id, by=books["张军"])
    assert (await books.again(warned)).silent_on == SILENT
    _, _, entry = await books.do(keeps.refuse, keep_id=keep.id, reason="不行", by=books["张军"])
    await books.do(undo.undo, audit_id=entry.id, by=books["张军"])
    await books.do(keeps.approve, keep_id=keep.id, by=books["张军"])
    assert (await books.again(warned)).silent_on == date(2026, 12, 25)


async def test_an_answer_is_not_taken_back_once_the_lead_has_moved_on(books, warned):
    _, keep, asked = await ask(books, warned)
    _, _, entry = await books.do(keeps.approve, keep_id=keep.id, by=books["张军"])
    with pytest.raises(ChangedSince):
        await books.do(undo.undo, audit_id=asked.id, by=books["小李"])

    await books.do(claims.release, lead_id=warned.id, by=books["小李"])

    with pytest.raises(ChangedSince):
        await books.do(undo.undo, audit_id=entry.id, by=books["张军"])
    assert (await books.all(Lead, Lead.workspace_id == "T1"))[0].owner_id is None
    assert timedelta(0) == books.now - entry.at


async def test_of_two_that_turn_out_to_be_one_customer_one_question_stays(books):
    ours, theirs = await books.lead("方舟电子", to="小李"), await books.lead("方周科技", to="Alice")
    await warn(books, FIRST)
    await ask(books, ours)
    await ask(books, theirs, by="Alice")

    await books.do(merges.merge, keep_id=ours.account_id, gone_id=theirs.account_id, by=books["张军"])

    [stays] = await books.all(Lead, Lead.status == LeadStatus.OPEN)
    assert [each.lead_id for each in await books.all(Keep, Keep.answer.is_(None))] == [stays.id]
