"""Forms of merging: which other customer is meant, and which of the two stays."""

from sqlalchemy.ext.asyncio import AsyncSession

from core import accounts, merges
from core.errors import Missing, Refusal, msgid
from core.merges import pairs
from core.models import Account
from handlers.merges import views
from handlers.pressing import Submission


class WhichOther(Refusal):
    message = msgid("Which customer is it? Choose one, or write its name.")
    field = "other"


async def same(form: Submission) -> None:
    """A manager sees both side by side, where both are theirs to see; else the word goes to whoever decides."""
    other = form.chosen("known") or form.text("other").strip()
    if not other:
        raise WhichOther
    async with form.db.begin() as session:
        account = await accounts.named(session, account_id=form.id("account"), by=form.me)
        if form.me.manages:
            other_id, theirs = (other, True) if isinstance(other, int) else await _meant(session, other, account, form)
            if theirs:
                seen = await merges.preview(session, one_id=account.id, other_id=other_id, by=form.me)
                return await form.turn(views.form(seen, form.t))
            asked = await pairs.put(session, account_id=account.id, other_id=other_id, by=form.me, now=form.now())
        else:
            asked = await pairs.propose(
                session, account_id=account.id, other=other, by=form.me, now=form.now(), source=form.source
            )
    return await form.show(views.proposed(asked, account.name, form.t))


async def _meant(session: AsyncSession, name: str, account: Account, form: Submission) -> tuple[int, bool]:
    """The customer a manager means, and whether it is theirs to see."""
    fitting = await accounts.meant_by(session, text=name, by=form.me)
    if len(fitting) == 1:
        return fitting[0].id, True
    found = await pairs.called(session, name=name, but=account, by=form.me, now=form.now(), source=form.source)
    return found.account_id, found.visible


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
