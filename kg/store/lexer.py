"""The tokens of SPARQL, for those who need its outline and not its algebra."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_TOKEN: Final = re.compile(
    r"(?P<space>\s+|#[^\n\r]*)"
    r'|(?P<string>"""(?:[^"\\]|\\.|"(?!""))*"""|' + r"'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n\r]|\\.)*"' + r"|'(?:[^'\\\n\r]|\\.)*')"
    r'|(?P<iri><[^<>"{}|^`\\\x00-\x20]*(?:\\u[0-9A-Fa-f]{4}[^<>"{}|^`\\\x00-\x20]*|\\U[0-9A-Fa-f]{8}[^<>"{}|^`\\\x00-\x20]*)*>)'
    r"|(?P<variable>[?$]\w+)"
    r"|(?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)"
    r"|(?P<number>[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>(?:[^\W\d_](?:[\w.·-]*[\w·-])?)?:(?:(?:[\w:·-]|%[0-9A-Fa-f]{2}|\\.)(?:(?:[\w.:·-]|%[0-9A-Fa-f]{2}|\\.)*(?:[\w:·-]|%[0-9A-Fa-f]{2}|\\.))?)?"
    r"|_:\w(?:[\w.·-]*[\w·-])?)"
    r"|(?P<word>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<sign>.)",
    re.DOTALL,
)
_OPERANDS: Final = frozenset(("string", "iri", "variable", "tag", "number", "name"))
_CLAUSES: Final = frozenset(("SELECT", "BY", "HAVING"))


@dataclass(frozen=True, slots=True)
class Token:
    """A token with its place; ``text`` of a word is in capitals."""

    kind: str
    text: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """All tokens but white space and comments.

    ``<`` opens an IRI or compares: it compares after an operand in an expression, and where no IRI can be read.
    """
    position, parens, clause = 0, [False], False
    before: list[Token] = []
    while position < len(text):
        match = _TOKEN.match(text, position)
        assert match is not None
        kind = str(match.lastgroup)
        end = match.end()
        if kind == "iri" and (parens[-1] or clause) and before and _is_operand(before[-1]):
            kind, end = "sign", position + 1
        word = text[position:end]
        token = Token(kind, word.upper() if kind == "word" else word, position, end)
        position = end
        if kind == "space":
            continue
        if token.text == "(" and kind == "sign":
            parens.append(parens[-1] or clause or _opens_expression(before))
        elif token.text == ")" and kind == "sign" and len(parens) > 1:
            parens.pop()
        elif kind == "word":
            clause = token.text in _CLAUSES or (clause and token.text != "WHERE")
        elif token.text in "{}" and kind == "sign":
            clause = False
        before = [*before[-1:], token]
        yield token


def _is_operand(token: Token) -> bool:
    return token.kind in _OPERANDS or token.text in (")", "TRUE", "FALSE")


def _opens_expression(before: list[Token]) -> bool:
    """Whether a parenthesis after these tokens holds an expression, and not a list of nodes or a path."""
    if not before:
        return False
    last = before[-1]
    if last.kind == "word":
        return last.text not in ("A", "VALUES", "TRUE", "FALSE")
    named = last.kind in ("iri", "name") and len(before) > 1
    return (
        named and before[-2].kind == "word" and before[-2].text in ("FILTER", "HAVING", "BY", "ASC", "DESC")
    )
