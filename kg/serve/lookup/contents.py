"""What a report holds, and what points to a thing: the parts of a page that ``kg.explain`` does not tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kg.explain import Live, Quote
from kg.network import LABELS
from kg.store import Store
from kg.vocab import ENTITY_TYPES, KG, PREDICATES, expand

# How things point to a place, a topic or a publisher without a claim, in the order in which a page shows them.
_POINTERS: Final = (
    "dcterms:publisher", "schema:containedInPlace", "kg:region", "skos:broader", "kg:topic",
)  # fmt: skip
_RELATIONS: Final = {expand(curie): name for name, curie in PREDICATES.items()}
_TYPE: Final = expand("rdf:type")
_ITEMS: Final = ("Problem", "Cause", "Commitment")
#: How many things of one kind a page lists before it says how many more there are.
SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing to link to."""

    iri: str
    label: str
    type: str


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one type that stand to the page's thing in one way; ``total`` counts those not listed as well."""

    way: str
    type: str
    things: tuple[Thing, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a report."""

    iri: str
    heading: str
    role: str
    level: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of a report between two things, and the words that make it; ``iri`` is the claim's."""

    iri: str
    subject: Thing
    predicate: str
    label_zh: str
    label_en: str
    object: Thing
    quote: Quote


@dataclass(frozen=True, slots=True)
class Item:
    """A shortcoming or a next step, with the report that names it."""

    iri: str
    type: str
    text: str
    topic: Thing | None
    report: Thing
    section: str


@dataclass(frozen=True, slots=True)
class Contents:
    """The parts of a page beyond the explanation; each empty where it does not apply."""

    sections: tuple[Part, ...] = ()
    statements: tuple[Statement, ...] = ()
    items: tuple[Item, ...] = ()
    groups: tuple[Group, ...] = ()


def contents(store: Store, iri: str, kind: str) -> Contents:
    """What the page of a thing of that kind holds besides its explanation."""
    index = Live(store)
    if kind == "Report":
        typed = _typed(store, iri)
        return Contents(
            sections=_sections(index, iri),
            statements=_statements(index, typed.get("Claim", [])),
            items=_items(index, index.subjects("dcterms:isPartOf", iri)),
            groups=tuple(_named(index, typed)),
        )
    items = _items(index, index.subjects("kg:topic", iri)) if kind == "Topic" else ()
    return Contents(items=items, groups=tuple(_pointing(index, iri)))


def _sections(index: Live, report: str) -> tuple[Part, ...]:
    found = []
    for part in index.subjects("dcterms:isPartOf", report):
        if expand("kg:Section") in index.types(part):
            level = index.one(part, "kg:level")
            one = Part(
                part,
                index.text(part, "kg:heading"),
                index.text(part, "kg:role"),
                level if isinstance(level, int) else 1,
            )
            found.append((_order(index, part), one))
    return tuple(one for _, one in sorted(found, key=lambda pair: (pair[0], pair[1].iri)))


def _statements(index: Live, claims: Iterable[str]) -> tuple[Statement, ...]:
    """The claims of a report in the order of its text."""
    found = []
    for claim in claims:
        name = _RELATIONS.get(index.iri(claim, "rdf:predicate"))
        if name is None:
            continue
        raw = index.quotes(claim, "kg:evidence")[0]
        quote = Quote(
            raw["sentence"], raw["quote_start"], raw["quote_end"], "", raw["report"], raw["section"],
            raw["iri"], raw["section_iri"],
        )  # fmt: skip
        ends = (thing(index, index.iri(claim, curie)) for curie in ("rdf:subject", "rdf:object"))
        subject, value = ends
        start = index.one(raw["iri"], "oa:start")
        key = (start if isinstance(start, int) else 0, claim)
        found.append((key, Statement(claim, subject, name, *LABELS[name], value, quote)))
    return tuple(statement for _, statement in sorted(found, key=lambda pair: pair[0]))


def _items(index: Live, parts: Iterable[str]) -> tuple[Item, ...]:
    found = []
    for part in parts:
        kind = next((k for k in _ITEMS if expand(f"kg:{k}") in index.types(part)), None)
        if kind is None:
            continue
        topic, report = index.iri(part, "kg:topic"), index.iri(part, "dcterms:isPartOf")
        evidence = index.iri(part, "kg:evidence")
        section = index.text(index.iri(evidence, "kg:section"), "kg:heading")
        start = index.one(evidence, "oa:start")
        item = Item(
            part, kind, index.text(part, "kg:text"), thing(index, topic) if topic else None,
            thing(index, report), section,
        )  # fmt: skip
        found.append(((_ITEMS.index(kind), report, start if isinstance(start, int) else 0, part), item))
    return tuple(item for _, item in sorted(found, key=lambda pair: pair[0]))


def _named(index: Live, typed: dict[str, list[str]]) -> Iterable[Group]:
    """The things that a report names, by type."""
    for kind in ENTITY_TYPES:
        yield from _group("named", kind, (thing(index, iri) for iri in typed.get(kind, ())))


def _pointing(index: Live, iri: str) -> Iterable[Group]:
    for curie in _POINTERS:
        kinds: dict[str, list[Thing]] = {}
        for other in index.subjects(curie, iri):
            kind = index.kind(other)
            if kind and other != iri:
                kinds.setdefault(kind, []).append(thing(index, other))
        for kind in sorted(kinds):
            yield from _group(curie.partition(":")[2], kind, kinds[kind])


def _group(way: str, kind: str, things: Iterable[Thing]) -> Iterable[Group]:
    ordered = sorted(things, key=lambda one: (one.label, one.iri))
    if ordered:
        yield Group(way, kind, tuple(ordered[:SHOWN]), len(ordered))


def _typed(store: Store, graph: str) -> dict[str, list[str]]:
    """The things that one graph speaks of, by the names of our classes."""
    found: dict[str, list[str]] = {}
    for quad in store.graph(graph):
        name = getattr(quad.object, "value", "")
        if quad.predicate.value == _TYPE and name.startswith(str(KG)):
            subject = str(getattr(quad.subject, "value", ""))
            found.setdefault(name.removeprefix(str(KG)), []).append(subject)
    return found


def _order(index: Live, part: str) -> int:
    value = index.one(part, "kg:order")
    return value if isinstance(value, int) else 0


def thing(index: Live, iri: str) -> Thing:
    """A thing with its name and kind."""
    return Thing(iri, index.label(iri), index.kind(iri))
