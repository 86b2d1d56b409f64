"""Two people at once on each button of a lead, the same press again, and a card that shows what is no longer so."""

import asyncio
import json
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import func, select

from core import leads, workspaces
from core.assignments import offers
from core.assignments.offers import Asking
from core.leads import Capture
from core.models import AuditRow, Keep, Offer, OwnerChange, Warned
from core.silence import keeps
from handlers import ids
from tests.handlers.forging import chosen, press, submit

SORRY = ("went wrong", "出了点问题", "出错")
MERGE = "merge"


@dataclass
class Quarrel:
    """What several press at once on one lead. `verb`: what the audit trail calls it, `times`: how often it is done."""

    verb: str
    times: int
    presses: list  # of (who, action or form, what is entered)
    of: str | None = None
    warned: bool = False
    asks: str | None = None  # whom the lead was given to, and has asked
    keep: bool = False


QUARRELS = {
    "claim": Quarrel(
        "lead claim", 1, [(who, ids.LEAD_CLAIM, None) for who in ("小李", "小李", "Alice", "张军", "销售甲")]
    ),
    "release": Quarrel(
        "lead release", 1, [(who, ids.LEAD_RELEASE, None) for who in ("小李", "小李", "张军")], of="小李"
    ),
    "assign": Quarrel(
        "lead assign",
        2,  # one after the other: each may give what the other has just given
        [(who, ids.LEAD_ASSIGN_FORM, {"to": chosen(to)}) for who, to in (("张军", "UALICE"), ("陈总", "UXIAOLI"))],
    ),
    "accept": Quarrel("lead accept", 1, [("Alice", ids.OFFER_ACCEPT, None)] * 3, of="Alice", asks="张军"),
    "decline": Quarrel(
        "lead decline", 1, [("Alice", ids.OFFER_DECLINE_FORM, {"reason": chosen("full")})] * 2, of="Alice", asks="张军"
    ),
    "keep": Quarrel("lead ask_keep", 1, [("小李", ids.LEAD_KEEP, None)] * 3, of="小李", warned=True),
    "approve": Quarrel(
        "lead keep",
        1,
        [("张军", ids.KEEP_APPROVE, None), ("张军", ids.KEEP_APPROVE, None), ("陈总", ids.KEEP_APPROVE, None)],
        of="小李",
        warned=True,
        keep=True,
    ),
    "undo": Quarrel("lead undo", 1, [("小李", ids.UNDO, None)] * 3, of="小李"),
    MERGE: Quarrel("account merge", 1, [("张军", ids.MERGE_FORM, {}), ("陈总", ids.MERGE_FORM, {})], of="小李"),
}


async def set_up(house, name, quarrel):
    """The lead they quarrel about, and the ids that its buttons carry."""
    by, now = await house.member(quarrel.of or "小李"), house.now()
    async with house.db.begin() as session:
        told = Capture(customer=f"{name}公司")
        lead, entry = await leads.capture(session, told=told, to=by if quarrel.of else None, by=by, now=now)
        found = {"lead": lead.id, "audit": entry.id, "one": lead.account_id}
        if quarrel.warned:
            lead.warned = Warned.FIRST
        if quarrel.keep:
            found["keep"] = (await keeps.ask(session, lead_id=lead.id, by=by, now=now))[1].id
        if quarrel.asks:
            asking = [Asking(lead, chain=entry.id, giver=await house.member(quarrel.asks))]
            workspace = await workspaces.of(session, by=by)
            (offer,) = await offers.ask(session, asking=asking, workspace=workspace, now=now)
            found["offer"] = offer.id
        if name == MERGE:
            told = Capture(customer="另一家公司")
            other, _ = await leads.capture(session, told=told, to=by, by=by, now=now, anyway=True)
            found["other"] = other.account_id
    return found


async def do(house, who, action, entered, found):
    """One press or form; whether it was answered without an apology."""
    person = house.person(who)
    if entered is None:
        ack = await press(person, action, found)
    else:
        stays = {"stays": chosen(str(found["one"]))} if action == ids.MERGE_FORM else {}
        ack = await submit(person, action, found, **entered, **stays)
    assert ack.status == 200
    return json.dumps(ack.body, ensure_ascii=False)


async def test_whoever_presses_what_however_often_it_is_done_once_and_everybody_is_answered(house):
    start, said = len(house.slack.calls), list[str]()
    for name, quarrel in QUARRELS.items():
        found = await set_up(house, name, quarrel)
        before = await _written(house)

        said += await asyncio.gather(*(do(house, *each, found) for each in quarrel.presses))

        done = await _done(house, quarrel)
        assert done[quarrel.verb] == quarrel.times, name
        if name != "assign":  # a card that shows what is no longer so: pressed again, nothing is done again
            said += [await do(house, *each, found) for each in quarrel.presses]
            assert await _books(house) == done, name
        for row in (await _written(house))[len(before) :]:
            assert row.actor_id, (name, row.verb)
            assert row.source.split(":")[0] in ("block_actions", "view_submission"), "from which message or form"
    said += [json.dumps(call.args, ensure_ascii=False) for call in house.slack.calls[start:]]
    assert [line for line in said for sorry in SORRY if sorry in line] == []
    await _add_up(house)


async def _done(house, quarrel):
    """The books once the work behind the presses is in them: a button is acknowledged first."""
    async with asyncio.timeout(10):
        while (done := await _books(house)).get(quarrel.verb, 0) < quarrel.times:  # noqa: ASYNC110  # as the house does
            await asyncio.sleep(0.02)
    return done


async def _written(house):
    """The audit trail, the oldest first."""
    async with house.db.begin() as session:
        return (await session.scalars(select(AuditRow).order_by(AuditRow.id))).all()


async def _books(house):
    """How often each verb was done."""
    async with house.db.begin() as session:
        found = await session.execute(
            select(AuditRow.noun, AuditRow.verb, func.count()).group_by(AuditRow.noun, AuditRow.verb)
        )
        return {f"{noun} {verb}": count for noun, verb, count in found}


async def _add_up(house):
    """Each change of owner begins where the last one ended; nobody is asked twice."""
    async with house.db.begin() as session:
        changes = (await session.scalars(select(OwnerChange).order_by(OwnerChange.lead_id, OwnerChange.id))).all()
        asked = await session.execute(
            select(Offer.lead_id, func.count()).where(Offer.status == "open").group_by(Offer.lead_id)
        )
        assert all(count == 1 for _, count in asked)
        assert await session.scalar(select(func.count()).select_from(Keep)) == 2
    for one, after in pairwise(changes):
        assert one.lead_id != after.lead_id or one.to_id == after.from_id
