"""What factors are called."""

from core.errors import msgid
from core.scores import Factor

FACTORS = {
    Factor.SOURCE: msgid("Source"),
    Factor.TYPE: msgid("Type"),
    Factor.LIKELIHOOD: msgid("Likelihood"),
    Factor.IMPORTANCE: msgid("Importance"),
    Factor.VALUE: msgid("Value"),
    Factor.APPROVED: msgid("Approved as a project"),
    Factor.BUDGET: msgid("Budget"),
}
HEIGHTS = {"high": msgid("high"), "medium": msgid("medium"), "low": msgid("low")}
