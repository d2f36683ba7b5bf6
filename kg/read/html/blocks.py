"""A page's tree to blocks: the lines that a reader sees, and where in the tree each stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from kg.read import rows
from kg.read.html.fields import field_lines, is_name

Element = Any
"""An element of lxml, which has no types of its own."""

_UNSEEN: Final = frozenset(
    [
        "head",
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "applet",
        "svg",
        "math",
        "canvas",
        "select",
        "option",
        "button",
        "textarea",
        "input",
        "audio",
        "video",
        "map",
        "nav",
        "footer",
        "aside",
        "dialog",
        "datalist",
    ]
)
_BLOCK: Final = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_HIDDEN: Final = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_WIDE: Final = r"[\u2018-\u201d\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef\u3000-\u303f]"
# A line break in the source between two Chinese characters is no space in the text.
_WRAP: Final = re.compile(rf"(?<={_WIDE})[ \t]*[\r\n][ \t\r\n]*(?={_WIDE})")
_SPACE: Final = re.compile(r"[ \t\r\n\f\u00a0\u2000-\u200a\u202f\u205f]+")
_DROPPED: Final = re.compile(
    r"[\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]"
)
_LINE: Final = "\x1e"
"""Stands for a line break that the page keeps, in what is set as typed."""
_NOT_A_LIST: Final = re.compile(r"[一二三四五六七八九十]+、|[（(]|\d+\s*[.．、]|第[一二三四五六七八九十]+")


@dataclass(frozen=True, slots=True)
class Block:
    """A line of the page: its words, how many of their characters are links, its element."""

    text: str
    linked: int
    element: Element

    @property
    def tag(self) -> str:
        """The name of its element."""
        return str(self.element.tag)

    @property
    def is_links(self) -> bool:
        """Whether it is something to click rather than something to read."""
        return self.linked * 2 > len(self.text) and "。" not in self.text


def squeeze(text: str) -> str:
    """Words of a page's source as a browser shows them on one line."""
    return _SPACE.sub(" ", _WRAP.sub("", _DROPPED.sub("", text))).strip(" \u3000")


def blocks_of(root: Element) -> list[Block]:
    """The blocks of a page in the order of its source, without what is hidden, and tables as rows."""
    return list(_Walk().run(root))


@dataclass(slots=True)
class _Walk:
    """One pass over a tree; the words of a line gather until an element breaks it."""

    words: list[str] = field(default_factory=list)
    linked: int = 0
    links: int = 0
    kept: int = 0
    counters: list[list[int]] = field(default_factory=list)

    def run(self, root: Element) -> Iterator[Block]:
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                if tag == "table":
                    yield from self._flush(
                        element.getparent() if element.getparent() is not None else element
                    )
                    lines = table_lines(element)
                    if lines is not None:
                        yield from (Block(text, linked, element) for text, linked in lines)
                        walk.skip_subtree()
                        continue
                elif tag in _UNSEEN or not tag or _is_hidden(element):
                    walk.skip_subtree()
                    continue
                yield from self._open(element, tag)
            else:
                yield from self._close(element, tag)
        yield from self._flush(root)

    def _open(self, element: Element, tag: str) -> Iterator[Block]:
        if tag in _BLOCK:
            parent = element.getparent()
            yield from self._flush(parent if parent is not None else element)
        # A title broken over two lines is one title.
        elif tag == "br" and not any(parent.tag in _HEADINGS for parent in element.iterancestors()):
            yield from self._flush(element.getparent())
        if tag in ("ol", "ul"):
            self.counters.append([_number(element.get("start"), 1) if tag == "ol" else -1])
        if tag == "li":
            self._count(element)
        self.links += tag == "a"
        self.kept += tag == "pre"
        self._add(element.text)

    def _close(self, element: Element, tag: str) -> Iterator[Block]:
        if tag not in _UNSEEN and tag != "table" and not (tag and _is_hidden(element)) and tag:
            if tag in _BLOCK:
                yield from self._flush(element)
            if tag in ("ol", "ul") and self.counters:
                self.counters.pop()
            self.links -= tag == "a"
            self.kept -= tag == "pre"
            self._name(element, tag)
        elif tag == "table":
            yield from self._flush(element)
        self._add(element.tail)

    def _name(self, element: Element, tag: str) -> None:
        """Part the name of a field from its value where only the looks of the page do."""
        begins = (
            tag not in _BLOCK
            and len(element) == 0
            and not "".join(self.words[-5:-1]).strip()
            and len(self.words) < 5
        )
        if begins and element.text and is_name(squeeze(element.text)):
            self.words.append("：")

    def _count(self, element: Element) -> None:
        """The number before an item of a numbered list, where its words do not bring one."""
        if not self.counters or self.counters[-1][0] < 0:
            return
        number = _number(element.get("value"), self.counters[-1][0])
        self.counters[-1][0] = number + 1
        styled = "none" in (element.get("style") or "") + (element.getparent().get("style") or "")
        if not styled and not _NOT_A_LIST.match(squeeze("".join(element.itertext())[:20])):
            self._add(f"{number}.")

    def _add(self, text: str | None) -> None:
        if text:
            self.words.append(text.replace("\n", _LINE) if self.kept > 0 else text)
            if self.links > 0:
                self.linked += len(text.strip())

    def _flush(self, element: Element) -> Iterator[Block]:
        lines = "".join(self.words).split(_LINE)
        linked, self.words, self.linked = self.linked, [], 0
        for line in lines:
            text = squeeze(line)
            if text:
                yield Block(text, min(linked, len(text)), element)


def table_lines(table: Element) -> list[tuple[str, int]] | None:
    """The lines of a table of data or of fields with their linked characters; None for one that lays out a page."""
    if next(table.iterdescendants("table"), None) is not None:
        return None
    grid: list[list[str]] = []
    linked: list[int] = []
    down: dict[int, tuple[int, str]] = {}
    for tr in table.iter("tr"):
        row: list[str] = []
        for td in tr.iterchildren("td", "th"):
            _fill_down(row, down)
            text = _cell(td)
            row += [text, *[""] * (_number(td.get("colspan"), 1, most=100) - 1)]
            left = _number(td.get("rowspan"), 1, most=1000) - 1
            if left > 0:
                down[len(row) - 1] = (left, text)
        _fill_down(row, down)
        grid.append(row)
        linked.append(sum(len(squeeze("".join(a.itertext()))) for a in tr.iter("a")))
    frame = field_lines(grid)
    if frame is not None:
        return [(line, 0) for line in frame]
    if not rows.is_data(grid):
        return None
    caption = table.find("caption")
    title = squeeze("".join(caption.itertext())) if caption is not None else ""
    share = sum(linked) * 2 > sum(len(cell) for row in grid for cell in row)
    return [(line, len(line) if share else 0) for line in ([title] if title else []) + rows.as_lines(grid)]


def _fill_down(row: list[str], down: dict[int, tuple[int, str]]) -> None:
    """Add the cells that reach down from rows above at the end of a row under way."""
    while len(row) in down:
        left, text = down.pop(len(row))
        if left > 1:
            down[len(row)] = (left - 1, text)
        row.append(text)


def _cell(td: Element) -> str:
    return squeeze("".join(_texts(td)))


def _texts(td: Element) -> Iterator[str]:
    for event, node in etree.iterwalk(td, events=("start", "end")):
        seen = isinstance(node.tag, str) and node.tag not in _UNSEEN
        if event == "start":
            if seen and node is not td and (node.tag in _BLOCK or node.tag == "br"):
                yield "\n"
            if seen:
                yield node.text or ""
        elif node is not td:
            yield node.tail or ""


def _is_hidden(element: Element) -> bool:
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return bool(style and _HIDDEN.search(style))


def _number(given: str | None, default: int, *, most: int = 10_000) -> int:
    return min(int(given), most) if given and given.strip().isdecimal() and len(given) < 7 else default
