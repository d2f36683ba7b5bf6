"""Finders of names; they run in one literal order, and the order is meaning: what is found first keeps its words."""

from __future__ import annotations

from kg.mention.honoured import find_honoured
from kg.mention.institutions import find_institutions
from kg.mention.persons import find_persons
from kg.mention.places import find_places, place_names
from kg.mention.policies import find_policies
from kg.mention.recognitions import find_recognitions
from kg.mention.reforms import find_reforms
from kg.model import Document, Mention

__all__ = ["mentions"]


def mentions(document: Document) -> tuple[Mention, ...]:
    """Every mention in the document but numbers, in text order."""
    regions = find_places(document, place_names(document))
    policies = find_policies(document)
    recognitions = _outside(find_recognitions(document), policies)
    institutions = _outside(find_institutions(document, regions), policies)
    # An honour may be called after a kind of body (“枫桥式”司法所): then it is none.
    whole = {(m.start, m.end) for m in recognitions}
    institutions = [m for m in institutions if (m.start, m.end) not in whole]
    honoured = find_honoured(document, recognitions, [*institutions, *regions])
    # 北京某某农场有限公司 is honoured, not the 某某农场有限公司 that its name ends in.
    ends = {m.end: m.start for m in honoured}
    institutions = [m for m in institutions if ends.get(m.end, m.start) >= m.start] + honoured
    reforms = find_reforms(document, [*policies, *recognitions, *institutions])
    persons = _outside(find_persons(document), policies)
    # 教师某某获评…: it is the person that is honoured.
    ends_in_name = {m.end for m in persons}
    reforms = [m for m in reforms if m.end not in ends_in_name]
    found = [*_body(document, regions), *policies, *recognitions, *institutions, *reforms, *persons]
    return tuple(sorted(_body(document, found), key=lambda m: (m.start, -m.end, m.type)))


def _outside(found: list[Mention], others: list[Mention]) -> list[Mention]:
    spans = [(m.start, m.end) for m in others]
    return [m for m in found if not any(s <= m.start and m.end <= e for s, e in spans)]


def _body(document: Document, found: list[Mention]) -> list[Mention]:
    """What stands in the body or the masthead, not in navigation or a repetition."""
    skip = [(a.start, a.end) for a in document.asides if a.reason in {"navigation", "repetition"}]
    return [m for m in found if not any(s <= m.start < e for s, e in skip)]
