"""Pictures of many leads: a page of the pool, a page of one's own."""

from collections.abc import Sequence
from datetime import datetime

from core import exports
from core.calendar import local_day
from core.errors import msgid
from core.masks import hide, is_masked
from core.models import Lead, Member
from core.pools import Choice, Only
from core.pools.quotas import Quota
from core.pools.shelves import Shelf
from core.reading import Money
from handlers import ids
from handlers.assignments.many import select_button
from handlers.blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    grouped,
    header,
    message,
    option,
    pack,
    section,
    select,
)
from handlers.exports.views import export_button
from handlers.leads.views import came_from, tagged
from handlers.pages import turns
from handlers.undoing import undo_button
from handlers.words import Translate, escape

PAGE = 10
LONGEST_VALUE = 150  # of an option, by Slack


def pool(
    shelf: Shelf, t: Translate, *, taken: Lead | None = None, undo: int | None = None, several: bool = False
) -> Message:
    """A page of a pool, each lead with its Claim button, how much of the quota is left, other pools, what to narrow
    it to."""
    said = t.n("The pool holds {n} lead.", "The pool holds {n} leads.", shelf.total)
    blocks: list[Block] = [header(t.plain("Lead pool") if shelf.pool.name is None else shelf.pool.name)]
    if taken is not None:
        blocks.append(section(t("✅ *{customer}* is yours now.", customer=taken.account.name)))
        blocks.append(actions(button(t.plain("Open"), ids.LEAD_CARD, {"lead": taken.id}), undo_button(undo, t)))
    blocks.append(context(t.sentences(said, _left(shelf.quota, t))))
    menus = [_pools(shelf, t), _narrower(shelf, t)]
    blocks += [actions(*menus)] if any(menus) else []
    if not shelf.found:
        empty = msgid("The pool is empty. Enter a lead with `/lead new Acme, needs 20 scanners`.")
        blocks.append(section(t(empty if shelf.only is None else msgid("No lead here is like that. Show all again."))))
    blocks += [_free(lead, shelf, t) for lead in shelf.found]
    ways = turns(ids.LEAD_POOL, shelf.page, t, total=shelf.total, size=PAGE, value=_kept(shelf))
    out = export_button(exports.POOL, t, {"pool": shelf.pool.id, **(_only(shelf.only) if shelf.only else {})})
    return message(said, [*blocks, *_ends(ways, out, "pool" if several else None, t, empty=not shelf.found)])


def _free(lead: Lead, shelf: Shelf, t: Translate) -> Block:
    """What a lead needs and where; claimable, unless a rule says until when it is not."""
    if lead.locked_at is not None:
        return section(f"{line(lead, t)}\n{t('🔒 Locked by a manager.')}")
    if until := shelf.waits.get(lead.id):
        return section(f"{line(lead, t)}\n{t('⏳ It was yours: you may claim it again from {until}.', until=until)}")
    value = {"lead": lead.id, "page": shelf.page, **_kept(shelf)}
    label = t.plain("Claim {x}", x=lead.account.name)
    claim = button(t.plain("Claim"), ids.LEAD_CLAIM, value, style="primary", label=label)
    return section(line(lead, t), accessory=claim)


def instead(lead: Lead, t: Translate) -> list[Block]:
    """Beneath a refused claim: the nearest lead that may be claimed, with its button."""
    label = t.plain("Claim {x}", x=lead.account.name)
    claim = button(t.plain("Claim"), ids.LEAD_CLAIM, {"lead": lead.id}, style="primary", label=label)
    return [section(f"{t('The nearest you may claim now:')}\n{line(lead, t)}", accessory=claim)]


def _kept(shelf: Shelf) -> dict[str, object]:
    """What a button of the page carries, to come back to the same page."""
    only = _only(shelf.only) if shelf.only else {}
    return {"pool": shelf.pool.id, **only} if len(shelf.pools) > 1 or only else {}


def _pools(shelf: Shelf, t: Translate) -> Block | None:
    """The menu of the pools they may see, with how many leads lie in each."""
    if len(shelf.pools) < 2:
        return None
    options = [
        option(t.plain("{pool} · {n}", pool=pool, n=shelf.lying.get(pool.id, 0)), pack({"pool": pool.id}))
        for pool in shelf.pools
    ]
    return select(ids.LEAD_POOL_PICK, options, placeholder=t.plain("Pool"), chosen=pack({"pool": shelf.pool.id}))


FACET_NAMES = {"region": msgid("Region"), "tag": msgid("Tag"), "source": msgid("Source")}


def _narrower(shelf: Shelf, t: Translate) -> Block | None:
    """The menu of what the pool's leads can be narrowed to."""
    groups = {t.plain(FACET_NAMES[facet]): _likes(shelf, choices, t) for facet, choices in shelf.choices.items()}
    if shelf.only is not None:
        groups = {t.plain("Everything"): [option(t.plain("Show all"), pack({"pool": shelf.pool.id}))], **groups}
    offered = {name: options for name, options in groups.items() if options}
    if not offered:
        return None
    chosen = pack({"pool": shelf.pool.id, **_only(shelf.only)}) if shelf.only else None
    return grouped(ids.LEAD_POOL_ONLY, offered, placeholder=t.plain("Show only…"), chosen=chosen)


def _likes(shelf: Shelf, choices: Sequence[Choice], t: Translate) -> list[Block]:
    options = [
        option(t.plain("{name} · {n}", name=each.name, n=each.n), pack({"pool": shelf.pool.id, **_only(each.only)}))
        for each in choices
    ]
    return [each for each in options if len(each["value"]) <= LONGEST_VALUE]


def _only(only: Only) -> dict[str, str]:
    return {"by": only.by, "is": only.value}


def _left(quota: Quota, t: Translate) -> str:
    return t("You may claim {claims} more today and hold {places} more.", claims=quota.claims, places=quota.places)


def line(lead: Lead, t: Translate) -> str:
    """A lead in two lines of a list: the customer, what it is about; nothing of how to reach anybody while masked."""
    said = hide if is_masked(lead) else str
    about = [said(part) for part in (lead.interest, lead.region, came_from(lead), tagged(lead)) if part]
    if lead.budget is not None:
        about.append(t.text(Money(lead.budget, lead.budget_currency)))
    below = f"\n{escape(' · '.join(about))}" if about else ""
    return f"*{t.mrkdwn(lead.account.name)}*{below}"


def _ends(ways: Sequence[Block], out: Block, several: str | None, t: Translate, *, empty: bool) -> list[Block]:
    """Beneath a page: its turns, the list as a file, and many of it given at once, `several` saying of where."""
    whole = [] if empty else [out, *([select_button(several, t)] if several else [])]
    return [actions(*ways, *whole)] if ways or whole else []


def mine(
    found: Sequence[Lead], total: int, page: int, now: datetime, t: Translate, *, several: str | None = None
) -> Message:
    """The leads a person holds, the soonest to go silent first. `several`: where to choose many of them from."""
    said = t.n("You hold {n} lead.", "You hold {n} leads.", total)
    blocks: list[Block] = [header(t.plain("My leads")), context(said)]
    if not found:
        blocks.append(section(t("You hold no leads yet. Take one from `/lead pool`, or enter one with `/lead new`.")))
    for lead in found:
        opens = button(
            t.plain("Open"), ids.LEAD_CARD, {"lead": lead.id}, label=t.plain("Open {x}", x=lead.account.name)
        )
        blocks.append(section(f"{line(lead, t)}\n{clock(lead, now, t)}", accessory=opens))
    ways = turns(ids.LEAD_MINE, page, t, total=total, size=PAGE)
    return message(said, [*blocks, *_ends(ways, export_button(exports.MINE, t), several, t, empty=not found)])


def clock(lead: Lead, now: datetime, t: Translate) -> str:
    """How the follow-up clock of a lead stands, in words."""
    if lead.silent_on is None:
        return t("no follow-up due")
    today = local_day(now, t.zone)
    if lead.pause and lead.pause > today:
        return t("paused until {day}: {reason}", day=lead.pause, reason=lead.pause_reason)
    if lead.silent_on <= today:
        return t("🔕 silent since {day}", day=lead.silent_on)
    return t("next follow-up by {day}", day=lead.silent_on)


def own(me: Member) -> str | None:
    """Where somebody who may give leads away finds their own, for the form that gives many."""
    return f"member:{me.id}" if me.manages else None
