"""Whom a report on a place is about: the series of reports of one body, by names as a person gives them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kg.compare.figures import Report, reports
from kg.errors import UnknownThing
from kg.store import Store
from kg.texts import fitted

_GOVERNMENT: Final = "人民政府"
_FILES: Final = """
SELECT ?report ?name ?sha256 { VALUES ?report { %s } ?report kg:fileName ?name ; kg:sha256 ?sha256 }"""


@dataclass(frozen=True, slots=True)
class Series:
    """The reports of one body, by year; of several of one year the first by IRI counts."""

    reports: tuple[Report, ...]

    @property
    def any(self) -> Report:
        """One of them, for what they share."""
        return self.reports[-1]


def choose(store: Store, place: str, *, body: str = "") -> Series:
    """The reports of a place's government, or of another ``body`` of it by a part of its name.

    ``place`` may be the name of the body itself. Raises UnknownThing with the nearest names, or with the choice.
    """
    known = [one for one in reports(store) if one.year is not None]
    own = [one for one in known if one.publisher_name == place]
    if own:
        return _series(own)
    here = _of_place(known, place)
    wanted = [one for one in here if (body or _GOVERNMENT) in _publisher(one)]
    bodies = {one.series for one in wanted}
    if len(bodies) == 1:
        return _series(wanted)
    names = "、".join(sorted({_publisher(one) for one in wanted or here}))
    if bodies:
        raise UnknownThing("several bodies go by that", where=body or place, hint=f"say which: {names}")
    asked = f"{place} {body or _GOVERNMENT}"
    raise UnknownThing("no report of that body", where=asked, hint=f"name one with --body; there are {names}")


def _of_place(known: list[Report], place: str) -> list[Report]:
    exact = [one for one in known if one.place_name == place]
    found = exact or [one for one in known if place and place in one.place_name]
    places = {one.place: one for one in found}
    if len(places) == 1:
        return found
    if places:
        # Two places of one name are told apart by the path or code in their IRIs.
        named = "、".join(sorted(f"{one.place_name}（{_key(one)}）" for one in places.values()))
        chosen = [one for one in known if _key(one) == place]
        if chosen:
            return chosen
        raise UnknownThing("several places go by that", where=place, hint=f"say which: {named}")
    by_key = [one for one in known if _key(one) == place]
    if by_key:
        return by_key
    names = sorted({name for one in known for name in (one.place_name, one.publisher_name) if name})
    near = difflib.get_close_matches(place, names, n=4, cutoff=0.4)
    hint = (
        f"did you mean {'、'.join(near)}?" if near else "kg query -n reports lists the reports of the graph"
    )
    raise UnknownThing("no report of such a place in the graph", where=place, hint=hint)


def _key(one: Report) -> str:
    """The code or the path of a place, as it stands in its IRI."""
    return one.place.partition("/place/")[2]


def _publisher(one: Report) -> str:
    return one.publisher_name or f"{one.place_name}{_GOVERNMENT}"


def _series(found: Iterable[Report]) -> Series:
    by_year: dict[int, Report] = {}
    for one in sorted(found, key=lambda r: (r.year or 0, r.iri)):
        by_year.setdefault(one.year or 0, one)
    return Series(tuple(by_year.values()))


def files(store: Store, found: Iterable[Report]) -> list[str]:
    """The names under which the facts of reports may lie: the stem of the file, alone or with its hash."""
    wanted = " ".join(f"<{one.iri}>" for one in found)
    solutions: Any = store.query(_FILES % wanted)
    names = []
    for row in solutions:
        stem = fitted(Path(row["name"].value).stem, row["sha256"].value)
        names += [stem, f"{stem}-{row['sha256'].value[:8]}"]
    return names
