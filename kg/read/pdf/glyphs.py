"""The characters of a page of PDF with their places, and the lines that they stand on."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import pypdfium2.raw as pdfium

_THIN: Final = "\u2009"
"""Stands for a space that the page does not hold but its reader sees in a gap."""
_WIDE: Final = "\u2e80"
"""From here on characters are as wide as they are high."""
_MOST: Final = 200_000
"""Characters of one page."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character; places in points from the lower left corner, ``base`` of the line it stands on."""

    text: str
    left: float
    right: float
    base: float
    size: float

    @property
    def middle(self) -> float:
        """The middle of its width."""
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page: its words, where it begins and ends, and the cells that wide gaps divide it into."""

    text: str
    left: float
    right: float
    base: float
    size: float
    cells: tuple[tuple[float, str], ...] = ()
    page: int = 0
    frame: int = 0
    """0 across the page, 1 in its left and 2 in its right column."""
    order: int = 0
    """The part of its page, in the order of reading."""
    tracking: float = 0.0
    """How far its letters are set apart, in points."""


def glyphs_of(textpage: Any) -> tuple[list[Glyph], int]:
    """The characters of a page's text layer, set upright, and by how many quarter turns that was.

    With the spaces that its reader sees in wide gaps; without letters that stand aslant, which are watermarks.
    """
    count = min(pdfium.FPDFText_CountChars(textpage), _MOST)
    box = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    found: list[tuple[int, Glyph]] = []
    turns: Counter[int] = Counter()
    for i in range(count):
        code = pdfium.FPDFText_GetUnicode(textpage, i)
        if (
            code in (0, 0xFFFE, 0xFFFF, 0xFFFD, 0xAD)
            or code < 0x20
            or 0xD800 <= code < 0xE000
            or code > 0x10FFFF
        ):
            continue
        if not pdfium.FPDFText_GetLooseCharBox(textpage, i, ctypes.byref(box)):
            continue
        if not pdfium.FPDFText_GetCharOrigin(textpage, i, ctypes.byref(x), ctypes.byref(y)):
            continue
        text = _THIN if pdfium.FPDFText_IsGenerated(textpage, i) else _plain(chr(code))
        size = abs(box.top - box.bottom) or pdfium.FPDFText_GetFontSize(textpage, i) or 1.0
        turn, rest = _turn(textpage, i)
        if rest:
            continue
        turns[turn] += not text.isspace()
        found.append((turn, _upright(text, box, (x.value, y.value), size, turn)))
    most = turns.most_common(1)[0][0] if turns else 0
    return [glyph for turn, glyph in found if turn == most or glyph.text.isspace()], most


def _turn(textpage: Any, at: int) -> tuple[int, bool]:
    """How many quarter turns to the left a character stands, and whether it stands aslant."""
    # PDFium counts angles clockwise.
    quarters = -math.degrees(pdfium.FPDFText_GetCharAngle(textpage, at)) / 90
    return round(quarters) % 4, abs(quarters - round(quarters)) > 0.06


def turned(x: float, y: float, turn: int) -> tuple[float, float]:
    """A place on a page that is turned back by so many quarters."""
    return ((x, y), (y, -x), (-x, -y), (-y, x))[turn]


def _upright(text: str, box: Any, origin: tuple[float, float], size: float, turn: int) -> Glyph:
    """A character with its places on the page as it is read."""
    if not turn:
        return Glyph(text, box.left, max(box.right, box.left), origin[1], _em(box, size))
    (x0, y0), (x1, y1) = turned(box.left, box.bottom, turn), turned(box.right, box.top, turn)
    size = abs(y1 - y0) or size
    width = abs(x1 - x0)
    em = width if 0.75 * size <= width <= 1.3 * size else size
    return Glyph(text, min(x0, x1), max(x0, x1), turned(*origin, turn)[1], em)


def _em(box: Any, size: float) -> float:
    """The size of a character: the width of a wide one, else what its box is high."""
    width = float(abs(box.right - box.left))
    return width if 0.75 * size <= width <= 1.3 * size else float(size)


def _plain(letter: str) -> str:
    """Radicals that fonts stand in for characters as those characters, and every space as a space."""
    if "\u2e80" <= letter <= "\u2fdf" or "\uf900" <= letter <= "\ufaff" or letter in "\ufb00\ufb01\ufb02":
        return unicodedata.normalize("NFKC", letter)
    return " " if letter.isspace() else letter


def rows_of(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """The characters that stand on one line each, from the top down, each line from left to right."""
    groups: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (-g.base, g.left)):
        last = groups[-1] if groups else None
        if last and last[0].base - glyph.base < 0.5 * min(max(last[0].size, last[-1].size), glyph.size):
            last.append(glyph)
        else:
            groups.append([glyph])
    return [sorted(group, key=lambda g: g.left) for group in groups]


def lines_of(glyphs: Iterable[Glyph], *, page: int = 0) -> list[PageLine]:
    """The lines of a page from the top down, each from left to right."""
    lines = (_line(row, page) for row in rows_of(glyphs))
    return [line for line in lines if line.text]


def _line(row: Sequence[Glyph], page: int) -> PageLine:
    seen = [g for g in _distinct(row) if not g.text.isspace()]
    if not seen:
        return PageLine("", 0, 0, 0, 0)
    size = sorted(g.size for g in seen)[len(seen) // 2]
    base = sorted(g.base for g in seen)[len(seen) // 2]
    row = [g for g in _distinct(row) if not _is_mark(g, base, size)]
    tracking = _tracking(row, size)
    words: list[str] = []
    cells: list[tuple[float, str]] = []
    cell: list[str] = []
    begin = seen[0].left
    last: Glyph | None = None
    space = ""
    for glyph in row:
        if glyph.text.isspace():
            space = glyph.text if space != " " else space
            continue
        gap = glyph.left - last.right - tracking if last else 0.0
        if last and gap > 1.4 * size:
            cells.append((begin, "".join(cell)))
            cell, begin = [], glyph.left
            words.append("　")
        elif last and _spaced(last, glyph, gap, size, "" if tracking and gap < 0.12 * size else space):
            words.append(" ")
            cell.append(" ")
        words.append(glyph.text)
        cell.append(glyph.text)
        last, space = glyph, ""
    cells.append((begin, "".join(cell)))
    return PageLine(
        "".join(words).strip(),
        seen[0].left,
        seen[-1].right,
        base,
        size,
        tuple(cells),
        page,
        tracking=tracking,
    )


def _tracking(row: Sequence[Glyph], size: float) -> float:
    """How far the letters of a line are set apart for its looks, in points; 0 where only some are."""
    seen = [g for g in row if not g.text.isspace()]
    gaps = sorted(
        b.left - a.right
        for a, b in pairwise(seen)
        if b.left - a.right <= 1.4 * size and a.text >= _WIDE <= b.text
    )
    usual = gaps[len(gaps) // 5] if len(gaps) >= 4 else 0.0
    return usual if usual > 0.1 * size else 0.0


def _distinct(row: Sequence[Glyph]) -> list[Glyph]:
    """The characters without those that are printed twice to look bold."""
    kept: list[Glyph] = []
    for glyph in row:
        if (
            kept
            and kept[-1].text == glyph.text
            and abs(kept[-1].left - glyph.left) < 0.2 * glyph.size
            and glyph.text != " "
        ):
            continue
        kept.append(glyph)
    return kept


def _is_mark(glyph: Glyph, base: float, size: float) -> bool:
    """Whether a character is the raised mark of a footnote."""
    return (
        glyph.base > base + 0.2 * size
        and glyph.size < 0.8 * size
        and (glyph.text.isdigit() or glyph.text in "[]*")
    )


def _spaced(last: Glyph, glyph: Glyph, gap: float, size: float, space: str) -> bool:
    if gap > 0.6 * size:
        return True
    narrow = last.text.isascii() and glyph.text.isascii()
    if space == _THIN and (last.text >= _WIDE) is not (glyph.text >= _WIDE):
        return False  # a quarter of a letter that word processors leave between Chinese and Latin ones
    # A space of no width between Chinese characters is none.
    if space == " " and (narrow or gap > 0.12 * size):
        return True
    words = narrow and last.text.isalnum() and glyph.text.isalnum()
    return bool(space or words) and gap > 0.2 * size
