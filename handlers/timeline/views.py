"""Pictures of a timeline: a page of it, a line for each change."""

from functools import partial

from core.errors import msgid
from core.masks import hide
from core.models import AuditRow, VisitKind
from core.timeline import Event, Page
from handlers import ids
from handlers.blocks import Block, Message, actions, button, context, header, message, section
from handlers.silence import words
from handlers.timeline import customers, deals, leads, requests, tasks
from handlers.timeline.said import Said, changed
from handlers.words import Channel, Translate

PAGE = 15
LONGEST = 300  # characters of one follow-up; the whole of it stands on its own card
SAID: dict[tuple[str, str], Said] = {**leads.SAID, **customers.SAID, **deals.SAID, **requests.SAID, **tasks.SAID}


def picture(found: Page, page: int, t: Translate) -> Message:
    """One page, a line for each change."""
    said = t.n("{n} entry", "{n} entries", found.total)
    lines = [_line(event, found, t) for event in found.events]
    blocks: list[Block] = [header(t.plain("History of {customer}", customer=found.account.name)), context(said)]
    blocks += [section(line) for line in lines] or [section(t("Nothing yet."))]
    last, value = max((found.total - 1) // PAGE, 0), {"account": found.account.id}
    turns = [
        button(t.plain("‹ Newer"), ids.TIMELINE, {**value, "page": page - 1}) if page > 0 else None,
        button(t.plain("Older ›"), f"{ids.TIMELINE}.next", {**value, "page": page + 1}) if page < last else None,
    ]
    return message(said, [*blocks, actions(*turns)] if any(turns) else blocks)


def _line(event: Event, found: Page, t: Translate) -> str:
    who = event.actor if event.actor is not None else "Genjin"
    if event.visit is not None and event.visit.kind == VisitKind.INQUIRY:
        who = t.plain("The customer")
    what = _what(event, found, t)
    if event.undone:
        what = f"~{what}~ {t('undone')}"
    where = _where(event.row, t)
    return f"{t.mrkdwn(event.row.at)} · {t.mrkdwn(who)}" + (f" · {where}" if where else "") + f"\n{what}"


def _where(row: AuditRow, t: Translate) -> str:
    """The channel it was said or pressed in, when others were there."""
    place = (row.source or "::").split(":")[1:2]
    return t("in {channel}", channel=Channel(place[0])) if place and place[0][:1] in ("C", "G") else ""


def _what(event: Event, found: Page, t: Translate) -> str:
    if event.visit is not None:
        note = hide(event.visit.note) if found.masked else event.visit.note
        if event.visit.kind == VisitKind.INQUIRY:
            return t("📨 wrote through the form {form}: {note}", form=event.visit.line, note=note[:LONGEST])
        return f"💬 {t.mrkdwn(note[:LONGEST])}{words.hollow(event.visit, t)}"
    said = SAID.get((event.row.noun, event.row.verb)) or partial(changed, msgid("changed it"))
    return said(event.row, found, t)
