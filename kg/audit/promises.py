"""What last year's report promised, in this year's report: done, partly done, not mentioned.

Only what can be told from the text is followed: things with a name or of a kind that one can point to
(a centre, a platform, a set of rules). 进一步加强 and its like promise nothing that could be missed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.audit.case import Case, Cases
from kg.audit.rule import finding, passage, words
from kg.model import Finding, Span

_CLAUSE = re.compile(r"[^。；，;,\n]+")
_NAMED = re.compile(r"《(?P<title>[^》]{4,})》|[“\"](?P<quoted>[^”\"]{2,12})[”\"]")
_CUT = re.compile(r"并|，|、|以及|[（(]|的")
_PLACE = re.compile(
    r"^[\u4e00-\u9fff]{2,6}?(?:省|市|区|县|州|镇|乡|旗|街道)(?=[\u4e00-\u9fff]{4,})|^[省市区县州镇乡旗](?=[\u4e00-\u9fff]{4,})"
)
_COUNT = re.compile(
    r"(?P<n>\d+)\s*(?P<what>[个家所处名项座条][\u4e00-\u9fff]{0,4}(?:[（(][\u4e00-\u9fff]{1,4}[）)])?)"
)
_ALIKE, _UNLIKE = 0.75, 0.6
_LEAST = 4


@dataclass(frozen=True, slots=True)
class Promise:
    """A promised thing: where the promise stands, and the words by which the thing is known."""

    span: Span
    key: str
    named: bool


def promises(cases: Cases) -> Iterator[Finding]:
    """Each promise of last year that one can follow, with what this year's report says of it."""
    for before, now in cases.pairs():
        if not before.annual:
            continue
        for promise in promised(before):
            yield from _judge(before, now, promise)


def promised(case: Case) -> list[Promise]:
    """The things that a report's plan promises to bring about, each once."""
    found: dict[str, Promise] = {}
    for item in case.extraction.commitments:
        for match in _CLAUSE.finditer(case.text, item.start, item.end):
            promise = _promise(case, match)
            if promise is not None:
                found.setdefault(promise.key, promise)
    return list(found.values())


def thing(case: Case, promise: Promise) -> str:
    """The promised thing as it is written: the title of a document in 《》."""
    titled = "《" in case.text[promise.span.start : promise.span.end]
    return f"《{promise.key}》" if titled else promise.key


def _promise(case: Case, match: re.Match[str]) -> Promise | None:
    verb = _verbs().search(match[0])
    if verb is None or any(word in match[0][: verb.start()] for word in words("vague")):
        return None
    span = Span(match.start(), match.end())
    rest = match[0][verb.end() :]
    named = _NAMED.match(rest)
    if named:
        if named["title"]:
            return Promise(span, _local(case, named["title"]), True)
        # Names in quotation marks are slogans as often as things; the word for the thing tells.
        after = _CUT.split(rest[named.end() :], maxsplit=1)[0]
        if f"{named['quoted']}{after}".endswith(words("things")):
            return Promise(span, named["quoted"], True)
        return None
    key = _local(case, _CUT.split(rest, maxsplit=1)[0])
    if len(key) < _LEAST or not key.endswith(words("things")):
        return None
    return Promise(span, key, False)


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile("|".join(sorted(words("bring_about"), key=len, reverse=True)))


@cache
def _done() -> re.Pattern[str]:
    return re.compile("|".join(sorted(words("done"), key=len, reverse=True)))


def _local(case: Case, name: str) -> str:
    """A name without the place that it begins with, for that is often left out."""
    region = case.metadata.region or ""
    if region and name.startswith(region) and len(name) > len(region) + 1:
        return name[len(region) :]
    return _PLACE.sub("", name, count=1)


def _judge(before: Case, now: Case, promise: Promise) -> Iterator[Finding]:
    theirs = [passage(before, promise.span)]
    values: dict[str, Any] = {
        "thing": thing(before, promise),
        "year": before.year,
        "promise": before.text[promise.span.start : promise.span.end],
    }
    clause, likeness = _best(now, promise)
    if clause is not None and likeness >= _ALIKE:
        short = _short(before, now, promise, clause)
        if short is not None:
            yield finding(
                "promise-partly", now, clause, passages=theirs, done=short[1], promised=short[0], **values
            )
        elif _done().search(now.text, clause.start, clause.end):
            sure = "certain" if promise.named or likeness == 1 else "likely"
            yield finding("promise-kept", now, clause, passages=theirs, confidence=sure, **values)
    elif likeness < _UNLIKE:
        yield finding("promise-unmentioned", now, passages=theirs, **values)


def _best(now: Case, promise: Promise) -> tuple[Span | None, float]:
    """The clause of the measures that speaks of a thing, those that finish it first, and how surely."""
    best: tuple[float, bool, int] = (0.0, False, 0)
    clause: Span | None = None
    grams = _grams(promise.key)
    for span in now.body:
        for match in _CLAUSE.finditer(now.text, span.start, span.end):
            if now.role_at(match.start()) in ("plan", "problems"):
                continue
            if promise.key in match[0]:
                likeness = 1.0
            elif promise.named:
                continue
            else:
                likeness = len(grams & _grams(match[0])) / len(grams)
            rank = (likeness, bool(_done().search(match[0])), -match.start())
            if clause is None or rank > best:
                best, clause = rank, Span(match.start(), match.end())
    return clause, best[0]


def _grams(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(max(1, len(text) - 1)))


def _short(before: Case, now: Case, promise: Promise, clause: Span) -> tuple[str, str] | None:
    """The promised and the reached number of the same thing, where the latter falls short."""
    asked = {_counted(m): m["n"] for m in _COUNT.finditer(before.text, promise.span.start, promise.span.end)}
    for match in _COUNT.finditer(now.text, clause.start, clause.end):
        what = _counted(match)
        wanted = asked.get(what)
        if wanted and int(match["n"]) < int(wanted):
            return f"{wanted}{what}", f"{match['n']}{what}"
    return None


def _counted(match: re.Match[str]) -> str:
    """The measure word and what is counted, without what is said of it: 个镇 of 个镇全部."""
    return _rest().split(match["what"], maxsplit=1)[0]


@cache
def _rest() -> re.Pattern[str]:
    cues = {*words("after_counted"), *words("bring_about"), *words("done")}
    return re.compile("|".join(sorted(cues, key=len, reverse=True)))
