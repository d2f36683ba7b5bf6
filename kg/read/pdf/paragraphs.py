"""Lines of pages to paragraphs: a line goes on where the next word would not have fitted on it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from kg.read.pdf.glyphs import PageLine

_UNIT: Final = re.compile(
    r"[“‘《〈（(【「『]*(?:[A-Za-z0-9.,%+:/〔〕_—–~-]+|.)[，。、；：！？”’》〉）)】」』…]*"
)
_HEADING: Final = re.compile(
    r"第?[一二三四五六七八九十百]{1,4}(?:、|部分)|[（(][一二三四五六七八九十百]{1,4}[）)]|\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)]"
)
_END: Final = re.compile(r"[。！？；：:!?;…][”’）)》」』]*$")
_AMID: Final = re.compile(r"[，、,（(《〈“‘【]$")
_BRACKETS: Final = ("（）", "《》", "“”", "()")
_WIDE: Final = re.compile(r"[\u4e00-\u9fff].*[\u4e00-\u9fff]")
_FIELD: Final = re.compile(r"[\u4e00-\u9fff\s]{2,6}[:：]")
_WORD: Final = re.compile(r"[A-Za-z0-9]")
_LONG: Final = 15
"""Characters of a line that tells where the edges of a text are."""
_ASIDE: Final = 0.4
"""A line that begins behind this share of the measure fills no line of a paragraph."""
_FEW: Final = 5
"""Fewer such lines across pages that have columns are titles."""


@dataclass(frozen=True, slots=True)
class Measure:
    """The column of text: its left and right edge, the size of its letters and how far its lines lie apart."""

    left: float
    right: float
    size: float
    leading: float


@dataclass(frozen=True, slots=True)
class Measures:
    """The measures of what stands across pages, in left and in right columns; the first alone where there are none."""

    frames: tuple[Measure, ...]

    def of(self, line: PageLine) -> Measure:
        """That of the frame that a line stands in."""
        return self.frames[line.frame]

    def beside(self, line: PageLine, other: PageLine) -> PageLine:
        """A line as if it stood in the frame of another one."""
        if not line.frame or not other.frame or line.frame == other.frame:
            return line
        shift = self.of(other).left - self.of(line).left
        return replace(line, left=line.left + shift, right=line.right + shift)


def measure(pages: Sequence[Sequence[PageLine]], size: float) -> Measures:
    """The measures of a document whose letters mostly have a size."""
    if not any(line.frame for page in pages for line in page):
        return Measures((_measure(pages, size),))
    full, left, right = (
        _measure([[line for line in page if line.frame == frame] for page in pages], size)
        for frame in range(3)
    )
    if sum(line.frame == 0 and len(line.text) >= _LONG for page in pages for line in page) < _FEW:
        full = replace(left, right=right.right)
    return Measures((full, left, right))


def _measure(pages: Sequence[Sequence[PageLine]], size: float) -> Measure:
    lines = [line for page in pages for line in page if abs(line.size - size) <= 0.12 * size]
    # A narrow column has no long lines.
    least = 8 if lines and lines[0].frame else _LONG
    long = [line for line in lines if len(line.text) >= least] or lines
    if not long:
        return Measure(0, 0, size or 1, size or 1)
    lefts = Counter(round(line.left) for line in long)
    common = lefts.most_common(1)[0][1]
    left = min(at for at, count in lefts.items() if count * 5 >= common)
    rights = sorted(line.right for line in long)
    gaps = sorted(
        a.base - b.base for page in pages for a, b in pairwise(page) if 0 < a.base - b.base < 4 * size
    )
    leading = gaps[len(gaps) // 3] if gaps else 1.5 * size
    return Measure(left, rights[int(len(rights) * 0.9)] if len(rights) > 4 else rights[-1], size, leading)


def goes_on(line: PageLine, after: PageLine, text: Measure, *, opened: float) -> bool:
    """Whether a line goes on in the one after it; ``opened`` is where its paragraph's first line begins."""
    if (
        _WIDE.search(line.text)
        and _WIDE.search(after.text)
        and abs(line.size - after.size) > 0.12 * max(line.size, after.size)
    ):
        return False  # letters of other scripts are measured otherwise, so that lines of them do not tell
    if _HEADING.match(after.text) and (_END.search(line.text) or after.left > text.left + 0.8 * text.size):
        return False
    leading = max(text.leading, 1.45 * line.size)
    if line.page == after.page and line.base - after.base > max(1.18 * leading, leading + 0.3 * text.size):
        return False
    if min(line.size, after.size) > 1.12 * text.size and _is_even(line, text) and _is_even(after, text):
        return not _END.search(line.text)  # a title of two lines
    if _is_centred(line, text):
        return _is_centred(after, text) and not _END.search(line.text) and not _FIELD.search(after.text)
    if line.left > text.left + _ASIDE * (text.right - text.left):
        return _is_open(line.text)  # a signature or a date, set to the right
    indented = after.left > text.left + 0.8 * text.size
    if indented and not (
        opened > text.left + 0.8 * text.size
        and abs(after.left - opened) < 0.5 * text.size
        and _hangs(line, text)
    ):
        return False
    if _is_open(line.text) or text.right - line.right < _needed(after):
        return True
    # A line that runs nearly to the edge and ends no sentence is no heading either.
    return not _END.search(line.text) and line.right - text.left > 0.75 * (text.right - text.left)


def _is_open(words: str) -> bool:
    """Whether a line ends amid a clause or within brackets, wherever on the page it ends."""
    return bool(_AMID.search(words)) or any(words.rfind(one) > words.rfind(other) for one, other in _BRACKETS)


def _hangs(line: PageLine, text: Measure) -> bool:
    """Whether a line is one of an indented block that fills its measure without ending a sentence."""
    return text.right - line.right < text.size and not _END.search(line.text)


def _is_centred(line: PageLine, text: Measure) -> bool:
    before, behind = line.left - text.left, text.right - line.right
    return before > 2.5 * text.size and behind > 2.5 * text.size and _is_even(line, text)


def _is_even(line: PageLine, text: Measure) -> bool:
    """Whether there is as much room before a line as behind it."""
    return abs((line.left - text.left) - (text.right - line.right)) < 2 * text.size


def _needed(after: PageLine) -> float:
    """How much room the first unit of a line takes that cannot be broken, with half a letter of play."""
    match = _UNIT.match(after.text)
    unit = match[0] if match else ""
    return (
        sum(0.55 if letter.isascii() else 1.0 for letter in unit) * after.size
        + len(unit) * after.tracking
        + 0.5 * after.size
    )


def join(lines: Sequence[PageLine]) -> str:
    """The words of a paragraph; between Latin words on two lines stands a space."""
    text = ""
    for line in lines:
        if (
            text
            and _WORD.match(text[-1])
            and re.match("[A-Za-z]", line.text)
            and re.match("[A-Za-z]", text[-1])
        ):
            text += " "
        text += line.text
    return text
