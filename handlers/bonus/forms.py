"""The form of a bonus rule, as it is sent."""

from decimal import Decimal

from core import bonus, pipelines
from core.bonus import Clash, OddRule, Told
from core.calendar import local_day
from core.figures import figure
from handlers import payload, sums
from handlers.bonus import rules
from handlers.bonus.rules import EVERY, NO, YES
from handlers.pressing import Submission


async def save(form: Submission) -> None:
    """Set the rule; what another admin set meanwhile for the same deals is told first."""
    told = _told(form)
    seen = form.id("seen") if form.kept.get("seen") else 0
    async with form.db.begin() as session:
        outcome = await bonus.put(session, told=told, seen=seen, by=form.me, now=form.now(), source=form.source)
        known = await bonus.of_workspace(session, by=form.me)
        lines = await pipelines.all_of(session, by=form.me)
    today = local_day(form.now(), known.zone)
    if isinstance(outcome, Clash):
        again = rules.dialog(lines, form.t, today=today, seen=outcome.told, scope=told.pipeline_id, clash=outcome)
        return await form.redraw(again)
    drawn = rules.picture(known, today, form.t, me=form.me, undo=outcome[1].id)
    return await form.show(drawn)


def _told(form: Submission) -> Told:
    day = payload.day(form.fields.get("from_on"))
    if day is None:
        day = local_day(form.now(), form.me.zone)
    chosen = form.text("pipeline")
    lines = (line.strip() for line in form.text("products").splitlines())
    return Told(
        from_on=day,
        pipeline_id=None if chosen in ("", EVERY) else payload.row(chosen),
        holds=(form.text("holds") or YES) != NO,
        base=_sum(form, "base"),
        percent=_figure(form, "percent", least=0, most=100),
        customer_extra=_sum(form, "customer_extra"),
        customer_factor=_figure(form, "customer_factor", least=1, most=10),
        product_extra=_sum(form, "product_extra"),
        product_factor=_figure(form, "product_factor", least=1, most=10),
        products=tuple(dict.fromkeys(line for line in lines if line)),
        share=_figure(form, "share", least=0, most=100),
    )


def _sum(form: Submission, name: str) -> Decimal:
    """A sum in the workspace's currency; nothing typed is none."""
    plain = figure(form.text(name))
    if plain is not None:
        return plain
    told = sums.of_field(form, name)
    return told.amount if told is not None else Decimal()


def _figure(form: Submission, name: str, *, least: int, most: int) -> Decimal:
    """A figure with at most two decimals; nothing typed is the least."""
    text = form.text(name).removesuffix("%").removesuffix("％").strip()
    if not text:
        return Decimal(least)
    found = figure(text)
    if found is None:
        raise OddRule(field=name, least=least, most=most)
    return found
