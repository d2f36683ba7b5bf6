"""PDF files with a text layer: lines joined into paragraphs, tables as rows, page numbers and running heads left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium

from kg.errors import DamagedFile, NoText, ProtectedFile, ReadError, TooLarge
from kg.read import limits, rows
from kg.read.notes import NOTES
from kg.read.pdf.columns import Part, gutter_of, parts_of
from kg.read.pdf.glyphs import PageLine, glyphs_of, lines_of
from kg.read.pdf.grids import Grid, find_grids, strokes_of
from kg.read.pdf.paragraphs import Measures, goes_on, join, measure
from kg.read.pdf.running import body_size, split_notes, without_running

_FEW: Final = 10
"""A page with fewer characters has no text to speak of."""


def to_text(data: bytes, *, source_name: str, charset: str | None = None) -> str:
    """The text of a PDF, a paragraph or a row of a table a line.

    Raises DamagedFile, ProtectedFile, NoText or TooLarge.
    """
    with closing(_open(data, source_name)) as document:
        if len(document) > limits.PAGES:
            raise TooLarge(
                f"{len(document):,} pages, more than the {limits.PAGES:,} that are read",
                where=source_name,
                hint="split it into its reports",
            )
        pages: list[tuple[list[PageLine], list[Grid]]] = []
        gutter: tuple[float, float] | None = None
        for number in range(len(document)):
            lines, grids, gutter = _page(document, number, gutter)
            pages.append((lines, grids))
    if sum(len(line.text) for lines, _ in pages for line in lines) < _FEW and not any(
        grids for _, grids in pages
    ):
        raise NoText(
            f"a PDF of {len(pages)} pages without text: it holds pictures of pages, a scan",
            where=source_name,
            hint="OCR makes text of them (ocrmypdf -l chi_sim IN.pdf OUT.pdf), or look for the report as a web page",
        )
    clean = without_running([lines for lines, _ in pages])
    return "\n".join(_lines(clean, [grids for _, grids in pages])) + "\n"


def _open(data: bytes, source_name: str) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as err:
        raise _unopened(err, source_name) from err


def _unopened(err: pypdfium2.PdfiumError, source_name: str) -> ReadError:
    if getattr(err, "err_code", None) in (
        pdfium.FPDF_ERR_PASSWORD,
        pdfium.FPDF_ERR_SECURITY,
    ) or "assword" in str(err):
        return ProtectedFile(
            "a PDF that is locked with a password",
            where=source_name,
            hint="open it with the password, print it into a new PDF, and give that",
        )
    return DamagedFile(
        "not a whole PDF: its text cannot be read",
        where=source_name,
        hint="it may be cut off; download it again, or open it and print it into a new PDF",
    )


def _page(
    document: pypdfium2.PdfDocument, number: int, gutter: tuple[float, float] | None
) -> tuple[list[PageLine], list[Grid], tuple[float, float] | None]:
    """The lines and the tables of a page, and the gutter of its columns or of those before; a broken page has none."""
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return [], [], gutter
    with closing(page):
        try:
            textpage = page.get_textpage()
        except pypdfium2.PdfiumError:
            return [], [], gutter
        with closing(textpage):
            glyphs, turn = glyphs_of(textpage)
            grids, left = find_grids(strokes_of(page, turn), glyphs) if glyphs else ([], [])
    parts = parts_of(left, [(grid.edges[0], grid.edges[-1], grid.top) for grid in grids], gutter)
    lines = [
        replace(line, frame=part.frame, order=order)
        for order, part in enumerate(parts)
        for line in lines_of(part.glyphs, page=number)
    ]
    return lines, [replace(grid, order=_order(grid, parts)) for grid in grids], gutter_of(parts) or gutter


def _order(grid: Grid, parts: Sequence[Part]) -> int:
    """The part of a page that a table stands in, or the last one above it."""
    at = (grid.edges[0], grid.edges[-1], grid.top)
    return next((order for order, part in enumerate(parts) if part.holds(*at)), len(parts) - 1)


def _lines(pages: Sequence[Sequence[PageLine]], tables: Sequence[Sequence[Grid]]) -> Iterator[str]:
    size = body_size(pages)
    text = measure(pages, size)
    notes: list[PageLine] = []
    flow: list[PageLine | Grid] = []
    for page, grids in zip(pages, tables, strict=True):
        lines, below = split_notes(page, size)
        notes += below
        things: list[tuple[int, float, PageLine | Grid]] = [(line.order, -line.base, line) for line in lines]
        things += [(grid.order, -grid.top, grid) for grid in grids]
        flow += [thing for *_, thing in sorted(things, key=lambda thing: thing[:2])]
    yield from _flow(flow, text)
    if notes:
        yield from ("", NOTES, *(_joined(notes, text)))


def _flow(flow: Sequence[PageLine | Grid], text: Measures) -> Iterator[str]:
    """Paragraphs and tables in their order; a table that a page breaks is one table."""
    lines: list[PageLine] = []
    table: list[tuple[str, ...]] = []
    edges: tuple[float, ...] = ()
    for thing in flow:
        if isinstance(thing, Grid):
            yield from _open_end(lines, text)
            lines = []
            if table and not _same(edges, thing.edges):
                yield from rows.as_lines(table)
                table = []
            table += thing.rows[1:] if table and thing.rows[0] == table[0] else thing.rows
            edges = thing.edges
            continue
        if table:
            yield from rows.as_lines(table)
            table = []
        lines.append(thing)
    yield from _open_end(lines, text)
    yield from rows.as_lines(table)


def _same(edges: Sequence[float], others: Sequence[float]) -> bool:
    return len(edges) == len(others) and all(abs(a - b) < 3 for a, b in zip(edges, others, strict=True))


def _open_end(lines: Sequence[PageLine], text: Measures) -> Iterator[str]:
    """Paragraphs of a stretch of lines; where wide gaps line up over three rows and more, a table."""
    start = 0
    while start < len(lines):
        stop = _table_end(lines, start)
        if stop:
            yield from rows.as_lines([[cell for _, cell in line.cells] for line in lines[start:stop]])
            start = stop
            continue
        end = start + 1
        while end < len(lines) and not _table_end(lines, end):
            end += 1
        yield from _joined(lines[start:end], text)
        start = end


def _table_end(lines: Sequence[PageLine], start: int) -> int:
    """Where a table without drawn lines ends that begins at a line, or 0."""
    width = len(lines[start].cells)
    if width < 3:
        return 0
    stop = start
    while stop < len(lines) and len(lines[stop].cells) == width and lines[stop].page == lines[start].page:
        stop += 1
    numeric = sum(
        any(c.isdigit() for c in cell) for line in lines[start + 1 : stop] for _, cell in line.cells[1:]
    )
    return stop if stop - start >= 3 and numeric >= stop - start - 1 else 0


def _joined(lines: Sequence[PageLine], text: Measures) -> Iterator[str]:
    paragraph: list[PageLine] = list(lines[:1])
    for line, after in pairwise(lines):
        if not goes_on(
            line, text.beside(after, line), text.of(line), opened=text.beside(paragraph[0], line).left
        ):
            yield join(paragraph)
            paragraph = []
        paragraph.append(after)
    if paragraph:
        yield join(paragraph)
