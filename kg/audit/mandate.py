"""What an annual report has to hold and when it has to be out; a 政府工作报告 is held to neither."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kg.audit.case import Case
from kg.audit.rule import classes, finding
from kg.model import Finding, Span

_SINCE = 2019
"""The first year that reports under the rule, in force since April 2019, look back on."""
_YEAR_LATE = 300
"""So many days late, the year may be misread, or the page moved to another site."""
_SHORTEST = 3
"""A page with fewer paragraphs is an extract, which may lack anything."""


@dataclass(frozen=True, slots=True)
class Part:
    """A mandated part: ``state`` is headed, treated (under another heading or none) or missing."""

    role: str
    name: str
    name_zh: str
    state: str
    heading: str


def published(case: Case) -> Iterator[Finding]:
    """Published before 1 April of the next year, or on that day or after it."""
    day = _day(case.metadata.published)
    if not bound(case) or day is None or case.year is None or day < date(case.year, 12, 1):
        return
    deadline = date(case.year + 1, 4, 1)
    days = (day - deadline).days
    span = _dated(case, day)
    # A report signed in time may still have been put on the page late; one signed late cannot be in time.
    signed = days < 0 and (span is None or not _stamped(case, span))
    yield finding(
        "late-publication" if days >= 0 else "published-in-time",
        case,
        span,
        confidence="possible" if signed or days > _YEAR_LATE else None,
        published=day.isoformat(),
        deadline=deadline.isoformat(),
        days=days,
        zh={"published": _zh(day), "deadline": _zh(deadline)},
    )


def undated(case: Case) -> Iterator[Finding]:
    """No date from which to tell whether it was published in time."""
    if bound(case) and case.metadata.published is None:
        yield finding("publication-date-missing", case)


def missing(case: Case) -> Iterator[Finding]:
    """A part that the rule asks for is neither headed nor treated in the body."""
    for part in parts(case) if len(case.body) >= _SHORTEST else ():
        if part.state == "missing":
            told = any(re.search(cue, case.text) for cue in classes("accounts").get(part.role, ()))
            sure = "possible" if told else "likely"
            yield finding("missing-section", case, confidence=sure, part=part.name, zh={"part": part.name_zh})


def parts(case: Case) -> tuple[Part, ...]:
    """The parts that a report under the rule has to hold, in the rule's order; none for one that is not."""
    found = []
    for role, (names, *cues) in classes("parts").items() if bound(case) else ():
        name_zh, _, name = names.partition("|")
        sections = case.sections(role)
        state = "headed" if sections else "treated" if _treated(case, role, cues) else "missing"
        found.append(Part(role, name, name_zh, state, sections[0].heading if sections else ""))
    return tuple(found)


def causeless(case: Case) -> Iterator[Finding]:
    """Shortcomings are named, and not one cause of them."""
    extraction = case.extraction
    if not bound(case) or not extraction.problems or extraction.explanations:
        return
    first, last = extraction.problems[0], extraction.problems[-1]
    yield finding(
        "shortcomings-without-causes", case, Span(first.start, last.end), count=len(extraction.problems)
    )


def _treated(case: Case, role: str, cues: Sequence[str]) -> bool:
    """Whether a heading names a part beside another, or sentences treat it without a heading of its own."""
    pattern = re.compile("|".join(cues))
    # To lament that heads do not do their duty, or to plan that they shall, is no account of how they did.
    skip = ("problems", "plan") if role == "leadership-duty" else ()
    if any(pattern.search(s.heading) and s.role not in skip for s in case.document.sections):
        return True
    return any(
        pattern.search(case.text, s.start, s.end) and case.role_at(s.start) not in skip
        for s in case.document.sentences
        if s.start > _begin(case)
    )


def _begin(case: Case) -> int:
    return case.document.sections[0].start if case.document.sections else 0


def bound(case: Case) -> bool:
    """Whether a report is one that the rule of 2019 is about."""
    return case.annual and case.year is not None and case.year >= _SINCE


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _dated(case: Case, day: date) -> Span | None:
    """Where the page states a day, before the body first."""
    written = re.compile(rf"{day.year}\s*[-年/.]\s*0?{day.month}\s*[-月/.]\s*0?{day.day}(?!\d)(?:\s*日)?")
    found = written.search(case.text)
    return Span(found.start(), found.end()) if found else None


def _stamped(case: Case, span: Span) -> bool:
    """Whether the page gives the day as that of publication, and not as that of writing or signing."""
    line = case.text[case.text.rfind("\n", 0, span.start) + 1 : span.start]
    return span.start < _begin(case) and not re.search(r"(?:成文|生成|制发|印发)日期\s*[:：]?\s*$", line)


def _zh(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
