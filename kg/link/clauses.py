"""Who acts in a clause: its subject, its partners, and the verb that governs a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.lexicon.grammar import alternation, verbs
from kg.link.entities import Draft, Registry
from kg.mention.clauses import Clause
from kg.model import Mention

KINDS = ("issue", "comply", "implement", "establish")
_LEAD = re.compile(
    r"^[\s　]*(?:(?:[一二三四五六七八九十]+是|[（(][一二三四五六七八九十]+[)）]|\d+[.．、]|——)[^，,。；;]{0,24}?)?(?:(?:19|20)\d\d年(?:度)?|全年|年内|同时|此外|目前|\d{1,2}月(?:份|底前|底)?|今年|积极|由|在[^，,]{2,16}(?:下|中|基础上)|年初|年底|上半年|下半年)*[，,、]?"
    r"(?:(?:我|本)(?:省|市|区|县|州|旗|镇|乡|局|厅|委|院|街道|办)|全[省市区县州旗镇乡])?$"
)
_JOIN = re.compile(r"^(?:[、和与及]|以及|联合|会同|（[^）]{1,20}）|\([^)]{1,20}\))$")
_WITH = re.compile(r"(?:^|[，,])(?:与|同|联合|会同|和|协同|携手|邀请)$")
_NOT_SUBJECT = re.compile(
    r"^(?:的(?!做法)|”|\"|》|办理的|书记|成员|等地|内|范围|境内|[一二三四五六七八九十\d]+[届次])"
)


_ACTS = re.compile(
    rf"[、和与及等，,]|以|被|均|分列|[\u4e00-\u9fff]{{0,2}}(?:{alternation(tuple(sorted({v for k in ('issue', 'comply', 'implement', 'establish', 'receive', 'oversee', 'delegate') for v in verbs(k)}, key=lambda w: (-len(w), w))))})"
)


@dataclass(frozen=True, slots=True)
class Actors:
    """``firm`` act themselves; ``partners`` are named beside them (会同, 联合); both may be empty.

    ``other`` is true where the clause opens with a place or a body that does not itself act.
    """

    firm: tuple[Draft, ...] = ()
    partners: tuple[Draft, ...] = ()
    also_self: bool = False
    other: bool = False


@cache
def _verb_pattern() -> re.Pattern[str]:
    words = sorted(
        {v for kind in KINDS for v in verbs(kind)} | {"审议", "提请", "审议通过"}, key=lambda w: (-len(w), w)
    )
    return re.compile(alternation(tuple(words)))


@cache
def kinds_of(verb: str) -> frozenset[str]:
    """The kinds that a cue verb belongs to."""
    return frozenset(kind for kind in KINDS if verb in verbs(kind))


def governing_verb(text: str, start: int, at: int) -> tuple[str, int]:
    """The last cue verb between ``start`` and ``at``, and where it stands; "" where there is none."""
    last = None
    for match in _verb_pattern().finditer(text, start, at):
        if text[match.end() : match.end() + 1] != "的":
            last = match
    return (last.group(), last.start()) if last else ("", -1)


_JOINT = re.compile(r"(?:与|同|联合|会同|协同|携手)(?:毗邻的|相邻的|邻近的)?$")
_ALIKE = re.compile(r"(?<!会)(?:与|同|协同)(?:毗邻的|相邻的|邻近的)?$")
_BETWEEN = re.compile(r"[、和与及]|以及|与|[、，]?联合|[、，]?会同")


def actors(text: str, clause: Clause, inside: list[Mention], registry: Registry) -> Actors:
    """The institutions (and places that act as one) that open a clause.

    与X签署 makes the reporter and X act alike; 会同X and 联合X make X a partner.
    """
    firm: list[Draft] = []
    partners: list[Draft] = []
    joint = also_self = False
    at = clause.start
    for mention in _candidates(inside, registry):
        between = text[at : mention.start].strip()
        if not firm and not partners:
            if not _LEAD.match(_JOINT.sub("", between)):
                break
            joint, also_self = bool(_JOINT.search(between)), bool(_ALIKE.search(between))
        elif not _BETWEEN.fullmatch(between):
            break
        joint = joint or between in {"联合", "会同"}
        if not _opens(text, clause, mention, first=not firm):
            return Actors(tuple(firm), tuple(partners), also_self, other=not firm)
        draft = _actor(mention, registry)
        if draft is not None:
            (partners if joint and not also_self else firm).append(draft)
        at = mention.end
    return Actors(tuple(firm), tuple(partners), also_self)


def _candidates(inside: list[Mention], registry: Registry) -> list[Mention]:
    """What may act, without the places inside the names of bodies."""
    bodies = [(m.start, m.end) for m in inside if m.type == "Institution"]
    nested = [m for m in inside if m.type == "Region" and any(s <= m.start and m.end <= e for s, e in bodies)]
    return [m for m in inside if m not in nested and _may_act(m, registry)]


def _opens(text: str, clause: Clause, mention: Mention, *, first: bool) -> bool:
    """Whether the mention is followed as an actor is: by a verb, a partner, or a mark within the clause."""
    if mention.end >= clause.end:
        return False
    if first and _NOT_SUBJECT.match(text[mention.end : mention.end + 4]):
        return False
    return mention.type != "Region" or bool(_ACTS.match(text[mention.end : mention.end + 6]))


def _may_act(mention: Mention, registry: Registry) -> bool:
    """Institutions act, and places for their governments; the reporter's own place only where it reports."""
    if mention.type == "Institution":
        return (mention.type, mention.start, mention.end) in registry.of_mention
    context = registry.context
    return mention.type == "Region" and (
        mention.name != context.own or context.publisher == f"{mention.name}人民政府"
    )


def _actor(mention: Mention, registry: Registry) -> Draft | None:
    if mention.type == "Region":
        return registry.government(mention.name, optional=False)
    return registry.of_mention.get((mention.type, mention.start, mention.end))
