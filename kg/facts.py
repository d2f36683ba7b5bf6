"""Facts as JSON (``design/facts.md``): the same Extraction, written for people, files and the scorer."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kg.errors import GoldError
from kg.iri import Names, parts
from kg.model import Baseline, Document, Entity, Extraction, Item, Observation, Relation, Span
from kg.vocab import ENTITY_PROPERTIES, ENTITY_TYPES

Json = dict[str, Any]


def to_facts(extraction: Extraction, *, names: Names) -> Json:
    """The facts of one report, ready for ``json.dumps``."""
    report = names.report(extraction)
    metadata = extraction.document.metadata
    return {
        "document": {
            "iri": report,
            "title": metadata.title,
            "region": metadata.region,
            "year": metadata.year,
            "publisher": metadata.publisher,
            "published": metadata.published,
            "source": metadata.source,
        },
        "entities": [_entity_out(entity, names) for entity in extraction.entities],
        "observations": _observations_out(extraction.observations, report),
        "relations": _relations_out(extraction.relations, report),
        "problems": _problems_out(extraction, report),
        "causes": _causes_out(extraction, report, None),
        "commitments": _items_out(extraction.commitments, report, "commitment"),
    }


def from_facts(facts: Json, document: Document) -> Extraction:
    """The Extraction that facts stand for. Raises GoldError where they do not fit the document's text."""
    where = document.source_name
    try:
        entities = tuple(_entity_in(e) for e in facts["entities"])
        extraction = Extraction(
            document=document,
            entities=entities,
            observations=tuple(_observation_in(o, document.text) for o in facts["observations"]),
            relations=tuple(_relation_in(r) for r in facts["relations"]),
            problems=tuple(_item_in(i) for i in facts.get("problems", ())),
            commitments=tuple(_item_in(i) for i in facts.get("commitments", ())),
            causes=tuple(_item_in(i) for i in facts.get("causes", ())),
            region=_named(entities, "Region", facts["document"].get("region")),
            publisher=_named(entities, "Institution", facts["document"].get("publisher")),
        )
    except (KeyError, TypeError, ValueError, ArithmeticError) as err:
        raise GoldError(f"not facts: {err!r}", where=where, hint="see the format of facts") from err
    _check(extraction, where)
    return extraction


def _entity_out(entity: Entity, names: Names) -> Json:
    return {
        "id": entity.id,
        "iri": names.entity(entity),
        "type": entity.type,
        "name": entity.name,
        "aka": list(entity.aka),
        "mentions": [[span.start, span.end] for span in entity.mentions],
        "optional": entity.optional,
        **dict(sorted(entity.properties)),
    }


def _observations_out(observations: tuple[Observation, ...], report: str) -> list[Json]:
    iris = parts(report, "observation", observations)
    return [_observation_out(o, iri) for o, iri in zip(observations, iris, strict=True)]


def _observation_out(o: Observation, iri: str) -> Json:
    baseline = None
    if o.baseline is not None:
        baseline = {"value": _number(o.baseline.value), "period": o.baseline.period}
    return {
        "id": o.id,
        "iri": iri,
        "indicator": o.indicator,
        "code": o.code,
        "value": _number(o.value),
        "unit": o.unit,
        "kind": o.kind,
        "written": o.written,
        "approximate": o.approximate,
        "period": o.period,
        "about": o.about,
        "baseline": baseline,
        "change": _number(o.change),
        "change_unit": o.change_unit,
        "span": [o.start, o.end],
        "optional": o.optional,
    }


def _relations_out(relations: tuple[Relation, ...], report: str) -> list[Json]:
    iris = parts(report, "claim", relations)
    return [_relation_out(r, iri) for r, iri in zip(relations, iris, strict=True)]


def _relation_out(relation: Relation, iri: str) -> Json:
    return {
        "subject": relation.subject,
        "predicate": relation.predicate,
        "object": relation.object,
        "iri": iri,
        "span": [relation.start, relation.end],
        "implicit": relation.implicit,
        "optional": relation.optional,
    }


def _items_out(items: tuple[Item, ...], report: str, kind: str) -> list[Json]:
    iris = parts(report, kind, items)
    return [
        {"iri": iri, "text": item.text, "span": [item.start, item.end], "topic": item.topic}
        for item, iri in zip(items, iris, strict=True)
    ]


def _problems_out(extraction: Extraction, report: str) -> list[Json]:
    problems = _items_out(extraction.problems, report, "problem")
    return [{**out, "causes": _causes_out(extraction, report, i)} for i, out in enumerate(problems)]


def _causes_out(extraction: Extraction, report: str, problem: int | None) -> list[Json]:
    """The causes of one problem, or of all of them together."""
    causes = [cause for _, cause in extraction.explanations]
    known = zip(extraction.explanations, parts(report, "cause", causes), strict=True)
    return [
        {"iri": iri, "text": cause.text, "span": [cause.start, cause.end]}
        for (of, cause), iri in known
        if of == problem
    ]


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _entity_in(facts: Json) -> Entity:
    if facts["type"] not in ENTITY_TYPES:
        raise ValueError(f"no such type of entity: {facts['type']}")
    known = [(key, str(facts[key])) for key in sorted(ENTITY_PROPERTIES) if facts.get(key) is not None]
    return Entity(
        id=facts["id"],
        type=facts["type"],
        name=facts["name"],
        aka=tuple(facts.get("aka", ())),
        mentions=tuple(Span(start, end) for start, end in facts["mentions"]),
        optional=bool(facts.get("optional", False)),
        properties=tuple(known),
    )


def _observation_in(facts: Json, text: str) -> Observation:
    start, end = facts["span"]
    baseline = None
    if (base := facts.get("baseline")) is not None and (value := _decimal(base["value"])) is not None:
        baseline = Baseline(value, base.get("period"))
    return Observation(
        id=facts["id"],
        indicator=facts["indicator"],
        value=_decimal(facts["value"]),
        unit=facts["unit"],
        kind=facts["kind"],
        start=start,
        end=end,
        written=facts.get("written", text[start:end]),
        period=facts.get("period"),
        about=facts.get("about"),
        code=facts.get("code"),
        approximate=bool(facts.get("approximate", False)),
        baseline=baseline,
        change=_decimal(facts.get("change")),
        change_unit=facts.get("change_unit"),
        optional=bool(facts.get("optional", False)),
    )


def _relation_in(facts: Json) -> Relation:
    start, end = facts["span"]
    return Relation(
        subject=facts["subject"],
        predicate=facts["predicate"],
        object=facts["object"],
        start=start,
        end=end,
        implicit=bool(facts.get("implicit", False)),
        optional=bool(facts.get("optional", False)),
    )


def _item_in(facts: Json) -> Item:
    start, end = facts["span"]
    causes = tuple(_item_in(cause) for cause in facts.get("causes", ()))
    return Item(text=facts["text"], start=start, end=end, topic=facts.get("topic"), causes=causes)


def _named(entities: tuple[Entity, ...], kind: str, name: str | None) -> str | None:
    if not name:
        return None
    exact = (e.id for e in entities if e.type == kind and e.name == name)
    other = (e.id for e in entities if e.type == kind and name in e.aka)
    return next(exact, None) or next(other, None)


def _check(extraction: Extraction, where: str) -> None:
    """Spans lie in the text, ids are there."""
    length = len(extraction.document.text)
    ids = {entity.id for entity in extraction.entities}
    spans = [(s.start, s.end) for e in extraction.entities for s in e.mentions]
    spanned: list[Observation | Relation | Item] = [*extraction.observations, *extraction.relations]
    spanned += [*extraction.problems, *extraction.commitments, *(c for _, c in extraction.explanations)]
    for start, end in spans + [(x.start, x.end) for x in spanned]:
        if not 0 <= start < end <= length:
            raise GoldError(f"span {start}–{end} is not in the text of {length} characters", where=where)
    used = {o.about for o in extraction.observations if o.about is not None}
    used |= {x for r in extraction.relations for x in (r.subject, r.object)}
    if unknown := sorted(used - ids):
        raise GoldError(f"no entity with the id {unknown[0]}", where=where)
