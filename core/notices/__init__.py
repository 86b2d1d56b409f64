"""Things to be told, written in the transaction of their cause under a permanent key, sent later by the outbox.

Three ways to speak:
- `tell`: post it. With a `topic` (an open thing, such as one lead's alert) it edits the message that lane already
  shows of the topic, and a newer one makes older ones still waiting needless.
- `redraw`: make every message shown of the topic true again; nothing is posted where nothing is shown.
- `close`: the same for the last time: the thing is resolved. Told again later, it is a message of its own.

Facts are small and hold ids, as keys do, never what a customer told: a notice is drawn when it is sent, from what is
true then, and Slack shows its key to other apps.
Lock the thing a topic speaks of before telling or redrawing it, so that neither misses the other.
"""

from core.notices.kinds import FOLDED, LASTS, MANNERS, ONCE, SAME_DAY, Manner
from core.notices.several import folded, missed_by, tell_missed
from core.notices.telling import Again, Telling
from core.notices.write import BELL, again, close, redraw, tell, tell_many, told

__all__ = [
    "BELL",
    "FOLDED",
    "LASTS",
    "MANNERS",
    "ONCE",
    "SAME_DAY",
    "Again",
    "Manner",
    "Telling",
    "again",
    "close",
    "folded",
    "missed_by",
    "redraw",
    "tell",
    "tell_many",
    "tell_missed",
    "told",
]
