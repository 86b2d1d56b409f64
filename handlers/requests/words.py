"""Requests in words: what is asked of whom, until when, how it stands, how it ended."""

from datetime import date, datetime

from core.calendar import instant
from core.errors import msgid
from core.models import Request, RequestEnd, RequestKind
from handlers.words import Translate

# How an open one stands.
WAITS = msgid("no answer yet")
ACCEPTED = msgid("accepted")
PROMISED = msgid("promised")
CHASED = msgid("reminded")


def until(request: Request) -> date | datetime:
    """Its day; its moment, where a time was told."""
    return request.on if request.at is None else instant(request.on, request.at, request.zone)


def asked(request: Request, t: Translate) -> str:
    """What whoever is asked reads."""
    holes = {"who": request.by, "deal": request.deal, "what": request.text, "until": until(request)}
    if request.kind == RequestKind.HELP:
        return t("🙏 {who} asks for your help on *{deal}* by {until}: {what}", **holes)
    if request.text:
        return t("⏰ {who} urges you to act on *{deal}* by {until}: {what}", **holes)
    return t("⏰ {who} urges you to act on *{deal}* by {until}.", **holes)


def chased(request: Request, t: Translate) -> str:
    """The same, once it is due."""
    holes = {"who": request.by, "deal": request.deal, "what": request.text or "–", "until": until(request)}
    if request.kind == RequestKind.HELP:
        return t("🔔 {who} is still waiting for your help on *{deal}*, due {until}: {what}", **holes)
    return t("🔔 {who} is still waiting for you on *{deal}*, due {until}.", **holes)


def raised(request: Request, t: Translate) -> str:
    """What the manager reads."""
    holes = {"who": request.by, "to": request.to, "deal": request.deal, "until": until(request)}
    if request.kind == RequestKind.URGE:
        return t("🆘 {who} urged {to} to act on *{deal}* by {until}; nothing has come of it.", **holes)
    if request.accepted_at is not None:
        return t("🆘 {who} asked {to} for help on *{deal}*, due {until}. It was accepted, and is not done.", **holes)
    return t("🆘 {who} asked {to} for help on *{deal}*, due {until}. There is no answer.", **holes)


def short(request: Request, t: Translate) -> str:
    """An open one in a line: who asks whom, for what, until when, how it stands."""
    return f"{between(request, t)} · {t.mrkdwn(until(request))} · {standing(request, t)}"


def between(request: Request, t: Translate) -> str:
    """Who asks whom, and for what."""
    mark = "🙏" if request.kind == RequestKind.HELP else "⏰"
    said = f"{mark} {t.mrkdwn(request.by)} → {t.mrkdwn(request.to)}"
    return t.colon(said, t.mrkdwn(request.text[:120])) if request.text else said


def standing(request: Request, t: Translate) -> str:
    """How an open one stands."""
    if request.raised_at is not None:
        return t("taken to a manager")
    if request.accepted_at is not None:
        return t(PROMISED if request.kind == RequestKind.URGE else ACCEPTED)
    return t(CHASED if request.chased_at is not None else WAITS)


def ended(request: Request, t: Translate) -> str:
    """How it ended."""
    holes = {"who": request.ended_by, "to": request.to, "what": request.answer or "–"}
    match request.ending:
        case RequestEnd.DONE:
            return t("Done by {to}: {what}", **holes)
        case RequestEnd.DECLINED:
            return t("{to} cannot: {what}", **holes)
        case RequestEnd.STEPPED:
            return t("{to} has taken it on.", **holes)
        case RequestEnd.WITHDRAWN:
            return t("No longer needed, says {who}.", **holes)
        case RequestEnd.PASSED:
            return t("{who} gave it to somebody else.", **holes)
        case RequestEnd.CLOSED:
            return t("The deal has ended.")
    return t("{to} has no more to do with the deal.", **holes)


def answered(request: Request, what: str, t: Translate) -> str:
    """What whoever asked hears."""
    holes = {
        "who": request.to,
        "by": request.ended_by,
        "deal": request.deal,
        "what": request.answer,
        "until": until(request),
    }
    match what:
        case "accepted":
            return t("👍 {who} will help on *{deal}* by {until}.", **holes)
        case "promised" if request.answer:
            return t("🤝 {who} will see to *{deal}* by {until}: {what}", **holes)
        case "promised":
            return t("🤝 {who} will see to *{deal}* by {until}.", **holes)
        case "done":
            return t("✅ {who} has done what you asked for on *{deal}*: {what}", **holes)
        case "declined":
            return t("✋ {who} cannot help on *{deal}*: {what}", **holes)
        case "stepped":
            return t("🙌 {who} has taken *{deal}* on since you urged them. Thank you for looking after it.", **holes)
        case "undone":
            return t("↩️ {who} took that step on *{deal}* back. It still waits for them, by {until}.", **holes)
        case "withdrawn":
            return t("{by} says that what you asked {who} for on *{deal}* is no longer needed.", **holes)
        case "passed":
            return t("👉 {who} is now asked for the help you need on *{deal}*, by {until}.", **holes)
    return t("{who} has no more to do with *{deal}*. Ask somebody else, if it is still needed.", **holes)
