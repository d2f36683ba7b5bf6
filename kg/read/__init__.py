"""Files to documents: the decoded text and where its parts lie."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from kg.errors import NotAReport, ReadError
from kg.model import Aside, Document, Metadata
from kg.read.formats import text_of
from kg.read.lines import Line, is_noise, lines
from kg.read.locate import load
from kg.read.masthead import Masthead, is_title, read_masthead, report_year
from kg.read.notes import notes_from
from kg.read.publisher import publisher_of, region_of
from kg.read.repeats import find_repetition
from kg.read.sections import find_sections, find_sentences

__all__ = ["read", "read_bytes"]

_HAN = re.compile(r"[\u3400-\u9fff]")
_SUBJECT = re.compile(r"法治政府|依法行政|法治建设|政府工作|工作报告|报告工作|依法治[国省市县区]")
_MIN_HAN = 150
_SIGNATURE = re.compile(r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日")
_CELLS = re.compile(r"[|｜│]|\t+|[ \u3000]{2,}|(?<=\S\S)\u3000|\u3000(?=\S\S)")
"""What divides the cells of a line; one wide space between single characters only sets them apart."""
_FIGURE = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?\s*(?:%|万|亿)?")
_BODY = re.compile(r"各位代表|[一二三四五六七八九十]、|[（(]一[）)]|国务院[:：]")


def read(path: Path | str) -> Document:
    """The document of a file: plain text, a web page, .docx, .pdf or Markdown; its bytes tell which.

    ``ARCHIVE.zip/MEMBER`` names a member of an archive, ``TABLE.csv/ROW`` a row of a table of texts (``kg.read.locate``).
    Raises a ReadError that names the file.
    """
    found = load(path)
    try:
        return read_bytes(found.data, source_name=found.source_name, charset=found.charset)
    except ReadError as err:
        if found.source_name == Path(path).name:
            raise
        # Of a member of an archive only the whole path tells where it is.
        raise type(err)(err.message, where=str(path), hint=err.hint) from err


def read_bytes(data: bytes, *, source_name: str, charset: str | None = None) -> Document:
    """The document of the bytes of a file called ``source_name``; ``charset`` is what a server said of a page."""
    text = text_of(data, source_name=source_name, charset=charset)
    _require_report(text, source_name)
    page = list(lines(text))
    page, notes = page[: notes_from(page)], page[notes_from(page) :]
    repeat = find_repetition(page, len(text))
    first = [line for line in page if repeat is None or line.end <= repeat.start]
    head, body, tail = _parts(first)
    if not body:
        raise NotAReport("no paragraphs of a report", where=source_name, hint="give the report's own page")
    masthead = read_masthead(head)
    second = _second_masthead(page, repeat)
    metadata = _metadata(masthead, second, head=head, body=body, tail=tail)
    sections = find_sections(body, end=body[-1].end, year=metadata.year)
    asides = [Aside(x.start, x.end, "navigation" if is_noise(x) else "masthead") for x in (*head, *tail)]
    asides += [Aside(x.start, x.end, "attachment") for x in notes]
    if repeat is not None:
        asides.append(Aside(repeat.start, repeat.end, "repetition"))
    return Document(
        name=Path(source_name).stem,
        source_name=source_name,
        sha256=hashlib.sha256(data).hexdigest(),
        text=text,
        metadata=metadata,
        sections=sections,
        sentences=find_sentences(body, sections),
        asides=tuple(sorted(asides, key=lambda a: a.start)),
    )


def _require_report(text: str, source_name: str) -> None:
    han = len(_HAN.findall(text[:200_000]))
    if not han:
        raise NotAReport("no Chinese text", where=source_name, hint="give a report in Chinese")
    if han < _MIN_HAN or not _SUBJECT.search(text):
        raise NotAReport(
            "Chinese text, but not a report on rule-of-law government or a government work report",
            where=source_name,
            hint="give the page of a 法治政府建设年度报告 or 政府工作报告",
        )


def _parts(page: list[Line]) -> tuple[list[Line], list[Line], list[Line]]:
    """The lines before the body, of the body, and after it."""
    begin = next((i for i in range(len(page)) if _starts_body(page[i])), len(page))
    stop = len(page)
    for i in range(len(page) - 1, begin, -1):
        if not is_noise(page[i]) and ("。" in page[i].text or len(page[i].text) > 50):
            stop = i + 1
            break
    stop += _table_at_end(page[stop:])
    body = [line for line in page[begin:stop] if not is_noise(line)]
    noise = [line for line in page[begin:stop] if is_noise(line)]
    return page[:begin], body, [*noise, *page[stop:]]


def _table_at_end(tail: list[Line]) -> int:
    """How many of the lines after the last sentence a table takes, its heading included.

    Noise and signatures do not look like one: they have neither several cells in a line nor lines of figures.
    """
    rows = [i for i, line in enumerate(tail) if len(_CELLS.findall(line.text)) >= 2]
    figures = [i for i, line in enumerate(tail) if _FIGURE.fullmatch(line.text)]
    if len(rows) >= 2:
        return rows[-1] + 1
    return figures[-1] + 1 if len(figures) >= 4 else 0


def _starts_body(line: Line) -> bool:
    if is_noise(line) or is_title(line):
        return False
    if _BODY.match(line.text):
        return True
    return len(line.text) >= 40 and bool(re.search(r"[，,。；]", line.text))


def _second_masthead(page: list[Line], repeat: Aside | None) -> Masthead:
    if repeat is None:
        return Masthead()
    again = [line for line in page if line.start >= repeat.start]
    begin = next((i for i in range(len(again)) if _starts_body(again[i])), 0)
    return read_masthead(again[:begin])


def _metadata(
    first: Masthead, second: Masthead, *, head: list[Line], body: list[Line], tail: list[Line]
) -> Metadata:
    headings = "\n".join(line.text for line in body if len(line.text) < 40)
    opening = "\n".join(line.text for line in body[:40])
    signed = next((x.text for x in tail if _SIGNATURE.fullmatch(x.text)), None)
    published = (
        first.published
        or second.published
        or (read_masthead([Line(0, 0, signed)]).published if signed else None)
    )
    title = first.title or second.title or ""
    publisher = publisher_of(
        title,
        head="".join(x.text for x in head if not is_noise(x)),
        opening=opening,
        tail=[x.text for x in tail],
        stated=first.publisher or second.publisher,
    )
    moments = [m for m in (second.published_at, first.published_at) if m]
    return Metadata(
        title=title or f"{publisher or ''}政府工作报告",
        year=report_year(title, opening, headings=headings, published=published) or _year_of(published),
        region=region_of(publisher) if publisher else None,
        publisher=publisher,
        published=published,
        published_at=max(moments, key=len, default=None),
        source=first.source or second.source,
        document_number=first.number or second.number,
    )


def _year_of(published: str | None) -> int | None:
    return int(published[:4]) - 1 if published else None
