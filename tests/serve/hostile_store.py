"""A store whose every text is one of the strings that would run as a script in a page that does not escape."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
from view.hostile import STRINGS

from kg.store import open_store
from kg.vocab import DEFAULT_BASE, expand

REPORT = f"{DEFAULT_BASE}report/hostile"
#: The strings as a graph can hold them.
TEXTS = tuple(text.encode("utf-8", "replace").decode() for text in STRINGS)


def thing(number: int) -> str:
    """The IRI of the thing that is called by one of the strings."""
    return f"{DEFAULT_BASE}{'institution' if number % 2 else 'reform'}/{number}"


def fill(folder: Path) -> None:
    """Write the store."""
    with open_store(folder) as store:
        graph = ox.NamedNode(REPORT)
        store.replace(REPORT, [ox.Quad(*triple, graph) for triple in _triples()])


def _triples() -> Iterator[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]]:
    def said(
        subject: str, predicate: str, value: object
    ) -> tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]:
        term = value if isinstance(value, ox.NamedNode | ox.Literal) else ox.Literal(str(value))
        return ox.NamedNode(subject), ox.NamedNode(expand(predicate)), term

    def node(curie: str) -> ox.NamedNode:
        return ox.NamedNode(expand(curie))

    def number(value: int, kind: str = "integer") -> ox.Literal:
        return ox.Literal(str(value), datatype=node(f"xsd:{kind}"))

    report = ox.NamedNode(REPORT)
    yield said(REPORT, "rdf:type", node("kg:Report"))
    yield said(REPORT, "dcterms:title", "".join(TEXTS[:10]))
    yield said(REPORT, "kg:fileName", TEXTS[1])
    for i, text in enumerate(TEXTS):
        iri, evidence, claim, figure, section, problem = (
            thing(i), f"{REPORT}#char={i},{i + 1}", f"{REPORT}#claim-{i}-0", f"{REPORT}#observation-{i}-0",
            f"{REPORT}#section-{i}", f"{REPORT}#problem-{i}",
        )  # fmt: skip
        yield said(iri, "rdf:type", node("kg:Institution" if i % 2 else "kg:Reform"))
        for predicate, value in (
            ("skos:prefLabel", text),
            ("skos:altLabel", f"又{text}"),
            ("kg:post", text),
            ("kg:documentNumber", text),
        ):
            yield said(iri, predicate, value)
        yield said(iri, "kg:mention", ox.NamedNode(evidence))
        yield said(evidence, "rdf:type", node("kg:Evidence"))
        yield said(evidence, "kg:sentence", f"前{text}后")
        yield said(evidence, "oa:hasSource", report)
        yield said(evidence, "kg:section", ox.NamedNode(section))
        for predicate, offset in (("oa:start", 1), ("oa:end", 1 + len(text)), ("kg:sentenceStart", 0)):
            yield said(evidence, predicate, number(offset))
        yield said(section, "rdf:type", node("kg:Section"))
        yield said(section, "dcterms:isPartOf", report)
        yield said(section, "kg:heading", text)
        yield said(section, "kg:role", text)
        yield said(section, "kg:order", number(i))
        yield said(problem, "rdf:type", node("kg:Problem"))
        yield said(problem, "dcterms:isPartOf", report)
        yield said(problem, "kg:text", text)
        yield said(problem, "kg:evidence", ox.NamedNode(evidence))
        yield said(claim, "rdf:type", node("kg:Claim"))
        yield said(claim, "rdf:subject", ox.NamedNode(iri))
        yield said(claim, "rdf:predicate", node("kg:implements"))
        yield said(claim, "rdf:object", ox.NamedNode(thing((i + 1) % len(TEXTS))))
        yield said(claim, "kg:evidence", ox.NamedNode(evidence))
        yield said(figure, "rdf:type", node("kg:Observation"))
        for predicate in ("kg:label", "kg:unit", "kg:kind", "kg:period", "kg:written", "kg:changeUnit"):
            yield said(figure, predicate, text)
        yield said(figure, "kg:value", number(i, "decimal"))
        yield said(figure, "kg:change", number(-1, "decimal"))
        yield said(figure, "kg:about", ox.NamedNode(iri))
        yield said(figure, "kg:region", ox.NamedNode(iri))
        yield said(figure, "kg:evidence", ox.NamedNode(evidence))
