"""Pictures of imports: a file being read, how far it is, what came of it, what others are told."""

from datetime import datetime

from core.imports import orders
from core.imports.outcomes import IN, TOLD
from core.imports.showing import Shown
from core.models import ImportStatus, Member, RowState
from handlers import ids
from handlers.blocks import Block, Message, actions, button, confirm, context, message, section
from handlers.imports import preview
from handlers.words import Translate


def reading(name: str, t: Translate) -> Message:
    """A file is being read."""
    said = t("⏳ Reading *{name}*", name=name)
    return message(said, [section(said)])


def picture(shown: Shown, now: datetime, t: Translate) -> Message:
    """The import as it stands."""
    match shown.batch.status:
        case ImportStatus.NEW:
            return reading(shown.batch.filename, t)
        case ImportStatus.FAILED:
            return failed(shown, t)
        case ImportStatus.CANCELLED:
            said = t("*{name}* was left alone: nothing of it was entered.", name=shown.batch.filename)
            return message(said, [section(said)])
        case ImportStatus.CHECKING | ImportStatus.WRITING | ImportStatus.UNDOING:
            return under_way(shown, t)
        case ImportStatus.READY:
            return preview.picture(shown, t)
    return result(shown, now, t)


def failed(shown: Shown, t: Translate) -> Message:
    """The file was not taken, and why."""
    problem = shown.batch.problem
    said = t("*{name}* was not taken in.", name=shown.batch.filename)
    why = t(problem["key"], **problem["holes"])
    return message(t.sentences(said, why), [section(f"⚠️ {t.sentences(said, why)}")])


def under_way(shown: Shown, t: Translate) -> Message:
    """How far a long file is."""
    batch, tally = shown.batch, shown.tally
    holes = {"name": batch.filename, "total": batch.total}
    if batch.status == ImportStatus.CHECKING:
        said = t("⏳ Comparing *{name}* with the books: {n} of {total} rows", n=batch.checked, **holes)
    elif batch.status == ImportStatus.WRITING:
        done = batch.total - tally.count(RowState.NEW, RowState.KNOWN)
        said = t("⏳ Importing *{name}*: {n} of {total} rows", n=done, **holes)
    else:
        said = t("⏳ Taking *{name}* back: {n} rows so far", n=tally.count(RowState.UNDONE), **holes)
    return message(said, [section(said)])


def result(shown: Shown, now: datetime, t: Translate) -> Message:
    """What came of it."""
    batch, tally = shown.batch, shown.tally
    if batch.status == ImportStatus.UNDONE:
        return _taken_back(shown, t)
    said = t.n(
        "✅ *{name}*: {n} lead entered",
        "✅ *{name}*: {n} leads entered",
        tally.count(RowState.ENTERED),
        name=batch.filename,
    )
    lines = [f"{said} → {t.mrkdwn(preview.where(shown, t))}" if tally.count(RowState.ENTERED) else said]
    if count := tally.count(RowState.ENRICHED):
        lines.append(t.n("🧾 {n} invoice put on record", "🧾 {n} invoices put on record", count))
    lines += preview.left_out(shown, t)
    if tally.count(*TOLD) or tally.without:
        lines.append(t("The file below lists them row by row, with the reason."))
    ways = _ways(shown, now, t)
    until = [context(t("It can be taken back within a day."))] if _can_be_undone(shown, now) else []
    return message(said, [section("\n".join(lines)), *([actions(*ways)] if ways else []), *until])


def _ways(shown: Shown, now: datetime, t: Translate) -> list[Block]:
    """What there is to do next: give those that lie in the pool to people, take it all back."""
    batch, ways = shown.batch, list[Block]()
    if shown.by.manages and shown.tally.count(RowState.ENTERED) and not shown.chosen.to:
        ways.append(button(t.plain("Assign…"), ids.LEADS_SELECT, {"where": f"import:{batch.id}"}, style="primary"))
    if _can_be_undone(shown, now):
        ways.append(button(t.plain("Undo import"), ids.IMPORT_UNDO, {"import": batch.id}, confirm=_sure(t)))
    return ways


def _can_be_undone(shown: Shown, now: datetime) -> bool:
    return orders.can_be_undone(shown.batch, now) and bool(shown.tally.count(*IN))


def _sure(t: Translate) -> Block:
    return confirm(
        t.plain("Take the import back?"),
        t.plain("Its leads leave every list. Those somebody has worked on since stay."),
        t.plain("Take back"),
        t.plain("Cancel"),
    )


def _taken_back(shown: Shown, t: Translate) -> Message:
    name, tally = shown.batch.filename, shown.tally
    said = t.n(
        "↩︎ *{name}*: {n} row taken back", "↩︎ *{name}*: {n} rows taken back", tally.count(RowState.UNDONE), name=name
    )
    stay = tally.count(*IN)
    kept = t.n("{n} stays: somebody has worked on it since.", "{n} stay: somebody has worked on them since.", stay)
    return message(said, [section(f"{said}\n{kept}" if stay else said)])


def into_pool(by: Member | None, leads: int | None, t: Translate) -> Message:
    """What the pool's channel is told of an import; `leads` None: it was taken back."""
    if leads is None:
        said = t("↩︎ {by} has taken an import back. What was claimed of it meanwhile stays.", by=by)
    else:
        said = t.n(
            "📥 {by} has put {n} lead from a list into the pool. `/lead pool` shows it.",
            "📥 {by} has put {n} leads from a list into the pool. `/lead pool` shows them.",
            leads,
            by=by,
        )
    return message(said, [section(said)])


def shared_out(by: Member | None, leads: int | None, t: Translate) -> Message:
    """What somebody is told who was given leads of an import; `leads` None: it was taken back."""
    if leads is None:
        said = t("↩︎ {by} has taken an import back. Leads of it that you worked on stay yours.", by=by)
    else:
        said = t.n(
            "📥 {by} gave you {n} lead from a list. `/lead mine` shows it.",
            "📥 {by} gave you {n} leads from a list. `/lead mine` shows them.",
            leads,
            by=by,
        )
    return message(said, [section(said)])
