"""What the buttons beneath a list carry: the view it is, how it differs from that, the page."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import Missing
from core.models import Member
from core.views import Shape
from core.views import shape as shapes
from core.views.saved import View, get
from handlers import pages

LONGEST_BLOCK_ID = 255


@dataclass(frozen=True)
class Looked:
    """A list as somebody looks at it. `seen`: the version of the kept view when it was drawn; `changed`: it was
    narrowed or put in order otherwise since."""

    shape: Shape
    view: View | None = None
    seen: int | None = None
    page: int = 0
    changed: bool = False

    def otherwise(self, shape: Shape) -> "Looked":
        """The same list, narrowed or put in order otherwise, from its first page."""
        return replace(self, shape=shape, page=0, changed=self.view is not None)


def opened(view: View, shape: Shape | None = None) -> Looked:
    """A view as it is opened; `shape`: narrowed at once."""
    seen = view.row.version if view.row else None
    return Looked(shape or view.shape, view, seen, changed=shape is not None)


def value(looked: Looked, **more: Any) -> dict[str, Any]:
    """What a button or a form beneath the list carries."""
    told: dict[str, Any] = {}
    if looked.view is not None:
        told["view"] = looked.view.key
    if looked.seen is not None:
        told["seen"] = looked.seen
    if looked.changed or looked.view is None:
        told["as"] = looked.shape.pack()
    return {**told, **more}


async def read(session: AsyncSession, values: Mapping[str, Any], *, by: Member) -> Looked:
    """The list meant, asked anew: a view that is gone, or not for these eyes any more, is missing."""
    key, told = values.get("view"), values.get("as")
    if key is None and told is None:
        raise Missing
    view = await get(session, key=str(key), by=by) if key is not None else None
    page = pages.number(dict(values))
    if told is None:
        assert view is not None
        return replace(opened(view), page=page)
    seen = values.get("seen")
    kept = seen if isinstance(seen, int) and not isinstance(seen, bool) else None
    return Looked(shapes.parse(told), view, kept, page, changed=view is not None)
