"""What a text of SPARQL may not do here: call out to other machines, read files, change what is only to be read.

A word such as SERVICE may stand in a string, an IRI, a comment or a name and mean nothing. Only the grammar
tells, so the engine's own parser is asked: each place that spells the word gets another spelling, of the same
length, which the text has nowhere else. Strings, comments and names parse the same under another spelling, a
keyword does not; so what still parses holds the word in harmless places only. The parser never sees the
word itself, and what it parses runs against an empty store.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, Literal

import pyoxigraph as ox

from kg.errors import QueryError
from kg.query.faults import place, syntax_error
from kg.vocab import PREFIXES

Kind = Literal["query", "update"]

# What may hold a keyword without meaning it: strings, IRIs, comments, variables, prefixed names.
TOKEN: Final = re.compile(
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
_WORDS: Final[dict[Kind, tuple[str, ...]]] = {"query": ("SERVICE",), "update": ("SERVICE", "LOAD")}
_HINTS: Final = {"SERVICE": "ask the other endpoint itself", "LOAD": "send the data with the request"}
_UPDATES: Final = frozenset(("LOAD", "INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"))
_FILES = re.compile(r"\b(?:FROM|USING)(?:\s|#[^\n\r]*)*(?:NAMED(?:\s|#[^\n\r]*)*)?<\s*file:", re.IGNORECASE)
_FOLLOWING = re.compile(r"(?:\s|#[^\n\r]*)*[<?$:]?")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_LONGEST: Final = len("VERSION")  # the parser reads as many letters before it knows that no prologue begins
_STRANGE: Final = "xzqj"  # no keyword of SPARQL begins with these


def refuse(text: str, *, kind: Kind = "query", base_iri: str | None = None, foreign: bool = False) -> None:
    """Let no text pass that calls out (SERVICE, LOAD) or names files as its dataset, nor an update as a query.

    ``foreign`` says that another engine will read it: then all of it has to parse by our grammar first.
    Raises QueryError with line and column.
    """
    if kind == "query":
        _refuse_updates(text)
    # Engines differ in when they undo \\u escapes, so both readings have to be harmless.
    for reading in dict.fromkeys((text, _ESCAPE.sub(_unescaped, text))):
        found = _FILES.search(reading)
        if found is not None:
            hint = "name graphs of the store"
            message = "files as a dataset are refused"
            raise QueryError(message, where=place(reading, found.start()), hint=hint)
        words = [word for word in _WORDS[kind] if _spelling(word).search(reading)]
        if words or foreign:
            _probe(reading, words, kind, base_iri)


def _probe(text: str, words: list[str], kind: Kind, base_iri: str | None) -> None:
    """Parse the text with the words spelled another way. Raises QueryError where that does not parse."""
    plain, places = text, []
    for word in words:
        places += [(match, word) for match in _spelling(word).finditer(plain)]
        plain = _respelled(plain, word)
    store = ox.Store()
    try:
        if kind == "query":
            store.query(plain, base_iri=base_iri, prefixes=PREFIXES)
        else:
            store.update(plain, base_iri=base_iri, prefixes=PREFIXES)
    except SyntaxError as err:
        fault = syntax_error(str(err), text)
        for match, word in places:
            # The parser stops at the word, or has a look at what follows it before it gives up.
            after = _FOLLOWING.match(text, match.end())
            end = max(after.end() if after is not None else match.end(), match.start() + _LONGEST)
            if fault.where in {place(text, at) for at in range(match.start(), end + 1)}:
                message = f"{word} is refused: nothing is fetched from elsewhere"
                raise QueryError(message, where=place(text, match.start()), hint=_HINTS[word]) from err
        raise fault from err
    except (OSError, RuntimeError, ValueError):
        return  # it parsed; that the empty store lacks a graph says nothing


@cache
def _spelling(word: str) -> re.Pattern[str]:
    """A keyword in either case, each letter perhaps as an escape."""
    letters = (
        rf"(?:[{low}{low.upper()}]|\\u00(?:{ord(low):02x}|{ord(low.upper()):02x})"
        rf"|\\U000000(?:{ord(low):02x}|{ord(low.upper()):02x}))"
        for low in word.lower()
    )
    return re.compile("".join(letters), re.IGNORECASE)


def _respelled(text: str, word: str) -> str:
    """The text with another word in the place of this one, as long, and found nowhere else in the text."""
    low = _ESCAPE.sub(_unescaped, text).lower()
    rest = word[1:].lower()
    strange = next((first for first in _STRANGE if first + rest not in low), None)
    if strange is None:
        raise QueryError(f"too many words like {word}", where="query", hint="this is no query to answer")
    return _spelling(word).sub(lambda m: (strange + rest).ljust(len(m[0]), "x")[: len(m[0])], text)


def _refuse_updates(text: str) -> None:
    words = (match for match in TOKEN.finditer(text) if match["word"])
    verb = next((m for m in words if m["word"].upper() not in ("BASE", "PREFIX", "WITH")), None)
    if verb is not None and verb["word"].upper() in _UPDATES:
        hint = "use SELECT, ASK, CONSTRUCT or DESCRIBE"
        message = f"{verb['word'].upper()} is refused: queries only read"
        raise QueryError(message, where=place(text, verb.start()), hint=hint)


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else match[0]
