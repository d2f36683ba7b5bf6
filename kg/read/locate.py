"""Where the bytes of a report lie: in a file, in an archive of files, in a row of a table of texts.

A path names each of them: ``report.html``; ``reports.zip/2023/report.html``; ``texts.csv/17`` for the seventeenth
record, ``texts.csv?text=正文,title=标题/17`` where its columns have to be told.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from kg.errors import MissingFile, ReadError
from kg.read import archive, records
from kg.read.limits import require_size

HEADERS: Final = ".headers.json"
"""What `kg fetch` adds to a page's name for what its server said of it."""


@dataclass(frozen=True, slots=True)
class Located:
    """A report's bytes, the name that its document goes by, and the charset that a server gave."""

    data: bytes
    source_name: str
    charset: str | None = None


def load(path: Path | str) -> Located:
    """The bytes that a path names. Raises MissingFile, TooLarge, DamagedFile or another ReadError."""
    path = Path(path)
    if path.is_file():
        return Located(read_file(path), path.name, _charset(path))
    outer, inner = split(path)
    if outer is None:
        raise MissingFile("no such file or folder", where=str(path), hint="check the path")
    if archive.is_archive(outer):
        return Located(archive.member(outer, inner), f"{outer.name}/{inner}")
    record = records.record(outer, inner)
    return Located(record.data, f"{outer.name.partition('?')[0]}/{record.name}.txt")


def split(path: Path) -> tuple[Path | None, str]:
    """The archive or table that a path leads into, and what it names in there; (None, "") for any other path."""
    parts = path.parts
    for at in range(len(parts) - 1, 0, -1):
        outer = Path(*parts[:at])
        if (archive.is_archive(outer) or records.is_table(outer)) and records.plain(outer).is_file():
            return outer, str(PurePosixPath(*parts[at:]))
    return None, ""


def read_file(path: Path) -> bytes:
    """The bytes of a file. Raises MissingFile, TooLarge or ReadError."""
    try:
        require_size(path.stat().st_size, source_name=path.name)
        return path.read_bytes()
    except FileNotFoundError as err:
        raise MissingFile("no such file", where=str(path), hint="check the path") from err
    except OSError as err:
        raise ReadError(
            f"cannot be read: {err.strerror}", where=str(path), hint="check its permissions"
        ) from err


def _charset(path: Path) -> str | None:
    """The Content-Type that was kept beside a page, where it names a charset."""
    beside = path.with_name(path.name + HEADERS)
    try:
        headers = json.loads(beside.read_text("utf-8"))["headers"]
        given = next(str(value) for name, value in headers.items() if name.lower() == "content-type")
    except (OSError, ValueError, KeyError, TypeError, AttributeError, StopIteration):
        return None
    return given if "charset" in given.lower() else None
