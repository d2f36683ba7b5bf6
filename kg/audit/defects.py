"""Defects of the source: marks without their partner, lost measure words, stops and dashes, a body printed twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kg.audit.case import Case
from kg.audit.rule import finding, words
from kg.model import Finding, Span

_QUOTES = {"“": "”", "‘": "’", "「": "」", "『": "』"}
_BRACKETS = {"《": "》", "（": "）", "【": "】", "〔": "〕"}
_FOLD = str.maketrans("()", "（）")
_LISTED = re.compile(r"\s*(?:\d{1,2}|[a-zA-Z]|[一二三四五六七八九十]{1,3})[)）]")
_DASH = re.compile(r"(?<!\d)((?:19|20)\d\d)((?:19|20)\d\d)(?=年|[)）])")
_ENUM = "一二三四五六七八九十"
_RUN_IN = re.compile(rf"(?P<before>[\u4e00-\u9fff%％\d])(?P<mark>[{_ENUM}]是)")
_ANY_ENUM = re.compile(rf"[{_ENUM}]是")
_HEADING = re.compile(rf"(?:[（(][{_ENUM}]{{1,3}}[）)]|[{_ENUM}]{{1,3}}、|\d{{1,2}}[.．、](?!\d))")
_ENDS = '。！？；：…”’』」》）】)!?;:."—'
_LONG = 60
_AFTER_COUNT = re.compile(r"[。；;]")
_PRINTED = re.compile(r"\d{1,4}")
_CONTEXT = 40


def twice(case: Case) -> Iterator[Finding]:
    """The page holds its report twice."""
    for aside in case.document.asides:
        if aside.reason == "repetition":
            size = aside.end - aside.start
            yield finding("printed-twice", case, Span(aside.start, aside.end), characters=size)


def quotes(case: Case) -> Iterator[Finding]:
    """Quotation marks without their partner, one finding for a paragraph."""
    yield from _unbalanced(case, "unbalanced-quotes", _QUOTES)
    for span in case.blocks:
        words_ = case.text[span.start : span.end]
        if words_.count('"') % 2:
            at = span.start + words_.rindex('"')
            yield finding("unbalanced-quotes", case, _around(case, at), marks='"', count=1)


def brackets(case: Case) -> Iterator[Finding]:
    """Brackets and title marks without their partner, one finding for a paragraph."""
    yield from _unbalanced(case, "unbalanced-brackets", _BRACKETS)


def _unbalanced(case: Case, code: str, pairs: dict[str, str]) -> Iterator[Finding]:
    for span in case.blocks:
        text = case.text[span.start : span.end].translate(_FOLD)
        if text.count('"') and pairs is _QUOTES and not any(mark in text for mark in pairs):
            continue
        lonely = _lonely(text, pairs)
        if lonely:
            first = span.start + lonely[0]
            last = _around(case, span.start + lonely[-1]).end
            yield finding(
                code,
                case,
                Span(_around(case, first).start, last),
                marks="".join(case.text[span.start + i] for i in lonely),
                count=len(lonely),
            )


def _lonely(text: str, pairs: dict[str, str]) -> list[int]:
    """Where the marks without a partner stand; 1) and a) at the head of an item are none."""
    closers = {closer: opener for opener, closer in pairs.items()}
    heads = {m.end() - 1 for m in re.finditer(rf"(?:^|[；;。：:，,])({_LISTED.pattern})", text)}
    open_: list[tuple[str, int]] = []
    lonely = []
    for i, mark in enumerate(text):
        if mark in pairs:
            if open_ and open_[-1][0] == mark and mark in _QUOTES:
                lonely.append(open_.pop()[1])
            open_.append((mark, i))
        elif mark in closers and not (mark == "’" and text[i - 1 : i].isascii()):
            if open_ and open_[-1][0] == closers[mark]:
                open_.pop()
            elif any(opener == closers[mark] for opener, _ in open_):
                while open_[-1][0] != closers[mark]:
                    lonely.append(open_.pop()[1])
                open_.pop()
            elif i not in heads:
                lonely.append(i)
    return sorted([*lonely, *(i for _, i in open_)])


def _around(case: Case, at: int) -> Span:
    """A mark with the words beside it on its line."""
    begin = case.text.rfind("\n", 0, at) + 1
    stop = case.text.find("\n", at)
    start = max(begin, at - _CONTEXT // 2)
    return Span(start, min(len(case.text) if stop < 0 else stop, at + 1 + _CONTEXT // 2))


def measure_words(case: Case) -> Iterator[Finding]:
    """A count at the end of its clause with no measure word: 编制专报4。"""
    for o in case.extraction.observations:
        if o.kind != "count" or o.unit or o.value is None or not _PRINTED.fullmatch(o.written):
            continue
        at = case.text.rfind(o.written, o.start, o.end)
        after = at + len(o.written)
        if at <= 0 or not _AFTER_COUNT.match(case.text, after):
            continue
        if not re.match(r"[\u4e00-\u9fff》]", case.text[at - 1]) or case.text[at - 1] in words("not_counted"):
            continue
        if o.code is not None or case.text[o.start : at].endswith(words("counted_nouns")):
            yield finding(
                "measure-word-missing", case, Span(o.start, after), label=o.indicator, number=o.written
            )


def dashes(case: Case) -> Iterator[Finding]:
    """Two years without the dash between them: 20212025年."""
    for span in case.body:
        for match in _DASH.finditer(case.text, span.start, span.end):
            if 0 < int(match[2]) - int(match[1]) <= 40:
                yield finding(
                    "year-range-without-dash",
                    case,
                    Span(match.start(), match.end()),
                    written=match[0],
                    meant=f"{match[1]}—{match[2]}",
                )


def run_in(case: Case) -> Iterator[Finding]:
    """一是 right behind a heading, or 三是 behind a sentence, with no stop between."""
    for span in case.body:
        text = case.text[span.start : span.end]
        series = {m[0] for m in _ANY_ENUM.finditer(text)}
        for match in _RUN_IN.finditer(text):
            mark = match["mark"]
            if text[: match.end("before")].endswith(words("not_enumerating")):
                continue
            if len(series & _neighbours(mark)) < 1:
                continue
            at = span.start + match.start("mark")
            begin = _clause_start(text, match.start("mark"))
            heading = mark == "一是" and begin == 0 and bool(_HEADING.match(text))
            code = "heading-run-in" if heading else "stop-missing"
            start = span.start if heading else max(span.start + begin, at - _CONTEXT // 2)
            yield finding(
                code,
                case,
                Span(start, at + 2),
                mark=mark,
                before=text[max(0, match.start("mark") - 10) : match.start("mark")],
            )


def _neighbours(mark: str) -> set[str]:
    at = _ENUM.index(mark[0])
    return {f"{_ENUM[i]}是" for i in (at - 1, at + 1) if 0 <= i < len(_ENUM)}


def _clause_start(text: str, at: int) -> int:
    """Where the sentence that ends at a place begins."""
    stops = [m.end() for m in re.finditer(r"[。；;！？]", text[:at])]
    return stops[-1] if stops else 0


def final_stops(case: Case) -> Iterator[Finding]:
    """A long paragraph that ends without a stop, right before the next numbered one."""
    for span, after in pairwise(case.body):
        text = case.text[span.start : span.end]
        if len(text) < _LONG or text[-1] in _ENDS or "|" in text or "。" not in text:
            continue
        # A page may break a paragraph anywhere; only before a number is it sure to be over.
        if _HEADING.match(case.text, after.start, after.end):
            yield finding("final-stop-missing", case, Span(span.end - _CONTEXT // 2, span.end), end=text[-8:])
