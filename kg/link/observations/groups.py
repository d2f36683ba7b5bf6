"""Statements about several subjects at once: 分别 and 均."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.lexicon.places import places
from kg.link.observations import changes
from kg.link.observations.drafts import Context
from kg.link.observations.lists import coordinated, subjects
from kg.link.observations.naming import name_before, suffixed
from kg.link.observations.phrases import tidy, trim_end, trim_start, verbs
from kg.link.observations.ranks import rank_scope
from kg.link.observations.rates import together
from kg.link.observations.values import label_value
from kg.mention.numbers import Figure
from kg.model import Baseline
from kg.period import find_periods

if TYPE_CHECKING:
    from kg.link.observations.reading import _Reader

_RESPECTIVELY: Final = re.compile(r"分别|依次|分(?=列$)")
_AND: Final = re.compile(r"^\s*(?:、|和|与)\s*$")
_BETWEEN: Final = re.compile(r"^\s*(?:、|和|与|及|以及)?\s*[\u4e00-\u9fff]{0,6}$")
_PASSED: Final = re.compile("突破|超过?|逾|跨越|迈上")
_ALL: Final = re.compile(r"(?<![人年月日户平])均|都|双双|皆")


def read_group(reader: _Reader, at: int) -> int:
    """Reads the figures of a 分别 from the one at a place on; returns how many, or 0."""
    left = reader.left(at)
    cue = _RESPECTIVELY.search(left)
    if cue is None:
        return _unmarked(reader, at, left)
    figures = _members(reader, at)
    before, after = left[: cue.start()], left[cue.end() :]
    if len(figures) < 2:
        return 0
    if re.search(r"[由从][^由从]{0,10}$", after) and len(figures) % 2 == 0:
        return _moved(reader, figures, before)
    if figures[0].kind == "rank":
        return _ranks(reader, figures, before, after)
    return _values(reader, at, figures, before, after)


def _unmarked(reader: _Reader, at: int, left: str) -> int:
    """A和B增长 x 和 y: as many growths as subjects, without 分别."""
    figures = _members(reader, at)
    move = changes.move_before(left)
    if (
        len(figures) < 2
        or move is None
        or any(f.unit != "%" for f in figures)
        or not _AND.match(reader.left(at + 1))
    ):
        return 0
    names = subjects(move.subject, count=len(figures))
    for name, figure in zip(names, figures, strict=False):
        reader._as_change(reader.add(tidy(name), figure, begin=reader.clause.start), figure, move)
    return len(figures) if names else 0


def _members(reader: _Reader, at: int) -> list[Figure]:
    figures = [reader.figures[at]]
    for i in range(at + 1, len(reader.figures)):
        if not _BETWEEN.match(reader.left(i)):
            break
        figures.append(reader.figures[i])
    return _same_unit(figures)


def _same_unit(figures: list[Figure]) -> list[Figure]:
    """3个、1个工作日: a bare 个 in a list is the beginning of the unit at its end."""
    last = figures[-1]
    return [
        replace(figure, unit=last.unit, kind=last.kind)
        if figure.unit == "个" and last.unit.startswith("个") and figure is not last
        else figure
        for figure in figures
    ]


def _values(reader: _Reader, at: int, figures: list[Figure], before: str, after: str) -> int:
    phrase, _ = changes.uncompared(before)
    moves = [changes.move_before(after if i == 0 else _between(reader, at + i)) for i in range(len(figures))]
    moves = [move or moves[0] for move in moves]
    names = _names(phrase, len(figures), reader)
    start = min(figures[0].start, reader.clause.start)
    if not names:
        if not tidy(trim_start(phrase)):
            return _attached(reader, figures, moves)
        names = [phrase] * len(figures)
    periods = _periods(phrase, len(figures), reader)
    predicate = name_before(trim_end(after)).core if moves[0] is None else ""
    if moves[0] is None and all(figure.kind == "rate" for figure in figures) and not periods:
        names = together([tidy(trim_end(name)) for name in names], reader.context)
    names = [
        _by_verb(name, figure, reader) if move is None and not predicate else name
        for name, figure, move in zip(names, figures, moves, strict=True)
    ]
    for i, (name, figure, move) in enumerate(zip(names, figures, moves, strict=True)):
        label = (
            suffixed(predicate if periods else f"{tidy(trim_end(name))}{predicate}", figure)
            if move is None
            else tidy(name)
        )
        draft = reader.add(label, figure, begin=start)
        if periods:
            draft.period = periods[i]
        if move is not None:
            reader._as_change(draft, figure, move)
    reader.context.last_count = len(figures)
    return len(figures)


def _by_verb(name: str, figure: Figure, reader: _Reader) -> str:
    """The name of one part that is a verb (维持、纠错分别为 …) or a class (邻里类) of what was named before."""
    context = reader.context
    if name_before(name).shape == "v" or (name.endswith("类") and context.topic):
        return label_value(figure, left=name, right="", context=context).name
    return name


def _between(reader: _Reader, at: int) -> str:
    return reader.left(at)


def _names(phrase: str, count: int, reader: _Reader) -> list[str]:
    phrase = trim_end(phrase)
    names = subjects(phrase, count=count)
    if names:
        return names
    found = verbs(phrase)
    if found and re.search("[、和与及]", phrase[: found[-1].start]):
        # 甲、乙发出司法建议、检察建议分别为 …: what they sent, not who did.
        names = subjects(phrase[found[-1].end :], count=count)
        if names:
            reader.context.topic = tidy(phrase[found[-1].end :])
            return names
    return [phrase] * count if _periods(phrase, count, reader) else []


def _periods(phrase: str, count: int, reader: _Reader) -> list[str]:
    found = find_periods(phrase, year=reader.context.year)
    rest = phrase
    for period in reversed(found):
        rest = rest[: period.start] + rest[period.end :]
    return [p.iso for p in found] if len(found) == count and not rest.strip("、和与及，, ") else []


def _attached(reader: _Reader, figures: list[Figure], moves: list[changes.Move | None]) -> int:
    """同比分别增长 11.4%、下降 6.2%: of the values named just before."""
    drafts = reader.context.recent[-len(figures) :]
    if len(drafts) < len(figures) or moves[0] is None:
        return 0
    for draft, figure, move in zip(drafts, figures, moves, strict=True):
        if move is not None:
            reader._attach([draft], figure, move)
    return len(figures)


def _ranks(reader: _Reader, figures: list[Figure], before: str, after: str) -> int:
    scope = rank_scope(after)
    names = subjects(before, count=len(figures))
    drafts = reader.context.recent[-len(figures) :]
    if not names:
        names = [draft.label for draft in drafts] if len(drafts) == len(figures) else []
    elif reader.context.scope:
        names = [f"{name}{reader.context.scope}" for name in names]
    for name, figure in zip(names, figures, strict=False):
        reader.add(f"{name}{scope}", figure, begin=min(reader.clause.start, figure.start))
    return len(figures)


def _moved(reader: _Reader, figures: list[Figure], before: str) -> int:
    half = len(figures) // 2
    names = subjects(trim_end(before), count=half)
    if not names:
        return 0
    for name, first, second in zip(names, figures[:half], figures[half:], strict=True):
        draft = reader.add(suffixed(tidy(name), second), second, begin=reader.clause.start)
        draft.baseline = Baseline(first.value, None)
    return len(figures)


def all_of(subject: str) -> list[str]:
    """The subjects before 均 (报备率、及时率均), or none."""
    cue = None
    for match in _ALL.finditer(subject):
        cue = match
    if cue is None or subject[cue.end() :].strip():
        return []
    parts = coordinated(subject[: cue.start()])
    return [tidy(p) for p in parts] if len(parts) > 1 else []


def each_place(label: str, figure: Figure) -> list[str]:
    """The names where several places each pass a mark (甲、乙经济总量突破 2000 亿元), or none.

    Only for sums that are passed: 12 cases of two places may be theirs together.
    """
    if figure.kind != "money" or not _PASSED.match(figure.written) or "、" not in label:
        return []
    *first, last = re.split("、|和", label)
    known = places()
    size = next((n for n in range(min(8, len(last) - 2), 1, -1) if known.named(last[:n])), 0)
    if not size or not all(known.named(part) for part in first):
        return []
    return [f"{place}{last[size:]}" for place in (*first, last[:size])]


def both(left: str, figure: Figure, context: Context) -> list[str]:
    """The names of a value that several subjects share (报备率、及时率均达100%), or none."""
    cue = None
    for match in _ALL.finditer(left):
        cue = match
    if cue is None or len(left) - cue.end() > 6 or trim_end(left[cue.start() :]).strip("均都皆双"):
        return []
    parts = coordinated(left[: cue.start()])
    if len(parts) < 2:
        return []
    names = [suffixed(tidy(part), figure) for part in parts]
    return together(names, context) if figure.kind == "rate" else names
