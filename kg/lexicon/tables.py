"""The word lists under ``kg/lexicon/data`` as rows of text."""

from __future__ import annotations

import csv
from pathlib import Path

from kg.errors import VocabularyError

_DATA = Path(__file__).resolve().parent / "data"


def rows(name: str, *, columns: tuple[str, ...]) -> list[list[str]]:
    """The rows of ``data/<name>`` without its header.

    Raises VocabularyError, which names the file and line, for another header or a row of another length.
    """
    return rows_of(_DATA / name, columns=columns)


def rows_of(path: Path, *, columns: tuple[str, ...]) -> list[list[str]]:
    """The rows of a csv file without its header; errors as in ``rows``."""
    with path.open(encoding="utf-8", newline="") as file:
        table = list(csv.reader(file))
    if not table or tuple(table[0]) != columns:
        raise VocabularyError("unexpected header", where=path.name, hint=f"columns are {','.join(columns)}")
    for line, row in enumerate(table, start=1):
        if len(row) != len(columns):
            problem = f"{len(row)} fields, not {len(columns)}"
            raise VocabularyError(problem, where=f"{path.name}:{line}", hint="quote fields that hold a comma")
    return table[1:]


def parts(field: str) -> tuple[str, ...]:
    """The parts of a field that ``|`` separates; none for an empty field."""
    return tuple(field.split("|")) if field else ()
