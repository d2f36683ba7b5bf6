"""How reforms and policies of others spread: in which places and years the reports take them up."""

from __future__ import annotations

from typing import Final

import networkx as nx

from kg.errors import KgError
from kg.table import Table

KINDS: Final = {"Reform": "implements", "Policy": "complies_with"}
CURVE: Final = ("thing", "type", "year", "new_places", "places", "reporting_places", "share", "names", "iri")


def spread(network: nx.MultiDiGraph, *, kind: str = "Reform", thing: str | None = None) -> Table:
    """The adoption curve of each reform (or policy) that at least two places take up, the widest spread first.

    Columns: ``thing``, ``type``, ``year``, ``new_places`` (those whose report of this year is the first to carry
    it), ``places`` (those that have carried it by then), ``reporting_places`` (those with a report by then),
    ``share`` (``places`` of ``reporting_places``, 0 to 1), ``names`` (of the new places), ``iri``. Of policies
    only those count that a place does not issue itself. ``thing`` (IRI) gives the curve of one thing, however
    narrow. ``network`` is an outline. Raises KgError for another kind.
    """
    if kind not in KINDS:
        raise KgError("only reforms and policies spread", where=kind, hint=f"one of {', '.join(KINDS)}")
    first = _first_years(network, kind)
    if thing is not None:
        first = {thing: first.get(thing, {})}
    wide = {iri: years for iri, years in first.items() if thing is not None or len(years) > 1}
    ordered = sorted(wide, key=lambda iri: (-len(wide[iri]), network.nodes[iri]["label"], iri))
    reporting = _reporting(network)
    return Table(CURVE, tuple(row for iri in ordered for row in _curve(network, iri, wide[iri], reporting)))


def _first_years(network: nx.MultiDiGraph, kind: str) -> dict[str, dict[str, int]]:
    """For each thing the first year in which each place's reports carry it."""
    reports = network.graph["reports"]
    found: dict[str, dict[str, int]] = {}
    for subject, value, about in network.edges(data=True):
        if about["predicate"] != KINDS[kind] or network.nodes[value]["type"] != kind:
            continue
        if network.has_edge(subject, value, key="issues"):
            continue
        for report in about["reports"]:
            year, place = reports[report]["year"], reports[report]["place"]
            if year is not None:
                years = found.setdefault(value, {})
                years[place] = min(year, years.get(place, year))
    return found


def _reporting(network: nx.MultiDiGraph) -> dict[str, int]:
    """The first year of each place's reports."""
    found: dict[str, int] = {}
    for about in network.graph["reports"].values():
        if about["year"] is not None:
            found[about["place"]] = min(about["year"], found.get(about["place"], about["year"]))
    return found


def _curve(
    network: nx.MultiDiGraph, iri: str, years: dict[str, int], reporting: dict[str, int]
) -> list[tuple[str | int | float, ...]]:
    names = {about["place"]: about["region"] for about in network.graph["reports"].values()}
    node = network.nodes[iri]
    rows: list[tuple[str | int | float, ...]] = []
    latest = max((r["year"] or 0 for r in network.graph["reports"].values()), default=0)
    span = range(min(years.values()), latest + 1) if years else range(0)
    for year in span:
        new = sorted(names[place] for place, first in years.items() if first == year)
        places = sum(first <= year for first in years.values())
        all_places = sum(first <= year for first in reporting.values())
        share = round(places / all_places, 4)
        rows.append(
            (node["label"], node["type"], year, len(new), places, all_places, share, "、".join(new), iri)
        )
    return rows
