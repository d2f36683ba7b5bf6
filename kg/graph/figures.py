"""Observations of a report as an RDF Data Cube: figures in one data set, bare changes in another."""

from __future__ import annotations

from kg import iri
from kg.errors import VocabularyError
from kg.graph.terms import boolean, decimal, integer, moment, plain, term, zh
from kg.graph.writer import Writer
from kg.indicators import indicator_iri
from kg.model import Observation
from kg.ntriples import Term, node
from kg.vocab import KINDS

# A cube wants every figure to have a value, so figures that are given only as a change stand apart.
_CUBES = {
    "observations": ("kg:structure", "报告中的数据"),
    "changes": ("kg:changeStructure", "报告中仅有增减变化的数据"),
}


def write_observations(writer: Writer, region: Term) -> None:
    """All figures of the report, in the order of its text."""
    observations = writer.extraction.observations
    nodes = iri.parts(writer.report, "observation", observations)
    used = set()
    for order, (observation, subject) in enumerate(zip(observations, nodes, strict=True), start=1):
        cube = "changes" if observation.value is None else "observations"
        used.add(cube)
        _write(writer, observation, subject)
        writer.add(subject, "kg:order", integer(order))
        writer.add(subject, "kg:region", region)
        writer.add(subject, "qb:dataSet", node(f"{writer.report}#{cube}"))
        if observation.baseline is not None:
            _write_baseline(writer, observation, subject)
    for cube in sorted(used):
        _write_cube(writer, cube)


def _write(writer: Writer, o: Observation, subject: str) -> None:
    if o.kind not in KINDS:
        raise VocabularyError("no such kind of figure", where=o.kind, hint=f"one of {', '.join(KINDS)}")
    writer.type(subject, "Observation")
    writer.add(subject, "kg:label", zh(o.indicator))
    writer.add(subject, "kg:kind", plain(o.kind))
    writer.add(subject, "kg:unit", plain(o.unit))
    writer.add(subject, "kg:written", plain(o.written))
    writer.add(subject, "kg:approximate", boolean(o.approximate))
    writer.add(subject, "kg:evidence", writer.evidence(o.start, o.end))
    if o.value is not None:
        writer.add(subject, "kg:value", decimal(o.value))
    if o.change is not None:
        writer.add(subject, "kg:change", decimal(o.change))
        writer.add(subject, "kg:changeUnit", plain(o.unit if o.change_unit is None else o.change_unit))
    if o.code:
        writer.add(subject, "kg:indicator", node(indicator_iri(o.code)))
    if o.about is not None:
        writer.add(subject, "kg:about", node(writer.entity_iris[o.about]))
    if o.period:
        write_period(writer, subject, o.period)


def _write_baseline(writer: Writer, o: Observation, subject: str) -> None:
    assert o.baseline is not None
    baseline = subject.replace("#observation-", "#baseline-")
    writer.add(subject, "kg:baseline", node(baseline))
    writer.type(baseline, "Baseline")
    writer.add(baseline, "kg:value", decimal(o.baseline.value))
    if o.baseline.period:
        write_period(writer, baseline, o.baseline.period)


def write_period(writer: Writer, subject: str, period: str) -> None:
    """A period as one moment, or as its first and last."""
    first, slash, last = period.partition("/")
    if not slash:
        writer.add(subject, "kg:period", moment(period))
        return
    if first.strip("."):
        writer.add(subject, "kg:from", moment(first))
    if last.strip("."):
        writer.add(subject, "kg:to", moment(last))


def _write_cube(writer: Writer, cube: str) -> None:
    subject, (structure, title) = f"{writer.report}#{cube}", _CUBES[cube]
    writer.add(subject, "rdf:type", term("qb:DataSet"))
    writer.add(subject, "qb:structure", term(structure))
    writer.add(subject, "rdfs:label", zh(title))
    writer.add(subject, "dcterms:isPartOf", writer.graph)
