"""Pictures of who decides at a customer: the map as a tree, the form of one person, what is told of them."""

from collections.abc import Sequence

from core.deciders import Chart, Entry, Lack
from core.deciders.edit import INFLUENCE, ROLES, STANCES
from core.deciders.known import Known
from core.errors import msgid
from core.models import Account, Contact, Deal, Member
from core.reading import Standing
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
    section,
    select,
    text_input,
)
from handlers.pages import turns
from handlers.undoing import undo_button
from handlers.words import Translate

PAGE = 15
INDENT = "\u2003"  # as wide as a letter; Slack drops plain spaces at the start of a line
ROLE_WORDS = {
    "decision_maker": msgid("decision maker"),
    "technical_lead": msgid("technical lead"),
    "insider": msgid("insider"),
    "user": msgid("user"),
}
STANCE_WORDS = {
    "for": msgid("for us"),
    "neutral": msgid("neutral"),
    "against": msgid("against us"),
    "unknown": msgid("stance unknown"),
}
INFLUENCE_WORDS = {"high": msgid("much say"), "medium": msgid("some say"), "low": msgid("little say")}
_MARKS = {"for": "🟢", "neutral": "⚪", "against": "🔴", "unknown": "❔"}
_PEOPLE = 4  # colleagues named


def stands(told: Standing, t: Translate) -> str:
    """What a line said of somebody's part in the decision."""
    words = [ROLE_WORDS[told.role]] if told.role else []
    words += [STANCE_WORDS[told.stance]] if told.stance else []
    return " · ".join(t.plain(each) for each in words)


def picture(found: Chart, page: int, t: Translate, *, note: str | None = None, undo: int | None = None) -> Message:
    """A page of the map, below what is missing; `note`: what was just said, `undo`: the row that takes it back."""
    said = t("Decision map of *{customer}*", customer=found.account.name)
    blocks: list[Block] = [section(f"✅ {note}")] if note else []
    blocks += [header(t.plain("Decision map of {customer}", customer=found.account.name))]
    if found.lacks and not page:
        blocks.append(section("\n".join(f"⚠️ {line}" for line in missing(found.lacks, t))))
    if not found.total:
        blocks.append(
            section(
                t(
                    "Nobody is known there yet. Name them in a follow-up, as in `/visit {customer} met Tom`, or add a "
                    "contact on the lead's card.",
                    customer=found.account.name,
                )
            )
        )
    blocks += [_entry(each, t) for each in found.entries]
    if found.total:
        blocks.append(
            context(t("🟢 for us · ⚪ neutral · 🔴 against us · ❔ unknown; indented: reports to the one above."))
        )
    value = {"account": found.account.id}
    back = undo_button(undo, t)
    ways = turns(ids.DECIDERS, page, t, total=found.total, size=PAGE, value=value) + ([back] if back else [])
    return message(said, [*blocks, actions(*ways)] if ways else blocks)


def _entry(entry: Entry, t: Translate) -> Block:
    contact = entry.contact
    name = t.mrkdwn(contact.name)
    shown = f"~{name}~" if contact.left_at else f"*{name}*"
    indent = INDENT * min(entry.depth, 8) + ("└ " if entry.depth else "")
    crown = "👑 " if contact.role == "decision_maker" else ""
    facts = [
        t.mrkdwn(contact.title) if contact.title else "",
        t(ROLE_WORDS[contact.role]) if contact.role else "",
        t(INFLUENCE_WORDS[contact.influence]) if contact.influence else "",
        t("moved on {day}", day=contact.left_at) if contact.left_at else "",
        t("last met {day}", day=contact.last_met_at) if contact.last_met_at else t("not met yet"),
    ]
    lines = [f"{indent}{_MARKS[contact.stance]} {crown}{shown} · " + " · ".join(each for each in facts if each)]
    more = [
        t("cares about {what}", what=contact.cares_about) if contact.cares_about else "",
        t("likes {what}", what=contact.interests) if contact.interests else "",
        *known(entry.known, t),
    ]
    if any(more):
        lines.append(INDENT * min(entry.depth + 1, 9) + " · ".join(each for each in more if each))
    edit = button(t.plain("Edit…"), ids.DECIDER_EDIT, {"contact": contact.id},
                  label=t.plain("Edit {x}", x=contact.name))  # fmt: skip
    return section("\n".join(lines), accessory=edit)


def known(met: Known, t: Translate) -> list[str]:
    """Who in the team has met them, and who knows somebody of that name from elsewhere."""
    said = []
    if met.here:
        said.append(t("met by {people}", people=_named(met.here, t)))
    said += [
        t("{who} met somebody of that name at {customer}", who=t.text(each), customer=met.at[each.id])
        for each in met.elsewhere[:_PEOPLE]
        if each.id in met.at
    ]
    if other := [each for each in met.elsewhere if each.id not in met.at]:
        said.append(t("{people} met somebody of that name at another customer", people=_named(other, t)))
    return said


def _named(people: Sequence[Member], t: Translate) -> str:
    more = [f"+{len(people) - _PEOPLE}"] if len(people) > _PEOPLE else []
    return t.listed([*(t.text(each) for each in people[:_PEOPLE]), *more])


def missing(lacks: Sequence[Lack], t: Translate) -> list[str]:
    """What is missing, a sentence each."""
    return [_lack(each, t) for each in lacks]


def _lack(lack: Lack, t: Translate) -> str:
    match lack.kind:
        case "gone":
            return t("{name} has moved on. Who takes their place, and where do they stand?", name=lack.who)
        case "no_decider":
            return t("Nobody who decides is known yet.")
        case "nobody":
            return t("Nobody is known there by name.")
        case "one_contact":
            return t("{name} is the only contact. If they move on, nobody is left.", name=lack.who)
        case "unmet":
            return t("{name}, who decides, was not met for {days} working days.", name=lack.who, days=lack.days)
    return t("Nobody new was met for {days} working days.", days=lack.days)


def person_form(contact: Contact, account: Account, others: Sequence[Contact], t: Translate) -> View:
    """What is known of one person."""
    above = [option(each.name, each.name) for each in others if each.id != contact.id and len(each.name) <= 75][:100]
    return form(
        ids.DECIDER_FORM,
        t.plain("Who decides"),
        t.plain("Save"),
        t.plain("Cancel"),
        [
            section(f"*{t.mrkdwn(contact.name)}* · {t.mrkdwn(account.name)}"),
            field("title", t.plain("Job title"), text_input("v", initial=contact.title or "", most=60)),
            _choice("role", t.plain("Role"), {each: ROLE_WORDS[each] for each in ROLES}, contact.role, t),
            _choice("stance", t.plain("Stance"), {each: STANCE_WORDS[each] for each in STANCES}, contact.stance, t),
            _choice(
                "influence",
                t.plain("How much say"),
                {each: INFLUENCE_WORDS[each] for each in INFLUENCE},
                contact.influence,
                t,
            ),
            field("cares_about", t.plain("Cares about"), _typed(contact.cares_about)),
            field("interests", t.plain("Likes, besides work"), _typed(contact.interests)),
            *(
                [field("reports_to", t.plain("Reports to"),
                       select("v", above, placeholder=t.plain("Choose"), chosen=contact.reports_to))]
                if above
                else []
            ),
            _choice(
                "gone",
                t.plain("Still there?"),
                {"no": msgid("Still there"), "yes": msgid("Moved on or left")},
                "yes" if contact.left_at else "no",
                t,
            ),
        ],
        keep={"contact": contact.id},
    )  # fmt: skip


def _typed(known: str | None) -> Block:
    return text_input("v", initial=known or "", most=300)


def _choice(name: str, label: str, words: dict[str, str], chosen: str | None, t: Translate) -> Block:
    offered = [option(t.plain(said), value) for value, said in words.items()]
    return field(name, label, select("v", offered, placeholder=t.plain("Choose"), chosen=chosen))


def told_left(
    gone: Contact, follows: Contact | None, met: Known, by: Member | None, customer: Account, t: Translate
) -> Message:
    """The notice to whoever leads the one who logged it."""
    said = t(
        "🚪 {who} logged that {name} of *{customer}* has moved on.",
        who=by or "Genjin",
        name=gone.name,
        customer=customer.name,
    )
    lines = [said]
    if follows is not None:
        lines.append(t("{name} takes their place.", name=follows.name))
        acquainted = " · ".join(known(met, t))
        lines.append(f"🤝 {acquainted}" if acquainted else t("Nobody of us has met {name} yet.", name=follows.name))
    opens = button(t.plain("Decision map"), ids.DECIDERS, {"account": customer.id})
    return message(said, [section("\n".join(lines)), actions(opens)])


def told_thin(deal: Deal, lacks: Sequence[Lack], t: Translate) -> Message:
    """The warning to the deal's owner and whoever leads them; struck through once nothing is missing."""
    if not lacks:
        said = t("~{deal}: who decides there~: nothing is missing any more.", deal=deal.name)
        return message(said, [section(said)])
    said = t("🕸️ *{deal}* ({owner}) hangs by a thread:", deal=deal.name, owner=deal.owner)
    lines = "\n".join(f"• {line}" for line in missing(lacks, t))
    opens = button(t.plain("Decision map"), ids.DECIDERS, {"account": deal.account_id})
    return message(said, [section(f"{said}\n{lines}"), actions(opens)])
