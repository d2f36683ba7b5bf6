"""Reforms, policies, new bodies and recognitions in the reports of one body, year by year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.audit.case import Case
from kg.iri import Names
from kg.model import Entity, Relation
from kg.report.quotes import quote
from kg.report.values import BEGUN, CARRIED, CONTINUED, DROPPED, Thing

_AHEAD = ("plan", "problems")
"""What stands in these parts is not done yet, or not well."""
_NAMES = Names()


def reforms(cases: Sequence[Case], years: Sequence[int]) -> tuple[Thing, ...]:
    """The reforms of each year, by what earlier reports say of them; ``cases`` are all of the body, by year."""
    found: list[Thing] = []
    earlier: set[str] = set()
    for order, case in enumerate(cases):
        now = _said(case, "implements")
        named = _named(case)
        if case.year in years:
            known = earlier if order else None
            found += (_thing(case, key, rows, _state(key, known)) for key, rows in now.items())
            last = cases[order - 1] if order else None
            if last is not None and last.year == (case.year or 0) - 1:
                found += _dropped(last, case, named)
        earlier |= named | now.keys()
    return tuple(found)


def said(cases: Sequence[Case], years: Sequence[int], predicate: str) -> tuple[Thing, ...]:
    """What the reports of these years say by one predicate, once for each thing and year."""
    return tuple(
        _thing(case, key, rows)
        for case in cases
        if case.year in years
        for key, rows in _said(case, predicate).items()
    )


def recognitions(cases: Sequence[Case], years: Sequence[int]) -> tuple[Thing, ...]:
    """Who received which recognition, and who gave it, where the report says so."""
    found = []
    for case in cases:
        if case.year not in years:
            continue
        entities = {e.id: e for e in case.extraction.entities}
        givers = {
            r.subject: entities[r.object].name
            for r in case.extraction.relations
            if r.predicate == "conferred_by"
        }
        for rows in _said(case, "receives").values():
            whose = tuple(dict.fromkeys(entities[r.subject].name for r in rows))
            first = rows[0]
            words = quote(case, first.start, first.end)
            name = entities[first.object].name
            found.append(
                Thing(
                    name,
                    case.year or 0,
                    words,
                    kind="Recognition",
                    by=whose,
                    giver=givers.get(first.object, ""),
                )
            )
    return tuple(found)


def _said(case: Case, predicate: str) -> dict[str, list[Relation]]:
    """The statements of a report by one predicate, by what they are about, in the order of the text."""
    entities = {e.id: e for e in case.extraction.entities}
    found: dict[str, list[Relation]] = {}
    for r in sorted(case.extraction.relations, key=lambda r: (r.start, r.end)):
        thing = entities[r.object]
        if r.predicate == predicate and not thing.optional and case.role_at(r.start) not in _AHEAD:
            found.setdefault(_NAMES.entity(thing), []).append(r)
    return found


def _named(case: Case) -> set[str]:
    """What a report names among what was done."""
    return {
        _NAMES.entity(e)
        for e in case.extraction.entities
        if any(case.role_at(span.start) not in _AHEAD for span in e.mentions)
    }


def _thing(case: Case, key: str, rows: list[Relation], state: str = "") -> Thing:
    entities = {e.id: e for e in case.extraction.entities}
    own = case.extraction.publisher
    by = tuple(dict.fromkeys(entities[r.subject].name for r in rows if r.subject != own))
    words = quote(case, rows[0].start, rows[0].end)
    thing = entities[rows[0].object]
    return Thing(thing.name, case.year or 0, words, kind=thing.type, state=state, by=by)


def _state(key: str, earlier: set[str] | None) -> str:
    if earlier is None:
        return CARRIED
    return CONTINUED if key in earlier else BEGUN


def _dropped(last: Case, case: Case, named: set[str]) -> Iterator[Thing]:
    """The reforms of last year that this year's report does not speak of under any of their names."""
    entities = {e.id: e for e in last.extraction.entities}
    for key, rows in _said(last, "implements").items():
        if key not in named and not _speaks(case, entities[rows[0].object]):
            words = quote(last, rows[0].start, rows[0].end)
            yield Thing(entities[rows[0].object].name, case.year or 0, words, kind="Reform", state=DROPPED)


def _speaks(case: Case, entity: Entity) -> bool:
    return any(name in case.text for name in (entity.name, *entity.aka))
