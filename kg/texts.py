"""The texts of reports as they were read, kept beside the store: the offsets of all evidence point into them.

A text is named as the facts of its report are: after the report's file, with the start of the file's hash
where two files have one name.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from kg.files import write_whole

FOLDER: Final = "texts"
_LONGEST: Final = 255 - len("-12345678.json")
"""Bytes of a name; file systems take 255, and what is written for a report adds to it."""


def fitted(stem: str, sha256: str) -> str:
    """The name of what is written for a report's file: its stem, of a long one the beginning and the file's hash."""
    raw = stem.encode("utf-8", "surrogateescape")
    if len(raw) <= _LONGEST:
        return stem
    return f"{raw[: _LONGEST - 9].decode('utf-8', 'ignore')}-{sha256[:8]}"


def path(folder: Path, name: str) -> Path:
    """Where the text of the report of that name lies."""
    return folder / f"{name}.txt"


def write(folder: Path, name: str, text: str) -> None:
    """Keep a text, character by character as it was decoded. Raises OSError."""
    write_whole(path(folder, name), text.encode("utf-8", "surrogatepass"))


def beside(store: str | Path) -> Path:
    """The folder of the texts that belongs to a store; it need not exist."""
    return Path(store).parent / FOLDER


def load(folder: Path, files: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The texts that are there, by the IRIs of their reports.

    ``files`` gives for each report the ``name`` and ``sha256`` of its file (``graph.graph["files"]`` of
    ``kg.network.project``). A text may be an older one: whoever uses an offset compares the words.
    """
    found = {}
    for report, file in files.items():
        sha256 = file.get("sha256", "")
        stem = fitted(Path(file.get("name", "")).stem, sha256)
        for name in (f"{stem}-{sha256[:8]}", stem):
            at = path(folder, name)
            if stem and at.is_file():
                # Bytes, for a text file's line ends would be changed.
                found[report] = at.read_bytes().decode("utf-8", "surrogatepass")
                break
    return found
