"""Scores of the extraction against gold annotations (the facts format, one JSON file per report).

``run`` extracts each report that has gold and scores it; ``score`` compares two facts objects.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import GoldError, MissingFile
from kg.evaluate.floors import Shortfall, check, load
from kg.evaluate.indicators import expected_codes
from kg.evaluate.scoring import Score, score

__all__ = ["Evaluation", "Score", "Shortfall", "check", "firm", "gold_files", "load", "run", "score"]

ALL = "all"
FLOORS = "floors.json"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores by report, in order of their names."""

    scores: Mapping[str, Score]

    def figures(self) -> dict[str, dict[str, dict[str, float | int | None]]]:
        """All figures by report, and of all reports together under ``all``."""
        total = Score()
        for one in self.scores.values():
            total.add(one)
        return {**{name: one.figures() for name, one in self.scores.items()}, ALL: total.figures()}


def gold_files(folder: Path) -> list[Path]:
    """The gold files of a folder, sorted. Raises MissingFile where there are none."""
    if not folder.is_dir():
        raise MissingFile(
            "no such folder", where=str(folder), hint="give a folder of gold files, such as data/gold"
        )
    files = sorted(path for path in folder.glob("*.json") if path.name != FLOORS)
    if not files:
        raise MissingFile(
            "no gold files here", where=str(folder), hint="gold is NAME.json for the report NAME.txt"
        )
    return files


def run(
    folder: Path,
    *,
    reports: Path | None = None,
    extract: Callable[[Path], Mapping[str, Any]] | None = None,
    strict: bool = False,
) -> Evaluation:
    """Extract and score every report with gold in ``folder``.

    Reports are looked for in ``reports`` (default: the folder ``reports`` beside ``folder``) under the
    stem of the gold file. An extra item that the extraction itself calls optional is no error to the
    scorer; with ``strict`` it is one. Raises MissingFile, GoldError, ReadError.
    """
    beside = reports or folder.resolve().parent / "reports"
    codes = expected_codes()
    scores = {}
    for path in gold_files(folder):
        gold = _gold(path)
        report = _report(beside, path.stem)
        system = (extract or _facts)(report)
        scores[path.stem] = score(gold, firm(system) if strict else system, codes=codes)
    return Evaluation(scores)


def firm(system: Mapping[str, Any]) -> dict[str, Any]:
    """The facts with every item meant: none is called optional."""
    parts = ("entities", "observations", "relations")
    return {**system, **{part: [{**item, "optional": False} for item in system[part]] for part in parts}}


def _gold(path: Path) -> dict[str, Any]:
    try:
        gold: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except ValueError as err:
        raise GoldError(f"not JSON: {err}", where=str(path)) from err
    for part in ("entities", "observations", "relations"):
        if not isinstance(gold, dict) or not isinstance(gold.get(part), list):
            raise GoldError(f"no list of {part}", where=str(path), hint="gold is written in the facts format")
    return gold


def _report(folder: Path, stem: str) -> Path:
    found = sorted(path for path in folder.glob(f"{stem}.*") if path.is_file()) if folder.is_dir() else []
    if not found:
        raise MissingFile(
            "no report for this gold", where=str(folder / stem), hint="name its folder with --reports"
        )
    return found[0]


def _facts(path: Path) -> Mapping[str, Any]:
    from kg.facts import to_facts
    from kg.iri import Names
    from kg.link import extract
    from kg.read import read
    from kg.vocab import DEFAULT_BASE

    facts: Mapping[str, Any] = to_facts(extract(read(path)), names=Names(DEFAULT_BASE))
    return facts
