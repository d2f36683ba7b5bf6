"""The facts of a report on a place: out of the store, and out of the facts and texts that the build left beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.audit.case import Case, Cases
from kg.audit.engine import audit
from kg.audit.folder import cases_of
from kg.audit.promises import promised, thing
from kg.audit.recurring import headed, title
from kg.audit.rule import SEVERITIES, abouts
from kg.errors import StoreError, UnknownThing
from kg.model import Finding, Span
from kg.report import figures, things
from kg.report.quotes import of_span, quote
from kg.report.values import (
    KEPT,
    PARTLY,
    PROMISE_STATES,
    UNCLEAR,
    UNMENTIONED,
    Found,
    PlaceReport,
    Promised,
    Quote,
    Shortcoming,
    Source,
)
from kg.report.who import Series, choose, files
from kg.store import Store

_PROMISES = {"promise-kept": KEPT, "promise-partly": PARTLY, "promise-unmentioned": UNMENTIONED}
_RECURRING = "recurring-problem"
_DIGITS = re.compile(r"\d+")
_SHORT = 80


def place_report(
    store: Store, folder: Path, place: str, *, years: Sequence[int] = (), body: str = ""
) -> PlaceReport:
    """What the reports of a place say over ``years``, or over all that it has reports of.

    ``folder`` is the output folder of the build, ``body`` a part of the name of another body than the government.
    Text is compared with the body's own earlier reports only. Raises UnknownThing for a place, a body or years
    without a report, StoreError where the facts or texts are not there.
    """
    series = choose(store, place, body=body)
    every = _cases(store, folder, series)
    has = [case.year for case in every if case.year is not None]
    wanted = tuple(sorted(set(years))) or tuple(range(has[0], has[-1] + 1))
    chosen = [case for case in every if case.year in wanted]
    if not chosen:
        there = "、".join(map(str, has))
        raise UnknownThing(
            f"no report of {_years(wanted)}", where=place, hint=f"there are reports of {there}"
        )
    findings = audit(Cases(tuple(every)))
    last = chosen[-1]
    return PlaceReport(
        place=series.any.place,
        place_name=series.any.place_name,
        publisher=series.any.publisher_name,
        years=wanted,
        absent=tuple(year for year in wanted if year not in has),
        first=has[0],
        sources=tuple(_source(case) for case in chosen),
        trends=figures.trends(store, series.any, chosen, wanted),
        reforms=things.reforms(every, wanted),
        policies=things.said(every, wanted, "issues"),
        bodies=things.said(every, wanted, "establishes"),
        recognitions=things.recognitions(every, wanted),
        problems=_problems(chosen, every, findings),
        promises=_promises(every, wanted, findings),
        plans=tuple(of_span(last, headed(last, item)) for item in last.extraction.commitments),
        findings=_findings(chosen, every, findings),
        unmapped=sum(o.code is None for case in chosen for o in case.extraction.observations),
    )


def _cases(store: Store, folder: Path, series: Series) -> list[Case]:
    """All reports of a body, by year, as the build left them."""
    known = cases_of(folder, names=files(store, series.reports)).cases
    iris = {one.iri for one in series.reports}
    every = sorted((case for case in known if case.iri in iris), key=lambda case: case.year or 0)
    if len(every) < len(iris):
        hint = "build the folder again with this version of kg"
        raise StoreError("the facts of a report in the graph are not there", where=str(folder), hint=hint)
    return every


def _years(years: Sequence[int]) -> str:
    return ", ".join(map(str, years))


def _source(case: Case) -> Source:
    day = case.metadata.published
    line = next((s for s in _lines(case) if day and _says(case, s, day)), None)
    return Source(
        iri=case.iri,
        title=case.metadata.title,
        year=case.year or 0,
        published=day,
        file=Path(case.path).name,
        characters=sum(not c.isspace() for c in case.text),
        dated=of_span(case, line) if line else None,
    )


def _lines(case: Case) -> Iterator[Span]:
    at = 0
    for line in case.text.splitlines(keepends=True):
        if line.strip():
            yield Span(at, at + len(line.rstrip()))
        at += len(line)


def _says(case: Case, span: Span, day: str) -> bool:
    """Whether a short line states a day in any of the usual forms."""
    digits = [int(number) for number in _DIGITS.findall(case.text[span.start : span.end])]
    wanted = [int(part) for part in day.split("-")]
    return span.end - span.start < _SHORT and any(
        digits[i : i + len(wanted)] == wanted for i in range(len(digits))
    )


def _problems(
    chosen: Sequence[Case], every: Sequence[Case], findings: Sequence[Finding]
) -> tuple[Shortcoming, ...]:
    again = {(f.report, f.start, f.end): f for f in findings if f.code == _RECURRING}
    found = []
    for case in chosen:
        for item in case.extraction.problems:
            span = headed(case, item)
            back = again.get((case.iri, span.start, span.end))
            before = _passages(back, every)[0] if back else None
            found.append(
                Shortcoming(
                    text=title(item),
                    year=case.year or 0,
                    quote=of_span(case, Span(item.start, item.end)),
                    causes=tuple(quote(case, cause.start, cause.end) for cause in item.causes),
                    again=before,
                )
            )
    return tuple(found)


def _promises(
    every: Sequence[Case], years: Sequence[int], findings: Sequence[Finding]
) -> tuple[Promised, ...]:
    """Each promise that can be followed, with what the audit says of it; the broken ones first."""
    found = []
    for before, now in Cases(tuple(every)).pairs():
        if now.year not in years or not before.annual:
            continue
        judged = {
            (f.passages[0].start, f.passages[0].end): f
            for f in findings
            if f.report == now.iri and f.code in _PROMISES
        }
        for promise in promised(before):
            back = judged.get((promise.span.start, promise.span.end))
            found.append(
                Promised(
                    thing=thing(before, promise),
                    year=before.year or 0,
                    state=_PROMISES[back.code] if back else UNCLEAR,
                    quote=of_span(before, promise.span),
                    answer=_own(back, now) if back else None,
                )
            )
    order = {state: nth for nth, state in enumerate(PROMISE_STATES)}
    return tuple(sorted(found, key=lambda p: (p.year, order[p.state])))


def _findings(
    chosen: Sequence[Case], every: Sequence[Case], findings: Sequence[Finding]
) -> tuple[Found, ...]:
    """The findings on the reports of these years but those told elsewhere, the gravest of each year first."""
    cases = {case.iri: case for case in chosen}
    kept = [f for f in findings if f.report in cases and f.code not in {*_PROMISES, _RECURRING}]
    made = []
    for f in sorted(
        kept, key=lambda f: (cases[f.report].year or 0, SEVERITIES.index(f.severity), f.start or 0)
    ):
        case, own = cases[f.report], _own(f, cases[f.report])
        made.append(
            Found(
                code=f.code,
                name=abouts()[f.code].name_zh,
                severity=f.severity,
                confidence=f.confidence,
                year=case.year or 0,
                message=f.message_zh,
                hint=f.hint_zh,
                source=f.source,
                quotes=(*((own,) if own else ()), *_passages(f, every)),
            )
        )
    return tuple(made)


def _own(finding: Finding, case: Case) -> Quote | None:
    """The words that a finding points at, if it points at any."""
    if finding.start is None or finding.end is None:
        return None
    return quote(case, finding.start, finding.end)


def _passages(finding: Finding, every: Sequence[Case]) -> list[Quote]:
    known = {case.iri: case for case in every}
    return [quote(known[p.report], p.start, p.end) for p in finding.passages if p.report in known]
