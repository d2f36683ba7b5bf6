"""Numbers that belong to names: “7+3”, 5G, 12345热线, 三项制度, 第二批, 24小时自助."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import cache
from typing import Final

from kg.mention.numbers import patterns
from kg.quantity import HAN_DIGITS

_QUOTED: Final = re.compile(
    r"“[^“”\n]{1,24}”|《[^《》\n]{1,80}》|\"[^\"\n]{1,20}\"|「[^「」\n]{1,24}」|〔[^〔〕\n]{1,12}〕"
)
_TOUCHES_BEFORE: Final = re.compile(
    r"[A-Za-zＡ-Ｚａ-ｚ\d.+×·*/#第每〔−零]$|(?<![创更革])新$|(?<=[\d〇零一二三四五六七八九])[-—]$"
)
_TOUCHES_AFTER: Final = re.compile(r"[A-Za-z+×·*#级]|[-—]\w")
_TIMES: Final = frozenset(("小时", "个小时", "分钟", "秒", "天", "日", "个月", "岁", "工作日", "个工作日"))
_TIMED: Final = re.compile(
    r"(?:时间|时限|期限|周期|时长|用时|耗时|天数|工期|寿命|年龄|至|到|为|仅需?|缩短|压缩|压减|减少|提前|延长|达|超过?|约|近|平均|由|从|的|节约|节省|优良天数|天数比例|降低|提速|控制在|办结|是|快|审理|\d个?、)了?$"
)
_END: Final = re.compile(
    r"[\s，,；;。、)）！!？?]|$|内(?=办|完|审)|(?:以内|之内|左右|以上|以下|余|多)(?=[\s，,；;。、)）]|$)|(?:的|[，,]?(?:同比|较|比|缩|压|降|提|减|延|增|大幅|优化|精简|调))"
)
_LIMIT: Final = re.compile(
    r"(?:以上|以下|以内)(?:的)?(?=[\u4e00-\u9fff])(?!的?(?:[，、。；]|水平|并|且|和|同比|较|比|目标|增长|提高|下降))"
)
# 二十届三中、四次全会 are names of meetings, 机场三期 of a stage of building.
_COMPOUND: Final = re.compile(rf"[十百千万亿][{HAN_DIGITS}余多]|[{HAN_DIGITS}][十百千万亿]")
_MEETING: Final = re.compile(rf"(?:[、和][{HAN_DIGITS}]+次)*(?:全会|全体会议|会议精神|大会|代表大会)")
# 十八届人大三次会议 is one meeting of an assembly, 召开常务会议三次 are three.
_ASSEMBLY: Final = re.compile(r"届[\u4e00-\u9fff]{0,4}$|(?:人大|人民代表大会|政协|全委会|常委会)$")
_ISSUES: Final = re.compile(r"(?:班|报|培训|刊|讲座|课程?|通讯|活动|沙龙)$")
_CONTINUES: Final = re.compile(r"[\u4e00-\u9fff“《(]")


def quoted(plain: str) -> Callable[[int], bool]:
    """A test whether a place stands within quotation marks or 《》 short enough to be a name."""
    spans = [match.span() for match in _QUOTED.finditer(plain)]
    starts = [start for start, _ in spans]

    def inside(at: int) -> bool:
        i = bisect_right(starts, at) - 1
        return i >= 0 and at < spans[i][1]

    return inside


def is_name(plain: str, match: re.Match[str]) -> bool:
    """Whether an amount is part of a name, a reference, a limit or a phrase, and measures nothing."""
    start, end, unit = match.start(), match.end(), match["unit"] or ""
    if _TOUCHES_BEFORE.search(plain, max(0, start - 2), start) or _TOUCHES_AFTER.match(plain, end):
        return True
    if _limits(plain, start, end) or (unit in _TIMES and _is_duration_name(plain, start, end)):
        return True
    if unit and _not_counted().match(plain, end):
        return True
    if match["number"][0].isdigit():
        return _is_line(plain, match, unit)
    return not _counts_in_han(plain, match, unit)


def _limits(plain: str, start: int, end: int) -> bool:
    """2000万元以上企业, 20户以上自然村: a limit within a name."""
    return bool(_LIMIT.match(plain, end))


def _is_duration_name(plain: str, start: int, end: int) -> bool:
    return not (_END.match(plain, end) and _TIMED.search(plain, max(0, start - 6), start))


def _is_line(plain: str, match: re.Match[str], unit: str) -> bool:
    """12345热线, 110联动, and ages and grades that a unit is not read from."""
    if unit:
        return False
    return bool(_line().match(plain, match.end())) and not re.search("[万亿]", match["number"])


def _counts_in_han(plain: str, match: re.Match[str], unit: str) -> bool:
    """Whether a number in Chinese numerals counts things: 四百六十余件, 等八家单位, 调研五次."""
    number = match["number"]
    ahead = plain[max(0, match.start() - 6) : match.start()]
    if not unit:
        return False
    if number[0] in "百千万亿":
        return bool(patterns.before().search(ahead)) or (number[-1] in "余多" and len(number) > 1)
    if len(number) > 1 and _COMPOUND.search(number):
        return unit not in ("大", "分", "度") and number not in ("十", "千")
    return _counts_small(plain, match, unit, ahead)


def _counts_small(plain: str, match: re.Match[str], unit: str, ahead: str) -> bool:
    number, end = match["number"], match.end()
    if number == "一" or unit in patterns.words()["han_never"]:
        return False
    goes_on = bool(_CONTINUES.match(plain, end))
    if number in ("两", "二") and unit in ("个", "项", "条", "种", "类", "级"):
        return unit == "个" and goes_on and bool(_counting().search(ahead))
    if unit in ("期", "次", "届") and (_MEETING.match(plain, end) or ahead.endswith("届")):
        return False
    if unit == "次" and plain.startswith("会议", end) and _ASSEMBLY.search(ahead):
        return False
    if unit == "期" and not _ISSUES.search(ahead):
        return False
    if not goes_on:
        return unit in patterns.words()["han_units"]
    return (unit in ("次", "场", "轮") and number != "两") or bool(_counting().search(ahead))


@cache
def _not_counted() -> re.Pattern[str]:
    return re.compile(patterns.any_of(patterns.words()["not_counted"]))


@cache
def _line() -> re.Pattern[str]:
    return re.compile(patterns.any_of(patterns.words()["lines"]))


@cache
def _counting() -> re.Pattern[str]:
    return re.compile(rf"(?:{patterns.any_of(patterns.words()['counting'])})了?$")
