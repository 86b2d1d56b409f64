"""data_visualization: pie, bar, line and area charts as inline SVG, with the same numbers for screen readers."""

from math import cos, pi, sin

from markupsafe import Markup

from sandbox.browser.draw.elements import unknown
from sandbox.browser.draw.html import Json, h
from sandbox.browser.draw.plots import COLORS, HEIGHT, PLOTS, WIDTH, compact, plot
from sandbox.browser.draw.viewer import Viewer


def chart(block: Json, viewer: Viewer) -> Markup:
    """Title, picture, legend, and a table of the numbers that only screen readers see."""
    data = block.get("chart") or {}
    kind, title = str(data.get("type")), str(block.get("title") or "")
    if kind == "pie":
        names, shapes = _pie(data)
    elif kind in PLOTS:
        names, shapes = plot(kind, data)
    else:
        return unknown({"type": f"data_visualization/{kind}"}, viewer)
    svg = h("svg", *shapes, viewBox=f"0 0 {WIDTH} {_height(data)}", role="img", aria_label=title)
    legend = h("ul", *(_legend(name, index) for index, name in enumerate(names)), class_="legend")
    return h("figure", h("figcaption", title), svg, legend, _numbers(data, title), class_="block chart")


def _height(data: Json) -> int:
    """Less when nothing is written under the categories."""
    named = data.get("type") == "pie" or (data.get("axis_config") or {}).get("x_label")
    return HEIGHT if named else HEIGHT - 22


def _legend(name: str, index: int) -> Markup:
    return h("li", h("i", class_="swatch", style=f"background:{COLORS[index % len(COLORS)]}"), name)


def _numbers(data: Json, title: str) -> Markup:
    """Every number, as rows of words."""
    series = data.get("series") or [{"name": "", "data": data.get("segments") or []}]
    rows = [
        h("tr", h("th", one.get("name") or ""), h("td", point.get("label")), h("td", compact(point.get("value") or 0)))
        for one in series
        for point in one.get("data") or []
    ]
    return h("div", h("table", h("caption", title), *rows), class_="sr-only")  # a table itself cannot be so small


def _pie(data: Json) -> tuple[list[str], list[Markup]]:
    segments = [one for one in data.get("segments") or [] if (one.get("value") or 0) > 0]
    total = sum(one["value"] for one in segments) or 1
    shapes, angle, names = [], -pi / 2, []
    for index, one in enumerate(segments):
        share = one["value"] / total
        said = f"{one.get('label')}: {compact(one['value'])} ({share:.0%})"
        shapes.append(_slice(angle, share, COLORS[index % len(COLORS)], said))
        names.append(said)
        angle += share * 2 * pi
    return names, shapes


def _slice(start: float, share: float, color: str, said: str) -> Markup:
    """A ring's piece; a whole ring is drawn as a circle, since an arc cannot end where it began."""
    x, y, radius, hole = WIDTH / 2, HEIGHT / 2, 122, 62
    if share > 0.9999:
        middle = (radius + hole) / 2
        ring = h("circle", cx=x, cy=y, r=middle, fill="none", stroke=color, stroke_width=radius - hole)
        return h("g", h("title", said), ring)
    end, large = start + share * 2 * pi, int(share > 0.5)
    points = [(x + r * cos(a), y + r * sin(a)) for r, a in ((radius, start), (radius, end), (hole, end), (hole, start))]
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = points
    path = (
        f"M{ax:.1f} {ay:.1f}A{radius} {radius} 0 {large} 1 {bx:.1f} {by:.1f}"
        f"L{cx:.1f} {cy:.1f}A{hole} {hole} 0 {large} 0 {dx:.1f} {dy:.1f}Z"
    )
    return h("g", h("title", said), h("path", d=path, fill=color, class_="slice"))
