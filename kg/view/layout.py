"""Where things stand: each publisher in the middle, what belongs to it in titled groups around it.

Labels never collide because every thing has a row of its own; groups are packed outwards from the middle,
so the whole is compact and the publisher stays at its centre. The unit is one pixel at scale 1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

ROW = 21.0
COLUMN = 228.0
WIDEST = 320.0
HEAD = 30.0
FOOT = 8.0
GAP = 14.0
INSET = 18.0
INDENT = 14.0
MIDDLE = 124.0
BETWEEN = 70.0
WIDE, TALL = 1.45, 0.5


@dataclass(frozen=True, slots=True)
class Row:
    """One thing in a group; ``depth`` is 1 where it belongs to the thing above it."""

    key: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """A titled list of rows; ``type`` gives the colour, ``heading`` is the report's own, if any."""

    type: str
    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Realm:
    """A publisher and its groups; ``hub`` is None where nothing stands in the middle."""

    hub: str | None
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """The box of a group, and how many columns of which width it has."""

    x: float
    y: float
    width: float
    height: float
    columns: int
    column: float
    group: Group
    realm: int = 0


@dataclass(slots=True)
class Chart:
    """The finished layout: points by key, the frames of the groups, the middles of realms without a publisher.

    ``centres`` are where the realms stand, in the order in which frames number them.
    """

    points: dict[str, tuple[float, float]] = field(default_factory=dict)
    frames: list[Frame] = field(default_factory=list)
    middles: list[tuple[float, float]] = field(default_factory=list)
    centres: list[tuple[float, float]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Box:
    group: Group
    span: int
    lines: int

    @property
    def height(self) -> float:
        return HEAD + self.lines * ROW + FOOT


def arrange(realms: Sequence[Realm], *, aspect: float = WIDE) -> Chart:
    """Places every thing of every realm, the whole about ``aspect`` times as wide as high."""
    charts = [_realm(realm, aspect=aspect) for realm in realms]
    return _shelves(charts, aspect=aspect)


def _realm(realm: Realm, *, aspect: float) -> Chart:
    """The packing, of several, that is seen largest on a screen of this aspect, its columns as wide as there is room."""
    lines = sum(len(group.rows) + 2 for group in realm.groups) + 6
    most = 2 if aspect < 1 else max(3, math.ceil(math.sqrt(lines * (ROW + 2) * aspect / COLUMN)) + 2)
    tries = [
        _packed(realm, columns=columns, tallest=max(6, math.ceil(lines / columns * share)), column=COLUMN)
        for columns in range(min(3, most), most + 1)
        for share in ((9.0,) if aspect < 1 else (0.25, 0.35, 0.45, 0.6, 0.8))
    ]
    best = min(tries, key=lambda packing: _extent(packing.chart, aspect=aspect))
    if aspect < 1:
        return best.chart
    _, top, _, low = _bounds(best.chart)
    column = min(max((low - top) * aspect / best.columns - GAP, COLUMN), WIDEST)
    return _packed(realm, columns=best.columns, tallest=best.tallest, column=column).chart


@dataclass(frozen=True, slots=True)
class _Packing:
    chart: Chart
    columns: int
    tallest: int


def _packed(realm: Realm, *, columns: int, tallest: int, column: float) -> _Packing:
    chart = Chart()
    boxes = [_box(group, tallest=tallest, columns=columns) for group in realm.groups]
    _pack(boxes, columns=columns, column=column, hub=realm.hub, chart=chart)
    if realm.hub is not None:
        chart.points[realm.hub] = (0.0, -10.0)
    else:
        chart.middles.append((0.0, 0.0))
    return _Packing(chart, columns, tallest)


def _extent(chart: Chart, *, aspect: float) -> float:
    left, top, right, low = _bounds(chart)
    return max((right - left) / aspect, low - top)


def _box(group: Group, *, tallest: int, columns: int) -> _Box:
    span = min(columns, math.ceil(len(group.rows) / tallest))
    return _Box(group, span, max(len(column) for column in _columns(group.rows, span)))


def _columns(rows: Sequence[Row], span: int) -> list[Sequence[Row]]:
    """The rows in ``span`` columns, broken only before a row that stands for itself, where that can be."""
    if span == 1:
        return [rows]
    columns: list[Sequence[Row]] = []
    start = 0
    for left in range(span, 0, -1):
        stop = len(rows) if left == 1 else start + math.ceil((len(rows) - start) / left)
        while start < stop < len(rows) and rows[stop].depth and stop - start < 2 * len(rows) / span:
            stop += 1
        columns.append(rows[start:stop])
        start = stop
    return columns


def _pack(boxes: Sequence[_Box], *, columns: int, column: float, hub: str | None, chart: Chart) -> None:
    """Outwards from the middle line: each box where the whole grows least, upwards or downwards."""
    middle = {(columns - 1) // 2, columns // 2}
    clear = MIDDLE if hub is not None else MIDDLE / 2
    edge = [clear / 2 if place in middle else GAP / 2 for place in range(columns)]
    sides = {-1: list(edge), 1: list(edge)}
    for box in sorted(boxes, key=lambda box: (-box.height * box.span, box.group.type, box.group.heading)):
        side, first, base = _place(box, sides, columns=columns)
        x = (first - columns / 2) * (column + GAP) + GAP / 2
        y = base if side > 0 else -base - box.height
        for taken in range(first, first + box.span):
            sides[side][taken] = base + box.height + GAP
        width = box.span * (column + GAP) - GAP
        chart.frames.append(Frame(x, y, width, box.height, box.span, column, box.group))
        _fill(box, x=x, y=y, column=column, chart=chart)


def _place(box: _Box, sides: dict[int, list[float]], *, columns: int) -> tuple[int, int, float]:
    """Side, first column and distance from the middle line where a box does least harm."""
    options = []
    for side, reach in sides.items():
        for first in range(columns - box.span + 1):
            depths = reach[first : first + box.span]
            base = max(depths)
            waste = sum(base - depth for depth in depths)
            away = abs(first + box.span / 2 - columns / 2)
            options.append((base + box.height + waste * 0.5, away, side, first, base))
    _, _, side, first, base = min(options)
    return side, first, base


def _fill(box: _Box, *, x: float, y: float, column: float, chart: Chart) -> None:
    for place, rows in enumerate(_columns(box.group.rows, box.span)):
        for line, row in enumerate(rows):
            left = x + place * (column + GAP) + INSET + row.depth * INDENT
            chart.points[row.key] = (left, y + HEAD + ROW // 2 + line * ROW)


def _shelves(charts: Sequence[Chart], *, aspect: float) -> Chart:
    """The realms side by side in rows, the rows as long as makes the whole largest; one realm keeps its middle at 0, 0."""
    if len(charts) == 1:
        charts[0].middles.clear()
        charts[0].centres.append((0.0, 0.0))
        return charts[0]
    bounds = [_bounds(chart) for chart in charts]
    total = sum(right - left + BETWEEN for left, _, right, _ in bounds)
    widest = max((right - left + BETWEEN for left, _, right, _ in bounds), default=0.0)
    best: tuple[float, list[tuple[float, float]]] | None = None
    for rows in range(1, len(charts) + 1):
        found = _row_by_row(bounds, width=max(total / rows * 1.04, widest), aspect=aspect)
        best = found if best is None or found[0] < best[0] else best
    whole = Chart()
    for number, (chart, spot) in enumerate(zip(charts, best[1] if best else [], strict=True)):
        _shift(chart, *spot, number, whole)
        whole.centres.append(spot)
    return whole


_Bounds = tuple[float, float, float, float]


def _row_by_row(
    bounds: Sequence[_Bounds], *, width: float, aspect: float
) -> tuple[float, list[tuple[float, float]]]:
    """How large the whole becomes, and by how much each realm is moved; every row is centred."""
    rows: list[list[_Bounds]] = [[]]
    for box in bounds:
        if rows[-1] and _length([*rows[-1], box]) > width:
            rows.append([])
        rows[-1].append(box)
    longest = max(_length(row) for row in rows)
    spots = []
    y = 0.0
    for row in rows:
        x = (longest - _length(row)) / 2
        tallest = max((low - top for _, top, _, low in row), default=0.0)
        for left, top, right, low in row:
            spots.append((x - left, y - top + (tallest - low + top) / 2))
            x += right - left + BETWEEN
        y += tallest + BETWEEN
    return max(longest / aspect, y), spots


def _length(row: Sequence[_Bounds]) -> float:
    return sum(right - left + BETWEEN for left, _, right, _ in row)


def _bounds(chart: Chart) -> _Bounds:
    """The box around a realm in its own coordinates: its frames, and its middle with the publisher's name."""
    if not chart.points:
        return 0.0, 0.0, 0.0, 0.0
    boxes = [(f.x, f.y, f.x + f.width, f.y + f.height) for f in chart.frames]
    boxes.append((-COLUMN / 2, -MIDDLE / 2, COLUMN / 2, MIDDLE / 2))
    lefts, tops, rights, lows = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(lows)


def _shift(chart: Chart, x: float, y: float, number: int, whole: Chart) -> None:
    for key, (left, top) in chart.points.items():
        whole.points[key] = (left + x, top + y)
    whole.middles += [(left + x, top + y) for left, top in chart.middles]
    whole.frames += [replace(box, x=box.x + x, y=box.y + y, realm=number) for box in chart.frames]
