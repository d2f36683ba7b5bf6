"""Where the data that travels with the package lies: in the wheel, or beside the package in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def ontology(*parts: str) -> Path:
    """A file of ``ontology/``."""
    return _folder("ontology").joinpath(*parts)


def data(*parts: str) -> Path:
    """A file of ``data/``; only ``data/places`` travels in the wheel."""
    return _folder("data").joinpath(*parts)


def _folder(name: str) -> Path:
    packed = _PACKAGE / f"_{name}"
    return packed if packed.is_dir() else _PACKAGE.parent / name
