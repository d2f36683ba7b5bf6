"""Pages into a folder: the bytes as they came, and beside them what the server said."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import FetchError
from kg.fetch.client import Fetcher, Page
from kg.fetch.names import HEADERS, file_name
from kg.files import write_whole

_KEPT = frozenset({"content-type", "content-language", "date", "etag", "last-modified"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a URL: its file, kept from before or new; or the error."""

    url: str
    path: Path | None = None
    kept: bool = False
    error: FetchError | None = None


def fetch_all(
    urls: Iterable[str], folder: Path, *, fetcher: Fetcher, force: bool = False
) -> Iterator[Outcome]:
    """Save each page into a folder, one after another; an error does not stop the others.

    A page that is there already is not asked for again, unless ``force``. Raises OSError where the folder
    cannot be written.
    """
    known = {} if force else _saved(folder)
    for url in dict.fromkeys(urls):
        if url in known:
            yield Outcome(url, known[url], kept=True)
            continue
        try:
            page = fetcher.fetch(url)
        except FetchError as err:
            yield Outcome(url, error=err)
            continue
        yield Outcome(url, _save(url, page, folder))


def _save(url: str, page: Page, folder: Path) -> Path:
    path = _free(folder / file_name(url, page.headers.get("content-type", "")), url)
    beside = {
        "url": url,
        "final_url": page.url,
        "status": page.status,
        "headers": {name: value for name, value in sorted(page.headers.items()) if name in _KEPT},
    }
    write_whole(path, page.data)
    write_whole(
        path.with_name(path.name + HEADERS),
        (json.dumps(beside, ensure_ascii=False, indent=1) + "\n").encode(),
    )
    return path


def _free(path: Path, url: str) -> Path:
    """The path, with a hash of the URL in its name where the page of another URL has that name."""
    if _url_of(path) in (None, url):
        return path
    return path.with_name(f"{path.stem}_{hashlib.sha256(url.encode()).hexdigest()[:8]}{path.suffix}")


def _url_of(path: Path) -> str | None:
    """The URL that a saved page is from, None where there is no such page."""
    try:
        return str(json.loads(path.with_name(path.name + HEADERS).read_text("utf-8"))["url"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _saved(folder: Path) -> dict[str, Path]:
    """The pages that a folder holds, by their URLs."""
    found = {}
    for beside in sorted(folder.glob(f"*{HEADERS}")):
        path = beside.with_name(beside.name.removesuffix(HEADERS))
        url = _url_of(path)
        if url is not None and path.is_file():
            found[url] = path
    return found
