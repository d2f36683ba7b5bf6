"""Where the report stands: its own place, the places above it, and what 区, 市 and 省 mean in it."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass

from kg.lexicon.placenames import LEVEL_ORDER, leading_places, level_of, zone_of
from kg.lexicon.places import Place, places
from kg.model import Document, Mention

_SCOPE_LEVELS = {
    "省": ("province",), "自治区": ("province",), "市": ("city", "county"), "州": ("city",), "盟": ("city",),
    "区": ("county",), "县": ("county",), "旗": ("county",), "镇": ("township",), "街道": ("township",), "乡": ("township",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Context:
    """``own`` is the report's place, ``parents`` maps each place of the text to the one above it."""

    own: str
    publisher: str
    parents: tuple[tuple[str, str], ...]
    known: tuple[tuple[str, Place], ...]

    def parent(self, name: str) -> str | None:
        """The place right above, or None."""
        return dict(self.parents).get(name)

    def chain(self, name: str) -> tuple[str, ...]:
        """The place and those above it, the smallest first."""
        found = [name]
        while (above := self.parent(found[-1])) is not None and above not in found:
            found.append(above)
        return tuple(found)

    def path(self, name: str) -> str:
        """The full names from the province down, joined with ``/``."""
        place = dict(self.known).get(name)
        return place.path if place else "/".join(reversed(self.chain(name)))

    def code(self, name: str) -> str | None:
        """The six-digit division code, where the place is a real one."""
        place = dict(self.known).get(name)
        return place.code if place else None

    def scope(self, word: str) -> str | None:
        """The place that 省, 市, 区 … alone stand for in this report."""
        if self.own.endswith(word):
            return self.own
        wanted = _SCOPE_LEVELS.get(word, ())
        above = [
            name for name in self.chain(self.own)[1:] if level_of(name) in wanted and name.endswith(word)
        ]
        if above:
            return above[0]
        level = level_of(self.own)
        if word == "区" and level == "province" and self.own.endswith("自治区"):
            return self.own
        return None


def context_of(document: Document, regions: list[Mention]) -> Context:
    """The context that the metadata and the places of the text give."""
    meta = document.metadata
    named = leading_places(meta.publisher or "")
    own = meta.region or (named[-1] if named else zone_of(meta.publisher or "") or "")
    home = (places().resolve("/".join(named) or own) or places().resolve(own)) if own else None
    counts = Counter(m.name for m in regions)
    known = _known(counts, home, own)
    parents: dict[str, str] = {}
    for place in known.values():
        above = [p.name for p in places().ancestors(place)]
        line = [place.name, *sorted(above, key=lambda n: -LEVEL_ORDER.index(level_of(n) or "nation"))]
        parents.update(dict(itertools.pairwise(line)))
    if home and own != home.name:
        # The report shortens its own name: 河口县 for 河口瑶族自治县.
        known[own] = home
        parents[own] = parents.get(home.name, "")
    pairs = _adjacent(regions) | dict(zip(named[1:], named, strict=False))
    climbed, current = {own}, own
    while current and (above_name := parents.get(current) or _guess(current, climbed, own, counts, pairs)):
        parents[current] = current = above_name
        climbed.add(current)
    for name in sorted({*counts} - {"", *known, *parents}):
        above_name = _guess(name, climbed, own, counts, pairs)
        if above_name:
            parents[name] = above_name
    return Context(own, meta.publisher or "", tuple(sorted(parents.items())), tuple(sorted(known.items())))


def _known(counts: Counter[str], home: Place | None, own: str) -> dict[str, Place]:
    """The places of the table that the text names, and those above the report's own."""
    known: dict[str, Place] = {}
    for place in (home, *places().ancestors(home)) if home else ():
        known[place.name] = place
    if home is None and own not in {"", "中国"} and _fictional(own):
        return known
    for name in sorted(counts):
        found = places().resolve(name, within=home) if home or len(places().named(name)) == 1 else None
        if found:
            known.setdefault(name, found)
    return known


def _fictional(own: str) -> bool:
    return not places().named(own)


def _adjacent(regions: list[Mention]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for left, right in itertools.pairwise(regions):
        if left.end == right.start and _rank(left.name) < _rank(right.name):
            pairs.setdefault(right.name, left.name)
    return pairs


def _rank(name: str) -> int:
    return LEVEL_ORDER.index(level_of(name) or "nation")


def _guess(name: str, line: set[str], own: str, counts: Counter[str], pairs: dict[str, str]) -> str | None:
    """The place above one that no table has: the one written before it, its report's own, or the most named."""
    if name in pairs:
        return pairs[name]
    rank = _rank(name)
    if own and name != own and _rank(own) == rank - 1:
        return own
    above = [n for n in counts if _rank(n) < rank and _rank(n) > 0]
    # A real place's report has its counties in the table: a township's own county is not to be guessed.
    if not above or (not _fictional(own) and name not in line):
        return None
    near = max(_rank(n) for n in above)
    best = sorted((n for n in above if _rank(n) == near), key=lambda n: (-counts[n], n))
    return best[0] if name in line or (_rank(own or name) <= rank and len(best) == 1) else None
