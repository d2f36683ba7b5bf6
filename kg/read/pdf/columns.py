"""Pages in two columns: where a stretch of empty space parts prose from prose, the left side is read before the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from kg.read.pdf.glyphs import Glyph, rows_of

FULL: Final = 0
LEFT: Final = 1
RIGHT: Final = 2
_ROWS: Final = 6
"""Rows with words on both sides that a stretch of columns has at least."""
_FEW: Final = 2
"""The same where the page, or one before it, has columns."""
_LETTERS: Final = 8
"""Characters of a middling row of a column; cells of tables have fewer."""
_FILLED: Final = 0.75
"""The share of its column that a middling row fills: prose does, cells of a table do not."""
_CROSSED: Final = (0.0, 0.05, 0.1, 0.2, 0.4)
"""The share of the rows of a page that may cross the space between columns, titles and tables: the least that will do."""
_LIKE: Final = 0.75
"""The narrower column has at least this share of the width of the other."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a page across its width or one column of it: which, its characters, from where to where it reaches."""

    frame: int
    glyphs: tuple[Glyph, ...]
    top: float
    bottom: float
    left: float
    right: float

    def holds(self, left: float, right: float, top: float) -> bool:
        """Whether something drawn lies within it."""
        return self.left <= (left + right) / 2 <= self.right and self.bottom <= top


@dataclass(frozen=True, slots=True)
class _Row:
    glyphs: tuple[Glyph, ...]
    base: float
    size: float


def parts_of(
    glyphs: Sequence[Glyph],
    walls: Sequence[tuple[float, float, float]],
    known: tuple[float, float] | None = None,
) -> list[Part]:
    """The parts of a page in the order in which they are read; one for a page without columns.

    ``walls`` are the left and right edges and the tops of tables: one that spans the gutter ends the columns above it.
    ``known`` is the gutter of a page before: few rows on both sides of it are columns, too.
    """
    seen = [_row(row) for row in rows_of(g for g in glyphs if not g.text.isspace())]
    for gutter, least in ((_gutter(seen), _ROWS), (known, _FEW)):
        if gutter is None:
            continue
        across = [top for left, right, top in walls if left < _parting(gutter) < right]
        stretches = _stretches(seen, gutter, across)
        if any(columned and _is_prose(stretch, gutter, least) for columned, stretch in stretches):
            return _divided(glyphs, stretches, gutter)
    return [_full(glyphs)]


def gutter_of(parts: Sequence[Part]) -> tuple[float, float] | None:
    """The gutter of a page that was divided, None for one without columns."""
    return next(((a.right, b.left) for a, b in pairwise(parts) if (a.frame, b.frame) == (LEFT, RIGHT)), None)


def _divided(
    glyphs: Sequence[Glyph], stretches: Sequence[tuple[bool, list[_Row]]], gutter: tuple[float, float]
) -> list[Part]:
    middle = _parting(gutter)
    bounds = [(a[-1].base + b[0].base) / 2 for (_, a), (_, b) in pairwise(stretches)]
    infinite = float("inf")
    parts: list[Part] = []
    for (columned, stretch), top, bottom in zip(
        stretches, [infinite, *bounds], [*bounds, -infinite], strict=True
    ):
        within = [g for g in glyphs if bottom < g.base <= top]
        if columned and _is_prose(stretch, gutter, _FEW):
            sides = ([g for g in within if g.middle < middle], [g for g in within if g.middle >= middle])
            parts.append(Part(LEFT, tuple(sides[0]), top, bottom, -infinite, gutter[0]))
            parts.append(Part(RIGHT, tuple(sides[1]), top, bottom, gutter[1], infinite))
        else:
            parts.append(Part(FULL, tuple(within), top, bottom, -infinite, infinite))
    return parts


def _full(glyphs: Sequence[Glyph]) -> Part:
    infinite = float("inf")
    return Part(FULL, tuple(glyphs), infinite, -infinite, -infinite, infinite)


def _row(glyphs: Sequence[Glyph]) -> _Row:
    return _Row(
        tuple(glyphs),
        sum(g.base for g in glyphs) / len(glyphs),
        sorted(g.size for g in glyphs)[len(glyphs) // 2],
    )


def _gutter(rows: Sequence[_Row]) -> tuple[float, float] | None:
    """The empty space about the middle of a page that most rows leave, at least as wide as a letter."""
    if len(rows) < _ROWS:
        return None
    size = sorted(row.size for row in rows)[len(rows) // 2]
    left = min(row.glyphs[0].left for row in rows)
    right = max(max(g.right for g in row.glyphs) for row in rows)
    first, last = int(left + 0.35 * (right - left)), int(left + 0.65 * (right - left))
    crossed = [0] * max(last - first, 0)
    for row in rows:
        places = {
            at for g in row.glyphs for at in range(max(int(g.left), first), min(int(g.right) + 1, last))
        }
        for at in places:
            crossed[at - first] += 1
    for share in _CROSSED:
        begin, width = _widest([count <= share * len(rows) for count in crossed])
        if width >= 0.9 * size:
            return first + begin, first + begin + width
    return None


def _widest(free: Sequence[bool]) -> tuple[int, int]:
    """Where the longest run of places begins that are free, and how long it is."""
    best, begin = (0, 0), 0
    for at, one in enumerate([*free, False]):
        if not one:
            best = max(best, (begin, at - begin), key=lambda run: run[1])
            begin = at + 1
    return best


def _stretches(
    rows: Sequence[_Row], gutter: tuple[float, float], walls: Sequence[float]
) -> list[tuple[bool, list[_Row]]]:
    """The rows in stretches, those that leave the gutter empty and those that do not."""
    found: list[tuple[bool, list[_Row]]] = []
    inset = 0.15 * (gutter[1] - gutter[0])
    parting = _parting(gutter)
    for row in rows:
        empty = not any(g.left < gutter[1] - inset and g.right > parting for g in row.glyphs)
        walled = bool(found) and any(found[-1][1][-1].base > wall > row.base for wall in walls)
        if found and found[-1][0] is empty and not walled:
            found[-1][1].append(row)
        else:
            found.append((empty, [row]))
    return found


def _parting(gutter: tuple[float, float]) -> float:
    """Where the left column ends at the latest: marks at the ends of its lines may hang into the space behind it."""
    return gutter[1] - 0.35 * (gutter[1] - gutter[0])


def _is_prose(stretch: Sequence[_Row], gutter: tuple[float, float], least: int) -> bool:
    """Whether both sides of a stretch of rows are running text of about one width."""
    middle = _parting(gutter)
    sides = [
        [[g for g in row.glyphs if (g.middle < middle) is first] for row in stretch]
        for first in (True, False)
    ]
    if sum(1 for one, other in zip(*sides, strict=True) if one and other) < least:
        return False
    widths = []
    for side in sides:
        filled = [row for row in side if row]
        lengths = sorted(max(g.right for g in row) - min(g.left for g in row) for row in filled)
        letters = sorted(len(row) for row in filled)
        if letters[len(letters) // 2] < _LETTERS or lengths[len(lengths) // 2] < _FILLED * lengths[-1]:
            return False
        widths.append(lengths[-1])
    return min(widths) >= _LIKE * max(widths)
