"""A part of the network, read for itself: what it costs grows with what is shown, not with the store."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

import networkx as nx
import pyoxigraph as ox

from kg.network import project
from kg.store import Store
from kg.store.embedded import open_embedded
from kg.vocab import expand

#: A thing named more often shows so many of its mentions; its own page shows all.
MENTIONS: Final = 40
#: How many claims, figures and mentions one answer reads; of more, each thing has its share.
MOST: Final = 2000
_BATCH: Final = 500  # terms in one query
_NEAR: Final = """
SELECT ?t (COUNT(DISTINCT ?x) AS ?n) { VALUES ?t { %s }
  { ?c rdf:subject ?t ; rdf:object ?x } UNION { ?c rdf:object ?t ; rdf:subject ?x } FILTER(?x != ?t) } GROUP BY ?t"""
_CLAIMS: Final = (
    "SELECT ?c ?s ?p ?o { VALUES ?s { %s } ?c rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o %s }"
)
_ANY: Final = """
SELECT (MIN(?c) AS ?one) ?t {
  { VALUES ?t { %s } ?c rdf:subject ?t } UNION { VALUES ?t { %s } ?c rdf:object ?t } } GROUP BY ?t"""
_FIGURED: Final = "SELECT ?t (COUNT(?c) AS ?n) { VALUES ?t { %s } ?c kg:about ?t } GROUP BY ?t"
_FIGURES: Final = "SELECT ?t ?c { VALUES ?t { %s } ?c kg:about ?t }"
# Of the last reports first, as the names of figures begin with those of their reports.
_LAST_FIGURES: Final = "SELECT ?t ?c { VALUES ?t { %s } ?c kg:about ?t } ORDER BY DESC(STR(?c)) LIMIT %d"
_NAMED: Final = "SELECT ?t (COUNT(?e) AS ?n) { VALUES ?t { %s } ?t kg:mention ?e } GROUP BY ?t"
_MENTIONS: Final = "SELECT ?t ?e { VALUES ?t { %s } ?t kg:mention ?e }"
_FIRST_MENTIONS: Final = "SELECT ?t ?e { VALUES ?t { %s } ?t kg:mention ?e } LIMIT %d"
_REPORTS: Final = "SELECT DISTINCT ?t ?r { VALUES ?t { %s } ?t kg:mention/oa:hasSource ?r }"
_SAID: Final = "SELECT ?s ?p ?o { VALUES ?s { %s } ?s ?p ?o FILTER(?p IN (%s)) }"
# What the network is made of (``kg.network``): of things, of all else, and of what is only named.
_NAMES: Final = ("rdf:type", "skos:prefLabel", "dcterms:title")
_OF_THINGS: Final = (*_NAMES, "skos:altLabel", "kg:region", "kg:locatedIn", "schema:containedInPlace")
_FOLLOWED: Final = ("kg:evidence", "oa:hasSource", "kg:section", "kg:baseline", "kg:indicator", "kg:topic")
_OF_PARTS: Final = (
    *_NAMES, *_FOLLOWED, "rdf:subject", "rdf:predicate", "rdf:object", "kg:implicit", "kg:about", "kg:order",
    "kg:label", "kg:value", "kg:unit", "kg:kind", "kg:period", "kg:from", "kg:to", "kg:change", "kg:changeUnit",
    "kg:approximate", "kg:written", "kg:sentence", "kg:sentenceStart", "oa:start", "oa:end", "kg:heading",
    "skos:notation", "kg:region", "kg:year", "dcterms:publisher", "dcterms:issued", "kg:fileName", "kg:sha256",
)  # fmt: skip
_FOLLOW: Final = frozenset(map(expand, _FOLLOWED))
_CALL: Final = frozenset(
    map(expand, ("kg:region", "kg:locatedIn", "schema:containedInPlace", "dcterms:publisher"))
)
_TYPE: Final = ox.NamedNode(expand("rdf:type"))
_CLAIM: Final = ox.NamedNode(expand("kg:Claim"))
_TIE: Final = tuple(ox.NamedNode(expand(f"rdf:{end}")) for end in ("subject", "predicate", "object"))
_MENTION: Final = ox.NamedNode(expand("kg:mention"))


def part(
    store: Store, things: Collection[str], *, known: Collection[str] = (), told: Collection[str] = (), most: int = MOST
) -> nx.MultiDiGraph:  # fmt: skip
    """The network (``kg.network.project``) of some things, with their ties to each other and to those ``known``.

    Nodes carry besides ``neighbours``, how many they have in the whole store, ``mentioned``, how often they are
    named, and ``brief``: whether there is more to say of them, because all of it together would be more than ``most``
    claims, figures and mentions. Nothing of those ``told`` is left out but mentions beyond MENTIONS. Of things that
    are only known their names are there, not what is said of them.
    """
    inside, outside = set(things), _iris(known) - set(things)
    claims = _between(store, inside, outside)
    touched = {end for *_, start, _, stop in claims for end in (start, stop)}
    named, figured = _counts(store, _NAMED, inside), _counts(store, _FIGURED, inside)
    chosen = _choose(store, inside, claims, named=named, figured=figured, told=set(told) & inside, most=most)
    # Without a statement of it a thing that no report names would not be in the network.
    for batch in batches(inside - touched - set(named)):
        chosen.parts.update(row[0] for row in rows(store, _ANY % (batch, batch)))
    reports = _reports(store, chosen.brief)
    read = [
        *_read(store, inside, chosen.parts | {r for rs in reports.values() for r in rs}),
        *chosen.bare,
    ]
    names = _said(store, touched & outside, _NAMES)
    with open_embedded(None, read_only=False) as small:
        small.inner.extend(ox.Quad(t.subject, t.predicate, t.object) for t in (*read, *names))
        network = project(small)
    for key in outside & set(network):
        network.nodes[key]["brief"] = True
    near = _counts(store, _NEAR, inside)
    for key in inside & set(network):
        about = network.nodes[key]
        about["reports"] = sorted({*about["reports"], *reports.get(key, ())})
        about |= {
            "neighbours": near.get(key, 0),
            "mentioned": named.get(key, 0),
            "brief": key in chosen.brief,
        }
    return network


@dataclass(slots=True)
class _Chosen:
    """The claims, figures and mentions to read, what needs no reading, and the things of which some are left out."""

    parts: set[str] = field(default_factory=set)
    bare: list[ox.Triple] = field(default_factory=list)
    brief: set[str] = field(default_factory=set)


def _choose(
    store: Store, inside: set[str], claims: list[tuple[str, ...]], *, named: dict[str, int], figured: dict[str, int],
    told: set[str], most: int,
) -> _Chosen:  # fmt: skip
    """Everything, where that is no more than ``most``; else of each thing as many, and of each tie that it is there."""
    shown = {thing: min(n, MENTIONS) for thing, n in named.items()}
    if len(claims) + sum(figured.values()) + sum(shown.values()) <= most:
        told = inside
    found, bare = _Chosen(), dict[tuple[str, str, str], str]()
    for claim, *tie in claims:
        if told.isdisjoint(tie):  # that it is there is said, not the words that say so
            bare[tie[0], tie[1], tie[2]] = claim
        else:
            found.parts.add(claim)
    for (subject, predicate, value), claim in bare.items():
        found.bare += _tie(claim, subject, predicate, value)
        found.brief.update((subject, value))
    rest = inside - told
    share = max(1, (most - len(found.parts)) // (2 * len(rest))) if rest else most
    found.brief |= {one for one in rest if max(figured.get(one, 0), shown.get(one, 0)) > share}
    found.brief &= rest
    every = max(figured.values(), default=0)
    own = _portions(store, figured, told, share, every, _FIGURES, _LAST_FIGURES)
    found.parts.update(figure for _, figure in own)
    for thing, mention in _portions(store, named, told, share, MENTIONS, _MENTIONS, _FIRST_MENTIONS):
        found.bare.append(ox.Triple(ox.NamedNode(thing), _MENTION, ox.NamedNode(mention)))
        found.parts.add(mention)
    return found


def _tie(claim: str, *tie: str) -> list[ox.Triple]:
    """A claim without its words."""
    node = ox.NamedNode(claim)
    said = [ox.Triple(node, name, ox.NamedNode(end)) for name, end in zip(_TIE, tie, strict=True)]
    return [ox.Triple(node, _TYPE, _CLAIM), *said]


def _portions(
    store: Store, counts: dict[str, int], told: set[str], share: int, most: int, whole: str, some: str
) -> Iterator[list[str]]:
    """Things and what they have: of those told at most ``most``, of others no more than their share of that."""
    bound = {thing: most if thing in told else min(share, most) for thing in counts}
    few = {thing for thing, n in counts.items() if n <= bound[thing]}
    asked = [whole % batch for batch in batches(few)]
    asked += [some % (ox.NamedNode(thing), bound[thing]) for thing in sorted(set(counts) - few)]
    for sparql in asked:
        yield from rows(store, sparql)


def _reports(store: Store, brief: set[str]) -> dict[str, set[str]]:
    """The reports that name things of which not all is read."""
    found: dict[str, set[str]] = {}
    for batch in batches(brief):
        for thing, report in rows(store, _REPORTS % batch):
            found.setdefault(thing, set()).add(report)
    return found


def _between(store: Store, inside: set[str], outside: set[str]) -> list[tuple[str, ...]]:
    """The claims that tie the things inside to each other and to those outside: claim, subject, predicate, object."""
    every = inside | outside
    terms = ", ".join(str(ox.NamedNode(iri)) for iri in sorted(inside))
    found = [row for batch in batches(inside) for row in rows(store, _CLAIMS % (batch, ""))]
    only = f"FILTER(?o IN ({terms}))"
    found += [row for batch in batches(outside) for row in rows(store, _CLAIMS % (batch, only))]
    return [tuple(row) for row in found if row[1] in every and row[3] in every]


def _read(store: Store, things: Collection[str], parts: Collection[str]) -> list[ox.Triple]:
    """What is said of things, without their ties, and of parts of reports and all that these lead to."""
    called: set[str] = set()
    wanted, done = set(parts), set(things)
    found = list(_said(store, things, _OF_THINGS))
    fresh = found
    while True:
        for triple in fresh:
            if isinstance(triple.object, ox.NamedNode):
                name = triple.predicate.value
                wanted.update((triple.object.value,) if name in _FOLLOW else ())
                called.update((triple.object.value,) if name in _CALL else ())
        wanted -= done
        if not wanted:
            return found + list(_said(store, called - done, _NAMES[1:]))
        done |= wanted
        fresh = list(_said(store, wanted, _OF_PARTS))
        found += fresh


def _said(store: Store, subjects: Collection[str], properties: Iterable[str]) -> Iterator[ox.Triple]:
    names = ", ".join(properties)
    for batch in batches(subjects):
        for row in store.query(_SAID % (batch, names)):
            yield ox.Triple(row["s"], row["p"], row["o"])


def _counts(store: Store, sparql: str, things: Collection[str]) -> dict[str, int]:
    return {thing: int(n) for batch in batches(things) for thing, n in rows(store, sparql % batch)}


def _iris(texts: Collection[str]) -> set[str]:
    """Those of some texts that are IRIs."""
    found = set()
    for text in texts:
        with suppress(ValueError):
            found.add(ox.NamedNode(text).value)
    return found


def sizes(store: Store, things: Collection[str]) -> dict[str, int]:
    """How many neighbours things have in the whole store."""
    return _counts(store, _NEAR, things)


def rows(store: Store, sparql: str) -> Iterator[list[str]]:
    """The answers to a query as texts."""
    for row in store.query(sparql):
        yield [term.value for term in row]


def batches(iris: Collection[str]) -> Iterator[str]:
    """The terms of some IRIs as SPARQL writes them, so many in each text."""
    terms = [str(ox.NamedNode(iri)) for iri in sorted(iris)]
    for start in range(0, len(terms), _BATCH):
        yield " ".join(terms[start : start + _BATCH])
