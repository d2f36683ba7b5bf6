"""Words of reports with the sentence around them."""

from __future__ import annotations

from typing import Final

from kg.audit.card import cut
from kg.audit.case import Case
from kg.compare.cells import Cell
from kg.model import Span
from kg.report.values import Quote

_AROUND: Final = 120


def quote(case: Case, start: int, end: int) -> Quote:
    """Words of a report in their sentence; of what is long the middle is left out."""
    sentence = case.sentence_at(start)
    before = case.text[max(sentence.start, start - _AROUND) : start].lstrip()
    after = case.text[end : min(sentence.end, end + _AROUND)].rstrip() if end < sentence.end else ""
    return Quote(
        report=case.iri,
        title=case.metadata.title,
        year=case.year or 0,
        start=start,
        end=end,
        before=("……" if start - _AROUND > sentence.start else "") + before,
        exact=" ".join(cut(case.text[start:end].strip()).split()),
        after=after + ("……" if end + _AROUND < sentence.end else ""),
    )


def of_span(case: Case, span: Span) -> Quote:
    """Words of a report by their span."""
    return quote(case, span.start, span.end)


def of_cell(cell: Cell, years: dict[str, int]) -> Quote | None:
    """The sentence behind a figure of a comparison; ``years`` are those of reports by IRI."""
    if cell.start is None or cell.end is None or not cell.sentence:
        return None
    before, exact, after = cell.sentence.partition(cell.exact) if cell.exact else ("", cell.sentence, "")
    year = years.get(cell.report, cell.year)
    if not exact:  # the words run over the sentence's end
        before, exact, after = "", cell.exact, ""
    return Quote(cell.report, cell.title, year, cell.start, cell.end, before, exact, after)
