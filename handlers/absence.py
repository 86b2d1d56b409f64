"""Away 请假: until when somebody is given no leads by rank; said by themselves, or by whoever leads them."""

from collections.abc import Sequence
from datetime import date

from core import absence, members
from core.calendar import local_day
from core.models import AuditRow, Member
from handlers import ids, payload
from handlers.asking import Answer, Ask
from handlers.blocks import (
    Block,
    Message,
    View,
    actions,
    context,
    field,
    form,
    message,
    option,
    section,
    select,
)
from handlers.pressing import Press, Submission
from handlers.undoing import undo_button
from handlers.words import Translate


async def command(ask: Ask) -> Answer:
    """Open the form."""
    async with ask.db.begin() as session:
        people = await members.team_of(session, by=ask.me)
    return away_form(people, ask.me, ask.t, today=local_day(ask.now(), ask.me.zone))


async def show(press: Press) -> None:
    """Open the form from the Home tab or the list of the team."""
    async with press.db.begin() as session:
        people = await members.team_of(session, by=press.me)
    await press.open(away_form(people, press.me, press.t, today=local_day(press.now(), press.me.zone)))


async def save(form: Submission) -> None:
    """Keep until when they are away."""
    chosen = form.text("who")
    who = payload.number({"who": int(chosen)}, "who") if chosen.isascii() and chosen.isdigit() else form.me.id
    async with form.db.begin() as session:
        member, entry = await absence.be_away(
            session,
            member_id=who,
            until=payload.day(form.fields.get("until")),
            by=form.me,
            now=form.now(),
            source=form.source,
        )
    await form.show(kept(member, entry, form.t))


def away_form(people: Sequence[Member], me: Member, t: Translate, *, today: date) -> View:
    """The form: who, where somebody leads others, and the day of return."""
    day: Block = {"type": "datepicker", "action_id": "v"}
    if me.away_until and me.away_until > today:
        day["initial_date"] = me.away_until.isoformat()
    others = [option(_named(each, t, today=today), str(each.id)) for each in people[:100]]
    who = field("who", t.plain("Who is away"), select("v", others, placeholder="–", chosen=str(me.id)), optional=False)
    return form(
        ids.AWAY_FORM,
        t.plain("Away"),
        t.plain("Save"),
        t.plain("Cancel"),
        [
            *([who] if len(others) > 1 else []),
            field(
                "until",
                t.plain("Day of return"),
                day,
                hint=t.plain("Until then no leads are given out to them by rank. Empty: they are here."),
            ),
            context(t("What they hold stays theirs. A manager gives a lead on with Assign… on its card.")),
        ],
    )


def _named(member: Member, t: Translate, *, today: date) -> str:
    if member.away_until is None or member.away_until <= today:
        return member.name
    return f"{member.name} · {t.plain('away until {day}', day=member.away_until)}"


def kept(member: Member, entry: AuditRow, t: Translate) -> Message:
    """Until when somebody is away."""
    said = (
        t("🌴 {who} is away until {day}, and is given no leads by rank before.", who=member, day=member.away_until)
        if member.away_until
        else t("✅ {who} is here, and is given leads again.", who=member)
    )
    return message(said, [section(said), actions(undo_button(entry.id, t))])
