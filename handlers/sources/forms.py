"""Forms of the list of sources: an entry put on it, changed, merged; a cost."""

from core import sources
from core.calendar import local_day
from core.errors import Missing
from core.models import Source, SourceKind
from core.sources import changes, costs
from handlers import payload, sums
from handlers.pressing import Submission
from handlers.sources import costs as costs_views
from handlers.sources import views


async def add(form: Submission) -> None:
    """Put a source or a campaign on the list."""
    kind = form.text("kind")
    if kind not in set(SourceKind):
        raise Missing
    async with form.db.begin() as session:
        entry, row = await changes.add(
            session,
            name=form.text("name"),
            kind=SourceKind(kind),
            of=await _source(form, session) if kind == SourceKind.CAMPAIGN else None,
            by=form.me,
            now=form.now(),
            source=form.source,
        )
    await form.show(views.done(views.ADDED, entry, form.t, undo=row.id))


async def _source(form: Submission, session: object) -> Source | None:
    """The source chosen for a campaign."""
    value = form.fields.get("source")
    return await sources.chosen(session, value=value, kind=SourceKind.SOURCE, by=form.me, now=form.now())  # type: ignore[arg-type]


async def edit(form: Submission) -> None:
    """Give an entry another name, a campaign its source."""
    async with form.db.begin() as session:
        entry, row = await changes.edit(
            session,
            source_id=form.id("source"),
            name=form.text("name"),
            of=await _source(form, session),
            by=form.me,
            now=form.now(),
            source=form.source,
        )
    await form.show(views.done(views.CHANGED, entry, form.t, undo=row.id))


async def merge(form: Submission) -> None:
    """Make an entry another spelling of the one chosen."""
    async with form.db.begin() as session:
        entry = await changes.get(session, source_id=form.id("source"), by=form.me)
        into = await sources.chosen(session, value=form.fields.get("into"), kind=entry.kind, by=form.me, now=form.now())
        if into is None:
            raise Missing
        entry, row = await changes.merge(
            session, source_id=entry.id, into_id=into.id, by=form.me, now=form.now(), source=form.source
        )
    await form.show(views.done(views.MERGED, entry, form.t, undo=row.id))


async def cost(form: Submission) -> None:
    """Enter what was spent, on its day; today where none is said."""
    told = sums.of_field(form, "amount")
    async with form.db.begin() as session:
        entered, row = await costs.add(
            session,
            source_id=form.id("source"),
            amount=told.amount if told else None,
            currency=told.currency if told else None,
            on=payload.day(form.fields.get("on")) or local_day(form.now(), form.me.zone),
            note=form.fields.get("note"),
            by=form.me,
            now=form.now(),
            source=form.source,
        )
        source = await changes.get(session, source_id=entered.source_id, by=form.me)
    await form.show(costs_views.added(source, entered, form.t, undo=row.id))
