"""What people of the history do: commands typed and buttons pressed, through Slack's wire, as anybody would."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date

from sandbox.demo.days import filled, shifted
from sandbox.demo.hands import pressed, sent
from sandbox.person import Person
from sandbox.seen import Seen

Act = Callable[[Person, date], Awaitable[object]]


@dataclass(frozen=True)
class Scene:
    """Somebody does something `on` so many working days from the first day, at an hour of it."""

    on: int
    at: str
    who: str
    act: Act


def types(text: str, channel: str | None = None) -> Act:
    """A command; `{+2}` in it is the date two working days after the first."""

    async def act(person: Person, first: date) -> None:
        answer = await person.command(filled(text, first), channel=channel)
        if not answer.ok or not _is_logged(answer):
            raise LookupError(f"{person.name} typed {text}: {answer.error or answer.text}")

    return act


def says(text: str) -> Act:
    """The same words as a direct message to the bot."""

    async def act(person: Person, first: date) -> None:
        before = len(person.dms)
        await person.says(filled(text, first))
        try:
            await person.slack.until(lambda: any(_is_logged(seen) for seen in person.dms[before:]))
        except AssertionError:
            raise LookupError(f"{person.name} said {text}: {person.dms[-1].text}") from None

    return act


def enters(customer: str, *, to: str = "me", **fields: str) -> Act:
    """A new lead by its form, for oneself unless `to` is "pool"; `fields` by their names in the form."""

    async def act(person: Person, _: date) -> None:
        await person.command("/lead new")
        await sent(person, {"customer": customer, "to": to, **fields})

    return act


def claims(customer: str) -> Act:
    """Claim the customer's lead from the pool."""

    async def act(person: Person, _: date) -> None:
        await pressed(person, "lead.claim", await person.command(f"/lead {customer}"))

    return act


def assigns(customer: str, to: str) -> Act:
    """A manager gives the lead to somebody of the team."""

    async def act(person: Person, _: date) -> None:
        await pressed(person, "lead.assign", await person.command(f"/lead {customer}"))
        await sent(person, {"to": person.ws.user(to).id})

    return act


def accepts(customer: str) -> Act:
    """Take on the lead that was given, by the button in the message about it."""

    async def act(person: Person, _: date) -> None:
        def asked() -> Seen | None:
            return next((seen for seen in reversed(person.dms) if customer in seen.text and _is_offer(seen)), None)

        try:
            await person.slack.until(asked)
        except AssertionError:
            raise LookupError(f"{person.name} was not asked to take on {customer}") from None
        await pressed(person, "offer.accept", asked() or Seen())

    return act


def releases(customer: str) -> Act:
    """Put the lead back into the pool."""

    async def act(person: Person, _: date) -> None:
        await pressed(person, "lead.release", await person.command(f"/lead {customer}"))

    return act


def converts(customer: str, name: str, amount: str, close: int, pipeline: int = 0) -> Act:
    """Make the lead a deal; it is expected to close so many working days after the first day."""

    async def act(person: Person, first: date) -> None:
        await pressed(person, "lead.convert", await person.command(f"/lead {customer}"))
        menu = next(block for block in person.client.stack[-1].blocks if block.get("block_id") == "pipeline")
        chosen = menu["element"]["options"][pipeline]["value"]
        entered = {"name": name, "amount": amount, "close": shifted(first, close).isoformat(), "pipeline": chosen}
        await sent(person, entered)

    return act


def advances(customer: str, times: int = 1) -> Act:
    """Move the customer's deal on by so many stages."""

    async def act(person: Person, _: date) -> None:
        card = await person.command(f"/deal {customer}")
        for _step in range(times):
            card = await pressed(person, "deal.advance", card)

    return act


def wins(customer: str, why: str) -> Act:
    """Close the customer's deal as won, with what decided it."""

    async def act(person: Person, _: date) -> None:
        await pressed(person, "deal.win", await person.command(f"/deal {customer}"))
        await sent(person, {"words": why})

    return act


def loses(customer: str, reason: str, competitor: str) -> Act:
    """Close the customer's deal as lost, with the reason and who won it."""

    async def act(person: Person, _: date) -> None:
        await pressed(person, "deal.lose", await person.command(f"/deal {customer}"))
        await sent(person, {"words": reason, "competitor": competitor})

    return act


def lists(source: str) -> Act:
    """Put a source on the list that forms offer."""

    async def act(person: Person, _: date) -> None:
        await pressed(person, "source.new", await person.command("/genjin sources"))
        await sent(person, {"name": source})

    return act


def spends(source: str, amount: str, note: str) -> Act:
    """Enter what a source cost, on the day."""

    async def act(person: Person, _: date) -> None:
        costs = await person.choose(source, "花费…", on=await person.command("/genjin sources"))
        await pressed(person, "cost.new", costs)
        await sent(person, {"amount": amount, "note": note})

    return act


def merges(spelling: str, into: str) -> Act:
    """Say that two sources are one, written in two ways."""

    async def act(person: Person, _: date) -> None:
        await person.choose(spelling, "合并到…", on=await person.command("/genjin sources"))
        await sent(person, {"into": into})

    return act


def _is_offer(seen: Seen) -> bool:
    return any(button.action_id == "offer.accept" for button in seen.buttons)


def _is_logged(answer: Seen) -> bool:
    return any(button.action_id == "change.undo" for button in answer.buttons)
