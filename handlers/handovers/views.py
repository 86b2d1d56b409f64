"""Pictures of a handover: under way, through, what its successor gets, what others are told."""

from core.handovers import Holdings
from core.handovers.finishing import Result
from core.handovers.summary import Brief, Summary
from core.models import Assignment, Contact, Deal, Lead, Member, Visit
from handlers import ids
from handlers.blocks import Block, Message, actions, button, context, message, quotation, section
from handlers.chances.words import told as chance_told
from handlers.handovers import words
from handlers.leads.views import reach
from handlers.pages import turns
from handlers.undoing import undo_button
from handlers.words import Translate

PAGE = 5  # customers
LONGEST = 160  # characters of a follow-up
SHARES = 30  # people named


def nobody(t: Translate) -> Message:
    """There is nothing to hand over."""
    said = t("Nobody you lead holds an open lead or deal, or has anything planned.")
    return message(said, [section(said)])


def begun(row: Assignment, of: Member, held: Holdings, t: Translate) -> Message:
    """It has been asked for."""
    said = t("⏳ What {of} holds is being handed over: {what}.", of=of, what=words.held(held, t))
    then = t("How it goes stands in your messages with me.")
    return message(said, [section(said), context(t.sentences(then, _until(row, t)))])


def progress(result: Result, t: Translate) -> Message:
    """Under way."""
    moved, left = result.moved, result.stays.total
    said = t(
        "⏳ Handing over what {of} holds: {n} of {total} done.", of=result.handover.of, n=moved, total=moved + left
    )
    return message(said, [section(said)])


def done(result: Result, t: Translate) -> Message:
    """Through: who got what, what stays, one Undo for all of it."""
    handover = result.handover
    said = t("✅ What {of} held has been handed over.", of=handover.of)
    blocks = [section(said), *_shares(result, t)]
    if result.stays.total:
        stays = words.held(result.stays, t)
        blocks.append(
            context(t("{of} keeps what others have locked, or what came since: {what}.", of=handover.of, what=stays))
        )
    if until := _until(handover.row, t):
        blocks.append(context(until))
    if handover.row.returned_at is not None:
        blocks.append(context(t("It went back {day}.", day=handover.row.returned_at)))
    elif result.entry is not None:
        blocks.append(context(t("Undo works for a day.")))
        blocks.append(actions(undo_button(result.entry.id, t)))
    return message(said, blocks)


def _until(row: Assignment, t: Translate) -> str:
    return t("It goes back on {day}.", day=row.back_on) if row.back_on else ""


def _shares(result: Result, t: Translate) -> list[Block]:
    lines = [
        f"{t.mrkdwn(each.to) if each.to else t('back in the pool')} · {words.got(each, t)}"
        for each in result.shares[:SHARES]
    ]
    return [section("\n".join(lines))] if lines else []


def told(result: Result, reader: Member, t: Translate) -> Message:
    """To whose it was, and to the managers of all concerned."""
    handover = result.handover
    if reader.id == handover.of.id:
        said = t("📦 {by} has handed over what you held. Everything you logged goes with it.", by=handover.by)
    else:
        said = t("📦 {by} has handed over what {of} held.", by=handover.by, of=handover.of)
    until = _until(handover.row, t)
    return message(
        said, [section(said), *_note(handover.row, t), *_shares(result, t), *([context(until)] if until else [])]
    )


def _note(row: Assignment, t: Translate) -> list[Block]:
    return quotation(t.mrkdwn(row.note)) if row.note else []


def back(result: Result, reader: Member, n: int, stay: int, by: Member | None, t: Translate) -> Message:
    """It came back: to whose it is again, to who had it meanwhile, to who had asked for it."""
    of = result.handover.of
    if reader.id == of.id:
        yours = t.n(
            "{n} thing that was handed over is yours again.", "{n} things that were handed over are yours again.", n
        )
        said = t.sentences(f"↩︎ {yours}", t("{by} took the handover back.", by=by) if by else "")
    else:
        said = "↩︎ " + t.n(
            "The day has come: {n} thing that was handed over is with {of} again.",
            "The day has come: {n} things that were handed over are with {of} again.",
            n,
            of=of,
        )
    stays = t.n("{n} has been changed since and stays.", "{n} have been changed since and stay.", stay) if stay else ""
    return message(said, [section(t.sentences(said, stays))])


def summary(found: Summary, reader: Member, t: Translate) -> Message:
    """To the successor: each customer with what one has to know, a page at a time."""
    handover = found.result.handover
    said = "📦 " + t.n(
        "{by} gave you what {of} held: {n} customer.",
        "{by} gave you what {of} held: {n} customers.",
        found.total,
        by=handover.by,
        of=handover.of,
    )
    until = _until(handover.row, t)
    blocks = [section(t.sentences(said, until)), *_note(handover.row, t)]
    blocks += [brief(each, t) for each in found.briefs]
    tasks = sum(each.tasks for each in found.result.shares if each.to and each.to.id == reader.id)
    if tasks:
        more = t.n("{n} to-do beside them: /today", "{n} to-dos beside them: /today", tasks)
        blocks.append(context(more))
    value = {"handover": found.result.handover.row.id}
    ways = turns(ids.HANDOVER_PAGE, found.page, t, total=found.total, size=PAGE, value=value)
    return message(said, [*blocks, actions(*ways)] if ways else blocks)


def brief(each: Brief, t: Translate) -> Block:
    """What one has to know of a customer."""
    lines = [f"*{t.mrkdwn(each.account.name)}*", *(_deal(deal, t) for deal in each.deals)]
    lines += [_lead(lead, t) for lead in each.leads]
    if each.people:
        lines.append(f"👤 {t.mrkdwn(t.listed(_person(person) for person in each.people))}")
    if (quoted := each.quoted) is not None:
        price = t.money(quoted.quoted_amount, quoted.quoted_currency)
        lines.append(t("💰 Last price {price} · {day}", price=price, day=quoted.quoted_at))
    lines += [_visit(visit, t) for visit in each.visits]
    if each.next_task is not None:
        step = t("➡️ Next: {step}", step=each.next_task.text)
        lines.append(f"{step} · {t.mrkdwn(each.next_task.on)}" if each.next_task.on else step)
    if each.warnings:
        lines.append("⚠️ " + t.listed(t(words.MINDED[mind]) for mind in each.warnings))
    return section("\n".join(lines), accessory=_opens(each, t))


def _opens(each: Brief, t: Translate) -> Block:
    label = t.plain("Open {x}", x=each.account.name)
    if each.deals:
        return button(t.plain("Open"), ids.DEAL_CARD, {"deal": each.deals[0].id}, label=label)
    return button(t.plain("Open"), ids.LEAD_CARD, {"lead": each.leads[0].id}, label=label)


def _deal(deal: Deal, t: Translate) -> str:
    parts = [t.mrkdwn(deal), t.mrkdwn(deal.stage)]
    if deal.amount is not None:
        parts.append(t.money(deal.amount, deal.currency))
    if deal.expected_close is not None:
        parts.append(t("closes {day}", day=deal.expected_close))
    return "💼 " + " · ".join(parts)


def _lead(lead: Lead, t: Translate) -> str:
    parts = [lead.interest, lead.region, *lead.tags]
    said = [t.mrkdwn(part) for part in parts if part]
    if lead.budget is not None:
        said.append(t("budget {sum}", sum=t.money(lead.budget, lead.budget_currency)))
    if lead.chance is not None:
        said.append(chance_told(lead, t))
    return "🌱 " + (" · ".join(said) or t("lead, nothing known of its need"))


def _person(person: Contact) -> str:
    return " ".join(part for part in (reach(person, shown=True), person.title) if part)


def _visit(visit: Visit, t: Translate) -> str:
    note = visit.note if len(visit.note) <= LONGEST else f"{visit.note[: LONGEST - 1]}…"
    return f"📝 {t.mrkdwn(note)} · {t.mrkdwn(visit.member)} · {t.mrkdwn(visit.at)}"
