"""Listed 选项: the words a workspace's forms offer: why deals are won and lost, competitors, kinds of evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.errors import Missing, Refusal, msgid
from core.models import List, Listed, Member, Stage
from core.presets import COURIER, LAPSED, LAPSED_NAMES
from core.settings import must_be_admin

MOST = 30  # words a list; a menu shows them all
LONGEST = 40  # characters a word
KINDS = (List.FILE, List.NUMBER)  # of evidence


class TooManyWords(Refusal):
    message = msgid("A list holds at most {most} lines; these are {n}. Leave some out.")


class LongWord(Refusal):
    message = msgid("“{word}” is longer than {most} characters. Shorten it, so that menus can show it.")


class AskedFor(Refusal):
    message = msgid("The stage {stage} asks for {word}. Change what it asks for first, then take it off the list.")


@dataclass(frozen=True)
class Word:
    """A word in both languages; where only one was given it stands for both."""

    zh: str
    en: str


def parse(text: str) -> list[Word]:
    """The words of a form's field: one a line, `中文 | English` where the two differ."""
    words = []
    for line in text.splitlines():
        zh, _, en = (part.strip() for part in line.replace("｜", "|").partition("|"))
        if zh or en:
            words.append(Word(zh or en, en or zh))
    return list(dict.fromkeys(words))


def written(words: Sequence[Listed]) -> str:
    """The words as that field shows them."""
    return "\n".join(
        each.name_zh if each.name_zh == each.name_en else f"{each.name_zh} | {each.name_en}" for each in words
    )


async def of(session: AsyncSession, *, lists: Sequence[List], by: Member) -> list[Listed]:
    """The words offered now, list by list as asked, each in its order."""
    rows = await session.scalars(
        select(Listed)
        .where(Listed.workspace_id == by.workspace_id, Listed.list.in_(lists), Listed.retired_at.is_(None))
        .order_by(Listed.position, Listed.id)
    )
    found = rows.all()
    return [each for kind in lists for each in found if each.list == kind]


async def get(session: AsyncSession, *, word_id: int, lists: Sequence[List], by: Member) -> Listed:
    """A word of one of these lists, offered still or not."""
    found = await session.get(Listed, (by.workspace_id, word_id))
    if found is None or found.list not in lists:
        raise Missing
    return found


async def courier(session: AsyncSession, *, by: Member) -> Listed | None:
    """The kind of number a parcel has, unless the workspace has taken it off its list."""
    rows = await session.scalars(
        select(Listed).where(
            Listed.workspace_id == by.workspace_id, Listed.code == COURIER, Listed.retired_at.is_(None)
        )
    )
    return rows.first()


async def lapsed(session: AsyncSession, *, workspace_id: str, now: datetime) -> Listed:
    """Why a deal was lost that nobody closed: no form offers it, the books speak of it like of any other reason."""
    known = select(Listed).where(Listed.workspace_id == workspace_id, Listed.list == List.LOST, Listed.code == LAPSED)
    if found := (await session.scalars(known)).first():
        return found
    zh, en = LAPSED_NAMES
    await session.execute(
        insert(Listed)
        .values(
            workspace_id=workspace_id,
            list=List.LOST,
            position=MOST,
            name_zh=zh,
            name_en=en,
            code=LAPSED,
            retired_at=now,
        )
        .on_conflict_do_update(index_elements=["workspace_id", "list", "name_zh", "name_en"], set_={"code": LAPSED})
    )
    return (await session.scalars(known)).one()


async def put(session: AsyncSession, *, kind: List, words: Sequence[Word], by: Member, now: datetime) -> bool:
    """Make a list hold these words, in this order; whether anything changed. The word that stands where another stood
    is that other renamed; what is left out is offered no more, and what comes back is the old one again."""
    await must_be_admin(session, by=by)
    _must_fit(kind, words)
    known = list(
        await session.scalars(
            select(Listed)
            .where(Listed.workspace_id == by.workspace_id, Listed.list == kind)
            .order_by(Listed.position, Listed.id)
            .with_for_update()
        )
    )
    live = [each for each in known if each.retired_at is None]
    before = written(live)
    chosen = _matched(words, live, known)
    await _retire(session, [each for each in live if each not in chosen], by=by, now=now)
    for place, word in enumerate(words):
        row = chosen[place]
        if row is None:
            row = Listed(workspace_id=by.workspace_id, list=kind, code=None)
            session.add(row)
        row.position, row.name_zh, row.name_en, row.retired_at = place, word.zh, word.en, None
        chosen[place] = row
    await session.flush()
    after = written([each for each in chosen if each is not None])
    if after == before:
        return False
    about = next(each for each in (*chosen, *live) if each is not None)
    words_of = {"list": kind.value}
    await audit.record(
        session,
        row=about,
        verb="list",
        by=by,
        now=now,
        before={**words_of, "words": before},
        after={**words_of, "words": after},
    )
    return True


def _must_fit(kind: List, words: Sequence[Word]) -> None:
    if len(words) > MOST:
        raise TooManyWords(field=kind.value, n=len(words), most=MOST)
    for word in words:
        if long := next((each for each in (word.zh, word.en) if len(each) > LONGEST), None):
            raise LongWord(field=kind.value, word=long[:60], most=LONGEST)


def _matched(words: Sequence[Word], live: Sequence[Listed], known: Sequence[Listed]) -> list[Listed | None]:
    """For each word the row that it is: by its names, else by its place where one line alone was rewritten."""
    by_name = {(each.name_zh, each.name_en): each for each in known}
    chosen: list[Listed | None] = [by_name.get((word.zh, word.en)) for word in words]
    if len(words) == len(live):
        for place, row in enumerate(live):
            if chosen[place] is None and row not in chosen:
                chosen[place] = row
    return chosen


async def _retire(session: AsyncSession, gone: Sequence[Listed], *, by: Member, now: datetime) -> None:
    kinds = {each.id: each for each in gone if each.list in KINDS}
    if kinds:
        rows = await session.scalars(
            select(Stage).where(Stage.workspace_id == by.workspace_id, Stage.retired_at.is_(None))
        )
        for stage in rows:
            for kind_id in stage.asks.get("evidence", ()):
                if kind_id in kinds:
                    raise AskedFor(field=kinds[kind_id].list.value, stage=stage, word=kinds[kind_id])
    for each in gone:
        each.retired_at = now
