"""What colleagues asked of each other."""

from functools import partial

from core.errors import msgid
from core.models import AuditRow
from core.timeline import Page
from handlers.timeline.said import Said
from handlers.words import Translate


def _asked(key: str, row: AuditRow, found: Page, t: Translate) -> str:
    """What one colleague asked of another, or what came of it, in their words."""
    words = row.after.get("answer") or row.after.get("text")
    said = t(key, to=found.members.get(row.after.get("to_id") or 0))
    return t.colon(said, t.mrkdwn(words)) if words else said


SAID: dict[tuple[str, str], Said] = {
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
}
