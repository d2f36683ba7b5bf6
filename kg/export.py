"""The graph for other tools: RDF, GraphML for network programs, CSV for spreadsheets."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Final

import networkx as nx

from kg.errors import StoreError
from kg.network import Index, number, project
from kg.store import FORMATS as RDF_FORMATS
from kg.store import Store
from kg.table import Cell, Table, xml_safe
from kg.vocab import expand

INDICATOR_COLUMNS: Final = (
    "region", "code", "year", "indicator", "label", "value", "unit", "baseline", "change", "sentence",
    "file", "start", "end",
)  # fmt: skip


def export(store: Store, format: str) -> bytes:
    """Everything in one of ``FORMATS``, the same bytes for the same store. Raises StoreError for another."""
    if format in RDF_FORMATS:
        return store.dump(format)
    if format not in _WRITERS:
        raise StoreError("no such format", where=format, hint=f"one of {', '.join(FORMATS)}")
    return _WRITERS[format](store)


def indicators_table(store: Store) -> Table:
    """One row for each observation, in the order of places, years and text.

    ``code`` and ``indicator`` are the canonical indicator's, ``label`` is what the report calls it; ``start``
    and ``end`` are offsets of the quote in the text of ``file``.
    """
    index = Index(store)
    rows = []
    for iri in index.of_types({expand("kg:Observation"): "Observation"}):
        fact = index.fact(iri)
        place, indicator = index.iri(iri, "kg:region"), index.iri(iri, "kg:indicator")
        evidence, order = index.iri(iri, "kg:evidence"), index.one(iri, "kg:order")
        row: tuple[Cell, ...] = (
            index.label(place),
            fact["code"],
            fact["period"],
            index.text(indicator, "skos:prefLabel"),
            fact["label"],
            fact["value"],
            fact["unit"],
            fact["baseline_value"],
            fact["change"],
            fact["sentence"],
            index.text(fact["report"], "kg:fileName"),
            number(index.one(evidence, "oa:start")),
            number(index.one(evidence, "oa:end")),
        )
        year = index.text(fact["report"], "kg:year")
        rows.append(((row[0], row[1], year, fact["report"], order, iri), row))
    rows.sort(key=lambda pair: tuple(map(_sortable, pair[0])))
    return Table(INDICATOR_COLUMNS, tuple(row for _, row in rows))


def _csv(store: Store) -> bytes:
    # Excel takes UTF-8 for what it is only after a byte order mark.
    return b"\xef\xbb\xbf" + indicators_table(store).to("csv").encode()


def _graphml(store: Store) -> bytes:
    """Nodes and edges with the plain attributes that GraphML knows; lists become counts or lines."""
    network = project(store)
    graph = nx.MultiDiGraph()
    for node, about in network.nodes(data=True):
        graph.add_node(
            node,
            label=xml_safe(about["label"]),
            type=about["type"],
            aka=xml_safe("|".join(about["aka"])),
            region=xml_safe(about["region"]),
            reports=len(about["reports"]),
            facts=len(about["facts"]),
            mentions=len(about["mentions"]),
        )
    for i, (a, b, key, about) in enumerate(network.edges(keys=True, data=True)):
        sentences = dict.fromkeys(quote["sentence"] for quote in about["evidence"])
        graph.add_edge(
            a,
            b,
            key=f"{key}-{i}",
            predicate=key,
            label=about["label_zh"],
            implicit=about["implicit"],
            evidence=xml_safe("\n".join(sentences)),
        )
    out = io.BytesIO()
    nx.write_graphml_xml(graph, out, encoding="utf-8", prettyprint=True)
    return out.getvalue()


def _sortable(value: object) -> tuple[bool, int, str]:
    return (isinstance(value, str), value if isinstance(value, int) else 0, str(value))


_WRITERS: Final[dict[str, Callable[[Store], bytes]]] = {"graphml": _graphml, "csv": _csv}
FORMATS: Final = (*RDF_FORMATS, *_WRITERS)
