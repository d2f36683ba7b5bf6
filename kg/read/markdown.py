"""Markdown: headings, paragraphs, lists and tables as plain lines; front matter as the fields of a masthead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kg.read import rows
from kg.read.decode import decode

_FRONT: Final = re.compile(r"\A---[ \t]*\n(?P<front>.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_ENTRY: Final = re.compile(r"(?P<name>[\w\u4e00-\u9fff -]{1,30}?)\s*[:：]\s*(?P<value>\S.*)")
_FIELDS: Final = {
    "date": "发布日期",
    "published": "发布日期",
    "pubdate": "发布日期",
    "source": "来源",
    "author": "发文机关",
    "publisher": "发文机关",
    "number": "发文字号",
}
_TITLES: Final = frozenset({"title", "标题", "名称"})
_TAG: Final = re.compile(r"</?[A-Za-z][^<>]{0,500}>|<!--.*?-->", re.S)
_LEAVE: Final = re.compile(r"[。！？；：:!?]$")
_OWN: Final = re.compile(
    r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d{1,2}[.．、]|[\u4e00-\u9fff]{2,6}[:：]"
)
_FILLED: Final = 25
"""A line of fewer characters was ended on purpose, not for want of room."""


def to_text(data: bytes, *, source_name: str, charset: str | None = None) -> str:
    """The text of a Markdown file, a paragraph or a row of a table a line.

    Raises EmptyFile, BinaryFile or EncodingError.
    """
    source = decode(data, source_name=source_name).removeprefix("\ufeff")
    front = _FRONT.match(source)
    head = list(_fields(front["front"])) if front else []
    # Four spaces or a tab begin a paragraph in Chinese; nobody means program code.
    parser = MarkdownIt("commonmark", {"html": True}).enable("table").disable("code")
    lines = list(_lines(parser.parse(source[front.end() :] if front else source)))
    title = next((line for line in head if "：" not in line), "")
    if title and title in lines[:3]:
        head.remove(title)
    return "\n".join([*head, *lines]) + "\n"


def _fields(front: str) -> Iterator[str]:
    """The title and the fields of front matter; what is nested or unknown in it is no field of a masthead."""
    for line in front.splitlines():
        entry = _ENTRY.fullmatch(line.rstrip())
        if not entry:
            continue
        name, value = entry["name"].strip().lower(), entry["value"].strip("\"' ")
        if name in _TITLES:
            yield value
        elif name in _FIELDS or re.search(r"[\u4e00-\u9fff]", name):
            yield f"{_FIELDS.get(name, name)}：{value}"


def _lines(tokens: Sequence[Token]) -> Iterator[str]:
    numbers: list[int] = []
    grid: list[list[str]] = []
    label = ""
    for token in tokens:
        if token.type == "ordered_list_open":
            numbers.append(int(token.attrGet("start") or 1))
        elif token.type == "bullet_list_open":
            numbers.append(-1)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            numbers.pop()
        elif token.type == "list_item_open" and numbers[-1] >= 0:
            label = f"{numbers[-1]}{token.markup}"
            numbers[-1] += 1
        elif token.type == "tr_open":
            grid.append([])
        elif token.type == "table_close":
            yield from rows.as_lines(grid)
            grid = []
        elif token.type == "inline":
            text = _inline(token.children or ())
            if grid:
                grid[-1].append(" ".join(text.split("\n")))
                continue
            lines = _unwrapped([line.strip() for line in text.split("\n")])
            yield from (label + line if i == 0 else line for i, line in enumerate(lines))
            label = ""
        elif token.type in ("fence", "html_block"):
            yield from (line.strip() for line in _TAG.sub("", token.content).splitlines() if line.strip())


def _inline(tokens: Sequence[Token]) -> str:
    """The words of a line: emphasis, links and tags gone, breaks kept."""
    words = []
    for token in tokens:
        if token.type in ("text", "code_inline"):
            # Between Chinese characters marks of emphasis do not always count as such (CommonMark 6.2).
            words.append(token.content.replace("**", "").replace("__", ""))
        elif token.type in ("softbreak", "hardbreak") or (
            token.type == "html_inline" and re.match(r"<br\b", token.content, re.I)
        ):
            words.append("\n")
    return "".join(words)


def _unwrapped(lines: Sequence[str]) -> list[str]:
    """The lines of a paragraph, those that were only wrapped as one."""
    found: list[str] = []
    last = ""
    for line in filter(None, lines):
        wrapped = len(last) >= _FILLED and not _LEAVE.search(last) and not _OWN.match(line)
        if found and wrapped:
            space = " " if last[-1].isascii() and line[0].isascii() and last[-1].isalpha() else ""
            found[-1] += space + line
        else:
            found.append(line)
        last = line
    return found
