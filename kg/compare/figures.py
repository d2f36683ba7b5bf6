"""What the store holds of some indicators: the reports, and the figures that they state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from kg.indicators import indicator_iri
from kg.store import Store

_REPORTS: Final = """
SELECT ?report ?title ?year ?place ?place_name ?level ?publisher ?publisher_name {
  ?report a kg:Report ; dcterms:title ?title ; kg:region ?place .
  OPTIONAL { ?report kg:year ?year }
  OPTIONAL { ?place skos:prefLabel ?place_name }
  OPTIONAL { ?place kg:divisionLevel ?level }
  OPTIONAL { ?report dcterms:publisher ?publisher . ?publisher skos:prefLabel ?publisher_name }
} ORDER BY ?report ?place_name ?level ?publisher_name"""

_FIGURES: Final = """
SELECT ?o ?report ?code ?order ?label ?value ?unit ?approximate ?period ?from ?about ?change ?change_unit
  ?before ?before_period ?sentence ?start ?end ?exact {
  VALUES ?indicator { %s }
  ?o kg:indicator ?indicator ; kg:label ?label ; kg:unit ?unit ; kg:order ?order ; kg:evidence ?e .
  ?indicator skos:notation ?code .
  ?e oa:hasSource ?report ; kg:sentence ?sentence ; oa:start ?start ; oa:end ?end ; oa:exact ?exact .
  OPTIONAL { ?o kg:value ?value }
  OPTIONAL { ?o kg:approximate ?approximate }
  OPTIONAL { ?o kg:period ?period }
  OPTIONAL { ?o kg:from ?from }
  OPTIONAL { ?o kg:about ?about }
  OPTIONAL { ?o kg:change ?change ; kg:changeUnit ?change_unit }
  OPTIONAL { ?o kg:baseline ?b . ?b kg:value ?before OPTIONAL { ?b kg:period ?before_period } }
} ORDER BY ?report ?order"""


@dataclass(frozen=True, slots=True)
class Report:
    """A report: the place and the body that it speaks for, and its year (None where it gives none)."""

    iri: str
    title: str
    year: int | None
    place: str
    place_name: str
    level: str
    publisher: str
    publisher_name: str

    @property
    def series(self) -> tuple[str, str]:
        """What all reports of one body share: the place and who publishes."""
        return self.place, self.publisher

    @property
    def body(self) -> str:
        """The publisher without its place, such as 市场监督管理局: the last step of its IRI."""
        return self.publisher.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a report under a canonical indicator, with the words that say so."""

    iri: str
    report: str
    code: str
    label: str
    value: Decimal | None
    unit: str
    approximate: bool
    year: int | None
    ranged: bool
    about: str
    change: Decimal | None
    change_unit: str
    before: Decimal | None
    before_year: int | None
    sentence: str
    start: int
    end: int
    exact: str


def reports(store: Store) -> list[Report]:
    """All reports of a store, by IRI; of several names or levels the first counts."""
    found: dict[str, Report] = {}
    for row in _rows(store, _REPORTS):
        found.setdefault(
            row["report"],
            Report(
                iri=row["report"],
                title=row["title"],
                year=_year(row.get("year")),
                place=row["place"],
                place_name=row.get("place_name", ""),
                level=row.get("level", ""),
                publisher=row.get("publisher", ""),
                publisher_name=row.get("publisher_name", ""),
            ),
        )
    return list(found.values())


def figures(store: Store, codes: Sequence[str]) -> list[Figure]:
    """The figures under these indicators, by report and their order in it."""
    if not codes:
        return []
    wanted = " ".join(f"<{indicator_iri(code)}>" for code in codes)
    return [_figure(row) for row in _rows(store, _FIGURES % wanted)]


def _figure(row: dict[str, str]) -> Figure:
    return Figure(
        iri=row["o"],
        report=row["report"],
        code=row["code"],
        label=row["label"],
        value=_decimal(row.get("value")),
        unit=row["unit"],
        approximate=row.get("approximate") == "true",
        year=_year(row.get("period")),
        ranged="from" in row,
        about=row.get("about", ""),
        change=_decimal(row.get("change")),
        change_unit=row.get("change_unit", ""),
        before=_decimal(row.get("before")),
        before_year=_year(row.get("before_period")),
        sentence=row["sentence"],
        start=int(row["start"]),
        end=int(row["end"]),
        exact=row["exact"],
    )


def _rows(store: Store, sparql: str) -> Iterable[dict[str, str]]:
    solutions: Any = store.query(sparql)
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        yield {name: solution[name].value for name in names if solution[name] is not None}


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _year(text: str | None) -> int | None:
    """The year of a period; one that is finer counts to its year only where it is a whole one."""
    return int(text) if text is not None and text.isdecimal() else None
