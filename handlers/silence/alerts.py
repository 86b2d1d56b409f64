"""Pictures of what is told of a lead unasked: that it turns silent, to its owner and to the team; that it went back."""

from collections.abc import Sequence
from datetime import date

from core.models import Answer, Keep, Lead, LeadStatus, Member, Warned
from core.silence import Standing
from handlers import ids
from handlers.blocks import Block, Message, actions, button, context, message, section
from handlers.leads.views import opens, sure
from handlers.silence import words
from handlers.words import Translate

LISTED = 20  # leads that went back together


def dealt_with(lead: Lead, t: Translate, *, plainly: bool) -> Message:
    """An alert struck through, with what became of the lead; `plainly`: its reader may not know."""
    if plainly or lead.status != LeadStatus.OPEN:
        said = t("~{customer} without a follow-up~: dealt with.", customer=lead.account.name)
    elif lead.owner is None:
        said = t("~{customer} without a follow-up~: back in the pool.", customer=lead.account.name)
    elif lead.pause and lead.silent_on and lead.silent_on > lead.pause:
        said = t("~{customer} without a follow-up~: paused until {day}.", customer=lead.account.name, day=lead.pause)
    elif lead.kept_until and lead.kept_until == lead.silent_on:
        said = t("~{customer} without a follow-up~: kept until {day}.", customer=lead.account.name, day=lead.kept_until)
    else:
        said = t("~{customer} without a follow-up~: dealt with.", customer=lead.account.name)
    return message(t("{customer}: dealt with", customer=lead.account.name), [section(said)])


def to_owner(how: Standing, day: date, t: Translate) -> Message:
    """The alert to whom the lead belongs: how long nothing was heard, what comes next, and all that can be done."""
    lead, value = how.lead, {"lead": how.lead.id}
    said = t.sentences(since(how, day, t), ahead(how, t))
    asked = how.keep if how.keep and how.keep.answer in (None, Answer.REFUSED) else None
    row = actions(
        button(t.plain("Log a follow-up"), ids.VISIT_LOG, value, style="primary"),
        None if asked else button(t.plain("Keep 7 more days"), ids.LEAD_KEEP, value),
        button(t.plain("Release"), ids.LEAD_RELEASE, value, confirm=sure(lead, t)),
        button(t.plain("Pause until…"), ids.LEAD_PAUSE, value),
    )
    blocks = [section(said), *([context(answer(asked, t))] if asked else []), row]
    return message(headline(how, t), blocks)


def to_team(how: Standing, day: date, t: Translate) -> Message:
    """The alert to the team, in its channel or to whoever leads it."""
    lead, value = how.lead, {"lead": how.lead.id}
    whose = (
        t("It is {owner}'s.", owner=lead.owner)
        if lead.owner is None or lead.owner.active
        else t("Its owner {owner} has left.", owner=lead.owner)
    )
    row = actions(
        button(t.plain("Assign…"), ids.LEAD_ASSIGN, value, style="primary"),
        button(t.plain("Log a follow-up"), ids.VISIT_LOG, value),
        button(t.plain("Release"), ids.LEAD_RELEASE, value, confirm=sure(lead, t)),
    )
    return message(headline(how, t), [section(t.sentences(since(how, day, t), whose, ahead(how, t))), row])


def headline(how: Standing, t: Translate) -> str:
    """What a screen reader says of it."""
    if how.lead.warned == Warned.TEAM:
        return t("{customer} has gone silent", customer=how.lead.account.name)
    return t("{customer}: a follow-up is due by {day}", customer=how.lead.account.name, day=how.lead.silent_on)


def since(how: Standing, day: date, t: Translate) -> str:
    """How many working days have gone by without a follow-up that counts."""
    return t.n(
        "🔕 *{customer}*: no follow-up that counts for {n} working day, since {since}.",
        "🔕 *{customer}*: no follow-up that counts for {n} working days, since {since}.",
        how.waited(day),
        customer=how.lead.account.name,
        since=how.begins,
    )


def ahead(how: Standing, t: Translate) -> str:
    """What comes next if nobody does anything."""
    if how.spared is not None:
        stays = t("It stays with its owner all the same: {why}.", why=t.plain(words.SPARED[how.spared]))
        return t.sentences(t("The team hears of it on {day}.", day=how.team), stays) if how.team else stays
    if how.team is not None:
        return t("The team hears of it on {team}; on {back} it goes back to its pool.", team=how.team, back=how.back)
    return t("On {back} it goes back to its pool.", back=how.back)


def answer(keep: Keep, t: Translate) -> str:
    """What became of the question whether the lead may be kept."""
    match keep.answer:
        case Answer.APPROVED:
            return t(
                "{who} agreed ({day}): kept until {until}.",
                who=keep.answered_by,
                day=keep.answered_at,
                until=keep.kept_until,
            )
        case Answer.REFUSED:
            return t(
                "{who} did not agree ({day}): “{reason}”.",
                who=keep.answered_by,
                day=keep.answered_at,
                reason=keep.reason,
            )
        case None:
            return t(
                "{who} was asked {day} whether it may be kept; it waits for the answer until {by}.",
                who=keep.asked,
                day=keep.asked_at,
                by=keep.answer_by,
            )
    return t("The question whether it may be kept was taken back.")


def unfollowed(n: int, t: Translate, *, own: bool) -> str:
    """That so many went back because nobody had followed them up."""
    if own:
        return t.n(
            "♻️ {n} of your leads has gone back to its pool: nobody had followed it up.",
            "♻️ {n} of your leads have gone back to their pool: nobody had followed them up.",
            n,
        )
    return t.n(
        "♻️ {n} lead of the team has gone back to its pool: nobody had followed it up.",
        "♻️ {n} leads of the team have gone back to their pool: nobody had followed them up.",
        n,
    )


def recycled(found: Sequence[tuple[Lead, Member | None]], t: Translate, *, said: str, own: bool) -> Message:
    """Leads that went back into their pool, to whom they belonged, or to their team; `said`: how many, and why."""
    one = len(found) == 1
    lines = [_gone(lead, None if own else owner, t) for lead, owner in found[:LISTED]]
    more = [t.n("and {n} more", "and {n} more", len(found) - LISTED)] if len(found) > LISTED else []
    blocks = [section("\n".join([said, *lines, *more]))]
    pool = button(t.plain("Lead pool"), ids.LEAD_POOL, {})
    if one:
        return message(said, [*blocks, actions(why(found[0][0], t), opens(found[0][0], t), pool)])
    hint = t("`/lead why {customer}` tells why.", customer=found[0][0].account.name)
    return message(said, [*blocks, context(hint), actions(pool)])


def returned(leads: int, t: Translate) -> Message:
    """What a pool's channel is told when more leads lie in it again than cards would be read."""
    said = t.n("♻️ {n} lead lies in the pool again.", "♻️ {n} leads lie in the pool again.", leads)
    return message(said, [section(said), actions(button(t.plain("Lead pool"), ids.LEAD_POOL, {}))])


def why(lead: Lead, t: Translate) -> Block:
    """The button that tells the arithmetic."""
    return button(t.plain("Why this clock?"), ids.LEAD_WHY, {"lead": lead.id})


def _gone(lead: Lead, owner: Member | None, t: Translate) -> str:
    if owner is None:
        return f"• *{t.mrkdwn(lead.account.name)}*"
    return t("• *{customer}*, until now {owner}'s", customer=lead.account.name, owner=owner)
