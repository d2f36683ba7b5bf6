"""What the parts of a report's graph are written with: one list of statements, evidence made once."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from kg import iri
from kg.graph.terms import integer, plain, term, zh
from kg.iri import Names
from kg.model import Document, Extraction
from kg.ntriples import Term, node

_STOP = re.compile(r"[。！？!?；;\n\r]")

# Types of other vocabularies that stand in the graph as well, since their users' tools do not infer.
SUPERTYPES = {
    "Report": "schema:Report",
    "Institution": "org:Organization",
    "Region": "schema:AdministrativeArea",
    "Reform": "prov:Plan",
    "Policy": "schema:Legislation",
    "Person": "foaf:Person",
    "Observation": "qb:Observation",
}


@dataclass(slots=True)
class Writer:
    """Collects the statements of one report, as lines of N-Triples."""

    extraction: Extraction
    names: Names
    report: str = ""
    graph: Term = field(init=False)
    lines: list[str] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    entity_iris: dict[str, str] = field(default_factory=dict)
    _evidence: dict[tuple[int, int], Term] = field(default_factory=dict)
    _starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.report = self.report or self.names.report(self.extraction)
        self.graph = node(self.report)
        self.entity_iris = {e.id: self.names.entity(e) for e in self.extraction.entities}
        self._starts = [s.start for s in self.extraction.document.sentences]

    def add(self, subject: str, predicate: str, value: Term) -> None:
        """One statement; ``subject`` is an IRI, ``predicate`` a prefixed name."""
        self.lines.append(f"<{subject}> {term(predicate)} {value}")

    def type(self, subject: str, name: str) -> None:
        """The class of a thing, and the class of others that it stands for."""
        self.add(subject, "rdf:type", term(f"kg:{name}"))
        if name in SUPERTYPES:
            self.add(subject, "rdf:type", term(SUPERTYPES[name]))

    def label(self, subject: str, name: str) -> None:
        """A name of a thing: the first is the preferred one, the others are alternatives.

        The preferred name is folded as the IRI is, so that reports which write it with and without
        quotation marks agree on it.
        """
        folded = iri.fold(name)
        preferred = self.labels.setdefault(subject, folded)
        if preferred == folded:
            self.add(subject, "skos:prefLabel", zh(folded))
        if name != preferred:
            self.add(subject, "skos:altLabel", zh(name))

    def evidence(self, start: int, end: int) -> Term:
        """The node of some words of the report, written when it is first asked for."""
        known = self._evidence.get((start, end))
        if known is not None:
            return known
        words = iri.evidence(self.report, start, end)
        document = self.extraction.document
        first, last, section = self._sentence(start, end)
        self.type(words, "Evidence")
        self.add(words, "oa:start", integer(start))
        self.add(words, "oa:end", integer(end))
        self.add(words, "oa:exact", plain(document.text[start:end]))
        self.add(words, "oa:hasSource", self.graph)
        self.add(words, "kg:sentence", plain(document.text[first:last]))
        self.add(words, "kg:sentenceStart", integer(first))
        if section is not None:
            self.add(words, "kg:section", node(iri.section(self.report, section)))
        made = self._evidence[start, end] = node(words)
        return made

    def _sentence(self, start: int, end: int) -> tuple[int, int, int | None]:
        """The stretch of whole sentences around some words, without white space, and its section."""
        document = self.extraction.document
        sentences = document.sentences
        i = bisect_right(self._starts, start) - 1
        if i >= 0 and start < sentences[i].end:
            j = i
            while sentences[j].end < end and j + 1 < len(sentences) and sentences[j + 1].start < end:
                j += 1
            first, last = _trim(document.text, sentences[i].start, max(sentences[j].end, end))
            return min(first, start), max(last, end), sentences[i].section
        first, last = around(document.text, start, end)
        return first, last, _section(document, start)


def around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around some words, for texts that were not cut into sentences."""
    first = 0
    for stop in _STOP.finditer(text, 0, start):
        first = stop.end()
    found = _STOP.search(text, max(end - 1, start))
    last = len(text) if found is None else found.end()
    first, last = _trim(text, first, last)
    return min(first, start), max(last, end)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _section(document: Document, position: int) -> int | None:
    inside = [(s.start, s.level, s.order) for s in document.sections if s.start <= position < s.end]
    return max(inside)[2] if inside else None
