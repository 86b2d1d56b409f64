"""The morning digest: exceptions first, then a native table of who did what."""

from core.digest import Digest
from core.models import Deal
from handlers.blocks import Block, Message, bar_chart, context, divider, header, message, section, table
from handlers.deals import views as deals
from handlers.requests import words
from handlers.words import Translate, escape

SHOWN = 5


def picture(told: Digest, t: Translate, *, team: str | None, morning: bool = True) -> Message:
    """What a manager (or a team's channel, under its name) should know this morning, or later that day."""
    title = _title(told, t, team, morning)
    said = t(
        "{silent} silent, {closing} closing soon, {overdue} past their close date, {idle} logged nothing",
        silent=told.silent_count,
        closing=told.closing.total,
        overdue=told.overdue.total,
        idle=len(told.idle),
    )
    shared = team is not None  # a channel reads who and how many, not whose customer and how much
    quiet = t("✅ Nothing needs you this morning.") if morning else t("✅ Nothing needs you today.")
    exceptions = _exceptions(told, t, shared) or [section(quiet)]
    top = [header(title), *exceptions, *([] if shared else _moves(told, t))]
    figures = [divider(), section(t("*Since {day}*", day=told.since)), *_figures(told, t, shared)]
    why = context(t("You get this each working morning because you lead these people.")) if not team else None
    tail = [why] if why else []
    return message(
        f"{escape(title)} · {said}",
        [*top, *figures, *tail],
        fallback=[*top, divider(), section(_text(told, t, shared)), *tail],
    )


def _title(told: Digest, t: Translate, team: str | None, morning: bool) -> str:
    if team:
        return t.plain("{team}: {day}", team=team, day=told.day)
    return t.plain("Good morning · {day}", day=told.day) if morning else t.plain("Your team · {day}", day=told.day)


def _exceptions(told: Digest, t: Translate, shared: bool) -> list[Block]:
    blocks: list[Block] = []
    if told.idle:
        people = " ".join(t.mrkdwn(member) for member in told.idle)
        blocks.append(section(t("*✋ Logged nothing on {day}*", day=told.since) + f"\n{people}"))
    if told.silent and shared:
        lines = [f"• {t.mrkdwn(each.member)} {each.silent}" for each in told.lines if each.silent]
        blocks.append(section("\n".join([f"{t('*🔕 Silent leads*')} {told.silent_count}", *lines])))
    elif told.silent:
        lines = [
            t(
                "• *{customer}* · {owner} · silent since {day}",
                customer=each.account.name,
                owner=each.owner,
                day=each.silent_on,
            )
            for each in told.silent[:SHOWN]
        ]
        blocks.append(section(_listed(t("*🔕 Silent leads*"), told.silent_count, lines, t)))
    if told.late.total and shared:
        blocks.append(section(f"{t('*🚩 Late milestones*')} {told.late.total}"))
    elif told.late.total:
        blocks.append(section(_late(told, t)))
    if told.unanswered.total and shared:
        blocks.append(section(f"{t('*🆘 Asked without an answer*')} {told.unanswered.total}"))
    elif told.unanswered.total:
        blocks.append(section(_unanswered(told, t)))
    for title, found in ((t("*⌛ Past their close date*"), told.overdue), (t("*⏳ Closing soon*"), told.closing)):
        if found.total and shared:
            blocks.append(section(f"{title} {found.total}"))
        elif found.total:
            lines = [_deal(each, t) for each in found.first[:SHOWN]]
            blocks.append(section(_listed(title, found.total, lines, t)))
    return blocks


def _deal(deal: Deal, t: Translate) -> str:
    """A deal in one line, with whose it is."""
    return "• " + " · ".join([*deals.line(deal, t).split("\n"), t.mrkdwn(deal.owner)])


def _late(told: Digest, t: Translate) -> str:
    """Late milestones, those of one deal in a line."""
    by_deal: dict[str, list[str]] = {}
    for deal, task in told.late.first:
        said = t("{milestone} ({day}, {owner})", milestone=task, day=task.on, owner=task.owner)
        by_deal.setdefault(t.mrkdwn(deal), []).append(said)
    lines = [f"• *{deal}*: {t.listed(each)}" for deal, each in by_deal.items()]
    beyond = told.late.total - len(told.late.first)
    more = [t.n("and {n} more", "and {n} more", beyond)] if beyond else []
    return "\n".join([f"{t('*🚩 Late milestones*')} {told.late.total}", *lines, *more])


def _unanswered(told: Digest, t: Translate) -> str:
    """What was asked on the team's deals and came to nothing."""
    lines = [
        f"• *{t.mrkdwn(each.deal)}* · {words.between(each, t)} · {t.mrkdwn(words.until(each))}"
        for each in told.unanswered.first[:SHOWN]
    ]
    return _listed(t("*🆘 Asked without an answer*"), told.unanswered.total, lines, t)


def _listed(title: str, count: int, lines: list[str], t: Translate) -> str:
    more = [t.n("and {n} more", "and {n} more", count - len(lines))] if count > len(lines) else []
    return "\n".join([f"{title} {count}", *lines, *more])


def _moves(told: Digest, t: Translate) -> list[Block]:
    if not told.moves:
        return []
    lines = [
        t("• *{deal}* → {stage}, {who}", deal=deal.name, stage=move.to, who=move.by)
        for move, deal in told.moves[:SHOWN]
    ]
    return [section(_listed(t("*➡️ Moved, won, lost*"), told.move_count, lines, t))]


def _figures(told: Digest, t: Translate, shared: bool) -> list[Block]:
    head = [
        t.plain("Member"),
        t.plain("Follow-ups"),
        t.plain("Leads"),
        t.plain("Silent"),
        t.plain("Deals"),
        t.plain("Sum"),
    ]
    rows = [
        [
            t.text(each.member),
            str(each.follow_ups),
            str(each.leads),
            str(each.silent),
            str(each.deals),
            t.sums(each.sums),
        ]
        for each in told.lines
    ]
    if not rows:
        return [section(t("Nobody is in this team yet. An admin adds people with `/genjin team`."))]
    names = [t.text(each.member) for each in told.lines[:20]]
    busy = any(each.follow_ups for each in told.lines) and len(set(names)) == len(names)
    chart = {t.plain("Follow-ups"): [float(each.follow_ups) for each in told.lines[:20]]}
    return [
        table([row[: -1 if shared else None] for row in (head, *rows)], right=(1, 2, 3, 4, 5)),
        *([bar_chart(t.plain("Follow-ups since {day}", day=told.since), names, chart)] if busy else []),
    ]


def _text(told: Digest, t: Translate, shared: bool) -> str:
    lines = [
        t(
            "• {member}: follow-ups {follow_ups}, leads {leads}, silent {silent}, deals {deals}, sum {sums}",
            member=each.member,
            follow_ups=each.follow_ups,
            leads=each.leads,
            silent=each.silent,
            deals=each.deals,
            sums="–" if shared else t.sums(each.sums),
        )
        for each in told.lines
    ]
    return "\n".join([t("*Since {day}*", day=told.since), *lines])
