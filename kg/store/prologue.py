"""Declarations between the operations of an update: in the grammar, and unknown to the engine's parser."""

from __future__ import annotations

import re

from kg.errors import QueryError
from kg.store.lexer import tokens


def hoisted(text: str) -> str:
    """The update with all its declarations at the beginning; each line stays the line that it was.

    Raises QueryError where two operations give one prefix, or the base, different meanings.
    """
    known: dict[str, str] = {}
    moved: list[tuple[int, int]] = []
    depth, open_, first = 0, True, True
    found = list(tokens(text))
    place = 0
    while place < len(found):
        token = found[place]
        depth += {"{": 1, "}": -1}.get(token.text, 0) if token.kind == "sign" else 0
        if open_ and token.kind == "word" and token.text in ("PREFIX", "BASE"):
            length = 2 if token.text == "BASE" else 3
            words = [text[one.start : one.end] for one in found[place + 1 : place + length]]
            name = f"{token.text} {words[0]}" if length == 3 and words else token.text
            if known.setdefault(name, words[-1] if words else "") != (words[-1] if words else ""):
                line = text.count("\n", 0, token.start) + 1
                hint = "give it one meaning, or send the operations one by one"
                raise QueryError(f"{name} has two meanings", where=f"line {line}", hint=hint)
            end = found[min(place + length, len(found)) - 1].end
            moved += [] if first else [(token.start, end)]
            place += length
            continue
        first = first and open_ and token.text == ";"
        open_ = depth == 0 and token.text == ";"
        place += 1
    front = " ".join(" ".join(text[start:end].split()) for start, end in moved)
    for start, end in moved:
        text = text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
    return f"{front} {text}" if front else text
