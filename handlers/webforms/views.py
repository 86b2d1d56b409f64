"""Pictures of web forms in chat: the list, and the form that makes one."""

from collections.abc import Sequence

from core.errors import msgid
from core.models import Pool, Source, WebForm
from core.webforms import FIELDS, USUAL, Figures
from handlers import ids, more
from handlers.blocks import (
    Block,
    Message,
    View,
    actions,
    button,
    checkboxes,
    context,
    field,
    form,
    header,
    message,
    option,
    radio,
    section,
    select,
    text_input,
)
from handlers.pages import turns
from handlers.sources import options
from handlers.undoing import undo_button
from handlers.webforms.deeds import DEEDS
from handlers.webforms.page import LABELS
from handlers.words import Translate

PAGE = 10
THEIRS, FITTING, ANYBODY, BY_RANK = "theirs", "fitting", "anybody", "rank"
CLOSED = msgid("*{name}* is closed: its address takes in nothing more.")
NOTHING = msgid("None yet. A form is a page for your site or a QR code; what people send from it becomes a lead.")
REOPENED = msgid("*{name}* takes in leads again, under the address it had.")
LANGUAGES = {THEIRS: msgid("The visitor's"), "zh": msgid("Chinese"), "en": msgid("English")}


def listing(
    found: Sequence[Figures], total: int, page: int, t: Translate, *, said: str = "", undo: int | None = None
) -> Message:
    """A page of the forms with what came through each."""
    title = t.n("{n} form", "{n} forms", total)
    blocks: list[Block] = [header(t.plain("Web forms")), *([section(said)] if said else [])]
    if undo:
        blocks.append(actions(undo_button(undo, t)))
    blocks.append(context(title))
    if not found:
        blocks.append(
            section(
                t("None yet. A form is a page for your site or a QR code; what people send from it becomes a lead.")
            )
        )
    for each in found:
        menu = more.menu(DEEDS, each, ids.WEBFORM_MORE, {"form": each.form.id, "page": page}, t)
        blocks.append(section(_line(each, t), accessory=menu))
    new = button(t.plain("New form…"), ids.WEBFORM_NEW, {}, style="primary")
    return message(title, [*blocks, actions(new, *turns(ids.WEBFORMS, page, t, total=total, size=PAGE))])


def _line(shown: Figures, t: Translate) -> str:
    parts = [
        f"*{t.mrkdwn(shown.form.name)}*",
        t.mrkdwn(shown.source.name),
        t("last 30 days: {new} new, {known} from known customers", new=shown.captured, known=shown.known),
    ]
    return " · ".join([*parts, *([t("_closed_")] if shown.form.closed_at else [])])


def form_of(
    made: WebForm | None, source: Source | None, campaign: Source | None, pools: Sequence[Pool], t: Translate
) -> View:
    """The form that makes a web form, or changes `made`."""
    languages = [option(t.plain(label), value) for value, label in LANGUAGES.items()]
    asked = [option(t.plain(LABELS[name]), name) for name in FIELDS]
    goes = [option(t.plain("The pool that asks for such leads"), FITTING)]
    goes += [option(pool.name or t.plain("Lead pool"), str(pool.id)) for pool in pools[:90]]
    thens = [option(t.plain("Anybody may claim it"), ANYBODY), option(t.plain("Give it out by rank"), BY_RANK)]
    return form(
        ids.WEBFORM_FORM,
        t.plain("Web form"),
        t.plain("Save"),
        t.plain("Cancel"),
        [
            field("name", t.plain("Name"), text_input("v", initial=made.name if made else "", most=60), optional=False),
            field("source", t.plain("Source"), options.menu(ids.LEAD_SOURCE, t, chosen=source), optional=False),
            field("campaign", t.plain("Campaign"), options.menu(ids.LEAD_CAMPAIGN, t, chosen=campaign)),
            field(
                "asks",
                t.plain("It asks for"),
                checkboxes("v", asked, chosen=made.asks if made else USUAL),
                optional=False,
                hint=t.plain("The company (or the name) and one way to reach them must be filled in."),
            ),
            field(
                "language",
                t.plain("Language"),
                select("v", languages, placeholder=t.plain("Language"), chosen=(made and made.language) or THEIRS),
                optional=False,
            ),
            field(
                "pool",
                t.plain("Its leads go to"),
                select("v", goes, placeholder=t.plain("Lead pool"), chosen=_pool(made)),
                optional=False,
            ),
            field(
                "then",
                t.plain("And then"),
                radio("v", thens, chosen=BY_RANK if made and made.allots else ANYBODY),
                optional=False,
            ),
            field(
                "thanks",
                t.plain("What visitors read when it is sent"),
                text_input("v", initial=(made.thanks if made else "") or "", multiline=True, most=500),
                hint=t.plain("Left empty: a thank-you in their language."),
            ),
        ],
        keep={"form": made.id} if made else {},
    )


def _pool(made: WebForm | None) -> str:
    return str(made.pool_id) if made and made.pool_id else FITTING
