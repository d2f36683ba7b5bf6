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


# 柔性执法做法获通报表扬: broad work is praised in the body that does it.
_PRACTICE = re.compile(r"(?:工作)?(?:的)?(?:经验)?(?:做法|经验|工作|成效)")
_CONTEST = re.compile(r"在[^，,。；;]{2,40}(?:考核|考评|评价|评估|评比|测评|竞赛|大赛)中")


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
        givers = _givers(reader, ahead, verb, mention, here)
        for giver in givers:
            reader.statements.add(honour, "conferred_by", giver, clause.start, mention.end)
        winners = _honoured(reader, clause, ahead, before, subject, verb)
        share = dict(mention.properties).get("share")
        if share is not None and len(winners) > int(share):
            winners = [winners[int(share)]]
        for who, implicit, optional in winners:
            if who not in givers:
                reader.statements.add(
                    who, "receives", honour, clause.start, mention.end, implicit=implicit, optional=optional
                )


def _givers(
    reader: Reader, ahead: list[Mention], verb: int, mention: Mention, here: list[Mention]
) -> list[Draft]:
    """被X、Y评为…, or a recognition whose name begins with the institution that gives it."""
    passive = _passive(reader, ahead, verb)
    if passive:
        return passive
    inner = _inner_giver(reader, verb, mention, here)
    return [inner] if inner is not None else []


def _passive(reader: Reader, ahead: list[Mention], verb: int) -> list[Draft]:
    """The institutions of 被X、Y评为, all of them or none."""
    text, end = reader.document.text, verb
    found: list[Draft] = []
    for other in sorted((m for m in ahead if m.type == "Institution"), key=lambda m: -m.end):
        if other.end != end:
            continue
        draft = reader.draft(other)
        found += [draft] if draft is not None else []
        if text[other.start - 1 : other.start] == "被":
            return found[::-1]
        if text[other.start - 1 : other.start] not in "、和":
            break
        end = other.start - 1
    return []


def _inner_giver(reader: Reader, verb: int, mention: Mention, here: list[Mention]) -> Draft | None:
    """The institution that a recognition's name begins with or holds: 省司法厅通报表扬."""
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
    contest = _CONTEST.search(text, clause.start, limit)
    within = contest.span() if contest else (limit, limit)
    named = [m for m in ahead if m.end <= limit and not within[0] <= m.start < within[1]]
    things = [m for m in named if m.type in {"Reform", "Institution"} and not _is_place_of(m, named)]
    if things:
        last = things[-1]
        if last.type == "Reform" and last.optional and _PRACTICE.match(text, last.end) and subject.firm:
            return [(d, False, False) for d in subject.firm]
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
