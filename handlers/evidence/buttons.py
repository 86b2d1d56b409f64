"""Buttons on evidence: of which kind, for which deal, the list of a deal, a number, off the record."""

from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from core import deals, evidence, listed
from core.errors import Missing, Refusal, msgid
from core.evidence import PAGE
from core.models import Evidence, List, Member
from core.stages import gates
from handlers import pages
from handlers.blocks import Message
from handlers.deals import asked
from handlers.evidence import views
from handlers.pressing import Press, Submission
from handlers.words import Translate


class NoKinds(Refusal):
    message = msgid("The workspace lists no kind of number. An admin adds one in /genjin lists.")


async def call(press: Press) -> None:
    """Say of which kind a piece is."""
    async with press.db.begin() as session:
        changed, entry = await evidence.call(
            session,
            evidence_id=press.id("evidence"),
            kind_id=press.id("kind"),
            by=press.me,
            now=press.now(),
            source=press.source,
        )
        drawn = await told(session, [(changed, entry.id)], press.me, press.t)
    await press.tell(drawn)


async def settle(press: Press) -> None:
    """Say for which deal a file is that came without a word."""
    async with press.db.begin() as session:
        changed, entry = await evidence.settle(
            session,
            evidence_id=press.id("evidence"),
            deal_id=press.id("deal"),
            by=press.me,
            now=press.now(),
            source=press.source,
        )
        drawn = await told(session, [(changed, entry.id)], press.me, press.t)
    await press.show(drawn)


async def told(session: AsyncSession, added: list[tuple[Evidence, int]], me: Member, t: Translate) -> Message:
    """What was put on the record, and what its deal's next stage still asks for."""
    kinds = await listed.of(session, lists=listed.KINDS, by=me)
    deal_id = added[0][0].deal_id
    if deal_id is None:
        return views.kept(added, kinds, "", t, deal=None)
    deal = await deals.get(session, deal_id=deal_id, by=me)
    lacks = await gates.ahead(session, deal=deal, by=me)
    return views.kept(added, kinds, asked.lacking(lacks, t), t, deal=deal)


async def show(press: Press) -> None:
    """The evidence of a deal."""
    page = pages.number(press.values)
    async with press.db.begin() as session:
        deal = await deals.get(session, deal_id=press.id("deal"), by=press.me)
        found, total, page = await pages.turn(partial(evidence.of_deal, session, deal=deal), page, PAGE)
    drawn = views.listed(deal, found, total, page, press.t)
    await (press.show(drawn) if "page" in press.values else press.tell(drawn))


async def menu(press: Press) -> None:
    """Take a piece off the record."""
    if press.values.get("do") != "withdraw":
        raise Missing
    async with press.db.begin() as session:
        gone, entry = await evidence.withdraw(
            session, evidence_id=press.id("evidence"), by=press.me, now=press.now(), source=press.source
        )
    await press.tell(views.withdrawn(gone, press.t, undo=entry.id))


async def number(press: Press) -> None:
    """Open the form for a number."""
    async with press.db.begin() as session:
        deal = await deals.get(session, deal_id=press.id("deal"), by=press.me)
        kinds = await listed.of(session, lists=(List.NUMBER,), by=press.me)
    if not kinds:
        raise NoKinds
    await press.open(views.number_form(deal, kinds, press.t))


async def save_number(form: Submission) -> None:
    """Put the number on the record."""
    async with form.db.begin() as session:
        kind = await listed.get(session, word_id=form.chosen("kind") or 0, lists=(List.NUMBER,), by=form.me)
        deal = await deals.get(session, deal_id=form.id("deal"), by=form.me)
        added = await evidence.add_number(
            session,
            kind=kind,
            written=form.text("number"),
            place=evidence.place_of(deal),
            by=form.me,
            now=form.now(),
            source=form.source,
        )
        known = [(each, entry.id) for each, entry in added]
        drawn = await told(session, known, form.me, form.t) if known else views.already(deal, form.t)
    await form.show(drawn)
