"""Shares, ratios, ranks and multiples."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from kg.mention.numbers.figures import Figure
from kg.quantity import parse_number, share

_POINT: Final = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | {"〇": "0"}
# 成 is a share after these words only: 占近三成, 由两成提高到四成.
_TENTHS_AFTER: Final = re.compile(
    r"(?:近|约|超过?|逾|不足|不到|达到?|占|占比|至|到|由|从|为|的|降|升|长|高|低|简|缩|压|短|升|涨|跌|减|增|加|过|少|了|有|，|,|、|^|。|；|;|\n)$"
)
_TENTHS_BEFORE: Final = re.compile(r"[立效为员果功都本长就型年人交品熟绩因套渝达建份]")
# 压减办事环节六成, 办理时间七成以上: the share follows what it is a share of.
_CUT_BY: Final = re.compile(r"(?:压减|压缩|缩短|减少|精简|降低|节约|节省)(?:了)?[\u4e00-\u9fff]{2,8}$")
_AT_LEAST: Final = re.compile(r"以上(?![\u4e00-\u9fff])|左右|以下(?![\u4e00-\u9fff])")
_OF: Final = re.compile(r"(?:占[\u4e00-\u9fff]{0,10}|约|近|达|为|的|足|过)$")
_RATIO_AFTER: Final = re.compile(
    r"比(?:例|值|率|重)?(?:约?为|达到?|是|升至|降至|提高到|调整为|由|从|提升至|优化为|缩小[至到])?约?$|[至到]$"
)
_FIRST_NAMES: Final = re.compile(
    r"责任|书记|时间|批|产业|方阵|线|季度|届|次|轮|期|种|号|个|条|章|卷|课|动力|生产力|要务|资源|人称|时|步|环节|道|张|部|款|项|期|大|梯队|责|一"
)
_RANKED: Final = re.compile(
    r"(?:居|列|位|排名?|名列|跃居|位列|位居|稳居|保持|进入|排在|升至|上升到|跃升至|第|升到|进位至|取得|获得|跻身|晋升|全[国省市区县州]|世界|全球|西[北南]部?|[东中]部|系统)(?:[\u4e00-\u9fff]{0,10})$"
)
_SCOPED: Final = re.compile(
    r"(?:居|列|位居|位列|排名|排|名列|跃居|稳居|跻身|进入|升至|保持|继续|连续\w{1,3}年)[^，,。；;\d]{0,14}$|(?:全[国省市区县州球]|世界|自治区|地区|部|省|国)$"
)


def percent(plain: str, match: re.Match[str]) -> Figure | None:
    """55.86%, 百分之八十七; of a range (5%—6%) the lower end."""
    written = match["percent_han"] or match["percent_from"]
    value = _decimal_words(written)
    if value is None:
        return None
    return _figure(
        match, value, "%", "rate", han=match["percent_han"] is not None and not written[0].isdigit()
    )


def points(plain: str, match: re.Match[str]) -> Figure | None:
    """3.2个百分点."""
    value = parse_number(match["points_n"])
    return None if value is None else _figure(match, value, "个百分点", "rate")


def ratio(plain: str, match: re.Match[str]) -> Figure | None:
    """4.15:1 as 4.15; only after words that announce a ratio, since 17:03 is a time and 3:2 a score."""
    above, below = parse_number(match["ratio_a"]), parse_number(match["ratio_b"])
    if above is None or not below:
        return None
    announced = _RATIO_AFTER.search(plain, max(0, match.start() - 8), match.start())
    if not announced and match["ratio_b"] != "1":
        return None
    value = parse_number(f"{above:f}" if below == 1 else f"{above / below:.4f}")
    return None if value is None else _figure(match, value, ":1", "ratio")


def fraction(plain: str, match: re.Match[str]) -> Figure | None:
    """三分之二 as 66.6667 %; 1/10 only after words that announce a share."""
    if match["part_d"]:
        if not _OF.search(plain[max(0, match.start() - 12) : match.start()]):
            return None
        value = share(match["part_d"], match["whole_d"])
    else:
        value = share(match["part"], match["whole"])
    return None if value is None else _figure(match, value, "%", "rate", shared=True)


def half(plain: str, match: re.Match[str]) -> Figure | None:
    """一半, 过半 as 50 %."""
    vague = match["half"] != "一半"
    return _figure(match, Decimal(50), "%", "rate", shared=True, vague=vague)


def tenths(plain: str, match: re.Match[str]) -> Figure | None:
    """近三成, 两成半, 九成二."""
    ahead = plain[max(0, match.start() - 12) : match.start()]
    announced = _TENTHS_AFTER.search(ahead[-2:]) or _OF.search(ahead) or _CUT_BY.search(ahead)
    announced = announced or _AT_LEAST.match(plain, match.end())
    if _TENTHS_BEFORE.match(plain, match.end()) or not announced:
        return None
    value = (parse_number(match["tenths_n"]) or Decimal(0)) * 10 + (5 if match["tenths_half"] else 0)
    value += parse_number(match["tenths_more"] or "零") or 0
    return _figure(match, parse_number(f"{value:f}") or value, "%", "rate", shared=True)


def double(plain: str, match: re.Match[str]) -> Figure | None:
    """翻番 is a growth of 1 倍, 翻两番 of 3."""
    times = int(parse_number(match["double_n"] or "一") or 1)
    return _figure(match, Decimal(2**times - 1), "倍", "multiple", shared=True)


def rank(plain: str, match: re.Match[str]) -> Figure | None:
    """第11位, 前27名, 全省第一, 首位; not 第一责任人 and 第三批."""
    ahead = plain[max(0, match.start() - 18) : match.start()]
    if match["first"]:
        if match["first"] != "居首" and not _SCOPED.search(ahead):
            return None
        return _figure(match, Decimal(1), "名", "rank")
    words = match["rank_n"] or match["top"]
    value = parse_number(words)
    unit = match["rank_unit"] or match["top_unit"]
    if not value or (unit == "强" and not _SCOPED.search(ahead)):
        return None
    if not unit and (_FIRST_NAMES.match(plain, match.end()) or not _SCOPED.search(ahead)):
        return None
    if not unit and re.match(r"[\u4e00-\u9fff]", plain[match.end() : match.end() + 1]) and match["top"]:
        return None
    return _figure(match, value, "名", "rank")


def _decimal_words(words: str) -> Decimal | None:
    """87, 九十九点六 (99.6)."""
    whole, dot, rest = words.partition("点")
    value = parse_number(whole)
    if value is None or not dot:
        return value
    digits = "".join(_POINT.get(c, "") for c in rest)
    return Decimal(f"{value}.{digits}") if len(digits) == len(rest) else None


def _figure(
    match: re.Match[str],
    value: Decimal,
    unit: str,
    kind: str,
    *,
    han: bool = False,
    shared: bool = False,
    vague: bool = False,
) -> Figure:
    return Figure(
        match.start(), match.end(), value, unit, kind, vague, match.group(), han=han or shared, share=shared
    )
