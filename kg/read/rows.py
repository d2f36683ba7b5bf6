"""Tables of every format as lines of text: a row a line, its cells divided by bars."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_BARS: Final = re.compile(r"\s*[|｜│]\s*")
_SPACE: Final = re.compile(r"\s+")
_LONG: Final = 120
"""A cell with more characters is prose that a table only lays out."""


def is_data(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows are a table of data, and not a frame in which a page lays out its text."""
    full = [row for row in rows if sum(bool(cell.strip()) for cell in row) >= 2]
    return len(full) >= 2 and not any(len(cell) > _LONG and "。" in cell for row in rows for cell in row)


def as_lines(rows: Sequence[Sequence[str]]) -> list[str]:
    """The lines of a table of data; all rows get the width of the widest, rows without words are left out.

    Bars stand around a row as well where its cells could not be told apart without them.
    """
    cells = [[clean(cell) for cell in row] for row in rows]
    cells = [row for row in cells if any(row)]
    width = max((len(row) for row in cells), default=0)
    kept = [i for i in range(width) if any(i < len(row) and row[i] for row in cells)]
    cells = [[row[i] if i < len(row) else "" for i in kept] for row in cells]
    closed = len(kept) < 3 or any(not row[0] or not row[-1] for row in cells)
    lines = [" | ".join(row) for row in cells]
    return [f"| {line} |" for line in lines] if closed else lines


def clean(cell: str) -> str:
    """The words of a cell on one line, without bars of its own."""
    return _SPACE.sub(" ", _BARS.sub("/", cell)).strip()
