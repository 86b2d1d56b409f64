"""Pictures of the workspace: its people, its rules."""

from collections.abc import Sequence
from datetime import date

from core.errors import msgid
from core.locales import CURRENCIES, country_as_read, zone_as_read
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


def team(people: Sequence[Member], me: Member, t: Translate, *, today: date) -> Message:
    """Everybody by team, with their role, and until when they are away; whoever leads finds the ways to change it."""
    said = t.n("{n} member", "{n} members", len(people))
    groups: dict[str, list[str]] = {}
    for each in people[: MOST * 5]:
        name = each.team.name if each.team else t.plain("No team")
        grade = f" {t.mrkdwn(each.grade)}" if each.grade else ""
        told = f"{t.mrkdwn(each)} {t(ROLES[each.role])}{grade}{_away(each, t, today)}"
        groups.setdefault(name, []).append(told)
    blocks: list[Block] = [header(t.plain("Team")), context(said)]
    blocks += [section(f"*{t.mrkdwn(name)}*\n" + " · ".join(lines)) for name, lines in list(groups.items())[:MOST]]
    if me.manages:
        edit = button(t.plain("Change a role or team"), ids.TEAM_EDIT, {}) if me.role == Role.ADMIN else None
        hand_over = button(t.plain("Hand over…"), ids.HANDOVER, {})
        blocks.append(actions(edit, button(t.plain("Away…"), ids.AWAY, {}), hand_over))
    return message(said, blocks)


def _away(member: Member, t: Translate, today: date) -> str:
    is_away = member.away_until is not None and member.away_until > today
    return f" 🌴 {t('away until {day}', day=member.away_until)}" if is_away else ""


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
            field("grade", t.plain("Grade"), text_input("v", most=20), hint=_or_cleared(t)),
            field(
                "tags",
                t.plain("Good at"),
                text_input("v", most=600, placeholder=t.plain("regions, industries, products")),
                hint=_or_cleared(t),
            ),
            field("capacity", t.plain("Leads they can take care of"), text_input("v", most=9), hint=_or_cleared(t)),
        ],
    )


def _or_cleared(t: Translate) -> str:
    return t.plain("Left empty it stays as it is; a dash takes it away.")


def placed(member: Member, t: Translate) -> Message:
    """What a member is now."""
    said = t("Role of {who}: {role}", who=member, role=t.plain(ROLES[member.role]))
    lines = [f"✅ {said}"]
    if member.grade:
        lines.append(t("Grade: {grade}", grade=member.grade))
    if member.tags:
        lines.append(t("Good at: {tags}", tags=t.listed(member.tags)))
    if member.capacity is not None:
        lines.append(t("Leads they can take care of: {n}", n=member.capacity))
    return message(said, [section("\n".join(lines))])


def settings_form(workspace: Workspace, t: Translate, *, year: int | None) -> View:
    """The form with the workspace's rules. `year`: the one whose working weekends are not known yet."""
    channel: Block = {"type": "conversations_select", "action_id": "v", "filter": {"include": ["public", "private"]}}
    if workspace.pool_channel:
        channel["initial_conversation"] = workspace.pool_channel
    labels = {
        "claims_a_day": t.plain("Claims a day, each member"),
        "held_at_once": t.plain("Leads held at once, each member"),
        "locks_a_team": t.plain("Leads locked at once, the managers of each team"),
        "silent_after": t.plain("A lead is silent after (working days)"),
        "escalate_after": t.plain("Then back to its pool after (more working days)"),
        "close_warning_days": t.plain("Warn before the expected close (days)"),
        "review_from": t.plain("A lost deal is reviewed from an amount of"),
        "answer_hours": t.plain("Time to accept a lead one is given (working hours; 0: no need to)"),
    }
    numbers = [
        field(
            name,
            label,
            text_input("v", initial=str(getattr(workspace, name)), most=9),
            optional=False,
            hint=_range(name, workspace, t),
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
            *_home(workspace, t),
            *([context(calendar.not_known(year, t))] if year else []),
        ],
    )


def _range(name: str, workspace: Workspace, t: Translate) -> str:
    """What may be entered; of a sum, in which currency."""
    if name == "review_from":
        return t.plain("In {currency}. 0: every one of them.", currency=t.currency(workspace.currency))
    return t.plain("{least} to {most}", least=RANGES[name][0], most=RANGES[name][1])


def _home(workspace: Workspace, t: Translate) -> list[Block]:
    """Where the workspace is at home."""
    # Each language in its own words: whoever chose the wrong one must find the way back.
    ways = [option("中文", "zh-CN"), option("English", "en-US")]
    locale = "zh-CN" if workspace.locale.lower().startswith("zh") else "en-US"
    known = list(dict.fromkeys([workspace.currency, *CURRENCIES]))
    currencies = [option(t.currency(code), code) for code in known]
    return [
        field(
            "zone",
            t.plain("Time zone"),
            text_input("v", initial=zone_as_read(workspace.zone, chinese=t.chinese), most=60),
            optional=False,
            hint=t.plain("A large city in it is enough. It counts for channels; each person has their own."),
        ),
        field(
            "locale",
            t.plain("Language of channels"),
            select("v", ways, placeholder=t.plain("Language"), chosen=locale),
            optional=False,
        ),
        field(
            "country",
            t.plain("Country whose holidays count"),
            text_input("v", initial=country_as_read(workspace.country, chinese=t.chinese), most=60),
            optional=False,
        ),
        field(
            "currency",
            t.plain("Currency of sums without one"),
            select("v", currencies, placeholder=t.plain("Currency"), chosen=workspace.currency),
            optional=False,
        ),
    ]


def saved(t: Translate) -> Message:
    """The rules are set."""
    said = t("The settings are saved and apply from now on.")
    return message(said, [section(f"✅ {said}")])
