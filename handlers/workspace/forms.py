"""Forms of the workspace: its rules, a member's place."""

from datetime import time

from core import settings
from core.errors import OddNumber
from core.locales import country_named, zone_named
from core.models import Role
from core.settings import MOST_HELD, RANGES, Rules, Traits
from handlers import payload
from handlers.pools import typed
from handlers.pressing import Submission
from handlers.workspace import views


async def save_settings(form: Submission) -> None:
    """Set the workspace's rules."""
    rules = Rules(
        pool_channel=form.fields.get("pool_channel"),
        digest_at=payload.clock(form.fields.get("digest_at")) or time(9),
        chance_reasons=_lines(form.text("chance_reasons")),
        zone=zone_named(form.text("zone")) if form.text("zone") else None,
        locale=form.fields.get("locale"),
        country=country_named(form.text("country")) if form.text("country") else None,
        currency=form.fields.get("currency"),
        **{name: _number(form, name) for name in RANGES},
    )
    async with form.db.begin() as session:
        await settings.change(session, rules=rules, by=form.me, now=form.now())
    await form.show(views.saved(form.t))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def _number(form: Submission, name: str) -> int:
    odd = OddNumber(field=name, least=RANGES[name][0], most=RANGES[name][1])
    found = form.whole(name, odd)
    if found is None:
        raise odd
    return found


async def place(form: Submission) -> None:
    """Give a member a role and a team."""
    role = form.text("role")
    async with form.db.begin() as session:
        await settings.must_be_admin(session, by=form.me)
    await form.meet(form.text("member"))
    async with form.db.begin() as session:
        member = await settings.place(
            session,
            slack_id=form.text("member"),
            role=Role(role) if role in set(Role) else None,
            team=form.fields.get("team"),
            channel=form.fields.get("channel"),
            traits=_traits(form),
            by=form.me,
            now=form.now(),
        )
    await form.show(views.placed(member, form.t))


CLEARED = ("-", "–", "—", "无")


def _traits(form: Submission) -> Traits:
    """What was entered of a member; a dash takes it away."""
    traits: Traits = {}
    if grade := form.text("grade"):
        traits["grade"] = None if grade in CLEARED else grade
    if tags := form.text("tags"):
        traits["tags"] = [] if tags in CLEARED else list(typed.words(tags))
    if form.text("capacity"):
        odd = OddNumber(field="capacity", least=0, most=MOST_HELD)
        traits["capacity"] = None if form.text("capacity") in CLEARED else form.whole("capacity", odd)
    return traits
