"""What a folder of partitions holds, as ``manifest.jsonl`` says, written down as it happens.

A first line names the tool and the base of the IRIs; then comes one line for each partition that is whole, and a
last one when all are there. A run that is cut off leaves the lines of what it has done; the next goes on from there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Self

from kg import errors
from kg.errors import DamagedFile, KgError, MissingFile, ReadError
from kg.files import Together
from kg.pipeline.journal import Built, append, encoded
from kg.pipeline.sources import Failure, Source

FILE: Final = "manifest.jsonl"


@dataclass(frozen=True, slots=True)
class Failed:
    """A report that could not be built: ``kind`` is the class of its error."""

    path: str
    kind: str
    message: str
    where: str
    hint: str

    @classmethod
    def of(cls, path: str, error: KgError) -> Self:
        """What became of the report at a path."""
        return cls(path, type(error).__name__, error.message, error.where, error.hint)

    def failure(self) -> Failure:
        """The same for those who asked for it."""
        return Failure(self.path, self._kind(self.message, where=self.where, hint=self.hint))

    @property
    def for_good(self) -> bool:
        """Whether it is the file that is at fault, and not the disk, the memory or kg."""
        return issubclass(self._kind, ReadError)

    @property
    def _kind(self) -> type[KgError]:
        found = getattr(errors, self.kind, KgError)
        return found if isinstance(found, type) and issubclass(found, KgError) else KgError


@dataclass(frozen=True, slots=True)
class Partition:
    """Some reports that follow one another.

    ``made_of`` is a hash of their names, places and bytes, ``reports`` what the journal of a build says of each (paths as
    seen from the folder of partitions), ``sha256`` the hashes of the partition's files by name.
    """

    name: str
    made_of: str
    reports: Mapping[str, Built]
    failed: tuple[Failed, ...]
    sha256: Mapping[str, str]

    @property
    def quads(self) -> int:
        """How many statements there are."""
        return sum(row.quads for row in self.reports.values())

    def line(self) -> dict[str, Any]:
        """The partition as a line of the manifest."""
        return {
            "partition": self.name,
            "quads": self.quads,
            "sha256": dict(self.sha256),
            "made_of": self.made_of,
            "failed": [asdict(one) for one in self.failed],
            "reports": {name: asdict(row) for name, row in self.reports.items()},
        }

    @classmethod
    def read(cls, line: Mapping[str, Any]) -> Self:
        """The partition of a line. Raises ValueError, TypeError or KeyError for what is none."""
        names = (line["partition"], *line["sha256"], *line["reports"])
        if not all(_plain(name) for name in names):
            raise ValueError("a name that leads out of the folder")
        reports = {
            name: Built(**{**row, "findings": tuple(row["findings"])})
            for name, row in line["reports"].items()
        }
        failed = tuple(Failed(**one) for one in line["failed"])
        return cls(line["partition"], line["made_of"], reports, failed, line["sha256"])


@dataclass(slots=True)
class Manifest:
    """The partitions of a folder that are whole, by name, and which tool made them."""

    folder: Path
    tool: str
    base: str
    finished: bool = False
    partitions: dict[str, Partition] = field(default_factory=dict)
    _whole: bool = False

    def add(self, partition: Partition) -> None:
        """Say that a partition is whole. Raises OSError."""
        self.finished = False
        if not self._whole:
            self._save()
        append(self.folder / FILE, partition.line())
        self.partitions[partition.name] = partition

    def finish(self, names: Iterable[str]) -> None:
        """All of these partitions are there, and no others: write the manifest anew. Raises OSError."""
        self.partitions = {name: self.partitions[name] for name in names}
        self.finished = True
        self._save()

    def sources(self) -> Iterator[tuple[Source, str]]:
        """The reports with their IRIs, in the order in which a build takes them."""
        for partition in self.partitions.values():
            for name, row in partition.reports.items():
                yield Source(self.folder / row.path, name, row.sha256), row.report

    def _save(self) -> None:
        with Together() as files:
            file = files.open(self.folder / FILE)
            file.write(encoded({"tool": self.tool, "base": self.base}))
            for partition in self.partitions.values():
                file.write(encoded(partition.line()))
            if self.finished:
                file.write(encoded({"done": True}))
        self._whole = True


def begun(folder: Path, *, tool: str, base: str) -> Manifest:
    """The manifest of a folder, to go on with; an empty one where there is none, or one of another tool or base."""
    try:
        found = _read(folder)
    except KgError:
        return Manifest(folder, tool, base)
    return found if (found.tool, found.base) == (tool, base) else Manifest(folder, tool, base)


def complete(folder: Path) -> Manifest:
    """The manifest of a folder whose partitions are all there. Raises ReadError where they are not."""
    found = _read(folder)
    if not found.finished:
        hint = "give the command that writes them again: it goes on where it was"
        raise DamagedFile("not all partitions are there yet", where=str(folder), hint=hint)
    return found


def _read(folder: Path) -> Manifest:
    path = folder / FILE
    try:
        head, *lines = path.read_bytes().splitlines(keepends=True)
        about = json.loads(head)
        found = Manifest(folder, about["tool"], about["base"])
        for line in lines:
            if not line.endswith(b"\n"):
                break  # cut off while it was written
            read = json.loads(line.decode("utf-8", "surrogateescape"))
            found.finished = bool(read.get("done"))
            if not found.finished:
                partition = Partition.read(read)
                found.partitions[partition.name] = partition
    except (FileNotFoundError, NotADirectoryError) as err:
        hint = "kg build PATH --partitions DIR writes some"
        raise MissingFile("no partitions here", where=str(folder), hint=hint) from err
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as err:
        hint = "kg build PATH --partitions DIR writes it anew"
        raise DamagedFile(f"no manifest: {err}", where=str(path), hint=hint) from err
    return found


def _plain(name: object) -> bool:
    return isinstance(name, str) and name not in ("", ".", "..") and not {"/", "\\", "\0"} & set(name)
