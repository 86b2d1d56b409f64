"""/genjin 帮助: what there is, with examples; and the nearest thing to what was not understood."""

from collections.abc import Sequence

from handlers.asking import Answer, Ask, Command, Example, Handler, nearest
from handlers.blocks import Block, Message, context, header, message, section
from handlers.words import Translate


def page(title: str, commands: Sequence[Command], t: Translate, *, first: str = "") -> Message:
    """Commands with what they do and examples to copy."""
    blocks: list[Block] = [header(title)]
    if first:
        blocks.append(section(first))
    blocks += [section(_entry(command, t)) for command in commands]
    blocks.append(
        context(
            t("Each command also works after `/genjin`, as in `/genjin lead pool`. Chinese works as well as English.")
        )
    )
    return message(title, blocks)


def _entry(command: Command, t: Translate) -> str:
    lines = [f"*{command.name}* · {t(command.description)}"]
    examples = [*command.examples, *(Example(word.example, word.about) for word in command.words if word.example)]
    return "\n".join([*lines, *(_line(example, t) for example in examples)])


def _line(example: Example, t: Translate) -> str:
    return f"`{t(example.line)}` {t(example.about)}" if example.about else f"`{t(example.line)}`"


def of(command: Command) -> Handler:
    """The help of one command."""

    async def show(ask: Ask) -> Answer:
        return page(ask.t.plain("Help: {command}", command=command.name), [command], ask.t)

    return show


def unknown(ask: Ask, known: Sequence[str], commands: Sequence[Command]) -> Message:
    """Not understood: say so, offer the nearest word, show what there is."""
    said = ask.t("I don't know “{text}”.", text=ask.text[:80])
    close = nearest(ask.text.split()[0], known)
    if close:
        said = ask.t.sentences(said, ask.t("Did you mean `{word}`?", word=close))
    return page(ask.t.plain("Genjin help"), commands, ask.t, first=said)
