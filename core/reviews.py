"""Reviews 复盘: after a win, or a loss of size, its owner writes down what decided it; lessons for deals like it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from core import audit, deals, names, notices
from core.errors import Refusal, msgid
from core.hearing import heard
from core.models import AuditRow, Deal, DealStatus, Lead, Member, Review, Workspace
from core.notices import Telling
from core.projects.goods import named

LONGEST = 500  # characters of each field
NEWEST = 300  # reviews that are looked through for lessons
MOST = 5  # lessons offered
ENDS = (DealStatus.WON, DealStatus.LOST)
COLUMNS = ("decided", "goods", "lesson", "days")


class NotClosed(Refusal):
    message = msgid("{deal} is open. A review is written once it is won or lost.")


class SayWhat(Refusal):
    message = msgid("A few words are enough: what decided it?")
    field = "decided"


@dataclass(frozen=True)
class Lesson:
    """A review of another deal that is like one at hand: the words of goods both are about, whether against the same
    competitor. `told` names no customer."""

    review: Review
    goods: Sequence[str]
    rival: bool

    @property
    def decided(self) -> str:
        """What decided that deal, without its customer's name."""
        return _nameless(self.review.decided, self.review.deal)

    @property
    def told(self) -> str:
        """What to do again, or otherwise, without its customer's name."""
        return _nameless(self.review.lesson, self.review.deal)

    @property
    def about(self) -> str:
        """Which goods that deal was about."""
        return _nameless(self.review.goods, self.review.deal)


def is_wanted(deal: Deal, *, workspace: Workspace) -> bool:
    """Whether a review is asked for: of every win, and of a loss of size."""
    if deal.status == DealStatus.WON:
        return True
    return deal.status == DealStatus.LOST and deal.amount is not None and deal.amount >= workspace.review_from


async def of_deal(session: AsyncSession, *, deal: Deal) -> Review | None:
    """A deal's review; for whoever may see the deal."""
    found = await session.scalars(
        select(Review)
        .options(joinedload(Review.by))
        .where(Review.workspace_id == deal.workspace_id, Review.deal_id == deal.id)
    )
    return found.first()


async def follow(session: AsyncSession, *, deal: Deal, cause: int, now: datetime) -> None:
    """A deal was moved by the audit row `cause`: where that ended it, its owner is asked for a review in their working
    hours; where it is open again, they are not any more."""
    workspace = await session.get_one(Workspace, deal.workspace_id)
    if not is_wanted(deal, workspace=workspace):
        return await settle(session, deal=deal, cause=cause, now=now)
    if deal.owner is None or await of_deal(session, deal=deal) is not None:
        return None
    asked = Telling(
        kind="review_asked",
        key=f"review:{deal.id}:{cause}",
        facts={"deal": deal.id, "account": deal.account_id},
        to=deal.owner,
        topic=f"review:{deal.id}",
        due_at=now,
    )
    tellings = await heard(session, workspace_id=deal.workspace_id, tellings=[asked], now=now)
    await notices.tell_many(session, workspace_id=deal.workspace_id, tellings=tellings, now=now)
    return None


async def settle(session: AsyncSession, *, deal: Deal, cause: int | str, now: datetime) -> None:
    """The question is answered, or the deal is open again: what was asked is struck through."""
    await notices.close(
        session,
        workspace_id=deal.workspace_id,
        topic=f"review:{deal.id}",
        kind="review_asked",
        facts={"deal": deal.id},
        key=f"review:{deal.id}:over:{cause}",
        now=now,
    )


async def write(
    session: AsyncSession,
    *,
    deal_id: int,
    decided: str,
    goods: str,
    lesson: str,
    by: Member,
    now: datetime,
    source: str | None = None,
) -> tuple[Review, AuditRow]:
    """Write a closed deal's review, or write it anew."""
    deal = await deals.lock(session, deal_id=deal_id, by=by)
    if deal.status not in ENDS or deal.closed_at is None:
        raise NotClosed(deal=deal.name)
    told = {"decided": decided, "goods": goods, "lesson": lesson}
    if not decided.strip():
        raise SayWhat
    review = await of_deal(session, deal=deal)
    before = audit.snapshot(review, COLUMNS) if review is not None else {}
    if review is None:
        review = Review(workspace_id=by.workspace_id, deal_id=deal.id)
        session.add(review)
    for name, text in told.items():
        setattr(review, name, text.strip()[:LONGEST])
    review.by_id, review.at, review.days = by.id, now, (deal.closed_at - deal.created_at).days
    set_committed_value(review, "deal", deal)
    set_committed_value(review, "by", by)
    await session.flush()
    after = {"deal_id": deal.id, **audit.snapshot(review, COLUMNS)}
    entry = await audit.record(
        session, row=review, verb="write", by=by, now=now, before=before, after=after, source=source
    )
    await settle(session, deal=deal, cause=entry.id, now=now)
    return review, entry


async def goods_of(session: AsyncSession, *, deal: Deal) -> str:
    """Which goods a deal is about, as far as its name and its lead say."""
    interest = None
    if deal.lead_id is not None:
        interest = await session.scalar(
            select(Lead.interest).where(Lead.workspace_id == deal.workspace_id, Lead.id == deal.lead_id)
        )
    return _without_customer(interest or deal.name, deal).strip()[:LONGEST]


async def lessons(session: AsyncSession, *, deal: Deal, by: Member) -> list[Lesson]:
    """What ended deals like this one taught, the most alike first. Everybody's, since no customer is named. At most
    two statements."""
    wanted = _words(await goods_of(session, deal=deal))
    rival = names.fold(deal.competitor or "")
    if not wanted and not rival:
        return []
    rows = await session.scalars(
        select(Review)
        .join(Review.deal)
        .options(contains_eager(Review.deal).joinedload(Deal.account), joinedload(Review.by))
        .where(
            Review.workspace_id == by.workspace_id,
            Review.deal_id != deal.id,
            Review.lesson != "",
            Deal.status.in_(ENDS),
        )
        .order_by(Review.at.desc(), Review.id.desc())
        .limit(NEWEST)
    )
    found = [(lesson, _likeness(lesson, wanted)) for lesson in (_compared(each, wanted, rival) for each in rows)]
    alike = [(lesson, score) for lesson, score in found if score >= 1]
    return [lesson for lesson, _ in sorted(alike, key=lambda each: -each[1])[:MOST]]


def _compared(review: Review, wanted: Sequence[str], rival: str) -> Lesson:
    theirs = _words(review.goods)
    same = bool(rival) and names.fold(review.deal.competitor or "") == rival
    return Lesson(review, [word for word in wanted if word in theirs], same)


def _likeness(lesson: Lesson, wanted: Sequence[str]) -> float:
    """The same competitor is enough; else half of the goods' words of whichever says less."""
    least = min(len(wanted), len(_words(lesson.review.goods)))
    share = len(lesson.goods) / least if least else 0
    return (1 if lesson.rival else 0) + (2 * share if share >= 0.5 else 0)


def _words(text: str) -> list[str]:
    """What is compared of goods: things by what the dictionary calls them, so that either language will do; of what it
    does not know, words and pairs of Chinese characters. No figures."""
    things, rest = named(names.fold(text))
    found = dict.fromkeys(things)
    for word in re.findall(r"[a-z]{3,}|[\u4e00-\u9fff]{2,}", rest):
        found.update(dict.fromkeys([word[n : n + 2] for n in range(len(word) - 1)] if word[0] > "z" else [word]))
    return list(found)


def _without_customer(text: str, deal: Deal) -> str:
    return text.replace(deal.account.name, " ")


def _nameless(text: str, deal: Deal) -> str:
    """A lesson is everybody's to read, its customer is not."""
    parts = names.take_apart(deal.account.name)
    called = sorted({deal.account.name, parts.brand, deal.name} - {""}, key=len, reverse=True)
    for name in called:
        if len(name) > 1:
            text = re.sub(re.escape(name), "…", text, flags=re.IGNORECASE)
    return text


async def get(session: AsyncSession, *, deal_id: int, by: Member) -> tuple[Deal, Review | None, str]:
    """A closed deal with its review, and the goods to begin one with; for whoever may write it."""
    deal = await deals.get(session, deal_id=deal_id, by=by)
    if not await deals.is_led(session, deal=deal, by=by):
        raise deals.NotYourDeal(deal=deal.name, owner=deal.owner)
    if deal.status not in ENDS:
        raise NotClosed(deal=deal.name)
    return deal, await of_deal(session, deal=deal), await goods_of(session, deal=deal)
