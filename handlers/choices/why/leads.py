"""Why one is told of a lead: its clock, whom it was given to, the pool it lies in."""

from core.errors import msgid
from core.reasons import Reason
from handlers.choices.why.said import Why, plainly, set_up_by, yours
from handlers.silence import why as clock
from handlers.words import Translate


def _silent_lead(reason: Reason, t: Translate) -> list[str]:
    """The same arithmetic as "Why this clock?" tells."""
    if reason.story is None:
        return [t("It was about a lead that is no longer yours to see.")]
    first = t(
        "*{customer}*: its owner is warned first, then the team hears of it, then it goes back to its pool.",
        customer=reason.story.lead.account.name,
    )
    return ["\n".join([first, *clock.lines(reason.story, t)])]


def _keep_asked(reason: Reason, t: Translate) -> list[str]:
    return [
        t("You lead whoever asks, so it is for you to say whether they may keep the lead."),
        *_silent_lead(reason, t),
    ]


def _lead_assigned(reason: Reason, t: Translate) -> list[str]:
    if reason.lead is None or reason.by is None:
        return [t("A colleague gave you a lead.")]
    return [t("{who} gave you *{customer}*.", who=reason.by, customer=reason.lead.account.name)]


def _lead_card(reason: Reason, t: Translate) -> list[str]:
    if not reason.in_channel:
        return yours(reason, t)
    return [t("New leads of the pool are shown in this channel, for everybody to claim."), *set_up_by(reason, t)]


def _import_pool(reason: Reason, t: Translate) -> list[str]:
    return [t("Lists that a colleague puts into the pool are told in the pool's channel."), *set_up_by(reason, t)]


def _leads_returned(reason: Reason, t: Translate) -> list[str]:
    return [t("Leads that come back are told in the pool's channel, many of them in one word."), *set_up_by(reason, t)]


def _import_shared(reason: Reason, t: Translate) -> list[str]:
    if reason.by is None:
        return [t("A colleague gave you leads from a list.")]
    return [t("{who} gave you leads from a list.", who=reason.by)]


WHYS: dict[str, Why] = {
    "silent_lead": _silent_lead,
    "keep_asked": _keep_asked,
    "keep_answered": plainly(msgid("You asked whether you may keep the lead.")),
    "lead_paused": plainly(
        msgid("A pause is told to the lead's owner and to whoever leads them, unless they set it themselves.")
    ),
    "leads_recycled": plainly(
        msgid("Leads that go back to their pool are told to whom they belonged, and to their team.")
    ),
    "dead_leads": plainly(
        msgid("Once a week a few dead leads are offered to members who never held them, best matched by tags first."),
        msgid("The same lead is offered to you once, and to a colleague four weeks later at the earliest."),
    ),
    "lead_assigned": _lead_assigned,
    "leads_assigned": plainly(msgid("You were given these leads, and they are to be accepted or declined in time.")),
    "offers_over": plainly(
        msgid("Leads that are not accepted in time go to the next by rank; whoever gave or missed them is told.")
    ),
    "allot_stuck": plainly(
        msgid("This pool gives its leads out by rank. Whoever leads it is told once a day when some suit nobody.")
    ),
    "lead_taken": plainly(msgid("The lead was yours until then.")),
    "leads_taken": plainly(msgid("The leads were yours until then.")),
    "inquiry": plainly(msgid("The customer is yours, and wrote through a web form.")),
    "lead_card": _lead_card,
    "leads_returned": _leads_returned,
    "import_pool": _import_pool,
    "import_shared": _import_shared,
}
