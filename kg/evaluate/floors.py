"""Floors: scores that must not be fallen short of, kept beside the gold and only ever raised.

The file is JSON: report name -> score -> least value, where a score is ``entity``, ``number``,
``fact``, ``relation``, ``entity:Policy`` ... (F1) or ``period``, ``about``, ``baseline``, ``code``,
``code_precision`` (shares). The name ``total`` stands for all reports together.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import GoldError, MissingFile
from kg.evaluate.text import value as value_of


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A score under its floor; ``value`` is None where there is no such score."""

    report: str
    score: str
    floor: float
    value: float | None

    def __str__(self) -> str:
        value = "not scored" if self.value is None else f"{self.value:.4f}"
        return f"{self.report}: {self.score} is {value}, its floor is {self.floor:.4f}"


def load(path: Path) -> dict[str, dict[str, float]]:
    """Read a floors file. Raises MissingFile, or GoldError for one that is not such a file."""
    try:
        floors = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as err:
        raise MissingFile(
            "no such floors file", where=str(path), hint="give its path after --floors"
        ) from err
    except ValueError as err:
        raise GoldError(f"not JSON: {err}", where=str(path)) from err
    try:
        return {report: {name: float(least) for name, least in row.items()} for report, row in floors.items()}
    except (AttributeError, TypeError, ValueError) as err:
        raise GoldError(
            "not a floors file", where=str(path), hint='it reads {"report": {"fact": 0.93}}'
        ) from err


def check(
    floors: Mapping[str, Mapping[str, float]], figures: Mapping[str, Mapping[str, Any]]
) -> tuple[Shortfall, ...]:
    """The scores under their floors; ``figures`` is by report (and ``total``), then by score."""
    found = []
    for report, row in floors.items():
        for name, floor in row.items():
            value = value_of(figures.get(report, {}), name)
            if value is None or value < floor:
                found.append(Shortfall(report, name, floor, value))
    return tuple(found)
