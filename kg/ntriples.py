"""N-Triples, line by line: what graphs are written in, since strings cost a fraction of term objects.

A statement is ``subject predicate object``, without the stop; a term is spelt as in N-Triples.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple, NewType

import pyoxigraph as ox

Term = NewType("Term", str)
"""An IRI in angle brackets, or a literal."""

_ESCAPES: Final = {c: f"\\u{c:04X}" for c in (*range(0x20), 0x7F)} | {
    ord(sign): f"\\{letter}" for sign, letter in zip('\b\t\n\f\r"\\', 'btnfr"\\', strict=True)
}
_ESCAPED: Final = re.compile(r'\\(?:[btnfr"\'\\]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})')
_LETTERS: Final = {f"\\{letter}": sign for sign, letter in zip("\b\t\n\f\r\"'\\", "btnfr\"'\\", strict=True)}
_STOP: Final = " .\n"
_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"
_LANG_STRING: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"


class Literal(NamedTuple):
    """A literal taken apart."""

    value: str
    datatype: str
    language: str


def node(iri: str) -> Term:
    """An IRI as a term."""
    return Term(f"<{iri}>")


def literal(text: str, *, datatype: str = "", language: str = "") -> Term:
    """A literal as a term; a plain string where neither a datatype nor a language is given."""
    tail = f"@{language}" if language else f"^^<{datatype}>" if datatype else ""
    return Term(f'"{text.translate(_ESCAPES)}"{tail}')


def iri_of(term: str) -> str:
    """The IRI of a term, or "" for a literal."""
    return term[1:-1] if term.startswith("<") else ""


def literal_of(term: str) -> Literal:
    """A literal's parts. The term has to be one."""
    text, _, tail = term[1:].rpartition('"')
    if "\\" in text:
        text = _ESCAPED.sub(_letter, text)
    if not tail:
        return Literal(text, _STRING, "")
    return Literal(text, _LANG_STRING, tail[1:]) if tail[0] == "@" else Literal(text, tail[3:-1], "")


def lines(triples: Iterable[ox.Triple | ox.Quad]) -> list[str]:
    """Triples, or the triples of quads, as statements."""
    return [str(one.triple if isinstance(one, ox.Quad) else one) for one in triples]


def triples(statements: Iterable[str]) -> Iterator[ox.Triple]:
    """Statements as triples."""
    return (quad.triple for quad in ox.parse(ntriples(statements), format=ox.RdfFormat.N_TRIPLES))


def ntriples(statements: Iterable[str]) -> bytes:
    """Statements as a document of N-Triples."""
    return "".join([f"{line}{_STOP}" for line in statements]).encode()


def nquads(document: bytes, graph: str) -> bytes:
    """A document that ``ntriples`` wrote as the N-Quads of one graph."""
    # Line feeds in literals are escaped: only a statement ends with a stop before one.
    return document.replace(_STOP.encode(), _tail(graph))


def without_graph(document: bytes, graph: str) -> bytes:
    """The N-Quads of one graph as N-Triples."""
    return document.replace(_tail(graph), _STOP.encode())


def _tail(graph: str) -> bytes:
    return f" <{graph}>{_STOP}".encode()


def _letter(found: re.Match[str]) -> str:
    written = found[0]
    return _LETTERS.get(written) or chr(int(written[2:], 16))
