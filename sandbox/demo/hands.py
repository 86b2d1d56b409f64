"""Pressing and filling for the history: nothing is waited for but what the press itself brings."""

from sandbox.messages import Message
from sandbox.person import Person
from sandbox.seen import Seen, message


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
    return message(person.ws, person.client.me, pressed)


async def sent(person: Person, entered: dict[str, str]) -> None:
    """Fill the open form by its fields' names and send it. LookupError when it is not taken."""
    view = person.client.stack[-1]
    for block in view.blocks:
        if (value := entered.get(block.get("block_id", ""))) is not None:
            person.client.enter(view, block["block_id"], block["element"]["action_id"], value)
    outcome = await person.client.submit(view.id)
    refused, left = outcome.errors or outcome.error, person.client.stack
    if left:
        await person.client.dismiss(left[-1].id, everything=True)
    if refused:
        raise LookupError(f"{person.name}'s form was not taken: {refused}")
