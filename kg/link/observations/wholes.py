"""The parts of what was counted before them: 其中一审 48 件, 其中调解和解 31 宗."""

from __future__ import annotations

import re
from typing import Final

from kg.link.observations.drafts import Label
from kg.link.observations.naming import name_before, suffixed
from kg.link.observations.phrases import tidy
from kg.link.observations.words import words
from kg.mention.numbers import Figure

_LIST: Final = re.compile(r"^\s*(?:、|和|及|以及|与|或)")
_PARTS: Final = re.compile(r"^\s*(?:其中|包括|含)[:：,，]?")
_CASES: Final = re.compile(r"(?P<stem>.{2,}?)(?:案件|申请|案)$")
# 其中调解和解、撤回申请终止 506 件: how some of the cases ended.
_ENDED: Final = re.compile(
    r"(?:(?:以)?(?:调解|和解|撤回|撤诉|终止|申请|维持|驳回|撤销|变更|纠错|结案|方式|确认违法|责令履行)+[、和或及]?)+"
)


def opens_parts(left: str) -> bool:
    """Whether the words before a figure open a list of the parts of what was counted before."""
    return _PARTS.match(left) is not None


def part_of_whole(figure: Figure, left: str, label: Label, whole: tuple[str, str] | None) -> Label:
    """The label of a part under its whole (its noun and unit), or the label as it is.

    A word too short to stand alone names a kind (一审行政诉讼案件数), what ended cases names them (行政复议和解案件数).
    """
    if whole is None or label.counted is not None or figure.unit != whole[1]:
        return label
    word = tidy(_LIST.sub("", _PARTS.sub("", left)))
    outcome = opens_parts(left) and _CASES.match(whole[0])
    if outcome and _ENDED.fullmatch(word):
        return Label(f"{outcome['stem']}{word}案件数", whole[0])
    if name_before(word).shape != "n" or not 2 <= len(word) <= 4:
        return label
    # 继续有效 154 件 is what became of them, which an indicator may be of; 一审 is only a kind.
    kind = word not in words("verbs")
    return Label(suffixed(f"{word}{whole[0]}", figure), whole[0], part=kind)
