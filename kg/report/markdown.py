"""A report on a place as Markdown, its evidence in footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.compare.cells import MEANINGS
from kg.report.amounts import change, stated
from kg.report.notes import Notes
from kg.report.values import PlaceReport, Point, Quote, Trend
from kg.report.words import VERDICTS, Line, Part, heading, parts

# What Markdown or HTML would take for a sign; numbers and hyphens only at the head of a line, where none of these stand.
_SIGNS = re.compile(r"[\\`*_{}\[\]<>#|&~]")


def markdown(report: PlaceReport) -> str:
    """The report as Markdown text with footnotes (as GitHub, Pandoc and most editors read them)."""
    found = parts(report)
    notes = Notes(report, found)
    lines = [f"# {_plain(heading(report))}", ""]
    lines += ["下面的内容都出自所列报告的文字，由程序整理。脚注是报告的原文，【】中的是所据的字句。", ""]
    for part in found:
        lines += _part(part, report, notes)
    lines += [_note(number, quote) for number, quote in enumerate(notes.quotes, start=1)]
    return "\n".join(lines) + "\n"


def _part(part: Part, report: PlaceReport, notes: Notes) -> Iterator[str]:
    yield from (f"## {part.heading}", "")
    if part.note:
        yield from (part.note, "")
    for group in part.groups:
        if group.title:
            yield from (f"### {_plain(group.title)}", "")
        for line in group.lines:
            yield from _line(line, notes)
        yield ""
    if part.figures:
        yield from _table(report, notes)


def _line(line: Line, notes: Notes, depth: int = 0) -> Iterator[str]:
    tag = f"〔{_plain(line.tag)}〕" if line.tag else ""
    yield f"{'  ' * depth}- {tag}{_plain(line.text)}{_refs(line.quotes, notes)}"
    for below in line.below:
        yield from _line(below, notes, depth + 1)


def _table(report: PlaceReport, notes: Notes) -> Iterator[str]:
    heads = ["指标", *(f"{year}年" for year in report.years), "变化", "好坏", "名次"]
    yield f"| {' | '.join(heads)} |"
    yield f"| --- |{' ---: |' * (len(report.years) + 1)} --- | ---: |"
    for trend in report.trends:
        by_year = {point.year: point for point in trend.points}
        cells = [_cell(trend, by_year.get(year), notes) for year in report.years]
        last = trend.last
        rank = f"{last.rank}／{last.among}" if last is not None and last.rank else ""
        row = [_plain(trend.name), *cells, change(trend), VERDICTS[trend.verdict], rank]
        yield f"| {' | '.join(row)} |"
    yield ""


def _cell(trend: Trend, point: Point | None, notes: Notes) -> str:
    if point is None or point.quote is None:
        return ""
    text = stated(trend, point) or MEANINGS[point.status][0]
    later = "（见于次年报告）" if point.status == "next-report-only" else ""
    return f"{_plain(text)}{later}{_refs((point.quote,), notes)}"


def _refs(quotes: tuple[Quote, ...], notes: Notes) -> str:
    return "".join(f"[^{number}]" for number in notes.of(quotes))


def _note(number: int, quote: Quote) -> str:
    words = f"{_plain(quote.before)}【{_plain(quote.exact)}】{_plain(quote.after)}"
    return f"[^{number}]: {words}——《{_plain(quote.title)}》，第{quote.start}—{quote.end}字"


def _plain(text: str) -> str:
    """Text on one line, with no sign that Markdown or HTML would read."""
    return _SIGNS.sub(lambda match: f"\\{match[0]}", " ".join(text.split()))
