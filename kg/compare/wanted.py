"""What a person asks to compare: indicators by code, name or phrase, places by part of their name, years."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from kg.errors import UnknownThing
from kg.indicators import Indicator, indicators
from kg.store import Store
from kg.table import Table

_COUNT = """
SELECT ?code (COUNT(DISTINCT ?o) AS ?figures) (COUNT(DISTINCT ?place) AS ?places)
  (COUNT(DISTINCT ?report) AS ?reports) {
  ?o kg:indicator/skos:notation ?code ; kg:region ?place ; kg:evidence/oa:hasSource ?report
} GROUP BY ?code"""


def choose(word: str) -> Indicator:
    """The indicator with this code, name or phrase. Raises UnknownThing with the nearest, or with the choice."""
    every = indicators()
    for one in every:
        if word in (one.code, one.name_zh, one.name_en):
            return one
    exact = [one for one in every if word in one.phrases]
    found = exact or [one for one in every if _holds(one, word)]
    if len(found) == 1:
        return found[0]
    if found:
        named = "、".join(f"{one.name_zh}（{one.code}）" for one in found[:6])
        raise UnknownThing("several indicators go by that", where=word, hint=f"say which: {named}")
    raise UnknownThing("no such indicator", where=word, hint=_near(word, every))


def _holds(one: Indicator, word: str) -> bool:
    return word.lower() in one.name_en.lower() or any(word in name for name in (one.name_zh, *one.phrases))


def _near(word: str, every: Sequence[Indicator]) -> str:
    names = {name: one.code for one in every for name in (one.code, one.name_zh)}
    near = difflib.get_close_matches(word, names, n=3, cutoff=0.5)
    if not near:
        return "kg compare --list shows the indicators that the graph has figures for"
    return "did you mean " + " or ".join(dict.fromkeys(f"{names[name]}" for name in near)) + "?"


def stated_indicators(store: Store) -> Table:
    """The indicators that the store has figures for, the most widely stated first.

    Columns: ``code``, ``name_zh``, ``name_en``, ``unit``, ``figures``, ``places``, ``reports``.
    """
    known = {one.code: one for one in indicators()}
    counts = {
        row["code"].value: tuple(int(row[key].value) for key in ("places", "reports", "figures"))
        for row in store.query(_COUNT)
    }
    ordered = sorted(
        (code for code in counts if code in known), key=lambda code: (*(-n for n in counts[code]), code)
    )
    rows = []
    for code in ordered:
        one, (places, reports, figures) = known[code], counts[code]
        unit = one.units[0] if one.units else ""
        rows.append((code, one.name_zh, one.name_en, unit, figures, places, reports))
    columns = ("code", "name_zh", "name_en", "unit", "figures", "places", "reports")
    return Table(columns, tuple(rows))


def place_matches(name: str, regions: Sequence[str]) -> bool:
    """Whether a place is one of those asked for, by its name or a part of it; all are, where none is asked for."""
    return not regions or any(region in name for region in regions)
