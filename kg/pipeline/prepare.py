"""All that a build needs of one report, made in one place: whichever process does it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from kg.errors import KgError
from kg.iri import Names
from kg.pipeline.workers import attempt, extract_file


@dataclass(frozen=True, slots=True)
class Prepared:
    """A report as bytes: its facts as JSON, its text, its graph as sorted N-Quads.

    ``findings`` are what the checks of the report and of its graph found, each as a line of JSON, none twice.
    """

    report: str
    facts: bytes
    text: bytes
    quads: bytes
    findings: tuple[str, ...]


def prepare(path: str, names: Names) -> Prepared | KgError:
    """Read, extract, check and write down one report."""
    return attempt(path, lambda: _prepare(path, names))


def _prepare(path: str, names: Names) -> Prepared:
    import pyoxigraph as ox

    from kg.audit.case import case
    from kg.audit.engine import audit_one
    from kg.audit.shapes import check_graph
    from kg.facts import to_facts
    from kg.graph import quads

    extraction = extract_file(Path(path))
    report, graph = names.report(extraction), quads(extraction, names=names)
    findings = (*check_graph(graph, report=report), *audit_one(case(extraction, names=names)))
    lines = dict.fromkeys(json.dumps(asdict(finding), ensure_ascii=False) for finding in findings)
    facts = json.dumps(to_facts(extraction, names=names), ensure_ascii=False, indent=2) + "\n"
    return Prepared(
        report=report,
        facts=facts.encode(),
        text=extraction.document.text.encode("utf-8", "surrogatepass"),
        quads=ox.serialize(graph, format=ox.RdfFormat.N_QUADS) or b"",
        findings=tuple(lines),
    )
