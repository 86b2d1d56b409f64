"""Pictures of requests: what is told of them, their lines on the card and in the day, their forms."""

from collections.abc import Sequence
from datetime import date, time

from core.models import Deal, Member, Request, RequestKind
from core.requests.ask import LONGEST
from handlers import ids
from handlers.blocks import Block, Message, View, actions, button, context, field, form, message, section, text_input
from handlers.requests import words
from handlers.undoing import undo_button
from handlers.words import Translate

ON_CARD = 5


def asked(request: Request, t: Translate, *, chased: bool) -> Message:
    """What whoever is asked reads, with the ways to answer; struck through once it is settled."""
    said = words.chased(request, t) if chased else words.asked(request, t)
    if not request.is_open:
        return message(words.ended(request, t), [section(f"~{said}~ {words.ended(request, t)}")])
    about = f"{t.mrkdwn(request.deal.account.name)} · {t.mrkdwn(request.deal.stage)}"
    return message(said, [section(f"{said}\n{about}"), actions(*answers(request, t), opens(request, t))])


def answers(request: Request, t: Translate) -> list[Block | None]:
    """The buttons of whoever is asked."""
    value = {"request": request.id}
    done = button(t.plain("Done…"), ids.REQUEST_DONE, value)
    if request.kind == RequestKind.HELP:
        accept = button(t.plain("Accept"), ids.REQUEST_ACCEPT, value, style="primary")
        decline = button(t.plain("Decline…"), ids.REQUEST_DECLINE, value)
        return [None if request.accepted_at else accept, done, decline]
    by_when = button(t.plain("By when…"), ids.REQUEST_PROMISE, value)
    return [
        button(t.plain("Log"), ids.VISIT_LOG, {"deal": request.deal_id}, style="primary"),
        done,
        None if request.accepted_at else by_when,
        button(t.plain("Cannot, because…"), ids.REQUEST_DECLINE, value),
    ]


def opens(request: Request, t: Translate) -> Block:
    """The way to the deal."""
    return button(t.plain("Open"), ids.DEAL_CARD, {"deal": request.deal_id})


def again_below(t: Translate) -> Message:
    """An older message, where a newer one has been posted."""
    said = t("🔔 Reminded again below.")
    return message(said, [context(said)])


def gone(t: Translate) -> Message:
    """A message whose reader has no more to do with the deal."""
    said = t("Nothing is asked of you here any more.")
    return message(said, [section(f"~{said}~")])


def answered(request: Request, what: str, t: Translate) -> Message:
    """What whoever asked hears."""
    said = words.answered(request, what, t)
    why = [context(t("You had asked: {what}", what=request.text))] if request.text and what != "passed" else []
    another = request.kind == RequestKind.HELP and what in ("declined", "over")
    again = button(t.plain("Ask for help…"), ids.REQUEST_ASK, {"deal": request.deal_id}) if another else None
    return message(said, [section(said), *why, actions(opens(request, t), again)])


def called_off(request: Request, by: Member | None, t: Translate) -> Message:
    """Whoever had accepted need not do it."""
    said = t("{who}: what you were asked for on *{deal}* is no longer needed of you.", who=by, deal=request.deal)
    return message(said, [section(said), *([context(t.mrkdwn(request.text))] if request.text else [])])


def raised(request: Request, t: Translate, *, away: bool) -> Message:
    """What the manager reads, and may do; struck through once it is settled."""
    said = words.raised(request, t)
    if not request.is_open:
        return message(words.ended(request, t), [section(f"~{said}~ {words.ended(request, t)}")])
    lines = [context(t.mrkdwn(request.text))] if request.text else []
    if away:
        lines.append(context(t("🌴 {who} is away until {day}.", who=request.to, day=request.to.away_until)))
    return message(said, [section(said), *lines, actions(*_ways(request, t), opens(request, t))])


def _ways(request: Request, t: Translate) -> list[Block | None]:
    """The buttons of whoever asked, and of whoever leads."""
    value = {"request": request.id}
    pass_on = button(t.plain("Give it to somebody else…"), ids.REQUEST_PASS, value)
    return [
        pass_on if request.kind == RequestKind.HELP else None,
        button(t.plain("No longer needed"), ids.REQUEST_WITHDRAW, value),
    ]


def on_card(requests: Sequence[Request], t: Translate) -> list[Block]:
    """What is asked on a deal and not settled, for its card."""
    lines = [words.short(each, t) for each in requests[:ON_CARD]]
    more = len(requests) - len(lines)
    beyond = [t("and {n} more", n=more)] if more > 0 else []
    return [context("\n".join([*lines, *beyond]))] if lines else []


def in_day(request: Request, t: Translate, *, mine: bool) -> list[Block]:
    """One in somebody's day: asked of them (`mine`), or waited for."""
    said = f"*{t.mrkdwn(request.deal)}* · {words.short(request, t)}"
    buttons = answers(request, t) if mine else _ways(request, t)
    return [section(said), actions(*buttons, opens(request, t))]


def sent(request: Request, t: Translate, *, undo: int, away: bool, cover: Member | None) -> Message:
    """The answer to whoever asked: that they are told; and where they are away, who has their work in hand."""
    if request.kind == RequestKind.HELP:
        done = t("🙏 {who} is asked for help on *{deal}* by {until}: {what}", who=request.to, deal=request.deal,
                 until=words.until(request), what=request.text)  # fmt: skip
    else:
        done = t("⏰ {who} is urged to act on *{deal}* by {until}.", who=request.to, deal=request.deal,
                 until=words.until(request))  # fmt: skip
    said = f"{done}\n{t('You hear the answer.')}"
    value = {"request": request.id, **({"to": cover.slack_id} if cover else {})}
    absent = away and request.kind == RequestKind.HELP
    instead = button(t.plain("Give it to somebody else…"), ids.REQUEST_PASS, value) if absent else None
    back = undo_button(undo, t)
    lines = [context(_away(request.to, cover, t))] if away else []
    return message(said, [section(said), *lines, actions(instead, opens(request, t), back)])


def _away(who: Member, cover: Member | None, t: Translate) -> str:
    said = t("🌴 {who} is away until {day}.", who=who, day=who.away_until)
    return t.sentences(said, t("{cover} has their work in hand until then.", cover=cover)) if cover else said


def settled(request: Request, t: Translate) -> Message:
    """What became of it, for whoever pressed."""
    said = t.sentences(f"*{t.mrkdwn(request.deal)}*: {words.ended(request, t)}")
    return message(said, [section(said), actions(opens(request, t))])


def accepted(request: Request, t: Translate) -> Message:
    """It is accepted or promised; its own message has the ways to end it."""
    said = t("👍 {who} is told that you will do it by {until}.", who=request.by, until=words.until(request))
    return message(said, [section(said), actions(opens(request, t))])


def _until(t: Translate, on: date | None, at: time | None) -> list[Block]:
    day: Block = {"type": "datepicker", "action_id": "v", **({"initial_date": on.isoformat()} if on else {})}
    hour: Block = {"type": "timepicker", "action_id": "v", **({"initial_time": f"{at:%H:%M}"} if at else {})}
    hint = t.plain("Without a time: by the end of work on that day.")
    return [
        field("on", t.plain("Due by"), day, optional=False),
        field("at", t.plain("At"), hour, hint=hint),
    ]


def _somebody(slack_id: str | None) -> Block:
    return {"type": "users_select", "action_id": "v", **({"initial_user": slack_id} if slack_id else {})}


def ask_form(
    deal: Deal, t: Translate, *, on: date, at: time | None = None, to: str | None = None, text: str = ""
) -> View:
    """The form that asks a colleague for help."""
    what = text_input("v", initial=text, multiline=True, most=LONGEST)
    hint = t.plain("Whoever you ask comes to see this deal. You hear each answer; late ones are reminded once.")
    return form(
        ids.REQUEST_FORM,
        t.plain("Ask for help"),
        t.plain("Ask"),
        t.plain("Cancel"),
        [
            section(f"*{t.mrkdwn(deal)}*"),
            field("to", t.plain("Whom"), _somebody(to), optional=False, hint=hint),
            field("text", t.plain("What you need"), what, optional=False),
            *_until(t, on, at),
        ],
        keep={"deal": deal.id},
    )


def urge_form(
    deal: Deal, t: Translate, *, on: date, at: time | None = None, to: str | None = None, text: str = ""
) -> View:
    """The form that urges the owner, or whoever has something to do on the deal."""
    hint = t.plain("The owner, or a colleague who has a step planned or is asked for something on this deal.")
    return form(
        ids.URGE_FORM,
        t.plain("Urge"),
        t.plain("Urge"),
        t.plain("Cancel"),
        [
            section(f"*{t.mrkdwn(deal)}*"),
            field("to", t.plain("Whom"), _somebody(to), optional=False, hint=hint),
            field("text", t.plain("In a few words"), text_input("v", initial=text, multiline=True, most=LONGEST)),
            *_until(t, on, at),
        ],
        keep={"deal": deal.id},
    )


def done_form(request: Request, t: Translate) -> View:
    """The form that says what was done."""
    label, hint = t.plain("What was done"), t.plain("It stands in the deal's history, and whoever asked is told.")
    return _answer_form(ids.REQUEST_DONE_FORM, t.plain("Done"), label, hint, request, t)


def decline_form(request: Request, t: Translate) -> View:
    """The form that says no."""
    label, hint = t.plain("Your reason"), t.plain("They are told your words.")
    return _answer_form(ids.REQUEST_DECLINE_FORM, t.plain("Decline"), label, hint, request, t)


def _answer_form(callback: str, title: str, label: str, hint: str, request: Request, t: Translate) -> View:
    entry = text_input("v", multiline=True, most=LONGEST)
    blocks = [section(words.asked(request, t)), field("answer", label, entry, optional=False, hint=hint)]
    return form(callback, title, t.plain("Send"), t.plain("Cancel"), blocks, keep={"request": request.id})


def promise_form(request: Request, t: Translate, *, on: date) -> View:
    """The form that says by when."""
    entry = text_input("v", multiline=True, most=LONGEST)
    return form(
        ids.REQUEST_PROMISE_FORM,
        t.plain("By when"),
        t.plain("Send"),
        t.plain("Cancel"),
        [
            section(words.asked(request, t)),
            *_until(t, on, None),
            field("text", t.plain("In a few words"), entry, hint=t.plain("They are told your words.")),
        ],
        keep={"request": request.id},
    )


def pass_form(request: Request, t: Translate, *, on: date, to: str | None = None) -> View:
    """The form that asks somebody else instead."""
    return form(
        ids.REQUEST_PASS_FORM,
        t.plain("Somebody else"),
        t.plain("Ask"),
        t.plain("Cancel"),
        [
            section(words.between(request, t)),
            field("to", t.plain("Whom"), _somebody(to), optional=False),
            *_until(t, on, None),
        ],
        keep={"request": request.id},
    )
