"""What a question may name: the places, things, reports and figures of one store."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from ahocorasick_rs import AhoCorasick, MatchKind

from kg.ask.words import key, measured, nouns, relations, unheaded
from kg.lexicon.departments import Department, departments
from kg.lexicon.placenames import leading_places
from kg.lexicon.places import short_names
from kg.query import run
from kg.store import Store
from kg.table import Table

_QUERIES: Final = Path(__file__).with_name("queries")
_GOVERNMENTS: Final = ("人民政府", "办事处")
_SHORTEST: Final = 2


@dataclass(frozen=True, slots=True, order=True)
class Thing:
    """A thing of the graph: ``type`` is the name of its class, ``region`` the IRI of its place or ""."""

    name: str
    iri: str
    type: str
    region: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A report: ``year`` is None where it is unknown, ``issued`` an ISO date or ""."""

    iri: str
    title: str
    place: str
    place_name: str
    year: int | None
    issued: str
    publisher: str
    publisher_name: str

    @property
    def of_government(self) -> bool:
        """Whether the government of the place speaks, not one of its departments."""
        return not self.publisher_name or self.publisher_name.endswith(_GOVERNMENTS)


@dataclass(frozen=True, slots=True)
class Label:
    """What a figure is called in some reports; ``code`` is its canonical indicator or ""."""

    text: str
    kind: str
    code: str
    report: str


@dataclass(frozen=True, slots=True)
class Found:
    """A name that stands in a question, and what it may mean."""

    start: int
    end: int
    things: tuple[Thing, ...]

    @property
    def is_place(self) -> bool:
        """Whether it means a place: no other thing, but for the government that goes by the place's name."""
        places = {thing.iri for thing in self.things if thing.type == "Region"}
        others = [thing for thing in self.things if thing.type != "Region"]
        return bool(places) and all(t.type == "Institution" and t.region in places for t in others)


def query(name: str, *, values: Mapping[str, Iterable[str]] | None = None, condition: str = "") -> str:
    """A query of ``queries/`` with the IRIs that its variables may have, and with one more condition."""
    lines = [
        f"VALUES ?{variable} {{ {' '.join(str(ox.NamedNode(iri)) for iri in iris)} }}"
        for variable, iris in (values or {}).items()
    ]
    text = (_QUERIES / f"{name}.rq").read_text("utf-8")
    text = text.replace("#VALUES#", "\n  ".join(lines)).replace("#FILTER#", condition)
    return "\n".join(line for line in text.splitlines() if line.strip()) + "\n"


@dataclass
class Names:
    """The names of one store, read once."""

    things: dict[str, list[Thing]] = field(default_factory=dict)
    places: dict[str, Thing] = field(default_factory=dict)
    reports: tuple[Report, ...] = ()
    labels: tuple[Label, ...] = ()
    _matchers: dict[bool, tuple[list[str], AhoCorasick]] = field(default_factory=dict)

    @classmethod
    def of(cls, store: Store) -> Names:
        """The names of a store."""
        names = cls(reports=_reports(store), labels=_labels(store))
        rows = run(store, query("names")).records()
        for row in rows:
            if str(row["type"]).endswith("#Region"):
                names.places.setdefault(
                    str(row["thing"]), Thing(str(row["preferred"]), str(row["thing"]), "Region")
                )
        for row in rows:
            type_ = str(row["type"]).rpartition("#")[2]
            region = "" if type_ == "Region" else str(row["region"] or "")
            thing = Thing(str(row["preferred"]), str(row["thing"]), type_, region)
            names._add(str(row["name"]), thing)
            for other in names._other_names(thing):
                names._add(other, thing)
        for found in names.things.values():
            found.sort()
        return names

    def _add(self, name: str, thing: Thing) -> None:
        known = self.things.setdefault(key(name), [])
        if all(thing.iri != other.iri for other in known):
            known.append(thing)

    def _other_names(self, thing: Thing) -> list[str]:
        """Short names of places, and usual names of departments with their place and without it."""
        if thing.type == "Region":
            return list(short_names(thing.name))
        place = (
            self.places[thing.region].name
            if thing.region in self.places
            else "".join(leading_places(thing.name))
        )
        if thing.type != "Institution" or not place or not thing.name.startswith(place):
            return []
        rest = thing.name[len(place) :]
        forms = [rest, *_forms().get(rest, ())]
        heads = (place, *short_names(place))
        return [head + form for head in heads for form in forms] + [form for form in forms if len(form) > 2]

    def find(self, text: str, *, scope_only: bool) -> list[Found]:
        """The names in a text (a ``key``), the leftmost and longest, none over another.

        ``scope_only`` leaves only places and bodies that carry their place's name, since any other name may be
        part of what a figure measures; a figure's own name that holds a place's name covers it.
        """
        patterns, automaton = self._matcher(scope_only)
        found = []
        for index, start, end in automaton.find_matches_as_indexes(text):
            things = tuple(self.things.get(patterns[index], ()))
            if scope_only:
                things = tuple(thing for thing in things if thing.type in ("Region", "Institution"))
            if things:
                found.append(Found(start, end, things))
        return found

    def _matcher(self, scope_only: bool) -> tuple[list[str], AhoCorasick]:
        if scope_only not in self._matchers:
            patterns = self._scope_patterns() if scope_only else self._all_patterns()
            self._matchers[scope_only] = patterns, AhoCorasick(patterns, matchkind=MatchKind.LeftmostLongest)
        return self._matchers[scope_only]

    def _all_patterns(self) -> list[str]:
        common = {word for noun in nouns() for word in noun.words}
        verbs = {verb for relation in relations() for verb in relation.verbs.split("|")}
        return sorted(name for name in self.things if len(name) >= _SHORTEST and name not in common | verbs)

    def _scope_patterns(self) -> list[str]:
        places = {n for n, found in self.things.items() if any(t.type == "Region" for t in found)}
        bodies = {
            n
            for n, found in self.things.items()
            if any(t.type == "Institution" for t in found) and any(n.startswith(place) for place in places)
        }
        labels = {key(label.text) for label in self.labels} | set(self.things)
        covers = {label for label in labels if any(place in label[1:] for place in places)}
        return sorted(name for name in places | bodies | covers if len(name) >= _SHORTEST)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years of the reports, sorted."""
        return tuple(sorted({report.year for report in self.reports if report.year is not None}))

    def measuring(self, name: str, *, bare: bool = False) -> list[Label]:
        """The labels that have a name (as ``measured`` gives it); ``bare``: without words at its beginning, too."""
        return self._measuring[bare].get(name, [])

    @cached_property
    def _measuring(self) -> tuple[dict[str, list[Label]], dict[str, list[Label]]]:
        full: dict[str, list[Label]] = {}
        bare: dict[str, list[Label]] = {}
        for label in self.labels:
            name = measured(key(label.text))
            full.setdefault(name, []).append(label)
            bare.setdefault(unheaded(name), []).append(label)
        return full, bare

    def report(self, iri: str) -> Report | None:
        """The report of an IRI."""
        return next((report for report in self.reports if report.iri == iri), None)

    def reports_of(self, thing: Thing) -> tuple[Report, ...]:
        """The reports of a place, its government's before its departments'; or those that a body published."""
        if thing.type == "Region":
            found = [report for report in self.reports if report.place == thing.iri]
            return tuple(sorted(found, key=lambda r: (not r.of_government, r.year or 0, r.iri)))
        return tuple(report for report in self.reports if report.publisher == thing.iri)

    def one_place(self, things: Sequence[Thing]) -> tuple[Thing, ...]:
        """The places among some, those that have reports before those that have none."""
        places = tuple(thing for thing in things if thing.type == "Region")
        reporting = tuple(place for place in places if self.reports_of(place))
        return reporting or places

    def government(self, place: Thing) -> Thing | None:
        """The government of a place."""
        for tail in ("人民政府", "办事处", "政府"):
            for thing in self.things.get(key(place.name + tail), ()):
                if thing.type == "Institution" and thing.region == place.iri:
                    return thing
        return None

    def nearest(self, text: str, names: Iterable[str], *, most: int = 5) -> tuple[str, ...]:
        """The names nearest to a text: those that hold it first."""
        wanted = key(text)
        by_key: dict[str, str] = {}
        for name in sorted(names):
            by_key.setdefault(key(name), name)
        inside = sorted(
            (k for k in by_key if wanted and (wanted in k or k in wanted)), key=lambda k: (len(k), k)
        )
        near = difflib.get_close_matches(wanted, sorted(by_key), n=most, cutoff=0.4)
        return tuple(by_key[k] for k in list(dict.fromkeys((*inside, *near)))[:most])


@cache
def _forms() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in departments():
        _remember(found, row)
    return found


def _remember(found: dict[str, tuple[str, ...]], row: Department) -> None:
    for name in row.said_after_place()[:1]:
        found.setdefault(name, row.said_after_place()[1:])


def _records(table: Table) -> list[dict[str, str]]:
    return [
        {name: "" if value is None else str(value) for name, value in row.items()} for row in table.records()
    ]


def _reports(store: Store) -> tuple[Report, ...]:
    found: dict[str, Report] = {}
    for row in _records(run(store, query("reports"))):
        year = int(row["year"][:4]) if row["year"][:4].isdigit() else None
        report = Report(
            row["report"], row["title"], row["place"], row["place_name"], year,
            row["issued"], row["publisher"], row["publisher_name"],
        )  # fmt: skip
        found.setdefault(report.iri, report)
    return tuple(found.values())


def _labels(store: Store) -> tuple[Label, ...]:
    rows = _records(run(store, query("labels")))
    found = {Label(row["label"], row["kind"], row["code"], row["report"]) for row in rows}
    return tuple(sorted(found, key=lambda label: (label.text, label.kind, label.code, label.report)))
