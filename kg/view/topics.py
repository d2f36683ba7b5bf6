"""Which fields of the work (``ontology/topics.csv``) a thing or a figure belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from kg.indicators import topics as all_topics


def of_fact(fact: Mapping[str, Any]) -> str:
    """The topic of a figure: that of its canonical indicator, else that of the section it stands in; or ""."""
    return str(fact.get("topic") or "") or of_heading(str(fact.get("section") or ""))


def of_thing(data: Mapping[str, Any]) -> list[str]:
    """The topics of the sections that mention a thing and of the figures about it, sorted."""
    said = {of_heading(str(one.get("section") or "")) for one in data.get("mentions", ())}
    said |= {of_fact(fact) for fact in data.get("facts", ())}
    return sorted(said - {""})


@lru_cache(maxsize=4096)
def of_heading(heading: str) -> str:
    """The topic that a heading of a section names, or ""."""
    from kg.link.items import topic_of

    return (topic_of(heading) or "") if heading else ""


def named(codes: Sequence[str]) -> list[dict[str, str]]:
    """The topics of these codes with their names."""
    known = {topic.code: topic for topic in all_topics()}
    return [
        {"key": code, "zh": known[code].name_zh, "en": known[code].name_en}
        if code in known
        else {"key": code, "zh": code, "en": code}
        for code in codes
    ]
