"""Pictures of reviews: the question, the form, the lessons of deals like one at hand."""

from collections.abc import Sequence

from core.models import Deal, DealStatus, Review
from core.reviews import LONGEST, Lesson
from handlers import ids
from handlers.blocks import Block, Message, View, actions, button, context, field, form, message, section, text_input
from handlers.words import Translate


def asked(deal: Deal, t: Translate, *, over: bool) -> Message:
    """The owner of a deal that has ended is asked what decided it."""
    if over:
        said = t("~A review of {deal}?~ Dealt with.", deal=deal.name)
        return message(t("{deal}: dealt with", deal=deal.name), [section(said)])
    if deal.status == DealStatus.WON:
        said = t("🏆 *{deal}* is won. What decided it? Three lines teach the next one.", deal=deal.name)
    else:
        said = t("*{deal}* is lost. What decided it? Three lines teach the next one.", deal=deal.name)
    value = {"deal": deal.id}
    write = button(t.plain("Review…"), ids.REVIEW, value, style="primary")
    return message(said, [section(said), actions(write, button(t.plain("Open"), ids.DEAL_CARD, value))])


def review_form(deal: Deal, review: Review | None, goods: str, t: Translate) -> View:
    """What decided it, which goods, what to do again or otherwise; the reason given at the end to begin with."""
    decided = review.decided if review else deal.close_reason or ""
    everybody = t.plain("Everybody in the workspace may read it. The customer's name is left out by itself.")
    return form(
        ids.REVIEW_FORM,
        t.plain("Review"),
        t.plain("Save"),
        t.plain("Cancel"),
        [
            section(f"*{t.mrkdwn(deal)}*\n{_took(deal, t)}"),
            field(
                "decided",
                t.plain("What decided the deal?"),
                text_input("v", initial=decided[:LONGEST], multiline=True, most=LONGEST),
                optional=False,
            ),
            field(
                "goods",
                t.plain("Which goods?"),
                text_input("v", initial=(review.goods if review else goods)[:LONGEST], most=LONGEST),
            ),
            field(
                "lesson",
                t.plain("What to do again, or otherwise?"),
                text_input("v", initial=review.lesson if review else "", multiline=True, most=LONGEST),
                hint=everybody,
            ),
        ],
        keep={"deal": deal.id},
    )


def _took(deal: Deal, t: Translate) -> str:
    days = (deal.closed_at - deal.created_at).days if deal.closed_at else 0
    why = " · ".join(t.mrkdwn(part) for part in (deal.listed_reason, deal.competitor) if part)
    took = t.n("It took {n} day.", "It took {n} days.", days)
    return f"{took} {why}" if why else took


def lessons(deal: Deal, found: Sequence[Lesson], t: Translate) -> Message:
    """What similar deals taught, the most alike first."""
    said = t("Lessons for *{deal}*", deal=deal.name)
    if not found:
        none = t("No deal like it has been reviewed yet: none of the same goods, none against the same competitor.")
        return message(said, [section(said), section(none)])
    blocks: list[Block] = [section(f"💡 {said}")]
    for each in found:
        blocks += [section(_lesson(each, t)), context(_about(each, t))]
    return message(said, blocks)


def _lesson(lesson: Lesson, t: Translate) -> str:
    mark = "🏆" if lesson.review.deal.status == DealStatus.WON else "✖️"
    decided = t("Decided by: {what}", what=lesson.decided)
    return f"{mark} *{t.mrkdwn(lesson.told)}*\n{decided}"


def _about(lesson: Lesson, t: Translate) -> str:
    """In what it is like the deal at hand, how long that one took, who can tell more."""
    parts = []
    if lesson.review.goods and lesson.goods:
        parts.append(t("the same goods: {goods}", goods=lesson.about))
    if lesson.rival:
        parts.append(t("against {competitor} too", competitor=lesson.review.deal.competitor))
    parts.append(t.n("{n} day", "{n} days", lesson.review.days))
    parts.append(t("ask {who}", who=lesson.review.by))
    return " · ".join(parts)
