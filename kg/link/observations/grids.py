"""Tables in plain text: rows of cells divided by bars, tabs or wide gaps, or flattened to a cell a line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kg.quantity import narrow

_BARS: Final = re.compile(r"[|｜│]")
_GAPS: Final = re.compile(r"\t+|[ \u3000]{2,}|\u3000")
_RULE: Final = re.compile(r"[\s|｜:\-—－─=+│]*")
_NUMERIC: Final = re.compile(
    r"[-+—]?\s*(?:\d[\d,]*(?:\.\d+)?)\s*(?:%|万|亿)?|(?:增长|下降|提高|上升|减少|增加|降低|增|减|升|降|持平)?\s*\d[\d,]*(?:\.\d+)?\s*(?:%|个?百分点)?|[-—–/]+|持平"
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d年?(?:度)?")
_SENTENCE: Final = re.compile(r"[。；！？;!?]")
_MAX_CELL: Final = 30


@dataclass(frozen=True, slots=True)
class Cell:
    """The words of a cell and where they stand in the text."""

    text: str
    start: int
    end: int

    @property
    def numeric(self) -> bool:
        """Whether it holds a number, a change or a dash, and no year of a heading."""
        plain = narrow(self.text)
        return bool(_NUMERIC.fullmatch(plain)) and not _YEAR.fullmatch(plain)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its heading row, its rows, and the line above it."""

    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str
    start: int
    end: int


def find_grids(text: str, *, start: int, end: int) -> tuple[Grid, ...]:
    """The tables of a stretch of text, in order."""
    lines = _lines(text, start, end)
    found: list[Grid] = []
    at = 0
    while at < len(lines):
        rows, stop = _divided(lines, at)
        grid = _grid(rows, _caption(lines, at)) if len(rows) >= 2 else None
        if grid is None:
            rows, stop = _flattened(lines, at)
            grid = _grid(rows, _caption(lines, at)) if rows else None
        if grid is not None:
            found.append(grid)
        at = max(stop, at + 1)
    return tuple(found)


def _lines(text: str, start: int, end: int) -> list[Cell]:
    found = []
    for match in re.finditer(r"[^\n\r]+", text[start:end]):
        words = match.group().strip(" \u3000")
        if words:
            at = start + match.start() + match.group().index(words)
            found.append(Cell(words, at, at + len(words)))
    return found


def _caption(lines: list[Cell], at: int) -> str:
    return lines[at - 1].text if at else ""


def _divided(lines: list[Cell], at: int) -> tuple[list[tuple[Cell, ...]], int]:
    """The rows of a table with bars or gaps that begins at a line, and the line after it."""
    rows: list[tuple[Cell, ...]] = []
    while at < len(lines):
        line = lines[at]
        if _RULE.fullmatch(line.text):
            at += 1
            continue
        pattern = _BARS if len(_BARS.findall(line.text)) >= 2 else _GAPS
        cells = _cells(line, pattern)
        if len(cells) < 2 or (
            pattern is _GAPS and (len(cells) < 3 or any(len(c.text) > _MAX_CELL for c in cells))
        ):
            break
        rows.append(cells)
        at += 1
    return rows, at


def _cells(line: Cell, pattern: re.Pattern[str]) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    begin = 0
    for stop in [*(m.span() for m in pattern.finditer(line.text)), (len(line.text), len(line.text))]:
        raw = line.text[begin : stop[0]]
        words = raw.strip()
        offset = line.start + begin + (raw.index(words) if words else 0)
        cells.append(Cell(words, offset, offset + len(words)))
        begin = stop[1]
    if pattern is _BARS:
        cells = cells[1:] if cells and not cells[0].text else cells
        cells = cells[:-1] if cells and not cells[-1].text else cells
    return tuple(cells)


def _flattened(lines: list[Cell], at: int) -> tuple[list[tuple[Cell, ...]], int]:
    """The rows of a table written a cell a line: the shortest period in which numbers recur."""
    stop = at
    while stop < len(lines) and len(lines[stop].text) <= _MAX_CELL and not _SENTENCE.search(lines[stop].text):
        stop += 1
    run = lines[at:stop]
    numbers = sum(cell.numeric for cell in run)
    if len(run) < 8 or numbers * 4 < len(run):
        return [], at
    for skip in range(min(4, len(run))):
        for width in range(2, 9):
            rows = [tuple(run[i : i + width]) for i in range(skip, len(run) - width + 1, width)]
            if len(rows) >= 3 and _periodic(rows):
                return rows, stop
    return [], stop


def _periodic(rows: list[tuple[Cell, ...]]) -> bool:
    head, body = rows[0], rows[1:]
    if any(cell.numeric for cell in head):
        return False
    kinds = [cell.numeric for cell in body[0]]
    return any(kinds) and not all(kinds) and all([cell.numeric for cell in row] == kinds for row in body)


def _grid(rows: list[tuple[Cell, ...]], caption: str) -> Grid | None:
    head, body = rows[0], rows[1:]
    if any(cell.numeric for cell in head) or not any(cell.numeric for row in body for cell in row):
        return None
    width = len(head)
    body = [row for row in body if len(row) == width]
    if not body:
        return None
    return Grid(head, tuple(body), caption, head[0].start, body[-1][-1].end)
