"""Forms of pools, as they are opened: a pool's rules, where its leads go when it is closed, another pool for a lead."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.models import Lead, Pool, Team, Workspace
from core.pools.rules import RANGES, RHYTHMS, Rules
from handlers import ids
from handlers.blocks import (
    Block,
    View,
    checkboxes,
    context,
    field,
    form,
    option,
    radio,
    section,
    select,
    text_input,
)
from handlers.chances.words import CHANCES
from handlers.leads.views import state
from handlers.pools.words import LABELS, grades
from handlers.words import Translate

SWITCHES = ("masks_phones", "recycles", "allots")


@dataclass(frozen=True, kw_only=True)
class Entered:
    """What stands in a pool's form: its rules, who belongs (Slack ids, ids of teams), and the pool as it was when the
    form was opened: its id and version, and whether it is the one that takes the rest. None: a new pool."""

    rules: Rules
    members: Sequence[str] = ()
    teams: Sequence[int] = ()
    pool_id: int | None = None
    version: int = 0
    first: bool = False


def pool_form(
    entered: Entered, teams: Sequence[Team], workspace: Workspace, t: Translate, *, meanwhile: Sequence[str] = ()
) -> View:
    """The form with a pool's rules. `meanwhile`: what others changed while it was open."""
    rules = entered.rules
    warned = t("⚠️ Changed meanwhile. Save again, and what stands here holds:")
    blocks = [
        *([section("\n".join([warned, *meanwhile]))] if meanwhile else []),
        field(
            "name",
            t.plain("Name"),
            text_input("v", initial=rules.name or "", most=40),
            optional=entered.first,
            hint=t.plain("Left empty it is called the lead pool.") if entered.first else "",
        ),
        *_belonging(entered, teams, t),
        *([] if entered.first else _asked(rules, t)),
        field("channel", t.plain("Channel for its new leads"), _channel(rules.channel), hint=_channel_hint(t)),
        *_numbers(rules, workspace, t),
        *_rhythms(rules, workspace, t),
        field("switches", t.plain("Rules"), _switches(rules, t)),
    ]
    kept = {"pool": entered.pool_id, "version": entered.version, "first": entered.first} if entered.pool_id else {}
    title = t.plain("Change pool") if entered.pool_id else t.plain("New pool")
    return form(ids.POOL_FORM, title, t.plain("Save"), t.plain("Cancel"), blocks, keep=kept)


def _belonging(entered: Entered, teams: Sequence[Team], t: Translate) -> list[Block]:
    ways = [option(t.plain("Open to everybody"), "all"), option(t.plain("Only for those chosen below"), "some")]
    people: Block = {"type": "multi_users_select", "action_id": "v"}
    if entered.members:
        people["initial_users"] = list(entered.members)[:100]
    known = [option(team.name, str(team.id)) for team in teams][:100]
    chosen = [each for each in known if int(each["value"]) in entered.teams]
    groups: Block = {"type": "multi_static_select", "action_id": "v", "options": known}
    if chosen:
        groups["initial_options"] = chosen
    who = "all" if entered.rules.open_to_all else "some"
    return [
        field("open", t.plain("Who may see and claim"), radio("v", ways, chosen=who), optional=False),
        field("members", t.plain("Members"), people),
        *([field("teams", t.plain("Teams"), groups)] if known else []),
    ]


def _asked(rules: Rules, t: Translate) -> list[Block]:
    hint = t.plain("With commas between them. New leads of these come here.")
    return [
        field(
            name, t.plain(LABELS[name]), text_input("v", initial=t.listed(getattr(rules, name)), most=1500), hint=hint
        )
        for name in ("regions", "tags")
    ]


def _channel(channel: str | None) -> Block:
    element: Block = {"type": "conversations_select", "action_id": "v", "filter": {"include": ["public", "private"]}}
    return {**element, "initial_conversation": channel} if channel else element


def _channel_hint(t: Translate) -> str:
    return t.plain("Left empty they are shown in the workspace's channel; those of a pool for some are shown nowhere.")


def _numbers(rules: Rules, workspace: Workspace, t: Translate) -> list[Block]:
    whole = {name: getattr(workspace, name) for name in ("claims_a_day", "held_at_once", "answer_hours")}
    blocks = []
    for name in ("claims_a_day", "held_at_once", "cooling_days", "answer_hours", "deal_days"):
        least, most = RANGES[name]
        hint = t.plain("{least} to {most}", least=least, most=most)
        if name in whole:
            hint = t.plain("{least} to {most}; left empty, the workspace's {n}", least=least, most=most, n=whole[name])
        if name == "deal_days":
            hint = t.plain(
                "{least} to {most}, from when it comes to somebody; left empty, no such rule", least=least, most=most
            )
        told = getattr(rules, name)
        typed = text_input("v", initial="" if told is None else str(told), most=9)
        blocks.append(field(name, t.plain(LABELS[name]), typed, hint=hint))
    by_grade = text_input("v", initial=grades(rules.held_by_grade), most=300)
    hint = t.plain("Such as A=80 B=50. It goes before the number above, for members of that grade.")
    blocks.insert(2, field("held_by_grade", t.plain(LABELS["held_by_grade"]), by_grade, hint=hint))
    return blocks


def _rhythms(rules: Rules, workspace: Workspace, t: Translate) -> list[Block]:
    return [
        field(
            f"rhythm_{chance}",
            t.plain("Working days between follow-ups, chance {chance}", chance=t.plain(CHANCES[chance])),
            text_input("v", initial=str(rules.rhythms.get(chance, "")), most=9),
            hint=t.plain("Left empty, the workspace's {n}", n=workspace.silent_after),
        )
        for chance in RHYTHMS
    ]


def _switches(rules: Rules, t: Translate) -> Block:
    options = [option(t.plain(LABELS[name]), name) for name in SWITCHES]
    return checkboxes("v", options, chosen=[name for name in SWITCHES if getattr(rules, name)])


def close_form(pool: Pool, others: Sequence[Pool], leads: int, t: Translate) -> View:
    """The form that closes a pool: where its leads go."""
    options = [option(t.text(each), str(each.id)) for each in others]
    said = t.n(
        "{pool} holds {n} open lead, lying here or with somebody.",
        "{pool} holds {n} open leads, lying here or with somebody.",
        leads,
        pool=pool,
    )
    return form(
        ids.POOL_CLOSE_FORM,
        t.plain("Close pool"),
        t.plain("Close it"),
        t.plain("Cancel"),
        [
            section(said),
            field(
                "into",
                t.plain("Its leads go to"),
                select("v", options, placeholder=t.plain("Choose a pool")),
                optional=False,
            ),
            context(t("What was claimed and held counts there from then on. A pool that is closed stays closed.")),
        ],
        keep={"pool": pool.id},
    )


def move_form(lead: Lead, others: Sequence[Pool], t: Translate) -> View:
    """The form that moves a lead to another pool."""
    options = [option(t.text(each), str(each.id)) for each in others]
    return form(
        ids.LEAD_POOL_FORM,
        t.plain("Move to pool"),
        t.plain("Move"),
        t.plain("Cancel"),
        [
            section(f"*{t.mrkdwn(lead.account.name)}* · {state(lead, t)} · {t.mrkdwn(lead.pool)}"),
            field("pool", t.plain("Pool"), select("v", options, placeholder=t.plain("Choose a pool")), optional=False),
        ],
        keep={"lead": lead.id},
    )
