"""Pictures of evidence: what was just put on the record, a deal's list, the form for a number."""

from collections.abc import Sequence

from core.evidence import PAGE
from core.models import Deal, Evidence, List, Listed
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
    overflow,
    pack,
    section,
    select,
    text_input,
)
from handlers.deals.facts import piece
from handlers.pages import turns
from handlers.undoing import undo_button
from handlers.words import Translate

MOST = 9  # pieces of one message that are shown with their menus


def kept(
    added: Sequence[tuple[Evidence, int]], kinds: Sequence[Listed], missing: str, t: Translate, *, deal: Deal | None
) -> Message:
    """What was put on the record just now, each piece with its kind to change and an Undo; `missing`: what the deal's
    next stage still asks for."""
    said = t.n("📎 On record: {n} piece", "📎 On record: {n} pieces", len(added))
    title = f"{said} · *{t.mrkdwn(deal)}*" if deal is not None else said
    blocks: list[Block] = [section(title)]
    for evidence, audit_id in added[:MOST]:
        blocks.append(section(piece(evidence, t)))
        blocks.append(actions(_kinds(evidence, kinds, t), undo_button(audit_id, t)))
    if deal is not None:
        blocks += _next(deal, missing, t)
    return message(said, blocks)


def _kinds(evidence: Evidence, kinds: Sequence[Listed], t: Translate) -> Block | None:
    if evidence.number is not None:
        return None
    options = [
        option(t.text(kind), pack({"evidence": evidence.id, "kind": kind.id}))
        for kind in kinds
        if kind.list == List.FILE
    ]
    chosen = pack({"evidence": evidence.id, "kind": evidence.kind_id})
    return (
        select(ids.EVIDENCE_KIND, options, placeholder=t.plain("What kind is it?"), chosen=chosen) if options else None
    )


def _next(deal: Deal, missing: str, t: Translate) -> list[Block]:
    if missing:
        return [context(t("➡️ The next stage still asks for:") + f" {missing}")]
    value = {"deal": deal.id, "stage": deal.stage_id}
    return [actions(button(t.plain("Advance"), ids.DEAL_ADVANCE, value, style="primary"))]


def whose(evidence: Evidence, count: int, found: Sequence[Deal], t: Translate) -> Message:
    """Files dropped without a word: which deal are they for? Kept until it is answered."""
    said = t.n(
        "📎 *{name}* is kept. Which deal is it for?",
        "📎 *{name}* and the rest ({n} files) are kept. Which deal are they for?",
        count,
        name=evidence.name[:80],
    )
    if not found:
        none = t("You have no open deal. Enter one with `/deal new`, then drop the file again.")
        return message(none, [section(none)])
    options = [
        option(deal.name, pack({"evidence": evidence.id, "deal": deal.id}), description=deal.account.name)
        for deal in found
    ]
    return message(
        said, [section(said), actions(select(ids.EVIDENCE_DEAL, options, placeholder=t.plain("Choose a deal")))]
    )


def listed(deal: Deal, found: Sequence[Evidence], total: int, page: int, t: Translate) -> Message:
    """A page of a deal's evidence, newest first."""
    said = t.n("{n} piece of evidence", "{n} pieces of evidence", total)
    blocks: list[Block] = [header(t.plain("Evidence")), context(f"*{t.mrkdwn(deal)}* · {said}")]
    if not found:
        blocks.append(
            section(t("Nothing yet. Drop files into the thread of the deal's card, or send them with a follow-up."))
        )
    for evidence in found:
        told = t("by {who}, {day}", who=evidence.by, day=evidence.at)
        menu = overflow(
            ids.EVIDENCE_MENU,
            [option(t.plain("Take off the record"), pack({"evidence": evidence.id, "page": page, "do": "withdraw"}))],
        )
        blocks.append(section(f"{piece(evidence, t)}\n{told}", accessory=menu))
    value = {"deal": deal.id}
    new = button(t.plain("Add a number…"), ids.EVIDENCE_NUMBER, value)
    ways = turns(ids.EVIDENCE_LIST, page, t, total=total, size=PAGE, value=value)
    return message(said, [*blocks, actions(new, *ways)])


def withdrawn(evidence: Evidence, t: Translate, *, undo: int) -> Message:
    """A piece taken off the record."""
    said = t("Off the record:")
    told = [section(f"{said} {piece(evidence, t)}")]
    if evidence.file_id is not None:
        told.append(context(t("Slack keeps the file.")))
    return message(said, [*told, actions(undo_button(undo, t))])


def already(deal: Deal, t: Translate) -> Message:
    """The very number is there already."""
    said = t("That number is on the record of *{deal}* already.", deal=deal.name)
    return message(said, [section(said)])


def number_form(deal: Deal, kinds: Sequence[Listed], t: Translate) -> View:
    """The form that puts a number on the record."""
    options = [option(t.text(kind), str(kind.id)) for kind in kinds]
    first = options[0]["value"]
    return form(
        ids.EVIDENCE_NUMBER_FORM,
        t.plain("Add a number"),
        t.plain("Save"),
        t.plain("Cancel"),
        [
            section(f"*{t.mrkdwn(deal)}*"),
            field(
                "kind",
                t.plain("Kind"),
                select("v", options, placeholder=t.plain("What kind is it?"), chosen=first),
                optional=False,
            ),
            field(
                "number",
                t.plain("Number"),
                text_input("v", most=80, placeholder=t.plain("SF Express SF1234567890")),
                optional=False,
            ),
        ],
        keep={"deal": deal.id},
    )
