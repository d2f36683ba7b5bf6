"""Terms of the closed vocabulary, made once, and literals of the few kinds that the graph holds, as N-Triples."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from kg.errors import VocabularyError
from kg.ntriples import Term, literal, node
from kg.vocab import CLASSES, INDIVIDUALS, PREFIXES, PROPERTIES, expand

_OURS = frozenset((*CLASSES, *PROPERTIES, *INDIVIDUALS))
_YEAR = re.compile(r"\d{4}")
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")


@cache
def term(curie: str) -> Term:
    """The term of a prefixed name. Raises VocabularyError for a ``kg:`` term that is not in the ontology."""
    prefix, _, local = curie.partition(":")
    if prefix == "kg" and local not in _OURS:
        raise VocabularyError("not a term of the ontology", where=curie, hint="see kg/vocab.py and kg.ttl")
    return node(expand(curie))


XSD = PREFIXES["xsd"]
TYPE = term("rdf:type")
ONTOLOGY = PREFIXES["kg"]


def zh(text: str) -> Term:
    """A name or label as the report words it."""
    return literal(text, language="zh")


def plain(text: str) -> Term:
    """A string."""
    return literal(text)


def integer(value: int) -> Term:
    """A whole number."""
    return literal(str(value), datatype=XSD + "integer")


def boolean(value: bool) -> Term:
    """A truth value."""
    return literal("true" if value else "false", datatype=XSD + "boolean")


def decimal(value: Decimal) -> Term:
    """A number, in the canonical spelling that the store would give it anyway."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return literal("0" if text in ("-0", "") else text, datatype=XSD + "decimal")


def moment(text: str) -> Term:
    """A year, month, day or time with the datatype that fits, else the plain words."""
    if _YEAR.fullmatch(text):
        return literal(text, datatype=XSD + "gYear")
    if _MONTH.fullmatch(text):
        return literal(text, datatype=XSD + "gYearMonth")
    for parse, kind in ((date.fromisoformat, "date"), (datetime.fromisoformat, "dateTime")):
        try:
            value = parse(text)
        except ValueError:
            continue
        return literal(value.isoformat(), datatype=XSD + kind)
    return literal(text)
