"""Shortcomings that come back in the next year's report, in the same words or in others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.audit.case import Case, Cases
from kg.audit.rule import classes, finding, passage, words
from kg.model import Finding, Item, Span

_NUMBER = re.compile(r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[一二三四五六七八九十]是)\s*")
_STOP = re.compile(r"[。；\n]")
_SUBJECT = 4
_ALIKE = 0.6


def recurring(cases: Cases) -> Iterator[Finding]:
    """A shortcoming of this year that last year's report named too."""
    for before, now in cases.pairs():
        if not now.annual:
            continue
        for item in now.extraction.problems:
            then, sure = _again(item, before.extraction.problems)
            if then is not None:
                yield finding(
                    "recurring-problem",
                    now,
                    headed(now, item),
                    confidence=sure,
                    passages=[passage(before, headed(before, then))],
                    problem=title(item),
                    before=title(then),
                    year=before.year,
                )


def _again(item: Item, earlier: tuple[Item, ...]) -> tuple[Item | None, str]:
    mine = title(item)
    for other in earlier:
        if _likeness(mine, title(other)) >= _ALIKE:
            return other, "certain"
    for other in earlier:
        if _lacks(mine) & _lacks(title(other)) and _subject(mine, title(other)):
            return other, "likely"
    return None, ""


def title(item: Item) -> str:
    """The first sentence of an item without its number, and without the causes that it gives."""
    first = _STOP.split(item.text, maxsplit=1)[0]
    # The same cause may stand behind different problems, and another one behind the same.
    why = min((cause.start - item.start for cause in item.causes), default=len(first))
    told = first[:why].rpartition("，")[0] if why < len(first) else first
    for cue in words("cause_cues"):
        told = told.removesuffix(cue).rstrip("，")
    return _NUMBER.sub("", (told or first).strip())


def headed(case: Case, item: Item) -> Span:
    """Where the first sentence of an item stands."""
    stop = _STOP.search(case.text, item.start, item.end)
    return Span(item.start, stop.end() if stop else item.end)


def _lacks(words_: str) -> set[str]:
    """What is said to be wanting: staff, data, awareness …"""
    return {name for name, cues in classes("lacks").items() if any(cue in words_ for cue in cues)}


def _subject(one: str, other: str) -> bool:
    """Whether two titles share the words of their subject, which formulas are not."""
    for formula in words("problem_formulas"):
        one, other = one.replace(formula, "|"), other.replace(formula, "|")
    runs = {one[i : i + _SUBJECT] for i in range(len(one) - _SUBJECT + 1)}
    return any(run in other for run in runs if "|" not in run)


def _likeness(one: str, other: str) -> float:
    a, b = ({t[i : i + 2] for i in range(len(t) - 1)} for t in (one, other))
    return len(a & b) / len(a | b) if a and b else 0.0
