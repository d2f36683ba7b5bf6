"""The rules in their order, and one run of them over reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kg.audit import (
    arithmetic,
    defects,
    mandate,
    numbering,
    promises,
    recurring,
    reuse,
    tables,
    wholes,
    years,
)
from kg.audit.case import Case, Cases
from kg.model import Finding

ForOne = Callable[[Case], Iterable[Finding]]
ForAll = Callable[[Cases], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """A rule's function with the codes of what it may find."""

    codes: tuple[str, ...]
    run: ForOne


@dataclass(frozen=True, slots=True)
class Comparison:
    """A rule's function over all reports, with the codes of what it may find."""

    codes: tuple[str, ...]
    run: ForAll


CHECKS: tuple[Check, ...] = (
    Check(("late-publication", "published-in-time"), mandate.published),
    Check(("publication-date-missing",), mandate.undated),
    Check(("missing-section",), mandate.missing),
    Check(("shortcomings-without-causes",), mandate.causeless),
    Check(("arithmetic-change", "percent-for-points"), arithmetic.differences),
    Check(("arithmetic-share",), wholes.shares),
    Check(("arithmetic-rate",), wholes.rates),
    Check(("arithmetic-ratio",), wholes.ratios),
    Check(("table-total",), tables.totals),
    Check(("part-exceeds-whole", "parts-exceed-whole"), wholes.parts),
    Check(("impossible-rate", "impossible-fall"), arithmetic.impossible),
    Check(("printed-twice",), defects.twice),
    Check(("unbalanced-quotes",), defects.quotes),
    Check(("unbalanced-brackets",), defects.brackets),
    Check(("measure-word-missing",), defects.measure_words),
    Check(("year-range-without-dash",), defects.dashes),
    Check(("heading-run-in", "stop-missing"), defects.run_in),
    Check(("final-stop-missing",), defects.final_stops),
    Check(("numbering-gap",), numbering.headings),
    Check(("numbering-gap",), numbering.items),
)
"""What one report shows by itself."""

COMPARISONS: tuple[Comparison, ...] = (
    Comparison(("baseline-mismatch", "implied-baseline-mismatch"), years.baselines),
    Comparison(("text-reuse", "text-shared"), reuse.reused),
    Comparison(("promise-kept", "promise-partly", "promise-unmentioned"), promises.promises),
    Comparison(("recurring-problem",), recurring.recurring),
)
"""What only several reports show."""


def audit_one(case: Case, *, codes: frozenset[str] | None = None) -> tuple[Finding, ...]:
    """The findings that one report shows by itself; only some ``codes`` where they are given."""
    found = (f for check in CHECKS if _wanted(check.codes, codes) for f in check.run(case))
    return _ordered(found, codes)


def audit(cases: Cases, *, codes: frozenset[str] | None = None) -> tuple[Finding, ...]:
    """All findings on reports, by report and place; only some ``codes`` where they are given."""
    found = [f for case in cases.cases for f in audit_one(case, codes=codes)]
    for comparison in COMPARISONS:
        if _wanted(comparison.codes, codes):
            found += comparison.run(cases)
    return _ordered(found, codes)


def _wanted(own: tuple[str, ...], codes: frozenset[str] | None) -> bool:
    return codes is None or bool(codes & set(own))


def _ordered(found: Iterable[Finding], codes: frozenset[str] | None) -> tuple[Finding, ...]:
    kept = {f for f in found if codes is None or f.code in codes}
    return tuple(sorted(kept, key=_place))


def _place(finding: Finding) -> tuple[str, int, int, str, str]:
    start = -1 if finding.start is None else finding.start
    return finding.report, start, finding.end or -1, finding.code, finding.message
