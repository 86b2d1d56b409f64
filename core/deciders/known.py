"""Who in the team knows whom: read from the follow-ups in which people were met."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import ARRAY, Text, cast, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from core.access import sees_visit
from core.models import Account, Member, Visit

LATEST = 50  # follow-ups elsewhere that are looked through for a customer's name

# 王总, 小王, Tom: too many are called so to know one of another customer by it.
_SHARED = re.compile(r"[\u4e00-\u9fff]{1,2}(?:总|经理|工|主任|科长|处长|局长|院长|老师|董|姐|哥)|[小老][\u4e00-\u9fff]")
_OWN = re.compile(r"[\u4e00-\u9fff]{2,4}|\S+ \S.*")

_MET = text("""
select person.name, members.id as member_id, visits.account_id = :account as here
from visits
cross join lateral jsonb_array_elements_text(visits.people) as person(name)
join members on members.workspace_id = visits.workspace_id and members.id = visits.member_id and members.active
where visits.workspace_id = :workspace and visits.undone_at is null
  and visits.people ?| cast(:names as text[]) and person.name = any(cast(:names as text[]))
  and (visits.account_id = :account or person.name = any(cast(:full as text[])))
group by 1, 2, 3
""")


@dataclass
class Known:
    """Who has met somebody: `here`, at this customer; `elsewhere`, one of that name at another; `at`: which, by the
    member's id, where the reader sees that follow-up too."""

    here: list[Member] = field(default_factory=list)
    elsewhere: list[Member] = field(default_factory=list)
    at: dict[int, str] = field(default_factory=dict)


def is_own(name: str) -> bool:
    """Whether the name is somebody's own, and not one that many share."""
    return _OWN.fullmatch(name) is not None and not _SHARED.fullmatch(name)


async def by_name(session: AsyncSession, *, account_id: int, names: Collection[str], by: Member) -> Mapping[str, Known]:
    """Who in the workspace has met each of these people of a customer that `by` may see. Of other customers that `by`
    may not see no more is told than that a colleague knows somebody of that name. Three statements."""
    found: dict[str, Known] = defaultdict(Known)
    if not names:
        return found
    rows = (
        await session.execute(
            _MET,
            {
                "workspace": by.workspace_id,
                "account": account_id,
                "names": sorted(names),
                "full": sorted(name for name in names if is_own(name)),
            },
        )
    ).all()
    met = await session.scalars(
        select(Member).where(Member.workspace_id == by.workspace_id, Member.id.in_({row.member_id for row in rows}))
    )
    people = {member.id: member for member in met}
    for row in sorted(rows, key=lambda row: people[row.member_id].name):
        known = found[row.name]
        (known.here if row.here else known.elsewhere).append(people[row.member_id])
    for known in found.values():
        known.elsewhere = [each for each in known.elsewhere if each not in known.here]
    await _name_customers(session, found, account_id=account_id, by=by)
    return found


async def _name_customers(session: AsyncSession, found: Mapping[str, Known], *, account_id: int, by: Member) -> None:
    """At which customer it was, the latest, where `by` may see that."""
    abroad = sorted(name for name, known in found.items() if known.elsewhere)
    if not abroad:
        return
    rows = await session.execute(
        select(Visit.member_id, Visit.people, Account.name)
        .join(Account, (Account.workspace_id == Visit.workspace_id) & (Account.id == Visit.account_id))
        .where(
            Visit.workspace_id == by.workspace_id,
            Visit.account_id != account_id,
            Visit.undone_at.is_(None),
            Visit.people.op("?|")(cast(abroad, ARRAY(Text))),
            sees_visit(by),
        )
        .order_by(Visit.at.desc())
        .limit(LATEST)
    )
    for member_id, people, customer in rows:
        for name in set(people) & set(abroad):
            found[name].at.setdefault(member_id, customer)
