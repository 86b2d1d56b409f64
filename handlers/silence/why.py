"""Why this clock? 为什么这样计时: the arithmetic by which a lead goes back to its pool, or does not."""

from collections.abc import Sequence
from datetime import date

from core.calendar import local_day
from core.masks import hide
from core.models import Answer, LeadStatus, Visit
from core.silence import Days, Standing, Story
from handlers.blocks import Message, actions, message, section
from handlers.leads.views import opens, state
from handlers.silence import words
from handlers.silence.alerts import answer
from handlers.words import Translate

NOTED = 100  # characters of a note
DAYS = 8  # listed one by one


def picture(story: Story, t: Translate) -> Message:
    """All of it, a line for each step of the arithmetic."""
    lead = story.lead
    title = f"🕒 *{t.mrkdwn(lead.account.name)}* · {state(lead, t)}"
    return message(title, [section("\n".join([title, *lines(story, t)])), actions(opens(lead, t))])


def lines(story: Story, t: Translate) -> list[str]:
    """The steps: from when, by which rhythm, which days, what was told, what comes next."""
    how, days = story.standing, story.days
    if how is None or days is None:
        return _without_a_clock(story, t)
    return [
        _measured_from(story, how, t),
        *_hollow(story, t),
        _rhythm(how, t),
        _counted(story, how, days, t),
        *(f"• {answer(keep, t)}" for keep in story.keeps if keep.answer != Answer.MOOT),
        *_told(story, t),
        _next(story, how, t),
        *_deal(story, t),
    ]


def _deal(story: Story, t: Translate) -> list[str]:
    """The other clock, where its pool has one: by when it is to be a deal."""
    lead, pool = story.lead, story.pool
    if lead.deal_by is None or pool is None or not pool.deal_days:
        return []
    return [
        t(
            "• Without a deal it goes back on {day}: {pool} gives {n} working days from when it came to {owner}, "
            "and a follow-up does not put that off",
            day=lead.deal_back_on or lead.deal_by,
            pool=pool,
            n=pool.deal_days,
            owner=lead.owner,
        )
    ]


def _without_a_clock(story: Story, t: Translate) -> list[str]:
    lead, went = story.lead, story.went
    if lead.status != LeadStatus.OPEN:
        return [t("It is no open lead any more, so no clock runs.")]
    if went is not None and went.cause == "no_deal":
        gone = t(
            "It went back to its pool {day}: {owner} had not made it a deal in time.",
            day=went.at,
            owner=story.former,
        )
        return [gone, *_last(story.last, t, masked=True)]
    if went is None or went.cause != "recycle":
        return [t("Nobody holds it, so no clock runs. It begins for whoever claims it.")]
    first = t(
        "It went back to its pool {day}: {owner} had logged no follow-up that counts in time.",
        day=went.at,
        owner=story.former,
    )
    return [first, *_last(story.last, t, masked=True), *_hollow(story, t, masked=True), *_told(story, t)]


def _last(visit: Visit | None, t: Translate, *, masked: bool = False) -> list[str]:
    if visit is None:
        return [t("No follow-up of it ever counted.")]
    return [t("The last follow-up that counts: {day}, {who}: {note}", **_noted(visit, masked=masked))]


def _noted(visit: Visit, *, masked: bool) -> dict[str, object]:
    note = hide(visit.note) if masked else visit.note
    return {"day": visit.at, "who": visit.member, "note": note[:NOTED]}


def _measured_from(story: Story, how: Standing, t: Translate) -> str:
    lead = story.lead
    followed = local_day(story.last.at, story.workspace.zone) if story.last is not None else None
    if lead.pause == how.begins and followed != how.begins:
        return t(
            "• Measured from {day}, when its pause ends or was ended ({who}: {reason})",
            day=how.begins,
            who=story.paused_by,
            reason=lead.pause_reason,
        )
    if story.last is not None and lead.owned_since and story.last.at >= lead.owned_since:
        return "• " + _last(story.last, t)[0]
    return t(
        "• Measured from {day}, when it came to {owner}: nothing that counts since", day=how.begins, owner=lead.owner
    )


def _hollow(story: Story, t: Translate, *, masked: bool = False) -> list[str]:
    return [
        t("• Does not count: {day}, {who}: {note}", **_noted(visit, masked=masked))
        + (f" · _{t.plain(visit.why_not)}_" if visit.why_not else "")
        for visit in story.hollow
    ]


def _rhythm(how: Standing, t: Translate) -> str:
    rhythm = words.rhythm_in_full(how.days, t)
    if how.rule is None:
        return t("• Rhythm: {rhythm}, by a rule changed since; the next follow-up sets it anew", rhythm=rhythm)
    return t("• Rhythm: {rhythm}, by {rule}", rhythm=rhythm, rule=t.plain(words.RULES[how.rule]))


def _counted(story: Story, how: Standing, days: Days, t: Translate) -> str:
    said = [t("• Working days since then: {n}, up to {today}", n=days.worked, today=story.today)]
    if days.weekends:
        said.append(t("weekend days not counted: {n}", n=days.weekends))
    if days.off:
        said.append(t("days off not counted: {days}", days=_listed(days.off, t)))
    if days.swapped:
        said.append(t("worked at the weekend: {days}", days=_listed(days.swapped, t)))
    return " · ".join([*said, t("silent on {day}", day=how.lead.silent_on)])


def _listed(days: Sequence[date], t: Translate) -> str:
    named = t.listed(t.text(day) for day in days[:DAYS])
    return f"{named} …" if len(days) > DAYS else named


def _told(story: Story, t: Translate) -> list[str]:
    return [t("• {day}: {what}", day=at, what=t.plain(words.TOLD[step])) for step, at in story.told]


def _next(story: Story, how: Standing, t: Translate) -> str:
    steps = [t("{day}: {what}", day=each.day, what=t.plain(words.STEPS[each.step])) for each in how.ahead]
    if how.lead.pause and how.lead.pause > story.today:
        steps.insert(0, t("{day}: its clock begins anew", day=how.lead.pause))
    if how.spared is not None:
        steps.append(t("then it stays with its owner: {why}", why=t.plain(words.SPARED[how.spared])))
    return t("• Next, if nobody does anything:") + " " + " · ".join(steps)
