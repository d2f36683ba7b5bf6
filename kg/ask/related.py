"""Figures that are nearly what was asked for: of a part of what it measures, or of a whole that it is part of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from kg.ask.answer import NOT_STATED
from kg.ask.figures import Reading, fetch, lack, quoted, read_for
from kg.ask.names import Names, Thing
from kg.ask.understand import Question
from kg.indicators import indicators
from kg.store import Store

_LISTED: Final = 6
_NARROWER: Final = "口径更窄"
_WIDER: Final = "口径更宽"


def related(
    store: Store, names: Names, question: Question, wanted: Iterable[tuple[Thing, int]]
) -> list[Reading]:
    """What reports that do not state a figure state of its parts and wholes, each with a remark that says which.

    ``wanted`` are places (or bodies) and years of which no reading was found.
    """
    measure = question.measure
    relatives = _relatives(measure.codes) if measure is not None else {}
    pairs = [pair for pair in wanted if lack(names, question, pair[0], pair[1])[0] == NOT_STATED]
    if measure is None or not relatives or not pairs:
        return []
    other = replace(question, measure=replace(measure, codes=tuple(sorted(relatives)), labels=()))
    reports = {report for thing, _ in pairs for report in names.reports_of(thing)}
    figures, _ = fetch(store, names, other, reports)
    found = []
    for thing, year in pairs:
        for reading in read_for(names, other, figures, thing, year):
            if reading.value is not None and not reading.figure.planned:
                remark = "；".join(filter(None, (relatives[reading.figure.code], reading.remark)))
                found.append(replace(reading, remark=remark))
    return found


def listed(readings: Sequence[Reading]) -> str:
    """Related figures as a part of a sentence, not too many of them."""
    each = [f"{r.place}{r.year}年的{quoted(r.figure.label)}{r.said()}（{r.remark}）" for r in readings]
    more = f"等{len(each)}项" if len(each) > _LISTED else ""
    return "、".join(each[:_LISTED]) + more


def _relatives(codes: Iterable[str]) -> dict[str, str]:
    """The codes of the parts and of the wholes of some indicators, with what to say of them."""
    above = {one.code: one.broader for one in indicators() if one.broader}
    wanted = set(codes)
    found = {}
    for code in above:
        if code not in wanted and wanted & set(_chain(code, above)):
            found[code] = _NARROWER
    for code in wanted:
        found.update((whole, _WIDER) for whole in _chain(code, above) if whole not in wanted)
    return found


def _chain(code: str, above: dict[str, str]) -> list[str]:
    chain: list[str] = []
    while (code := above.get(code, "")) and code not in chain:
        chain.append(code)
    return chain
