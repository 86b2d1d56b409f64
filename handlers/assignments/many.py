"""Many leads at once, in pictures: choosing them, the preview, what came of it."""

from collections import Counter
from collections.abc import Mapping, Sequence

from core.assignments.batches import Batch, Plan, Share
from core.assignments.picking import EVERY_POOL, IMPORT, TEAM, Places, most
from core.models import Lead, Member
from core.owners.taking_back import Undone
from handlers import ids
from handlers.assignments import words
from handlers.assignments.dialogs import note
from handlers.assignments.views import listed
from handlers.blocks import (
    Block,
    Message,
    View,
    actions,
    button,
    checkboxes,
    context,
    field,
    form,
    message,
    option,
    plain,
    section,
    select,
    text_input,
)
from handlers.undoing import undo_button
from handlers.words import Translate, escape

BY_RANK = "rank"
LEADS = "leads"  # the field of the leads; with what was looked for, so that Slack forgets choices that are gone


def select_button(where: str, t: Translate) -> Block:
    """The button under a list that opens the form."""
    return button(t.plain("Select several…"), ids.LEADS_SELECT, {"where": where})


def select_form(
    found: Sequence[Lead],
    total: int,
    places: Places,
    people: Sequence[Member],
    t: Translate,
    *,
    where: str,
    words: str = "",
    name: str = LEADS,
) -> View:
    """The form to choose leads, at most as many as a menu holds, and whom they go to."""
    ways = [option(t.plain("Shared out by rank"), BY_RANK), *(option(each.name, each.slack_id) for each in people[:99])]
    return form(
        ids.LEADS_SELECT_FORM,
        t.plain("Assign several"),
        t.plain("Preview"),
        t.plain("Cancel"),
        [
            _asking(field("where", t.plain("Which leads"), _places(places, where, t), optional=False)),
            _asking(
                field(
                    "words",
                    t.plain("Only those that say"),
                    {
                        **text_input(ids.LEADS_FILTER, initial=words, most=60),
                        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
                    },
                    hint=t.plain("A tag, a place, a source, a part of the name; press Enter."),
                )
            ),
            *(_leads(found, total, min(total, most(where)), name, t) if found else [section(_none(where, words, t))]),
            field("to", t.plain("Assign to"), select("v", ways, placeholder="–", chosen=BY_RANK), optional=False),
            note(t),
        ],
    )


def _asking(block: Block) -> Block:
    """An input that is told of as soon as it changes."""
    return {**block, "dispatch_action": True}


def _places(places: Places, where: str, t: Translate) -> Block:
    pools = [option(each.name or t.plain("Lead pool"), f"{EVERY_POOL}:{each.id}") for each in places.pools[:18]]
    every = [option(t.plain("All pools"), EVERY_POOL)] if len(pools) > 1 else []
    held = [option(t.plain("Held by {name}", name=each.name), f"member:{each.id}") for each in places.people]
    chosen = where if every or where != EVERY_POOL else pools[0]["value"]
    listed = [option(t.plain("From {name}", name=places.batch.filename), where)] if places.batch else []
    options = [*listed, *every, *pools, option(t.plain("All held by the team"), TEAM), *held]
    return select(ids.LEADS_FILTER, options, placeholder="–", chosen=chosen)


def _none(where: str, words: str, t: Translate) -> str:
    """Why there is nothing to choose, and what next."""
    if words:
        return t("No open lead here says all of that. Take a word away, or look in another place.")
    if where.startswith(f"{IMPORT}:"):
        return t(
            "Nothing of this list lies in the pool any more: all of it was assigned, claimed, closed or taken back. "
            "To give what somebody holds to another, choose above whose it is."
        )
    return t("There is no open lead here.")


def _leads(found: Sequence[Lead], total: int, at_once: int, name: str, t: Translate) -> list[Block]:
    shown = [option(lead.account.name, str(lead.id), description=_about(lead)) for lead in found]
    menu = {
        "type": "multi_static_select",
        "action_id": "v",
        "options": shown,
        "placeholder": plain(t.plain("Choose leads"), 150),
    }
    every = [option(_every(len(found), at_once, total, t), "all")]
    counted = t.n("{n} lead is like that.", "{n} leads are like that.", total)
    more = t("The newest {n} are shown; narrow it down to see others.", n=len(found)) if total > len(found) else ""
    return [
        context(t.sentences(counted, more)),
        field(name, t.plain("Leads"), menu),
        field("all", t.plain("Or"), checkboxes("v", every, chosen=())),
    ]


def _every(shown: int, at_once: int, total: int, t: Translate) -> str:
    if at_once == shown:
        return t.plain("All {n} shown", n=shown)
    return t.plain("All {n}", n=total) if at_once == total else t.plain("The newest {n}", n=at_once)


def _about(lead: Lead) -> str:
    told = " · ".join(part for part in (lead.region, *lead.tags) if part)
    return told if len(told) <= 75 else ""


def preview_form(plan: Plan, keep: Mapping[str, object], t: Translate) -> View:
    """Who would get what and why, before anything is written; `keep`: what to give, to whom, with which word."""
    return form(
        ids.LEADS_GIVE_FORM,
        t.plain("Assign several"),
        t.plain("Assign"),
        t.plain("Cancel"),
        [section(_total(plan, t)), *_shares(plan, t), *_left(plan, t)],
        keep=keep,
    )


def _total(plan: Plan, t: Translate) -> str:
    if not plan.total:
        return t("Nobody would get any of these leads.")
    leads = t.n("{n} lead", "{n} leads", plan.total)
    return f"*{leads}* → " + t.n("{n} person", "{n} people", len(plan.shares))


def _shares(plan: Plan, t: Translate) -> list[Block]:
    return [section(_share(plan, share, t)) for share in plan.shares[:40]]


def _share(plan: Plan, share: Share, t: Translate) -> str:
    held, cap = plan.held(share)
    why = []
    if share.knows:
        why.append(t.n("already follows {n} of them", "already follows {n} of them", share.knows))
    if share.in_common:
        why.append(t("good at {what}", what=t.listed(share.in_common)))
    why.append(t("then holds {held} of {cap}", held=held, cap=cap) + (" ⚠️" if held > cap else ""))
    names = listed([lead.account.name for lead in share.leads], len(share.given), t)
    count = t.n("{n} lead", "{n} leads", len(share.given))
    return f"*{t.mrkdwn(share.member)}* · {count} · {' · '.join(why)}\n{names}"


def _left(plan: Plan, t: Translate) -> list[Block]:
    """What stays as it is, and why."""
    blocks: list[Block] = []
    if plan.left:
        bars: Counter[str] = Counter(words.nobody(each.bars, t) for each in plan.left)
        why = " / ".join(escape(each) for each, _ in bars.most_common(3))
        n = len(plan.left)
        stay = t.n("{n} lead stays as it is, nobody is left for it", "{n} leads stay as they are, nobody is left", n)
        names = listed([each.lead.account.name for each in plan.left], n, t)
        blocks.append(section(f"⚠️ {t.colon(stay, why)}\n{names}"))
    if plan.theirs:
        blocks.append(context(t.n("{n} of them is theirs already.", "{n} of them are theirs already.", plan.theirs)))
    if plan.gone:
        gone = t.n("{n} is closed or not yours to give.", "{n} are closed or not yours to give.", plan.gone)
        blocks.append(context(gone))
    return blocks


def given(batch: Batch, t: Translate) -> Message:
    """What was given, with one Undo for all of it."""
    plan = batch.plan
    if batch.entry is None:
        return message(_total(plan, t), [section(_total(plan, t)), *_left(plan, t)])
    said = t.n("✅ {n} lead is given.", "✅ {n} leads are given.", plan.total)
    undo = undo_button(batch.entry.id, t)
    return message(said, [section(said), *_shares(plan, t), *_left(plan, t), actions(undo)])


def undone(counted: Undone, t: Translate) -> Message:
    """Many taken back at once."""
    said = t.n("↩︎ Undone: {n} is where it was before.", "↩︎ Undone: {n} are where they were before.", counted.undone)
    stay = t.n("{n} has been changed since and stays.", "{n} have been changed since and stay.", counted.stay)
    said = t.sentences(said, stay if counted.stay else "")
    return message(said, [section(said)])
