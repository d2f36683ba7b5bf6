"""Tables that lines are drawn around: the cells between the lines, and the characters in each."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2.raw as pdfium

from kg.read.pdf.glyphs import Glyph, lines_of, turned

_NEAR: Final = 2.5
"""Points within which two lines are one."""
_SHORT: Final = 8.0
"""Lines shorter than so many points draw no table."""
_MOST: Final = 5_000
"""Drawn objects of one page that are looked at."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A drawn line: at ``at`` across, from ``start`` to ``end`` along; ``upright`` or level."""

    upright: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its rows of cells, its left and right edge, and from where to where it reaches down the page."""

    rows: tuple[tuple[str, ...], ...]
    edges: tuple[float, ...]
    top: float
    bottom: float
    order: int = 0
    """The part of its page that it stands in."""


def strokes_of(page: Any, turn: int = 0) -> list[Stroke]:
    """The level and upright lines that a page draws, edges of rectangles among them; turned back by ``turn`` quarters."""
    found: list[Stroke] = []
    count = min(pdfium.FPDFPage_CountObjects(page), _MOST)
    for i in range(count):
        thing = pdfium.FPDFPage_GetObject(page, i)
        if pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_PATH:
            found += _of_path(thing, turn)
    return found


def _of_path(path: Any, turn: int) -> list[Stroke]:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(path, ctypes.byref(matrix)):
        return []
    points: list[tuple[float, float]] = []
    found: list[Stroke] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for i in range(min(pdfium.FPDFPath_CountSegments(path), _MOST)):
        segment = pdfium.FPDFPath_GetPathSegment(path, i)
        if not pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
            continue
        point = turned(
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
            turn,
        )
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            points = [point]
            continue
        if kind == pdfium.FPDF_SEGMENT_LINETO and points:
            found += _stroke(points[-1], point)
        points.append(point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            found += _stroke(point, points[0])
    return found


def _stroke(one: tuple[float, float], other: tuple[float, float]) -> list[Stroke]:
    (x0, y0), (x1, y1) = one, other
    if abs(x0 - x1) < 1 and abs(y0 - y1) > _SHORT:
        return [Stroke(True, (x0 + x1) / 2, min(y0, y1), max(y0, y1))]
    if abs(y0 - y1) < 1 and abs(x0 - x1) > _SHORT:
        return [Stroke(False, (y0 + y1) / 2, min(x0, x1), max(x0, x1))]
    return []


def find_grids(strokes: Sequence[Stroke], glyphs: Sequence[Glyph]) -> tuple[list[Grid], list[Glyph]]:
    """The tables of a page from the top down, and the characters that stand in none."""
    grids: list[Grid] = []
    left = list(glyphs)
    for group in _connected(strokes):
        columns = _places(s.at for s in group if s.upright)
        levels = _places(s.at for s in group if not s.upright)[::-1]
        if len(columns) < 3 or len(levels) < 2:
            continue
        inside = [
            g
            for g in left
            if columns[0] < g.middle < columns[-1] and levels[-1] < g.base + 0.3 * g.size < levels[0]
        ]
        rows = _rows(group, columns, levels, inside)
        if not any(sum(map(bool, row)) >= 2 for row in rows):
            continue
        taken = set(map(id, inside))
        left = [g for g in left if id(g) not in taken]
        grids.append(Grid(rows, tuple(columns), levels[0], levels[-1]))
    return sorted(grids, key=lambda grid: -grid.top), left


def _connected(strokes: Sequence[Stroke]) -> list[list[Stroke]]:
    """The groups of lines that touch each other, upright ones with level ones."""
    upright = [s for s in strokes if s.upright]
    level = [s for s in strokes if not s.upright]
    groups: list[list[Stroke]] = []
    if len(upright) * len(level) > 250_000:
        return groups
    owner: dict[int, int] = {}
    members: dict[int, list[Stroke]] = {}
    for i, stroke in enumerate((*upright, *level)):
        owner[id(stroke)] = i
        members[i] = [stroke]
    for one in upright:
        for other in level:
            if (
                other.start - _NEAR <= one.at <= other.end + _NEAR
                and one.start - _NEAR <= other.at <= one.end + _NEAR
            ):
                a, b = owner[id(one)], owner[id(other)]
                if a != b:
                    small, large = sorted((a, b), key=lambda name: len(members[name]))
                    for stroke in members[small]:
                        owner[id(stroke)] = large
                    members[large] += members.pop(small)
    return [group for group in members.values() if len(group) >= 5]


def _places(values: Any) -> list[float]:
    """Distinct places, those within reach of each other as one."""
    found: list[list[float]] = []
    for value in sorted(values):
        if found and value - found[-1][-1] <= _NEAR:
            found[-1].append(value)
        else:
            found.append([value])
    return [sum(one) / len(one) for one in found]


def _rows(
    group: Sequence[Stroke], columns: Sequence[float], levels: Sequence[float], inside: Sequence[Glyph]
) -> tuple[tuple[str, ...], ...]:
    """The words of each cell; cells without a line between them are one, told in each row that it reaches into."""
    wide, high = len(columns) - 1, len(levels) - 1
    if wide * high > 20_000:
        return ()
    parent = list(range(wide * high))

    def root(cell: int) -> int:
        while parent[cell] != cell:
            cell = parent[cell]
        return cell

    for row in range(high):
        across = (levels[row] + levels[row + 1]) / 2
        for column in range(wide):
            if column + 1 < wide and not _drawn(group, True, columns[column + 1], across):
                parent[root(row * wide + column + 1)] = root(row * wide + column)
            along = (columns[column] + columns[column + 1]) / 2
            if row + 1 < high and not _drawn(group, False, levels[row + 1], along):
                parent[root((row + 1) * wide + column)] = root(row * wide + column)
    held: dict[int, list[Glyph]] = {}
    for glyph in inside:
        column = max(i for i in range(wide) if columns[i] <= glyph.middle)
        row = max(i for i in range(high) if glyph.base + 0.3 * glyph.size <= levels[i])
        held.setdefault(root(row * wide + column), []).append(glyph)
    words = {cell: "".join(line.text for line in lines_of(own)) for cell, own in held.items()}
    return tuple(
        tuple(
            words.get(root(row * wide + column), "")
            if column == 0 or root(row * wide + column) != root(row * wide + column - 1)
            else ""
            for column in range(wide)
        )
        for row in range(high)
    )


def _drawn(group: Sequence[Stroke], upright: bool, at: float, through: float) -> bool:
    return any(
        s.upright is upright and abs(s.at - at) <= _NEAR and s.start - _NEAR <= through <= s.end + _NEAR
        for s in group
    )
