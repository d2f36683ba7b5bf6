"""Questions near to one that got no answer, made of what is in the graph."""

from __future__ import annotations

from collections.abc import Sequence

from kg.ask.answer import Doubt
from kg.ask.names import Found, Names, Report
from kg.ask.understand import read
from kg.ask.words import asking, key

_MOST = 3


def suggestions(names: Names, question: str, doubt: Doubt) -> tuple[str, ...]:
    """Up to three questions that would be understood, the nearest first."""
    reading = read(names, question, scope_only=False)
    scope = [thing for one in reading.found for thing in one.things if names.reports_of(thing)]
    reports = [report for thing in scope for report in names.reports_of(thing)] or list(names.reports)
    wanted = set(reading.times.years)
    reports = [report for report in reports if report.year in wanted] or reports
    made: list[str] = []
    labels = {label.text for label in names.labels}
    for choice in doubt.suggestions:
        if choice.endswith("？"):
            made.append(choice)
        elif any(report.place_name == choice for report in names.reports):
            made += _swapped(names, question, choice)
        elif choice in labels:
            made += [f"{_head(report)}{choice}是多少？" for report in _with(names, choice, reports)[:1]]
        else:
            made.append(_named(reading.found, key(question), choice) or f"{choice}是什么？")
    things = [t for one in reading.found for t in one.things if t.type in ("Reform", "Policy", "Recognition")]
    made += [f"{thing.name}是什么？" for thing in things[:1]]
    made += _figures(names, reports, question)
    for report in reports[-1:]:
        head = _head(report).removesuffix("的")
        made += [f"{head}有哪些改革？", f"{head}存在哪些问题？"]
    made.append("图谱里有哪些报告？")
    return tuple(dict.fromkeys(made))[:_MOST]


def _named(found: Sequence[Found], plain: str, choice: str) -> str:
    """The question with the full name of the thing that one of its names may mean; "" where none may."""
    for one in found:
        if any(thing.name == choice for thing in one.things):
            return asking(f"{plain[: one.start]}{choice}{plain[one.end :]}")
    return ""


def _head(report: Report) -> str:
    who = report.place_name if report.of_government else report.publisher_name
    return f"{who}{report.year}年的" if report.year is not None else f"{who}的"


def _with(names: Names, label: str, reports: list[Report]) -> list[Report]:
    having = {one.report for one in names.labels if one.text == label}
    return [r for r in reports if r.iri in having] or [r for r in names.reports if r.iri in having]


def _swapped(names: Names, question: str, place: str) -> list[str]:
    """The question with another place in the place of the word that it resembles most."""
    plain = key(question)
    size = len(place)
    best = max(
        (sum(a == b for a, b in zip(plain[at : at + size], place, strict=False)), -at)
        for at in range(max(1, len(plain) - size + 1))
    )
    if best[0] == 0:
        return []
    at = -best[1]
    return [asking(f"{plain[:at]}{place}{plain[at + size :]}")]


def _figures(names: Names, reports: list[Report], question: str) -> list[str]:
    """The figures of the reports in question whose names share the most letters with it."""
    if not reports:
        return []
    first = max(reports, key=lambda report: (report.year or 0, report.iri))
    plain = key(question).replace(key(first.place_name), " ")
    pairs = {plain[at : at + 2] for at in range(len(plain) - 1)}
    texts = sorted({one.text for one in names.labels if one.report == first.iri})
    shared = {text: sum(pair in key(text) for pair in pairs) for text in texts}
    ranked = sorted(
        (text for text in texts if shared[text]), key=lambda text: (-shared[text], len(text), text)
    )
    return [f"{_head(first)}{text}是多少？" for text in ranked[:1]]
