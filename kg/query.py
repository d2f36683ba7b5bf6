"""SPARQL to tables: queries of one's own, and the named ones of ``ontology/queries/``."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import pyoxigraph as ox

from kg import resources
from kg.errors import QueryError, UnknownQuery
from kg.store import Store
from kg.table import Table, Term, cell
from kg.vocab import PREFIXES

_PLACE = re.compile(r"error at (\d+):(\d+): ?")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
# What may hold a keyword without meaning it: strings, IRIs, comments, variables, prefixed names.
_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n\r]|\\.)*"'
    r"|'(?:[^'\\\n\r]|\\.)*'"
    r'|<[^<>"{}|^`\\\x00-\x20]*>'
    r"|#[^\n\r]*"
    r"|[?$](?P<variable>\w+)"
    r"|[\w.-]*:(?:[\w.%:-]|\\.)*"
    r"|(?P<word>[A-Za-z]+)",
    re.DOTALL,
)
# A line that is a comment is one in every reading of a query, so it may speak of anything.
_COMMENT_LINE = re.compile(r"(?:(?<=[\n\r])|\A)[ \t]*#[^\n\r]*")
_SERVICE = re.compile(r"(?P<before>\w*)service(?:\s|#[^\n\r]*(?=[\n\r]))*[<?$:\w]", re.IGNORECASE)
_UPDATES: Final = frozenset(("LOAD", "INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"))
_HEADER = re.compile(r"#\s*(name|title-zh|title-en|param):\s*(.*?)\s*$")
_VARIABLE = re.compile(r"[A-Za-z_]\w*")


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a named query; an empty default means: no restriction."""

    name: str
    default: str
    title_zh: str
    title_en: str


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query of ``ontology/queries/``, with what it answers."""

    name: str
    title_zh: str
    title_en: str
    params: tuple[Param, ...]
    text: str


def run(store: Store, sparql: str, *, params: Mapping[str, str] | None = None) -> Table:
    """The answer to a SELECT, ASK, CONSTRUCT or DESCRIBE over the union of the graphs.

    ``params`` give values to variables: text, or an IRI in ``<…>``. Our prefixes need no declaring.
    Raises QueryError with line and column for what does not parse, and for SERVICE, LOAD and updates.
    """
    _refuse_calls(sparql)
    for name, text in sorted((params or {}).items()):
        sparql = _bind(sparql, name, _value(name, text))
    try:
        return _table(store.query(sparql))
    except SyntaxError as err:
        raise _syntax_error(str(err), sparql) from err
    except (OSError, RuntimeError, ValueError) as err:
        raise QueryError(f"the query failed: {err}", where=store.where) from err


def run_named(store: Store, name: str, *, params: Mapping[str, str] | None = None) -> Table:
    """The answer of a named query. Raises UnknownQuery, and QueryError for a parameter it does not have."""
    query = find(name)
    values = {param.name: param.default for param in query.params}
    for key, value in (params or {}).items():
        if key not in values:
            known = ", ".join(values) or "none"
            raise QueryError(f"no such parameter of {name}", where=key, hint=f"it has: {known}")
        values[key] = value
    return run(store, query.text, params=values)


@cache
def named() -> list[NamedQuery]:
    """All named queries, by name. Raises QueryError for a file whose header is wrong."""
    files = sorted(resources.ontology("queries").glob("*.rq"))
    return [_read(file.read_text(encoding="utf-8"), file.stem) for file in files]


def find(name: str) -> NamedQuery:
    """The named query of that name. Raises UnknownQuery, with the nearest names."""
    for query in named():
        if query.name == name:
            return query
    near = difflib.get_close_matches(name, [q.name for q in named()], n=3, cutoff=0.4)
    hint = f"did you mean {' or '.join(near)}?" if near else "see kg query --list"
    raise UnknownQuery("no named query", where=name, hint=hint)


def _refuse_calls(sparql: str) -> None:
    """No query may call out to other machines or change the graph."""
    # The engine may undo \\u escapes before it reads the words, so both readings have to be harmless.
    for text in dict.fromkeys((sparql, _ESCAPE.sub(_unescaped, sparql))):
        # Whether < opens an IRI or compares depends on the grammar around it, and with it what is a string
        # or a comment; so the word is refused wherever it could be the keyword, even in a string.
        code = _COMMENT_LINE.sub(lambda m: " " * len(m[0]), text)
        for match in _SERVICE.finditer(code):
            if code[match.start() - 1 : match.start()] not in ("?", "$", ":", "/", "#", "@"):
                hint = "a string may not hold the word before another one either"
                where = _where(text, match.start() + len(match["before"]))
                raise QueryError("SERVICE is refused: queries stay on this machine", where=where, hint=hint)
        words = (m for m in _TOKEN.finditer(text) if m["word"])
        verb = next((m for m in words if m["word"].upper() not in ("BASE", "PREFIX", "WITH")), None)
        if verb is not None and verb["word"].upper() in _UPDATES:
            hint = "use SELECT, ASK, CONSTRUCT or DESCRIBE"
            message = f"{verb['word'].upper()} is refused: queries only read"
            raise QueryError(message, where=_where(text, verb.start()), hint=hint)


def _bind(sparql: str, name: str, value: ox.Literal | ox.NamedNode) -> str:
    """The query with a value in the place of a variable; strings and comments stay as they are."""
    found = False

    def put(match: re.Match[str]) -> str:
        nonlocal found
        if match["variable"] != name:
            return match[0]
        found = True
        return str(value)

    bound = _TOKEN.sub(put, sparql)
    if not found:
        raise QueryError("the query has no such parameter", where=name, hint="see kg query --list")
    return bound


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else match[0]


def _where(text: str, position: int) -> str:
    line = text.count("\n", 0, position) + 1
    return f"line {line}, column {position - text.rfind(chr(10), 0, position)}"


def _syntax_error(message: str, sparql: str) -> QueryError:
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


def _value(name: str, text: str) -> ox.Literal | ox.NamedNode:
    if not _VARIABLE.fullmatch(name):
        raise QueryError("not a name of a parameter", where=name)
    if text.startswith("<") and text.endswith(">"):
        try:
            return ox.NamedNode(text[1:-1])
        except ValueError as err:
            raise QueryError(f"not an IRI: {err}", where=text) from err
    return ox.Literal(text)


def _table(results: object) -> Table:
    if isinstance(results, ox.QueryBoolean):
        return Table(("answer",), ((bool(results),),))
    if isinstance(results, ox.QueryTriples):
        triples = tuple(sorted(set(results), key=str))
        terms: list[tuple[Term | None, ...]] = [(t.subject, t.predicate, t.object) for t in triples]
        return _of_terms(("subject", "predicate", "object"), terms, triples)
    assert isinstance(results, ox.QuerySolutions)
    columns = tuple(str(variable.value) for variable in results.variables)
    return _of_terms(columns, [tuple(solution) for solution in results], None)


def _of_terms(
    columns: tuple[str, ...], terms: list[tuple[Term | None, ...]], triples: tuple[ox.Triple, ...] | None
) -> Table:
    rows = tuple(tuple(cell(term) for term in row) for row in terms)
    return Table(columns, rows, tuple(terms), triples)


def _read(text: str, stem: str) -> NamedQuery:
    """Its header: ``# name:``, ``# title-zh:``, ``# title-en:``, ``# param: k = default ; zh ; en``."""
    found: dict[str, str] = {}
    params: list[Param] = []
    for line in text.splitlines():
        header = _HEADER.match(line)
        if header is None:
            continue
        if header[1] != "param":
            found[header[1]] = header[2]
            continue
        words, _, titles = header[2].partition(";")
        name, _, default = words.partition("=")
        zh, _, en = titles.partition(";")
        params.append(Param(name.strip(), default.strip(), zh.strip(), en.strip()))
    missing = [key for key in ("name", "title-zh", "title-en") if not found.get(key)]
    if missing or found["name"] != stem:
        raise QueryError(f"header lacks {', '.join(missing) or 'its own name'}", where=f"{stem}.rq")
    return NamedQuery(stem, found["title-zh"], found["title-en"], tuple(params), text)
