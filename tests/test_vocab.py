from __future__ import annotations

import json
import re

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef

from kg import resources
from kg.network import LABELS
from kg.vocab import (
    CLASSES,
    INDIVIDUALS,
    KG,
    KINDS,
    POLICY_TYPES,
    PREDICATES,
    PREFIXES,
    PROPERTIES,
    SECTION_ROLES,
)
from tests.golden_graph import ROOT, filled


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(resources.ontology("kg.ttl"), format="turtle")


def ours(graph: Graph, *kinds: URIRef) -> set[str]:
    found = {s for kind in kinds for s in graph.subjects(RDF.type, kind)}
    return {str(s).removeprefix(str(KG)) for s in found if str(s).startswith(str(KG))}


def test_the_vocabulary_is_that_of_the_ontology_both_ways(ontology: Graph) -> None:
    assert ours(ontology, OWL.Class) == set(CLASSES)
    assert ours(ontology, OWL.ObjectProperty, OWL.DatatypeProperty) == set(PROPERTIES)
    assert len(CLASSES) == len(set(CLASSES)) and len(PROPERTIES) == len(set(PROPERTIES))


def test_every_term_is_named_and_defined_in_both_languages(ontology: Graph) -> None:
    for name in (*CLASSES, *PROPERTIES):
        for predicate in (RDFS.label, SKOS.definition):
            values = list(ontology.objects(KG[name], predicate))
            assert sorted(v.language for v in values if isinstance(v, Literal)) == ["en", "zh"], (
                name,
                predicate,
            )


def test_the_graph_uses_all_of_the_vocabulary_and_nothing_else() -> None:
    with filled() as store:
        query = "SELECT DISTINCT ?t { GRAPH ?g { { ?s ?t ?o } UNION { ?s a ?t } } FILTER(?g != <%s>) }"
        rows = store.query(query % "https://w3id.org/fazhi-kg/graph/ontology")
        used = {str(row["t"].value).removeprefix(str(KG)) for row in rows}
    kg = {name for name in used if ":" not in name}
    assert kg <= {*CLASSES, *PROPERTIES}
    # What the annotations have no example of: items, places with codes, the finer metadata.
    absent = {
        "Problem", "Cause", "cause", "Commitment", "text", "divisionLevel", "policyType", "documentNumber", "publishedAt",
        "indicator", "to", "from",
    }  # fmt: skip
    assert {*CLASSES, *PROPERTIES} - kg <= absent


def test_the_code_names_no_term_that_is_not_in_the_vocabulary() -> None:
    known = {*CLASSES, *PROPERTIES, *INDIVIDUALS}
    files = [
        *(ROOT / "kg").rglob("*.py"),
        *(ROOT / "ontology").rglob("*.rq"),
        *(ROOT / "ontology").glob("*.ttl"),
    ]
    assert len(files) > 40
    for file in files:
        for name in re.findall(r"\bkg:([A-Za-z]\w*)", file.read_text("utf-8")):
            assert name in known, f"{file.name}: kg:{name}"


def test_the_ontology_has_no_blank_nodes(ontology: Graph) -> None:
    cube = Graph().parse(resources.ontology("cube.ttl"), format="turtle")
    for graph in (ontology, cube):
        assert all(isinstance(s, URIRef) and not o.n3().startswith("_:") for s, _, o in graph)


def test_relations_are_labelled_as_in_the_ontology(ontology: Graph) -> None:
    for name, curie in PREDICATES.items():
        if curie.startswith("kg:"):
            labels = {v.language: str(v) for v in ontology.objects(KG[curie[3:]], RDFS.label)}  # type: ignore[attr-defined]
            assert (labels["zh"], labels["en"]) == LABELS[name]
    assert set(LABELS) == set(PREDICATES)


def test_the_shapes_know_the_same_closed_lists() -> None:
    text = resources.ontology("shapes.ttl").read_text("utf-8")
    for words in (KINDS, POLICY_TYPES, SECTION_ROLES):
        assert " ".join(f'"{word}"' for word in words) in " ".join(text.split())


def test_the_context_knows_the_prefixes_and_all_properties() -> None:
    context = json.loads(resources.ontology("context.jsonld").read_text("utf-8"))["@context"]
    assert {k: v for k, v in context.items() if isinstance(v, str)} == PREFIXES
    named = {v["@id"] for v in context.values() if isinstance(v, dict)}
    assert {f"kg:{name}" for name in PROPERTIES} <= named
