"""Two customers side by side, before anybody says that they are one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import contacts, duplicates
from core.access import sees_visit
from core.duplicates import Alike
from core.merges import holding
from core.merges.holding import Book
from core.merges.merge import holders
from core.models import Account, Contact, Member, Visit


@dataclass(frozen=True)
class Side:
    """One of the two. `visits`: how many follow-ups that stand, `last` the latest of them."""

    book: Book
    contacts: Sequence[Contact]
    visits: int
    last: datetime | None

    @property
    def account(self) -> Account:
        """The customer."""
        return self.book.account


@dataclass(frozen=True)
class Preview:
    """The two, the one that had better stay first. `alike`: why they may be one; None: nothing says so.

    `holders`: who may go on with the open lead, where there is a choice.
    """

    kept: Side
    gone: Side
    alike: Alike | None
    holders: Sequence[Member]


async def preview(session: AsyncSession, *, one_id: int, other_id: int, by: Member) -> Preview:
    """What a merge would make of the two. Refuses what `merge` would refuse whichever stays."""
    one, other = await holding.books(session, keep_id=one_id, gone_id=other_id, by=by)
    kept, gone = (other, one) if _stands_for_more(other) > _stands_for_more(one) else (one, other)
    holding.must_not_be_won(kept, gone)
    sides = [await _side(session, book, by=by) for book in (kept, gone)]
    alike = duplicates.judge(*(contacts.described(side.account, side.contacts) for side in sides))
    choice = holders(kept, gone) if kept.leads and gone.leads else []
    return Preview(sides[0], sides[1], alike, choice if len(choice) > 1 else [])


def _stands_for_more(book: Book) -> tuple[bool, int, int, int]:
    """Who has bought stays, then who is further on, then who was here first."""
    held = sum(lead.owner_id is not None for lead in book.leads)
    return book.won, len(book.deals), held, -book.account.id


async def _side(session: AsyncSession, book: Book, *, by: Member) -> Side:
    here, account_id = by.workspace_id, book.account.id
    people = await contacts.of(session, account=book.account)
    stands = (Visit.workspace_id == here, Visit.account_id == account_id, Visit.undone_at.is_(None), sees_visit(by))
    visits, last = (await session.execute(select(func.count(), func.max(Visit.at)).where(*stands))).one()
    return Side(book, people, visits, last)
