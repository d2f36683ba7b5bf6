"""Automatic numbering: the 一、 （一） 1. that Word shows before a paragraph and that its text does not hold."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any, Final

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS: Final = "〇一二三四五六七八九"
_FORMAL: Final = "零壹贰叁肆伍陆柒捌玖"
_CHINESE: Final = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
    }
)
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_LEVEL: Final = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level is counted: its first number, format and the words around the numbers."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    style: str = ""
    """The style of paragraphs that it is bound to."""
    legal: bool = False
    """Whether the numbers above it come as digits."""
    restarts: bool = True
    """Whether it begins anew under each number above it."""


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has been counted; ask for labels in the order of the text."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _started: set[tuple[str, int]] = field(default_factory=set)

    def label(self, number: str, level: int) -> str:
        """The words before the next paragraph of a list's level; "" for bullets and unknown lists."""
        levels = self.levels.get(number, {})
        own = levels.get(level)
        if own is None or own.format in ("bullet", "none"):
            return ""
        counts = self._counts.setdefault(self.abstract.get(number, number), {})
        for deeper in [one for one in counts if one > level and levels.get(one, Level()).restarts]:
            del counts[deeper]
        counts[level] = counts[level] + 1 if level in counts else own.start

        def counted(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            one = levels.get(at, Level())
            return written(counts.get(at, one.start), "decimal" if own.legal else one.format)

        return _LEVEL.sub(counted, own.text)

    def level_of(self, number: str, style: str) -> int | None:
        """The level of a list that is bound to a style, None where none is."""
        levels = self.levels.get(number, {})
        return next((at for at, one in levels.items() if style and one.style == style), None)


def read_numbering(root: Any | None) -> Numbering:
    """The lists that a numbering part defines."""
    numbering = Numbering()
    if root is None:
        return numbering
    abstract = {one.get(f"{W}abstractNumId"): _levels(one) for one in root.iterchildren(f"{W}abstractNum")}
    # A list that links to a style of lists takes its levels from the list that defines the style.
    defined = {
        _value(one, "styleLink", ""): one.get(f"{W}abstractNumId")
        for one in root.iterchildren(f"{W}abstractNum")
    }
    for one in root.iterchildren(f"{W}abstractNum"):
        link = _value(one, "numStyleLink", "")
        if link and link in defined:
            abstract[one.get(f"{W}abstractNumId")] = abstract[defined[link]]
    for one in root.iterchildren(f"{W}num"):
        number = one.get(f"{W}numId") or ""
        reference = one.find(f"{W}abstractNumId")
        base = (reference.get(f"{W}val") or "") if reference is not None else ""
        levels = dict(abstract.get(base, {}))
        overrides = list(one.iterchildren(f"{W}lvlOverride"))
        for override in overrides:
            at = _int(override.get(f"{W}ilvl"), 0)
            own = override.find(f"{W}lvl")
            if own is not None:
                levels[at] = _level(own)
            start = override.find(f"{W}startOverride")
            if start is not None:
                old = levels.get(at, Level())
                levels[at] = replace(old, start=_int(start.get(f"{W}val"), 1))
        numbering.levels[number] = levels
        # Lists of one kind count on from each other, unless one begins anew.
        numbering.abstract[number] = f"num {number}" if overrides else base
    return numbering


def _levels(abstract: Any) -> dict[int, Level]:
    return {_int(one.get(f"{W}ilvl"), 0): _level(one) for one in abstract.iterchildren(f"{W}lvl")}


def _level(lvl: Any) -> Level:
    legal = lvl.find(f"{W}isLgl")
    return Level(
        _int(_value(lvl, "start", "1"), 1),
        _value(lvl, "numFmt", "decimal"),
        _value(lvl, "lvlText", ""),
        _value(lvl, "pStyle", ""),
        legal is not None and legal.get(f"{W}val") not in ("0", "false", "off"),
        _value(lvl, "lvlRestart", "") != "0",
    )


def _value(element: Any, name: str, default: str) -> str:
    found = element.find(f"{W}{name}")
    given = found.get(f"{W}val") if found is not None else None
    return str(given) if given is not None else default


def written(number: int, format_: str) -> str:
    """A number in one of Word's formats; those without a Chinese or Latin form here come as digits."""
    if format_ in _CHINESE or (format_ == "ideographDigital" and number <= 10):
        return chinese(number)
    if format_ in ("ideographTraditional", "ideographZodiac") and number > 0:
        signs = _STEMS if format_ == "ideographTraditional" else _BRANCHES
        return signs[number - 1] if number <= len(signs) else str(number)
    if format_ == "ideographDigital":
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    if format_ == "chineseLegalSimplified" and number < 10:
        return _FORMAL[number]
    if format_ in ("upperLetter", "lowerLetter") and number > 0:
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if format_ == "upperLetter" else letter.lower()
    if format_ in ("upperRoman", "lowerRoman") and 0 < number < 4000:
        return _roman(number) if format_ == "upperRoman" else _roman(number).lower()
    if format_.startswith("decimalEnclosedCircle") and 0 < number <= 20:
        return chr(ord("①") + number - 1)
    if format_ == "decimalZero":
        return f"{number:02}"
    return str(number)


def chinese(number: int) -> str:
    """A number up to 99 as headings count: 一, 十, 十二, 二十, 二十一."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def _roman(number: int) -> str:
    parts = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ["M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"],
        strict=True,
    )
    text = ""
    for value, letters in parts:
        count, number = divmod(number, value)
        text += letters * count
    return text


def _int(given: str | None, default: int) -> int:
    return int(given) if given and given.isdecimal() and len(given) < 7 else default
