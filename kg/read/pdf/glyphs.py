"""The characters of a page of PDF with their places, and the lines that they stand on."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2.raw as pdfium

_THIN: Final = "\u2009"
"""Stands for a space that the page does not hold but its reader sees in a gap."""
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


def glyphs_of(textpage: Any) -> list[Glyph]:
    """The characters of a page's text layer, with the spaces that its reader sees in wide gaps."""
    count = min(pdfium.FPDFText_CountChars(textpage), _MOST)
    box = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    found = []
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
        found.append(Glyph(text, box.left, max(box.right, box.left), y.value, _em(box, size)))
    return found


def _em(box: Any, size: float) -> float:
    """The size of a character: the width of a wide one, else what its box is high."""
    width = float(abs(box.right - box.left))
    return width if 0.75 * size <= width <= 1.3 * size else float(size)


def _plain(letter: str) -> str:
    """Radicals that fonts stand in for characters as those characters, and every space as a space."""
    if "\u2e80" <= letter <= "\u2fdf" or "\uf900" <= letter <= "\ufaff" or letter in "\ufb00\ufb01\ufb02":
        return unicodedata.normalize("NFKC", letter)
    return " " if letter.isspace() else letter


def lines_of(glyphs: Iterable[Glyph], *, page: int = 0) -> list[PageLine]:
    """The lines of a page from the top down, each from left to right."""
    groups: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (-g.base, g.left)):
        last = groups[-1] if groups else None
        if last and last[0].base - glyph.base < 0.5 * min(max(last[0].size, last[-1].size), glyph.size):
            last.append(glyph)
        else:
            groups.append([glyph])
    lines = (_line(sorted(group, key=lambda g: g.left), page) for group in groups)
    return [line for line in lines if line.text]


def _line(row: Sequence[Glyph], page: int) -> PageLine:
    seen = [g for g in _distinct(row) if not g.text.isspace()]
    if not seen:
        return PageLine("", 0, 0, 0, 0)
    size = sorted(g.size for g in seen)[len(seen) // 2]
    base = sorted(g.base for g in seen)[len(seen) // 2]
    row = [g for g in _distinct(row) if not _is_mark(g, base, size)]
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
        gap = glyph.left - last.right if last else 0.0
        if last and gap > 1.4 * size:
            cells.append((begin, "".join(cell)))
            cell, begin = [], glyph.left
            words.append("　")
        elif last and _spaced(last, glyph, gap, size, space):
            words.append(" ")
            cell.append(" ")
        words.append(glyph.text)
        cell.append(glyph.text)
        last, space = glyph, ""
    cells.append((begin, "".join(cell)))
    return PageLine("".join(words).strip(), seen[0].left, seen[-1].right, base, size, tuple(cells), page)


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
    # A space of no width between Chinese characters is none.
    if space == " " and (narrow or gap > 0.12 * size):
        return True
    words = narrow and last.text.isalnum() and glyph.text.isalnum()
    return bool(space or words) and gap > 0.2 * size
