"""Forms of merging: which other customer is meant, and which of the two stays."""

from core import accounts, merges, pairs
from core.errors import Missing, Refusal, msgid
from handlers.merges import views
from handlers.pressing import Submission


class WhichOther(Refusal):
    message = msgid("Which customer is it? Choose one, or write its name.")
    field = "other"


async def same(form: Submission) -> None:
    """A manager sees both side by side; anybody else's word goes to whoever decides."""
    account_id, chosen, name = form.id("account"), form.chosen("known"), form.text("other").strip()
    if chosen is None and not name:
        raise WhichOther
    async with form.db.begin() as session:
        account = await accounts.named(session, account_id=account_id, by=form.me)
        if form.me.manages:
            other = chosen or await _meant(session, name, form)
            seen = await merges.preview(session, one_id=account.id, other_id=other, by=form.me)
            return await form.turn(views.form(seen, form.t))
        if chosen is not None:
            if await accounts.get(session, account_id=chosen, by=form.me) is None:
                raise Missing
            asked = await pairs.put(session, account_id=account.id, other_id=chosen, by=form.me, now=form.now())
        else:
            asked = await pairs.propose(
                session, account_id=account.id, name=name, by=form.me, now=form.now(), source=form.source
            )
    return await form.show(views.proposed(asked, account.name, form.t))


async def _meant(session: object, name: str, form: Submission) -> int:
    fitting = await accounts.meant_by(session, text=name, by=form.me)  # type: ignore[arg-type]
    if len(fitting) != 1:
        raise pairs.NoOther(name=name)
    return fitting[0].id


async def merge(form: Submission) -> None:
    """Merge them: the one chosen stays."""
    stays, one, other = form.chosen("stays"), form.id("one"), form.id("other")
    if stays not in (one, other):
        raise Missing
    async with form.db.begin() as session:
        merged = await merges.merge(
            session,
            keep_id=stays,
            gone_id=other if stays == one else one,
            holder_id=form.chosen("holder"),
            by=form.me,
            now=form.now(),
            source=form.source,
        )
    await form.show(views.merged(merged, form.t))
