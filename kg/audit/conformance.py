"""Whether a graph surely conforms to ``ontology/shapes.ttl``, told in one pass over its statements.

pySHACL takes some hundred times as long, and nearly every graph conforms: it is asked only about those that
this cannot vouch for. What is not understood here counts as doubt, never as assent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Final

from rdflib import RDF, SH, XSD, Graph
from rdflib.collection import Collection
from rdflib.term import Literal, Node, URIRef

from kg import resources
from kg.ntriples import literal_of, node
from kg.vocab import expand

Facts = dict[str, set[str]]
"""What is said of a thing: terms by predicate, all as N-Triples."""

_TYPE: Final = node(expand("rdf:type"))
_WRITTEN: Final = {
    str(XSD.decimal): re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)"),
    str(XSD.integer): re.compile(r"[+-]?\d+"),
    str(XSD.gYear): re.compile(r"-?\d{4,}"),
}
"""Words that surely are of a datatype; any are a string, dates are asked of the calendar."""
_STRINGS: Final = (str(XSD.string), str(RDF.langString))
_DATE: Final = str(XSD.date)


@dataclass(frozen=True, slots=True)
class Property:
    """What a property shape asks of the values of one predicate."""

    path: str
    least: int = 0
    most: int | None = None
    datatype: str | None = None
    of_class: str | None = None
    among: frozenset[str] | None = None
    pattern: re.Pattern[str] | None = None
    shortest: int = 0
    iris: bool = False
    one_a_language: bool = False
    below: str | None = None
    not_above: str | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """What is asked of the things of some classes: all the properties, and one of each choice."""

    properties: list[Property] = field(default_factory=list)
    choices: list[list[Property]] = field(default_factory=list)


def surely_conforms(statements: Iterable[str]) -> bool:
    """Whether the graph of these lines of N-Triples conforms beyond doubt; False says that pySHACL has to be asked."""
    shapes = _shapes()
    if shapes is None:
        return False
    things: dict[str, Facts] = {}
    for line in statements:
        subject, predicate, value = line.split(" ", 2)
        if subject[0] != "<" or value[:2] == "<<":
            return False
        facts = things.get(subject)
        if facts is None:
            facts = things[subject] = {}
        if predicate in facts:
            facts[predicate].add(value)
        else:
            facts[predicate] = {value}
    return all(
        _meets(facts, shape, things)
        for facts in things.values()
        for kind in facts.get(_TYPE, ())
        for shape in shapes.get(kind, ())
    )


def _meets(facts: Facts, shape: Shape, things: dict[str, Facts]) -> bool:
    return all(_holds(facts, one, things) for one in shape.properties) and all(
        any(_holds(facts, one, things) for one in choice) for choice in shape.choices
    )


def _holds(facts: Facts, asked: Property, things: dict[str, Facts]) -> bool:
    values: Set[str] = facts.get(asked.path, frozenset())
    if len(values) < asked.least or (asked.most is not None and len(values) > asked.most):
        return False
    if asked.one_a_language and len({v.rpartition('"')[2] for v in values}) < len(values):
        return False
    for above, strict in ((asked.below, True), (asked.not_above, False)):
        if above and not _ordered(values, facts.get(above, frozenset()), strict=strict):
            return False
    return all(_fits(value, asked, things) for value in values)


def _fits(value: str, asked: Property, things: dict[str, Facts]) -> bool:
    if (asked.iris or asked.of_class) and value[0] != "<":
        return False
    if asked.datatype and not _of_datatype(value, asked.datatype):
        return False
    if asked.of_class and asked.of_class not in things.get(value, {}).get(_TYPE, ()):
        return False
    if asked.among is not None and value not in asked.among:
        return False
    if asked.pattern is None and not asked.shortest:
        return True
    text = literal_of(value).value if value[0] == '"' else value[1:-1]
    if asked.pattern is not None and not asked.pattern.search(text):
        return False
    return len(text) >= asked.shortest


def _of_datatype(value: str, datatype: str) -> bool:
    if value[0] != '"':
        return False
    found = literal_of(value)
    if found.datatype != datatype or datatype in _STRINGS:
        return found.datatype == datatype
    if datatype == _DATE:
        return _is_date(found.value)
    written = _WRITTEN.get(datatype)
    return written is not None and written.fullmatch(found.value) is not None


def _is_date(text: str) -> bool:
    try:
        return len(text) == 10 and date.fromisoformat(text) is not None
    except ValueError:
        return False


def _ordered(low: Set[str], high: Set[str], *, strict: bool) -> bool:
    try:
        pairs = [(int(literal_of(a).value), int(literal_of(b).value)) for a in low for b in high]
    except ValueError:
        return False
    return all(a < b if strict else a <= b for a, b in pairs)


class _Unknown(Exception):
    """A constraint that this module does not know."""


@cache
def _shapes() -> dict[str, list[Shape]] | None:
    """The shapes by the class that they are for; None where one of them is beyond this module."""
    graph = Graph().parse(str(resources.ontology("shapes.ttl")), format="turtle")
    try:
        return compiled(graph)
    except _Unknown:
        return None


def compiled(graph: Graph) -> dict[str, list[Shape]]:
    """The shapes of a SHACL graph by target class. Raises an error for a constraint that is not known here."""
    found: dict[str, list[Shape]] = {}
    for one in graph.subjects(RDF.type, SH.NodeShape):
        shape = Shape()
        for predicate, value in graph.predicate_objects(one):
            if predicate == SH.property:
                shape.properties.append(_property(graph, value))
            elif predicate == SH["or"]:
                shape.choices.append([_property(graph, each) for each in Collection(graph, value)])
            elif predicate not in (RDF.type, SH.targetClass, SH.message, SH.severity):
                raise _Unknown(str(predicate))
        for target in graph.objects(one, SH.targetClass):
            found.setdefault(node(str(target)), []).append(shape)
    return found


def _property(graph: Graph, one: Node) -> Property:
    path = graph.value(one, SH.path)
    if not isinstance(path, URIRef):
        raise _Unknown("a path of several steps")
    asked = dict(_constraints(graph, one))
    return Property(path=node(str(path)), **asked)  # type: ignore[arg-type]


def _constraints(graph: Graph, shape: Node) -> Iterator[tuple[str, object]]:
    for predicate, value in graph.predicate_objects(shape):
        if predicate in (SH.path, SH.message, SH.severity):
            continue
        if predicate == SH.nodeKind and value == SH.IRI:
            yield "iris", True
        elif predicate == SH["in"]:
            yield "among", frozenset(one.n3() for one in Collection(graph, value))
        elif predicate in _COUNTS and isinstance(value, Literal):
            yield _COUNTS[predicate], int(value)
        elif predicate == SH.datatype:
            yield "datatype", str(value)
        elif predicate in _TERMS:
            yield _TERMS[predicate], node(str(value))
        elif predicate == SH.pattern:
            yield "pattern", re.compile(str(value))
        elif predicate == SH.uniqueLang:
            yield "one_a_language", str(value) == "true"
        else:
            raise _Unknown(str(predicate))


_COUNTS: Final[dict[Node, str]] = {SH.minCount: "least", SH.maxCount: "most", SH.minLength: "shortest"}
_TERMS: Final[dict[Node, str]] = {
    SH["class"]: "of_class",
    SH.lessThan: "below",
    SH.lessThanOrEquals: "not_above",
}
