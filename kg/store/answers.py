"""What goes to a SPARQL server as a query, and what comes back, in the terms of pyoxigraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import httpx
import pyoxigraph as ox

from kg.errors import StoreError
from kg.vocab import PREFIXES

GRAPH_FORMS: Final = frozenset(("CONSTRUCT", "DESCRIBE"))

_FORM = re.compile(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)
_FROM = re.compile(r"(?<![?$\w:])FROM\b(?=\s*(?:NAMED\b\s*)?(?:<|[\w.-]*:))", re.IGNORECASE)
_CONSTRUCT = re.compile(r"\bCONSTRUCT\b\s*(?:\{[^{}]*\})?", re.IGNORECASE)
_ROW: Final = "fazhi_kg_row"
_GRAPH = re.compile(r"(?<![?$\w:])GRAPH\s*(?:<|[\w.-]*:)", re.IGNORECASE)
_PREFIX = re.compile(r"\bPREFIX\s+([\w.-]*):", re.IGNORECASE)
# Strings, IRIs and comments: they may hold any word without meaning it.
_OPAQUE = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n\r]|\\.)*"'
    r"|'(?:[^'\\\n\r]|\\.)*'"
    r'|<(?P<iri>[^<>"{}|^`\\\x00-\x20]*)>'
    r"|#[^\n\r]*",
    re.DOTALL,
)
# Virtuoso answers ASK with a table of one number, writes truth values as 1 and 0, and says in a header
# when it cut an answer short.
_ASKED: Final = "__ASK_RETVAL"
_BOOLEAN = re.compile(rb'("datatype": "http://www\.w3\.org/2001/XMLSchema#boolean", "value": )"([01])"')
_CUT: Final = "X-SPARQL-MaxRows"


def form(sparql: str) -> str:
    """Which of the four forms a query has, in capitals; "" where it has none."""
    found = _FORM.search(_bare(sparql))
    return found[1].upper() if found else ""


def rows_of_construct(sparql: str) -> str | None:
    """The query whose rows a CONSTRUCT makes its graph of; None for another form."""
    bare = _bare(sparql)
    found = _CONSTRUCT.search(bare)
    if found is None or form(sparql) != "CONSTRUCT":
        return None
    return f"{sparql[: found.start()]}SELECT (1 AS ?{_ROW}) {sparql[found.end() :]}"


def names_its_graphs(sparql: str) -> bool:
    """Whether a query says by FROM what its default graph is."""
    return _FROM.search(_bare(sparql)) is not None


def names_a_graph(sparql: str) -> bool:
    """Whether a query asks a graph by its IRI."""
    return _GRAPH.search(_bare(sparql)) is not None


def with_prefixes(sparql: str) -> str:
    """The query with those of our prefixes declared that it uses; line numbers stay."""
    return "".join(f"{line} " for line in declarations(sparql)) + sparql


def declarations(sparql: str) -> list[str]:
    """The declarations of those of our prefixes that a query uses and does not declare."""
    bare = _bare(sparql)
    declared = set(_PREFIX.findall(bare))
    used = [name for name in PREFIXES if name not in declared and re.search(rf"(?<![\w.-]){name}:", bare)]
    return [f"PREFIX {name}: <{PREFIXES[name]}>" for name in used]


def read(response: httpx.Response, *, where: str) -> Any:
    """The answer to a query: solutions, a boolean or triples. Raises StoreError for any other answer."""
    kind = _media_type(response)
    if (results := ox.QueryResultsFormat.from_media_type(kind)) is not None:
        _not_cut(response, where)
        content = _BOOLEAN.sub(_truth, response.content)
        try:
            answer = ox.parse_query_results(content, format=results)
            if isinstance(answer, ox.QuerySolutions) and [v.value for v in answer.variables] == [_ASKED]:
                told = any(row[_ASKED].value == "1" for row in answer)
                return ox.Store().query("ASK {}" if told else "ASK { FILTER(false) }")
        except (SyntaxError, ValueError) as err:
            raise _unreadable(err, where) from err
        return answer
    graph = ox.Store()
    graph.extend(ox.Quad(*triple) for triple in triples(response, where=where))
    return graph.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")


def triples(response: httpx.Response, *, where: str) -> Iterator[ox.Triple]:
    """The triples of a graph. Raises StoreError where the answer is none."""
    _not_cut(response, where)
    kind = _media_type(response)
    format = ox.RdfFormat.from_media_type(kind)
    if format is None:
        hint = "is this the address of its SPARQL query endpoint?"
        raise StoreError(f"the server answers in {kind or 'no format at all'}", where=where, hint=hint)
    try:
        for quad in ox.parse(response.content, format=format):
            yield quad.triple
    except (SyntaxError, ValueError) as err:
        raise _unreadable(err, where) from err


def _bare(sparql: str) -> str:
    """The query without what its strings, IRIs and comments hold; each place stays where it was."""
    return _OPAQUE.sub(_blank, sparql)


def _blank(match: re.Match[str]) -> str:
    space = " " * (len(match[0]) - 2)
    return f"<{space}>" if match["iri"] is not None else f" {space} "[: len(match[0])]


def _truth(match: re.Match[bytes]) -> bytes:
    return match[1] + (b'"true"' if match[2] == b"1" else b'"false"')


def _media_type(response: httpx.Response) -> str:
    return str(response.headers.get("content-type", "")).partition(";")[0].strip()


def _not_cut(response: httpx.Response, where: str) -> None:
    if _CUT in response.headers:
        hint = "ask for less, or raise ResultSetMaxRows in its virtuoso.ini"
        message = f"the server gives no more than {response.headers[_CUT]} rows, and the answer has more"
        raise StoreError(message, where=where, hint=hint)


def _unreadable(err: Exception, where: str) -> StoreError:
    return StoreError(f"the server's answer cannot be read: {err}", where=where, hint="its log may say more")
