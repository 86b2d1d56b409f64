"""/genjin lists 选项: words that forms offer, as an admin sets them: why deals end, competitors, evidence, types."""

from typing import Any

from core import listed
from core.errors import msgid
from core.listed import LONGEST, MOST
from core.models import List, Listed, Member
from core.settings import must_be_admin
from handlers import ids
from handlers.asking import Answer, Ask
from handlers.blocks import View, field, form, message, section, text_input
from handlers.pressing import Press, Submission
from handlers.words import Translate

LISTS = {
    List.WON: msgid("Why deals are won"),
    List.LOST: msgid("Why deals are lost"),
    List.COMPETITOR: msgid("Competitors"),
    List.FILE: msgid("Evidence that is a file"),
    List.NUMBER: msgid("Evidence that is a number"),
    List.TYPE: msgid("Types of deals"),
    List.MATE: msgid("Roles on the team of a deal"),
}


async def show(ask: Ask) -> Answer:
    """Open the lists, for an admin."""
    return _form(await _words(ask.db, ask.me), ask.t)


async def open_form(press: Press) -> None:
    """Open the lists."""
    await press.open(_form(await _words(press.db, press.me), press.t))


async def _words(db: Any, me: Member) -> list[Listed]:
    async with db.begin() as session:
        await must_be_admin(session, by=me)
        return await listed.of(session, lists=list(LISTS), by=me)


def _form(words: list[Listed], t: Translate) -> View:
    hint = t.plain(
        "One a line, “Chinese | English” where the two differ. A line rewritten in its place is a word renamed."
    )
    fields = [
        field(
            kind.value,
            t.plain(label),
            text_input(
                "v",
                initial=listed.written([word for word in words if word.list == kind]),
                multiline=True,
                most=min(MOST * (2 * LONGEST + 4), 3000),
            ),
            hint=hint if kind == List.WON else "",
        )
        for kind, label in LISTS.items()
    ]
    return form(ids.LISTS_FORM, t.plain("Words of the forms"), t.plain("Save"), t.plain("Cancel"), fields)


async def save(form: Submission) -> None:
    """Keep the lists as they were written."""
    async with form.db.begin() as session:
        for kind in LISTS:
            words = listed.parse(form.text(kind.value))
            await listed.put(session, kind=kind, words=words, by=form.me, now=form.now())
    said = form.t("The lists are saved. What was chosen before keeps its words.")
    await form.show(message(said, [section(f"✅ {said}")]))
