"""The form of one person who decides."""

from core import deciders
from core.deciders import Role
from handlers.blocks import actions
from handlers.deciders import views
from handlers.pressing import Submission
from handlers.undoing import undo_button


async def save(form: Submission) -> None:
    """Keep what is known of them, and draw the map."""
    told = Role(
        **{name: form.text(name).strip() or None for name in ("title", "cares_about", "interests")},
        role=form.fields.get("role"),
        stance=form.fields.get("stance") or "unknown",
        influence=form.fields.get("influence"),
        reports_to=form.fields.get("reports_to"),
        gone=form.fields.get("gone") == "yes",
    )
    async with form.db.begin() as session:
        contact, entry = await deciders.change(
            session, contact_id=form.id("contact"), told=told, by=form.me, now=form.now(), source=form.source
        )
        found = await deciders.chart(
            session, account_id=contact.account_id, by=form.me, now=form.now(), size=views.PAGE
        )
    drawn = views.picture(found, 0, form.t)
    undo = actions(undo_button(entry.id, form.t))
    await form.show({**drawn, "blocks": [*drawn["blocks"], undo]})
