"""What an admin sees of delivery in App Home: notices given up, with [Send again] [Drop]; when each job ran."""

from core.errors import msgid
from core.jobs import JOBS, next_tick
from core.undelivered import Undelivered, Watch
from handlers import ids
from handlers.blocks import Block, actions, button, confirm, divider, section
from handlers.words import Translate

NAMES = {
    "task_due": msgid("Reminder"),
    "empty_day": msgid("Empty day"),
    "silent_lead": msgid("Silent lead"),
    "keep_asked": msgid("Question whether a lead may be kept"),
    "keep_answered": msgid("Answer whether a lead may be kept"),
    "lead_paused": msgid("Lead paused"),
    "leads_recycled": msgid("Leads back in the pool"),
    "closing_deal": msgid("Deal closing soon"),
    "lapsing_deal": msgid("Deal past its date"),
    "deal_lapsed": msgid("Deal closed by itself"),
    "review_asked": msgid("Review of a deal"),
    "digest": msgid("Digest"),
    "lead_card": msgid("Lead"),
    "lead_assigned": msgid("Lead assigned"),
    "leads_assigned": msgid("Leads assigned"),
    "offers_over": msgid("Leads not taken"),
    "allot_stuck": msgid("Leads not given out"),
    "lead_taken": msgid("Lead given on"),
    "leads_taken": msgid("Leads given on"),
    "inquiry": msgid("Inquiry"),
    "deal_card": msgid("Deal"),
    "import_pool": msgid("Import"),
    "import_shared": msgid("Import"),
    "leads_returned": msgid("Leads back in the pool"),
    "dead_leads": msgid("Dead leads offered"),
    "same_customer": msgid("Question whether two customers are one"),
    "pair_apart": msgid("Answer whether two customers are one"),
    "customer_merged": msgid("Customers merged"),
    **dict.fromkeys(("handover", "handed_over", "handover_told", "handover_back"), msgid("Handover")),
    "extension": msgid("Question whether a deal may be extended"),
    "extension_answer": msgid("Answer whether a deal may be extended"),
    "deal_given": msgid("Deal given"),
    "deal_taken": msgid("Deal given on"),
    "deal_rated": msgid("Difficulty of a deal"),
    "team_joined": msgid("Put on the team of a deal"),
    "team_left": msgid("Taken off the team of a deal"),
    **dict.fromkeys(("request_asked", "request_chased"), msgid("Help asked for, or an urge")),
    **dict.fromkeys(("request_answer", "request_off"), msgid("Answer to a request")),
    "request_raised": msgid("Request that came to nothing"),
    **dict.fromkeys(("room_visit", "room_move", "room_ending"), msgid("Told in a deal's channel")),
    "room_trouble": msgid("Trouble with a deal's channel"),
    "plea": msgid("Plea about a stage"),
    "plea_answer": msgid("Answer to a plea"),
    "contact_left": msgid("Contact who has moved on"),
    "thin_deal": msgid("Deals that hang by a thread"),
    "same_project": msgid("Question whether two deals are one project"),
    "project_freed": msgid("Answer whether two deals are one project"),
    "project_kept": msgid("Answer whether two deals are one project"),
    "project_back": msgid("Answer whether two deals are one project"),
    "milestones_given": msgid("Milestones given"),
    "milestones_moved": msgid("Milestones put on other days"),
    "batch": msgid("Several in one"),
    "missed": msgid("What came too late"),
}
OTHER = msgid("Notice")
WHYS = {
    "not_in_channel": msgid("Genjin is not in the channel: invite it there"),
    "channel_not_found": msgid("Slack does not show Genjin that channel: invite it there, or choose another"),
    "is_archived": msgid("the channel is archived: choose another"),
    "user_not_found": msgid("that account is no longer there"),
    "account_inactive": msgid("that account is no longer active"),
    "user_disabled": msgid("that account is no longer active"),
    "restricted_action": msgid("the channel lets only some people post"),
    "token_revoked": msgid("Slack no longer takes Genjin's token: install it again"),
}


TOGETHER = 10  # jobs in one block: Slack takes three thousand characters


def blocks(watch: Watch, t: Translate) -> list[Block]:
    """Notices given up first, then the jobs."""
    told: list[Block] = [divider()]
    if watch.count:
        told.append(section(t("*📭 Not delivered*") + f" {watch.count}"))
    for each in watch.given_up:
        told += [section(_line(each, t)), actions(*_ways(each, t))]
    if watch.count > len(watch.given_up):
        beyond = watch.count - len(watch.given_up)
        told.append(section(t.n("and {n} more", "and {n} more", beyond)))
    jobs = _jobs(watch, t)
    pages = ["\n".join(jobs[n : n + TOGETHER]) for n in range(0, len(jobs), TOGETHER)]
    return [*told, section(t("*⏱ Jobs*")), *(section(page) for page in pages)]


def _line(each: Undelivered, t: Translate) -> str:
    what = t(NAMES.get(each.notice.kind, OTHER))
    about = f" · *{t.mrkdwn(each.account.name)}*" if each.account else ""
    reader = t.mrkdwn(each.reader) if each.reader else f"<#{each.channel}>"
    error = (each.notice.error or "").strip()
    why = t(WHYS[error]) if error in WHYS else f"`{t.mrkdwn(error[:100].replace('`', ''))}`" if error else "–"
    return f"{what}{about} → {reader} · {t.mrkdwn(each.notice.due_at)}\n{why}"


def _ways(each: Undelivered, t: Translate) -> list[Block]:
    value = {"notice": each.notice.id}
    sure = confirm(t.plain("Drop it?"), t.plain("It will not be told to anybody."), t.plain("Drop"), t.plain("Cancel"))
    return [
        button(t.plain("Send again"), ids.NOTICE_AGAIN, value, style="primary"),
        button(t.plain("Drop"), ids.NOTICE_DROP, value, confirm=sure),
    ]


def _jobs(watch: Watch, t: Translate) -> list[str]:
    lines = []
    for job in JOBS:
        run, then = watch.runs.get(job.name), next_tick(job.every, watch.now)
        told = t("found {n}, {day}", n=run.found, day=run.ran_at) if run else t("has not run yet")
        lines.append(f"• `{job.name}` · {t(job.when)} · {told} · " + t("next {day}", day=then))
    return lines
