"""Pictures of what a person chose to be told: the form, the menu on each notice, what is muted."""

from collections.abc import Iterable, Sequence

from core.choices import CHANNEL_KINDS, KINDS
from core.errors import msgid
from core.models import Account, Member, Mute, Notice, Team
from core.reasons import OF_ROOMS
from handlers import ids
from handlers.blocks import (
    Block,
    Message,
    View,
    actions,
    button,
    checkboxes,
    context,
    divider,
    field,
    form,
    message,
    option,
    overflow,
    pack,
    section,
    select,
)
from handlers.today.views import lead_time
from handlers.words import Translate

NAMES = {
    "task_due": msgid("Reminders of my tasks"),
    "empty_day": msgid("When nothing is planned for my next working day"),
    "silent_lead": msgid("Leads that go silent"),
    "closing_deal": msgid("Deals that close soon"),
    "thin_deal": msgid("Deals that hang by a thread"),
    "review_asked": msgid("Deals of mine that are worth a review"),
    "dead_leads": msgid("Dead leads worth a fresh try, once a week"),
    "digest": msgid("The morning digest of the people I lead"),
}
CHANNEL_NAMES = {
    "silent_lead": msgid("Leads that stay silent"),
    "digest": msgid("The team's morning digest"),
}
WEEKDAYS = (
    msgid("Monday"),
    msgid("Tuesday"),
    msgid("Wednesday"),
    msgid("Thursday"),
    msgid("Friday"),
    msgid("Saturday"),
    msgid("Sunday"),
)
MUTES = {
    "day": msgid("Mute this customer for a day"),
    "week": msgid("Mute this customer for a week"),
    "follow_up": msgid("Mute this customer until the next follow-up"),
    "pick": msgid("Mute this customer until a day…"),
}
MOST = 10
# They tell, and leave nothing to press but their menu.
INFORMING = (
    *("digest", "leads_recycled", "lead_paused", "keep_answered", "offers_over", "allot_stuck"),
    *("lead_taken", "leads_taken", "import_pool", "import_shared", "pair_apart", "customer_merged"),
    *("project_freed", "project_kept", "project_back", "plea_answer", "deal_taken", "team_left"),
    *("room_visit", "room_move", "room_ending", "room_trouble", "request_off"),
    *("handover", "handed_over", "handover_told", "handover_back"),
)
OF_POOLS = ("lead_card", "import_pool", "leads_returned")  # in a channel: the pool's, not a team's


def kinds_of(member: Member) -> list[str]:
    """The kinds of notice a member may ever get, and so may do without."""
    return [kind for kind in KINDS if kind != "digest" or member.manages]


def notices_form(member: Member, teams: Sequence[Team], mutes: Sequence[tuple[Mute, Account]], t: Translate) -> View:
    """The form in which a person says what they get, when, and in which language."""
    kinds = kinds_of(member)
    wanted = [kind for kind in kinds if kind not in member.notices_off]
    blocks = [
        field("kinds", t.plain("Tell me"), _ticks({kind: NAMES[kind] for kind in kinds}, wanted, t)),
        field("lead_time", t.plain("Remind me"), lead_time(t, chosen=member.lead_time), optional=False),
        *_hours(member, t),
        field("language", t.plain("Language"), _languages(member, t), optional=False),
        *(_channel(team, t) for team in teams),
        *_muted(mutes, t),
    ]
    return form(ids.NOTICES_FORM, t.plain("Notices"), t.plain("Save"), t.plain("Cancel"), blocks)


def _ticks(names: dict[str, str], wanted: Iterable[str], t: Translate) -> Block:
    return checkboxes("v", [option(t.plain(word), kind) for kind, word in names.items()], chosen=wanted)


def _hours(member: Member, t: Translate) -> list[Block]:
    days = [option(t.plain(name), str(number)) for number, name in enumerate(WEEKDAYS, start=1)]
    own = [str(day) for day in member.workdays or ()]
    blocks = [
        field("works_from", t.plain("I work from"), _clock(f"{member.works_from:%H:%M}"), optional=False),
        field("works_until", t.plain("I work until"), _clock(f"{member.works_until:%H:%M}"), optional=False),
        field(
            "workdays",
            t.plain("On these days"),
            checkboxes("v", days, chosen=own),
            hint=t.plain("Tick none to follow the calendar, with its holidays and swapped working days."),
        ),
        field(
            "quiet_from",
            t.plain("Quiet from"),
            _clock(f"{member.quiet_from:%H:%M}" if member.quiet_from else None),
            hint=t.plain("In quiet hours you are told nothing at all, not even reminders."),
        ),
        field(
            "quiet_until", t.plain("Quiet until"), _clock(f"{member.quiet_until:%H:%M}" if member.quiet_until else None)
        ),
    ]
    if member.manages:
        told = _clock(f"{member.digest_at:%H:%M}" if member.digest_at else None)
        hint = t.plain("Leave it empty for the workspace's hour.")
        blocks.append(field("digest_at", t.plain("Morning digest at"), told, hint=hint))
    return blocks


def _clock(at: str | None) -> Block:
    return {"type": "timepicker", "action_id": "v", **({"initial_time": at} if at else {})}


def _languages(member: Member, t: Translate) -> Block:
    # Each in its own words: whoever chose the wrong one must find the way back.
    ways = [option(t.plain("As in Slack"), "slack"), option("中文", "zh"), option("English", "en")]
    return select("v", ways, placeholder=t.plain("Language"), chosen=member.language or "slack")


def _channel(team: Team, t: Translate) -> Block:
    wanted = [kind for kind in CHANNEL_KINDS if kind not in team.notices_off]
    return field(
        channel_field(team), t.plain("The channel of {team} gets", team=team.name), _ticks(CHANNEL_NAMES, wanted, t)
    )


def channel_field(team: Team) -> str:
    """The field in which it is said what a team's channel gets."""
    return f"channel_{team.id}"


def _muted(mutes: Sequence[tuple[Mute, Account]], t: Translate) -> list[Block]:
    if not mutes:
        return []
    blocks = [divider(), section(t("*🔇 Muted customers*") + f" {len(mutes)}")]
    for mute, account in mutes[:MOST]:
        blocks.append(section(f"*{t.mrkdwn(account.name)}* · {_until(mute, t)}", accessory=_unmute(account, t)))
    return blocks


def _until(mute: Mute, t: Translate) -> str:
    return t("until {day}", day=mute.until) if mute.until else t("until the next follow-up")


def _unmute(account: Account, t: Translate) -> Block:
    label = t.plain("Unmute {customer}", customer=account.name)
    return button(t.plain("Unmute"), ids.MUTE_END, {"account": account.id}, label=label)


def saved(t: Translate) -> Message:
    """What was chosen is kept."""
    said = t("Your choices are saved and apply from now on.")
    return message(said, [section(f"✅ {said}")])


def muted(mute: Mute, account: Account, t: Translate) -> Message:
    """A customer muted, with the way back."""
    said = t("🔇 Nothing about *{customer}* {until}.", customer=account.name, until=_until(mute, t))
    return message(said, [section(said), actions(_unmute(account, t))])


def unmuted(account: Account, t: Translate) -> Message:
    """A customer to be told of again."""
    said = t("🔔 You are told about *{customer}* again.", customer=account.name)
    return message(said, [section(said)])


def mute_form(account: Account, t: Translate, *, first: str) -> View:
    """The form that mutes a customer until a day; `first` is the day shown at first, as Slack writes it."""
    day: Block = {"type": "datepicker", "action_id": "v", "initial_date": first}
    return form(
        ids.MUTE_FORM,
        t.plain("Mute"),
        t.plain("Mute"),
        t.plain("Cancel"),
        [section(f"*{t.mrkdwn(account.name)}*"), field("until", t.plain("Until"), day, optional=False)],
        keep={"account": account.id},
    )


def with_menu(drawn: Message, notice: Notice, t: Translate) -> Message:
    """The notice with its menu: mute its customer, ask why it came. Where nothing is left to do there is none."""
    if notice.kind == "batch":  # each of its parts has its own
        return drawn
    blocks = list(drawn["blocks"])
    place = next((n for n, block in enumerate(blocks) if block["type"] == "section" and "accessory" not in block), None)
    if place is None or not (notice.kind in INFORMING or any(_to_press(block) for block in blocks)):
        return drawn
    blocks[place] = {**blocks[place], "accessory": _menu(notice, t)}
    return {**drawn, "blocks": blocks}


def _to_press(block: Block) -> bool:
    return block["type"] == "actions" or "accessory" in block


def introduced(drawn: Message, notice: Notice, by: Member | None, t: Translate) -> Message:
    """A channel's first notice: who set the channel up (None: from the shell), and how to stop what comes."""
    if notice.kind in OF_POOLS:
        told = t(
            "{who} had new leads of the pool shown here. An admin stops that in App Home → Settings.",
            who=by or t.plain("An admin"),
        )
    elif notice.kind in OF_ROOMS:
        told = t(
            "{who} had this channel made for the deal. Its team is here; when the deal has ended it is archived.",
            who=by or t.plain("An admin"),
        )
    else:
        told = t(
            "{who} set this channel up for the team. Its manager or an admin stops what comes in App Home → Notices.",
            who=by or t.plain("An admin"),
        )
    again = {name: [*drawn[name], context(told)] for name in ("blocks", "fallback") if drawn.get(name)}
    return {**drawn, **again}


def _menu(notice: Notice, t: Translate) -> Block:
    mutes = MUTES if notice.member_id is not None and notice.facts.get("account") else {}
    whys = {"why": msgid("Why did I get this?")} if notice.member_id else {"why": msgid("Why is this here?")}
    ways = {**mutes, **whys, **({} if mutes else {"choose": msgid("Choose what I get…")})}
    return overflow(
        ids.NOTICE_MENU, [option(t.plain(word), pack({"notice": notice.id, "do": do})) for do, word in ways.items()]
    )
