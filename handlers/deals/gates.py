"""The form at a gate: all that is missing on the way at once, what can be supplied here, how to bring the rest."""

from collections.abc import Sequence

from core.evidence import field_of
from core.models import List, Listed, Member, StageKind
from core.moves import Stopped
from handlers import ids
from handlers.blocks import Block, View, checkboxes, field, form, option, section, text_input
from handlers.deals import asked
from handlers.deals.dialogs import ending
from handlers.words import Translate

_DAY: Block = {"type": "datepicker", "action_id": "v"}


def gate_form(
    stopped: Stopped,
    t: Translate,
    *,
    me: Member,
    reasons: Sequence[Listed],
    competitors: Sequence[Listed],
    again: bool = False,
) -> View:
    """What is missing for a move, and for a win why it was won. `again`: it was sent, and not everything was there."""
    winning = stopped.to.kind == StageKind.WON
    blocks = [section(_said(stopped, t, again=again)), *_fields(stopped, t), *_numbers(stopped, t)]
    blocks += [*_checks(stopped, t), *_files(stopped, t)]
    if winning:
        blocks += ending(reasons, competitors, t, lost=False)
    if stopped.lacks:
        blocks.append(_let_through(me, t))
    return form(
        ids.DEAL_GATE_FORM,
        t.plain("Close as won") if winning else t.plain("Advance"),
        t.plain("Confirm the win") if winning else t.plain("Advance"),
        t.plain("Cancel"),
        blocks,
        keep={
            "deal": stopped.deal.id,
            "stage": stopped.deal.stage_id,
            "to": stopped.to.id,
            "numbers": [kind.id for kind in _kinds(stopped, List.NUMBER)],
            "checks": [lack.stage.id for lack in stopped.lacks if lack.checks],
        },
    )


def _said(stopped: Stopped, t: Translate, *, again: bool) -> str:
    title = f"*{t.mrkdwn(stopped.deal)}* → *{t.mrkdwn(stopped.to)}*"
    if not stopped.lacks:
        return title
    lines = [t("• {stage} asks for:", stage=lack.stage) + f" {asked.lacking([lack], t)}" for lack in stopped.lacks]
    kept = [t("What you entered is kept.")] if again else []
    return "\n".join([title, *kept, t("This is still missing:"), *lines])


def _fields(stopped: Stopped, t: Translate) -> list[Block]:
    missing = dict.fromkeys(name for lack in stopped.lacks for name in lack.fields)
    if stopped.to.kind == StageKind.WON:
        missing.pop("competitor", None)  # asked with the end
    return [block for name in missing for block in _field(name, t)]


def _field(name: str, t: Translate) -> list[Block]:
    label = t.plain(asked.FIELDS[name])
    match name:
        case "amount" | "quote":
            return [field(name, label, text_input("v", most=40, placeholder=t.plain("300k")))]
        case "close":
            return [field(name, label, _DAY)]
        case "next_step":
            return [field("step", label, text_input("v", most=300)), field("on", t.plain("On"), _DAY)]
    hint = t.plain("The name of who decides there.") if name == "decision_maker" else ""
    return [field(name, label, text_input("v", most=60), hint=hint)]


def _kinds(stopped: Stopped, kind: List) -> list[Listed]:
    found = {each.id: each for lack in stopped.lacks for each in lack.evidence if each.list == kind}
    return list(found.values())


def _numbers(stopped: Stopped, t: Translate) -> list[Block]:
    return [field(field_of(kind.id), t.text(kind), text_input("v", most=80)) for kind in _kinds(stopped, List.NUMBER)]


def _checks(stopped: Stopped, t: Translate) -> list[Block]:
    return [
        field(
            f"checks.{lack.stage.id}",
            t.plain("Checklist of {stage}", stage=lack.stage),
            checkboxes("v", [option(line, line) for line in lack.checks], chosen=()),
        )
        for lack in stopped.lacks
        if lack.checks
    ]


def _files(stopped: Stopped, t: Translate) -> list[Block]:
    kinds = _kinds(stopped, List.FILE)
    if not kinds:
        return []
    named = t.listed(t.text(kind) for kind in kinds)
    return [
        section(
            t(
                "📎 Files: {kinds}. The deal's card is in our direct messages: drop them into its thread, or send them"
                " with a follow-up. Then press Advance again.",
                kinds=named,
            )
        )
    ]


def _let_through(me: Member, t: Translate) -> Block:
    if me.manages:
        label = t.plain("Or let it through without, because")
        hint = t.plain("It goes on record with your name and what was missing.")
    else:
        label = t.plain("Or ask your manager to let it through, because")
        hint = t.plain("They are told at once, with what is missing.")
    return field("why", label, text_input("v", most=500), hint=hint)
