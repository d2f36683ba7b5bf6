"""Scores of the extraction against gold annotations (the facts format, one JSON file per report).

``run`` extracts each report that has gold and scores it; ``score`` compares two facts objects;
``leave_one_out`` measures again with each report's own names struck from the word lists.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.evaluate.floors import Shortfall, check, load
from kg.evaluate.gold import PARTS, check_gold, gold_files, read_gold, report_of
from kg.evaluate.scoring import Score, score
from kg.evaluate.without import extract_without, rows_to_leave_out
from kg.model import Document

__all__ = [
    "TOTAL",
    "Evaluation",
    "Judged",
    "Score",
    "Shortfall",
    "check",
    "firm",
    "gold_files",
    "leave_one_out",
    "load",
    "run",
    "score",
]

TOTAL = "total"

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """One report: its text, what gold and the extraction say of it, and the score."""

    document: Document
    gold: Facts
    system: Facts
    score: Score


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The reports by name, in order; ``left_out`` the rows of word lists that each was read without."""

    reports: Mapping[str, Judged]
    left_out: Mapping[str, tuple[str, ...]]

    def figures(self) -> dict[str, dict[str, dict[str, float | int | None]]]:
        """All figures by report, and of all reports together (micro-averaged) under ``total``."""
        total = Score()
        for one in self.reports.values():
            total.add(one.score)
        return {**{name: one.score.figures() for name, one in self.reports.items()}, TOTAL: total.figures()}


def run(
    folder: Path,
    *,
    reports: Path | None = None,
    extract: Callable[[Path], Facts] | None = None,
    strict: bool = False,
) -> Evaluation:
    """Extract and score every report with gold in ``folder``.

    Reports are looked for in ``reports`` (default: the folder ``reports`` beside ``folder``) under the
    stem of the gold file. An extra item that the extraction itself calls optional is no error to the
    scorer; with ``strict`` it is one. Raises MissingFile, GoldError, ReadError.
    """
    from kg.read import read

    beside = reports or folder.resolve().parent / "reports"
    judged = {}
    for path in gold_files(folder):
        gold = read_gold(path)
        report = report_of(beside, path.stem)
        document = read(report)
        check_gold(gold, length=len(document.text), where=str(path))
        system = extract(report) if extract else _facts(document)
        judged[path.stem] = _judge(document, gold, system, strict=strict)
    return Evaluation(judged, {})


def leave_one_out(
    whole: Evaluation, folder: Path, *, reports: Path | None = None, strict: bool = False
) -> Evaluation:
    """Score every report of an evaluation again, without the word lists' rows that only it would use.

    A row goes where one of its names is one of the report's gold names, unless the gold of a report of
    another place has one of them too. Each such report is read in a process of its own.
    Raises KgError where such a process fails.
    """
    beside = reports or folder.resolve().parent / "reports"
    left_out = rows_to_leave_out({name: one.gold for name, one in whole.reports.items()})
    again = extract_without({report_of(beside, name): rows for name, rows in left_out.items() if rows})
    judged = {
        name: _judge(one.document, one.gold, again[name], strict=strict) if name in again else one
        for name, one in whole.reports.items()
    }
    return Evaluation(judged, left_out)


def firm(system: Facts) -> dict[str, Any]:
    """The facts with every item meant: none is called optional."""
    return {**system, **{part: [{**item, "optional": False} for item in system[part]] for part in PARTS}}


def _judge(document: Document, gold: Facts, system: Facts, *, strict: bool) -> Judged:
    meant = firm(system) if strict else system
    return Judged(document, gold, meant, score(gold, meant))


def _facts(document: Document) -> Facts:
    from kg.facts import to_facts
    from kg.iri import Names
    from kg.link import extract
    from kg.vocab import DEFAULT_BASE

    facts: Facts = to_facts(extract(document), names=Names(DEFAULT_BASE))
    return facts
