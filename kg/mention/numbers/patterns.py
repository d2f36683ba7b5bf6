"""The one regular expression that finds printed numbers, and the words around them."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

from kg.lexicon.tables import rows
from kg.quantity import HAN_DIGITS

_YEAR: Final = r"(?:19|20)\d\d"
_DASH: Final = r"[-—–－~～至到]{1,2}"
_DEC: Final = r"(?:\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?|\d+(?:\.\d+)?)"
_SCALE: Final = r"(?:[十百千万亿](?!瓦|克|米|伏|卡|帕|分点|分比))*"
_HAN: Final = rf"[{HAN_DIGITS}]"
_NUMBER: Final = rf"(?:{_DEC}|{_HAN}+(?<![千百](?=[瓦克米伏分])))"


@cache
def words() -> dict[str, tuple[str, ...]]:
    """The lists of ``numbers.toml`` by name."""
    text = files("kg.lexicon").joinpath("data/numbers.toml").read_text("utf-8")
    return {name: tuple(list_) for name, list_ in tomllib.loads(text).items()}


@cache
def units() -> dict[str, tuple[str, str]]:
    """Each measure word with the kind of figure that it makes and the ending of the indicator's name."""
    return {
        unit: (kind, suffix) for unit, kind, suffix in rows("units.csv", columns=("unit", "kind", "suffix"))
    }


def any_of(names: tuple[str, ...] | list[str]) -> str:
    """A regular expression of any of the words, the longest first."""
    return "|".join(re.escape(name) for name in sorted(set(names), key=lambda w: (-len(w), w)))


@cache
def figure() -> re.Pattern[str]:
    """Dates and references (to step over), shares, ratios, ranks, multiples and counted amounts."""
    unit = any_of(list(units()))
    parts = (
        rf"(?P<date>(?:{_YEAR}|[二一][〇零九]{_HAN}{{2}})(?:年?{_DASH}?{_YEAR})?年(?:度|代)?(?:\d{{1,2}}(?:{_DASH}\d{{1,2}})?月份?)?(?:\d{{1,2}}日)?"
        rf"|{_YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}}"
        rf"|\d{{1,2}}(?:{_DASH}\d{{1,2}})?月份?(?:\d{{1,2}}日)?|\d{{1,2}}日|\d{{1,2}}:\d\d:\d\d"
        rf"|(?:{_DEC}|{_HAN}+)[多余]?(?:个)?(?:周年|年|季度|世纪|年代))",
        rf"(?P<reference>[〔\[(【]\s*{_YEAR}\s*[〕\])】]第?\d+号?|\d+号|\d+(?:∶|:)\d+(?:(?:∶|:)\d+)+(?:\.\d+)?|\d+(?:\.\d+)?(?::\d+(?:\.\d+)?){{2,}})",
        r"(?P<ratio>(?P<ratio_a>\d+(?:\.\d+)?)[:比](?P<ratio_b>\d+(?:\.\d+)?))(?!\d*%)",
        rf"(?P<percent>(?:百分之(?P<percent_han>{_HAN}+(?:点{_HAN}+)?|{_DEC})|(?P<percent_from>{_DEC})%?(?:{_DASH}(?={_DEC}%)(?:{_DEC}))?%))",
        rf"(?P<points>(?P<points_n>{_DEC}|{_HAN}+)个?(?:百分点|百分比))",
        rf"(?P<fraction>(?P<whole>[{HAN_DIGITS}]+)分之(?P<part>[{HAN_DIGITS}]+)|(?P<part_d>\d{{1,2}})/(?P<whole_d>\d{{1,4}})(?![\d/.]))",
        r"(?P<half>一半|半数(?!字)|过半数?)",
        r"(?P<tenths>(?P<tenths_n>[一两二三四五六七八九\d](?:\.\d)?)成(?:(?P<tenths_half>半)|(?P<tenths_more>[一二三四五六七八九](?![十百千万\u4e00-\u9fff]*级)))?)",
        r"(?P<double>翻了?(?P<double_n>[一两二三四五\d])?番)",
        r"(?P<rank>第(?P<rank_n>\d{1,4}|[一二三四五六七八九十百]+)(?P<rank_unit>位|名)?|(?P<first>首位|榜首|居首|首名)"
        r"|(?<![年之以目])前(?P<top>\d{1,4}(?![\d.])|[一二三四五六七八九十百]+)(?P<top_unit>位|名|强)?)",
        rf"(?P<amount>(?P<number>{_NUMBER}[余多来]?{_SCALE}[余多]?)(?:{_DASH}(?P<upto>{_NUMBER}{_SCALE}))?(?P<unit>{unit})?(?<!个(?=体))(?<!个(?=性))(?<!位(?=列))(?<!件(?=均))(?<!部(?=门))(?<!人(?=[口员才群民大均力])))",
    )
    # The look-ahead makes the many places without a number cheap.
    return re.compile(rf"(?=[{HAN_DIGITS}\d第首榜居前翻半过〔\[(【])(?:{'|'.join(parts)})")


@cache
def before() -> re.Pattern[str]:
    """A hedge that ends a text."""
    # 节约, 附近 and 中超 end like a hedge and are none.
    return re.compile(rf"(?<![节条契违签公制合相立附邻靠临])(?:{any_of(words()['before'])})$")


@cache
def after() -> re.Pattern[str]:
    """A hedge that begins a text."""
    return re.compile(rf"(?:{any_of(words()['after'])})")
