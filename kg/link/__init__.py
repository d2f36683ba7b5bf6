"""Mentions to facts: canonical entities, relations by clause, observations and what they are about."""

from __future__ import annotations

from dataclasses import replace

from kg.link.about import about
from kg.link.context import context_of
from kg.link.entities import Draft, Registry
from kg.link.hierarchy import hierarchy
from kg.link.items import commitments, problems
from kg.link.observations import observe
from kg.link.relations import Reader
from kg.mention import mentions
from kg.mention.institutions import find_institutions
from kg.mention.places import find_places, place_names
from kg.model import Document, Extraction, Mention, Span

__all__ = ["extract"]


def extract(document: Document) -> Extraction:
    """Everything the report states: entities, observations, relations, problems and commitments."""
    found = mentions(document)
    context = context_of(document, [m for m in found if m.type == "Region"])
    registry = Registry(document, context)
    publisher = _publisher(document, registry)
    for mention in found:
        registry.add(mention)
    _from_metadata(document, registry)
    reader = Reader(document, registry, publisher)
    for sentence in document.sentences:
        inside = [m for m in found if sentence.start <= m.start < sentence.end]
        if inside:
            reader.read(sentence, inside)
    region = registry.region(context.own, optional=False) if context.own else None
    _implied(document, registry)
    _governments(registry)
    used = reader.statements.used() | {id(publisher)} | ({id(region)} if region else set())
    registry.prune(frozenset(used))
    drafts = list(registry.drafts)
    reader.titles([d for d in drafts if d.type == "Policy"], [d for d in drafts if d.type == "Reform"])
    hierarchy(registry, reader.statements, publisher, drafts)
    entities, ids = registry.entities()
    observations = about(observe(document), document, found, registry, ids, publisher)
    shortcomings, causes = problems(document)
    return Extraction(
        document=document,
        entities=entities,
        observations=observations,
        relations=reader.statements.relations(ids),
        problems=shortcomings,
        commitments=commitments(document),
        region=ids[id(region)] if region else None,
        publisher=ids[id(publisher)],
        causes=causes,
    )


def _publisher(document: Document, registry: Registry) -> Draft:
    """Who gives the report; its own name is found by the same grammar as any other."""
    context = registry.context
    name = context.publisher or "报告单位"
    if context.own == "中国":
        draft = registry.government("中国", optional=False)
        at = document.text.find("国务院")
        draft.spans += [Span(at, at + 3)] if at >= 0 else []
        return draft
    shell = replace(document, text=name + "。", sections=(), sentences=(), asides=())
    mention = next(iter(find_institutions(shell, find_places(shell, place_names(shell)))), None)
    if mention is None or mention.end - mention.start < len(name) - 1:
        mention = Mention(
            "Institution", 0, 0, name, properties=(("scope", ""), ("body", name), ("shape", "stem"))
        )
    draft = registry.add(mention) or registry.government(context.own, optional=False)
    draft.spans.clear()
    draft.optional = False
    at = document.text.find(name)
    if at >= 0:
        draft.spans.append(Span(at, at + len(name)))
    return draft


def _governments(registry: Registry) -> None:
    """省政府常务会议 names a government too, where the report has no other mention of it."""
    for draft in [
        d for d in registry.drafts if d.kind == "office" and d.name.endswith("常务会议") and d.spans
    ]:
        place = draft.properties["place"].rpartition("/")[2]
        government = registry.government(place, optional=draft.optional)
        if not government.spans:
            first = min(draft.spans, key=lambda s: s.start)
            government.spans.append(Span(first.start, first.end - len("常务会议")))


def _from_metadata(document: Document, registry: Registry) -> None:
    """Bodies that only the masthead names: the source, where it is an institution."""
    source = document.metadata.source
    at = document.text.find(source) if source else -1
    if not source or at < 0 or any(s.start <= at < s.end for d in registry.drafts for s in d.spans):
        return
    shell = replace(document, text=source + "。", sections=(), sentences=(), asides=())
    for mention in find_institutions(shell, find_places(shell, place_names(document))):
        if mention.start == 0:
            registry.add(replace(mention, start=at + mention.start, end=at + mention.end))


def _implied(document: Document, registry: Registry) -> None:
    """The places that 全省, 省政府 and the like stand for, and those above the report's own."""
    context = registry.context
    for place in context.chain(context.own)[1:] if context.own else ():
        word = place[-1] if not place.endswith("自治区") else "自治区"
        for prefix in ("全", "我", ""):
            at = document.text.find(prefix + word + ("" if prefix else "级"))
            if at >= 0:
                draft = registry.region(place)
                draft.spans.append(Span(at, at + len(prefix + word) + (0 if prefix else 1)))
                draft.optional = draft.optional and not prefix
                break
