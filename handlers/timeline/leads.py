"""What was done to a lead."""

from functools import partial

from core.errors import msgid
from core.models import AuditRow, Chance, Warned
from core.timeline import Page
from handlers.chances.words import CHANCES
from handlers.silence import words
from handlers.timeline.columns import FIELDS, value
from handlers.timeline.said import Said, changed, plainly, reason
from handlers.words import Translate


def _entered(key: str, row: AuditRow, found: Page, t: Translate) -> str:
    """A new lead, with the price given where it came with one."""
    said, name = t(key), "quoted_amount"
    return f"{said} · {t.colon(t(FIELDS[name]), value(name, row.after, found, t))}" if row.after.get(name) else said


def _rated(row: AuditRow, found: Page, t: Translate) -> str:
    """How likely somebody called it, and why where that is little."""
    chance = row.after.get("chance")
    said = t("rated its chance: {chance}", chance=t.plain(CHANCES[Chance(chance)]) if chance in set(Chance) else None)
    return said + (f" · {t.mrkdwn(reason(row, t))}" if row.after.get("chance_reason") else "")


def _warned(row: AuditRow, found: Page, t: Translate) -> str:
    """How far the alert about it went."""
    step = row.after.get("warned")
    return f"🔕 {t(words.TOLD[Warned(step)])}" if step in set(Warned) else "🔕"


def _deal_due(row: AuditRow, found: Page, t: Translate) -> str:
    """That its owner was told by when it is to be a deal."""
    return t(
        "⏳ told its owner that without a deal it goes back on {day}", day=value("deal_back_on", row.after, found, t)
    )


def _paced(row: AuditRow, found: Page, t: Translate) -> str:
    """A rhythm of its own, or none any more."""
    days = row.after.get("interval_days")
    return t("🔁 set its rhythm: {rhythm}", rhythm=words.rhythm(days, t) if days else t.plain("as usual"))


def _paused(row: AuditRow, found: Page, t: Translate) -> str:
    """Until when its clock was to stand, and why."""
    day, because = value("paused_until", row.after, found, t), row.after.get("pause_reason")
    return t("⏸ paused it until {day}: {reason}", day=day, reason=because)


def _kept(row: AuditRow, found: Page, t: Translate) -> str:
    """Until when its owner may keep it."""
    return t("✅ agreed that it is kept until {day}", day=value("kept_until", row.after, found, t))


def _joined(row: AuditRow, found: Page, t: Translate) -> str:
    """A lead of a customer that was merged: joined with the other one, or given to whoever goes on."""
    if "merged_into_id" in row.after:
        return t("🔗 joined the two leads of the customer")
    return t("👉 gave the lead to {to}", to=found.members.get(row.after.get("owner_id") or 0))


def _passed_on(on: str, back: str, row: AuditRow, found: Page, t: Translate) -> str:
    """A lead that was not taken: it went on to the next, or, where nobody was left, back."""
    return plainly(on if row.after.get("owner_id") else back, row, found, t)


SAID: dict[tuple[str, str], Said] = {
    ("lead", "capture"): partial(_entered, msgid("🌱 entered the lead")),
    ("lead", "import"): partial(_entered, msgid("🌱 entered the lead from a list")),
    ("lead", "claim"): partial(plainly, msgid("🤝 claimed the lead from the pool")),
    ("lead", "release"): partial(plainly, msgid("↩︎ put the lead back into the pool")),
    ("lead", "assign"): partial(plainly, msgid("👉 gave the lead to {to}")),
    ("lead", "handover"): partial(plainly, msgid("📦 handed the lead over to {to}")),
    ("lead", "accept"): partial(plainly, msgid("👍 took the lead they were given")),
    ("lead", "decline"): partial(
        _passed_on,
        msgid("↪︎ declined the lead; it went to {to}"),
        msgid("↪︎ declined the lead; it went back to the pool"),
    ),
    ("lead", "allot"): partial(plainly, msgid("🎯 gave the lead to {to}, by rank")),
    ("lead", "no_answer"): partial(
        _passed_on,
        msgid("⌛ passed the lead on to {to}, as no answer came in time"),
        msgid("⌛ put the lead back into the pool, as no answer came in time"),
    ),
    ("lead", "die"): partial(plainly, msgid("✖️ gave the lead up: {reason}")),
    ("lead", "revive"): partial(plainly, msgid("🌱 took the dead lead up again")),
    ("lead", "convert"): partial(plainly, msgid("💼 made the lead a deal")),
    ("lead", "rate"): _rated,
    ("lead", "lock"): partial(plainly, msgid("🔒 locked the lead")),
    ("lead", "unlock"): partial(plainly, msgid("🔓 unlocked the lead")),
    ("lead", "move"): partial(plainly, msgid("📦 moved the lead to another pool")),
    ("lead", "reveal"): partial(plainly, msgid("👁 looked at how to reach the contact")),
    ("lead", "warn"): _warned,
    ("lead", "recycle"): partial(plainly, msgid("♻️ put the lead back into its pool: nobody had followed it up")),
    ("lead", "no_deal"): partial(plainly, msgid("♻️ put the lead back into its pool: it had not become a deal in time")),
    ("lead", "warn_deal"): _deal_due,
    ("lead", "rhythm"): _paced,
    ("lead", "pause"): _paused,
    ("lead", "end_pause"): partial(plainly, msgid("▶️ ended the pause")),
    ("lead", "ask_keep"): partial(plainly, msgid("🙋 asked to keep the lead for longer")),
    ("lead", "keep"): _kept,
    ("lead", "refuse_keep"): partial(plainly, msgid("✋ refused to let it be kept: {reason}")),
    ("lead", "merge"): _joined,
    ("lead", "edit"): partial(changed, msgid("✏️ changed the lead")),
}
