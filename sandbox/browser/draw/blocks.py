"""Every block by its type, in the order it was sent."""

from collections.abc import Callable, Mapping

from markupsafe import Markup

from sandbox.browser.draw import charts, containers, inputs, layout, richtext, tables
from sandbox.browser.draw.elements import unknown
from sandbox.browser.draw.html import Json, join
from sandbox.browser.draw.viewer import Viewer


def blocks(items: list[Json], viewer: Viewer, errors: Mapping[str, str] | None = None) -> Markup:
    """All blocks of a message, modal or Home; `errors` are a form's own, by block_id."""
    return join(block(item, viewer, (errors or {}).get(str(item.get("block_id")))) for item in items)


def block(item: Json, viewer: Viewer, error: str | None = None) -> Markup:
    """One block; an unknown kind is a visible box that says so."""
    kind = str(item.get("type"))
    if kind == "input":
        return inputs.input_block(item, viewer, error)
    if kind == "container":
        return containers.container(item, viewer, blocks)
    draw = BLOCKS.get(kind)
    return draw(item, viewer) if draw else unknown(item, viewer)


BLOCKS: dict[str, Callable[[Json, Viewer], Markup]] = {
    "section": layout.section,
    "header": layout.header,
    "divider": layout.divider,
    "context": layout.context,
    "actions": layout.actions,
    "image": layout.picture,
    "video": layout.video,
    "alert": layout.alert,
    "markdown": layout.markdown,
    "rich_text": richtext.rich_text,
    "table": tables.table,
    "data_table": tables.data_table,
    "data_visualization": charts.chart,
    "card": containers.card,
    "carousel": containers.carousel,
}
