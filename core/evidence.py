"""Evidence 凭证 on the record: files that lie in Slack, courier and contract numbers; of which kind, for which deal."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from core import audit, deals, listed, names, owners
from core.access import sees_evidence
from core.errors import Missing, Refusal, msgid
from core.models import AuditRow, Deal, Evidence, Lead, List, Listed, Member
from core.presets import COURIER
from core.reading.couriers import CARRIERS, couriers
from core.stages import gates

PAGE = 10
LONGEST = 80  # characters of a number
_PHOTOS = ("照片", "图片", "photo", "picture", "image")


class LongNumber(Refusal):
    message = msgid("That number is longer than {most} characters. Write the number alone.")


@dataclass(frozen=True)
class File:
    """What Slack tells of a file; the file itself is never fetched. `size` in bytes."""

    id: str
    name: str
    permalink: str | None = None
    mimetype: str | None = None
    size: int | None = None


@dataclass(frozen=True)
class Place:
    """What evidence is about: a customer, its lead, its deal, the follow-up or the kept line it came with. All None:
    not said yet."""

    account_id: int | None = None
    lead_id: int | None = None
    deal_id: int | None = None
    visit_id: int | None = None
    draft_id: int | None = None


def place_of(thing: Lead | Deal, *, visit_id: int | None = None) -> Place:
    """A lead's or a deal's place."""
    if isinstance(thing, Deal):
        return Place(thing.account_id, None, thing.id, visit_id)
    return Place(thing.account_id, thing.id, None, visit_id)


async def add_files(
    session: AsyncSession,
    *,
    files: Sequence[File],
    place: Place,
    by: Member,
    now: datetime,
    source: str,
    said: str = "",
) -> list[tuple[Evidence, AuditRow]]:
    """Put files on the record; `said` with them tells of which kind they are. The same message once."""
    deal = await _deal_of(session, place, by=by)
    kinds = await listed.of(session, lists=(List.FILE,), by=by)
    wanted = await _wanted(session, deal, by=by) if deal else []
    added = []
    for file in files:
        kind = guess(kinds, file=file, said=said, wanted=wanted)
        row = {"kind_id": kind.id if kind else None, "name": file.name[:200], "file_id": file.id}
        row |= {"permalink": file.permalink, "mimetype": file.mimetype, "size": file.size}
        row |= {"folded": names.fold(f"{file.name} {said}")[:1000], "source": source}
        if entry := await _add(session, row, place=place, by=by, now=now):
            added.append(entry)
    await _show(session, deal, added, now=now)
    return added


async def add_number(
    session: AsyncSession,
    *,
    kind: Listed,
    written: str,
    place: Place,
    by: Member,
    now: datetime,
    source: str | None = None,
) -> list[tuple[Evidence, AuditRow]]:
    """Put a number on the record, as somebody wrote it: `顺丰 SF1234567890`. The same number of a deal once."""
    if len(written) > LONGEST:
        raise LongNumber(field=field_of(kind.id), most=LONGEST)
    deal = await _deal_of(session, place, by=by)
    found = couriers(written) if kind.code == COURIER else []
    parcels = [(each.carrier, each.number) for each in found] or [("", written.strip())]
    added = []
    for carrier, number in parcels:
        row = {"kind_id": kind.id, "name": carrier, "number": number, "source": source}
        called = " ".join((carrier, *CARRIERS.get(carrier, ())))
        row |= {"folded": names.fold(f"{called} {number}")}
        if entry := await _add(session, row, place=place, by=by, now=now):
            added.append(entry)
    await _show(session, deal, added, now=now)
    return added


async def from_line(
    session: AsyncSession, *, line: str, place: Place, by: Member, now: datetime, source: str | None = None
) -> list[tuple[Evidence, AuditRow]]:
    """The courier numbers that a line tells of, put on the record; none where the workspace has no such kind."""
    found = couriers(line)
    kind = await listed.courier(session, by=by) if found else None
    if kind is None:
        return []
    about: dict[str, Any] = {"kind": kind, "place": place, "by": by, "now": now, "source": source}
    # By the first of its names, which is how it is read again.
    told = [" ".join((*CARRIERS.get(each.carrier, ())[:1], each.number)) for each in found]
    added = [await add_number(session, written=written, **about) for written in told]
    return [entry for entries in added for entry in entries]


def field_of(kind_id: int) -> str:
    """The field of a form in which a number of this kind is written."""
    return f"number.{kind_id}"


async def _deal_of(session: AsyncSession, place: Place, *, by: Member) -> Deal | None:
    """The deal, held still; whoever may see it may show what was done for it."""
    return await deals.hold(session, deal_id=place.deal_id, by=by) if place.deal_id is not None else None


async def _wanted(session: AsyncSession, deal: Deal, *, by: Member) -> list[int]:
    """The kinds that the next stage waits for."""
    return [kind.id for lack in await gates.ahead(session, deal=deal, by=by) for kind in lack.evidence]


def guess(kinds: Sequence[Listed], *, file: File, said: str, wanted: Sequence[int]) -> Listed | None:
    """The kind a file is of: as the words beside it or its name say, as the next stage alone waits for, a picture is a
    photo. None where nothing says."""
    told = names.fold(f"{said} {file.name}")
    named = [kind for kind in kinds if any(names.fold(name) in told for name in (kind.name_zh, kind.name_en))]
    waited = [kind for kind in kinds if kind.id in wanted]
    photos = [kind for kind in kinds if any(word in f"{kind.name_zh} {kind.name_en}".casefold() for word in _PHOTOS)]
    if named:
        return max(named, key=lambda kind: (kind.id in wanted, len(kind.name_zh)))
    if len(waited) == 1:
        return waited[0]
    if (file.mimetype or "").startswith("image/"):
        return next((kind for kind in photos if kind in waited), photos[0] if photos else None)
    return None


async def _add(
    session: AsyncSession, row: dict[str, Any], *, place: Place, by: Member, now: datetime
) -> tuple[Evidence, AuditRow] | None:
    about = asdict(place)
    made = await session.scalar(
        insert(Evidence)
        .values(workspace_id=by.workspace_id, by_id=by.id, at=now, **about, **row)
        .on_conflict_do_nothing()
        .returning(Evidence.id)
    )
    if made is None:
        return None
    evidence = await get(session, evidence_id=made, by=by)
    after = audit.snapshot(evidence, ("kind_id", "name", "number", "file_id", *about))
    entry = await audit.record(session, row=evidence, verb="add", by=by, now=now, after=after, source=row["source"])
    return evidence, entry


async def _show(session: AsyncSession, deal: Deal | None, added: Sequence[Any], *, now: datetime) -> None:
    """Its posted cards tell of what is new."""
    if deal is not None and added:
        deal.version += 1
        await owners.redraw_cards(session, thing=deal, now=now)


def _whole() -> Select[Evidence]:
    return select(Evidence).options(
        joinedload(Evidence.kind), joinedload(Evidence.by), joinedload(Evidence.account), joinedload(Evidence.deal)
    )


async def get(session: AsyncSession, *, evidence_id: int, by: Member) -> Evidence:
    """A piece of evidence this person may see."""
    found = await session.scalars(
        _whole()
        .where(Evidence.id == evidence_id, sees_evidence(by), Evidence.withdrawn_at.is_(None))
        .execution_options(populate_existing=True)
    )
    evidence = found.first()
    if evidence is None:
        raise Missing
    return evidence


async def of_deal(
    session: AsyncSession, *, deal: Deal, page: int = 0, size: int = PAGE
) -> tuple[Sequence[Evidence], int]:
    """A page of a deal's evidence, newest first, and how many pieces in all. For a deal its reader may see."""
    its = gates.of_deal(deal)
    total = await session.scalar(select(func.count()).select_from(Evidence).where(its))
    rows = await session.scalars(
        _whole().where(its).order_by(Evidence.at.desc(), Evidence.id.desc()).limit(size).offset(page * size)
    )
    return rows.all(), total or 0


async def call(
    session: AsyncSession, *, evidence_id: int, kind_id: int, by: Member, now: datetime, source: str | None = None
) -> tuple[Evidence, AuditRow]:
    """Say of which kind a piece is."""
    kind = await listed.get(session, word_id=kind_id, lists=listed.KINDS, by=by)
    return await _change(session, evidence_id, {"kind_id": kind.id}, verb="call", by=by, now=now, source=source)


async def take_up(
    session: AsyncSession, *, draft_id: int, place: Place, by: Member, now: datetime, source: str | None = None
) -> None:
    """The files that came with a kept line go where the line went."""
    about = {name: value for name, value in asdict(place).items() if name != "draft_id"}
    rows = await session.scalars(
        update(Evidence)
        .where(
            Evidence.workspace_id == by.workspace_id,
            Evidence.by_id == by.id,
            Evidence.draft_id == draft_id,
            Evidence.withdrawn_at.is_(None),
        )
        .values(**about)
        .returning(Evidence)
    )
    for evidence in rows.all():
        await audit.record(session, row=evidence, verb="settle", by=by, now=now, after=about, source=source)


async def settle(
    session: AsyncSession, *, evidence_id: int, deal_id: int, by: Member, now: datetime, source: str | None = None
) -> tuple[Evidence, AuditRow]:
    """Say for which deal a piece is that somebody dropped without a word; all that came with it goes along."""
    deal = await deals.hold(session, deal_id=deal_id, by=by)
    first = await get(session, evidence_id=evidence_id, by=by)
    if first.deal_id is not None or first.by_id != by.id:
        raise Missing
    values = {"deal_id": deal.id, "account_id": deal.account_id}
    await session.execute(
        update(Evidence)
        .where(
            Evidence.workspace_id == by.workspace_id,
            Evidence.by_id == by.id,
            Evidence.source == first.source,
            Evidence.id != first.id,
            Evidence.account_id.is_(None),
        )
        .values(**values)
    )
    return await _change(session, evidence_id, values, verb="settle", by=by, now=now, source=source)


async def withdraw(
    session: AsyncSession, *, evidence_id: int, by: Member, now: datetime, source: str | None = None
) -> tuple[Evidence, AuditRow]:
    """Take a piece off the record: who put it there may, and managers. Slack keeps the file."""
    evidence = await get(session, evidence_id=evidence_id, by=by)
    if evidence.by_id != by.id and not await _leads(session, evidence, by=by):
        raise Missing
    return await _change(session, evidence_id, {"withdrawn_at": now}, verb="withdraw", by=by, now=now, source=source)


async def _leads(session: AsyncSession, evidence: Evidence, *, by: Member) -> bool:
    """Whether `by` leads whom it is about; whoever is only on the team of a deal does not."""
    if not by.manages or evidence.deal_id is None:
        return by.manages
    return await deals.is_led(session, deal=await deals.get(session, deal_id=evidence.deal_id, by=by), by=by)


async def _change(
    session: AsyncSession,
    evidence_id: int,
    values: dict[str, Any],
    *,
    verb: str,
    by: Member,
    now: datetime,
    source: str | None,
) -> tuple[Evidence, AuditRow]:
    evidence = await get(session, evidence_id=evidence_id, by=by)
    deal_id, kind = values.get("deal_id", evidence.deal_id), evidence.kind
    deal = await _deal_of(session, Place(deal_id=deal_id), by=by)
    held = await session.scalars(
        select(Evidence)
        .where(Evidence.workspace_id == by.workspace_id, Evidence.id == evidence_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    row = held.one()
    if row.withdrawn_at is not None:
        raise Missing
    entry = await audit.change(session, row=row, verb=verb, values=values, by=by, now=now, source=source)
    await _show(session, deal, [entry], now=now)
    if verb == "withdraw":
        set_committed_value(row, "kind", kind)
        return row, entry
    return await get(session, evidence_id=evidence_id, by=by), entry
