"""Rises and falls: what the words before a figure say that it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kg.link.observations.phrases import trim_start
from kg.link.observations.words import any_of, ends_with, ordered, words

_HEDGES: Final = re.compile(r"(?:约|近|超过?|逾|接近|不足|不到|了|达)+$")
_FROM: Final = re.compile(
    r"(?<![理自缘事任服跟])(?:由|从)(?!而|此|事|业|于|属|严)"
    r"(?P<between>(?:[^由从，,；;。]{0,14}(?:的|年|末|底|初|时|均|每[人月年户天]|最低|最高|约|近))?)$"
)
_TO: Final = re.compile(
    r"(?:[\u4e00-\u9fff]{0,6}(?:至|到|为|成))\s*(?:(?:(?:19|20)\d\d年|去年|今年|上年|现在|目前|如今|当前)(?:底|末|初)?的?)?"
    r"(?:了|约|近|超过?|逾|平均|每[人月年户])*$"
)
_THAN: Final = re.compile(
    r"(?:比|较|同比|高于|低于)(?P<time>[^，,；;。]{0,10}?(?:年|上年|去年|上年同期|去年同期|年初|同期|期末|年底|年末|以前|之前|改革前))(?:的|为|是|[（(]|增加|增长|提高)?$"
)
_LAST_YEAR: Final = re.compile(
    r"^[（(]?(?:而)?(?P<time>上年|去年|上年同期|去年同期|上一年度?|(?:19|20)\d\d年(?:同期)?)(?:仅|只)?(?:为|是|有)?$"
)


@dataclass(frozen=True, slots=True)
class Move:
    """A rise (1) or fall (-1) named just before a figure, and the subject before it."""

    sign: int
    word: str
    subject: str
    compared: bool


def move_before(left: str) -> Move | None:
    """The rise or fall that ends a text (同比增长, 较上年下降, 缩短), or None."""
    if left.rstrip().endswith(("高达", "多达", "低至", "少于", "多于")):
        return None
    phrase = _HEDGES.sub("", left.rstrip(" 　“"))
    match = _MOVE.search(phrase)
    if match is None:
        return None
    word = match["word"]
    sign = 1 if word in words("up") else -1
    subject, compared = uncompared(phrase[: match.start()])
    if len(word) == 1 and word in "高低多少" and not compared:
        return None
    return Move(sign, word, subject, compared)


_MOVE: Final = re.compile(
    rf"(?:再|又|净|累计|同比|年均|实际|大幅|平均)?(?P<word>{any_of(ordered('up', 'down'))})$"
)
_COMPARED: Final = re.compile(
    rf"(?:{any_of(ordered('compared'))}|(?:近|过去|最近)?(?<!\d)[一二三四五六七八九十\d]{{1,2}}年(?:来|间)?(?:累计|年均)?"
    r"|(?:比|较|与)(?:(?:19|20)\d\d年(?:末|底|初|同期)?|上一?年度?(?:同期)?|去年(?:同期)?|[一二三四五六七八九十\d]+年前|“?[十一二三四五]+五”?(?:末|初|期末|时期)?|上一版|此前|以往|改革前|之前|原来|前一?年|前三年|同期|年初|年度计划|计划|全国平均水平|全国|全省|全市|[\u4e00-\u9fff]{1,6}(?:时|前|初|末))(?:相比|平均)?)$"
)


def uncompared(phrase: str) -> tuple[str, bool]:
    """A phrase without the comparison at its end (同比, 较2018年), and whether there was one."""
    compared = False
    while True:
        phrase = phrase.rstrip(" 　、，,")
        match = _COMPARED.search(phrase)
        if match is None:
            return phrase, compared
        compared = compared or match.group()[0] in "同环较比与" or "同比" in match.group()
        phrase = phrase[: match.start()]


def starts_from(left: str) -> tuple[str, str] | None:
    """The subject and the words between 由 and its figure (许可事项由2018年的 426 项), or None."""
    match = _FROM.search(left)
    return (left[: match.start()], match["between"]) if match else None


def leads_to(left: str) -> bool:
    """Whether the words between two figures lead from the first to the second (精简至)."""
    return bool(_TO.fullmatch(left.strip()))


def compared_with(left: str) -> str | None:
    """The time whose value the figure is (比2022年的 1420 人次, 较2022年( 35%), or None."""
    phrase = left.rstrip(" 　")
    match = _THAN.search(phrase)
    if match and phrase.endswith(("的", "为", "是", "(", "（", "年")):
        return match["time"]
    match = _LAST_YEAR.match(trim_particles(phrase))
    return match["time"] if match else None


def trim_particles(phrase: str) -> str:
    """The phrase without marks at its beginning."""
    return phrase.lstrip(" 　、，,(（")


def place_move(left: str) -> int | None:
    """-1 where a place rises (前移), 1 where it falls (后移), or None."""
    phrase, _ = uncompared(_HEDGES.sub("", left.rstrip()))
    for name, sign in (("forward", -1), ("backward", 1)):
        word = ends_with(phrase, name)
        if word is not None and not uncompared(phrase[: -len(word)])[0].strip(" 、，,"):
            return sign
    return None


def signed(move: Move, *, rank: bool) -> int:
    """The sign of a change; a place that rises has a smaller number."""
    word = move.word
    if rank:
        return -1 if word in words("forward") else 1
    return move.sign


__all__ = [
    "Move",
    "compared_with",
    "leads_to",
    "move_before",
    "place_move",
    "signed",
    "starts_from",
    "trim_start",
    "uncompared",
]
