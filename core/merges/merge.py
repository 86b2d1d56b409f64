"""Merge two customers: everything of the one moves to the other, in one transaction, on record with both ids."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, contacts, notices
from core.errors import Missing
from core.merges import holding, leads, pairs, people, rows
from core.merges.holding import Book
from core.models import Account, AuditRow, Member
from core.notices import Telling


@dataclass(frozen=True)
class Merged:
    """A merge done: the customer that stays, the one that went, and the row that an Undo button carries."""

    kept: Account
    gone: Account
    holder: Member | None
    entry: AuditRow


async def merge(
    session: AsyncSession,
    *,
    keep_id: int,
    gone_id: int,
    holder_id: int | None = None,
    by: Member,
    now: datetime,
    source: str | None = None,
) -> Merged:
    """Make one customer of two. `holder_id`: who of those that hold an open lead of either goes on with it; None: as
    the one that stays has it."""
    kept, gone = await holding.books(session, keep_id=keep_id, gone_id=gone_id, by=by, lock=True)
    holding.must_not_be_won(kept, gone)
    keep_id, gone_id = kept.account.id, gone.account.id
    holder, concerned = _holder(kept, gone, holder_id), _concerned(kept, gone)
    here = by.workspace_id
    moved = await rows.move(session, workspace_id=here, to="accounts", apart=rows.BY_RULE, old=gone_id, new=keep_id)
    told = await people.unite(session, workspace_id=here, old=gone_id, new=keep_id)
    open_leads = await _one_lead(session, kept, gone, holder, by=by, now=now)
    told = {**told, "rows": moved, **open_leads, "concerned": [[member.id, was] for member, was in concerned]}
    entry = await _account(session, kept.account, gone.account, told, by, now, source)
    await pairs.settle(session, one_id=keep_id, other_id=gone_id, by=by, now=now)
    await _tell(session, concerned, holder, entry=entry, by=by, now=now)
    return Merged(kept.account, gone.account, holder, entry)


def holders(kept: Book, gone: Book) -> list[Member]:
    """Who holds an open lead of either, those of the customer that stays first."""
    found = {lead.owner.id: lead.owner for book in (kept, gone) for lead in book.leads if lead.owner is not None}
    return list(found.values())


def _holder(kept: Book, gone: Book, chosen: int | None) -> Member | None:
    known = {member.id: member for member in holders(kept, gone)}
    if chosen is not None:
        if chosen not in known:
            raise Missing
        return known[chosen]
    return next(iter(known.values()), None)


async def _one_lead(
    session: AsyncSession, kept: Book, gone: Book, holder: Member | None, *, by: Member, now: datetime
) -> dict[str, Any]:
    """Where both have an open lead, they become one, held by `holder`. What an undo needs."""
    every = [*kept.leads, *gone.leads]
    if not kept.leads or not gone.leads:
        return {"folded": []}
    stays, others = every[0], every[1:]
    before = audit.snapshot(stays, leads.FILLED)
    since = leads.keep_clock(stays, others, to=holder)
    folded = [await leads.fold(session, lead=each, into=stays, by=by, now=now) for each in others]
    after = audit.snapshot(stays, leads.FILLED)
    planned = [task_id for each in folded for task_id in each.planned]
    given = await leads.settle(session, lead=stays, to=holder, since=since, planned=planned, by=by, now=now)
    changed = [name for name in before if before[name] != after[name]]
    return {
        "stays": stays.id,
        "filled": {"before": {n: before[n] for n in changed}, "after": {n: after[n] for n in changed}},
        "given": given.id if given else None,
        "folded": [
            {"lead": each.lead.id, "entry": each.entry.id, "moved": each.moved, "planned": each.planned}
            for each in folded
        ],
    }


async def _account(
    session: AsyncSession,
    kept: Account,
    gone: Account,
    told: dict[str, Any],
    by: Member,
    now: datetime,
    source: str | None,
) -> AuditRow:
    before = audit.snapshot(kept, ("aliases",))
    names = [gone.name, *gone.aliases]
    kept.aliases = [*kept.aliases, *(name for name in names if name not in (kept.name, *kept.aliases))]
    earlier = await session.scalars(
        update(Account)
        .where(Account.workspace_id == by.workspace_id, Account.merged_into_id == gone.id)
        .values(merged_into_id=kept.id)
        .returning(Account.id)
    )
    told["earlier"] = sorted(earlier)
    gone.merged_into_id = kept.id
    await session.flush()
    for account in (gone, kept):
        await contacts.remember_all(session, account=account)
    after = {**audit.snapshot(kept, ("aliases",)), "gone": gone.id, "gone_name": gone.name, **told}
    return await audit.record(
        session, row=kept, verb="merge", by=by, now=now, before=before, after=after, source=source
    )


async def _tell(
    session: AsyncSession,
    concerned: Sequence[tuple[Member, int]],
    holder: Member | None,
    *,
    entry: AuditRow,
    by: Member,
    now: datetime,
) -> None:
    """Everybody who held something of either hears of it, and who goes on."""
    told = []
    for member, account_id in concerned:
        if member.id == by.id:
            continue
        who = {"by": by.id, "holder": holder.id if holder else None}
        facts = {"account": entry.noun_id, "gone": entry.after["gone"], "was": account_id, **who}
        key = f"merged:{entry.id}:{member.id}"
        told.append(Telling(kind="customer_merged", key=key, facts=facts, to=member, due_at=now))
    await notices.tell_many(session, workspace_id=by.workspace_id, tellings=told, now=now)


def _concerned(kept: Book, gone: Book) -> Sequence[tuple[Member, int]]:
    """Who holds something of either, with the customer they hold it of."""
    found: dict[int, tuple[Member, int]] = {}
    for book in (kept, gone):
        for owner in book.owners:
            found.setdefault(owner.id, (owner, book.account.id))
    return list(found.values())
