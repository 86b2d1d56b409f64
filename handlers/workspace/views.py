"""Pictures of the workspace: its people, its rules."""

from collections.abc import Sequence

from core.errors import msgid
from core.models import Member, Role, Team, Workspace
from core.settings import RANGES
from handlers import calendar, ids
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
from handlers.words import Translate

ROLES = {
    Role.REP: msgid("Rep"),
    Role.MANAGER: msgid("Manager"),
    Role.ADMIN: msgid("Admin"),
    Role.SUPPORTER: msgid("Supporter"),
}
MOST = 40


def team(people: Sequence[Member], me: Member, t: Translate) -> Message:
    """Everybody by team, with their role; an admin finds the way to change it."""
    said = t.n("{n} member", "{n} members", len(people))
    groups: dict[str, list[str]] = {}
    for each in people[: MOST * 5]:
        name = each.team.name if each.team else t.plain("No team")
        groups.setdefault(name, []).append(f"{t.mrkdwn(each)} {t(ROLES[each.role])}")
    blocks: list[Block] = [header(t.plain("Team")), context(said)]
    blocks += [section(f"*{t.mrkdwn(name)}*\n" + " · ".join(lines)) for name, lines in list(groups.items())[:MOST]]
    if me.role == Role.ADMIN:
        blocks.append(actions(button(t.plain("Change a role or team"), ids.TEAM_EDIT, {})))
    return message(said, blocks)


def team_form(teams: Sequence[Team], t: Translate) -> View:
    """The form that gives a member a role, a team, and the team its channel."""
    roles = [option(t.plain(word), role.value) for role, word in ROLES.items()]
    known = t.listed(each.name for each in teams[:10])
    channel = {"type": "conversations_select", "action_id": "v", "filter": {"include": ["public", "private"]}}
    return form(
        ids.TEAM_FORM,
        t.plain("Role and team"),
        t.plain("Save"),
        t.plain("Cancel"),
        [
            field("member", t.plain("Member"), {"type": "users_select", "action_id": "v"}, optional=False),
            field(
                "role",
                t.plain("Role"),
                select("v", roles, placeholder=t.plain("Role")),
                hint=t.plain("Left empty it stays as it is."),
            ),
            field(
                "team",
                t.plain("Team"),
                text_input("v", most=60),
                hint=t.plain("Teams so far: {teams}", teams=known or "–"),
            ),
            field("channel", t.plain("The team's channel"), channel),
        ],
    )


def placed(member: Member, t: Translate) -> Message:
    """What a member is now."""
    said = t("Role of {who}: {role}", who=member, role=t.plain(ROLES[member.role]))
    return message(said, [section(f"✅ {said}")])


def settings_form(workspace: Workspace, t: Translate, *, year: int | None) -> View:
    """The form with the workspace's rules. `year`: the one whose working weekends are not known yet."""
    channel: Block = {"type": "conversations_select", "action_id": "v", "filter": {"include": ["public", "private"]}}
    if workspace.pool_channel:
        channel["initial_conversation"] = workspace.pool_channel
    labels = {
        "claims_a_day": t.plain("Claims a day, each member"),
        "held_at_once": t.plain("Leads held at once, each member"),
        "silent_after": t.plain("A lead is silent after (working days)"),
        "escalate_after": t.plain("The team is told after (more working days)"),
        "close_warning_days": t.plain("Warn before the expected close (days)"),
        "answer_hours": t.plain("Time to accept a lead one is given (working hours; 0: no need to)"),
    }
    numbers = [
        field(
            name,
            label,
            text_input("v", initial=str(getattr(workspace, name)), most=6),
            optional=False,
            hint=t.plain("{least} to {most}", least=RANGES[name][0], most=RANGES[name][1]),
        )
        for name, label in labels.items()
    ]
    clock: Block = {"type": "timepicker", "action_id": "v", "initial_time": f"{workspace.digest_at:%H:%M}"}
    return form(
        ids.SETTINGS_FORM,
        t.plain("Settings"),
        t.plain("Save"),
        t.plain("Cancel"),
        [
            field(
                "pool_channel",
                t.plain("Channel of the lead pool"),
                channel,
                hint=t.plain("Invite Genjin to it, so that it can post there."),
            ),
            *numbers,
            field("digest_at", t.plain("Morning digest at"), clock, optional=False),
            field(
                "chance_reasons",
                t.plain("Reasons for a low chance"),
                text_input("v", initial="\n".join(workspace.chance_reasons), multiline=True, most=2500),
                hint=t.plain("One a line. Left empty, people choose from the usual ones in their own language."),
            ),
            *([context(calendar.not_known(year, t))] if year else []),
        ],
    )


def saved(t: Translate) -> Message:
    """The rules are set."""
    said = t("The settings are saved and apply from now on.")
    return message(said, [section(f"✅ {said}")])
