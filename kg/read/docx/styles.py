"""What styles say of a paragraph: its list, and whether it belongs to a table of contents."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

from kg.read.docx.numbering import W

_CONTENTS: Final = re.compile(r"(?:toc|目录)\s*\d*(?:\s*heading)?", re.I)
_DEPTH: Final = 20


@dataclass(frozen=True, slots=True)
class Style:
    """A style of paragraphs: its name, the one it rests on, its list and level where it has them."""

    name: str = ""
    base: str = ""
    number: str | None = None
    level: int | None = None


@dataclass(slots=True)
class Styles:
    """The styles of a document by their ids."""

    by_id: dict[str, Style] = field(default_factory=dict)

    def numbering(self, style: str) -> tuple[str | None, int | None]:
        """The list and the level that a style and those it rests on give to a paragraph."""
        number: str | None = None
        level: int | None = None
        for _ in range(_DEPTH):
            one = self.by_id.get(style)
            if one is None:
                break
            number = one.number if number is None else number
            level = one.level if level is None else level
            style = one.base
        return number, level

    def is_contents(self, style: str) -> bool:
        """Whether a style is that of a line of a table of contents."""
        one = self.by_id.get(style)
        return bool(_CONTENTS.fullmatch(style) or (one and _CONTENTS.fullmatch(one.name)))


def read_styles(root: Any | None) -> Styles:
    """The paragraph styles of a styles part."""
    styles = Styles()
    for one in root.iterchildren(f"{W}style") if root is not None else ():
        name, base = one.find(f"{W}name"), one.find(f"{W}basedOn")
        number, level = numbered(one.find(f"{W}pPr"))
        styles.by_id[one.get(f"{W}styleId") or ""] = Style(
            (name.get(f"{W}val") or "") if name is not None else "",
            (base.get(f"{W}val") or "") if base is not None else "",
            number,
            level,
        )
    return styles


def numbered(properties: Any | None) -> tuple[str | None, int | None]:
    """The list and level that the properties of a paragraph name themselves; list "0" means none."""
    own = properties.find(f"{W}numPr") if properties is not None else None
    if own is None:
        return None, None
    number, level = own.find(f"{W}numId"), own.find(f"{W}ilvl")
    at = level.get(f"{W}val") if level is not None else None
    return (
        number.get(f"{W}val") if number is not None else None,
        int(at) if at and at.isdecimal() and len(at) < 3 else None,
    )
