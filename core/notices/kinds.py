"""The kinds of notices: how far a person's hours bind each, what is told in one message, and how late each may be."""

from datetime import timedelta
from typing import Literal

# How far a person's hours bind what they are told. In the order in which they prevail where one message holds several.
Manner = Literal[
    "asked",  # addressed to them by somebody, or set by themselves for that hour: told unless they want quiet
    "daily",  # the digest, at the hour they chose: the same, and it is the half-day's one message
    "due",  # the same as asked, but not for that minute: in their working hours
    "unasked",  # found by Genjin: in their working hours, and in one message a half-day at most
]
ONCE: frozenset[str] = frozenset({"daily", "unasked"})  # a half-day, whatever their kinds
# Every kind says here which it is. What is told otherwise now and then says so where it is told, and stays on its side
# of `ONCE`: nobody's DM fills up because a new kind forgot to ask.
MANNERS: dict[str, Manner] = {
    # Set by themselves: their tasks, on their days.
    "task_due": "due",
    "digest": "daily",
    # Put, given or answered by a colleague, or by a customer who wrote; and what came of what they put themselves.
    **dict.fromkeys(("lead_assigned", "leads_assigned", "lead_taken", "leads_taken", "inquiry"), "asked"),
    **dict.fromkeys(("keep_asked", "keep_answered", "import_shared", "lead_card", "import_pool"), "asked"),
    "leads_returned": "asked",
    **dict.fromkeys(("same_customer", "pair_apart", "customer_merged"), "asked"),
    **dict.fromkeys(("project_freed", "project_kept", "project_back"), "asked"),
    **dict.fromkeys(("handover", "handed_over", "handover_told", "handover_back"), "asked"),
    **dict.fromkeys(("deal_card", "deal_given", "deal_taken", "plea", "plea_answer"), "asked"),
    **dict.fromkeys(("extension", "extension_answer"), "asked"),
    **dict.fromkeys(("milestones_given", "milestones_moved"), "asked"),
    **dict.fromkeys(("team_joined", "team_left", "room_visit", "room_move", "room_trouble"), "asked"),
    **dict.fromkeys(("request_asked", "request_answer", "request_off"), "asked"),
    **dict.fromkeys(("lead_paused", "offers_over", "room_ending"), "due"),
    **dict.fromkeys(("request_chased", "request_raised", "deal_rated"), "asked"),
    # Found by Genjin.
    **dict.fromkeys(("silent_lead", "leads_recycled", "dead_leads", "allot_stuck"), "unasked"),
    **dict.fromkeys(("closing_deal", "lapsing_deal", "deal_lapsed", "thin_deal", "review_asked"), "unasked"),
    **dict.fromkeys(("same_project", "contact_left", "empty_day", "missed"), "unasked"),
}
# Told together, in one message: all that Genjin finds, and the tasks of that hour. What was missed is several already.
FOLDED = {"task_due"} | {kind for kind, manner in MANNERS.items() if manner == "unasked" and kind != "missed"}
# Of no use, or too late, on another day: told in the message that the half-day had already, where today has no other.
SAME_DAY = {"same_project", "contact_left", "empty_day", "lapsing_deal"}

# How late each may be told, counted from when it could be; too late, it is told among what was missed (`tell_missed`).
LASTS: dict[str, timedelta] = {
    **dict.fromkeys(("digest", "empty_day", "allot_stuck"), timedelta(days=1)),
    **dict.fromkeys(("task_due", "offers_over"), timedelta(days=2)),
    **dict.fromkeys(("silent_lead", "closing_deal", "dead_leads", "leads_recycled"), timedelta(days=7)),
    **dict.fromkeys(("lead_card", "deal_card", "import_pool", "leads_returned", "missed"), timedelta(days=7)),
    # Things between colleagues: as long as they may still be of use.
    **dict.fromkeys(("lead_assigned", "leads_assigned", "lead_taken", "leads_taken"), timedelta(days=30)),
    **dict.fromkeys(("keep_asked", "keep_answered", "lead_paused", "import_shared"), timedelta(days=30)),
    **dict.fromkeys(("same_customer", "pair_apart", "customer_merged", "inquiry"), timedelta(days=30)),
    **dict.fromkeys(("handover", "handed_over", "handover_told", "handover_back"), timedelta(days=30)),
    **dict.fromkeys(
        ("review_asked", "lapsing_deal", "deal_lapsed", "extension", "extension_answer"), timedelta(days=30)
    ),
    **dict.fromkeys(("deal_given", "deal_taken", "plea", "plea_answer"), timedelta(days=30)),
    **dict.fromkeys(("contact_left", "milestones_given", "milestones_moved"), timedelta(days=30)),
    **dict.fromkeys(("room_visit", "room_move", "room_ending", "room_trouble"), timedelta(days=30)),
    **dict.fromkeys(("team_joined", "team_left"), timedelta(days=30)),
    **dict.fromkeys(("request_asked", "request_answer", "request_off"), timedelta(days=30)),
    **dict.fromkeys(("request_chased", "request_raised", "deal_rated"), timedelta(days=30)),
    **dict.fromkeys(("thin_deal",), timedelta(days=7)),
    **dict.fromkeys(("same_project", "project_freed", "project_kept", "project_back"), timedelta(days=30)),
}
