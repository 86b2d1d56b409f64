"""Why did I get this? 为什么收到: the rule, its figures, whose setting it is, and how to change it."""

from collections.abc import Callable

from core.reasons import OF_ROOMS, Reason
from handlers import ids
from handlers.blocks import Message, actions, button, context, message, section
from handlers.choices.views import OF_POOLS
from handlers.silence import why as clock
from handlers.words import Translate

ALWAYS = (
    *("lead_assigned", "leads_assigned", "offers_over", "allot_stuck", "lead_taken", "leads_taken"),
    *("inquiry", "deal_card", "deal_given", "deal_taken", "deal_rated", "plea", "plea_answer"),
    *("team_joined", "team_left", "room_trouble"),
    *("request_asked", "request_chased", "request_answer", "request_off", "request_raised"),
    *("lapsing_deal", "deal_lapsed", "extension", "extension_answer"),
    *("keep_asked", "keep_answered", "lead_paused", "leads_recycled"),
    *("same_customer", "pair_apart", "customer_merged", "import_shared"),
    "contact_left",
    *("milestones_given", "milestones_moved"),
    *("same_project", "project_freed", "project_kept", "project_back"),
)


def picture(reason: Reason, t: Translate) -> Message:
    """The arithmetic in words, and the way to change it."""
    said = t.sentences(*WHYS.get(reason.notice.kind, _yours)(reason, t))
    blocks = [section(f"💡 {said}"), context(_change(reason, t))]
    if not reason.in_channel or reason.reader.manages:
        blocks.append(actions(button(t.plain("Choose what I get…"), ids.NOTICES, {})))
    return message(said, blocks)


def _change(reason: Reason, t: Translate) -> str:
    if reason.in_channel and reason.notice.kind in OF_POOLS:
        return t("An admin chooses in App Home → Settings where new leads are shown.")
    if reason.in_channel and reason.notice.kind in OF_ROOMS:
        return t("Whoever leads the deal chooses who is on its team, and so who is here.")
    if reason.in_channel:
        return t("The team's manager or an admin chooses in App Home → Notices what this channel gets.")
    if reason.notice.kind in ALWAYS:
        return t("What colleagues give you, ask you or take from you, and what your customers write, is always told.")
    return t("You choose in App Home → Notices what you get, and when.")


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


def _keep_answered(reason: Reason, t: Translate) -> list[str]:
    return [t("You asked whether you may keep the lead.")]


def _lead_paused(reason: Reason, t: Translate) -> list[str]:
    return [t("A pause is told to the lead's owner and to whoever leads them, unless they set it themselves.")]


def _leads_recycled(reason: Reason, t: Translate) -> list[str]:
    return [t("Leads that go back to their pool are told to whom they belonged, and to their team.")]


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


def _lapsing_deal(reason: Reason, t: Translate) -> list[str]:
    return [
        t("The pipeline closes deals by themselves some days after their expected close: a rule set by an admin."),
        t("Their owner is told once the date has passed, and the day before it happens."),
    ]


def _extension(reason: Reason, t: Translate) -> list[str]:
    return [t("You lead whoever asks, so it is for you to say whether the deal gets a new date.")]


def _extension_answer(reason: Reason, t: Translate) -> list[str]:
    return [t("You asked for a new date.")]


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


def _task_due(reason: Reason, t: Translate) -> list[str]:
    task = reason.task
    if task is None:
        return [t("It was about a task that is no longer there.")]
    when = t.text(task.on) + (f" {t.text(task.at)}" if task.at else "")
    if task.place is not None:
        first = t("“{task}” is a milestone of yours in a deal's plan, due {when}.", task=task, when=when)
        return [first, t("A task without a time is told on the morning of its day, and once when it is overdue.")]
    said = [t("You planned “{task}” for {when} (noted {day}).", task=task.text, when=when, day=task.created_at)]
    if task.at is None:
        return [*said, t("A task without a time is told on the morning of its day, and once when it is overdue.")]
    if task.lead_time is not None:
        minutes, whose = task.lead_time, t("as you chose for this task")
    else:
        minutes, whose = reason.reader.lead_time, t("as you chose for all tasks")
    return [
        *said,
        t(
            "You are told {n} minutes before its time ({whose}), at its time, and once when it is overdue.",
            n=minutes,
            whose=whose,
        ),
    ]


def _empty_day(reason: Reason, t: Translate) -> list[str]:
    return [
        t(
            "Your working day ends at {time}, and nothing was planned for your next one.",
            time=reason.reader.works_until,
        ),
        t("You are told half an hour before that, once a day, while you hold open leads or deals."),
    ]


def _digest(reason: Reason, t: Translate) -> list[str]:
    hour = reason.workspace.digest_at
    if reason.in_channel:
        return [
            t("Each working day at {time} this channel gets the digest of its team.", time=hour),
            *_channel(reason, t),
        ]
    if reason.reader.digest_at:
        return [
            t("You lead these people, and chose {time} on working days for their digest.", time=reason.reader.digest_at)
        ]
    return [t("You lead these people: their digest comes on working days at {time}, the workspace's hour.", time=hour)]


def _dead_leads(reason: Reason, t: Translate) -> list[str]:
    return [
        t("Once a week a few dead leads are offered to members who never held them, best matched by tags first."),
        t("The same lead is offered to you once, and to a colleague four weeks later at the earliest."),
    ]


def _lead_assigned(reason: Reason, t: Translate) -> list[str]:
    if reason.lead is None or reason.by is None:
        return [t("A colleague gave you a lead.")]
    return [t("{who} gave you *{customer}*.", who=reason.by, customer=reason.lead.account.name)]


def _leads_assigned(reason: Reason, t: Translate) -> list[str]:
    return [t("You were given these leads, and they are to be accepted or declined in time.")]


def _offers_over(reason: Reason, t: Translate) -> list[str]:
    return [t("Leads that are not accepted in time go to the next by rank; whoever gave or missed them is told.")]


def _allot_stuck(reason: Reason, t: Translate) -> list[str]:
    return [t("This pool gives its leads out by rank. Whoever leads it is told once a day when some suit nobody.")]


def _lead_taken(reason: Reason, t: Translate) -> list[str]:
    return [t("The lead was yours until then.")]


def _leads_taken(reason: Reason, t: Translate) -> list[str]:
    return [t("The leads were yours until then.")]


def _inquiry(reason: Reason, t: Translate) -> list[str]:
    return [t("The customer is yours, and wrote through a web form.")]


def _lead_card(reason: Reason, t: Translate) -> list[str]:
    if not reason.in_channel:
        return _yours(reason, t)
    return [t("New leads of the pool are shown in this channel, for everybody to claim."), *_channel(reason, t)]


def _import_pool(reason: Reason, t: Translate) -> list[str]:
    return [t("Lists that a colleague puts into the pool are told in the pool's channel."), *_channel(reason, t)]


def _leads_returned(reason: Reason, t: Translate) -> list[str]:
    return [t("Leads that come back are told in the pool's channel, many of them in one word."), *_channel(reason, t)]


def _import_shared(reason: Reason, t: Translate) -> list[str]:
    if reason.by is None:
        return [t("A colleague gave you leads from a list.")]
    return [t("{who} gave you leads from a list.", who=reason.by)]


def _same_customer(reason: Reason, t: Translate) -> list[str]:
    return [t("Somebody found that two customers look like one, and it is for you to say whether they are.")]


def _pair_apart(reason: Reason, t: Translate) -> list[str]:
    return [t("You had named the two as one customer; whoever was asked has answered.")]


def _customer_merged(reason: Reason, t: Translate) -> list[str]:
    return [t("You held a lead or a deal of one of the two when they were merged.")]


def _same_project(reason: Reason, t: Translate) -> list[str]:
    return [t("Deals of two people look like one project, and it is for you to say who goes on with it.")]


def _project_settled(reason: Reason, t: Translate) -> list[str]:
    return [t("Your deal and a colleague's looked like one project, and whoever leads you both has decided.")]


def _handover(reason: Reason, t: Translate) -> list[str]:
    return [t("You asked for this handover, and hear how it went.")]


def _handed_over(reason: Reason, t: Translate) -> list[str]:
    return [t("A handover gives you what a colleague held, or takes what you held, or is of people you lead.")]


def _contact_left(reason: Reason, t: Translate) -> list[str]:
    return [t("You lead whoever logged it, and a deal may hang on who comes next.")]


def _thin_deal(reason: Reason, t: Translate) -> list[str]:
    return [
        t("Each deal is looked at every few days: who decides, how many we know, when we last met somebody new."),
        t("Each thing that is missing is said once, to its owner; what is grave also to whoever leads them."),
    ]


def _milestones(reason: Reason, t: Translate) -> list[str]:
    return [t("Whoever owns a milestone of a deal's plan hears when it becomes theirs, and when its day moves.")]


def _missed(reason: Reason, t: Translate) -> list[str]:
    return [
        t("These came in hours in which you were not to be told, and grew too old to be told one by one."),
        t("What was missed comes once, on the next working morning."),
    ]


def _channel(reason: Reason, t: Translate) -> list[str]:
    by = reason.set_by
    return [t("{who} set this channel up.", who=by) if by else t("An admin set this channel up.")]


def _plea(reason: Reason, t: Translate) -> list[str]:
    if reason.by is None:
        return _yours(reason, t)
    return [t("{who} asked you: you decide over the owner of the deal.", who=reason.by)]


def _deal_given(reason: Reason, t: Translate) -> list[str]:
    if reason.by is None or reason.deal is None:
        return [t("A colleague gave you a deal.")]
    return [t("{who} gave you *{deal}*.", who=reason.by, deal=reason.deal.name)]


def _deal_taken(reason: Reason, t: Translate) -> list[str]:
    return [t("The deal was yours until then.")]


def _team(reason: Reason, t: Translate) -> list[str]:
    return [t("Whoever leads a deal chooses who is on its team; whoever comes or goes is told.")]


def _deal_rated(reason: Reason, t: Translate) -> list[str]:
    return [t("The deal is yours: whoever leads you said how hard it is, and its bonus is reckoned with that.")]


def _request(reason: Reason, t: Translate) -> list[str]:
    return [t("A colleague asked this of you. You are reminded once when it is due, and then whoever leads is told.")]


def _request_answer(reason: Reason, t: Translate) -> list[str]:
    return [t("You asked for it, or own the deal by now: you hear each answer once.")]


def _request_raised(reason: Reason, t: Translate) -> list[str]:
    return [
        t("You lead whoever was asked, or whoever owns the deal."),
        t("What is not answered a working day after its reminder is told to whoever leads, once."),
    ]


def _plea_answer(reason: Reason, t: Translate) -> list[str]:
    return [t("You had asked for the deal to be let through.")]


def _deal_card(reason: Reason, t: Translate) -> list[str]:
    if reason.in_channel:
        return _room(reason, t)
    return [t("You had the card put here, a gate asked for files that go into its thread, or you joined its team.")]


def _room(reason: Reason, t: Translate) -> list[str]:
    return [t("This is the channel of a deal: its follow-ups and moves are told here, once each.")]


def _room_trouble(reason: Reason, t: Translate) -> list[str]:
    return [t("You had the channel of the deal made.")]


def _yours(reason: Reason, t: Translate) -> list[str]:
    return [t("It is about something of yours, and still open.")]


WHYS: dict[str, Callable[[Reason, Translate], list[str]]] = {
    "silent_lead": _silent_lead,
    "keep_asked": _keep_asked,
    "keep_answered": _keep_answered,
    "lead_paused": _lead_paused,
    "leads_recycled": _leads_recycled,
    "closing_deal": _closing_deal,
    "review_asked": _review_asked,
    "lapsing_deal": _lapsing_deal,
    "deal_lapsed": _lapsing_deal,
    "extension": _extension,
    "extension_answer": _extension_answer,
    "task_due": _task_due,
    "empty_day": _empty_day,
    "dead_leads": _dead_leads,
    "digest": _digest,
    "lead_assigned": _lead_assigned,
    "leads_assigned": _leads_assigned,
    "offers_over": _offers_over,
    "allot_stuck": _allot_stuck,
    "inquiry": _inquiry,
    "lead_card": _lead_card,
    "lead_taken": _lead_taken,
    "plea": _plea,
    "plea_answer": _plea_answer,
    "deal_given": _deal_given,
    "deal_taken": _deal_taken,
    "deal_rated": _deal_rated,
    **dict.fromkeys(("team_joined", "team_left"), _team),
    **dict.fromkeys(("request_asked", "request_chased", "request_off"), _request),
    "request_answer": _request_answer,
    "request_raised": _request_raised,
    "deal_card": _deal_card,
    **dict.fromkeys(("room_visit", "room_move", "room_ending"), _room),
    "room_trouble": _room_trouble,
    "leads_taken": _leads_taken,
    "import_pool": _import_pool,
    "import_shared": _import_shared,
    "leads_returned": _leads_returned,
    "same_customer": _same_customer,
    "pair_apart": _pair_apart,
    "customer_merged": _customer_merged,
    "contact_left": _contact_left,
    "thin_deal": _thin_deal,
    "same_project": _same_project,
    **dict.fromkeys(("milestones_given", "milestones_moved"), _milestones),
    **dict.fromkeys(("project_freed", "project_kept", "project_back"), _project_settled),
    "handover": _handover,
    **dict.fromkeys(("handed_over", "handover_told", "handover_back"), _handed_over),
    "missed": _missed,
}
