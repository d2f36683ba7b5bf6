"""The outline of a SPARQL update: its operations, with their templates taken apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from kg.errors import QueryError
from kg.store.lexer import Token, tokens

_MOVES: Final = ("ADD", "COPY", "MOVE")
_EMPTIES: Final = ("CLEAR", "DROP")


@dataclass(frozen=True, slots=True)
class Quads:
    """A template: pieces of triples, each with the graph it stands in; "" for the default graph.

    ``anonymous`` says that it has nodes without a name, which are new each time the text is read.
    """

    pieces: tuple[tuple[str, str], ...] = ()
    anonymous: bool = False

    def union(self) -> str:
        """The triples of all pieces, without their graphs."""
        return " . ".join(text for _, text in self.pieces)

    def within(self, default: object) -> str:
        """The quads, those of the default graph moved into another."""
        return " ".join(f"GRAPH {graph or default} {{ {text} }}" for graph, text in self.pieces)

    def graphs(self, default: str) -> list[str]:
        """The graphs that are written to, each once."""
        return list(dict.fromkeys(graph or default for graph, _ in self.pieces))


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation, as written in ``text``; ``MODIFY`` is every operation with a WHERE."""

    verb: str
    text: str
    prologue: str
    delete: Quads = field(default=Quads())
    insert: Quads = field(default=Quads())
    where: str = ""
    dataset: str = ""
    with_graph: str = ""
    source: str = ""
    target: str = ""
    silent: bool = False


def outline(text: str) -> Iterator[Operation]:
    """The operations of an update that parses, in order.

    Raises QueryError where the outline cannot be made out.
    """
    reader = _Reader(text)
    while not reader.at_end():
        yield reader.operation()


class _Reader:
    """Reads tokens one after the other."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(tokens(text))
        self._next = 0

    def at_end(self) -> bool:
        """Whether no operation is left; a prologue may stand at the end, and does nothing there."""
        start = self._next
        self._prologue()
        ended = self._next >= len(self._tokens)
        self._next = start
        return ended

    def operation(self) -> Operation:
        """The next operation, with the semicolon after it."""
        prologue = self._prologue()
        start = self._peek().start
        verb = self._take().text
        if verb in _EMPTIES or verb in _MOVES or verb == "CREATE":
            fields = self._managed(verb)
        elif verb in ("INSERT", "DELETE", "WITH"):
            fields = self._changed(verb)
        else:
            raise self._lost()
        end = self._tokens[self._next - 1].end
        if self._next < len(self._tokens):
            self._expect(";")
        return Operation(text=self._text[start:end], prologue=prologue, **fields)  # type: ignore[arg-type]

    def _prologue(self) -> str:
        start = self._next
        while self._next < len(self._tokens) and self._peek().text in ("BASE", "PREFIX"):
            length = 2 if self._take().text == "BASE" else 3
            self._next += length - 1
        return self._between(start, self._next)

    def _managed(self, verb: str) -> dict[str, object]:
        """CLEAR, DROP, CREATE, ADD, COPY, MOVE: with the graphs they name."""
        silent = self._skip("SILENT")
        first = self._graph()
        if verb not in _MOVES:
            return {"verb": verb, "target": first, "silent": silent}
        self._expect("TO")
        return {"verb": verb, "source": first, "target": self._graph(), "silent": silent}

    def _graph(self) -> str:
        self._skip("GRAPH")
        token = self._take()
        return self._text[token.start : token.end] if token.kind != "word" else token.text

    def _changed(self, verb: str) -> dict[str, object]:
        """INSERT and DELETE in all their forms."""
        fields: dict[str, object] = {}
        if verb == "WITH":
            graph = self._take()
            fields["with_graph"] = self._text[graph.start : graph.end]
            verb = self._take().text
        if self._skip("DATA"):
            return {"verb": f"{verb} DATA", verb.lower(): self._quads(*self._block())}
        if verb == "DELETE" and self._skip("WHERE"):
            start, end = self._block()
            return {
                **fields,
                "verb": "MODIFY",
                "delete": self._quads(start, end),
                "where": self._where(start, end),
            }
        fields[verb.lower()] = self._quads(*self._block())
        if verb == "DELETE" and self._skip("INSERT"):
            fields["insert"] = self._quads(*self._block())
        using = self._next
        while self._skip("USING"):
            self._skip("NAMED")
            self._take()
        fields["dataset"] = self._between(using, self._next)
        self._skip("WHERE")
        return {**fields, "verb": "MODIFY", "where": self._where(*self._block())}

    def _block(self) -> tuple[int, int]:
        """The tokens between the next brace and its partner."""
        self._expect("{")
        start, depth = self._next, 1
        while depth:
            token = self._take()
            if token.kind == "sign":
                depth += {"{": 1, "}": -1}.get(token.text, 0)
        return start, self._next - 1

    def _quads(self, start: int, end: int) -> Quads:
        """A template taken apart."""
        pieces = []
        inside = self._tokens[start:end]
        anonymous = any(token.kind == "sign" and token.text in "[(" for token in inside)
        self._next, begin, after = start, start, end + 1
        while self._next < end:
            if self._peek().text != "GRAPH" or self._peek().kind != "word":
                self._next += 1
                continue
            pieces.append(("", self._triples(begin, self._next)))
            self._take()
            name = self._take()
            pieces.append((self._text[name.start : name.end], self._triples(*self._block())))
            if self._next < end:
                self._skip(".")
            begin = self._next
        pieces.append(("", self._triples(begin, end)))
        self._next = after
        return Quads(tuple((graph, text) for graph, text in pieces if text), anonymous)

    def _triples(self, start: int, end: int) -> str:
        """The text of some triples, without the dot at the end."""
        if end > start and self._tokens[end - 1].text == ".":
            end -= 1
        return self._between(start, end)

    def _where(self, start: int, end: int) -> str:
        """The text of a pattern in which a variable never is one of our own graphs."""
        text, last = "", self._tokens[start].start if end > start else 0
        for at in range(start, end - 1):
            token, name = self._tokens[at], self._tokens[at + 1]
            if token.kind == "word" and token.text == "GRAPH" and name.kind == "variable":
                text += f"{self._text[last : token.start]} FILTER(!STRSTARTS(STR({name.text}), 'urn:fazhi-store:')) "
                last = token.start
        return text + self._text[last : self._tokens[end - 1].end] if end > start else ""

    def _between(self, start: int, end: int) -> str:
        """The text from one token up to another; white space and comments inside stay, a comment at the end cannot."""
        return self._text[self._tokens[start].start : self._tokens[end - 1].end] if end > start else ""

    def _peek(self) -> Token:
        if self._next >= len(self._tokens):
            raise self._lost()
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._peek()
        self._next += 1
        return token

    def _skip(self, word: str) -> bool:
        if self._next < len(self._tokens) and self._tokens[self._next].text == word:
            self._next += 1
            return True
        return False

    def _expect(self, word: str) -> None:
        if not self._skip(word):
            raise self._lost()

    def _lost(self) -> QueryError:
        at = self._tokens[self._next].start if self._next < len(self._tokens) else len(self._text)
        line = self._text.count("\n", 0, at) + 1
        hint = "write it more plainly, one operation a request"
        return QueryError("the update's outline cannot be made out", where=f"line {line}", hint=hint)
