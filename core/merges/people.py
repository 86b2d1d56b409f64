"""The contacts of two customers that become one: those of the same name are one person, whose blanks are filled."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import exists, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core import audit
from core.merges import rows
from core.models import Contact

KNOWN = ("role", "title", "phone", "wechat", "email", "influence", "cares_about", "interests", "reports_to")
MET = ("first_met_at", "last_met_at")

_MUTES = text("""
    update mutes set account_id = :new
    where workspace_id = :workspace and account_id = :old and not exists (
        select from mutes as theirs
        where theirs.workspace_id = mutes.workspace_id and theirs.member_id = mutes.member_id
          and theirs.account_id = :new)
    returning member_id
""")
_MUTES_BACK = text("""
    update mutes set account_id = :old
    where workspace_id = :workspace and account_id = :new and member_id = any(:members)
""")


async def unite(session: AsyncSession, *, workspace_id: str, old: int, new: int) -> dict[str, Any]:
    """Contacts and mutes of `old` become those of `new`. A contact of a name that is there already stays behind: what
    it tells fills the other's blanks, what refers to it refers to the other. Returns what an undo needs."""
    twin = aliased(Contact)
    same = (twin.workspace_id == workspace_id) & (twin.account_id == new) & (twin.name == Contact.name)
    theirs = Contact.workspace_id == workspace_id, Contact.account_id == old
    moved = await session.scalars(
        update(Contact).where(*theirs, ~exists().where(same)).values(account_id=new).returning(Contact.id)
    )
    told: dict[str, Any] = {"contacts": sorted(moved), "doubles": []}
    pairs = await session.execute(select(Contact, twin).join(twin, same).where(*theirs).order_by(Contact.id))
    for gone, kept in pairs.all():
        before = audit.snapshot(kept, (*KNOWN, *MET))
        _fill(kept, gone)
        after = audit.snapshot(kept, (*KNOWN, *MET))
        changed = [name for name in before if before[name] != after[name]]
        moved_on = await rows.move(
            session, workspace_id=workspace_id, to="contacts", apart=frozenset(), old=gone.id, new=kept.id
        )
        told["doubles"].append(
            {
                "gone": gone.id,
                "kept": kept.id,
                "before": {name: before[name] for name in changed},
                "after": {name: after[name] for name in changed},
                "moved": moved_on,
                "aside": _aside(gone, kept),
            }
        )
    muted = await session.scalars(_MUTES, {"workspace": workspace_id, "old": old, "new": new})
    return {**told, "mutes": list(muted)}


def _fill(kept: Contact, other: Contact) -> None:
    for name in KNOWN:
        if getattr(kept, name) is None:
            setattr(kept, name, getattr(other, name))
    firsts = [at for at in (kept.first_met_at, other.first_met_at) if at is not None]
    lasts = [at for at in (kept.last_met_at, other.last_met_at) if at is not None]
    kept.first_met_at, kept.last_met_at = min(firsts, default=None), max(lasts, default=None)


def _aside(gone: Contact, kept: Contact) -> list[str]:
    """What the other's contact told that has no place in the one that stays; still found by it, and on record."""
    values = [getattr(gone, name) for name in KNOWN if getattr(gone, name) != getattr(kept, name)]
    return [value for value in values if value]


async def part(session: AsyncSession, *, workspace_id: str, old: int, new: int, told: Mapping[str, Any]) -> None:
    """Take `unite` back."""
    back: dict[str, Sequence[int]] = {"contacts": told["contacts"]}
    await rows.bring_back(session, workspace_id=workspace_id, to="accounts", moved=back, old=old, new=new)
    for double in told["doubles"]:
        moved, pair = double["moved"], {"old": double["gone"], "new": double["kept"]}
        await rows.bring_back(session, workspace_id=workspace_id, to="contacts", moved=moved, **pair)
        kept = await session.get_one(Contact, (workspace_id, double["kept"]), populate_existing=True)
        audit.put_back(kept, before=double["before"], after=double["after"])
    muted = {"workspace": workspace_id, "old": old, "new": new, "members": told["mutes"]}
    await session.execute(_MUTES_BACK, muted)
