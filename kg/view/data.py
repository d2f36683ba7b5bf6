"""What the page knows beyond the drawing: facts, sentences and names, each said once."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import networkx as nx
from pypinyin import Style, lazy_pinyin

from kg.view import topics
from kg.view.figures import FIGURE, describe
from kg.view.group import heading
from kg.view.layout import Chart
from kg.view.text import Units


class Table:
    """A list of values without repetition; ``at`` gives the place of one."""

    def __init__(self) -> None:
        self._places: dict[Any, int] = {}

    def at(self, value: Hashable) -> int:
        """The place of a value, made where it is new."""
        return self._places.setdefault(value, len(self._places))

    def values(self) -> list[Any]:
        """The values, in the order of their places."""
        return list(self._places)


class Tables:
    """The sentences, sections and reports that things point to.

    A sentence is its report's place, its start in the report's text (-1 where that is unknown), and its words;
    where the page holds that text, its end in place of the words. Offsets are in UTF-16 units, as the page counts.
    """

    def __init__(self, reports: Iterable[str], texts: Mapping[str, str] | None = None) -> None:
        self.sentences = Table()
        self.sections = Table()
        self.reports = Table()
        self.topics = Table()
        self._texts = dict(texts or {})
        self._units = {report: Units(text) for report, text in self._texts.items()}
        for report in reports:
            self.reports.at(report)

    def passage(self, one: Mapping[str, Any]) -> list[int]:
        """Sentence, start and end of the quote in it, section."""
        sentence = str(one.get("sentence") or "")
        start, end = int(one.get("quote_start") or 0), int(one.get("quote_end") or 0)
        units = [_units(sentence[:offset]) for offset in (start, end)]
        row = self._sentence(sentence, one, start)
        return [self.sentences.at(row), *units, self.sections.at(str(one.get("section") or ""))]

    def _sentence(self, sentence: str, one: Mapping[str, Any], quote: int) -> tuple[Any, ...]:
        report = str(one.get("report") or "")
        place = self.reports.at(report) if report else -1
        first = int(one["start"]) - quote if one.get("start") is not None else -1
        text = self._texts.get(report)
        if text is None or first < 0 or not text.startswith(sentence, first):
            return place, first, sentence
        units = self._units[report]
        return place, units.at(first), units.at(first + len(sentence))

    def passages(self, many: Iterable[Mapping[str, Any]]) -> list[list[int]]:
        """Those that have a sentence, none twice."""
        found = [self.passage(one) for one in many if one.get("sentence")]
        return [one for place, one in enumerate(found) if one not in found[:place]]


def _units(text: str) -> int:
    return len(text) + sum(letter > "\uffff" for letter in text)


def thing(key: str, data: Mapping[str, Any], tables: Tables, *, figured: bool = False) -> dict[str, Any]:
    """One node's own record; empty parts are left out, and the figures of one whose figures are nodes (``figured``)."""
    facts = () if figured else data.get("facts", ())
    record = {
        "i": key,
        "a": list(data.get("aka", ())),
        "g": str(data.get("region") or ""),
        "r": [tables.reports.at(str(report)) for report in data.get("reports", ())],
        "f": [_fact(fact, tables) for fact in facts],
        "t": [tables.topics.at(code) for code in topics.of_thing(data)],
        "m": tables.passages(data.get("mentions", ())),
        "y": [pinyin(name) for name in _names(data)],
        # Where the page holds a part of the store: neighbours in the whole, all mentions, whether more is to be said.
        "n": int(data.get("neighbours", 0)),
        "q": int(data.get("mentioned", 0)),
        "l": int(bool(data.get("brief"))),
    }
    return {name: value for name, value in record.items() if value}


def _names(data: Mapping[str, Any]) -> tuple[str, ...]:
    """What a thing is called; a figure by what it measures, without its value."""
    facts = data.get("facts", ())
    name = facts[0].get("label") if data.get("type") == FIGURE and facts else data.get("label")
    return str(name or ""), *data.get("aka", ())


def _fact(fact: Mapping[str, Any], tables: Tables) -> dict[str, Any]:
    record = {
        "n": str(fact.get("label") or ""),
        "c": str(fact.get("code") or ""),
        "k": str(fact.get("kind") or ""),
        "p": str(fact.get("period") or ""),
        "b": str(fact.get("baseline_period") or ""),
        "w": str(fact.get("written") or ""),
        "e": tables.passages([fact]),
        **{name[0].upper(): value for name, value in describe(fact).items()},
    }
    return {name: value for name, value in record.items() if value}


def pinyin(text: str) -> str:
    """The first letters of the syllables, other letters and digits as they are: 行政复议 → xzfy."""
    letters = "".join(lazy_pinyin(text, style=Style.FIRST_LETTER, errors="default"))
    return "".join(letter for letter in letters if letter.isalnum()).lower()


def links(
    graph: nx.MultiDiGraph, edges: Iterable[tuple[str, str, str]], tables: Tables
) -> list[dict[str, Any]]:
    """For each edge its evidence, and whether the subject is left out in the text."""
    records = []
    for source, target, name in edges:
        data = graph.edges[source, target, name]
        record = {"e": tables.passages(data.get("evidence", ())), "n": int(bool(data.get("implicit")))}
        records.append({part: value for part, value in record.items() if value})
    return records


def predicates(graph: nx.MultiDiGraph) -> list[dict[str, str]]:
    """The predicates in use, with their labels."""
    known: dict[str, dict[str, str]] = {}
    for _, _, name, data in graph.edges(keys=True, data=True):
        predicate = str(data.get("predicate") or name)
        labels = {"zh": str(data.get("label_zh") or predicate), "en": str(data.get("label_en") or predicate)}
        known.setdefault(str(name), {"key": str(name), **labels})
    return [known[name] for name in sorted(known)]


def reports(graph: nx.MultiDiGraph, tables: Tables) -> list[dict[str, str]]:
    """What is known of each report, in the order in which passages point to them."""
    known = graph.graph.get("reports", {})
    parts = ("title", "publisher", "published", "year", "region")
    return [
        {"i": iri, **{part: str(known[iri].get(part) or "") for part in parts if iri in known}}
        for iri in tables.reports.values()
    ]


def chart(chart: Chart) -> dict[str, Any]:
    """The groups' boxes, and where the realms stand that they belong to."""
    return {"frames": _frames(chart), "middles": chart.middles, "centres": chart.centres}


def _frames(chart: Chart) -> list[dict[str, Any]]:
    return [
        {"x": round(box.x, 1), "y": round(box.y, 1), "w": round(box.width, 1), "h": round(box.height, 1),
         "c": round(box.column, 1), "n": box.columns, "r": box.realm, "t": box.group.type, "s": heading(box.group.heading)}
        for box in chart.frames
    ]  # fmt: skip


def pack(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Records with like keys as columns, so that each key is written once; what is missing is null."""
    keys = sorted({key for row in rows for key in row})
    return {"size": len(rows), "columns": {key: [row.get(key) for row in rows] for key in keys}}
