"""What the rules read: one report with everything known of it, and all reports of an audit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from kg.iri import Names
from kg.model import Document, Extraction, Metadata, Observation, Section, Span

_ANNUAL = re.compile(r"法治政府|依法行政|法治建设|依法治[省市州县区镇乡]")
_STOPS = "。！？；：!?;:"
_BREAK = re.compile(r"\n+")


@dataclass(frozen=True, slots=True)
class Case:
    """One report under audit: its IRI, the file it came from and what was extracted.

    ``path`` is the file's path as the user gave it; two cases never share ``iri``.
    """

    iri: str
    extraction: Extraction
    path: str = ""

    @property
    def document(self) -> Document:
        return self.extraction.document

    @property
    def metadata(self) -> Metadata:
        return self.extraction.document.metadata

    @property
    def text(self) -> str:
        return self.extraction.document.text

    @property
    def year(self) -> int | None:
        return self.metadata.year

    @property
    def giver(self) -> str:
        """Who gives the report, in a form that is the same every year."""
        return self.iri.rpartition("/")[0] if self.year is not None else self.iri

    @property
    def annual(self) -> bool:
        """Whether it is an annual report on rule-of-law government, and not a 政府工作报告."""
        return bool(_ANNUAL.search(self.metadata.title))

    @property
    def body(self) -> tuple[Span, ...]:
        """The paragraphs of the body: neither masthead nor navigation nor a second printing."""
        return tuple(_paragraphs(self.document))

    @property
    def blocks(self) -> tuple[Span, ...]:
        """Paragraphs with the lines joined that a page broke in the middle: until one ends with a stop."""
        found: list[Span] = []
        for span in self.body:
            if found and self.text[found[-1].end - 1] not in _STOPS:
                found[-1] = Span(found[-1].start, span.end)
            else:
                found.append(span)
        return tuple(found)

    def sections(self, role: str) -> list[Section]:
        """The parts of a role, without those inside another of them."""
        found: list[Section] = []
        for section in self.document.sections:
            if section.role == role and not any(s.start <= section.start < s.end for s in found):
                found.append(section)
        return found

    def role_at(self, start: int) -> str:
        """The role of the innermost part that holds a place of the text."""
        inner = [s for s in self.document.sections if s.start <= start < s.end]
        return inner[-1].role if inner else "other"

    def sentence_at(self, start: int) -> Span:
        """The sentence that holds a place of the text; its line, where there is none."""
        for sentence in self.document.sentences:
            if sentence.start <= start < sentence.end:
                return Span(sentence.start, sentence.end)
        begin = self.text.rfind("\n", 0, start) + 1
        end = self.text.find("\n", start)
        return Span(begin, len(self.text) if end < 0 else end)

    def sentences(self) -> Iterator[tuple[Span, list[Observation]]]:
        """The sentences that hold figures, each with its figures in the order of the text."""
        figures = sorted(self.extraction.observations, key=lambda o: (o.start, o.end))
        for start, group in groupby(figures, key=lambda o: self.sentence_at(o.start).start):
            yield self.sentence_at(start), list(group)


@dataclass(frozen=True, slots=True)
class Cases:
    """All reports of an audit, in the order of givers and years."""

    cases: tuple[Case, ...]

    def pairs(self) -> Iterator[tuple[Case, Case]]:
        """A report of last year and one of this, from the same giver and of the same form."""
        known = {(case.giver, case.annual, case.year): case for case in self.cases if case.year is not None}
        for (giver, annual, year), case in known.items():
            before = known.get((giver, annual, year - 1)) if year is not None else None
            if before is not None:
                yield before, case


def case(extraction: Extraction, *, names: Names, path: str = "") -> Case:
    """The case of one extraction."""
    return Case(names.report(extraction), extraction, path or extraction.document.source_name)


def cases(found: Iterable[Case]) -> Cases:
    """Cases in their order, each report once."""
    first: dict[str, Case] = {}
    for one in found:
        first.setdefault(one.iri, one)
    return Cases(tuple(sorted(first.values(), key=lambda c: (c.giver, c.year or 0, c.iri))))


def _paragraphs(document: Document) -> Iterator[Span]:
    """The lines of the body without white space at both ends."""
    if not document.sections:
        return
    begin = min(s.start for s in document.sections)
    end = max(s.end for s in document.sections)
    at = begin
    for match in (*_BREAK.finditer(document.text, begin, end), None):
        stop = match.start() if match else end
        raw = document.text[at:stop]
        lead = len(raw) - len(raw.lstrip())
        span = Span(at + lead, at + lead + len(raw.strip()))
        if span.start < span.end and not any(a.start <= span.start < a.end for a in document.asides):
            yield span
        at = match.end() if match else end
