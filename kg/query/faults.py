"""What the engine says of a text that does not parse, as one line that people can act on."""

from __future__ import annotations

import re

from kg.errors import QueryError
from kg.vocab import PREFIXES

_PLACE = re.compile(r"error at (\d+):(\d+): ?")


def place(text: str, position: int) -> str:
    """A position in a text as line and column, both counted from 1."""
    line = text.count("\n", 0, position) + 1
    return f"line {line}, column {position - text.rfind(chr(10), 0, position)}"


def syntax_error(message: str, sparql: str) -> QueryError:
    """The engine's message on a text that is not SPARQL, with the place and the words near it."""
    found = _PLACE.search(message)
    if found is None:
        return QueryError(f"not SPARQL: {message}", where="query")
    line, column = int(found[1]), int(found[2])
    rest = "\n".join(sparql.splitlines()[line - 1 :])[column - 1 :]
    near = " ".join(sparql.splitlines()[line - 1 : line]).strip()[:80]
    hint = f"near: {near}" if rest.strip() else "something is missing at the end, perhaps a }"
    told = message[found.end() :].replace("expected one of ", "").replace("expected ", "")
    if "Prefix not found" in told:
        message, hint = "a prefix is not known", f"known without declaring: {', '.join(sorted(PREFIXES))}"
    elif sentence := re.search(r"\bThe [^,\[]+", told):
        message = sentence[0].strip()
    else:
        words = dict.fromkeys(re.findall(r"(?:^|, |or )([A-Z]{2,})(?=$|,)", told))
        message = f"expected {', '.join(words)}" if words else "not expected here"
    return QueryError(f"not SPARQL: {message}", where=f"line {line}, column {column}", hint=hint)
