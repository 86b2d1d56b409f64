"""Contacts 联系人: the people at a customer. Every way to reach them comes through here, so that its keys are kept."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Boolean, Result, Select, delete, func, literal_column, or_, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import accounts, ways
from core.duplicates import Asked
from core.models import Account, AccountKey, Contact, Lead, Member


async def keep(
    session: AsyncSession,
    *,
    account: Account,
    name: str,
    now: datetime,
    phone: str | None = None,
    wechat: str | None = None,
    email: str | None = None,
) -> Contact:
    """The customer's contact of this name, made when new. What is told of how to reach them replaces what was known.

    `name` may be empty: a number nobody has put a name to.
    """
    given = {way: value for way, value in (("phone", phone), ("wechat", wechat), ("email", email)) if value}
    workspace_id, account_id = account.workspace_id, account.id
    kept = insert(Contact).values(workspace_id=workspace_id, account_id=account_id, name=name, created_at=now, **given)
    stored: Result[Contact, bool] = await session.execute(
        kept.on_conflict_do_update(
            index_elements=["workspace_id", "account_id", "name"], set_=given or {"name": kept.excluded.name}
        ).returning(Contact, literal_column("xmax = 0", Boolean).label("fresh")),
        execution_options={"populate_existing": True},
    )
    contact, fresh = stored.one()
    # By the row: a customer merged a moment ago hands its new contacts on.
    if fresh:
        await _add(session, workspace_id, contact.account_id, _keys_of([contact]))
    elif given:
        await remember(session, workspace_id=workspace_id, account_id=contact.account_id)
    return contact


_FILL = text("""
insert into contacts (workspace_id, account_id, name, phone, wechat, email, title, created_at)
select :workspace, told.account_id, told.name, told.phone, told.wechat, told.email, told.title, :now
from jsonb_to_recordset(cast(:rows as jsonb))
    as told(account_id bigint, name text, phone text, wechat text, email text, title text)
on conflict (workspace_id, account_id, name) do update set
    phone = coalesce(contacts.phone, excluded.phone), wechat = coalesce(contacts.wechat, excluded.wechat),
    email = coalesce(contacts.email, excluded.email), title = coalesce(contacts.title, excluded.title)
returning id, account_id, name, phone, wechat, email
""")


@dataclass(frozen=True)
class Told:
    """What a list tells of a contact. `name` may be empty, as in `keep`."""

    account_id: int
    name: str
    phone: str | None = None
    wechat: str | None = None
    email: str | None = None
    title: str | None = None


async def fill_many(
    session: AsyncSession, *, workspace_id: str, told: Sequence[Told], now: datetime
) -> dict[tuple[int, str], int]:
    """Each customer's contact of that name, made when new; of one who is known, only blanks are filled. Two statements.

    Their ids, by customer and name. Of what the list tells of one person twice, what came first holds.
    """
    together: dict[tuple[int, str], dict[str, object]] = {}
    for each in told:
        known = together.setdefault((each.account_id, each.name), {})
        known.update({name: value for name, value in vars(each).items() if value and name not in known})
    if not together:
        return {}
    rows = [{"name": "", **values} for _, values in sorted(together.items())]
    here = {"workspace": workspace_id, "now": now, "rows": json.dumps(rows, ensure_ascii=False)}
    stored = (await session.execute(_FILL, here)).all()
    keys = [
        (row.account_id, key)
        for row in stored
        for key in sorted(ways.stored(*([way] if way else [] for way in (row.phone, row.email, row.wechat))))
    ]
    await accounts.keep_keys(session, workspace_id=workspace_id, keys=keys)
    return {(row.account_id, row.name): row.id for row in stored}


async def of(session: AsyncSession, *, account: Account) -> Sequence[Contact]:
    """A customer's people, the last one met first."""
    met = Contact.last_met_at.desc().nulls_last()
    found = await session.scalars(_own(account.workspace_id, account.id).order_by(met, Contact.id))
    return found.all()


def described(account: Account, contacts: Sequence[Contact]) -> Asked:
    """A customer on record as the duplicate check asks for one."""
    phones, emails, ids = (
        tuple(value for each in contacts if (value := getattr(each, way))) for way in ("phone", "email", "wechat")
    )
    return Asked(account.name, phones, emails, ids)


async def remember_all(session: AsyncSession, *, account: Account) -> None:
    """Make all of a customer's keys, its names' and its contacts', what they are now; a merged one has none."""
    await accounts.remember(session, account=account)
    if account.merged_into_id is None:
        await remember(session, workspace_id=account.workspace_id, account_id=account.id)
    else:
        here = AccountKey.workspace_id == account.workspace_id, AccountKey.account_id == account.id
        await session.execute(delete(AccountKey).where(*here))


async def remember(session: AsyncSession, *, workspace_id: str, account_id: int) -> None:
    """Make the customer's keys those of its contacts as they are now: call it after any other change to them."""
    found = await session.scalars(_all(workspace_id, account_id))
    keys = _keys_of(found.all())
    of_contacts = or_(*(AccountKey.key.startswith(prefix, autoescape=True) for prefix in ways.PREFIXES))
    await session.execute(
        delete(AccountKey).where(
            AccountKey.workspace_id == workspace_id,
            AccountKey.account_id == account_id,
            of_contacts,
            AccountKey.key.not_in(keys),
        )
    )
    await _add(session, workspace_id, account_id, keys)


def _own(workspace_id: str, account_id: int) -> Select[Contact]:
    return select(Contact).where(Contact.workspace_id == workspace_id, Contact.account_id == account_id)


def _all(workspace_id: str, account_id: int) -> Select[Contact]:
    """The customer's contacts, and those that stayed with customers merged into it."""
    merged = select(Account.id).where(Account.workspace_id == workspace_id, Account.merged_into_id == account_id)
    theirs = or_(Contact.account_id == account_id, Contact.account_id.in_(merged))
    return select(Contact).where(Contact.workspace_id == workspace_id, theirs)


def _keys_of(contacts: Sequence[Contact]) -> list[str]:
    phones = [each.phone for each in contacts if each.phone]
    emails = [each.email for each in contacts if each.email]
    return sorted(ways.stored(phones, emails, [each.wechat for each in contacts if each.wechat]))


async def _add(session: AsyncSession, workspace_id: str, account_id: int, keys: list[str]) -> None:
    if keys:
        rows = [{"workspace_id": workspace_id, "key": key, "account_id": account_id} for key in keys]
        await session.execute(insert(AccountKey).values(rows).on_conflict_do_nothing())


async def of_name(session: AsyncSession, *, account: Account, name: str) -> Contact | None:
    """The customer's contact of this very name."""
    found = await session.scalars(_own(account.workspace_id, account.id).where(Contact.name == name))
    return found.first()


async def change(session: AsyncSession, *, contact: Contact, **told: str | None) -> None:
    """Set a contact's name and ways to what is told; a way told as None is no longer known."""
    for name, value in told.items():
        setattr(contact, name, value)
    await session.flush()
    await remember(session, workspace_id=contact.workspace_id, account_id=contact.account_id)


async def forget(session: AsyncSession, *, contact: Contact, but: int | None = None) -> bool:
    """Take a contact that was entered by mistake out again; False where another lead than `but` has it."""
    used = await session.scalar(
        select(func.count()).where(
            Lead.workspace_id == contact.workspace_id, Lead.contact_id == contact.id, Lead.id != (but or 0)
        )
    )
    if used:
        return False
    await session.delete(contact)
    await session.flush()
    await remember(session, workspace_id=contact.workspace_id, account_id=contact.account_id)
    return True


async def others(
    session: AsyncSession, *, account_id: int, but: int | None, by: Member, most: int = 10
) -> Sequence[Contact]:
    """The customer's other people, those met last first. Call it only for a customer `by` may see."""
    found = await session.scalars(
        _own(by.workspace_id, account_id)
        .where(Contact.id != (but or 0), (Contact.name != "") | Contact.phone.is_not(None))
        .order_by(Contact.last_met_at.desc().nulls_last(), Contact.id)
        .limit(most)
    )
    return found.all()
