"""Who is honoured, with what, by whom."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.link.clauses import Actors
from kg.mention.clauses import Clause
from kg.mention.persons import SURNAMES
from kg.mention.recognitions import COUNT
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
        if "given" in dict(mention.properties):
            _handed(reader, clause, here, mention, subject)
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


def _handed(reader: Reader, clause: Clause, here: list[Mention], mention: Mention, subject: Actors) -> None:
    """X、Y授予Z“…”称号: X and Y give it, Z has it."""
    honour, verb = reader.draft(mention), int(dict(mention.properties)["verb"])
    if honour is None:
        return
    for giver, _, partner in reader.doers(subject):
        reader.statements.add(honour, "conferred_by", giver, clause.start, mention.end, optional=partner)
    between = [m for m in here if verb < m.start and m.end <= mention.start]
    things = [m for m in between if m.type in {"Reform", "Institution"} and not _is_place_of(m, between)]
    places = [] if things else [m for m in between if m.type == "Region"]
    winners = [d for d, _, _ in _drafts(reader, things)]
    for winner in winners + [reader.registry.government(m.name) for m in places]:
        reader.statements.add(winner, "receives", honour, clause.start, mention.end)


def _givers(
    reader: Reader, ahead: list[Mention], verb: int, mention: Mention, here: list[Mention]
) -> list[Draft]:
    """被X、Y评为…, or a recognition whose name begins with the institution that gives it."""
    passive = _passive(reader, ahead, verb)
    if passive:
        return passive
    inner = _inner_giver(reader, verb, mention, here)
    return [inner] if inner is not None else []


_TOGETHER = re.compile(r"(?:联合|共同|一同|分别|正式|先后|再次|一并)*$")


def _passive(reader: Reader, ahead: list[Mention], verb: int) -> list[Draft]:
    """The institutions of 被X、Y评为, all of them or none."""
    text = reader.document.text
    end = verb - len(_TOGETHER.search(text[:verb])[0])  # type: ignore[index]
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
    person = _in_person(text, named, limit)
    things = [m for m in named if m.type in {"Reform", "Institution"} and not _is_place_of(m, named)]
    if things:
        return _by_things(reader, things, limit, subject, person=person)
    places = [m for m in named if m.type == "Region"]
    if places and text[places[-1].end : limit].strip("成功顺利也均先后再次连续分别 ") == "":
        return [(reader.registry.government(m.name), False, False) for m in places]
    stretch = text[clause.start : limit]
    if person:
        return [(reader.publisher, True, True)]
    if _SELF.match(stretch):
        return [(reader.publisher, False, False)]
    stretch = text[clause.start : verb]
    if text.startswith("获批", verb) and not _BACK.search(stretch):
        return [(d, False, False) for d in subject.firm] or [(reader.publisher, True, False)]
    if _BACK.search(stretch) or not stretch.strip("，, 并且还先后成功也均") or stretch.startswith("并"):
        near = [m for m in before if m.type in {"Reform", "Institution"} and _new(m, reader)]
        if near:
            return _drafts(reader, near[-1:])
    if re.search(r"《[^》]*》", stretch) and any(m.type == "Policy" for m in named):
        return [(reader.publisher, True, True)]
    if not places and not contest and _unknown(text[clause.start : limit]):
        return [(reader.publisher, True, True)]
    found = [(d, False, False) for d in subject.firm]
    return found or [(reader.publisher, True, False)]


def _by_things(
    reader: Reader, things: list[Mention], limit: int, subject: Actors, *, person: bool
) -> list[tuple[Draft, bool, bool]]:
    """The receivers where reforms or bodies stand before the verb: they themselves, or whoever did a practice."""
    text, last = reader.document.text, things[-1]
    if last.type == "Reform" and last.optional and _PRACTICE.match(text, last.end) and subject.firm:
        return [(d, False, False) for d in subject.firm]
    if last.type == "Institution" and _HANDLED.match(text[last.end : limit]):
        return _drafts(reader, [last])
    return [(d, False, person) for d, _, _ in _drafts(reader, _joined(text, things))]


_HANDLED = re.compile(r"[\u4e00-\u9fff、]{0,3}(?:办理|查办|承办|报送|选送|牵头|创新)")
_SELF = re.compile(
    r"[\s　]*(?:[一二三四五六七八九十]+是)?(?:我|本)[省市区县州旗镇乡局厅委院](?:也|还|再次|再度|成功|顺利|均|首次|被|连续|荣|先后|$)"
)
_ADVERBS = re.compile(
    r"^[\s　]*(?:[一二三四五六七八九十]+是|其中|同时|此外|(?:19|20)\d\d年|今年|当年|全年|年内|并|也|还|均|又|再)*"
    r"|(?:成功|顺利|先后|再度|再次|首次|首批|连续[\d一二两三四五六七八九十]+[年次届]|光荣|一举|双双|相继|均|也|并|分别|被)+"
)
_LOOSE_SUBJECT = re.compile(
    r"《|做法|经验|工作|案例|成果|成效|机制|项目|模式|举措|改革|建设|案件|^(?:以|在|因|经|凭|由|通过|积极|高分|争取|[\u4e00-\u9fff]{0,4}创建|[\u4e00-\u9fff]{0,2}申报)"
)


def _unknown(stretch: str) -> bool:
    """Whether the clause has a subject of its own that is no entity: 9部精品力作获…奖, “某某黄桃”获批…商标."""
    bare = _ADVERBS.sub("", stretch)
    if re.search(COUNT, bare):
        return True
    return len(bare.strip("“”")) >= 2 and not _LOOSE_SUBJECT.search(bare)


def _in_person(text: str, named: list[Mention], limit: int) -> bool:
    """Whether a person is honoured: 司法所所长X获评…; the body named before has it only in its own."""
    end = len(text[:limit].rstrip("还也均再次度先后成功光荣"))
    if any(m.type == "Person" and m.end == end for m in named):
        return True
    at = max((m.end for m in named if m.type == "Institution"), default=-1)
    return at >= 0 and bool(re.fullmatch(rf"[{SURNAMES}][\u4e00-\u9fff]{{1,2}}", text[at:end]))


def _joined(text: str, things: list[Mention]) -> list[Mention]:
    """The last thing and those of its type that an enumeration joins to it."""
    kept = [things[-1]]
    for thing in reversed(things[:-1]):
        if thing.type != kept[0].type or len(text[thing.end : kept[0].start]) > 3:
            break
        kept.insert(0, thing)
    return kept


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
