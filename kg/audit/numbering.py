"""Numbers of headings and items that jump, stand twice or do not begin at the beginning."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.audit.case import Case
from kg.audit.rule import finding
from kg.model import Finding, Span

_HAN = "一二三四五六七八九十"
_STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("一、", re.compile(rf"([{_HAN}]{{1,3}})、")),
    ("（一）", re.compile(rf"[（(]([{_HAN}]{{1,3}})[）)]")),
    ("1.", re.compile(r"(\d{1,2})[.．、](?!\d)")),
)
_ITEMS = re.compile(rf"(?<![\u4e00-\u9fff%％\d])([{_HAN}])是(?![{_HAN}])")
_LONGEST = 40


def headings(case: Case) -> Iterator[Finding]:
    """Headings of one style, each style starting anew wherever it says one or a higher heading stands between."""
    last: dict[str, int] = {}
    since = 0
    for span in case.body:
        for depth, (style, pattern) in enumerate(_STYLES):
            match = pattern.match(case.text, span.start, span.end)
            number = _number(match[1]) if match else None
            if not match or number is None:
                continue
            before = last.get(style)
            if (
                before is not None
                and number not in (1, before + 1)
                and not _torn(case, style, before + 1, since, span)
            ):
                yield _jump(case, span, style, before, number)
            since = span.start
            last = {name: n for name, n in last.items() if name not in _below(depth)} | {style: number}
            break


def _torn(case: Case, style: str, due: int, since: int, span: Span) -> bool:
    """Whether the number that is due stands there after all, in the middle of a line or torn over two."""
    written = (
        r"\s*".join(re.escape(c) for c in _written(style, due)).replace("（", "[（(]").replace("）", "[）)]")
    )
    return re.search(written, case.text[since : span.start]) is not None


def _below(depth: int) -> tuple[str, ...]:
    """A style below one heading may go on counting under the next, or start anew; the deepest always may."""
    return tuple(style for style, _ in _STYLES[depth + 2 :])


def _jump(case: Case, span: Span, style: str, before: int, number: int) -> Finding:
    end = min(span.end, span.start + _LONGEST)
    stop = re.search(r"[。\n]", case.text[span.start : end])
    return finding(
        "numbering-gap",
        case,
        Span(span.start, span.start + stop.start() if stop else end),
        style=style,
        before=_written(style, before),
        number=_written(style, number),
        expected=_written(style, before + 1),
    )


def items(case: Case) -> Iterator[Finding]:
    """一是, 三是 in one paragraph: an item that is not there, or is not numbered."""
    for span in case.body:
        last: int | None = None
        for match in _ITEMS.finditer(case.text, span.start, span.end):
            number = _number(match[1])
            if number is None:
                continue
            # A smaller number begins another series; one that is run into the text is no gap.
            due = f"{_HAN[last]}是" if last is not None and number > last + 1 else ""
            if due and last is not None and due not in case.text[span.start : match.start()]:
                yield _item(case, span, match, last, number)
            last = number


def _item(case: Case, span: Span, match: re.Match[str], last: int, number: int) -> Finding:
    return finding(
        "numbering-gap",
        case,
        Span(match.start(), min(span.end, match.end() + 10)),
        style="一是",
        before=f"{_HAN[last - 1]}是",
        number=f"{_HAN[number - 1]}是",
        expected=f"{_HAN[last]}是",
    )


def _number(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return _HAN.index(text) + 1 if len(text) == 1 else None
    return (10 * (_HAN.index(tens) + 1) if tens else 10) + (_HAN.index(ones) + 1 if len(ones) == 1 else 0)


def _written(style: str, number: int) -> str:
    han = _han(number)
    return {"一、": f"{han}、", "（一）": f"（{han}）", "1.": f"{number}."}[style]


def _han(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else _HAN[tens - 1]) + "十" if tens else ""
    return head + (_HAN[ones - 1] if ones else "")
