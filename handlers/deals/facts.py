"""What a deal's card says in its fields, its warnings, its list of evidence."""

from core.deals.outlook import Caution, Outlook
from core.errors import msgid
from core.models import Contact, Deal, DealStatus, Evidence, Review, Task, Visit
from core.reading import Money
from handlers.plans import views as plans
from handlers.words import Translate, escape

CARRIERS = {
    "SF Express": msgid("SF Express"),
    "YTO Express": msgid("YTO Express"),
    "ZTO Express": msgid("ZTO Express"),
    "STO Express": msgid("STO Express"),
    "Yunda": msgid("Yunda"),
    "J&T Express": msgid("J&T Express"),
    "Best Express": msgid("Best Express"),
    "Deppon": msgid("Deppon"),
    "JD Logistics": msgid("JD Logistics"),
    "KYE": msgid("KYE"),
    "China Post": msgid("China Post"),
    "EMS": msgid("EMS"),
    "DHL": msgid("DHL"),
    "FedEx": msgid("FedEx"),
    "UPS": msgid("UPS"),
    "TNT": msgid("TNT"),
}
ROLES = {
    "decision_maker": msgid("decision maker"),
    "user": msgid("user"),
    "technical_lead": msgid("technical lead"),
    "insider": msgid("insider"),
}


def facts(deal: Deal, t: Translate, outlook: Outlook | None, next_task: Task | None, last: Visit | None) -> list[str]:
    """At most ten, the last quote and the next step first."""
    told = [*_agreed(deal, t, next_task)]
    told.append(t("*Amount*\n{amount}", amount=Money(deal.amount, deal.currency) if deal.amount is not None else None))
    told.append(_close(deal, outlook, t))
    told.append(_owner(deal, outlook, t))
    told.append(_stage(deal, outlook, t))
    told.append(t("*Customer*\n{customer}", customer=deal.account.name))
    if outlook is not None and outlook.people:
        told.append(t("*People*\n{people}", people=t.listed(_person(each, t) for each in outlook.people)))
    if deal.status == DealStatus.JOINED:
        told.append(t("*Ended*\none project with a colleague's deal, which goes on"))
    if deal.status in (DealStatus.WON, DealStatus.LOST):
        told += _end(deal, t)
    if last is not None:
        told.append(t("*Last follow-up*\n{note} · {day}", note=last.note[:120], day=last.at))
    return told[:10]


def _close(deal: Deal, outlook: Outlook | None, t: Translate) -> str:
    """When it is expected to close, and how often that was put off."""
    told = t("*Expected close*\n{day}", day=deal.expected_close)
    if outlook is None or not outlook.shifts:
        return told
    return f"{told} · {t.n('put off {n} time', 'put off {n} times', outlook.shifts)}"


def _agreed(deal: Deal, t: Translate, next_task: Task | None) -> list[str]:
    """What was said last: the quote given, the step agreed."""
    told = []
    if deal.quoted_amount is not None:
        price = Money(deal.quoted_amount, deal.quoted_currency)
        told.append(t("*Last quote*\n{price} · {day}", price=price, day=deal.quoted_at))
    if next_task is not None:
        day = f" · {t.mrkdwn(next_task.on)}" if next_task.on else ""
        told.append(t("*Next step*\n{step}", step=next_task.text[:200]) + day)
    return told


def _owner(deal: Deal, outlook: Outlook | None, t: Translate) -> str:
    if outlook is None or outlook.team is None:
        return t("*Owner*\n{owner}", owner=deal.owner)
    return t("*Owner*\n{owner} · {team}", owner=deal.owner, team=outlook.team.name)


def _stage(deal: Deal, outlook: Outlook | None, t: Translate) -> str:
    """How long it stands where it stands, against what is usual there."""
    if outlook is None or deal.status != DealStatus.OPEN:
        return t("*In this stage since*\n{day}", day=deal.stage_since)
    if deal.stage.expected_days is None:
        return t("*In this stage*\n{days}", days=t.n("{n} working day", "{n} working days", outlook.days))
    within = t.n(
        "{n} working day, {expected} expected",
        "{n} working days, {expected} expected",
        outlook.days,
        expected=deal.stage.expected_days,
    )
    return t("*In this stage*\n{days}", days=within)


def _person(contact: Contact, t: Translate) -> str:
    if contact.role is None:
        return contact.name
    return t.plain("{name} ({role})", name=contact.name, role=t.plain(ROLES[contact.role]))


def _end(deal: Deal, t: Translate) -> list[str]:
    told = []
    why = " · ".join(t.text(part) for part in (deal.listed_reason, deal.close_reason) if part)
    if why:
        told.append(t("*Reason*\n{reason}", reason=why[:500]))
    if deal.competitor:
        told.append(t("*Competitor*\n{competitor}", competitor=deal.competitor))
    return told


def cautions(deal: Deal, outlook: Outlook, t: Translate) -> list[str]:
    """What to look out for, a sentence each."""
    return [_caution(each, deal, outlook, t) for each in outlook.warnings]


def _caution(caution: Caution, deal: Deal, outlook: Outlook, t: Translate) -> str:
    match caution.kind:
        case "behind":
            return plans.late(outlook.plan, outlook.today, t)
        case "plan_after" if caution.since is not None and deal.expected_close is not None:
            return plans.after_close(caution.since, deal.expected_close, t)
        case "late":
            return t(
                "{days} working days in this stage, {expected} expected.",
                days=caution.days,
                expected=caution.expected,
            )
        case "overdue":
            ago = t.n("Its expected close passed {n} day ago.", "Its expected close passed {n} days ago.", caution.days)
            closes = t("It will be closed by itself on {day}.", day=caution.since) if caution.since else ""
            return t.sentences(ago, closes)
        case "silent":
            return t("No follow-up that counts: silent since {day}.", day=caution.since)
    return t("No next step is planned.")


def rated(deal: Deal, t: Translate) -> str:
    """How hard it is called, and why."""
    told = t("Difficulty {coefficient}", coefficient=deal.coefficient)
    return f"⚖️ {told}" + (f" · {t.mrkdwn(deal.coefficient_reason)}" if deal.coefficient_reason else "")


def reviewed(review: Review, t: Translate) -> str:
    """What its owner wrote down once it had ended."""
    told = [t("Decided by: {what}", what=review.decided[:300])]
    if review.lesson:
        told.append(t("Lesson: {what}", what=review.lesson[:300]))
    return f"📝 {t.sentences(*told)}"


def pieces(outlook: Outlook, t: Translate) -> str:
    """The newest evidence, and how much there is in all."""
    shown = " · ".join(piece(each, t) for each in outlook.evidence)
    more = outlook.pieces - len(outlook.evidence)
    return f"📎 {shown}" + (f" · {t('and {n} more', n=more)}" if more else "")


def piece(evidence: Evidence, t: Translate) -> str:
    """One piece: its kind, and the file as a link or the number."""
    kind = f"{t.mrkdwn(evidence.kind)} " if evidence.kind is not None else ""
    if evidence.number is not None:
        carrier = f"{t(CARRIERS.get(evidence.name, evidence.name))} " if evidence.name else ""
        return f"{kind}{carrier}`{escape(evidence.number).replace('`', '')}`"
    name = escape(evidence.name[:60]).replace("|", "¦")
    if evidence.permalink is not None:
        return f"{kind}<{escape(evidence.permalink).replace('|', '%7C')}|{name}>"
    return f"{kind}{name}"
