from __future__ import annotations

import random

import pytest
from rdflib import Graph

from kg import resources
from kg.audit import shapes
from kg.audit.conformance import _Unknown, compiled, surely_conforms
from kg.graph import statements
from tests.golden_graph import NAMES, extraction, gold_names

SHAPES = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://x/> . ex:S a sh:NodeShape ; "


def test_what_we_write_surely_conforms() -> None:
    assert all(surely_conforms(statements(extraction(name), names=NAMES)) for name in gold_names())


def spoilt(found: list[str], dice: random.Random) -> list[str]:
    """The graph with one statement left out, said twice in other words, or changed."""
    place = dice.randrange(len(found))
    rest = found[:place] + found[place + 1 :]
    subject, predicate, value = found[place].split(" ", 2)
    _, another, other = dice.choice(found).split(" ", 2)
    return {
        0: rest,
        1: [*found, f"{subject} {predicate} {other}"],
        2: [*rest, f"{subject} {predicate} {other}"],
        3: [*rest, f"{subject} {another} {value}"],
        4: [*rest, f'{subject} {predicate} ""'],
    }[dice.randrange(5)]


def test_it_never_vouches_for_what_pyshacl_rejects(monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(7)
    # A slice of a report, closed over its sections and evidence, keeps pySHACL quick.
    found = statements(extraction("shiao-2024"), names=NAMES)
    few = [line for line in found if "#" not in line.partition(" ")[0] or int(dice.random() * 12) == 0]
    graphs = [spoilt(found, dice) for _ in range(25)] + [few]
    verdicts = [surely_conforms(graph) for graph in graphs]
    monkeypatch.setattr(shapes, "surely_conforms", lambda lines: False)
    rejected = [bool(shapes.check_graph(graph)) for graph in graphs]
    assert not any(vouched and bad for vouched, bad in zip(verdicts, rejected, strict=True))
    assert sum(rejected) >= 5 and sum(verdicts) >= 5


@pytest.mark.parametrize(
    "asked",
    [
        "sh:targetSubjectsOf ex:p",
        "sh:property [ sh:path ( ex:p ex:q ) ; sh:minCount 1 ]",
        "sh:property [ sh:path ex:p ; sh:hasValue 1 ]",
        "sh:property [ sh:path ex:p ; sh:nodeKind sh:Literal ]",
    ],
)
def test_an_unknown_constraint_is_not_passed_over(asked: str) -> None:
    with pytest.raises(_Unknown):
        compiled(Graph().parse(data=f"{SHAPES} sh:targetClass ex:C ; {asked} .", format="turtle"))


def test_the_shapes_of_the_project_are_understood() -> None:
    graph = Graph().parse(str(resources.ontology("shapes.ttl")), format="turtle")
    assert len(compiled(graph)) >= 12
