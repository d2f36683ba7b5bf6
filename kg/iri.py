"""Names of things: IRIs made from names, codes of places and offsets, never from a counter or a clock."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from kg.errors import VocabularyError
from kg.model import Entity, Extraction, Item, Observation, Relation
from kg.vocab import DEFAULT_BASE

_BASE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`#?\x00-\x20]*/")
_QUOTES = re.compile(r"[“”‘’\"《》〈〉「」『』]+")
_ALLOWED_ASCII = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@")
# RFC 3987: ucschar, without the characters that only steer the direction of writing.
_FORBIDDEN = re.compile(
    "[^\x21-\x7e\xa0-\u061b\u061d-\u200a\u2010-\u2029\u202f-\u2065\u206a-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
    "\U00010000-\U0001fffd\U00020000-\U0002fffd\U00030000-\U0003fffd]"
)
_FULL_WIDTH = 0xFEE0  # from an ASCII sign to the same sign at full width
_TOWNSHIP_DEPTH = 4  # 省/市/区/镇: six digits do not reach below the district

_FOLDERS = {
    "Institution": "institution",
    "Reform": "reform",
    "Policy": "policy",
    "Person": "person",
    "Recognition": "recognition",
}


def fold(name: str) -> str:
    """A name without what writers put in or leave out at will: quotation marks, spaces, width of signs."""
    text, before = _fold_once(name), name
    while text != before:  # what is left after a removal may compose anew
        text, before = _fold_once(text), text
    return text or name


def _fold_once(name: str) -> str:
    words = _QUOTES.sub("", _FORBIDDEN.sub(" ", unicodedata.normalize("NFKC", name))).split()
    text = ""
    for word in words:
        # A space tells Latin words apart; between Chinese ones it is noise.
        text += " " + word if text[-1:].isascii() and text and word[0].isascii() else word
    return text


def segment(name: str) -> str:
    """A folded name as one segment of an IRI's path: signs that IRIs forbid turn full-width."""
    text = _FORBIDDEN.sub("", fold(name).replace(" ", "_"))
    text = "".join(c if c >= "\x7f" or c in _ALLOWED_ASCII else chr(ord(c) + _FULL_WIDTH) for c in text)
    if not text.strip("."):  # "." and ".." mean folders to whoever resolves the IRI
        return text.replace(".", "．") or "_"
    return text


def path(place: str) -> str:
    """A place like ``省/市/区`` as segments of an IRI's path."""
    return "/".join(segment(part) for part in place.split("/") if part.strip())


def place_key(division: str | None, place: str | None) -> str:
    """The code of a place, or its path where it has none of its own; "" where neither is known."""
    if division and (not place or place.count("/") + 1 < _TOWNSHIP_DEPTH):
        return segment(division)
    return path(place) if place else ""


@dataclass(frozen=True, slots=True)
class Names:
    """The IRIs of things under one base. Raises VocabularyError for a base that is none."""

    base: str = DEFAULT_BASE

    def __post_init__(self) -> None:
        if not _BASE.fullmatch(self.base):
            hint = "an absolute IRI that ends with /, such as https://example.org/kg/"
            raise VocabularyError("not a base for IRIs", where=self.base, hint=hint)

    def graph(self, name: str) -> str:
        """The IRI of a graph of what is true of many reports: places, indicators, ontology."""
        return f"{self.base}graph/{name}"

    def place(self, *, division: str | None = None, place: str | None = None, name: str = "") -> str:
        """The IRI of a place by its code, its path or, if need be, its bare name."""
        return f"{self.base}place/{place_key(division, place) or segment(name)}"

    def entity(self, entity: Entity) -> str:
        """The IRI of an entity; local things carry the key of their place."""
        known = dict(entity.properties)
        if entity.type == "Region":
            return self.place(division=known.get("division"), place=known.get("place"), name=entity.name)
        try:
            folder = _FOLDERS[entity.type]
        except KeyError as err:
            raise VocabularyError("no such type of entity", where=entity.type) from err
        key = place_key(known.get("division"), known.get("place"))
        local = entity.name if entity.type == "Person" else known.get("local")
        if key and local:
            return f"{self.base}{folder}/{key}/{segment(local)}"
        return f"{self.base}{folder}/{segment(entity.name)}"

    def report(self, extraction: Extraction) -> str:
        """The IRI of a report: who speaks, for which year; its file's name fills in what is unknown."""
        document = extraction.document
        year = document.metadata.year
        last = segment(document.name) if year is None else str(year)
        publisher = next((e for e in extraction.entities if e.id == extraction.publisher), None)
        if publisher is not None:
            tail = self.entity(publisher).removeprefix(self.base).partition("/")[2]
            return f"{self.base}report/{tail}/{last}"
        if document.metadata.publisher:
            return f"{self.base}report/{segment(document.metadata.publisher)}/{last}"
        return f"{self.base}report/{segment(document.name)}"


def parts(report: str, kind: str, spanned: Sequence[Observation | Relation | Item]) -> list[str]:
    """The IRIs of parts of a report, such as ``#observation-12-40``; twins on one span get ``-2``, ``-3``."""
    seen: dict[tuple[int, int], int] = {}
    iris = []
    for x in spanned:
        nth = seen[x.start, x.end] = seen.get((x.start, x.end), 0) + 1
        twin = "" if nth == 1 else f"-{nth}"
        iris.append(f"{report}#{kind}-{x.start}-{x.end}{twin}")
    return iris


def evidence(report: str, start: int, end: int) -> str:
    """The IRI of words of a report, as RFC 5147 writes a range of characters."""
    return f"{report}#char={start},{end}"


def section(report: str, order: int) -> str:
    """The IRI of a section of a report."""
    return f"{report}#section-{order}"
