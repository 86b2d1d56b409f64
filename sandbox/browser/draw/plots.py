"""Bars, lines and areas on two axes."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, floor, log10

from markupsafe import Markup

from sandbox.browser.draw.html import Json, h

COLORS = ("#2f6f5e", "#e0903a", "#4a7fb5", "#b5485d", "#8a6db1", "#7a9a3a",
          "#3aa6a0", "#c9692f", "#5b6b8c", "#d3a93a", "#96587e", "#8c8f94")  # fmt: skip
WIDTH, HEIGHT = 560, 280
LEFT, RIGHT, TOP, BOTTOM = 58, 12, 14, 56


@dataclass(frozen=True)
class Frame:
    """The plane a chart is drawn on: its categories across, its round numbers up."""

    categories: list[str]
    ticks: list[float]

    @property
    def slot(self) -> float:
        """The width one category has."""
        return (WIDTH - LEFT - RIGHT) / max(len(self.categories), 1)

    def x(self, index: int) -> float:
        """The middle of a category."""
        return LEFT + (index + 0.5) * self.slot

    def y(self, value: float) -> float:
        """The height of a value; y grows downwards."""
        return TOP + (self.ticks[-1] - value) / (self.ticks[-1] - self.ticks[0]) * (HEIGHT - TOP - BOTTOM)


@dataclass(frozen=True)
class Series:
    """One name's values by category, its colour, and its place among the others."""

    name: str
    points: dict[str, float]
    index: int
    count: int

    @property
    def color(self) -> str:
        """Its colour in picture and legend."""
        return COLORS[self.index % len(COLORS)]

    def said(self, category: str) -> Markup:
        """The tooltip over a point."""
        return h("title", f"{self.name} · {category}: {compact(self.points[category])}")


def plot(kind: str, data: Json) -> tuple[list[str], list[Markup]]:
    """The names for the legend and the shapes of a bar, line or area chart."""
    raw, axis = data.get("series") or [], data.get("axis_config") or {}
    series = [Series(str(one.get("name") or ""), _points(one), index, len(raw)) for index, one in enumerate(raw)]
    categories = [str(name) for name in axis.get("categories") or (series[0].points if series else [])]
    frame = Frame(categories, nice_ticks([value for one in series for value in one.points.values()]))
    return [one.name for one in series], [*_grid(frame, axis), *(PLOTS[kind](one, frame) for one in series)]


def nice_ticks(values: list[float]) -> list[float]:
    """About five round numbers from the smallest to the largest value, zero among them."""
    low, high = min([0.0, *values]), max([0.0, *values])
    rough = ((high - low) or 1.0) / 4
    power = 10.0 ** floor(log10(rough))
    whole = all(float(value).is_integer() for value in values)  # there is no half a visit
    steps = (m * power for m in (1, 2, 2.5, 5, 10) if not whole or (m * power).is_integer())
    step = next((step for step in steps if step >= rough * 0.999), 1.0)
    top = ceil(high / step) if high > low else 4
    return [step * n for n in range(floor(low / step), top + 1)]


def compact(value: float) -> str:
    """A number short enough for an axis: 1,200 stays, 3,400,000 is 3.4M."""
    for size, unit in ((1e9, "B"), (1e6, "M")):
        if abs(value) >= size:
            return f"{value / size:.4g}{unit}"
    return f"{value:,.0f}" if float(value).is_integer() or abs(value) >= 1000 else f"{value:.4g}"


def _points(one: Json) -> dict[str, float]:
    return {str(point.get("label")): float(point.get("value") or 0) for point in one.get("data") or []}


def _grid(frame: Frame, axis: Json) -> list[Markup]:
    shapes = []
    for tick in frame.ticks:
        y = frame.y(tick)
        shapes.append(h("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, class_="base" if tick == 0 else "grid"))
        shapes.append(h("text", compact(tick), x=LEFT - 6, y=y + 4, text_anchor="end"))
    for index, name in enumerate(frame.categories):
        shapes.append(_category(name, frame.x(index), frame.slot))
    if axis.get("x_label"):
        place = {"x": (LEFT + WIDTH) / 2, "y": HEIGHT - 8}
        shapes.append(h("text", axis["x_label"], text_anchor="middle", class_="axis", **place))
    if axis.get("y_label"):
        place = {"x": 12, "y": HEIGHT / 2}
        turn = f"rotate(-90 12 {HEIGHT / 2})"
        shapes.append(h("text", axis["y_label"], text_anchor="middle", class_="axis", transform=turn, **place))
    return shapes


def _category(name: str, x: float, pixels: float) -> Markup:
    """A category's name under its place, on two lines when one is too narrow."""
    first = name[: _fitting(name, pixels)]
    if len(first) < len(name) and " " in first:
        first = first.rpartition(" ")[0]
    rest = name[len(first) :].strip()
    second = rest if _fitting(rest, pixels) == len(rest) else f"{rest[: max(_fitting(rest, pixels - 10), 1)]}…"
    lines = [h("tspan", line, x=x, dy=13 * number) for number, line in enumerate((first, second)) if line]
    return h("text", h("title", name), *lines, x=x, y=HEIGHT - BOTTOM + 17, text_anchor="middle")


def _fitting(name: str, pixels: float) -> int:
    """How many characters fit: a Latin letter takes about 6 pixels, a Chinese character 11."""
    room = pixels
    for kept, char in enumerate(name):
        room -= 6 if char.isascii() else 11
        if room < 0:
            return kept
    return len(name)


def _bars(series: Series, frame: Frame) -> Markup:
    width = min(frame.slot * 0.72 / series.count, 46)
    bars = []
    for index, category in enumerate(frame.categories):
        if category in series.points:
            top, bottom = sorted((frame.y(series.points[category]), frame.y(0)))
            x = frame.x(index) + (series.index - series.count / 2) * width + 1
            size = {"width": round(max(width - 2, 1), 1), "height": round(bottom - top, 1)}
            bar = h("rect", x=round(x, 1), y=round(top, 1), rx=2, fill=series.color, **size)
            bars.append(h("g", series.said(category), bar))
    return h("g", *bars)


def _spots(series: Series, frame: Frame) -> list[tuple[float, float, str]]:
    return [
        (frame.x(index), frame.y(series.points[category]), category)
        for index, category in enumerate(frame.categories)
        if category in series.points
    ]


def _path(spots: list[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)


def _line(series: Series, frame: Frame) -> Markup:
    spots = _spots(series, frame)
    dots = [h("g", series.said(name), h("circle", cx=x, cy=y, r=3.5, fill=series.color)) for x, y, name in spots]
    path = _path([(x, y) for x, y, _ in spots])
    return h("g", h("polyline", points=path, fill="none", stroke=series.color, stroke_width=2.5), *dots)


def _area(series: Series, frame: Frame) -> Markup:
    spots, zero = [(x, y) for x, y, _ in _spots(series, frame)], frame.y(0)
    if not spots:
        return Markup()
    edge = [(spots[0][0], zero), *spots, (spots[-1][0], zero)]
    return h("g", h("polygon", points=_path(edge), fill=series.color, fill_opacity="0.25"), _line(series, frame))


PLOTS: dict[str, Callable[[Series, Frame], Markup]] = {"bar": _bars, "line": _line, "area": _area}
