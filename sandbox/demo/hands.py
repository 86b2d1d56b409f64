"""Pressing and filling for the history: nothing is waited for but what the press itself brings."""

from sandbox import seen
from sandbox.meant import meant
from sandbox.messages import Message
from sandbox.person import Person
from sandbox.seen import Seen


async def pressed(person: Person, button: str, on: Seen) -> Seen:
    """Press, and wait for what comes of it: the thing pressed drawn anew, or a form."""
    try:
        found, pressed = on.button(button), on.on
    except LookupError as missing:
        raise LookupError(f"{missing}, on: {on.text[:200]}") from None
    assert isinstance(pressed, Message)
    before = pressed.blocks
    outcome = await person.client.act(pressed, found.block_id, found.action_id, element=found.element)
    try:
        await person.slack.until(lambda: person.client.stack or pressed.blocks != before)
    except AssertionError:
        raise LookupError(f"{person.name} pressed {button}: {outcome.error or 'nothing came of it'}") from None
    return seen.message(person.ws, person.client.me, pressed)


async def sent(person: Person, entered: dict[str, str]) -> None:
    """Fill the open form by its fields' names and send it. LookupError when it is not taken."""
    view = person.client.stack[-1]
    form = seen.view(person.ws, person.client.me, view)
    for found in form.inputs:
        if (value := entered.get(found.block_id)) is not None:
            held = await meant(person.client, form, found, value)
            person.client.enter(view, found.block_id, found.action_id, held)
    outcome = await person.client.submit(view.id)
    refused, left = outcome.errors or outcome.error, person.client.stack
    if left:
        await person.client.dismiss(left[-1].id, everything=True)
    if refused:
        raise LookupError(f"{person.name}'s form was not taken: {refused}")
