"""Who is honoured, with what, by whom."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.link.clauses import Actors
from kg.mention.clauses import Clause
from kg.model import Mention

if TYPE_CHECKING:
    from kg.link.entities import Draft
    from kg.link.relations import Reader

_BACK = re.compile(
    r"(?:该|此|其|这一|相关|有关)(?:[\u4e00-\u9fff]{0,8})(?:机制|做法|经验|模式|项目|平台|改革|案例|工作|举措|试点)?"
)


def honours(
    reader: Reader, clause: Clause, here: list[Mention], before: list[Mention], subject: Actors
) -> None:
    """State who receives each recognition of the clause and who conferred it."""
    for mention in (m for m in here if m.type == "Recognition"):
        honour = reader.draft(mention)
        if honour is None:
            continue
        verb = int(dict(mention.properties)["verb"])
        ahead = [m for m in here if m.end <= verb]
        giver = _giver(reader, ahead, verb, mention, here)
        if giver is not None:
            reader.statements.add(honour, "conferred_by", giver, clause.start, mention.end)
        winners = _honoured(reader, clause, ahead, before, subject, verb)
        share = dict(mention.properties).get("share")
        if share is not None and len(winners) > int(share):
            winners = [winners[int(share)]]
        for who, implicit, optional in winners:
            if who is not giver:
                reader.statements.add(
                    who, "receives", honour, clause.start, mention.end, implicit=implicit, optional=optional
                )


def _giver(
    reader: Reader, ahead: list[Mention], verb: int, mention: Mention, here: list[Mention]
) -> Draft | None:
    """被X评为…, or a recognition whose name begins with the institution that gives it."""
    text = reader.document.text
    for other in reversed(ahead):
        if other.type == "Institution" and text[other.start - 1 : other.start] == "被" and other.end == verb:
            return reader.draft(other)
    praised = next(
        (m for m in here if m.type == "Institution" and m.start == mention.start and m.end < mention.end),
        None,
    )
    if praised is not None:
        return reader.draft(praised)
    inner = next(
        (
            m
            for m in here
            if m.type == "Institution" and verb < m.start <= mention.start and m.end < mention.end
        ),
        None,
    )
    if inner is not None:
        return reader.draft(inner)
    return None


def _honoured(
    reader: Reader, clause: Clause, ahead: list[Mention], before: list[Mention], subject: Actors, verb: int
) -> list[tuple[Draft, bool, bool]]:
    text = reader.document.text
    passive = text.rfind("被", clause.start, verb)
    limit = passive if passive >= 0 else verb
    named = [m for m in ahead if m.end <= limit]
    things = [m for m in named if m.type in {"Reform", "Institution"} and not _is_place_of(m, named)]
    if things:
        last = things[-1]
        if last.type == "Institution" and re.match(
            r"[\u4e00-\u9fff、]{0,3}(?:办理|查办|承办|报送|选送|牵头|创新)", text[last.end : limit]
        ):
            return _drafts(reader, [last])
        same = [m for m in things if m.type == last.type]
        return _drafts(reader, same)
    places = [m for m in named if m.type == "Region"]
    if places and text[places[-1].end : limit].strip("成功顺利也均先后再次连续分别 ") == "":
        return [(reader.registry.government(m.name), False, False) for m in places]
    stretch = text[clause.start : verb]
    if text.startswith("获批", verb) and not _BACK.search(stretch):
        return [(d, False, False) for d in subject.firm] or [(reader.publisher, True, False)]
    if _BACK.search(stretch) or not stretch.strip("，, 并且还先后成功也均") or stretch.startswith("并"):
        near = [m for m in before if m.type in {"Reform", "Institution"} and _new(m, reader)]
        if near:
            return _drafts(reader, near[-1:])
    if re.search(r"《[^》]*》", stretch) and any(m.type == "Policy" for m in named):
        return [(reader.publisher, True, True)]
    found = [(d, False, False) for d in subject.firm]
    return found or [(reader.publisher, True, False)]


def _is_place_of(mention: Mention, named: list[Mention]) -> bool:
    return any(
        m is not mention and m.start <= mention.start and mention.end <= m.end and m.type != "Region"
        for m in named
    )


def _drafts(reader: Reader, found: list[Mention]) -> list[tuple[Draft, bool, bool]]:
    return [(d, False, False) for m in found if (d := reader.draft(m)) is not None]


def _new(mention: Mention, reader: Reader) -> bool:
    """A reform, or a body of the text's own; a standing department is no antecedent of 相关做法."""
    if mention.optional:
        return False
    return mention.type == "Reform" or dict(mention.properties).get("shape") in {"field", "set-up"}
