"""Pictures of the pools: the list with figures and rules, what was changed of one, who looked at contacts."""

from collections.abc import Mapping, Sequence

from core.models import AuditRow, Member, Pool, Role, Workspace
from core.pools import FIRST, Standing
from core.pools.quotas import Quota
from core.pools.reveals import Reveal
from handlers import ids
from handlers.blocks import Block, Message, actions, button, context, header, message, option, overflow, pack, section
from handlers.pages import turns
from handlers.pools import words
from handlers.words import Translate

PAGE = 10


def board(
    standings: Sequence[Standing],
    quotas: Mapping[int, Quota],
    total: int,
    page: int,
    workspace: Workspace,
    me: Member,
    t: Translate,
) -> Message:
    """A page of the pools: how each stands, its rules, what is left for the reader; an admin finds what to change."""
    said = t.n("{n} pool", "{n} pools", total)
    blocks: list[Block] = [header(t.plain("Pools")), context(said)]
    blocks += [_pool(each, quotas[each.pool.id], workspace, me, t) for each in standings]
    ways = turns(ids.POOLS, page, t, total=total, size=PAGE)
    if me.role == Role.ADMIN:
        ways += [button(t.plain("New pool"), ids.POOL_NEW, {}), button(t.plain("Who looked"), ids.REVEALS, {})]
    return message(said, [*blocks, actions(*ways)] if ways else blocks)


def _pool(standing: Standing, quota: Quota, workspace: Workspace, me: Member, t: Translate) -> Block:
    pool = standing.pool
    figures = [t.n("{n} lead lies here", "{n} leads lie here", standing.lying)]
    if standing.locked:
        figures.append(t("{n} of them locked", n=standing.locked))
    figures.append(t("{n} are held", n=standing.held))
    left = t("You may claim {claims} more today and hold {places} more.", claims=quota.claims, places=quota.places)
    name = t.mrkdwn(pool.name or t.plain("Lead pool"))
    lines = [f"*{name}* · {' · '.join(figures)}", *words.rules(standing, workspace, t), left]
    return section("\n".join(lines), accessory=_menu(pool, t) if me.role == Role.ADMIN else None)


def _menu(pool: Pool, t: Translate) -> Block:
    ways = {"change": t.plain("Change…"), "history": t.plain("What was changed")}
    if pool.position != FIRST:
        ways |= {"up": t.plain("Ask it earlier"), "down": t.plain("Ask it later"), "close": t.plain("Close…")}
    return overflow(ids.POOL_MENU, [option(word, pack({"pool": pool.id, "do": do})) for do, word in ways.items()])


def saved(pool: Pool, t: Translate, *, new: bool) -> Message:
    """A pool is open, or has new rules."""
    said = (
        t("The pool {pool} is open. Leads that it asks for go there from now on.", pool=pool)
        if new
        else t("The rules of {pool} hold from now on. What people hold already stays theirs.", pool=pool)
    )
    return message(said, [section(f"✅ {said}"), actions(button(t.plain("All pools"), ids.POOLS, {}))])


def closed(pool: Pool, into: Pool, leads: int, t: Translate) -> Message:
    """A pool is gone, and where its leads went."""
    said = t.n(
        "The pool {pool} is closed; its {n} lead is in {into} now.",
        "The pool {pool} is closed; its {n} leads are in {into} now.",
        leads,
        pool=pool,
        into=into,
    )
    return message(said, [section(f"✅ {said}"), actions(button(t.plain("All pools"), ids.POOLS, {}))])


def history(pool: Pool, entries: Sequence[tuple[AuditRow, Member]], t: Translate) -> Message:
    """The latest changes of a pool."""
    said = t("What was changed of {pool}", pool=pool)
    lines = [f"• {words.changes(entry, by, t)}" for entry, by in entries] or [t("Nothing was changed yet.")]
    return message(said, [section(f"*{said}*"), *(section(line) for line in lines)])


def reveals(found: Sequence[Reveal], total: int, page: int, t: Translate) -> Message:
    """A page of who looked at the contacts of leads that nobody had claimed."""
    said = t.n(
        "Contacts were looked at {n} time before their lead was claimed.",
        "Contacts were looked at {n} times before their lead was claimed.",
        total,
    )
    lines = [
        t("• {day} {who}: *{customer}*", day=each.at, who=each.by, customer=each.lead.account.name) for each in found
    ]
    blocks = [header(t.plain("Who looked at contacts")), context(said)]
    blocks += [section("\n".join(lines))] if lines else []
    ways = turns(ids.REVEALS, page, t, total=total, size=PAGE)
    return message(said, [*blocks, actions(*ways)] if ways else blocks)
