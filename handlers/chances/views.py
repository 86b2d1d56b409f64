"""Pictures of chances: the form that says how likely a lead is, the dead leads, what is offered of them."""

from collections.abc import Sequence

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
from handlers.chances.words import CHANCES, reason
from handlers.words import Translate

PAGE = 10


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
                t.plain("Or in your own words"),
                text_input("v", initial="" if current in known else current or "", most=LONGEST),
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
    blocks += [_dead(each, t) for each in found]
    last = max((total - 1) // PAGE, 0)
    turns = [
        button(t.plain("‹ Previous"), ids.LEAD_DEAD, {"page": page - 1}) if page > 0 else None,
        button(t.plain("Next ›"), f"{ids.LEAD_DEAD}.next", {"page": page + 1}) if page < last else None,
    ]
    return message(said, [*blocks, actions(*turns)] if any(turns) else blocks)


def offered(found: Sequence[Dead], t: Translate) -> Message:
    """The week's offer of dead leads, for somebody who has not held them."""
    said = t.n(
        "🌱 {n} lead was given up, and may be worth a fresh try:",
        "🌱 {n} leads were given up, and may be worth a fresh try:",
        len(found),
    )
    every = actions(button(t.plain("All dead leads"), ids.LEAD_DEAD, {}))
    return message(said, [section(said), *(_dead(each, t) for each in found), every])


def _dead(each: Dead, t: Translate) -> Block:
    lead, former = each
    about = [t.mrkdwn(hide(part)) for part in (lead.interest, lead.region) if part]
    why = reason(lead.chance_reason, t)
    if former is not None:
        died = t("given up {day} by {who}: {reason}", day=lead.died_at, who=former, reason=why)
    else:
        died = t("given up {day}: {reason}", day=lead.died_at, reason=why)
    text = "\n".join([f"*{t.mrkdwn(lead.account.name)}*" + (f" · {' · '.join(about)}" if about else ""), died])
    label = t.plain("Pick up {x}", x=lead.account.name)
    return section(text, accessory=button(t.plain("Pick up"), ids.LEAD_PICK_UP, {"lead": lead.id}, label=label))


def given_up(lead: Lead, t: Translate, *, undo: int) -> Message:
    """What is said once a lead is dead."""
    said = t(
        "*{customer}* is a dead lead now: {reason}. It has left your list; `/lead dead` keeps it.",
        customer=lead.account.name,
        reason=reason(lead.chance_reason, t),
    )
    return message(said, [section(said), actions(button(t.plain("Undo"), ids.UNDO, {"audit": undo}))])
