"""Buttons on pairs of customers: Merge…, Not the same, which one is meant, and a card's Same customer as…"""

from core import accounts, contacts, duplicates, merges, timeline
from core.merges import pairs
from handlers.merges import views
from handlers.merges.commands import Two, side_by_side
from handlers.pressing import Press


async def same(press: Press) -> None:
    """Ask which other customer this one is."""
    noun = "deal" if "deal" in press.values else "lead"
    async with press.db.begin() as session:
        account_id = await timeline.customer_of(session, noun=noun, thing_id=press.id(noun), by=press.me)
        account = await accounts.named(session, account_id=account_id, by=press.me)
        asked = contacts.described(account, await contacts.of(session, account=account))
        alike = await duplicates.check(session, asked=asked, by=press.me)
    shown = [match for match in alike if match.visible and match.account_id != account.id]
    await press.open(views.same_form(account, shown, press.t))


async def merge(press: Press) -> None:
    """Show the two of a pair side by side."""
    async with press.db.begin() as session:
        _, one, other = await pairs.get(session, pair_id=press.id("pair"), by=press.me)
        seen = await merges.preview(session, one_id=one.id, other_id=other.id, by=press.me)
    await press.open(views.form(seen, press.t))


async def apart(press: Press) -> None:
    """They are two: nobody is asked again."""
    async with press.db.begin() as session:
        one, other = await pairs.keep_apart(
            session, pair_id=press.id("pair"), by=press.me, now=press.now(), source=press.source
        )
    await press.show(views.apart(one, other, press.t))


async def choose(press: Press) -> None:
    """Go on with the customer chosen."""
    async with press.db.begin() as session:
        answer = await side_by_side(session, Two(_said(press, "one"), _said(press, "other")), by=press.me, t=press.t)
    await (press.open(answer) if answer.get("type") == "modal" else press.show(answer))


def _said(press: Press, name: str) -> int | str:
    said = press.values.get(name)
    return said[:200] if isinstance(said, str) else press.id(name)
