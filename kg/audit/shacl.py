"""Findings as a SHACL validation report in Turtle, for tools that read the W3C's format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from kg.iri import Names, evidence
from kg.model import Finding
from kg.turtle import turtle
from kg.vocab import PREFIXES

_SH = "http://www.w3.org/ns/shacl#"
_SEVERITIES = {"error": "Violation", "warning": "Warning", "note": "Info"}
_TRUE = Literal("true", datatype=NamedNode(PREFIXES["xsd"] + "boolean"))
_FALSE = Literal("false", datatype=NamedNode(PREFIXES["xsd"] + "boolean"))


def report(findings: Sequence[Finding], *, names: Names) -> str:
    """The findings as one ``sh:ValidationReport``; a result's focus node is the report, its value the words."""
    whole = NamedNode(names.graph("audit"))
    triples = {
        Triple(whole, _type(), NamedNode(_SH + "ValidationReport")),
        Triple(whole, NamedNode(_SH + "conforms"), _FALSE if findings else _TRUE),
    }
    seen: Counter[str] = Counter()
    for finding in findings:
        subject = finding.report or names.graph("audit")
        place = "" if finding.start is None else f"-{finding.start}-{finding.end}"
        iri = f"{subject}#finding-{finding.code}{place}"
        seen[iri] += 1
        node = NamedNode(iri if seen[iri] == 1 else f"{iri}-{seen[iri]}")
        triples.add(Triple(whole, NamedNode(_SH + "result"), node))
        triples.update(_result(finding, node, subject, names))
    return turtle(triples, prefixes={**PREFIXES, "sh": _SH}).decode()


def _result(finding: Finding, node: NamedNode, subject: str, names: Names) -> Iterator[Triple]:
    yield Triple(node, _type(), NamedNode(_SH + "ValidationResult"))
    yield Triple(node, NamedNode(_SH + "focusNode"), NamedNode(subject))
    yield Triple(node, NamedNode(_SH + "resultSeverity"), NamedNode(_SH + _SEVERITIES[finding.severity]))
    component = NamedNode(f"{names.base}audit/{finding.code}")
    yield Triple(node, NamedNode(_SH + "sourceConstraintComponent"), component)
    yield Triple(node, NamedNode(_SH + "resultMessage"), Literal(finding.message, language="en"))
    if finding.message_zh:
        yield Triple(node, NamedNode(_SH + "resultMessage"), Literal(finding.message_zh, language="zh"))
    if finding.start is not None and finding.end is not None and finding.report:
        words = NamedNode(evidence(finding.report, finding.start, finding.end))
        yield Triple(node, NamedNode(_SH + "value"), words)


def _type() -> NamedNode:
    return NamedNode(PREFIXES["rdf"] + "type")
