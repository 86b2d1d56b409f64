"""What people enter in the page's fields, as the stand-in takes it."""

from collections.abc import Iterable, Mapping
from typing import Any

from sandbox.browser.draw.fields import local_instant
from sandbox.browser.draw.viewer import Viewer

Values = dict[str, dict[str, Any]]


def values(entries: Iterable[Mapping[str, Any]], viewer: Viewer) -> Values:
    """The page's entries (`block`, `action`, `type`, `value`) as `{block_id: {action_id: value}}`."""
    found: Values = {}
    for entry in entries:
        held = value(str(entry["type"]), entry.get("value"), viewer)
        found.setdefault(str(entry["block"]), {})[str(entry["action"])] = held
    return found


def value(kind: str, held: Any, viewer: Viewer) -> Any:
    """One entry's value; a date and time is read on the viewer's clock."""
    if kind == "datetimepicker":
        return local_instant(held, viewer) if held else None
    if kind == "rich_text_input":
        section = {"type": "rich_text_section", "elements": [{"type": "text", "text": held}]}
        return {"type": "rich_text", "elements": [section]} if held else None
    if kind.startswith("multi_") or kind in ("checkboxes", "file_input"):
        return held or []
    return held or None
