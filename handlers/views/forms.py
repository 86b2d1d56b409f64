"""Forms of lists, as they are sent: what is wanted of the deals; a list kept under a name."""

from dataclasses import replace
from typing import Any

from core.errors import Missing
from core.models import SavedView, Sharing
from core.views import COLUMNS, USUAL, Among, Between, Shape, Want, Within, look
from core.views import shape as shapes
from core.views.saved import Clash, View, change, keep, prefer
from handlers import payload, sums
from handlers.pressing import Submission
from handlers.views import dialogs, kept, views
from handlers.views.carried import Looked, read


async def narrow(form: Submission) -> None:
    """Show the list as it is wanted now."""
    async with form.db.begin() as session:
        looked = await read(session, form.kept, by=form.me)
        looked = looked.otherwise(_wanted(form, looked.shape))
        looked.shape.must_fit()
        found = await look(session, shape=looked.shape, by=form.me, now=form.now())
    await form.show(views.picture(looked, found, form.t))


def _wanted(form: Submission, shape: Shape) -> Shape:
    """The list as the form says; what the form does not speak of stays."""
    wants: dict[str, Want | None] = {name: _among(form, name) for name in (*dialogs.CHOSEN, "status")}
    wants |= {name: _within(form, name) for name in dialogs.DATED}
    wants |= {"amount": _amount(form, shape), "tags": _tags(form)}
    sort, _, turned = form.text("sort").partition(":")
    chosen = tuple(name for name in form.many.get("columns", []) if name in COLUMNS)
    told = replace(shape.wanting(**wants), columns=chosen or USUAL)
    # A form may be forged: it is read as whatever comes back from a button.
    return shapes.parse(replace(told, sort=sort or shape.sort, down=turned == "down").pack())


def _among(form: Submission, name: str) -> Among | None:
    picked: list[Any] = list(dict.fromkeys(form.many.get(name, [])))
    if name != "status":
        picked = [each if each == shapes.ME else payload.row(each) for each in picked]
    return Among(tuple(picked)) if picked else None


def _within(form: Submission, name: str) -> Within | None:
    begins, until = payload.day(form.fields.get(f"{name}_from")), payload.day(form.fields.get(f"{name}_until"))
    if begins or until:
        return Within(begins=begins, until=until)
    chosen = form.text(name)
    if not chosen:
        return None
    if chosen == dialogs.NEVER:
        return Within(never=True)
    span, _, shift = chosen.partition(":")
    if shift not in ("-1", "0", "1"):
        raise Missing
    return Within(span, int(shift))


def _amount(form: Submission, shape: Shape) -> Want | None:
    if (form.text("least"), form.text("most")) == dialogs.amounts(shape):
        return shape.wants.get("amount")
    least, most = sums.of_field(form, "least"), sums.of_field(form, "most")
    if least is None and most is None:
        return None
    currency = next((each.currency for each in (least, most) if each is not None and each.currency), None)
    return Between(least=least.amount if least else None, most=most.amount if most else None, currency=currency)


def _tags(form: Submission) -> Among | None:
    words = [
        word.strip().removeprefix("#") for word in form.text("tags").replace("，", ",").replace("、", ",").split(",")
    ]
    return Among(tuple(dict.fromkeys(word for word in words if word))) or None if any(words) else None


async def save(form: Submission) -> None:
    """Keep the list under its name. Where somebody else changed the view meanwhile, the form comes back and says so:
    sent again, it takes the place of theirs."""
    async with form.db.begin() as session:
        looked = await read(session, form.kept, by=form.me)
        outcome = await _kept(form, looked, session)
        if isinstance(outcome, Clash):
            again = replace(looked, view=View(None, outcome.row, looked.shape), seen=outcome.row.version)
            return await form.redraw(_clash(form, again, outcome))
        row, entry = outcome
        if "own" in form.many.get("prefer", []):
            await prefer(session, key=str(row.id), by=form.me, now=form.now())
        note = form.t("The view *{view}* is saved: `/deal view {view}` opens it.", view=row.name)
        drawn = await kept.drawn(session, by=form.me, t=form.t, note=note, undo=entry.id)
    return await form.show(drawn)


async def _kept(form: Submission, looked: Looked, session: Any) -> Any:
    told: dict[str, Any] = {
        "name": form.text("name"),
        "sharing": _sharing(form, looked),
        "by": form.me,
        "now": form.now(),
        "source": form.source,
    }
    if form.text("how") == "replace" and looked.view is not None and looked.view.row is not None:
        shape = looked.shape if looked.changed else None
        seen = payload.number(form.kept, "seen")
        return await change(session, key=looked.view.key, seen=seen, shape=shape, **told)
    return await keep(session, shape=looked.shape, **told)


def _sharing(form: Submission, looked: Looked) -> Sharing:
    chosen = form.text("sharing")
    if not chosen:
        row: SavedView | None = looked.view.row if looked.view else None
        return row.sharing if row is not None and form.text("how") == "replace" else Sharing.OWN
    if chosen not in list(Sharing):
        raise Missing
    return Sharing(chosen)


def _clash(form: Submission, looked: Looked, clash: Clash) -> Any:
    t = form.t
    note = t(
        "⚠️ {who} changed *{view}* meanwhile. What you typed is still here: save again to put it in place of theirs.",
        who=clash.who,
        view=clash.row.name,
    )
    entered = {**form.fields, "prefer": form.many.get("prefer", [])}
    return dialogs.save_form(looked, t, me=form.me, entered=entered, note=note)
