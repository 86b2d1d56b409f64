"""The page of a web form as visitors see it: plain HTML, in their language, that needs no script and fits a phone."""

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from core.errors import msgid
from core.models import WebForm
from core.webforms import FIELDS, WAYS
from handlers.words import Translate, translator

_HERE = Path(__file__).parent
_STYLE = (_HERE / "page.css").read_text("utf-8")
_PAGES = Environment(loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
# Only our own style, no script at all; any site may show it in a frame.
HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors *"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
THANKS = msgid("Thank you. We have received it and will be in touch soon.")
TITLE = msgid("Tell us what you need")
LABELS = {
    "company": msgid("Company"),
    "contact": msgid("Your name"),
    "phone": msgid("Phone number"),
    "wechat": msgid("WeChat id"),
    "email": msgid("E-mail address"),
    "interest": msgid("What do you need?"),
    "region": msgid("City or province"),
    "budget": msgid("Budget, roughly"),
}
_TYPES = {"phone": "tel", "email": "email"}
_KNOWN = {"company": "organization", "contact": "name", "phone": "tel", "email": "email"}
_LOCALES = {"zh": "zh-CN", "en": "en-US"}
_NAMES = {"zh": "中文", "en": "English"}


@dataclass(frozen=True)
class Shown:
    """A form to one visitor. `form` None: there is none at the address, or none any more."""

    form: WebForm | None
    lang: str
    t: Translate

    @classmethod
    def of(cls, form: WebForm | None, query: Mapping[str, str], accepts: str) -> "Shown":
        """In the form's own language; where it has none, as the visitor chose, else as their browser asks."""
        chosen = form.language if form and form.language else query.get("lang")
        lang = chosen if chosen in _LOCALES else _asked(accepts)
        return cls(form, lang, translator(_LOCALES[lang]))


def _asked(accepts: str) -> str:
    """The first of our languages in the order in which a browser names them; Chinese where it names none."""
    named = (each.split(";", 1)[0].strip().lower()[:2] for each in accepts[:200].split(","))
    return next((lang for lang in named if lang in _LOCALES), "zh" if not accepts.strip() else "en")


def drawn(
    shown: Shown,
    told: Mapping[str, str],
    *,
    said: str = "",
    holes: Mapping[str, Any] | None = None,
    field: str | None = None,
) -> str:
    """The form, with what was typed and the sentence that says what is wrong with it, at the field it is about."""
    t, form = shown.t, shown.form
    sentence = t.plain(said, **(holes or {})) if said else ""
    if form is None:
        return _page(shown, gone=sentence)
    fields = [
        {
            "name": name,
            "label": t.plain(LABELS[name]),
            "type": _TYPES.get(name, "text"),
            "autocomplete": _KNOWN.get(name, "off"),
            "most": FIELDS[name],
            "value": told.get(name, ""),
            "required": _is_required(name, form),
            "wrong": name == field,
        }
        for name in form.asks
    ]
    return _page(shown, said=sentence, fields=fields, ways=_ways(form, t), other=_other(shown))


def _is_required(name: str, form: WebForm) -> bool:
    """The company, or the name where no company is asked for; and a way to reach them where it is the only one."""
    ways = [each for each in form.asks if each in WAYS]
    return name == next(each for each in form.asks if each in ("company", "contact")) or ways == [name]


def _ways(form: WebForm, t: Translate) -> str:
    """That one way to reach them is enough, where there are several."""
    ways = [t.plain(LABELS[each]) for each in form.asks if each in WAYS]
    return t.plain("One of these is enough: {ways}.", ways=t.listed(ways)) if len(ways) > 1 else ""


def _other(shown: Shown) -> dict[str, str] | None:
    if shown.form is None or shown.form.language:
        return None
    lang = "en" if shown.lang == "zh" else "zh"
    return {"lang": lang, "name": _NAMES[lang]}


def thanks(shown: Shown) -> str:
    """What a visitor sees after the form was sent."""
    return _page(shown, sent=(shown.form and shown.form.thanks) or shown.t.plain(THANKS))


def sent(path: str, query: Mapping[str, str]) -> str:
    """Where a browser goes once the form was sent, so that loading the page again sends nothing again."""
    lang = {"lang": query["lang"]} if query.get("lang") in _LOCALES else {}
    return f"{path}?{urlencode({'sent': '1', **lang})}"


def _page(shown: Shown, **more: Any) -> str:
    nothing: dict[str, Any] = {"said": "", "sent": "", "gone": "", "fields": [], "ways": "", "other": None}
    return _PAGES.get_template("page.html").render(
        **{**nothing, **more},
        lang=_LOCALES[shown.lang],
        title=shown.t.plain(TITLE),
        send=shown.t.plain("Send"),
        style=Markup(_STYLE),
    )
