"""The files of a partition: N-Quads that any RDF store reads, and beside them what else a build makes of the reports.

``part-00000.nq.gz`` holds the graphs of the reports one after the other, ``part-00000.outputs`` the facts, the text and the
part of the files of all of each report, by its number. Whoever prepares the reports writes both, whole or not at
all; the same reports give the same bytes.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import zipfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from kg.errors import DamagedFile, KgError
from kg.files import Together
from kg.iri import Names
from kg.ntriples import nquads, without_graph
from kg.pipeline.journal import Built, fingerprint
from kg.pipeline.manifest import Failed, Partition
from kg.pipeline.prepare import Prepared, prepare
from kg.pipeline.sources import Source

REPORTS: Final = 200
"""So many reports make a partition: what is lost with a worker is some seconds of work."""
_LEVEL: Final = 6
_PACKED: Final = "part"
_OUTPUTS: Final = ("json", "txt", _PACKED)


@dataclass(frozen=True, slots=True)
class Task:
    """A partition to write: its folder as all machines see it, its reports, and the tool that they all have to be."""

    folder: str
    name: str
    sources: tuple[Source, ...]
    tool: str

    def __str__(self) -> str:
        return f"{self.folder}/{self.name}"

    @property
    def made_of(self) -> str:
        """A hash of the names, places and bytes of the reports."""
        rows = [(s.name, seen(s.path, Path(self.folder)), s.sha256) for s in self.sources]
        text = json.dumps(rows, ensure_ascii=False)
        return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def write(task: Task, names: Names) -> Partition:
    """Prepare the reports of a partition and write its files. Raises KgError for another version of kg, OSError."""
    if fingerprint() != task.tool:
        hint = "install the same one on all machines"
        raise KgError("this worker runs another version of kg", where=str(task), hint=hint)
    return fill(task, (prepare(str(source.path), names) for source in task.sources))


def fill(task: Task, results: Iterable[Prepared | KgError]) -> Partition:
    """Write the files of a partition from its prepared reports. Raises OSError."""
    folder, reports, failed = Path(task.folder), dict[str, Built](), list[Failed]()
    paths = [folder / f"{task.name}.nq.gz", folder / f"{task.name}.outputs"]
    with Together() as files:
        quads, outputs = map(files.open, paths)
        with gzip.GzipFile("", "wb", _LEVEL, quads, mtime=0) as lines, zipfile.ZipFile(outputs, "w") as more:
            for source, result in zip(task.sources, results, strict=True):
                if isinstance(result, KgError):
                    failed.append(Failed.of(str(source.path), result))
                    continue
                lines.write(nquads(result.graph, result.report))
                for kind, data in zip(_OUTPUTS, (result.facts, result.text, result.part), strict=True):
                    more.writestr(_member(len(reports), kind), data)
                reports[source.name] = Built(
                    seen(source.path, folder), source.sha256, result.report, result.count, result.digest,
                    result.findings,
                )  # fmt: skip
    return Partition(task.name, task.made_of, reports, tuple(failed), {p.name: _sha256(p) for p in paths})


def require_whole(folder: Path, partition: Partition) -> None:
    """Raises DamagedFile where a file of a partition is not as it was written."""
    for name, expected in partition.sha256.items():
        path = folder / name
        hint = "give the command that wrote the partitions again: it writes this one anew"
        if not path.is_file():
            raise DamagedFile("this part of a partition is not there", where=str(path), hint=hint)
        if _sha256(path) != expected:
            raise DamagedFile("the file is not as it was written", where=str(path), hint=hint)


def read(folder: Path, partition: Partition, wanted: Collection[str]) -> Iterator[tuple[str, Prepared]]:
    """The reports of a whole partition by name, those that are ``wanted``. Raises OSError."""
    with (
        gzip.open(folder / f"{partition.name}.nq.gz") as lines,
        zipfile.ZipFile(folder / f"{partition.name}.outputs") as outputs,
    ):
        for number, (name, row) in enumerate(partition.reports.items()):
            quads = b"".join(islice(lines, row.quads))
            if name in wanted:
                graph = without_graph(quads, row.report)
                facts, text, part = (outputs.read(_member(number, kind).filename) for kind in _OUTPUTS)
                yield (
                    name,
                    Prepared(row.report, facts, text, graph, part, row.quads, row.digest, row.findings),
                )


def seen(path: Path, folder: Path) -> str:
    """A path as it is seen from a folder, so that both can move together."""
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive
        return str(path.absolute())


def _member(number: int, kind: str) -> zipfile.ZipInfo:
    """A member of the archive of outputs, with no time in it."""
    member = zipfile.ZipInfo(f"{number:05}.{kind}")
    member.compress_type = zipfile.ZIP_STORED if kind == _PACKED else zipfile.ZIP_DEFLATED
    return member


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
