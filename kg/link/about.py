"""What each number describes: the reform, document or body that its clause is about, else the reporter."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from kg.link.entities import Draft, Registry
from kg.model import Document, Mention, Observation

_NEAR = 60
# What a document has; of anything else a clause that names one speaks of those who act on it.
_OF_A_TEXT = frozenset(("项", "条", "章", "款", "节", "类", "方面", "个"))

# 会同X, 邀请X、Y, 对X、Y开展督察: whom the actor acts with or upon is not whom the number describes.
_BESIDE = re.compile(
    r"(?:会同|联合|邀请|配合|协助|接受|提请|对(?![照标接外口]))(?:[^，,。；;“”]{0,40}[、和与及])?$"
)


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
    starts = [s.start for s in document.sentences]
    found = []
    for observation in observations:
        at = bisect_left(starts, observation.end)
        begin = starts[at - 1] if at else 0
        best = _best(named, begin, observation, document.text)
        if best is not None and best.type == "Policy" and observation.unit not in _OF_A_TEXT:
            best = None
        draft = registry.of_mention.get((best.type, best.start, best.end)) if best else None
        found.append(replace(observation, about=ids.get(id(draft)) if draft else ids[id(publisher)]))
    return tuple(found)


def _best(named: list[Mention], begin: int, observation: Observation, text: str) -> Mention | None:
    """The last name before the number in its sentence, while no full stop or item divides the two."""
    before = [m for m in named if begin <= m.start and m.end <= observation.end]
    before = [m for m in before if m.type != "Institution" or not _BESIDE.search(text[begin : m.start])]
    if not before:
        return None
    last = max(before, key=lambda m: m.start)
    between = text[last.end : observation.end]
    far = len(between) > _NEAR + observation.end - observation.start
    return None if far or re.search("[；;]", between) else last
