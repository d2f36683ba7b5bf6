"""The grammar of place names: 云南省昆明市五华区 is three places, 经济开发区 is none."""

from __future__ import annotations

import re
from functools import cache

_SUFFIX = "特别行政区|自治区|自治州|自治县|自治旗|地区|省|市|州|盟|区|县|旗|街道|镇|乡|苏木|村|社区"
# Words that end like a place and are none.
_FALSE = re.compile(
    r"(?:[两三四五六七八][省市县区]|开发区|园区|示范区|试验区|实验区|保护区|功能区|高新区|经开区|合作区|自贸区|保税区|度假区|风景区|景区|校区|辖区|市区|城区"
    r"|街区|片区|库区|灾区|矿区|林区|牧区|山区|社区|小区|特区|战区|港区|厂区|先行区|集聚区|引领区|试点区|产业区|农区|地区|灌区|"
    r"县区|市县|省市|区县|本市|本县|本区|本省|全市|全县|全区|全省|我市|我县|我区|我省|各市|各县|各区|城市|都市|门市|上市|股市|超市|集市|夜市|"
    r"下乡|侨乡|水乡|乡村|农村|行政村|自然村|城镇|乡镇|集镇|老区|专区|分区|禁区|误区|盲区)$"
)
_COMPONENT = re.compile(rf"[\u4e00-\u9fff]{{1,10}}?(?:{_SUFFIX})")
_LEVELS = {
    "省": "province", "自治区": "province", "特别行政区": "province", "市": "city", "自治州": "city", "州": "city",
    "地区": "city", "盟": "city", "区": "county", "县": "county", "旗": "county", "自治县": "county", "自治旗": "county",
    "街道": "township", "镇": "township", "乡": "township", "苏木": "township", "村": "village", "社区": "village",
}  # fmt: skip
_LAST = frozenset(suffix[-1] for suffix in _LEVELS)
LEVEL_ORDER = ("nation", "province", "city", "county", "township", "village")
# What begins a department's name, so that 市 of 市场 or 区 of 区域 does not end a place before it.
_NOT_AFTER = re.compile(r"场|域|民|级|委|政|人大|容|县|区长|长|直|管|内|外|里|上|下|划|块|公|镇企|镇一|务|道")


_ZONE = re.compile(
    r"(?P<zone>[\u4e00-\u9fff]{2,24}?(?:开发区|高新区|经开区|园区|示范区|试验区|合作区|保税区|度假区|风景区|集聚区|产业区|工业区))"
    r"(?:管理委员会|管委会)"
)
_ZONE_SHORT = re.compile(r"(?P<kind>高新|经济)(?:技术)?(?:产业)?开发区$")


@cache
def zone_of(publisher: str) -> str | None:
    """The zone that a committee administers, where its name begins with no division; else None."""
    match = None if leading_places(publisher) else _ZONE.fullmatch(publisher)
    return match["zone"] if match else None


def zone_short(zone: str) -> str:
    """某某高新区 for 某某高新技术产业开发区, 某某经开区 for 某某经济技术开发区; other zones as they are."""
    return _ZONE_SHORT.sub(lambda m: "高新区" if m["kind"] == "高新" else "经开区", zone)


def level_of(name: str) -> str | None:
    """The level that a full place name shows by its ending, or None."""
    for size in (4, 3, 2, 1):
        level = _LEVELS.get(name[-size:])
        if level is not None:
            return level if len(name) > size else None
    return None


def leading_places(name: str) -> tuple[str, ...]:
    """The places that a name begins with, largest first; empty where it begins with none.

    昆明市市场监督管理局 gives 昆明市; 云南省昆明市五华区人民政府 gives three.
    """
    found: list[str] = []
    at = 0
    while True:
        piece = _piece(name, at, found)
        if piece is None:
            return tuple(found)
        found.append(piece)
        at += len(piece)


def _piece(name: str, at: int, before: list[str]) -> str | None:
    for size in range(2, min(12, len(name) - at) + 1):
        if name[at + size - 1] not in _LAST:
            continue
        piece = name[at : at + size]
        level = level_of(piece)
        if level is None or _FALSE.search(piece) or not _COMPONENT.fullmatch(piece):
            continue
        if before and LEVEL_ORDER.index(level) <= LEVEL_ORDER.index(level_of(before[-1]) or "nation"):
            return None
        rest = name[at + size :]
        if rest and _continues(piece, rest):
            continue
        return piece
    return None


def _continues(piece: str, rest: str) -> bool:
    # 五华区 in 五华区域 is no place; 昆明市 in 昆明市市场… is one.
    if piece.endswith("市") and rest.startswith("市"):
        return False
    if piece.endswith("州") and rest[0] in "市区县":
        return True
    if rest[0] in "市区县省" and len(rest) > 1 and rest[:2] in {"市区", "区县", "县区", "市县"}:
        return False
    return bool(_NOT_AFTER.match(rest)) and not rest.startswith(
        (
            "人民",
            "下放",
            "下派",
            "下达",
            "下发",
            "上报",
            "上榜",
            "委",
            "政府",
            "政协",
            "政法",
            "政务",
            "政和",
            "政研",
            "人大",
            "公安",
            "公共",
            "公路",
            "公证",
            "公积金",
            "民政",
            "民族",
            "民宗",
            "管委",
            "直",
            "纪",
        )
    )
