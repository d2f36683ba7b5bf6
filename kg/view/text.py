"""The full texts that a page carries: those that fit, with their headings and what is not of the report's body."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from typing import Any

import networkx as nx

from kg.errors import KgError
from kg.read import read_bytes

#: How many characters of full texts one page carries unless somebody says otherwise: some 150 reports.
BUDGET = 1_000_000
#: An aside of more characters than this is folded away: navigation, a second copy of the report.
FOLDED = 60


class Units:
    """Offsets in code points as offsets in UTF-16 units, as the page's language counts."""

    def __init__(self, text: str) -> None:
        self._pairs = [place for place, letter in enumerate(text) if letter > "\uffff"]

    def at(self, offset: int) -> int:
        """The same place, counted in units."""
        return offset + bisect_left(self._pairs, offset)


def fitting(graph: nx.MultiDiGraph, texts: Mapping[str, str], *, budget: int = BUDGET) -> dict[str, str]:
    """The texts of the graph's reports, those of which most is shown first, as far as the budget goes."""
    weight = Counter(str(report) for _, data in graph.nodes(data=True) for report in data.get("reports", ()))
    known = [report for report in graph.graph.get("reports", {}) if texts.get(report)]
    chosen = {}
    for report in sorted(known, key=lambda report: (-weight[report], report)):
        if len(texts[report]) <= budget:
            chosen[report] = texts[report]
            budget -= len(texts[report])
    return chosen


def body(text: str) -> dict[str, Any]:
    """A text for the page: ``t``, its headings ``h`` (start, end, level), what is set aside ``a``.

    An aside is its start, its end, and 1 where it is long enough to be folded away.
    """
    units = Units(text)
    headings: list[list[int]] = []
    asides: list[list[int]] = []
    try:
        document = read_bytes(text.encode("utf-8", "replace"), source_name="text")
    except KgError:
        document = None
    if document is not None and document.text == text:
        for section in document.sections:
            if section.heading and text.startswith(section.heading, section.start):
                end = section.start + len(section.heading)
                # What closes a heading that runs on into its paragraph belongs to it.
                end += len(text[end : end + 2]) - len(text[end : end + 2].lstrip("。．.;；:："))
                headings.append([units.at(section.start), units.at(end), section.level])
        asides = [
            [units.at(aside.start), units.at(aside.end), int(aside.end - aside.start > FOLDED)]
            for aside in document.asides
        ]
    return {"t": text, "h": headings, "a": asides}
