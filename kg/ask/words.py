"""The words of questions, from ``words.toml``, compiled once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from kg.iri import fold

YEAR, PLACE, THING = "Ⓨ", "Ⓟ", "Ⓝ"
"""The marks that stand in a question for a time, a place and another thing that the graph knows."""

_ENDS: Final = "同所"  # no particles at the end of a name: 合同, 律师事务所
_RANGE: Final = re.compile(r"(?<=\d{4})年?[-—–―~～至到]+(?=\d{4})")
_NOT_WORD: Final = re.compile(r"[^\w%+]|_")


@dataclass(frozen=True, slots=True)
class Relation:
    """A predicate as questions put it: its verbs, the class of what it leads to.

    ``who`` and ``whom`` name the subjects and the objects that an answer lists; ``{s}`` and ``{o}`` stand for the
    other side.
    """

    name: str
    verbs: str
    who: str
    whom: str
    noun: str
    passive: bool


@dataclass(frozen=True, slots=True)
class Noun:
    """Words for a class, and the predicate that lists its things for a place."""

    type: str
    words: tuple[str, ...]
    predicate: str


def key(text: str) -> str:
    """A name or question without what writers put in or leave out: width, quotation marks, brackets, points."""
    return _NOT_WORD.sub("", _RANGE.sub("至", fold(text))).lower()


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))


@cache
def cue(name: str) -> re.Pattern[str]:
    """The pattern of a cue."""
    return re.compile(_table()["cue"][name])


def asking(text: str) -> str:
    """A text as a question: one that does not ask asks for an amount."""
    return f"{text}？" if cue("asks").search(text) else f"{text}是多少？"


@cache
def relations() -> tuple[Relation, ...]:
    """All predicates that questions ask for."""
    rows = _table()["relation"].items()
    return tuple(
        Relation(n, row["verbs"], row["who"], row["whom"], row["noun"], row.get("passive", False))
        for n, row in rows
    )


@cache
def nouns() -> tuple[Noun, ...]:
    """The classes that questions ask for."""
    rows = _table()["noun"].items()
    return tuple(Noun(n, tuple(row["words"]), row["predicate"]) for n, row in rows)


@cache
def _idle() -> re.Pattern[str]:
    words = sorted(_table()["idle"], key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, words)))


def without_idle(text: str) -> str:
    """What is left of a text when all words without meaning are out."""
    return _idle().sub("", text)


def trimmed(text: str) -> str:
    """A text without words that mean nothing at its ends."""
    idle = _idle().pattern
    return re.sub(rf"^(?:{idle})+|(?:(?![{_ENDS}]$)(?:{idle}))+$", "", text)


@cache
def _tails() -> re.Pattern[str]:
    tails = sorted(_table()["figure_tails"], key=lambda word: (-len(word), word))
    return re.compile(rf"(?<=..)(?:的?(?:{'|'.join(tails)}))$")


def measured(text: str) -> str:
    """The name of a figure without the words that only say that it is one (总数, 件数)."""
    return _tails().sub("", text, count=1).replace("的", "")


def unheaded(text: str) -> str:
    """The name of a figure without words at its beginning that only say that it was done (开展, 举办)."""
    return _heads().sub("", text, count=1)


@cache
def _heads() -> re.Pattern[str]:
    return re.compile(rf"^(?:{'|'.join(_table()['figure_heads'])})了?(?=..)")


def kinds_of_unit(unit: str) -> frozenset[str]:
    """The kinds of figures that a unit asks for; empty for an unknown one."""
    return frozenset(kind for kind, units in _table()["units"].items() if unit in units)
