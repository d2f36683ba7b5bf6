"""What an output folder holds already, so that unchanged reports are not built again."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from kg import __version__, resources
from kg.files import write_whole
from kg.model import Finding

FILE = ".build.json"


@dataclass(frozen=True, slots=True)
class Built:
    """One report as it was built: the hash of its file's bytes, the IRI of its graph, what checks found."""

    sha256: str
    report: str
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class State:
    """The reports of an output folder by name; ``finished`` once graph.ttl and the rest fit the store.

    ``tool``, ``base`` and ``store`` say what built them: where one differs, nothing counts as unchanged.
    """

    tool: str
    base: str
    store: str
    finished: bool = False
    reports: dict[str, Built] = field(default_factory=dict)

    def findings(self) -> list[Finding]:
        """What the checks found, report by report."""
        built = sorted(self.reports.values(), key=lambda one: one.report)
        return list(dict.fromkeys(finding for one in built for finding in one.findings))

    def save(self, folder: Path) -> None:
        """Write the state into the output folder."""
        self.reports = dict(sorted(self.reports.items()))
        write_whole(folder / FILE, (json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n").encode())


def load(folder: Path, *, base: str, store: str) -> State:
    """The state of an output folder; an empty one where it has none that fits."""
    state = State(tool=fingerprint(), base=base, store=store)
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        saved = json.loads((folder / FILE).read_text("utf-8"))
        same = (saved["tool"], saved["base"], saved["store"]) == (state.tool, base, store)
        # What another tool built is built again, but its graphs are known and can be replaced.
        state.reports = {
            name: Built(row["sha256"] if same else "", row["report"])
            for name, row in saved["reports"].items()
        }
        state.finished = same and bool(saved["finished"])
    return state


def _built(row: dict[str, Any], *, same: bool) -> Built:
    findings = tuple(Finding(**finding) for finding in row["findings"])
    return Built(row["sha256"] if same else "", row["report"], findings)


@functools.cache
def fingerprint() -> str:
    """The tool's version and a hash of its code and data: other rules make other graphs."""
    package = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    for root in (package, resources.ontology(), resources.data("places")):
        for path in sorted(root.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(f"{path.relative_to(root)}\0".encode())
                digest.update(path.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:16]}"
