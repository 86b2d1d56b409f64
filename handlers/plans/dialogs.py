"""Forms of a deal's plan, as they are opened: one milestone, what came of it, all of it moved."""

from datetime import date

from core.models import Deal, Task
from core.plans.change import LONGEST, LONGEST_OUTCOME, Clash
from core.plans.shift import MOST
from handlers import ids
from handlers.blocks import Block, View, field, form, section, text_input
from handlers.words import Translate


def milestone_form(
    deal: Deal,
    t: Translate,
    *,
    on: date,
    task: Task | None = None,
    seen: int = 0,
    page: int = 0,
    clash: Clash | None = None,
) -> View:
    """A milestone, new (due `on`) or known. After a clash what was typed stays in it."""
    day: Block = {
        "type": "datepicker",
        "action_id": "v",
        "initial_date": (task.on if task and task.on else on).isoformat(),
    }
    who: Block = {"type": "users_select", "action_id": "v"}
    owner = task.owner if task else deal.owner
    if owner is not None:
        who["initial_user"] = owner.slack_id
    keep = {"deal": deal.id, "page": page, **({"task": task.id, "seen": seen, "named": t.text(task)} if task else {})}
    blocks = [section(_changed(clash, t))] if clash else [section(f"*{t.mrkdwn(deal)}*")]
    return form(
        ids.PLAN_FORM,
        t.plain("Change a milestone") if task else t.plain("New milestone"),
        t.plain("Save"),
        t.plain("Cancel"),
        [
            *blocks,
            field(
                "text",
                t.plain("What is to be reached"),
                text_input("v", initial=t.text(task) if task else "", most=LONGEST),
                optional=False,
            ),
            field("on", t.plain("On"), day, optional=False),
            field("owner", t.plain("Whose it is"), who, hint=t.plain("They hear of it, once.")),
        ],
        keep={**keep, **({"told": clash.told} if clash else {})},
    )


def _changed(clash: Clash, t: Translate) -> str:
    return t(
        "Meanwhile {who} changed this milestone. What you typed is still here; save again to put it in its place.",
        who=clash.by or "Genjin",
    )


def outcome_form(task: Task, t: Translate, *, deal_id: int, page: int = 0) -> View:
    """What came of a milestone that is reached."""
    typed = text_input("v", initial=task.outcome or "", multiline=True, most=LONGEST_OUTCOME)
    return form(
        ids.PLAN_DONE_FORM,
        t.plain("Milestone reached"),
        t.plain("Done"),
        t.plain("Cancel"),
        [section(f"*{t.mrkdwn(task)}*"), field("outcome", t.plain("What came of it?"), typed)],
        keep={"task": task.id, "deal": deal_id, "page": page},
    )


def shift_form(deal: Deal, t: Translate) -> View:
    """Everything that is open, moved by working days."""
    hint = t.plain("Working days, 1 to {most}; with a minus sign they come earlier. Owners are told.", most=MOST)
    return form(
        ids.PLAN_SHIFT_FORM,
        t.plain("Move the plan"),
        t.plain("Move"),
        t.plain("Cancel"),
        [
            section(t("Moves all of *{deal}* that is still open.", deal=deal.name)),
            field("days", t.plain("By how many days"), text_input("v", most=4), optional=False, hint=hint),
        ],
        keep={"deal": deal.id},
    )
