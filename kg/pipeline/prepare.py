"""All that a build needs of one report, made in one place: whichever process does it."""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import asdict, astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.iri import Names
from kg.pipeline.workers import attempt, extract_file

if TYPE_CHECKING:
    from kg.export import Part


@dataclass(frozen=True, slots=True)
class Prepared:
    """A report as bytes: its facts as JSON, its text, its graph as sorted N-Triples, what it gives to the files of all.

    ``count`` is how many statements there are, ``digest`` a hash of them, which ``part`` carries as well;
    ``findings`` what the checks of the report and of its graph found, each as a line of JSON, none twice.
    """

    report: str
    facts: bytes
    text: bytes
    graph: bytes
    part: bytes
    count: int
    digest: str
    findings: tuple[str, ...]


def prepare(path: str, names: Names) -> Prepared | KgError:
    """Read, extract, check and write down one report."""
    return attempt(path, lambda: _prepare(path, names))


def _prepare(path: str, names: Names) -> Prepared:
    from kg.audit.case import case
    from kg.audit.engine import audit_one
    from kg.audit.shapes import check_graph
    from kg.export import part
    from kg.facts import to_facts
    from kg.graph import statements
    from kg.ntriples import ntriples

    extraction = extract_file(Path(path))
    report, graph = names.report(extraction), statements(extraction, names=names)
    findings = (*check_graph(graph, report=report), *audit_one(case(extraction, names=names)))
    lines = dict.fromkeys(json.dumps(asdict(finding), ensure_ascii=False) for finding in findings)
    facts = json.dumps(to_facts(extraction, names=names), ensure_ascii=False, indent=2) + "\n"
    data = ntriples(graph)
    digest = hashlib.blake2b(data, digest_size=16).hexdigest()
    return Prepared(
        report=report,
        facts=facts.encode(),
        text=extraction.document.text.encode("utf-8", "surrogatepass"),
        graph=data,
        part=pack(part(report, graph), digest),
        count=len(graph),
        digest=digest,
        findings=tuple(lines),
    )


def pack(part: Part, digest: str) -> bytes:
    """A part as bytes, with the hash of the graph that it was made of."""
    rows = [astuple(row) for row in part.rows]
    text = json.dumps((digest, part.own, part.shared, rows), ensure_ascii=False)
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def unpack(data: bytes, digest: str) -> Part:
    """The part that was packed. Raises ValueError or zlib.error for what is none, or one of another graph."""
    from kg.export import Part, Row

    of, own, shared, rows = json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))
    if of != digest:
        raise ValueError("the part of another graph")
    return Part(own, tuple(shared), tuple(Row(*row) for row in rows))
