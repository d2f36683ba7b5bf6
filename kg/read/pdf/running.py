"""What stands on every page and is not of the text: page numbers, running heads and feet, footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from kg.read.pdf.glyphs import PageLine

_PAGE_NUMBER: Final = re.compile(
    r"[-—–－―·•\s]*(?:第\s*)?\d{1,4}\s*(?:页)?[-—–－―·•\s]*(?:[/／，,共]\s*共?\s*\d{1,4}\s*页?)?[-—–－―·•\s]*|Page\s*\d+(?:\s*(?:of|/)\s*\d+)?",
    re.I,
)
_DIGITS: Final = re.compile(r"\d+")
_NOTE: Final = re.compile(r"[①-⑳]|\[?\d{1,2}\]?\s?(?=[\u4e00-\u9fff《])|[*＊]")
_EDGE: Final = 2
"""Lines at the top and at the bottom of a page that may be a head or a foot."""


def body_size(pages: Sequence[Sequence[PageLine]]) -> float:
    """The size of most characters."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def without_running(pages: Sequence[Sequence[PageLine]]) -> list[list[PageLine]]:
    """The pages without page numbers and without heads and feet, which recur on at least half of the pages."""
    places: Counter[tuple[str, bool, int]] = Counter()
    for page in pages:
        places.update({_key(line, top) for line, top in _edges(page)})
    need = max(2, (len(pages) + 1) // 2)
    kept = []
    for page in pages:
        gone = set()
        for line, top in _edges(page):
            if places[_key(line, top)] >= need or (_PAGE_NUMBER.fullmatch(line.text) and len(pages) * 4 >= 1):
                gone.add(id(line))
        kept.append([line for line in page if id(line) not in gone])
    return kept


def _edges(page: Sequence[PageLine]) -> list[tuple[PageLine, bool]]:
    down = sorted(page, key=lambda line: -line.base)  # in columns the order of reading is another one
    top = [(line, True) for line in down[:_EDGE]]
    return top + [(line, False) for line in down[max(_EDGE, len(down) - _EDGE) :]]


def _key(line: PageLine, top: bool) -> tuple[str, bool, int]:
    """What makes a line recur: its words but for numbers, its edge, and about where it stands."""
    return _DIGITS.sub("#", line.text), top, round(line.base / 6)


def split_notes(page: Sequence[PageLine], size: float) -> tuple[list[PageLine], list[PageLine]]:
    """A page's lines of text, and the smaller ones of footnotes at its bottom."""
    begin = len(page)
    while begin > 0 and page[begin - 1].size < 0.88 * size:
        begin -= 1
    while begin < len(page) and not _NOTE.match(page[begin].text):
        begin += 1
    return list(page[:begin]), list(page[begin:])
