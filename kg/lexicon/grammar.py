"""The words that carry the grammar of a report: cue verbs and the heads of names."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("kg.lexicon").joinpath("data/grammar.toml").read_text("utf-8"))


def verbs(kind: str) -> tuple[str, ...]:
    """The cue verbs of a kind (``issue``, ``comply``, ``implement`` …), longest first."""
    return _sorted(_tables()["verbs"][kind])


def heads(kind: str) -> tuple[str, ...]:
    """The closing words of a kind of name (``reform``, ``policy``, ``institution`` …), longest first."""
    return _sorted(_tables()["heads"][kind])


def alternation(words: tuple[str, ...]) -> str:
    """A regular expression of any of the words; longest first, so that the longest wins."""
    return "|".join(re.escape(word) for word in words)


def _sorted(words: list[str]) -> tuple[str, ...]:
    return tuple(sorted(set(words), key=lambda w: (-len(w), w)))
