"""The picture of a web form's address, with the code that puts it into a page and a request that works."""

from core import webforms
from core.models import WebForm
from core.webforms import WAYS
from handlers import ids
from handlers.blocks import Block, Message, actions, button, confirm, context, link, message, section
from handlers.words import Translate, escape

_EXAMPLES = {"phone": "13800138000", "wechat": "tom_acme", "email": "tom@acme.com"}


def picture(made: WebForm, base: str, t: Translate, *, said: str = "") -> Message:
    """Where a form is, and how to use it; `said`: what was just done to it."""
    url = f"{base}{webforms.address(made)}"
    title = t("Whoever opens this address can send you a lead through *{name}*:", name=made.name)
    here = t("Only this machine reaches that address. Set PUBLIC_URL to the one others reach it by.")
    blocks = [
        *([section(said)] if said else []),
        section(f"{title}\n{_code(url)}"),
        section(f"{t('To show it in a page of yours, put this there:')}\n{_code(_frame(made, url))}"),
        section(f"{t('To post from a form or program of your own:')}\n{_code(_post(made, url))}"),
        *([context(here)] if base.startswith(("http://localhost", "http://127.")) else []),
        actions(
            link(t.plain("Open the page"), url, ids.WEBFORM_OPEN),
            button(t.plain("New address…"), ids.WEBFORM_ROTATE, {"form": made.id}, confirm=_sure(t)),
            button(t.plain("All forms"), ids.WEBFORMS, {}),
        ),
    ]
    return message(title, blocks)


def _code(text: str) -> str:
    return f"```{escape(text)}```"


def _frame(made: WebForm, url: str) -> str:
    title = "".join(letter for letter in made.name if letter not in '"<>&`')
    return f'<iframe src="{url}" title="{title}" width="100%" height="640" style="border:0"></iframe>'


def _post(made: WebForm, url: str) -> str:
    """A request that works, and below it every field the form takes."""
    way = next(name for name in made.asks if name in WAYS)
    told = {made.asks[0]: "Acme", way: _EXAMPLES[way]}
    data = " ".join(f"--data-urlencode '{name}={value}'" for name, value in told.items())
    return f"curl {data} '{url}'\n# {', '.join(made.asks)}"


def _sure(t: Translate) -> Block:
    return confirm(
        t.plain("Give it a new address?"),
        t.plain("Pages and codes with the old one stop working at once."),
        t.plain("New address"),
        t.plain("Cancel"),
    )
