"""What changes of several nouns say alike. Each says its sentence of an audit row on a page, for its reader."""

from collections.abc import Callable

from core.masks import hide
from core.models import AuditRow
from core.timeline import Page
from handlers.chances.words import why
from handlers.timeline.columns import FIELDS, value
from handlers.words import Translate

Said = Callable[[AuditRow, Page, Translate], str]


def plainly(key: str, row: AuditRow, found: Page, t: Translate) -> str:
    """A verb that says all, with whatever fields changed along with it."""
    return t(key, to=found.members.get(row.after.get("owner_id") or 0), reason=reason(row, t))


def changed(key: str, row: AuditRow, found: Page, t: Translate) -> str:
    """A verb and the fields it changed, before and after."""
    fields = [
        t.colon(t(label), f"{value(name, row.before, found, t)} → {value(name, row.after, found, t)}")
        for name, label in FIELDS.items()
        if row.before.get(name) != row.after.get(name) and (name in row.before or name in row.after)
    ]
    return t(key) + (f"\n{' · '.join(fields)}" if fields else "")


def moved(key: str, row: AuditRow, found: Page, t: Translate) -> str:
    """A stage move, with the way it took."""
    came, went = (found.stages.get(kept.get("stage_id") or 0) for kept in (row.before, row.after))
    closed = row.after.get("close_reason")
    return t(key, came=came, went=went) + (f" · {t.mrkdwn(closed)}" if closed else "")


def shown(name: str, key: str, row: AuditRow, found: Page, t: Translate) -> str:
    """A verb with what it is about: a file or a number, a person, a step."""
    what = " ".join(str(row.after[each]) for each in (name, "number") if row.after.get(each))
    return t(key, what=hide(what) if found.masked else what)


def reason(row: AuditRow, t: Translate) -> str:
    """Why, as chosen from a list or written."""
    return why(row.after.get("chance_reason") or row.after.get("reason"), row.after.get("chance_words"), t)
