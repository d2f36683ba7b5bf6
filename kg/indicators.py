"""The canonical indicators and topics: read from their tables, written as SKOS concepts."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, NamedNode, Triple

from kg import resources
from kg.errors import VocabularyError
from kg.turtle import turtle as as_turtle
from kg.vocab import KINDS, PREFIXES, expand

DIRECTIONS = ("higher", "lower", "neutral")


@dataclass(frozen=True, slots=True)
class Topic:
    """A field of the work that reports report on; ``headings`` are how sections on it are headed."""

    code: str
    name_zh: str
    name_en: str
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A canonical indicator; ``direction`` says which way is better, ``units`` come most usual first."""

    code: str
    name_zh: str
    name_en: str
    kind: str
    units: tuple[str, ...]
    topic: str
    direction: str
    broader: str
    phrases: tuple[str, ...]


@cache
def topics() -> tuple[Topic, ...]:
    """All topics, in the order of ``ontology/topics.csv``."""
    return tuple(
        Topic(row["code"], row["name_zh"], row["name_en"], _split(row["headings"]))
        for row in _rows("topics.csv")
    )


@cache
def indicators() -> tuple[Indicator, ...]:
    """All indicators, in the order of ``ontology/indicators.csv``. Raises VocabularyError for a wrong row."""
    found = tuple(
        Indicator(
            code=row["code"],
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            kind=row["kind"],
            units=_split(row["unit"]),
            topic=row["topic"],
            direction=row["direction"],
            broader=row["broader"],
            phrases=_split(row["phrases"]),
        )
        for row in _rows("indicators.csv")
    )
    _check(found)
    return found


def indicator_iri(code: str) -> str:
    """The IRI of an indicator. Raises VocabularyError for a code that we do not have."""
    if code not in _codes():
        raise VocabularyError("no such indicator", where=code, hint="see ontology/indicators.csv")
    return expand(f"indicator:{code}")


def topic_iri(code: str) -> str:
    """The IRI of a topic. Raises VocabularyError for a code that we do not have."""
    if code not in {topic.code for topic in topics()}:
        raise VocabularyError("no such topic", where=code, hint="see ontology/topics.csv")
    return expand(f"topic:{code}")


@cache
def triples() -> tuple[Triple, ...]:
    """Indicators and topics as two SKOS concept schemes, sorted."""
    return tuple(sorted({*_topic_triples(), *_indicator_triples()}, key=str))


def turtle() -> bytes:
    """What ``ontology/indicators.ttl`` holds."""
    used = ("kg", "rdf", "skos", "indicator", "topic")
    head = "# Made from indicators.csv and topics.csv by kg.indicators.write(); do not edit.\n"
    return head.encode() + as_turtle(triples(), prefixes={prefix: PREFIXES[prefix] for prefix in used})


def write() -> None:
    """Write ``ontology/indicators.ttl`` anew."""
    resources.ontology("indicators.ttl").write_bytes(turtle())


@cache
def _codes() -> frozenset[str]:
    return frozenset(indicator.code for indicator in indicators())


def _rows(name: str) -> list[dict[str, str]]:
    with resources.ontology(name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _check(found: tuple[Indicator, ...]) -> None:
    codes = {indicator.code for indicator in found}
    fields = {topic.code for topic in topics()}
    for x in found:
        wrong = [
            message
            for bad, message in (
                (x.kind not in KINDS, f"no such kind: {x.kind}"),
                (x.topic not in fields, f"no such topic: {x.topic}"),
                (x.direction not in DIRECTIONS, f"no such direction: {x.direction}"),
                (bool(x.broader) and x.broader not in codes, f"no such broader indicator: {x.broader}"),
            )
            if bad
        ]
        if wrong:
            raise VocabularyError(wrong[0], where=f"indicators.csv: {x.code}")
    if len(codes) < len(found):
        raise VocabularyError("a code stands twice", where="indicators.csv")


def _node(curie: str) -> NamedNode:
    return NamedNode(expand(curie))


def _concept(iri: NamedNode, kind: str, code: str, zh: str, en: str) -> Iterator[Triple]:
    yield Triple(iri, _node("rdf:type"), _node(kind))
    yield Triple(iri, _node("rdf:type"), _node("skos:Concept"))
    yield Triple(iri, _node("skos:notation"), Literal(code))
    yield Triple(iri, _node("skos:prefLabel"), Literal(zh, language="zh"))
    yield Triple(iri, _node("skos:prefLabel"), Literal(en, language="en"))


def _scheme(name: str, zh: str, en: str) -> Iterator[Triple]:
    yield Triple(_node(name), _node("rdf:type"), _node("skos:ConceptScheme"))
    yield Triple(_node(name), _node("skos:prefLabel"), Literal(zh, language="zh"))
    yield Triple(_node(name), _node("skos:prefLabel"), Literal(en, language="en"))


def _in_scheme(iri: NamedNode, scheme: str, *, top: bool) -> Iterator[Triple]:
    yield Triple(iri, _node("skos:inScheme"), _node(scheme))
    if top:
        yield Triple(iri, _node("skos:topConceptOf"), _node(scheme))
        yield Triple(_node(scheme), _node("skos:hasTopConcept"), iri)


def _hidden(iri: NamedNode, words: tuple[str, ...], name: str) -> Iterator[Triple]:
    # The words that reports use: found by search, not shown as names. A pair (a,b) is a rule, not a name.
    for word in sorted({w.removeprefix("=") for w in words if "," not in w}):
        if word != name:
            yield Triple(iri, _node("skos:hiddenLabel"), Literal(word, language="zh"))


def _topic_triples() -> Iterator[Triple]:
    yield from _scheme("kg:topics", "法治政府建设工作领域", "Fields of rule-of-law government")
    for topic in topics():
        iri = NamedNode(topic_iri(topic.code))
        yield from _concept(iri, "kg:Topic", topic.code, topic.name_zh, topic.name_en)
        yield from _in_scheme(iri, "kg:topics", top=True)
        yield from _hidden(iri, topic.headings, topic.name_zh)


def _indicator_triples() -> Iterator[Triple]:
    yield from _scheme("kg:indicators", "法治政府建设指标", "Indicators of rule-of-law government")
    for x in indicators():
        iri = NamedNode(indicator_iri(x.code))
        yield from _concept(iri, "kg:Indicator", x.code, x.name_zh, x.name_en)
        yield from _in_scheme(iri, "kg:indicators", top=not x.broader)
        yield from _hidden(iri, x.phrases, x.name_zh)
        yield Triple(iri, _node("kg:kind"), Literal(x.kind))
        yield Triple(iri, _node("kg:direction"), Literal(x.direction))
        yield Triple(iri, _node("kg:topic"), NamedNode(topic_iri(x.topic)))
        for unit in x.units:
            yield Triple(iri, _node("kg:unit"), Literal(unit))
        if x.broader:
            yield Triple(iri, _node("skos:broader"), NamedNode(indicator_iri(x.broader)))
            yield Triple(NamedNode(indicator_iri(x.broader)), _node("skos:narrower"), iri)
