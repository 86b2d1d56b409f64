"""Why one is told of a deal: its dates, whose it is, its gates, its plan, its team and its channel."""

from core.errors import msgid
from core.reasons import Reason
from handlers.choices.why.said import Why, plainly, yours
from handlers.words import Translate


def _closing_deal(reason: Reason, t: Translate) -> list[str]:
    deal = reason.deal
    if deal is None:
        return [t("It was about a deal that is no longer yours to see.")]
    return [
        t("*{deal}* is yours and expected to close on {day}.", deal=deal.name, day=deal.expected_close),
        t(
            "Owners are told {n} days before: a rule of the workspace's, set by an admin.",
            n=reason.workspace.close_warning_days,
        ),
    ]


def _review_asked(reason: Reason, t: Translate) -> list[str]:
    if reason.deal is None:
        return [t("It was about a deal that is no longer yours to see.")]
    return [
        t("*{deal}* was yours when it was closed.", deal=reason.deal.name),
        t(
            "Every win is asked about, and every loss of {n} or more: a rule of the workspace's, set by an admin.",
            n=f"{reason.workspace.review_from:,}",
        ),
    ]


def _plea(reason: Reason, t: Translate) -> list[str]:
    if reason.by is None:
        return yours(reason, t)
    return [t("{who} asked you: you decide over the owner of the deal.", who=reason.by)]


def _deal_given(reason: Reason, t: Translate) -> list[str]:
    if reason.by is None or reason.deal is None:
        return [t("A colleague gave you a deal.")]
    return [t("{who} gave you *{deal}*.", who=reason.by, deal=reason.deal.name)]


def _deal_card(reason: Reason, t: Translate) -> list[str]:
    if reason.in_channel:
        return _ROOM(reason, t)
    return [t("You had the card put here, a gate asked for files that go into its thread, or you joined its team.")]


_ROOM = plainly(msgid("This is the channel of a deal: its follow-ups and moves are told here, once each."))
WHYS: dict[str, Why] = {
    "closing_deal": _closing_deal,
    **dict.fromkeys(
        ("lapsing_deal", "deal_lapsed"),
        plainly(
            msgid(
                "The pipeline closes deals by themselves some days after their expected close: a rule set by an admin."
            ),
            msgid("Their owner is told once the date has passed, and the day before it happens."),
        ),
    ),
    "extension": plainly(msgid("You lead whoever asks, so it is for you to say whether the deal gets a new date.")),
    "extension_answer": plainly(msgid("You asked for a new date.")),
    "review_asked": _review_asked,
    "plea": _plea,
    "plea_answer": plainly(msgid("You had asked for the deal to be let through.")),
    "deal_given": _deal_given,
    "deal_taken": plainly(msgid("The deal was yours until then.")),
    "deal_rated": plainly(
        msgid("The deal is yours: whoever leads you said how hard it is, and its bonus is reckoned with that.")
    ),
    "thin_deal": plainly(
        msgid("Each deal is looked at every few days: who decides, how many we know, when we last met somebody new."),
        msgid("Each thing that is missing is said once, to its owner; what is grave also to whoever leads them."),
    ),
    **dict.fromkeys(
        ("milestones_given", "milestones_moved"),
        plainly(
            msgid("Whoever owns a milestone of a deal's plan hears when it becomes theirs, and when its day moves.")
        ),
    ),
    "same_project": plainly(
        msgid("Deals of two people look like one project, and it is for you to say who goes on with it.")
    ),
    **dict.fromkeys(
        ("project_freed", "project_kept", "project_back"),
        plainly(msgid("Your deal and a colleague's looked like one project, and whoever leads you both has decided.")),
    ),
    **dict.fromkeys(
        ("team_joined", "team_left"),
        plainly(msgid("Whoever leads a deal chooses who is on its team; whoever comes or goes is told.")),
    ),
    "deal_card": _deal_card,
    **dict.fromkeys(("room_visit", "room_move", "room_ending"), _ROOM),
    "room_trouble": plainly(msgid("You had the channel of the deal made.")),
}
