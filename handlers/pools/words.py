"""The rules of a pool in words, and what was changed of them."""

from collections.abc import Mapping
from typing import Any

from core.errors import msgid
from core.models import AuditRow, Chance, Member, Pool, Workspace
from core.pools import FIRST, Standing
from handlers.chances.words import CHANCES
from handlers.words import Channel, Translate

SHOWN = 12  # names of members

LABELS = {
    "name": msgid("Name"),
    "open_to_all": msgid("Open to everybody"),
    "members": msgid("Members"),
    "teams": msgid("Teams"),
    "regions": msgid("Regions it asks for"),
    "tags": msgid("Tags it asks for"),
    "channel": msgid("Channel"),
    "claims_a_day": msgid("Claims a day, each member"),
    "held_at_once": msgid("Leads held at once, each member"),
    "held_by_grade": msgid("Held at once, by grade"),
    "cooling_days": msgid("Days before a former owner may claim again"),
    "masks_phones": msgid("Contacts masked until claimed"),
    "answer_hours": msgid("Working hours to accept a lead one is given"),
    "rhythms": msgid("Follow-up rhythm in working days, by chance"),
    "recycles": msgid("Silent leads come back to the pool"),
    "deal_days": msgid("Working days to make a lead a deal, else it comes back"),
    "allots": msgid("Leads that come in are given out by rank"),
    "position": msgid("Place"),
}


def rules(standing: Standing, workspace: Workspace, t: Translate) -> list[str]:
    """What holds in a pool, a sentence or two on each matter."""
    pool = standing.pool
    lines = [
        f"👥 {_belongs(standing, t)} · {_asks(pool, t)}",
        f"📥 {_claims(pool, workspace, t)}",
        f"⏳ {_after(pool, t)}",
    ]
    if pool.answer_hours is not None:
        lines.append(f"✋ {_accepting(pool.answer_hours, t)}")
    if pool.rhythms:
        lines.append("🔁 " + t("follow-up rhythm, in working days: {rhythms}", rhythms=rhythms(pool.rhythms, t)))
    if pool.channel:
        lines.append(f"📣 {t.mrkdwn(Channel(pool.channel))}")
    return lines


def _accepting(hours: int, t: Translate) -> str:
    if not hours:
        return t("leads that are given need not be accepted")
    return t.n("{n} working hour to accept a lead", "{n} working hours to accept a lead", hours)


def _belongs(standing: Standing, t: Translate) -> str:
    if standing.pool.open_to_all:
        return t("open to everybody")
    names = [t.mrkdwn(team.name) for team in standing.teams] + [t.mrkdwn(each) for each in standing.members]
    more = [t("{n} more", n=len(names) - SHOWN)] if len(names) > SHOWN else []
    return t("only for") + " " + t.listed([*names[:SHOWN], *more])


def _asks(pool: Pool, t: Translate) -> str:
    if pool.position == FIRST:
        return t("takes every lead that no other pool asks for")
    asked = [*pool.regions, *pool.tags]
    if not asked:
        return t("takes only leads that are moved here")
    return t("asks for leads of {what}", what=t.listed(asked))


def _claims(pool: Pool, workspace: Workspace, t: Translate) -> str:
    a_day, held = pool.claims_a_day or workspace.claims_a_day, pool.held_at_once
    said = [t.n("{n} claim a day", "{n} claims a day", a_day)]
    if pool.held_by_grade:
        said.append(t("held at once by grade: {grades}", grades=grades(pool.held_by_grade)))
    if held is not None or not pool.held_by_grade:
        said.append(t("{n} held at once", n=held if held is not None else workspace.held_at_once))
    return " · ".join(said)


def _after(pool: Pool, t: Translate) -> str:
    waits = (
        t.n("a former owner waits {n} day", "a former owner waits {n} days", pool.cooling_days)
        if pool.cooling_days
        else t("a former owner may claim again at once")
    )
    said = [
        waits,
        t("contacts are masked until claimed") if pool.masks_phones else t("contacts are shown"),
        t("silent leads come back") if pool.recycles else t("silent leads stay with their owner"),
    ]
    if pool.recycles and pool.deal_days:
        said.append(t("what is no deal after {n} working days comes back", n=pool.deal_days))
    return " · ".join([*said, t("leads that come in are given out by rank")] if pool.allots else said)


def grades(by_grade: Mapping[str, int]) -> str:
    """How many each grade may hold, as it is typed."""
    return " ".join(f"{grade}={count}" for grade, count in by_grade.items())


def rhythms(by_chance: Mapping[str, int], t: Translate) -> str:
    """The working days between follow-ups, by chance, as they are read."""
    return t.listed(f"{t.plain(CHANCES[Chance(chance)])} {days}" for chance, days in by_chance.items())


def changes(entry: AuditRow, by: Member, t: Translate) -> str:
    """Who changed what of a pool, and when."""
    match entry.verb:
        case "open":
            what = t("opened it")
        case "order":
            what = t("changed its place")
        case _:
            what = "; ".join(_one(name, entry, t) for name in LABELS if _differs(name, entry))
    return t("{day} {who}:", day=entry.at, who=by) + f" {what}"


def _differs(name: str, entry: AuditRow) -> bool:
    return entry.before.get(name) != entry.after.get(name)


def _one(name: str, entry: AuditRow, t: Translate) -> str:
    before, after = (_value(name, each.get(name), t) for each in (entry.before, entry.after))
    return f"{t(LABELS[name])} {before} → {after}"


def _value(name: str, value: Any, t: Translate) -> str:
    match value:
        case None | [] | {}:
            return "–"
        case bool():
            return t("yes") if value else t("no")
        case list() if name in ("members", "teams"):
            return str(len(value))
        case list():
            return t.mrkdwn(t.listed(value))
        case dict():
            return t.mrkdwn(rhythms(value, t) if name == "rhythms" else grades(value))
    return t.mrkdwn(Channel(value) if name == "channel" else value)
