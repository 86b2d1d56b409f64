"""A customer's timeline 全部历史 in chat: who did what and when, newest first, page by page."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

from core import timeline
from core.errors import msgid
from core.masks import hide, mask
from core.models import AuditRow, Chance, VisitKind, Warned
from core.timeline import Event, Page
from handlers import ids
from handlers.blocks import Block, Message, actions, button, context, header, message, section
from handlers.chances.words import CHANCES, why
from handlers.pages import number
from handlers.pressing import Press
from handlers.scores.words import HEIGHTS
from handlers.silence import words
from handlers.words import Channel, Translate

PAGE = 15
LONGEST = 300  # characters of one follow-up; the whole of it stands on its own card


async def show(press: Press) -> None:
    """Turn to a page of it; from a card, beside the card."""
    page, account_id = number(press.values), await _account(press)
    async with press.db.begin() as session:
        found = await timeline.of_customer(session, account_id=account_id, by=press.me, page=page, size=PAGE)
        if page and not found.events:
            page = (max(found.total, 1) - 1) // PAGE
            found = await timeline.of_customer(session, account_id=account_id, by=press.me, page=page, size=PAGE)
    drawn = picture(found, page, press.t)
    await (press.show(drawn) if "page" in press.values else press.tell(drawn))


async def _account(press: Press) -> int:
    """The customer itself, or that of the lead or deal whose menu was used."""
    if "account" in press.values:
        return press.id("account")
    noun = "deal" if "deal" in press.values else "lead"
    async with press.db.begin() as session:
        return await timeline.customer_of(session, noun=noun, thing_id=press.id(noun), by=press.me)


def picture(found: Page, page: int, t: Translate) -> Message:
    """One page, a line for each change."""
    said = t.n("{n} entry", "{n} entries", found.total)
    lines = [_line(event, found, t) for event in found.events]
    blocks: list[Block] = [header(t.plain("History of {customer}", customer=found.account.name)), context(said)]
    blocks += [section(line) for line in lines] or [section(t("Nothing yet."))]
    last, value = max((found.total - 1) // PAGE, 0), {"account": found.account.id}
    turns = [
        button(t.plain("‹ Newer"), ids.TIMELINE, {**value, "page": page - 1}) if page > 0 else None,
        button(t.plain("Older ›"), f"{ids.TIMELINE}.next", {**value, "page": page + 1}) if page < last else None,
    ]
    return message(said, [*blocks, actions(*turns)] if any(turns) else blocks)


def _line(event: Event, found: Page, t: Translate) -> str:
    who = event.actor if event.actor is not None else "Genjin"
    if event.visit is not None and event.visit.kind == VisitKind.INQUIRY:
        who = t.plain("The customer")
    what = _what(event, found, t)
    if event.undone:
        what = f"~{what}~ {t('undone')}"
    where = _where(event.row, t)
    return f"{t.mrkdwn(event.row.at)} · {t.mrkdwn(who)}" + (f" · {where}" if where else "") + f"\n{what}"


def _where(row: AuditRow, t: Translate) -> str:
    """The channel it was said or pressed in, when others were there."""
    place = (row.source or "::").split(":")[1:2]
    return t("in {channel}", channel=Channel(place[0])) if place and place[0][:1] in ("C", "G") else ""


def _what(event: Event, found: Page, t: Translate) -> str:
    if event.visit is not None:
        note = hide(event.visit.note) if found.masked else event.visit.note
        if event.visit.kind == VisitKind.INQUIRY:
            return t("📨 wrote through the form {form}: {note}", form=event.visit.line, note=note[:LONGEST])
        return f"💬 {t.mrkdwn(note[:LONGEST])}{words.hollow(event.visit, t)}"
    said = _SAID.get((event.row.noun, event.row.verb)) or partial(_changed, msgid("changed it"))
    return said(event.row, found, t)


def _plainly(key: str, row: AuditRow, found: Page, t: Translate) -> str:
    """A verb that says all, with whatever fields changed along with it."""
    return t(key, to=found.members.get(row.after.get("owner_id") or 0), reason=_reason(row, t))


def _entered(key: str, row: AuditRow, found: Page, t: Translate) -> str:
    """A new lead, with the price given where it came with one."""
    said, name = t(key), "quoted_amount"
    return f"{said} · {t.colon(t(FIELDS[name]), _value(name, row.after, found, t))}" if row.after.get(name) else said


def _changed(key: str, row: AuditRow, found: Page, t: Translate) -> str:
    """A verb and the fields it changed, before and after."""
    fields = [
        t.colon(t(label), f"{_value(name, row.before, found, t)} → {_value(name, row.after, found, t)}")
        for name, label in FIELDS.items()
        if row.before.get(name) != row.after.get(name) and (name in row.before or name in row.after)
    ]
    return t(key) + (f"\n{' · '.join(fields)}" if fields else "")


def _moved(key: str, row: AuditRow, found: Page, t: Translate) -> str:
    """A stage move, with the way it took."""
    came, went = (found.stages.get(kept.get("stage_id") or 0) for kept in (row.before, row.after))
    closed = row.after.get("close_reason")
    return t(key, came=came, went=went) + (f" · {t.mrkdwn(closed)}" if closed else "")


def _shown(name: str, key: str, row: AuditRow, found: Page, t: Translate) -> str:
    """A verb with what it is about: a file or a number, a person, a step."""
    what = " ".join(str(row.after[each]) for each in (name, "number") if row.after.get(each))
    return t(key, what=hide(what) if found.masked else what)


def _rated(row: AuditRow, found: Page, t: Translate) -> str:
    """How likely somebody called it, and why where that is little."""
    chance = row.after.get("chance")
    said = t("rated its chance: {chance}", chance=t.plain(CHANCES[Chance(chance)]) if chance in set(Chance) else None)
    return said + (f" · {t.mrkdwn(_reason(row, t))}" if row.after.get("chance_reason") else "")


def _billed(row: AuditRow, found: Page, t: Translate) -> str:
    """An invoice, with its sum and goods where the customer is not everybody's."""
    if found.masked:
        return t("🧾 put an invoice on record")
    said = t("🧾 put invoice {number} on record: {sum}", number=row.after.get("number"), sum=_sum(row, t))
    return said + (f" · {_value('goods', row.after, found, t)}" if row.after.get("goods") else "")


def _sum(row: AuditRow, t: Translate) -> str:
    return t.money(Decimal(row.after["amount"]), row.after.get("currency")) if row.after.get("amount") else "–"


def _warned(row: AuditRow, found: Page, t: Translate) -> str:
    """How far the alert about it went."""
    step = row.after.get("warned")
    return f"🔕 {t(words.TOLD[Warned(step)])}" if step in set(Warned) else "🔕"


def _deal_due(row: AuditRow, found: Page, t: Translate) -> str:
    """That its owner was told by when it is to be a deal."""
    return t(
        "⏳ told its owner that without a deal it goes back on {day}", day=_value("deal_back_on", row.after, found, t)
    )


def _paced(row: AuditRow, found: Page, t: Translate) -> str:
    """A rhythm of its own, or none any more."""
    days = row.after.get("interval_days")
    return t("🔁 set its rhythm: {rhythm}", rhythm=words.rhythm(days, t) if days else t.plain("as usual"))


def _paused(row: AuditRow, found: Page, t: Translate) -> str:
    """Until when its clock was to stand, and why."""
    day, because = _value("paused_until", row.after, found, t), row.after.get("pause_reason")
    return t("⏸ paused it until {day}: {reason}", day=day, reason=because)


def _kept(row: AuditRow, found: Page, t: Translate) -> str:
    """Until when its owner may keep it."""
    return t("✅ agreed that it is kept until {day}", day=_value("kept_until", row.after, found, t))


def _reason(row: AuditRow, t: Translate) -> str:
    return why(row.after.get("chance_reason") or row.after.get("reason"), row.after.get("chance_words"), t)


def _value(name: str, kept: dict[str, Any], found: Page, t: Translate) -> str:
    """A column's value, as people read it; no way to reach a contact as long as the lead lies in a pool."""
    value = kept.get(name)
    if found.masked and isinstance(value, str):
        value = mask(value) if name in WAYS else hide(value)
    if isinstance(value, bool):
        return t("yes") if value else t("no")
    if name == "importance" and value in HEIGHTS:
        return t(HEIGHTS[value])
    if isinstance(value, list):
        return t.mrkdwn(t.listed(str(each) for each in value)) or "–"
    try:
        if name in SUMS and value is not None:
            return t.mrkdwn(t.money(Decimal(value), kept.get(SUMS[name])))
        if name in DAYS and value is not None:
            return t.mrkdwn(date.fromisoformat(value))
    except (InvalidOperation, ValueError):
        pass  # written by an older version: shown as it stands
    return t.mrkdwn(value if value != "" else None)


SUMS = {"amount": "currency", "budget": "budget_currency", "quoted_amount": "quoted_currency"}
WAYS = ("phone", "wechat", "email")
DAYS = ("expected_close", "silent_on", "paused_until", "kept_until", "deal_back_on")
FIELDS = {
    "customer": msgid("Customer"),
    "contact": msgid("Contact"),
    "source": msgid("Source"),
    "campaign": msgid("Campaign"),
    "name": msgid("Name"),
    "title": msgid("Job title"),
    "amount": msgid("Amount"),
    "expected_close": msgid("Expected close"),
    "probability": msgid("Probability in %"),
    "budget": msgid("Budget"),
    "quoted_amount": msgid("Price quoted"),
    "interest": msgid("What they need"),
    "region": msgid("Region"),
    "referrer": msgid("Referred by"),
    "tags": msgid("Tags"),
    "phone": msgid("Phone"),
    "wechat": msgid("WeChat"),
    "email": msgid("E-mail"),
    "competitor": msgid("Competitor"),
    "importance": msgid("Importance"),
    "approved": msgid("Approved as a project"),
}


def _merged(row: AuditRow, found: Page, t: Translate) -> str:
    """Another record joined to this one, and what of it has no place there."""
    said = t("🔗 merged *{gone}* into it", gone=row.after.get("gone_name"))
    aside = [each for double in row.after.get("doubles", []) for each in double.get("aside", [])]
    told = t.listed(mask(each) if found.masked else each for each in aside)
    return said + (f" · {t.mrkdwn(told)}" if told else "")


def _joined(row: AuditRow, found: Page, t: Translate) -> str:
    """A lead of a customer that was merged: joined with the other one, or given to whoever goes on."""
    if "merged_into_id" in row.after:
        return t("🔗 joined the two leads of the customer")
    return t("👉 gave the lead to {to}", to=found.members.get(row.after.get("owner_id") or 0))


def _absorbed(row: AuditRow, found: Page, t: Translate) -> str:
    """A colleague's deal was one project with this one, which goes on."""
    whose = found.members.get(row.after.get("joined_by") or 0)
    return t("🧩 goes on alone: one project with {owner}'s deal, whose history stands here too", owner=whose)


def _given(row: AuditRow, found: Page, t: Translate) -> str:
    """To whom a deal was given, and why."""
    said = t("🤝 gave the deal to {to}", to=found.members.get(row.after.get("owner_id") or 0))
    return t.colon(said, t.mrkdwn(row.after["reason"])) if row.after.get("reason") else said


def _teamed(row: AuditRow, found: Page, t: Translate) -> str:
    """Who came to the team of a deal, and who left it."""
    before, after = timeline.team_of(row.before), timeline.team_of(row.after)
    changed = (after - before, before - after)
    come, gone = ([found.members.get(each) for each in sorted(some)] for some in changed)
    told = [t("👥 put {people} on the team", people=come)] if come else []
    told += [t("👥 took {people} off the team", people=gone)] if gone else []
    return " · ".join(told) or t("👥 changed a role on the team")


def _asked(key: str, row: AuditRow, found: Page, t: Translate) -> str:
    """What one colleague asked of another, or what came of it, in their words."""
    words = row.after.get("answer") or row.after.get("text")
    said = t(key, to=found.members.get(row.after.get("to_id") or 0))
    return t.colon(said, t.mrkdwn(words)) if words else said


_SAID: dict[tuple[str, str], Callable[[AuditRow, Page, Translate], str]] = {
    ("lead", "capture"): partial(_entered, msgid("🌱 entered the lead")),
    ("lead", "import"): partial(_entered, msgid("🌱 entered the lead from a list")),
    ("invoice", "import"): _billed,
    ("lead", "claim"): partial(_plainly, msgid("🤝 claimed the lead from the pool")),
    ("lead", "release"): partial(_plainly, msgid("↩︎ put the lead back into the pool")),
    ("lead", "assign"): partial(_plainly, msgid("👉 gave the lead to {to}")),
    ("lead", "handover"): partial(_plainly, msgid("📦 handed the lead over to {to}")),
    ("lead", "accept"): partial(_plainly, msgid("👍 took the lead they were given")),
    ("lead", "decline"): partial(_plainly, msgid("↪︎ declined the lead; it went to {to}")),
    ("lead", "allot"): partial(_plainly, msgid("🎯 gave the lead to {to}, by rank")),
    ("lead", "no_answer"): partial(_plainly, msgid("⌛ passed the lead on to {to}, as no answer came in time")),
    ("lead", "die"): partial(_plainly, msgid("✖️ gave the lead up: {reason}")),
    ("lead", "revive"): partial(_plainly, msgid("🌱 took the dead lead up again")),
    ("lead", "convert"): partial(_plainly, msgid("💼 made the lead a deal")),
    ("lead", "rate"): _rated,
    ("lead", "lock"): partial(_plainly, msgid("🔒 locked the lead")),
    ("lead", "unlock"): partial(_plainly, msgid("🔓 unlocked the lead")),
    ("lead", "move"): partial(_plainly, msgid("📦 moved the lead to another pool")),
    ("lead", "reveal"): partial(_plainly, msgid("👁 looked at how to reach the contact")),
    ("lead", "warn"): _warned,
    ("lead", "recycle"): partial(_plainly, msgid("♻️ put the lead back into its pool: nobody had followed it up")),
    ("lead", "no_deal"): partial(
        _plainly, msgid("♻️ put the lead back into its pool: it had not become a deal in time")
    ),
    ("lead", "warn_deal"): _deal_due,
    ("lead", "rhythm"): _paced,
    ("lead", "pause"): _paused,
    ("lead", "end_pause"): partial(_plainly, msgid("▶️ ended the pause")),
    ("lead", "ask_keep"): partial(_plainly, msgid("🙋 asked to keep the lead for longer")),
    ("lead", "keep"): _kept,
    ("lead", "refuse_keep"): partial(_plainly, msgid("✋ refused to let it be kept: {reason}")),
    ("lead", "merge"): _joined,
    ("account", "merge"): _merged,
    ("account", "apart"): partial(_plainly, msgid("≠ said that it is another customer than one it was taken for")),
    ("lead", "edit"): partial(_changed, msgid("✏️ changed the lead")),
    ("contact", "add"): partial(_changed, msgid("👤 added a contact")),
    ("deal", "create"): partial(_plainly, msgid("💼 opened a deal")),
    ("deal", "handover"): partial(_plainly, msgid("📦 handed the deal over to {to}")),
    ("deal", "advance"): partial(_moved, msgid("⏩ moved the deal on: {came} → {went}")),
    ("deal", "send_back"): partial(_moved, msgid("⏪ sent the deal back: {came} → {went}")),
    ("deal", "win"): partial(_moved, msgid("🏆 won the deal: {went}")),
    ("deal", "lose"): partial(_moved, msgid("✖️ lost the deal: {went}")),
    ("contact", "change"): partial(_changed, msgid("✏️ changed what is known of a contact")),
    ("contact", "leave"): partial(_plainly, msgid("🚪 heard that a contact has moved on")),
    ("contact", "follow"): partial(_plainly, msgid("👤 entered whoever follows them")),
    ("deal", "join"): partial(_plainly, msgid("🧩 ended the deal: one project with a colleague's, who goes on")),
    ("deal", "absorb"): _absorbed,
    ("deal", "move"): partial(_moved, msgid("⏩ moved the deal: {came} → {went}")),
    ("deal", "let_through"): partial(_moved, msgid("🙋 let the deal through: {came} → {went}")),
    ("deal", "lapse"): partial(_moved, msgid("⌛ closed by itself, its date had passed: {went}")),
    ("deal", "reopen"): partial(_moved, msgid("🔁 opened the deal again: {went}")),
    ("deal", "stage_changed"): partial(_moved, msgid("🛠 changed the stages, and the deal with them: {came} → {went}")),
    ("deal", "follow_stage"): partial(_changed, msgid("🛠 changed the probability of its stage")),
    ("deal", "team"): _teamed,
    ("deal", "give"): _given,
    ("deal", "quote"): partial(_changed, msgid("💬 noted a price given")),
    ("deal", "edit"): partial(_changed, msgid("✏️ changed the deal")),
    ("deal", "rate"): partial(_plainly, msgid("⚖️ said how hard the deal is")),
    ("contact", "know"): partial(_shown, "name", msgid("👤 named {what}, who is there")),
    ("evidence", "add"): partial(_shown, "name", msgid("📎 put {what} on the record")),
    ("evidence", "call"): partial(_plainly, msgid("📎 said what a piece of evidence is")),
    ("evidence", "settle"): partial(_plainly, msgid("📎 said which deal a piece of evidence is for")),
    ("evidence", "withdraw"): partial(_plainly, msgid("📎 took a piece of evidence off the record")),
    ("request", "ask"): partial(_asked, msgid("🙏 asked {to} for help")),
    ("request", "urge"): partial(_asked, msgid("⏰ urged {to}")),
    ("request", "accept"): partial(_asked, msgid("👍 will do what was asked")),
    ("request", "promise"): partial(_asked, msgid("🤝 said by when it will be done")),
    ("request", "finish"): partial(_asked, msgid("✅ did what was asked")),
    ("request", "decline"): partial(_asked, msgid("✋ cannot do what was asked")),
    ("request", "step"): partial(_asked, msgid("🙌 took it on, once urged")),
    ("request", "call_off"): partial(_asked, msgid("✖️ needs the help of {to} no longer")),
    ("request", "pass_on"): partial(_asked, msgid("👉 gave to somebody else what {to} was asked")),
    ("request", "chase"): partial(_asked, msgid("🔔 reminded {to} of what was asked")),
    ("request", "raise"): partial(_asked, msgid("🆘 told a manager that {to} has not answered")),
    ("request", "over"): partial(_asked, msgid("✖️ asks {to} no more")),
    ("request", "again"): partial(_asked, msgid("🙏 asks {to} again, as the deal is open again")),
    ("review", "write"): partial(_plainly, msgid("📝 wrote down what decided the deal")),
    ("task", "plan"): partial(_shown, "text", msgid("🗓 planned {what}")),
    ("task", "done"): partial(_plainly, msgid("☑️ ticked a task off")),
    ("task", "add"): partial(_shown, "text", msgid("🚩 added the milestone {what} to the plan")),
    ("task", "change"): partial(_plainly, msgid("🚩 changed a milestone of the plan")),
    ("task", "drop"): partial(_plainly, msgid("🚩 took a milestone out of the plan")),
    ("task", "reopen"): partial(_plainly, msgid("🚩 said that a milestone is still to be reached")),
    ("task", "outcome"): partial(_shown, "outcome", msgid("🚩 said what came of a milestone: {what}")),
    ("deal", "plan"): partial(_plainly, msgid("🚩 made a plan from the template")),
    ("deal", "shift_plan"): partial(_plainly, msgid("🚩 moved the dates of the plan")),
    ("task", "postpone"): partial(_plainly, msgid("🕒 put a task off")),
}
