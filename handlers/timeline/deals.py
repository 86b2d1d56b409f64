"""What was done to a deal, and put on record for it."""

from functools import partial

from core import timeline
from core.errors import msgid
from core.models import AuditRow
from core.timeline import Page
from handlers.timeline.said import Said, changed, moved, plainly, shown
from handlers.words import Translate


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
    sides = (after - before, before - after)
    come, gone = ([found.members.get(each) for each in sorted(some)] for some in sides)
    told = [t("👥 put {people} on the team", people=come)] if come else []
    told += [t("👥 took {people} off the team", people=gone)] if gone else []
    return " · ".join(told) or t("👥 changed a role on the team")


SAID: dict[tuple[str, str], Said] = {
    ("deal", "create"): partial(plainly, msgid("💼 opened a deal")),
    ("deal", "handover"): partial(plainly, msgid("📦 handed the deal over to {to}")),
    ("deal", "advance"): partial(moved, msgid("⏩ moved the deal on: {came} → {went}")),
    ("deal", "send_back"): partial(moved, msgid("⏪ sent the deal back: {came} → {went}")),
    ("deal", "win"): partial(moved, msgid("🏆 won the deal: {went}")),
    ("deal", "lose"): partial(moved, msgid("✖️ lost the deal: {went}")),
    ("deal", "join"): partial(plainly, msgid("🧩 ended the deal: one project with a colleague's, who goes on")),
    ("deal", "absorb"): _absorbed,
    ("deal", "move"): partial(moved, msgid("⏩ moved the deal: {came} → {went}")),
    ("deal", "let_through"): partial(moved, msgid("🙋 let the deal through: {came} → {went}")),
    ("deal", "lapse"): partial(moved, msgid("⌛ closed by itself, its date had passed: {went}")),
    ("deal", "reopen"): partial(moved, msgid("🔁 opened the deal again: {went}")),
    ("deal", "stage_changed"): partial(moved, msgid("🛠 changed the stages, and the deal with them: {came} → {went}")),
    ("deal", "follow_stage"): partial(changed, msgid("🛠 changed the probability of its stage")),
    ("deal", "team"): _teamed,
    ("deal", "give"): _given,
    ("deal", "quote"): partial(changed, msgid("💬 noted a price given")),
    ("deal", "edit"): partial(changed, msgid("✏️ changed the deal")),
    ("deal", "rate"): partial(plainly, msgid("⚖️ said how hard the deal is")),
    ("evidence", "add"): partial(shown, "name", msgid("📎 put {what} on the record")),
    ("evidence", "call"): partial(plainly, msgid("📎 said what a piece of evidence is")),
    ("evidence", "settle"): partial(plainly, msgid("📎 said which deal a piece of evidence is for")),
    ("evidence", "withdraw"): partial(plainly, msgid("📎 took a piece of evidence off the record")),
    ("review", "write"): partial(plainly, msgid("📝 wrote down what decided the deal")),
    ("deal", "plan"): partial(plainly, msgid("🚩 made a plan from the template")),
    ("deal", "shift_plan"): partial(plainly, msgid("🚩 moved the dates of the plan")),
}
