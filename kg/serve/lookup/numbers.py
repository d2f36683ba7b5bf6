"""What is in the graph as a whole: its reports, and how much there is of everything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from kg.explain import Live
from kg.serve.lookup.contents import Thing, thing
from kg.store import Store
from kg.vocab import ENTITY_TYPES, expand

_EXAMPLES: Final = ("Report", *ENTITY_TYPES, "Indicator")


@dataclass(frozen=True, slots=True)
class Report:
    """A report with its place and year."""

    iri: str
    title: str
    place: Thing
    publisher: Thing
    year: str


@dataclass(frozen=True, slots=True)
class Overview:
    """What is in the graph."""

    statements: int
    figures: int
    reports: tuple[Report, ...]


def overview(store: Store) -> Overview:
    """The numbers and the reports of the start page, by place and year."""
    index = Live(store)
    reports = [_report(index, iri) for iri in index.of_types({expand("kg:Report"): "Report"})]
    reports.sort(key=lambda one: (one.place.iri, one.publisher.iri, one.year, one.iri))
    [[statements]] = store.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    [[figures]] = store.query("SELECT (COUNT(*) AS ?n) WHERE { ?s a kg:Observation }")
    return Overview(_number(statements), _number(figures), tuple(reports))


def _number(term: Any) -> int:
    return int(term.value)


def _report(index: Live, iri: str) -> Report:
    return Report(
        iri,
        index.label(iri),
        thing(index, index.iri(iri, "kg:region")),
        thing(index, index.iri(iri, "dcterms:publisher")),
        index.text(iri, "kg:year"),
    )


@dataclass(frozen=True, slots=True)
class Partitions:
    """How much there is, and of each class and property; ``examples`` has one thing of each kind."""

    triples: int
    subjects: int
    objects: int
    classes: tuple[tuple[str, int], ...]
    properties: tuple[tuple[str, int], ...]
    examples: tuple[str, ...]


def partitions(store: Store) -> Partitions:
    """The numbers of the dataset's description."""
    [[triples, subjects, objects]] = store.query(
        "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?m) (COUNT(DISTINCT ?o) AS ?k) WHERE { ?s ?p ?o }"
    )
    classes = store.query("SELECT ?c (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?c } GROUP BY ?c")
    properties = store.query("SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p")
    live = Live(store)
    found = (live.of_types({expand(f"kg:{kind}"): kind}) for kind in _EXAMPLES)
    return Partitions(
        _number(triples),
        _number(subjects),
        _number(objects),
        tuple(sorted((str(name.value), _number(n)) for name, n in classes)),
        tuple(sorted((str(name.value), _number(n)) for name, n in properties)),
        tuple(iris[0] for iris in found if iris),
    )
