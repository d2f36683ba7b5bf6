"""Sentences to clauses, and the words on either side of each figure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kg.mention.numbers import Figure

_QUOTED: Final = re.compile(r"“[^“”\n]{1,60}”|《[^《》\n]{1,90}》|\"[^\"\n]{1,40}\"|「[^「」\n]{1,40}」")
_BRACKETS: Final = re.compile(r"[(（][^()（）\n]{0,60}[)）]")
_BOUNDARY: Final = re.compile(r"[，,；;。！!？?：:\n\r]")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch between two boundaries with its figures; ``after`` is the boundary before it."""

    start: int
    end: int
    after: str
    figures: tuple[Figure, ...]


def clauses(text: str, *, start: int, end: int, figures: tuple[Figure, ...]) -> tuple[Clause, ...]:
    """The clauses of ``text[start:end]``; names in quotes and brackets without figures stay whole."""
    closed = _closed(text, start, end, figures)
    cuts: list[tuple[int, str]] = []
    for match in _BOUNDARY.finditer(text, start, end):
        if not any(a <= match.start() < b for a, b in closed):
            cuts.append((match.start(), match.group()))
    for match in _BRACKETS.finditer(text, start, end):
        if any(match.start() < f.start < match.end() for f in figures):
            cuts += [(match.start(), "("), (match.end() - 1, ")")]
    return tuple(_between(sorted(cuts), start, end, figures))


def _closed(text: str, start: int, end: int, figures: tuple[Figure, ...]) -> list[tuple[int, int]]:
    """The spans that no boundary cuts."""
    spans = [(f.start, f.end) for f in figures]
    spans += [m.span() for m in _QUOTED.finditer(text, start, end)]
    for match in _BRACKETS.finditer(text, start, end):
        if not any(match.start() < f.start < match.end() for f in figures):
            spans.append(match.span())
    return spans


def _between(cuts: list[tuple[int, str]], start: int, end: int, figures: tuple[Figure, ...]) -> list[Clause]:
    found = []
    at, after = start, ""
    for cut, mark in [*cuts, (end, "")]:
        if cut > at:
            inside = tuple(f for f in figures if at <= f.start and f.end <= cut)
            found.append(Clause(at, cut, after, inside))
        at, after = max(at, cut + 1), mark
    return found
