from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from kg.audit.shapes import check_graph, report_graphs, validate
from kg.graph import quads
from kg.ntriples import lines
from kg.store import Store, open_store
from kg.vocab import expand
from tests.golden_graph import NAMES, extraction, filled, gold_names

REPORT = NAMES.report(extraction("linan-2023"))


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with filled() as opened:
        yield opened


def test_what_we_write_conforms(store: Store) -> None:
    assert len(report_graphs(store)) == len(gold_names()) == 9
    assert validate(store) == ()


def test_the_whole_export_conforms(store: Store) -> None:
    assert check_graph(lines(store.union())) == ()


FAULTS = [
    ("?o a kg:Observation ; kg:unit ?x", "kg:unit", "MinCount"),
    ("?o a kg:Observation ; kg:evidence ?x", "kg:evidence", "MinCount"),
    ("?o a kg:Claim ; rdf:subject ?x", "rdf:subject", "MinCount"),
    ("?o a kg:Evidence ; oa:exact ?x", "oa:exact", "MinCount"),
    ("?o a kg:Report ; dcterms:title ?x", "dcterms:title", "MinCount"),
    ("?o a kg:Institution ; skos:prefLabel ?x", "skos:prefLabel", "MinCount"),
    ("?o a kg:Observation ; kg:value ?x", "kg:value", "Or"),
]


@pytest.mark.parametrize(("pattern", "predicate", "code"), FAULTS)
def test_a_missing_statement_is_found(pattern: str, predicate: str, code: str) -> None:
    found = quads(extraction("linan-2023"), names=NAMES)
    with open_store(None) as store:
        store.replace(REPORT, found)
        row = next(
            iter(
                store.query(
                    f"SELECT ?o ?x {{ {pattern} FILTER NOT EXISTS {{ ?o kg:change ?c }} }} ORDER BY ?o"
                )
            )
        )
        gone = (row["o"], ox.NamedNode(expand(predicate)), row["x"])
        kept = [q for q in found if (q.subject, q.predicate, q.object) != gone]
        assert len(kept) == len(found) - 1
        store.replace(REPORT, kept)
        findings = validate(store)
    assert f"shape-{code}" in {finding.code for finding in findings}
    assert all(finding.report == REPORT and finding.severity == "error" for finding in findings)
    assert any(str(row["o"].value) in finding.hint for finding in findings)


def test_a_wrong_statement_is_found_with_its_place() -> None:
    found = quads(extraction("linan-2023"), names=NAMES)
    graph = ox.NamedNode(REPORT)
    node = next(q.subject for q in found if q.predicate.value == expand("kg:kind"))
    wrong = ox.Quad(node, ox.NamedNode(expand("kg:kind")), ox.Literal("colour"), graph)
    findings = check_graph(lines([*found, wrong]))
    assert {finding.code for finding in findings} == {"shape-In", "shape-MaxCount"}
    start, end = node.value.rpartition("#observation-")[2].split("-")
    assert all((finding.start, finding.end) == (int(start), int(end)) for finding in findings)


def test_names_that_reports_disagree_on_are_found(store: Store) -> None:
    with filled() as other:
        thing = ox.NamedNode(next(NAMES.entity(e) for e in extraction("linan-2023").entities))
        extra = ox.NamedNode("http://x/g")
        label = ox.Literal("别的名字", language="zh")
        other.replace(extra.value, [ox.Quad(thing, ox.NamedNode(expand("skos:prefLabel")), label, extra)])
        findings = validate(other)
    assert [finding.code for finding in findings] == ["shape-UniqueLang"]
