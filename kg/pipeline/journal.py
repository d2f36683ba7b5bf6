"""What an output folder holds already, written down as it happens.

``.build.jsonl`` is a journal: a first line that says which tool built the folder, then one line for each thing
that was done. A build that is cut off leaves a line without its end, or a load without its word that it is
done; the next build takes that back and goes on from there. A build that ends writes the file anew, sorted.

==========  ======================================================================================
``begun``   the graphs that are being loaded or removed; until ``built`` or ``gone`` they are in doubt
``built``   reports as they are in the store now, by name
``gone``    the names of reports that are no longer there
``done``    graph.ttl and the other files fit the store
==========  ======================================================================================
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from kg import __version__, resources
from kg.errors import MissingFile, ReadError
from kg.files import Together
from kg.read import locate

FILE = ".build.jsonl"


@dataclass(frozen=True, slots=True)
class Built:
    """One report as it was built: where its file lay seen from the output folder, the hash of the file's bytes,
    the IRI of its graph with the number and a hash of its quads, and what checks found, as JSON."""

    path: str
    sha256: str
    report: str
    quads: int
    digest: str
    findings: tuple[str, ...] = ()


@dataclass(slots=True)
class Journal:
    """The reports of an output folder by name, and what is known of its files.

    ``tool``, ``base`` and ``store`` say what built them: where one differs, nothing counts as unchanged.
    """

    folder: Path
    tool: str
    base: str
    store: str
    finished: bool = False
    reports: dict[str, Built] = field(default_factory=dict)
    in_doubt: list[str] = field(default_factory=list)
    owners: Counter[str] = field(default_factory=Counter)
    _whole: bool = False

    def begin(self, graphs: Iterable[str]) -> None:
        """Say which graphs are about to be loaded or removed. Raises OSError."""
        self._add({"begun": sorted(graphs)})

    def built(self, reports: Mapping[str, Built]) -> None:
        """Say which reports are in the store now. Raises OSError."""
        self._add({"built": {name: asdict(row) for name, row in reports.items()}})

    def gone(self, names: Iterable[str]) -> None:
        """Say which reports are no longer there. Raises OSError."""
        self._add({"gone": sorted(names)})

    def drop(self, graphs: Collection[str]) -> None:
        """Say that graphs which were in doubt are not in the store, nor are the reports that they hold."""
        self.gone(name for name, row in self.reports.items() if row.report in graphs)

    def finish(self) -> None:
        """All files fit the store: write the journal anew, sorted. Raises OSError."""
        self.reports = dict(sorted(self.reports.items()))
        self.finished = True
        self._save()

    def findings(self) -> Iterator[str]:
        """What the checks found, as JSON, report by report."""
        for row in sorted(self.reports.values(), key=lambda row: row.report):
            yield from row.findings

    def _add(self, line: dict[str, Any]) -> None:
        self.finished = False
        if not self._whole:
            self._save()
        append(self.folder / FILE, line)
        self.take(line)

    def take(self, line: dict[str, Any]) -> None:
        """Make what a line of the journal says true of this object."""
        self.in_doubt = list(line.get("begun", ()))
        for name in (*line.get("gone", ()), *line.get("built", ())):
            if (old := self.reports.pop(name, None)) is not None:
                self.owners[old.report] -= 1
        for name, row in line.get("built", {}).items():
            self.reports[name] = Built(**{**row, "findings": tuple(row["findings"])})
            self.owners[row["report"]] += 1
        self.finished = bool(line.get("done"))

    def _save(self) -> None:
        head = {"tool": self.tool, "base": self.base, "store": self.store}
        with Together() as files:
            file = files.open(self.folder / FILE)
            file.write(encoded(head))
            for name, row in self.reports.items():
                file.write(encoded({"built": {name: asdict(row)}}))
            if self.finished:
                file.write(encoded({"done": True}))
        self._whole = True


def load(folder: Path, *, base: str, store: str, tool: str | None = None) -> Journal:
    """The journal of an output folder; an empty one where it has none. ``tool`` made the graphs; None: this one."""
    journal = Journal(folder, tool=tool or fingerprint(), base=base, store=store)
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        lines = (folder / FILE).read_bytes().splitlines(keepends=True)
        head = json.loads(lines[0]) if lines else {}
        same = head == {"tool": journal.tool, "base": base, "store": store}
        for line in lines[1:]:
            if not line.endswith(b"\n"):
                break  # cut off while it was written
            journal.take(json.loads(line))
        if not same:
            # What another tool built is built again, but its graphs are known and can be replaced.
            journal.reports = {
                n: Built(r.path, "", r.report, r.quads, r.digest, r.findings)
                for n, r in journal.reports.items()
            }
            journal.finished = False
    return journal


def still_there(path: Path) -> bool:
    """Whether a report's file exists, or the archive or table of texts that it is in still holds it."""
    if path.is_file():
        return True
    try:
        locate.load(path)
    except ReadError as err:
        # What cannot be read is not gone.
        return not isinstance(err, MissingFile)
    return True


def append(path: Path, value: dict[str, Any]) -> None:
    """Add a line to a file of lines of JSON, for good. Raises OSError."""
    with path.open("ab") as file:
        file.write(encoded(value))
        file.flush()
        os.fsync(file.fileno())


def encoded(value: dict[str, Any]) -> bytes:
    """A line of JSON."""
    return (json.dumps(value, ensure_ascii=False) + "\n").encode("utf-8", "surrogateescape")


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
