"""Text taken over from another year or another place.

Winnowing (Schleimer, Wilkerson and Aiken, SIGMOD 2003): of the hashes of all runs of ``SHINGLE`` characters
the least of every ``WINDOW`` is kept, so that any passage of ``SHINGLE + WINDOW - 1`` characters in common
is found, at a cost that grows with the length of the reports and not with the number of pairs. MinHash says
how alike two whole reports are, not which passage they share, and the passage is what a reader has to see.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from kg.audit.case import Case, Cases
from kg.audit.rule import finding, passage, words
from kg.model import Finding, Span

SHINGLE = 12
WINDOW = 12
LEAST = 100
"""Fewer Chinese characters in common than these are nothing: laws, titles and formulas are shared by all."""
GAP = 30
"""Two matches with no more than so many other characters between them are one passage."""
SHARE = 0.8
COMMON = 4
"""What so many givers write is boilerplate."""

_LETTERS = re.compile(r"[\u3400-\u9fff0-9A-Za-z]")
_TITLE = re.compile(r"《[^》\n]*》")


@dataclass(frozen=True, slots=True)
class Plain:
    """The letters of a report's body without punctuation, titles of documents and formulas; ``at`` maps back."""

    letters: str
    at: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """Letters ``a`` to ``a_end`` of one report that stand in another from ``b`` to ``b_end``."""

    a: int
    a_end: int
    b: int
    b_end: int
    same: int


def reused(cases: Cases) -> Iterator[Finding]:
    """Passages of a report that stand in an earlier one of the same giver, or in one of another giver."""
    # The rites of a 政府工作报告 (thanks, slogans) are the same every year and mean nothing.
    cases = Cases(tuple(case for case in cases.cases if case.annual))
    plains = [_plain(case) for case in cases.cases]
    prints = [fingerprints(plain.letters) for plain in plains]
    where: dict[int, list[tuple[int, int]]] = defaultdict(list)
    givers: dict[int, set[str]] = defaultdict(set)
    for number, case in enumerate(cases.cases):
        for print_, at in prints[number]:
            where[print_].append((number, at))
            givers[print_].add(case.giver)
    for number, case in enumerate(cases.cases):
        yield from _of(number, case, cases, plains, prints[number], where, givers)


def _of(
    number: int,
    case: Case,
    cases: Cases,
    plains: list[Plain],
    prints: list[tuple[int, int]],
    where: dict[int, list[tuple[int, int]]],
    givers: dict[int, set[str]],
) -> Iterator[Finding]:
    seeds: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for print_, at in prints:
        if len(givers[print_]) < COMMON:
            for other, there in where[print_]:
                if other != number and _earlier(cases.cases[other], case):
                    seeds[other].append((at, there))
    taken: list[Span] = []
    # The giver's own last report comes first: what it holds is not called another's.
    for other in sorted(
        seeds, key=lambda n: (cases.cases[n].giver != case.giver, -(cases.cases[n].year or 0), n)
    ):
        then = cases.cases[other]
        for match in matches(plains[number].letters, plains[other].letters, seeds[other]):
            span = _span(plains[number], match.a, match.a_end)
            if any(span.start < t.end and t.start < span.end for t in taken):
                continue
            taken.append(span)
            theirs = _span(plains[other], match.b, match.b_end)
            yield _finding(case, then, _whole(case, span), _whole(then, theirs), match)


def _finding(case: Case, then: Case, span: Span, theirs: Span, match: Match) -> Finding:
    own = case.giver == then.giver
    length = match.a_end - match.a
    return finding(
        "text-reuse" if own else "text-shared",
        case,
        span,
        passages=[passage(then, theirs)],
        confidence="certain" if match.same == length else "likely",
        characters=length,
        other=then.metadata.title,
        year=then.year,
        share=f"{100 * match.same // length}%",
    )


def _earlier(then: Case, case: Case) -> bool:
    """Whether one report can have taken from the other: another giver's of a year not later, or an earlier own."""
    if then.giver == case.giver:
        return (then.year or 0) < (case.year or 0)
    return ((then.year or 0), then.metadata.published or "", then.iri) < (
        (case.year or 0),
        case.metadata.published or "",
        case.iri,
    )


def fingerprints(letters: str) -> list[tuple[int, int]]:
    """The winnowed hashes of a text with where each stands, in order."""
    data = letters.encode("utf-32-le")
    hashes = [zlib.crc32(data[4 * i : 4 * (i + SHINGLE)]) for i in range(len(letters) - SHINGLE + 1)]
    found: list[tuple[int, int]] = []
    last = -1
    for i in range(len(hashes) - WINDOW + 1):
        window = hashes[i : i + WINDOW]
        least = min(window)
        at = i + WINDOW - 1 - window[::-1].index(least)
        if at != last:
            found.append((least, at))
            last = at
    return found


def matches(mine: str, theirs: str, seeds: list[tuple[int, int]]) -> Iterator[Match]:
    """Passages around seeds that agree, grown letter by letter and joined over small gaps."""
    runs = sorted(
        {_grow(mine, theirs, a, b) for a, b in seeds if mine[a : a + SHINGLE] == theirs[b : b + SHINGLE]}
    )
    open_: Match | None = None
    for a, b, size in runs:
        if open_ and a < open_.a_end:
            continue
        gap = (a - open_.a_end, b - open_.b_end) if open_ else (0, 0)
        if open_ and 0 <= gap[0] <= GAP and 0 <= gap[1] <= GAP:
            open_ = Match(open_.a, a + size, open_.b, b + size, open_.same + size)
            continue
        if open_ and _long(open_):
            yield open_
        open_ = Match(a, a + size, b, b + size, size)
    if open_ and _long(open_):
        yield open_


def _grow(mine: str, theirs: str, a: int, b: int) -> tuple[int, int, int]:
    while a and b and mine[a - 1] == theirs[b - 1]:
        a, b = a - 1, b - 1
    size = 0
    while a + size < len(mine) and b + size < len(theirs) and mine[a + size] == theirs[b + size]:
        size += 1
    return a, b, size


def _long(match: Match) -> bool:
    return match.same >= LEAST and match.same >= SHARE * (match.a_end - match.a)


def _plain(case: Case) -> Plain:
    """The letters that count when texts are compared."""
    pattern = re.compile("|".join((_TITLE.pattern, *map(re.escape, words("formulas")))))
    letters: list[str] = []
    at: list[int] = []
    for span in case.body:
        skip = [(m.start(), m.end()) for m in pattern.finditer(case.text, span.start, span.end)]
        inside = iter(skip)
        hole = next(inside, None)
        for i in range(span.start, span.end):
            while hole and i >= hole[1]:
                hole = next(inside, None)
            if hole and hole[0] <= i:
                continue
            if _LETTERS.match(case.text[i]):
                letters.append(case.text[i])
                at.append(i)
    return Plain("".join(letters), tuple(at))


def _span(plain: Plain, start: int, end: int) -> Span:
    return Span(plain.at[start], plain.at[end - 1] + 1)


def _whole(case: Case, span: Span) -> Span:
    """A passage without the torn sentences at its ends, where little is lost by that."""
    inside = [s for s in case.document.sentences if span.start <= s.start and s.end <= span.end + 1]
    if not inside or SHARE * (span.end - span.start) > inside[-1].end - inside[0].start:
        return span
    return Span(inside[0].start, inside[-1].end)
