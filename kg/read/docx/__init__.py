"""Word files (.docx): paragraphs, numbers of headings, tables; without deleted words, with footnotes at the end.

Read from the XML itself: python-docx takes as long and gives neither the numbers that Word counts, nor footnotes, nor
the words in content controls and text boxes, and it unfolds every part, pictures too, without a limit.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from kg.errors import DamagedFile, EmptyFile
from kg.read import rows
from kg.read.docx.numbering import Numbering, W, read_numbering
from kg.read.docx.package import Package, open_package
from kg.read.docx.styles import Styles, numbered, read_styles
from kg.read.notes import NOTES

_STRICT: Final = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GONE: Final = frozenset(
    {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}rt", f"{_MC}Fallback"}
)
_BREAKS: Final = frozenset({f"{W}br", f"{W}cr"})
_DROPPED: Final = re.compile(
    r"[\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]"
)
_SPACE: Final = re.compile(r"[ \t\u00a0]+")


def to_text(data: bytes, *, source_name: str, charset: str | None = None) -> str:
    """The text of a Word file, a paragraph or a row of a table a line.

    Raises DamagedFile, ProtectedFile, TooLarge or EmptyFile.
    """
    package = open_package(data, source_name=source_name)
    name = package.main()
    root = _transitional(package.xml(name))
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise DamagedFile(
            "a packed file without the text of a Word document",
            where=source_name,
            hint="open it in Word or WPS and save it as .docx",
        )
    folder = name.rpartition("/")[0]
    reader = _Reader(
        read_numbering(_transitional(package.xml(f"{folder}/numbering.xml"))),
        read_styles(_transitional(package.xml(f"{folder}/styles.xml"))),
    )
    lines = [line for line in reader.blocks(body) if line]
    if not lines:
        raise EmptyFile(
            "a Word file without text",
            where=source_name,
            hint="its pages may be pictures: OCR makes text of them",
        )
    notes = [
        *_notes(package, reader, f"{folder}/footnotes.xml", "footnote"),
        *_notes(package, reader, f"{folder}/endnotes.xml", "endnote"),
    ]
    return "\n".join([*lines, *(["", NOTES, *notes] if notes else [])]) + "\n"


def _transitional(root: Any | None) -> Any | None:
    """A part of a Strict file under the names of the usual ones."""
    if root is not None and root.tag.startswith(_STRICT):
        for one in root.iter():
            if isinstance(one.tag, str) and one.tag.startswith(_STRICT):
                one.tag = one.tag.replace(_STRICT, W, 1)
            for key in [key for key in one.attrib if key.startswith(_STRICT)]:
                one.set(key.replace(_STRICT, W, 1), one.attrib.pop(key))
    return root


def _notes(package: Package, reader: _Reader, part: str, kind: str) -> list[str]:
    root = _transitional(package.xml(part))
    found = []
    for note in root.iterchildren(f"{W}{kind}") if root is not None else ():
        if note.get(f"{W}type") in (None, "normal"):
            found += [line for line in reader.blocks(note) if line]
    return found


@dataclass(slots=True)
class _Reader:
    """Walks blocks in their order, for the numbers count on from paragraph to paragraph."""

    numbering: Numbering
    styles: Styles
    _open: str = field(default="")

    def blocks(self, parent: Any) -> Iterator[str]:
        """The lines of the paragraphs and tables in an element, and of what wraps them."""
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag == f"{W}sdt":
                content = child.find(f"{W}sdtContent")
                if content is not None and not _is_contents(child):
                    yield from self.blocks(content)
            elif isinstance(child.tag, str) and child.tag in (
                f"{W}ins",
                f"{W}moveTo",
                f"{W}customXml",
                f"{W}smartTag",
            ):
                yield from self.blocks(child)

    def _paragraph(self, p: Any) -> Iterator[str]:
        properties = p.find(f"{W}pPr")
        style = _value(properties, "pStyle")
        if self.styles.is_contents(style):
            return
        words = "".join(_words(p))
        text, self._open = self._open + words, ""
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            self._open = text  # the mark at its end is deleted: the next paragraph goes on
            return
        lines = [_tidy(line) for line in text.split("\n")]
        # Word counts a numbered paragraph that has no words, too.
        label = self._label(properties, style)
        if any(lines):
            lines[0] = label + lines[0]
        yield from lines
        for box in _boxes(p):
            yield from self.blocks(box)

    def _label(self, properties: Any | None, style: str) -> str:
        number, level = numbered(properties)
        of_style, level_of_style = self.styles.numbering(style)
        number = number if number is not None else of_style
        if number is None or number == "0":
            return ""
        if level is None:
            bound = self.numbering.level_of(number, style)
            level = bound if bound is not None else level_of_style or 0
        label = self.numbering.label(number, level)
        label = _tidy(label)
        return f"{label} " if label and label[-1].isalnum() and label.isascii() else label

    def _table(self, table: Any) -> Iterator[str]:
        grid: list[list[str]] = []
        above: dict[int, str] = {}
        for row in _rows(table):
            before = _value(row.find(f"{W}trPr"), "gridBefore")
            cells = [""] * (int(before) if before.isdecimal() and len(before) < 3 else 0)
            for cell in _cells(row):
                span = _value(cell.find(f"{W}tcPr"), "gridSpan")
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                text = "".join(line if i == 0 else f"\n{line}" for i, line in enumerate(self.blocks(cell)))
                if merge is not None and merge.get(f"{W}val") != "restart":
                    text = above.get(len(cells), "")
                above[len(cells)] = text
                wide = int(span) if span.isdecimal() and len(span) < 3 else 1
                cells += [text, *[""] * (wide - 1)]
            grid.append(cells)
        if rows.is_data(grid):
            yield from rows.as_lines([[_joined(cell) for cell in row] for row in grid])
        else:
            yield from (line for row in grid for cell in row for line in cell.split("\n"))


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == f"{W}tr" and child.find(f"{W}trPr/{W}del") is None:
            yield child
        elif child.tag == f"{W}sdt":
            yield from child.iterfind(f"{W}sdtContent/{W}tr")
        elif child.tag in (f"{W}ins", f"{W}customXml"):
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag == f"{W}sdt":
            yield from child.iterfind(f"{W}sdtContent/{W}tc")


def _words(parent: Any) -> Iterator[str]:
    """The words in an element, without deleted, hidden and boxed ones."""
    for child in parent:
        tag = child.tag
        if tag == f"{W}t":
            yield child.text or ""
        elif tag == f"{W}tab":
            yield " "
        elif tag in _BREAKS:
            yield "\n" if child.get(f"{W}type") in (None, "textWrapping") else ""
        elif tag == f"{W}noBreakHyphen":
            yield "-"
        elif (
            tag in _GONE
            or tag in (f"{W}pPr", f"{W}rPr", f"{W}drawing", f"{W}pict", f"{W}object")
            or (tag == f"{W}r" and _is_hidden(child))
        ):
            continue
        elif isinstance(tag, str):
            yield from _words(child)


def _boxes(p: Any) -> Iterator[Any]:
    """The contents of the text boxes of a paragraph, each once: Word writes them again for older readers."""
    for box in p.iter(f"{W}txbxContent"):
        between = list(itertools.takewhile(lambda around: around is not p, box.iterancestors()))
        if not any(one.tag == f"{W}txbxContent" or one.tag in _GONE for one in between):
            yield box


def _is_hidden(run: Any) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(f"{W}val") not in ("0", "false", "off")


def _is_contents(sdt: Any) -> bool:
    gallery = sdt.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(f"{W}val") == "Table of Contents"


def _value(properties: Any | None, name: str) -> str:
    found = properties.find(f"{W}{name}") if properties is not None else None
    return (found.get(f"{W}val") or "") if found is not None else ""


def _tidy(line: str) -> str:
    return _SPACE.sub(" ", _DROPPED.sub("", line)).strip(" \u3000")


def _joined(cell: str) -> str:
    """The lines of a cell as one: between Chinese characters no space is needed."""
    return re.sub(r"(?<=[\u2e80-\u9fff\uff00-\uffef])\n+(?=[\u2e80-\u9fff\uff00-\uffef])", "", cell)
