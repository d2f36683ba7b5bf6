"""Everything that the graph knows of one thing, with the sentences that say so."""

from __future__ import annotations

import difflib
import json
from dataclasses import asdict, dataclass
from typing import Any, Final

import pyoxigraph as ox

from kg.errors import UnknownThing
from kg.iri import fold
from kg.network import LABELS, Index, Statements
from kg.store import Store
from kg.table import Cell, Term, cell
from kg.vocab import PREDICATES, PREFIXES, expand

# Kinds of things that people ask for, by the order in which a name that fits several is read.
_KINDS: Final = (
    "Institution", "Region", "Reform", "Policy", "Person", "Recognition", "Indicator", "Topic", "Report",
)  # fmt: skip
_NAMES: Final = ("skos:prefLabel", "dcterms:title", "skos:notation", "skos:altLabel", "skos:hiddenLabel")
_RELATIONS: Final = {expand(curie): name for name, curie in PREDICATES.items()}
# Where the figures of a thing hang: what a figure is about, what it measures, where it was reported.
_FIGURES: Final = ("kg:about", "kg:indicator")
_BRACKETS: Final = ("【", "】")


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a report in their sentence; ``start`` and ``end`` are offsets in the sentence.

    ``iri`` is the evidence's own, ``section_iri`` that of the section it stands in, or "".
    """

    sentence: str
    start: int
    end: int
    report: str
    report_iri: str
    section: str
    iri: str = ""
    section_iri: str = ""

    def marked(self) -> str:
        """The sentence, its quote in 【】 unless it is the whole."""
        before, quote, after = (
            self.sentence[: self.start],
            self.sentence[self.start : self.end],
            self.sentence[self.end :],
        )
        marked = quote if not before and not after else quote.join(_BRACKETS)
        return " ".join(f"{before}{marked}{after}".split())


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the thing, as plain values, and the words that give it."""

    label: str
    written: str
    value: int | float | None
    unit: str
    period: str
    baseline: int | float | None
    baseline_period: str
    change: int | float | None
    change_unit: str
    place: str
    quote: Quote
    iri: str = ""
    kind: str = ""
    approximate: bool = False
    place_iri: str = ""
    indicator: str = ""
    indicator_iri: str = ""
    about: str = ""
    about_iri: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A statement between the thing and another; ``outgoing`` where the thing is the subject."""

    predicate: str
    label_zh: str
    label_en: str
    outgoing: bool
    other: str
    other_iri: str
    quotes: tuple[Quote, ...]
    other_type: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is known of one thing; ``others`` are further things of the same name.

    ``targets`` holds, for each of ``properties``, the IRI of the thing that its value names, or "".
    """

    iri: str
    type: str
    label: str
    aka: tuple[str, ...]
    properties: tuple[tuple[str, str], ...]
    links: tuple[Link, ...]
    figures: tuple[Figure, ...]
    mentions: tuple[Quote, ...]
    others: tuple[tuple[str, str], ...] = ()
    targets: tuple[str, ...] = ()

    def to(self, format: str) -> str:
        """The explanation as ``json`` or as ``text`` for people."""
        if format == "json":
            return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"
        return "\n".join(_lines(self)) + "\n"


class Live(Index):
    """The union of the graphs, read on demand: a thing costs what is said of it, not a pass over all."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._read: dict[str, Statements] = {}

    def of_types(self, classes: dict[str, str]) -> list[str]:
        """The IRIs of all things of some classes, sorted."""
        return sorted({iri for name in classes for iri in self._subjects(expand("rdf:type"), name)})

    def types(self, iri: str) -> list[str]:
        """The IRIs of a thing's classes."""
        return [str(getattr(term, "value", "")) for term in self.terms(iri, "rdf:type")]

    def terms(self, iri: str, curie: str) -> list[Term]:
        """The values of a property, sorted."""
        try:
            subject = ox.NamedNode(iri)
        except ValueError:  # a name, or nothing
            return []
        about = self._read.get(iri)
        if about is None:
            about = self._read[iri] = {}
            for quad in self._store.match(subject):
                about.setdefault(quad.predicate.value, []).append(quad.object)
        return sorted(about.get(expand(curie), []), key=str)

    def subjects(self, curie: str, iri: str) -> list[str]:
        """The IRIs of the things whose property points to this one, sorted."""
        return sorted(self._subjects(expand(curie), iri))

    def kind(self, iri: str) -> str:
        """The name of a thing's class among those that people ask for, or ""."""
        return _kind(self, iri)

    def _subjects(self, predicate: str, iri: str) -> list[str]:
        node = ox.NamedNode(iri)
        found = self._store.match(None, ox.NamedNode(predicate), node)
        return [str(getattr(quad.subject, "value", "")) for quad in found]

    def _quote(self, node: str) -> dict[str, Any]:
        return {**super()._quote(node), "iri": node, "section_iri": self.iri(node, "kg:section")}


def explain(store: Store, name_or_iri: str) -> Explanation:
    """What is known of a thing by its IRI or by a name that a report gives it.

    Raises UnknownThing, with the nearest names, where the graph knows no such thing.
    """
    index = Live(store)
    wanted = name_or_iri.strip().removeprefix("<").removesuffix(">")
    found = _find(index, wanted)
    if not found:
        raise UnknownThing("the graph knows nothing of that name", where=wanted, hint=_nearest(index, wanted))
    iri = found[0]
    others = tuple((other, index.label(other)) for other in found[1:])
    names = {str(cell(t)) for curie in ("skos:prefLabel", "skos:altLabel") for t in index.terms(iri, curie)}
    properties = _properties(index, iri)
    return Explanation(
        iri=iri,
        type=_kind(index, iri),
        label=index.label(iri),
        aka=tuple(sorted(names - {index.label(iri)})),
        properties=tuple((name, value) for name, value, _ in properties),
        links=_links(index, iri),
        figures=_figures(index, iri),
        mentions=_quotes(index, iri, "kg:mention"),
        others=others,
        targets=tuple(target for *_, target in properties),
    )


def _things(index: Index) -> list[str]:
    return index.of_types({expand(f"kg:{kind}"): kind for kind in _KINDS})


def _kind(index: Index, iri: str) -> str:
    types = index.types(iri)
    return next((kind for kind in _KINDS if expand(f"kg:{kind}") in types), "")


def _find(index: Index, wanted: str) -> list[str]:
    """The things of that IRI or name; by preferred names before others, the most mentioned first."""
    prefix, colon, local = wanted.partition(":")
    iri = PREFIXES[prefix] + local if colon and prefix in PREFIXES else wanted
    if index.types(iri):
        return [iri]
    key, ranked = fold(wanted), []
    for thing in _things(index):
        for i, curie in enumerate(_NAMES):
            if any(fold(str(cell(term))) == key for term in index.terms(thing, curie)):
                kind = _KINDS.index(_kind(index, thing))
                ranked.append((i, -len(index.terms(thing, "kg:mention")), kind, thing))
                break
    return [thing for *_, thing in sorted(ranked)]


def _nearest(index: Index, wanted: str) -> str:
    key = fold(wanted)
    names = {index.label(thing) for thing in _things(index)}
    inside = sorted((name for name in names if key and key in name), key=lambda name: (len(name), name))
    near = difflib.get_close_matches(key, sorted(names), n=5, cutoff=0.3)
    found = list(dict.fromkeys((*inside, *near)))[:5]
    return f"nearest: {'、'.join(found)}" if found else "see kg query --list for what to ask"


def _properties(index: Live, iri: str) -> tuple[tuple[str, str, str], ...]:
    plain = (
        "kg:region", "schema:containedInPlace", "skos:notation", "kg:divisionLevel", "kg:policyType",
        "kg:documentNumber", "kg:post", "kg:year", "dcterms:publisher", "dcterms:issued", "kg:publishedAt",
        "dcterms:source", "kg:fileName", "kg:topic", "kg:kind", "kg:unit", "kg:direction", "skos:broader",
    )  # fmt: skip
    found = []
    for curie in plain:
        for term, value in zip(index.terms(iri, curie), index.values(iri, curie), strict=True):
            target = term.value if isinstance(term, ox.NamedNode) else ""
            found.append((curie.partition(":")[2], value, target))
    return tuple(found)


def _links(index: Live, iri: str) -> tuple[Link, ...]:
    """Statements that the thing is in, by predicate and the other's name."""
    found: dict[tuple[str, bool, str], list[Quote]] = {}
    for claim in sorted({*index.subjects("rdf:subject", iri), *index.subjects("rdf:object", iri)}):
        subject, value = index.iri(claim, "rdf:subject"), index.iri(claim, "rdf:object")
        name = _RELATIONS.get(index.iri(claim, "rdf:predicate"))
        if name is not None:
            key = (name, subject == iri, value if subject == iri else subject)
            found.setdefault(key, []).extend(_quotes(index, claim, "kg:evidence"))
    links = [
        Link(name, *LABELS[name], outgoing, index.label(other), other, tuple(quotes), index.kind(other))
        for (name, outgoing, other), quotes in found.items()
    ]
    order = list(PREDICATES)
    links.sort(key=lambda x: (not x.outgoing, order.index(x.predicate), x.other, x.other_iri))
    return tuple(links)


def _figures(index: Live, iri: str) -> tuple[Figure, ...]:
    """The figures about a thing, of an indicator, or in a report, in the order of the reports and their text."""
    near = {found for curie in _FIGURES for found in index.subjects(curie, iri)}
    for evidence in index.subjects("oa:hasSource", iri):
        near.update(index.subjects("kg:evidence", evidence))
    found: list[tuple[tuple[str, int], Figure]] = []
    for observation in sorted(near):
        if expand("kg:Observation") in index.types(observation):
            source = index.iri(index.iri(observation, "kg:evidence"), "oa:hasSource")
            order = index.one(observation, "kg:order")
            key = (source, order if isinstance(order, int) else 0)
            found.append((key, _figure(index, observation)))
    return tuple(figure for _, figure in sorted(found, key=lambda pair: pair[0]))


def _figure(index: Index, iri: str) -> Figure:
    fact = index.fact(iri)
    place, indicator, about = (index.iri(iri, curie) for curie in ("kg:region", "kg:indicator", "kg:about"))
    return Figure(
        label=fact["label"],
        written=fact["written"],
        value=fact["value"],
        unit=fact["unit"],
        period=fact["period"],
        baseline=fact["baseline_value"],
        baseline_period=fact["baseline_period"],
        change=fact["change"],
        change_unit=fact["change_unit"],
        place=index.label(place),
        quote=_quote(index, fact),
        iri=iri,
        kind=fact["kind"],
        approximate=fact["approximate"],
        place_iri=place,
        indicator=index.label(indicator),
        indicator_iri=indicator,
        about=index.label(about),
        about_iri=about,
    )


def _quotes(index: Index, iri: str, curie: str) -> tuple[Quote, ...]:
    return tuple(_quote(index, found) for found in index.quotes(iri, curie))


def _quote(index: Index, found: dict[str, Any]) -> Quote:
    return Quote(
        sentence=found["sentence"],
        start=found["quote_start"],
        end=found["quote_end"],
        report=index.label(found["report"]),
        report_iri=found["report"],
        section=found["section"],
        iri=found["iri"],
        section_iri=found["section_iri"],
    )


def _lines(e: Explanation) -> list[str]:
    lines = [f"{e.label}  [{e.type}]", f"  {e.iri}"]
    if e.aka:
        lines.append(f"  又称 aka: {'、'.join(e.aka)}")
    lines += [f"  {name}: {value}" for name, value in e.properties]
    if e.figures:
        lines += ["", f"数据 figures ({len(e.figures)})"]
        for figure in e.figures:
            lines += [f"  {_figure_line(figure)}", f"      {_source(figure.quote)}"]
    if e.links:
        lines += ["", f"关系 relations ({len(e.links)})"]
        for link in e.links:
            arrow = "→" if link.outgoing else "←"
            lines.append(f"  {arrow} {link.label_zh} {link.label_en}: {link.other}")
            lines += [f"      {_source(quote)}" for quote in link.quotes]
    if e.mentions:
        lines += ["", f"提及 mentions ({len(e.mentions)})"]
        lines += [f"  {_source(quote)}" for quote in e.mentions]
    if e.others:
        lines += ["", "同名 also called so"]
        lines += [f"  {label}  {iri}" for iri, label in e.others]
    return lines


def _figure_line(figure: Figure) -> str:
    amount = "" if figure.value is None else f" = {_amount(figure.value, figure.unit)}"
    parts = [f"{figure.label}{amount}"]
    if figure.period:
        parts.append(figure.period)
    if figure.place:
        parts.append(figure.place)
    if figure.baseline is not None:
        of = f" ({figure.baseline_period})" if figure.baseline_period else ""
        parts.append(f"基数 {_amount(figure.baseline, figure.unit)}{of}")
    if figure.change is not None:
        parts.append(f"变化 {figure.change:+}{figure.change_unit}")
    return "，".join(parts)


def _amount(value: Cell, unit: str) -> str:
    return f"{value}{unit}"


def _source(quote: Quote) -> str:
    section = f"，{quote.section}" if quote.section else ""
    return f"“{quote.marked()}” —— {quote.report}{section}"
