"""Why did I get this? 为什么收到: the rule, its figures, whose setting it is, and how to change it."""

from core.reasons import OF_ROOMS, Reason
from handlers import ids
from handlers.blocks import Message, actions, button, context, message, section
from handlers.choices.views import OF_POOLS
from handlers.choices.why import colleagues, days, deals, leads
from handlers.choices.why.said import Why, yours
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
WHYS: dict[str, Why] = {**leads.WHYS, **deals.WHYS, **days.WHYS, **colleagues.WHYS}


def picture(reason: Reason, t: Translate) -> Message:
    """The arithmetic in words, and the way to change it."""
    said = t.sentences(*WHYS.get(reason.notice.kind, yours)(reason, t))
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
