"""What a build did, and what the graph holds after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.pipeline.sources import Failure

_ROWS = {
    "institutions": "Institution",
    "regions": "Region",
    "reforms": "Reform",
    "policies": "Policy",
    "persons": "Person",
    "recognitions": "Recognition",
    "observations": "Observation",
    "relations": "Claim",
}


@dataclass(frozen=True, slots=True)
class Summary:
    """``built`` and ``unchanged`` count the reports of this build, ``types`` what the whole store holds.

    ``written`` are the paths for people to look at; ``warnings`` say what was left out and why.
    """

    built: int
    unchanged: int
    failures: tuple[Failure, ...]
    warnings: tuple[str, ...]
    types: Mapping[str, int]
    findings: int
    written: tuple[Path, ...]

    @property
    def reports(self) -> int:
        """How many of the reports asked for are in the store now."""
        return self.built + self.unchanged

    @property
    def graphs(self) -> int:
        """How many reports the store holds in all."""
        return self.types.get("Report", 0)

    def counts(self) -> dict[str, int]:
        """What the graph holds, row by row: entities by type, observations, relations, findings."""
        return {**{name: self.types.get(kind, 0) for name, kind in _ROWS.items()}, "findings": self.findings}

    def as_dict(self) -> dict[str, Any]:
        """The summary for JSON."""
        counts = self.counts()
        entities = {kind: counts[name] for name, kind in list(_ROWS.items())[:6]}
        return {
            "reports": {
                "built": self.built,
                "unchanged": self.unchanged,
                "failed": len(self.failures),
                "in_store": self.graphs,
            },
            "entities": entities,
            "observations": counts["observations"],
            "relations": counts["relations"],
            "findings": self.findings,
            "failures": failed(self.failures),
            "warnings": list(self.warnings),
            "written": [str(path) for path in self.written],
        }


def failed(failures: Iterable[Failure]) -> list[dict[str, str]]:
    """What failed, for JSON."""
    return [
        {"path": f.path, "error": f.error.message, "where": f.error.where, "hint": f.error.hint}
        for f in failures
    ]
