"""Which files a build reads, in which order, and what their outputs are called."""

from __future__ import annotations

import glob
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from kg import texts
from kg.errors import KgError, MissingFile, ReadError
from kg.pipeline.journal import FILE as JOURNAL
from kg.read import archive, records
from kg.read.formats import REFUSED
from kg.read.formats import SUFFIXES as FORMATS
from kg.read.locate import load

SUFFIXES = frozenset(FORMATS)
"""What counts as a report in a folder or an archive; a file that is named itself is always tried."""
_LISTED = SUFFIXES | frozenset(REFUSED)
"""What is looked at there: reports in formats that are not read are named, not passed over."""
_NOT_REPORTS = frozenset({"readme", "license", "changelog", "contributing", "index"})
_SAVED_WITH_PAGES = ("_files", ".files")


@dataclass(frozen=True, slots=True)
class Source:
    """One report to read: ``name`` is the stem of what is written for it, ``sha256`` of its bytes.

    ``path`` is its file, or ``ARCHIVE.zip/MEMBER``, or ``TABLE.csv/ROW`` (``kg.read.locate``).
    """

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

    A path is a file, a folder, a pattern (``reports/**/*.html``), a zip archive or a table of texts.
    Folders are searched through and through; hidden files and folders in them are left out.
    Two reports of one name but different content get the start of their hash into the name.
    """
    failures: list[Failure] = []
    files: dict[Path, Path] = {}
    for path in paths:
        for file in _unfolded(path, failures):
            files.setdefault(_same(file), file)
    sources: dict[str, Source] = {}
    for file in sorted(files.values(), key=_order):
        try:
            found = load(file)
        except KgError as err:
            failures.append(Failure(str(file), placed(err, file)))
            continue
        digest = hashlib.sha256(found.data).hexdigest()
        name = texts.fitted(PurePosixPath(found.source_name).stem, digest)
        if name in sources and sources[name].sha256 != digest:
            name = f"{name}-{digest[:8]}"
        sources.setdefault(name, Source(file, name, digest))
    return list(sources.values()), failures


def _unfolded(path: Path, failures: list[Failure]) -> Iterator[Path]:
    """The reports that a path stands for; what cannot be looked into becomes a failure."""
    found: list[Path] = []
    try:
        if path.is_dir():
            for file in _reports(path):
                found += _members(file, failures) if archive.is_archive(file) else [file]
        elif archive.is_archive(path) and path.is_file():
            found = _members(path, failures)
        elif records.is_table(path) and records.plain(path).is_file():
            found = [path / str(number) for number in range(1, records.count(path) + 1)]
        elif glob.has_magic(str(path)) and not path.exists() and not records.is_table(path):
            matches = sorted(glob.glob(str(path), recursive=True))
            for match in matches:
                yield from _unfolded(Path(match), failures)
            if matches:
                return
        else:
            found = [path]
    except KgError as err:
        failures.append(Failure(str(path), placed(err, path)))
        return
    if not found:
        hint = f"searched for {', '.join(sorted(SUFFIXES))} and .zip"
        failures.append(Failure(str(path), MissingFile("no reports here", where=str(path), hint=hint)))
    yield from found


def _members(path: Path, failures: list[Failure]) -> list[Path]:
    """The reports in an archive; names that lead out of it become failures and never paths."""
    found = []
    for name in archive.members(path):
        inside = PurePosixPath(name)
        if not _is_report(inside) or _is_hidden(inside):
            continue
        try:
            archive.require_inside(name, f"{path}: {name}")
        except KgError as err:
            failures.append(Failure(f"{path}: {name}", err))
        else:
            found.append(path / inside)
    return found


def _reports(folder: Path) -> list[Path]:
    found, paths = [], sorted(folder.rglob("*"))
    # What a build has written is no report, where its output folder lies among them.
    built = {path.parent for path in paths if path.name == JOURNAL} - {folder}
    for path in paths:
        inside = PurePosixPath(path.relative_to(folder).as_posix())
        wanted = _is_report(inside) or archive.is_archive(path)
        if wanted and not _is_hidden(inside) and path.is_file() and built.isdisjoint(path.parents):
            found.append(path)
    return found


def _is_report(name: PurePosixPath) -> bool:
    suffix = name.suffix.lower()
    if suffix in (".md", ".markdown") and name.stem.lower() in _NOT_REPORTS:
        return False
    return suffix in _LISTED


def _is_hidden(name: PurePosixPath) -> bool:
    """Whether a file is hidden, a word processor's lock, or what a browser saved along with a page."""
    return any(part.startswith((".", "~$", "__MACOSX")) and part != ".." for part in name.parts) or any(
        part.endswith(_SAVED_WITH_PAGES) for part in name.parts[:-1]
    )


def _same(file: Path) -> Path:
    return file.resolve()


def _order(file: Path) -> tuple[tuple[str, ...], int, str]:
    """By path, records of a table by their number."""
    if records.is_table(file.parent):
        return file.parent.parts, int(file.name), ""
    return file.parts, 0, ""


def placed(err: KgError, path: Path) -> KgError:
    """The error with the path as it was given in place of the bare name."""
    if str(path) in err.where:
        return err
    if isinstance(err, ReadError) and err.where in ("", path.name):
        return type(err)(err.message, where=str(path), hint=err.hint)
    return type(err)(err.message, where=f"{path}: {err.where}", hint=err.hint)
