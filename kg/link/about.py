"""What each number describes: the reform, document or body that its clause is about, else the reporter."""

from __future__ import annotations

from dataclasses import replace

from kg.link.entities import Draft, Registry
from kg.model import Document, Mention, Observation

_NEAR = 60


def about(
    observations: tuple[Observation, ...],
    document: Document,
    mentions: tuple[Mention, ...],
    registry: Registry,
    ids: dict[int, str],
    publisher: Draft,
) -> tuple[Observation, ...]:
    """The observations, each with the id of the entity that it is about."""
    named = [m for m in mentions if m.type in {"Reform", "Policy", "Institution"} and not m.optional]
    starts = {s.start: s for s in document.sentences}
    sentence_of = sorted(starts)
    found = []
    for observation in observations:
        begin = max((s for s in sentence_of if s <= observation.end - 1), default=0)
        best = _best(named, begin, observation, document.text)
        draft = registry.of_mention.get((best.type, best.start, best.end)) if best else None
        found.append(replace(observation, about=ids.get(id(draft)) if draft else ids[id(publisher)]))
    return tuple(found)


def _best(named: list[Mention], begin: int, observation: Observation, text: str) -> Mention | None:
    """The last name before the number in its sentence, while no full stop or item divides the two."""
    before = [m for m in named if begin <= m.start and m.start < observation.end and m.end <= observation.end]
    for mention in sorted(before, key=lambda m: -m.start):
        between = text[mention.end : observation.end]
        if any(mark in between for mark in "；;") or len(between) > _NEAR + (
            observation.end - observation.start
        ):
            return None
        return mention
    return None
