"""The names of graphs in a SPARQL text, as absolute IRIs: escapes undone, prefixes and the base filled in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import pyoxigraph as ox

from kg.store.lexer import Token, tokens
from kg.vocab import PREFIXES

_BEFORE: Final = frozenset((
    "FROM", "NAMED", "USING", "GRAPH", "WITH", "TO", "SILENT", "INTO", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY",
))  # fmt: skip
_WORDS: Final = {"PREFIX": 3, "BASE": 2}  # the tokens of a declaration


def graph_names(text: str, *, base_iri: str | None = None) -> tuple[tuple[str, str], ...]:
    """The graphs that a text names, each after the word that it follows (FROM, NAMED, GRAPH, …), in order.

    None are found in a text that does not parse; of ``GRAPH ?g`` there is no name to find.
    """
    found = list(tokens(text))
    named = [
        (before.text, one)
        for before, one in pairwise(found)
        if before.kind == "word" and before.text in _BEFORE and one.kind in ("iri", "name")
    ]
    if not named:
        return ()
    # Turtle writes names as SPARQL does, so the engine's own reader of it resolves them.
    lines = [f"PREFIX {prefix}: <{iri}>" for prefix, iri in PREFIXES.items()]
    lines += _declarations(text, found)
    lines += [f"<urn:x> <urn:x> {text[one.start : one.end]} ." for _, one in named]
    try:
        triples = list(ox.parse("\n".join(lines), format=ox.RdfFormat.TURTLE, base_iri=base_iri))
    except (SyntaxError, ValueError):
        return ()
    return tuple(
        (word, quad.object.value)
        for (word, _), quad in zip(named, triples, strict=True)
        if isinstance(quad.object, ox.NamedNode)
    )


def _declarations(text: str, found: list[Token]) -> Iterator[str]:
    depth = 0
    for place, token in enumerate(found):
        depth += {"{": 1, "}": -1}.get(token.text, 0) if token.kind == "sign" else 0
        if depth == 0 and token.kind == "word" and token.text in _WORDS:
            end = found[min(place + _WORDS[token.text], len(found)) - 1].end
            yield text[token.start : end]
