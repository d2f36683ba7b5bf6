"""The outermost ORDER BY of a query, carried out here: the engine reads a term from disk each time it compares one.

Rows come in the engine's own order of terms: unbound, IRIs, literals; numbers by value, text by code point. Where a
column holds what only the engine can compare (blank nodes, numbers beside text, times of day), it is left to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import pyoxigraph as ox

from kg.query.guard import TOKEN
from kg.table import XSD, Term
from kg.vocab import PREFIXES

Row = tuple[Term | None, ...]
Key = tuple[int, object]

_ORDER: Final = re.compile(
    r"\bORDER\s+BY((?:\s*(?:[?$]\w+|(?:ASC|DESC)\s*\(\s*[?$]\w+\s*\)))+)\s*$", re.IGNORECASE
)
_KEY: Final = re.compile(r"(?:(?P<way>ASC|DESC)\s*\(\s*)?[?$](?P<name>\w+)", re.IGNORECASE)
_SELECT: Final = re.compile(r"\bSELECT\b(?:\s+(?P<distinct>DISTINCT|REDUCED)\b)?", re.IGNORECASE)
_ALIAS: Final = re.compile(r"\bAS\s+[?$](\w+)\s*\)", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_NAME: Final = re.compile(r"[?$](\w+)")
# Within a kind and between two of them, the engine compares these as it compares their text.
_TEXTS: Final = {
    XSD + "string": re.compile(""),
    PREFIXES["rdf"] + "langString": re.compile(""),
    XSD + "gYear": re.compile(r"[0-9]{4}\Z"),
    XSD + "gYearMonth": re.compile(r"[0-9]{4}-[0-9]{2}\Z"),
    XSD + "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z"),
}
_NUMBERS: Final = {
    XSD + "integer": re.compile(r"[+-]?[0-9]{1,18}\Z"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]{1,18}(?:\.[0-9]{0,18})?\Z"),
}


@dataclass(frozen=True, slots=True)
class Order:
    """A query without its outermost ORDER BY, and the variables of that, each with whether it descends.

    Those that are not asked for are the first columns of the query: so many are ``hidden``.
    """

    text: str
    keys: tuple[tuple[str, bool], ...]
    hidden: int


def outermost(sparql: str) -> Order | None:
    """The order that a SELECT asks for at its very end, by variables alone; None for any other query."""
    bare = TOKEN.sub(lambda m: m[0] if m["word"] or m["variable"] else " " * len(m[0]), sparql)
    opened, closed = bare.find("{"), bare.rfind("}") + 1
    found, verb = _ORDER.search(bare, closed), _SELECT.search(bare, 0, max(opened, 0))
    if found is None or verb is None:
        return None
    keys = tuple((key["name"], (key["way"] or "").upper() == "DESC") for key in _KEY.finditer(found[1]))
    selected = _selected(bare[verb.end() : opened])
    hidden = [name for name in dict(keys) if "*" not in selected and name not in selected]
    text = sparql[: found.start()]
    if hidden:
        if verb["distinct"] or bare[closed : found.start()].strip():
            return None  # one more column would make other rows, or other groups
        text = f"{text[: verb.end()]} ?{' ?'.join(hidden)} {text[verb.end() :]}"
    return Order(text, keys, len(hidden))


def _selected(projection: str) -> set[str]:
    """The names of the columns that stand between SELECT and the first brace; ``*`` for all there are."""
    names = set(_ALIAS.findall(projection))
    while (plain := _BRACKETS.sub(" ", projection)) != projection:
        projection = plain
    return names | set(_NAME.findall(plain)) | ({"*"} & set(plain))


def in_order(rows: Sequence[Row], keys: Sequence[tuple[int, bool]]) -> list[Row] | None:
    """The rows by the columns of the keys, those that descend turned round; None where only the engine can tell."""
    places = list(range(len(rows)))
    for column, descends in reversed(keys):
        by = _keys([row[column] for row in rows])
        if by is None:
            return None
        places.sort(key=by.__getitem__, reverse=descends)
    return [rows[place] for place in places]


def _keys(terms: list[Term | None]) -> list[Key] | None:
    """What the terms of a column are sorted by; None where only the engine can tell."""
    known: dict[Term | None, Key | None] = {term: _key(term) for term in set(terms)}
    if None in known.values() or {key[0] for key in known.values() if key} >= {_NUMBER, _TEXT}:
        return None
    return [key for term in terms if (key := known[term])]


_UNBOUND, _IRI, _NUMBER, _TEXT = range(4)


def _key(term: Term | None) -> Key | None:
    if term is None:
        return _UNBOUND, 0
    if isinstance(term, ox.NamedNode):
        return _IRI, term.value
    if not isinstance(term, ox.Literal):
        return None
    kind, text = term.datatype.value, term.value
    if kind in _TEXTS and _TEXTS[kind].match(text):
        return _TEXT, (text, kind, term.language or "")
    if kind in _NUMBERS and _NUMBERS[kind].match(text):
        return _NUMBER, Decimal(text)
    return None
