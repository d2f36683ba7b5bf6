"""File names for pages: from their address, fit for every file system, never outside the folder."""

from __future__ import annotations

import hashlib
import re
from typing import Final
from urllib.parse import unquote, urlsplit

HEADERS: Final = ".headers.json"
"""What is added to a page's name for what its server said of it."""
_UNSAFE: Final = re.compile(r"[^\w.()（）《》〔〕-]+")
_RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.I)
_SUFFIXES: Final = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/zip": ".zip",
    "text/csv": ".csv",
}
_KNOWN: Final = frozenset(
    (*_SUFFIXES.values(), ".htm", ".shtml", ".xhtml", ".ofd", ".wps", ".rtf", ".jsonl", ".markdown")
)
_MOST: Final = 200
"""Bytes of a name: file systems take 255, and the names beside it are longer."""


def file_name(url: str, content_type: str = "") -> str:
    """The name of the file for a page: its host, path and query, with a suffix that tells its format.

    Characters that a file system could mind become ``_``; what is cut off, and a query, are told by a hash.
    """
    parts = urlsplit(url)
    path = unquote(parts.path)
    stem, suffix = _split(path, content_type)
    name = _UNSAFE.sub(
        "_", f"{parts.hostname or 'page'}{f'_{parts.port}' if parts.port else ''}_{stem.strip('/')}"
    ).strip("._ ")
    name = re.sub(r"_[._]+", "_", re.sub(r"\.{2,}", ".", name))
    if parts.query:
        name = f"{name}_{_hash(parts.query)}"
    if _RESERVED.fullmatch(name):
        name = f"page_{name}"
    raw = name.encode("utf-8")
    if len(raw) > _MOST:
        name = f"{raw[: _MOST - 9].decode('utf-8', 'ignore')}_{_hash(url)}"
    return name + suffix


def _split(path: str, content_type: str) -> tuple[str, str]:
    """The path without the suffix of its format, and that suffix: what the server says goes before the path's own."""
    kind = content_type.partition(";")[0].strip().lower()
    dot = path.rfind(".", path.rfind("/") + 1)
    own = path[dot:].lower() if dot > 0 else ""
    if own in _KNOWN and (
        kind not in _SUFFIXES
        or _SUFFIXES[kind] in (own, ".zip")
        or (kind == "text/html" and own in (".htm", ".shtml", ".xhtml"))
        or kind == "text/plain"
    ):
        return path[:dot], own
    return (path[:dot] if own in _KNOWN else path), _SUFFIXES.get(kind, ".html" if not kind else ".bin")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
