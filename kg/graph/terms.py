"""RDF terms of the closed vocabulary, made once, and literals of the few kinds that the graph holds."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from pyoxigraph import Literal, NamedNode

from kg.errors import VocabularyError
from kg.vocab import CLASSES, INDIVIDUALS, PREFIXES, PROPERTIES, expand

_OURS = frozenset((*CLASSES, *PROPERTIES, *INDIVIDUALS))
_YEAR = re.compile(r"\d{4}")
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")


@cache
def term(curie: str) -> NamedNode:
    """The node of a prefixed name. Raises VocabularyError for a ``kg:`` term that is not in the ontology."""
    prefix, _, local = curie.partition(":")
    if prefix == "kg" and local not in _OURS:
        raise VocabularyError("not a term of the ontology", where=curie, hint="see kg/vocab.py and kg.ttl")
    return NamedNode(expand(curie))


XSD = PREFIXES["xsd"]
TYPE = term("rdf:type")
ONTOLOGY = PREFIXES["kg"]

_DECIMAL = NamedNode(XSD + "decimal")
_INTEGER = NamedNode(XSD + "integer")
_BOOLEAN = NamedNode(XSD + "boolean")


def zh(text: str) -> Literal:
    """A name or label as the report words it."""
    return Literal(text, language="zh")


def plain(text: str) -> Literal:
    """A string."""
    return Literal(text)


def integer(value: int) -> Literal:
    """A whole number."""
    return Literal(str(value), datatype=_INTEGER)


def boolean(value: bool) -> Literal:
    """A truth value."""
    return Literal("true" if value else "false", datatype=_BOOLEAN)


def decimal(value: Decimal) -> Literal:
    """A number, in the canonical spelling that the store would give it anyway."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return Literal("0" if text in ("-0", "") else text, datatype=_DECIMAL)


def moment(text: str) -> Literal:
    """A year, month, day or time with the datatype that fits, else the plain words."""
    if _YEAR.fullmatch(text):
        return Literal(text, datatype=NamedNode(XSD + "gYear"))
    if _MONTH.fullmatch(text):
        return Literal(text, datatype=NamedNode(XSD + "gYearMonth"))
    for parse, kind in ((date.fromisoformat, "date"), (datetime.fromisoformat, "dateTime")):
        try:
            value = parse(text)
        except ValueError:
            continue
        return Literal(value.isoformat(), datatype=NamedNode(XSD + kind))
    return Literal(text)
