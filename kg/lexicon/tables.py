"""The word lists under ``kg/lexicon/data`` as rows of text.

For measuring only: where the environment variable ``KG_WITHOUT`` names a file, the rows of the lists of
names (``LISTS``) whose first field is a line of that file are left out. ``kg evaluate --leave-one-out``
asks so what the lists are worth to a report whose names they were never meant to know. The variable has
to be set before the lists are first read, for what is made of them is kept while the process lives.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

from kg.errors import VocabularyError

LISTS = ("departments.csv", "laws.csv", "reforms.csv")
"""The lists of names: the first field of a row is a name, the second holds its other names."""

WITHOUT = "KG_WITHOUT"
"""The environment variable that names a file of rows to leave out, one first field per line."""

_DATA = Path(__file__).resolve().parent / "data"


def rows(name: str, *, columns: tuple[str, ...]) -> list[list[str]]:
    """The rows of ``data/<name>`` without its header, and without those that KG_WITHOUT leaves out.

    Raises VocabularyError, which names the file and line, for another header or a row of another length.
    """
    found = rows_of(_DATA / name, columns=columns)
    out = _left_out() if name in LISTS else frozenset()
    return [row for row in found if row[0] not in out]


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


def listed_names() -> tuple[tuple[str, ...], ...]:
    """The names of every row of the lists of names, its own first; nothing is left out here."""
    found = []
    for name in LISTS:
        with (_DATA / name).open(encoding="utf-8", newline="") as file:
            found += [(row[0], *parts(row[1])) for row in list(csv.reader(file))[1:]]
    return tuple(found)


def parts(field: str) -> tuple[str, ...]:
    """The parts of a field that ``|`` separates; none for an empty field."""
    return tuple(field.split("|")) if field else ()


def _left_out() -> frozenset[str]:
    path = os.environ.get(WITHOUT)
    if not path:
        return frozenset()
    try:
        return frozenset(Path(path).read_text("utf-8").splitlines())
    except OSError as err:
        raise VocabularyError(
            f"cannot be read: {err.strerror}", where=path, hint=f"unset {WITHOUT}; it is for measuring"
        ) from err
