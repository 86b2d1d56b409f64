"""The answer to whether two deals are one project: one goes on, the other is freed; or they are two, for good."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, clocks, notices, owners, workspaces
from core.access import decides_over
from core.deals import appeals, ends, steps
from core.errors import Missing, Refusal, msgid
from core.members import admin_of
from core.models import AuditRow, Deal, DealPair, DealStatus, Extension, Member, PairAnswer, Plea
from core.projects import pairs
from core.projects.pairs import Question

FOR = timedelta(days=1)  # "same" can be taken back
_COLUMNS = ("status", "closed_at", "joined_into_id")


class AnsweredAlready(Refusal):
    message = msgid("{who} has answered that already; nothing more to do.")


class NoLongerOpen(Refusal):
    message = msgid("{deal} is no longer open, so there is nothing to decide any more.")


class NotYourTeams(Refusal):
    message = msgid("{deal} is held by somebody outside your team, so only an admin may decide that. Ask {who}.")


class TooLateToFree(Refusal):
    message = msgid("That was more than a day ago, so it stays. If they are two projects, enter the other anew.")


class WentOn(Refusal):
    message = msgid("{deal} has been changed since, so it cannot be undone. Enter it anew if it is another project.")


@dataclass(frozen=True)
class Joined:
    """That two deals are one project: the one that goes on, the one freed, and the row an Undo button carries."""

    kept: Deal
    freed: Deal
    entry: AuditRow


async def same(
    session: AsyncSession, *, pair_id: int, keep_id: int, by: Member, now: datetime, source: str | None = None
) -> Joined:
    """They are one project, and the deal `keep_id` goes on. The other ends, neither won nor lost: it leaves the sums,
    its planned tasks are dropped, its owner is told with thanks, and its history stays."""
    asked = await pairs.get(session, pair_id=pair_id, by=by, lock=True)
    await _must_be_theirs(session, asked, by=by)
    kept, freed = (
        (asked.one.deal, asked.other.deal) if keep_id == asked.one.deal.id else (asked.other.deal, asked.one.deal)
    )
    if kept.id != keep_id:
        raise Missing
    before = audit.snapshot(freed, _COLUMNS)
    freed.status, freed.closed_at, freed.joined_into_id = DealStatus.JOINED, now, kept.id
    await _turn(session, freed, by=by, now=now)
    await appeals.overtake(session, Plea, Extension, workspace_id=by.workspace_id, deal_ids=[freed.id], now=now)
    _answer(asked.pair, PairAnswer.SAME, kept=kept, by=by, now=now)
    await steps.drop(session, deal=freed, now=now)
    await ends.follow(session, workspace_id=by.workspace_id, deal_ids=[freed.id], now=now)
    after = {**audit.snapshot(freed, _COLUMNS), "project": pair_id, "kept_by": kept.owner_id}
    entry = await audit.record(
        session, row=freed, verb="join", by=by, now=now, before=before, after=after, source=source
    )
    told = {"joined": freed.id, "joined_by": freed.owner_id}
    await audit.record(session, row=kept, verb="absorb", by=by, now=now, after=told, source=source)
    await _tell(session, asked.pair, kept, freed, entry, by=by, now=now)
    return Joined(kept, freed, entry)


async def different(
    session: AsyncSession, *, pair_id: int, by: Member, now: datetime, source: str | None = None
) -> Question:
    """They are two projects: nobody is asked about this pair again."""
    asked = await pairs.get(session, pair_id=pair_id, by=by, lock=True)
    await _must_be_theirs(session, asked, by=by)
    _answer(asked.pair, PairAnswer.DIFFERENT, kept=None, by=by, now=now)
    after = {"project": pair_id, "other": asked.other.deal.id}
    await audit.record(session, row=asked.one.deal, verb="distinct", by=by, now=now, after=after, source=source)
    await pairs.close(session, workspace_id=by.workspace_id, pair_ids=[pair_id], now=now)
    return asked


async def take_back(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """They are two after all, within a day: the freed deal is open again with its tasks, and the question too."""
    if now - entry.at > FOR:
        raise TooLateToFree
    asked = await pairs.get(session, pair_id=entry.after["project"], by=by, lock=True)
    freed = asked.one.deal if asked.one.deal.id == entry.noun_id else asked.other.deal
    left = {name: entry.after[name] for name in _COLUMNS}
    if audit.snapshot(freed, _COLUMNS) != left:
        raise WentOn(deal=freed.name)
    audit.put_back(freed, before=entry.before, after=left)
    await _turn(session, freed, by=by, now=now)
    await steps.plan_again(session, deal=freed, dropped_at=entry.at)
    await ends.follow(session, workspace_id=by.workspace_id, deal_ids=[freed.id], now=now)
    pair = asked.pair
    pair.answer = pair.kept_id = pair.answered_by_id = pair.answered_at = None
    await audit.record(
        session, row=freed, verb="undo", by=by, now=now, before=entry.after, after=entry.before, undoes=entry
    )
    await owners.show_again(session, thing=freed, now=now)
    await _tell_one(session, "project_back", pair, freed.owner, entry, by=by, now=now)


async def _must_be_theirs(session: AsyncSession, asked: Question, *, by: Member) -> None:
    for side in (asked.one, asked.other):
        owner = side.deal.owner
        if owner is not None and not decides_over(by, owner):
            raise NotYourTeams(deal=side.deal.name, who=await admin_of(session, member=by) or "–")
    if asked.pair.answer is not None:
        raise AnsweredAlready(who=asked.by or "Genjin")
    for side in (asked.one, asked.other):
        if side.deal.status != DealStatus.OPEN:
            raise NoLongerOpen(deal=side.deal.name)


def _answer(pair: DealPair, answer: PairAnswer, *, kept: Deal | None, by: Member, now: datetime) -> None:
    pair.answer, pair.kept_id = answer, kept.id if kept else None
    pair.answered_by_id, pair.answered_at = by.id, now


async def _turn(session: AsyncSession, deal: Deal, *, by: Member, now: datetime) -> None:
    """Its clocks stand still, or run again."""
    deal.version += 1
    await clocks.wind(session, thing=deal, workspace=await workspaces.of(session, by=by))


async def _tell(
    session: AsyncSession, pair: DealPair, kept: Deal, freed: Deal, entry: AuditRow, *, by: Member, now: datetime
) -> None:
    """Whoever is freed hears it with thanks, whoever goes on hears what comes to them; the question is closed."""
    await pairs.close(session, workspace_id=by.workspace_id, pair_ids=[pair.id], now=now)
    for deal in (kept, freed):
        await owners.show_again(session, thing=deal, now=now)
    await _tell_one(session, "project_freed", pair, freed.owner, entry, by=by, now=now)
    await _tell_one(session, "project_kept", pair, kept.owner, entry, by=by, now=now)


async def _tell_one(
    session: AsyncSession,
    kind: str,
    pair: DealPair,
    to: Member | None,
    entry: AuditRow,
    *,
    by: Member,
    now: datetime,
) -> None:
    if to is None or to.id == by.id:
        return
    await notices.tell(
        session,
        workspace_id=by.workspace_id,
        kind=kind,
        key=f"{kind}:{entry.id}",
        facts={"project": pair.id, "deal": entry.noun_id, "by": by.id},
        to=to,
        due_at=now,
        now=now,
    )
