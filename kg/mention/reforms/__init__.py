"""Reforms: coined names in quotation marks, nation-wide ones, and what a verb of carrying out closes with a head."""

from __future__ import annotations

import re

from kg.lexicon.placenames import leading_places
from kg.mention.clauses import clauses, unquoted
from kg.mention.reforms.coined import find_coined, find_homely
from kg.mention.reforms.governed import find_governed
from kg.mention.reforms.nationwide import by_name, find_nationwide
from kg.mention.reforms.parts import Found
from kg.model import Document, Mention
from kg.read.sections import plans_from

__all__ = ["find_reforms"]


def find_reforms(document: Document, taken: list[Mention]) -> list[Mention]:
    """Named courses of action outside the spans in ``taken``; generic undertakings are optional."""
    # A reform may hold the name of a body (区政府常务会会前学法制度), and 负面清单制度 that of a list.
    busy = sorted((m.start, m.end, m.type != "Recognition") for m in taken)
    found: list[Found] = []
    troubles = [
        (s.start, plans_from(document, s)) for s in document.sections if s.role == "problems" and s.level < 2
    ]
    for sentence in document.sentences:
        for clause in clauses(document.text, sentence.start, sentence.end):
            if not any(start <= sentence.start < end for start, end in troubles):
                found += find_governed(document.text, clause.start, clause.end)
    found += find_coined(document) + find_nationwide(document) + find_homely(document)
    found = [
        f
        for f in found
        if not any(
            s < f.end
            and f.start < e
            and not (inner and f.start <= s and e <= f.end and e - s < f.end - f.start)
            for s, e, inner in busy
        )
    ]
    found += _in_titles(document, [m for m in taken if m.type == "Policy"])
    found.sort(key=lambda f: (-(f.end - f.start), -f.weight, f.start))
    kept: list[Found] = []
    for item in found:
        if not any(k.start < item.end and item.start < k.end for k in kept):
            kept.append(item)
    kept.sort(key=lambda f: f.start)
    return [_mention(f) for f in kept]


def _mention(found: Found) -> Mention:
    """The mention under its nation-wide name, where its own or its core is one."""
    rows = by_name()
    for name in (unquoted(found.name), *found.aka[:1]):
        row = rows.get(name)
        if row is not None and row[1] != found.name:
            aka = (found.name, *found.aka, *row[2])
            return Mention("Reform", found.start, found.end, row[1], aka=aka, optional=found.optional)
    return Mention("Reform", found.start, found.end, found.name, aka=found.aka, optional=found.optional)


_PLANNED = re.compile(
    r"(?P<name>[\u4e00-\u9fff“”\"]{4,40}?(?:专项整治行动|专项治理行动|专项打击行动|专项行动|专项整治|整治行动))(?:实施|工作)?方案$"
)


def _in_titles(document: Document, policies: list[Mention]) -> list[Found]:
    """The campaign that a plan is made for: 《X专项行动实施方案》 names X专项行动."""
    found = []
    for policy in policies:
        match = _PLANNED.fullmatch(document.text[policy.start : policy.end])
        if match:
            places = "".join(leading_places(match["name"]))
            lead = len(places) or (2 if re.match("全[省市区县]", match["name"]) else 0)
            start = policy.start + lead
            found.append(Found(start, policy.start + match.end("name"), match["name"][lead:]))
    return found
