"""/genjin bonus 奖金: one's own, the team's, over a period; `rules` 规则: how they are reckoned."""

from core import bonus
from core.calendar import local_day
from handlers.asking import Answer, Ask
from handlers.bonus import asked as asking
from handlers.bonus import rules

_RULES = ("rules", "rule", "规则", "设置")


async def show(ask: Ask) -> Answer:
    """Show what was earned; with "rules" behind it, by which rules."""
    if ask.text.strip().casefold() in _RULES:
        async with ask.db.begin() as session:
            known = await bonus.of_workspace(session, by=ask.me)
        return rules.picture(known, local_day(ask.now(), known.zone), ask.t, me=ask.me)
    asked = asking.typed(ask.text, by=ask.me)
    return await asking.look(ask.db, asked, by=ask.me, now=ask.now(), t=ask.t)
