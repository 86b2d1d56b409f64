"""What of a contact everybody may read: as long as a lead lies in a pool, the ways to reach them are masked."""

import re

from sqlalchemy import inspect

from core.models import Lead

_DATE = r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)"
_REACHABLE = re.compile(
    rf"(?<![\d.]){_DATE}"  # comes first, so that a day is not taken for a phone
    r"|(?P<phone>\+?\d(?:[\s().-]?[\s().-]?\d){6,})"
    r"|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<spelt>[零〇一二三四五六七八九幺]{7,})"
    r"|(?:微信号?|wechat|weixin|wx|vx|v信|薇信|qq)(?:\s*(?:id|号))?\s*[:=是为]?\s*(?P<chat>[a-z0-9][-_a-z0-9]{4,19})",
    re.ASCII | re.IGNORECASE,
)
# Full-width letters, digits and signs are read as what they stand for; each takes one place, as its twin does.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def is_masked(lead: Lead) -> bool:
    """Whether whoever may see this lead may not see how to reach its contact: nobody holds it, and its pool asks for
    that. A pool that was not read with the lead is taken to ask for it."""
    if lead.owner_id is not None:
        return False
    return "pool" in inspect(lead).unloaded or lead.pool.masks_phones


def mask(way: str) -> str:
    """A phone, WeChat id or address of which only the ends can be read: 138****8000. Four letters at least cannot."""
    way = way.replace(" ", "")
    tail = 4 if way[-4:].isdigit() else 2
    head = max(0, min(3, len(way) - tail - 4))
    return f"{way[:head]}****{way[-tail:]}" if len(way) > 3 + tail else "****"


def hide(text: str) -> str:
    """A text for everybody's eyes: phones, addresses and chat ids that were typed into it are masked too."""
    shown, done = [], 0
    for found in _REACHABLE.finditer(text.translate(_NARROW)):
        if found.lastgroup is None:
            continue
        start, end = found.span(found.lastgroup)
        shown += [text[done:start], mask(text[start:end])]
        done = end
    return "".join([*shown, text[done:]])
