"""Forms of imports: a file put in, columns mapped anew."""

from core.errors import Missing, Refusal, msgid
from core.imports import batches, items, orders
from core.imports.items import Choices
from handlers.blocks import message, section
from handlers.imports import files
from handlers.imports.dialogs import ME, MOST_COLUMNS, OUT, POOL
from handlers.pressing import Submission


class NoFile(Refusal):
    message = msgid("Choose a file: CSV or .xlsx.")
    field = "file"


class NobodyChosen(Refusal):
    message = msgid("Choose who of the team gets the leads.")
    field = "people"


async def read(form: Submission) -> None:
    """Take the file in; a worker reads it, and the preview comes as a message."""
    dropped = next((file for file in form.files if files.is_list(file)), None)
    if dropped is None:
        raise NoFile
    file = batches.File(str(dropped["id"]), str(dropped.get("name") or "list"))
    async with form.db.begin() as session:
        batch = await batches.begin(session, file=file, source=form.source, by=form.me, now=form.now())
        if batch is not None:
            await batches.have_read(session, batch=batch)
    said = form.t("*{name}* is being read. The preview comes into your messages with me.", name=file.name)
    await form.show(message(said, [section(said)]))


async def adjust(form: Submission) -> None:
    """Map the columns anew; the preview is drawn anew."""
    fields = [form.fields.get(f"c{place}") or OUT for place in range(MOST_COLUMNS)]
    async with form.db.begin() as session:
        await orders.adjust(
            session,
            import_id=form.id("import"),
            kind=form.text("kind"),
            header=_number(form.text("header")),
            fields=["" if field == OUT else field for field in fields],
            chosen=_chosen(form),
            by=form.me,
        )
    await form.ack()


def _chosen(form: Submission) -> Choices:
    people = tuple(_number(each) for each in form.many.get("people", []))
    match form.text("to"):
        case to if to == POOL:
            shared: tuple[int, ...] = ()
        case to if to == ME:
            shared = (form.me.id,)
        case _:
            if not people:
                raise NobodyChosen
            shared = people
    return items.Choices(
        to=shared,
        source=form.fields.get("source"),
        campaign=form.fields.get("campaign"),
        enter_likely=form.text("likely") == "enter",
    )


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise Missing
    return int(text)
