"""The graph of one report."""

from __future__ import annotations

from kg import __version__, iri
from kg.errors import VocabularyError
from kg.graph.figures import write_observations
from kg.graph.places import Places
from kg.graph.terms import boolean, integer, moment, plain, term, zh
from kg.graph.writer import Writer
from kg.indicators import topic_iri
from kg.iri import Names
from kg.model import Extraction, Item
from kg.ntriples import node
from kg.vocab import POLICY_TYPES, PREDICATES, SECTION_ROLES


def statements(extraction: Extraction, *, names: Names) -> list[str]:
    """All that one report says as lines of N-Triples, sorted, none twice. Raises VocabularyError for a term unknown to us."""
    writer = Writer(extraction, names)
    places = Places(writer)
    _write_entities(writer, places)
    _write_report(writer, places)
    _write_sections(writer)
    write_observations(writer, places.of_report())
    _write_relations(writer)
    problems = _write_items(writer, "Problem", extraction.problems)
    causes = _write_items(writer, "Cause", tuple(cause for _, cause in extraction.explanations))
    for (problem, _), cause in zip(extraction.explanations, causes, strict=True):
        if problem is not None:
            writer.add(problems[problem], "kg:cause", node(cause))
    _write_items(writer, "Commitment", extraction.commitments)
    return sorted(set(writer.lines))


def _write_report(writer: Writer, places: Places) -> None:
    document, report = writer.extraction.document, writer.report
    metadata = document.metadata
    writer.type(report, "Report")
    writer.add(report, "rdf:type", term("prov:Entity"))
    writer.add(report, "dcterms:title", zh(metadata.title or document.name))
    writer.add(report, "kg:region", places.of_report())
    writer.add(report, "kg:fileName", plain(document.source_name))
    writer.add(report, "kg:sha256", plain(document.sha256))
    writer.add(report, "kg:toolVersion", plain(__version__))
    publisher = writer.entity_iris.get(writer.extraction.publisher or "")
    if publisher:
        writer.add(report, "dcterms:publisher", node(publisher))
    if metadata.year is not None:
        writer.add(report, "kg:year", moment(f"{metadata.year:04d}"))
    known = (
        ("dcterms:issued", moment, metadata.published),
        ("kg:publishedAt", moment, metadata.published_at),
        ("dcterms:source", zh, metadata.source),
        ("kg:documentNumber", plain, metadata.document_number),
    )
    for predicate, make, value in known:
        if value:
            writer.add(report, predicate, make(value))


def _write_sections(writer: Writer) -> None:
    for section in writer.extraction.document.sections:
        subject = iri.section(writer.report, section.order)
        writer.type(subject, "Section")
        writer.add(subject, "dcterms:isPartOf", writer.graph)
        writer.add(subject, "kg:role", plain(_one_of(SECTION_ROLES, section.role, "role of a section")))
        writer.add(subject, "kg:order", integer(section.order))
        writer.add(subject, "kg:level", integer(section.level))
        writer.add(subject, "oa:start", integer(section.start))
        writer.add(subject, "oa:end", integer(section.end))
        if section.heading:
            writer.add(subject, "kg:heading", zh(section.heading))


def _write_entities(writer: Writer, places: Places) -> None:
    for entity in writer.extraction.entities:
        subject = writer.entity_iris[entity.id]
        writer.type(subject, entity.type)
        for name in (entity.name, *entity.aka):
            if name.strip():
                writer.label(subject, name)
        for span in entity.mentions:
            writer.add(subject, "kg:mention", writer.evidence(span.start, span.end))
        place = places.of(entity)
        if place is not None and entity.type != "Region":
            writer.add(subject, "kg:region", place)
        if (level := entity.get("level")) and entity.type == "Region":
            writer.add(subject, "kg:divisionLevel", plain(level))
        if post := entity.get("post"):
            writer.add(subject, "kg:post", zh(post))
        if number := entity.get("document_number"):
            writer.add(subject, "kg:documentNumber", plain(number))
        if kind := entity.get("policy_type"):
            writer.add(subject, "kg:policyType", plain(_one_of(POLICY_TYPES, kind, "type of policy")))


def _write_relations(writer: Writer) -> None:
    relations = writer.extraction.relations
    for relation, claim in zip(relations, iri.parts(writer.report, "claim", relations), strict=True):
        if relation.predicate not in PREDICATES:
            hint = f"one of {', '.join(PREDICATES)}"
            raise VocabularyError("no such predicate", where=relation.predicate, hint=hint)
        predicate = PREDICATES[relation.predicate]
        subject, value = writer.entity_iris[relation.subject], node(writer.entity_iris[relation.object])
        writer.add(subject, predicate, value)
        writer.type(claim, "Claim")
        writer.add(claim, "rdf:subject", node(subject))
        writer.add(claim, "rdf:predicate", term(predicate))
        writer.add(claim, "rdf:object", value)
        writer.add(claim, "kg:evidence", writer.evidence(relation.start, relation.end))
        if relation.implicit:
            writer.add(claim, "kg:implicit", boolean(True))


def _write_items(writer: Writer, kind: str, items: tuple[Item, ...]) -> list[str]:
    """The IRIs of the items, written with their words."""
    subjects = iri.parts(writer.report, kind.lower(), items)
    for item, subject in zip(items, subjects, strict=True):
        writer.type(subject, kind)
        writer.add(subject, "dcterms:isPartOf", writer.graph)
        writer.add(subject, "kg:text", zh(item.text))
        writer.add(subject, "kg:evidence", writer.evidence(item.start, item.end))
        if item.topic:
            writer.add(subject, "kg:topic", node(topic_iri(item.topic)))
    return subjects


def _one_of(known: tuple[str, ...], value: str, what: str) -> str:
    if value not in known:
        raise VocabularyError(f"no such {what}", where=value, hint=f"one of {', '.join(known)}")
    return value
