"""The editor that npm may have brought: files of @zazuko/yasqe in a folder that git ignores."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ASSETS: Final = Path(__file__).parent / "assets"
_FILES: Final = ("yasqe.min.js", "yasqe.min.css")


def installed(folder: Path | None = None) -> bool:
    """Whether ``make editor`` has put YASQE where the query page finds it."""
    return all((folder or ASSETS).joinpath(name).is_file() for name in _FILES)
