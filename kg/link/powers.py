"""Powers handed over, and bodies watched over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.lexicon.grammar import alternation, verbs
from kg.lexicon.placenames import level_of
from kg.link.clauses import Actors
from kg.mention.clauses import Clause
from kg.model import Mention

if TYPE_CHECKING:
    from kg.link.entities import Draft
    from kg.link.relations import Reader

_HAND_OVER = re.compile(alternation(verbs("delegate")))
_OVERSEE = alternation(verbs("oversee"))
_US = re.compile(r"[我本][省市区县州旗镇乡局街厅委]")
_TO_US = re.compile(r"(?:给|向|至|到|由|下放|赋予|委托)[我本][省市区县州旗镇乡局街厅委]")
_POWER = re.compile(r"权|事项|职责|职能|事务|业务|任务")


def _targets(reader: Reader, here: list[Mention], start: int, end: int) -> list[Draft]:
    """The institutions between two offsets; a township or a county stands for its government."""
    found: list[Draft] = []
    busy = -1
    for mention in sorted(here, key=lambda m: (m.start, -m.end, m.type)):
        if not start <= mention.start < end or mention.start < busy:
            continue
        draft = None
        if mention.type == "Institution":
            draft = reader.draft(mention)
        elif mention.type == "Region" and level_of(mention.name) in {"township", "county", "city"}:
            draft = reader.registry.government(mention.name, optional=False)
        if draft is not None:
            found.append(draft)
            busy = mention.end
    return found


def delegations(
    reader: Reader,
    clause: Clause,
    here: list[Mention],
    subject: Actors,
    follows: Clause | None,
    *,
    optional: bool,
) -> None:
    """将…赋予X、Y, 向X下放…, 新赋予X行政处罚权, 将…委托X行使."""
    text = reader.document.text
    words = text[clause.start : clause.end]
    _taken_over(reader, clause, here, words)
    cue = _HAND_OVER.search(words)
    if not cue or not _POWER.search(words) or re.search(r"已经下放|评估|承接赋权", words):
        return
    towards = re.search(r"向(?=[^向]{2,40}下放|[^向]{2,40}赋)", words)
    start = clause.start + (towards.end() if towards else cue.end())
    end = clause.start + cue.start() if towards else clause.end
    moved = cue.group() in {"划转", "移交", "交由", "下沉"}
    targets = _targets(reader, here, start, end)
    if not targets and subject.firm:
        # 县政府下放执法事项87项，我镇实际行使41项: the reporter has them from above.
        after = text[follows.start : follows.start + 6] if follows is not None else ""
        targets = [reader.publisher] if _TO_US.search(words) or _US.match(after) else []
    for target in targets:
        for who, implicit, extra in reader.doers(subject):
            if who is not target:
                reader.statements.add(
                    who,
                    "delegates_to",
                    target,
                    clause.start,
                    clause.end,
                    implicit=implicit,
                    optional=optional or extra or moved,
                )


def _taken_over(reader: Reader, clause: Clause, here: list[Mention], words: str) -> None:
    """承接X下放的事项: X hands over to the reporter."""
    if not re.match(r"[^，]{0,8}承接", words):
        return
    for mention in (m for m in here if m.type == "Institution"):
        giver = reader.draft(mention)
        if giver is not None and reader.document.text.startswith(("下放", "委托", "赋予"), mention.end):
            reader.statements.add(
                giver, "delegates_to", reader.publisher, clause.start, clause.end, implicit=True
            )


def guidance(reader: Reader, clause: Clause, here: list[Mention]) -> None:
    """在X的指导下: X watches over the reporter; 领导 alone says less."""
    text = reader.document.text
    for mention in (m for m in here if m.type == "Institution"):
        led = re.match(
            r"的?[\u4e00-\u9fff]{0,4}(指导|领导|监督)[和与]?[\u4e00-\u9fff]{0,4}下",
            text[mention.end : mention.end + 14],
        )
        above = reader.draft(mention)
        if led and above is not None:
            _oversees(reader, clause, above, optional=led[1] == "领导")


_ACCEPTS = re.compile(r"接受(?P<by>[^，,；;。]{3,40}?)(?:的)?(?:法律|工作|民主|专项|执法)?监督(?![的检])")


def oversight(
    reader: Reader, clause: Clause, here: list[Mention], subject: Actors, *, optional: bool
) -> None:
    """对X、Y开展法治督察, X监督Y落实…."""
    guidance(reader, clause, here)
    _overseen(reader, clause, here, subject, optional=optional)
    text = reader.document.text
    words = text[clause.start : clause.end]
    aimed = re.search(
        rf"对(?P<whom>.{{2,80}}?)(?:等[^，]{{0,12}})?(?:开展|进行|实施)[^，]{{0,12}}?(?:{_OVERSEE})", words
    )
    if aimed:
        start, end = clause.start + aimed.start("whom"), clause.start + aimed.end("whom")
    else:
        direct = re.search(r"(?:监督|督导|督促指导|指导监督)(?=[^，]{2,40}(?:落实|执行|开展))", words)
        if not direct or not subject.firm:
            return
        start, end = clause.start + direct.end(), clause.end
    for target in _targets(reader, here, start, end):
        for who, implicit, extra in reader.doers(subject):
            if who is not target:
                reader.statements.add(
                    who,
                    "oversees",
                    target,
                    clause.start,
                    clause.end,
                    implicit=implicit,
                    optional=optional or extra,
                )


def _overseen(
    reader: Reader, clause: Clause, here: list[Mention], subject: Actors, *, optional: bool
) -> None:
    """主动接受X、Y监督: X and Y watch over whoever reports."""
    words = reader.document.text[clause.start : clause.end]
    accepted = None if subject.firm or "接受" not in words else _ACCEPTS.search(words)
    if accepted is None:
        return
    start, end = clause.start + accepted.start("by"), clause.start + accepted.end("by")
    for mention in (m for m in here if m.type == "Institution" and start <= m.start and m.end <= end):
        overseer = reader.draft(mention)
        if overseer is not None:
            _oversees(reader, clause, overseer, optional=optional)


def _oversees(reader: Reader, clause: Clause, overseer: Draft, *, optional: bool) -> None:
    """A body watches over the reporter, which the clause does not name."""
    start, end = clause.start, clause.end
    reader.statements.add(
        overseer, "oversees", reader.publisher, start, end, implicit=True, optional=optional
    )
