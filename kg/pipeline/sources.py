"""Which files a build reads, in which order, and what their outputs are called."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import KgError, MissingFile, ReadError

SUFFIXES = frozenset({".txt", ".text"})
"""What counts as a report in a folder; a file that is named itself is always tried."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read: ``name`` is the stem of what is written for it, ``sha256`` of its bytes."""

    path: Path
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be built, and why."""

    path: str
    error: KgError


def find(paths: Iterable[Path]) -> tuple[list[Source], list[Failure]]:
    """All reports under the paths, sorted and each once, and the paths that could not be read.

    Folders are searched through and through; hidden files and folders in them are left out.
    Two files of one stem but different content get the start of their hash into the name.
    """
    files: dict[Path, Path] = {}
    failures: list[Failure] = []
    for path in paths:
        found = [path]
        if path.is_dir():
            found = _reports(path)
            if not found:
                hint = f"a folder is searched for {', '.join(sorted(SUFFIXES))}"
                failures.append(
                    Failure(str(path), MissingFile("no reports here", where=str(path), hint=hint))
                )
        for file in found:
            files.setdefault(file.resolve(), file)
    sources: dict[str, Source] = {}
    for file in sorted(files.values(), key=lambda path: path.parts):
        try:
            digest = hashlib.sha256(file.read_bytes()).hexdigest()
        except OSError as err:
            failures.append(Failure(str(file), _unreadable(file, err)))
            continue
        name = file.stem
        if name in sources and sources[name].sha256 != digest:
            name = f"{name}-{digest[:8]}"
        sources.setdefault(name, Source(file, name, digest))
    return list(sources.values()), failures


def _reports(folder: Path) -> list[Path]:
    return [
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in SUFFIXES
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and path.is_file()
    ]


def _unreadable(path: Path, err: OSError) -> ReadError:
    if isinstance(err, FileNotFoundError):
        return MissingFile("no such file or folder", where=str(path), hint="check the path")
    return ReadError(err.strerror or str(err), where=str(path), hint="check the file's permissions")
