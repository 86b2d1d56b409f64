"""The form of a web form: what it asks, where its leads come from and go, what it says."""

from core import sources, webforms
from core.errors import Missing
from core.models import SourceKind
from core.webforms import Terms
from handlers.pressing import Submission
from handlers.webforms import address, views


async def save(form: Submission) -> None:
    """Make a form, or change the one the form was opened for; then show its address."""
    by, now = form.me, form.now()
    language, pool = form.fields.get("language"), form.fields.get("pool")
    async with form.db.begin() as session:
        source = await sources.chosen(session, value=form.fields.get("source"), kind=SourceKind.SOURCE, by=by, now=now)
        campaign = await sources.chosen(
            session, value=form.fields.get("campaign"), kind=SourceKind.CAMPAIGN, of=source, by=by, now=now
        )
        terms = Terms(
            name=form.text("name"),
            source=source,
            campaign=campaign,
            language=language if language != views.THEIRS else None,
            asks=tuple(form.many.get("asks", ())),
            pool_id=None if pool in (None, views.FITTING) else _number(pool),
            allots=form.text("then") == views.BY_RANK,
            thanks=form.fields.get("thanks"),
        )
        if "form" in form.kept:
            made, _ = await webforms.edit(
                session, form_id=form.id("form"), terms=terms, by=by, now=now, source=form.source
            )
        else:
            made, _ = await webforms.create(session, terms=terms, by=by, now=now, source=form.source)
    await form.show(address.picture(made, form.base, form.t, said=form.t("✅ Saved.")))


def _number(value: str) -> int:
    if not value.isascii() or not value.isdigit() or len(value) > 18:
        raise Missing
    return int(value)
