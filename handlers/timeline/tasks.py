"""What was planned, and what came of it."""

from functools import partial

from core.errors import msgid
from handlers.timeline.said import Said, plainly, shown

SAID: dict[tuple[str, str], Said] = {
    ("task", "plan"): partial(shown, "text", msgid("🗓 planned {what}")),
    ("task", "done"): partial(plainly, msgid("☑️ ticked a task off")),
    ("task", "add"): partial(shown, "text", msgid("🚩 added the milestone {what} to the plan")),
    ("task", "change"): partial(plainly, msgid("🚩 changed a milestone of the plan")),
    ("task", "drop"): partial(plainly, msgid("🚩 took a milestone out of the plan")),
    ("task", "reopen"): partial(plainly, msgid("🚩 said that a milestone is still to be reached")),
    ("task", "outcome"): partial(shown, "outcome", msgid("🚩 said what came of a milestone: {what}")),
    ("task", "postpone"): partial(plainly, msgid("🕒 put a task off")),
}
