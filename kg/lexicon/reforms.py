"""Reforms, mechanisms and campaigns that are known by name all over the country."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kg.lexicon.tables import parts, rows

_COLUMNS = ("name", "aka", "topic")


@dataclass(frozen=True, slots=True)
class Reform:
    """A reform: its canonical ``name``, other names of the same thing, and a code of topics.csv.

    ``name`` mostly carries no quotation marks (证照分离改革), ``aka`` has the quoted forms (“证照分离”改革).
    ``topic`` is None for what lies outside the work of government under law, such as economic policy.
    """

    name: str
    aka: tuple[str, ...]
    topic: str | None


@cache
def reforms() -> tuple[Reform, ...]:
    """The reforms of ``data/reforms.csv`` in its order, read once."""
    table = rows("reforms.csv", columns=_COLUMNS)
    return tuple(Reform(name, parts(aka), topic or None) for name, aka, topic in table)
