"""What a deal is about, to and from the JSON it is kept as."""

from datetime import date
from typing import Any

from core.projects.due import Due
from core.projects.items import Item
from core.projects.need import Need
from core.projects.places import Where


def packed(need: Need) -> dict[str, Any]:
    """As it is kept."""
    return {
        "items": [[each.name, each.quantity, each.kind, each.typed] for each in need.items],
        "towns": sorted(need.where.towns),
        "provinces": sorted(need.where.provinces),
        "due": [need.due.first.isoformat(), need.due.last.isoformat(), need.due.told] if need.due else None,
        "later": need.later,
        "other": need.other,
        "sites": sorted(need.sites),
    }


def unpacked(kept: dict[str, Any]) -> Need:
    """As it was."""
    due = kept["due"]
    return Need(
        items=tuple(Item(*each) for each in kept["items"]),
        where=Where(frozenset(kept["towns"]), frozenset(kept["provinces"])),
        due=Due(date.fromisoformat(due[0]), date.fromisoformat(due[1]), due[2]) if due else None,
        later=kept["later"],
        other=kept["other"],
        sites=frozenset(kept["sites"]),
    )
