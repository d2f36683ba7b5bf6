"""Frames of metadata (索引号, 发文机关, 成文日期 …) as the lines that a masthead is read from: ``名：值``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from kg.read.masthead import FIELDS

_NAME: Final = re.compile(rf"[【\[（(·•\s]*(?P<name>{FIELDS.pattern})\s*[】\]）)]?\s*[:：]?\s*")
_STATED: Final = re.compile(
    rf"[【\[\s]*(?P<name>{FIELDS.pattern})\s*[】\]]?\s*(?:[:：]|\s(?=\S))\s*(?P<value>.+)"
)
# A field that follows another one without a space between them.
_GLUED: Final = re.compile(
    rf"(?<=[^\s　|｜【\[（(:：\u4e00-\u9fff])(?=(?:{FIELDS.pattern})\s*[:：])|(?<=[\u4e00-\u9fff])(?=(?:发布日期|发布时间|发布机构|信息来源|文章来源|成文日期|浏览次数|浏览量|阅读次数|字体|(?<!发文)字号|责任编辑)\s*[:：])"
)
_BARE: Final = re.compile(
    r"(?:20|19)\d\d\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}\s*日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
)
_NUMBER: Final = re.compile(r"[\u4e00-\u9fff]{2,10}[〔\[【(（]\s*20\d\d\s*[〕\]】)）]\s*\d+\s*号")
_SET: Final = 24
"""Characters that the name of a field takes at most with the spaces in it."""
_TITLE: Final = re.compile(r"标\s*题|(?:信息|文件)?名\s*称")


def field_lines(grid: Sequence[Sequence[str]]) -> list[str] | None:
    """The fields of a table, a line each; None for a table that is no frame of metadata."""
    found: list[str] = []
    used = filled = 0
    for row in grid:
        cells = [_closed(cell) for cell in row if cell]
        filled += len(cells)
        at = 0
        while at < len(cells):
            stated = _STATED.fullmatch(cells[at])
            named = _NAME.fullmatch(cells[at])
            if named and at + 1 < len(cells) and not _NAME.fullmatch(cells[at + 1]):
                found.append(f"{_plain(named['name'])}：{cells[at + 1]}")
                used += 2
                at += 1
            elif named:
                used += 1
            elif stated:
                found.append(f"{_plain(stated['name'])}：{stated['value']}")
                used += 1
            at += 1
    if len(found) < 2 or used * 3 < filled * 2:
        return None
    return found


def heads(lines: Iterable[str]) -> list[str]:
    """The lines of a page's head that state fields, each field with its value on one line."""
    found: list[str] = []
    waiting = ""
    for line in map(_closed, lines):
        named = _NAME.fullmatch(line)
        if named:
            waiting = _plain(named["name"])
            continue
        stated = _STATED.fullmatch(line)
        if stated:
            found.append(_GLUED.sub("　", f"{_plain(stated['name'])}：{stated['value']}"))
        elif waiting and len(line) <= 60:
            found.append(f"{waiting}：{line}")
        elif re.search(rf"(?:{FIELDS.pattern})\s*[:：]", line) and len(line) <= 150:
            found.append(_GLUED.sub("　", line))
        waiting = ""
    return found


def parted(lines: Iterable[str]) -> list[str]:
    """The lines of a text; fields on the short lines before its first long one are parted by spaces."""
    found = list(lines)
    for i, line in enumerate(found):
        if len(line) > 100:
            break
        found[i] = _GLUED.sub("　", line)
    return found


def is_name(words: str) -> bool:
    """Whether words are the name of a field and nothing else, not even a colon."""
    return bool(re.fullmatch(FIELDS.pattern, _closed(words)))


def _closed(words: str) -> str:
    """The name of a field without the spaces that set it to the width of the others; other words as they are."""
    if len(words) > _SET:
        return words
    closed = re.sub(r"\s", "", words)
    return closed if _NAME.fullmatch(closed) else words


def is_stamp(line: str) -> bool:
    """Whether a line is nothing but a date or a document's number."""
    return bool(_BARE.fullmatch(line) or _NUMBER.fullmatch(line))


def titles(lines: Iterable[str]) -> list[str]:
    """The titles that fields of a frame give."""
    stated = (line.partition("：") for line in lines)
    return [value for name, _, value in stated if _TITLE.fullmatch(name)]


def is_title_field(line: str) -> bool:
    """Whether a line is the field of a title."""
    return bool(_TITLE.fullmatch(line.partition("：")[0]))


def _plain(name: str) -> str:
    return re.sub(r"\s", "", name)
