"""Choosing leads to be given together: the form, narrowed as one goes, its preview, its sending."""

import zlib
from typing import Any

from core import members
from core.assignments import batches, picking
from core.errors import Missing
from core.models import Member
from handlers.asking import Answer, Ask
from handlers.assignments import many
from handlers.blocks import View
from handlers.pressing import Press, Submission
from handlers.words import Translate


async def command(ask: Ask) -> Answer:
    """Open the form on the pools."""
    return await _form(ask.db, ask.me, ask.t, where=picking.EVERY_POOL, words=ask.text)


async def select(press: Press) -> None:
    """Open the form on the list whose button was pressed."""
    where = press.values.get("where")
    await press.open(await _form(press.db, press.me, press.t, where=str(where or picking.EVERY_POOL)))


async def narrow(press: Press) -> None:
    """Draw the form anew with the leads that are looked for now."""
    where, words = press.entered.get("where"), press.entered.get("words") or ""
    form = await _form(press.db, press.me, press.t, where=where or picking.EVERY_POOL, words=words)
    if not await press.redraw(form):
        await press.open(form)


async def _form(db: Any, me: Member, t: Translate, *, where: str, words: str = "") -> View:
    async with db.begin() as session:
        places = await picking.places(session, by=me, where=where)
        found, total = await picking.among(session, where=where, words=words, by=me)
    name = f"{many.LEADS}:{zlib.crc32(f'{where} {words}'.encode())}"
    return many.select_form(found, total, places, places.people, t, where=where, words=words, name=name)


async def preview(form: Submission) -> None:
    """Show who would get which of the leads chosen."""
    where, words = form.text("where"), form.text("words")
    async with form.db.begin() as session:
        if form.many.get("all"):
            lead_ids = await _all(session, where, words, form)
        else:
            chosen = (ticked for name, ticked in form.many.items() if name.startswith(many.LEADS))
            lead_ids = [_number(each) for ticked in chosen for each in ticked][: picking.MOST]
        to = await _to(session, form.text("to"), form)
        plan = await batches.preview(session, lead_ids=lead_ids, to=to, by=form.me, now=form.now())
    # More than a form can hold are looked for again: all of an import, which only grow fewer.
    kept = {"leads": lead_ids} if len(lead_ids) <= picking.MOST else {"where": where, "words": words}
    await form.redraw(many.preview_form(plan, {**kept, "to": form.text("to"), "note": form.text("note")}, form.t))


async def _all(session: object, where: str, words: str, form: Submission) -> list[int]:
    """All that are like that, as many as go in one go."""
    most = picking.most(where)
    found, _ = await picking.among(session, where=where, words=words, by=form.me, most=most)  # type: ignore[arg-type]
    return [lead.id for lead in found]


async def give(form: Submission) -> None:
    """Give them, as the preview said."""
    kept, said, where = form.kept.get("leads"), form.kept.get("note"), form.kept.get("where")
    lead_ids = [_number(each) for each in kept[: picking.MOST]] if isinstance(kept, list) else []
    async with form.db.begin() as session:
        if where:
            lead_ids = await _all(session, str(where), str(form.kept.get("words") or ""), form)
        to = await _to(session, str(form.kept.get("to") or ""), form)
        batch = await batches.assign_many(
            session,
            lead_ids=lead_ids,
            to=to,
            by=form.me,
            now=form.now(),
            note=said if isinstance(said, str) and said else None,
            source=form.source,
        )
    await form.show(many.given(batch, form.t))


async def _to(session: object, chosen: str, form: Submission) -> Member | None:
    if chosen == many.BY_RANK:
        return None
    return await members.known(session, slack_id=chosen, by=form.me)  # type: ignore[arg-type]


def _number(text: object) -> int:
    """The id of a lead, as a menu or a form keeps it."""
    found = int(text) if isinstance(text, int | str) and str(text).isascii() and str(text).isdigit() else 0
    if not 0 < found < 2**63:
        raise Missing
    return found
