"""Pictures of chances: the form that says how likely a lead is, the dead leads, what is offered of them."""

from collections.abc import Sequence

from core import exports
from core.chances import LONGEST, REASONS, Dead
from core.masks import hide
from core.models import Lead
from handlers import ids
from handlers.blocks import (
    Block,
    Message,
    View,
    actions,
    button,
    context,
    field,
    form,
    header,
    message,
    option,
    radio,
    section,
    select,
    text_input,
)
from handlers.chances.words import CHANCES, reason, why
from handlers.exports.views import export_button
from handlers.pages import turns
from handlers.undoing import undo_button
from handlers.words import Translate

PAGE = 10
NOTED = 120  # characters of a note


def rate_form(lead: Lead, own: Sequence[str], t: Translate) -> View:
    """The form that says how likely a lead is. `own`: the workspace's reasons, where it keeps some."""
    chosen = lead.chance.value if lead.chance else None
    chances = [option(t.plain(word), chance.value) for chance, word in CHANCES.items()]
    known = list(own) or list(REASONS)
    reasons = [option(reason(each, t), each) for each in known]
    current = lead.chance_reason
    return form(
        ids.LEAD_CHANCE_FORM,
        t.plain("Chance"),
        t.plain("Save"),
        t.plain("Cancel"),
        [
            section(f"*{t.mrkdwn(lead.account.name)}*"),
            field("chance", t.plain("How likely is it?"), radio("v", chances, chosen=chosen), optional=False),
            field(
                "reason",
                t.plain("Why, when it is low or none"),
                select(
                    "v", reasons, placeholder=t.plain("Choose a reason"), chosen=current if current in known else None
                ),
            ),
            field(
                "words",
                t.plain("And in your own words"),
                text_input("v", initial=lead.chance_words or ("" if current in known else current or ""), most=LONGEST),
                hint=t.plain("A dead lead leaves your list; a colleague may be offered it one day, with its history."),
            ),
        ],
        keep={"lead": lead.id},
    )


def dead(found: Sequence[Dead], total: int, page: int, t: Translate) -> Message:
    """A page of the dead leads, each with why it died and a button to pick it up."""
    said = t.n("{n} dead lead.", "{n} dead leads.", total)
    blocks: list[Block] = [header(t.plain("Dead leads")), context(said)]
    if not found:
        blocks.append(section(t("No dead leads. A lead without any chance comes here: More… → Chance… on its card.")))
    blocks += [block for each in found for block in _dead(each, t)]
    ways = turns(ids.LEAD_DEAD, page, t, total=total, size=PAGE)
    return message(said, [*blocks, actions(*ways, export_button(exports.DEAD, t))] if found else blocks)


def offered(found: Sequence[Dead], t: Translate) -> Message:
    """The week's offer of dead leads, for somebody who has not held them."""
    said = t.n(
        "🌱 {n} lead was given up, and may be worth a fresh try:",
        "🌱 {n} leads were given up, and may be worth a fresh try:",
        len(found),
    )
    every = actions(button(t.plain("All dead leads"), ids.LEAD_DEAD, {}))
    return message(said, [section(said), *(block for each in found for block in _dead(each, t)), every])


def _dead(each: Dead, t: Translate) -> list[Block]:
    """What is known of one, why it died and what was said there last; its card has all that was before."""
    lead, former, last = each
    about = [t.mrkdwn(hide(part)) for part in (lead.interest, lead.region) if part]
    told = why(lead.chance_reason, lead.chance_words, t)
    lines = [f"*{t.mrkdwn(lead.account.name)}*" + (f" · {' · '.join(about)}" if about else "")]
    if former is not None:
        lines.append(t("given up {day} by {who}: {reason}", day=lead.died_at, who=former, reason=told))
    else:
        lines.append(t("given up {day}: {reason}", day=lead.died_at, reason=told))
    if last is not None:
        note = hide(last.note)[:NOTED]
        lines.append(t("last follow-up {day}, {who}: {note}", day=last.at, who=last.member, note=note))
    value, name = {"lead": lead.id}, lead.account.name
    takes = button(t.plain("Pick up"), ids.LEAD_PICK_UP, value, label=t.plain("Pick up {x}", x=name))
    opens = button(t.plain("Open"), ids.LEAD_CARD, value, label=t.plain("Open {x}", x=name))
    return [section("\n".join(lines)), actions(takes, opens)]


def given_up(lead: Lead, t: Translate, *, undo: int) -> Message:
    """What is said once a lead is dead."""
    said = t(
        "*{customer}* is a dead lead now: {reason}. It has left your list; `/lead dead` keeps it.",
        customer=lead.account.name,
        reason=why(lead.chance_reason, lead.chance_words, t),
    )
    return message(said, [section(said), actions(undo_button(undo, t))])
