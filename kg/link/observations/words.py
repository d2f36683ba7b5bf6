"""The word lists of ``observations.toml``, and the patterns made of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    text = files("kg.lexicon").joinpath("data/observations.toml").read_text("utf-8")
    return {name: tuple(words) for name, words in tomllib.loads(text).items()}


@cache
def words(name: str) -> frozenset[str]:
    """A list as a set."""
    return frozenset(_lists()[name])


def ordered(*names: str) -> list[str]:
    """The words of several lists, the longest first."""
    return sorted({w for name in names for w in _lists()[name]}, key=lambda w: (-len(w), w))


def any_of(names: Iterable[str]) -> str:
    """A regular expression of any of the words, the longest first; shared beginnings are tried once."""
    tree: dict[str, list[str]] = {}
    for name in sorted(set(names), key=lambda w: (-len(w), w)):
        tree.setdefault(name[0], []).append(name[1:])
    branches = []
    for first in sorted(tree):
        rests = tree[first]
        tail = "|".join(re.escape(rest) for rest in rests)
        branches.append(re.escape(first) + (f"(?:{tail})" if len(rests) > 1 else tail))
    return "(?:" + "|".join(branches) + ")"


@cache
def at_end(*names: str) -> re.Pattern[str]:
    """Any word of the lists at the end of a text."""
    return re.compile(rf"{any_of(ordered(*names))}$")


@cache
def at_start(*names: str) -> re.Pattern[str]:
    """Any word of the lists at the beginning of a text."""
    return re.compile(any_of(ordered(*names)))


@cache
def anywhere(*names: str) -> re.Pattern[str]:
    """Any word of the lists."""
    return re.compile(any_of(ordered(*names)))


def ends_with(text: str, name: str) -> str | None:
    """The longest word of a list that ends a text, or None."""
    known = words(name)
    for size in range(min(_longest(name), len(text)), 0, -1):
        if text[-size:] in known:
            return text[-size:]
    return None


def starts_with(text: str, name: str) -> str | None:
    """The longest word of a list that begins a text, or None."""
    known = words(name)
    for size in range(min(_longest(name), len(text)), 0, -1):
        if text[:size] in known:
            return text[:size]
    return None


@cache
def _longest(name: str) -> int:
    return max(map(len, _lists()[name]))
