"""The names of all things, for the search box, the lists and the numbers of the start page."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kg.iri import fold
from kg.store import Store
from kg.view.data import pinyin
from kg.vocab import expand

#: The kinds of things that have a page of their own, in the order in which pages list them.
KINDS: Final = (
    "Institution", "Reform", "Policy", "Recognition", "Person", "Region", "Indicator", "Topic", "Report",
)  # fmt: skip
_PREFERRED: Final = ("skos:prefLabel", "dcterms:title")
_NAMES: Final = (*_PREFERRED, "skos:altLabel", "skos:hiddenLabel", "skos:notation")
_PLAIN: Final = re.compile("[a-z0-9]+")
_NOISE: Final = re.compile(r"[\s·、,，。.()（）\-—]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing by its names; ``keys`` are the names as searched, ``letters`` their pinyin initials.

    ``searched`` holds both, a line each: one look tells whether anything of a thing fits.
    """

    iri: str
    label: str
    type: str
    aka: tuple[str, ...]
    mentions: int
    keys: tuple[str, ...]
    letters: tuple[str, ...]
    searched: str


def entries(store: Store) -> tuple[Entry, ...]:
    """All things with a page, those that reports name most first."""
    names: dict[str, list[tuple[str, str]]] = {}
    for curie in _NAMES:
        for quad in store.match(None, ox.NamedNode(expand(curie))):
            if isinstance(quad.object, ox.Literal):
                preferred = curie in _PREFERRED and quad.object.language != "en"
                names.setdefault(_iri(quad), []).append(
                    (("label" if preferred else "aka"), quad.object.value)
                )
    mentions = Counter(_iri(quad) for quad in store.match(None, ox.NamedNode(expand("kg:mention"))))
    found = []
    for kind in KINDS:
        for quad in store.match(None, ox.NamedNode(expand("rdf:type")), ox.NamedNode(expand(f"kg:{kind}"))):
            found.append(_entry(_iri(quad), kind, names.get(_iri(quad), []), mentions[_iri(quad)]))
    return tuple(sorted(found, key=lambda one: (-one.mentions, KINDS.index(one.type), one.label, one.iri)))


def find(names: tuple[Entry, ...], text: str) -> list[Entry]:
    """The things that a few letters may mean, the likeliest first."""
    key = _key(text)
    if not key:
        return []
    scored = [(score, one) for one in names if key in one.searched and (score := _score(one, key))]
    return [one for _, one in sorted(scored, key=lambda pair: -pair[0])]


def _score(one: Entry, key: str) -> int:
    """How well a name fits: the whole of it, its beginning, a part; then its pinyin initials."""
    label, *aka = one.keys
    tests = (
        (100, label == key),
        (95, key in aka),
        (80, label.startswith(key)),
        (70, key in label),
        (60, any(key in name for name in aka)),
    )
    points = next((points for points, fits in tests if fits), 0)
    if points or not _PLAIN.fullmatch(key):
        return points
    if key in one.letters:
        return 58
    if any(letters.startswith(key) for letters in one.letters):
        return 50
    return 40 if any(key in letters for letters in one.letters) else 0


def _key(text: str) -> str:
    return _NOISE.sub("", fold(text)).lower()


def _entry(iri: str, kind: str, names: list[tuple[str, str]], mentions: int) -> Entry:
    preferred = sorted(name for role, name in names if role == "label")
    label = preferred[0] if preferred else iri.rsplit("/", 1)[-1]
    aka = tuple(sorted({name for _, name in names} - {label}))
    every = (label, *aka)
    letters = tuple(dict.fromkeys(map(pinyin, every)))
    keys = tuple(map(_key, every))
    return Entry(iri, label, kind, aka, mentions, keys, letters, "\n".join((*keys, *letters)))


def _iri(quad: ox.Quad) -> str:
    return str(getattr(quad.subject, "value", ""))
