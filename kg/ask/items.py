"""Questions for the shortcomings that reports name, what they say caused them, and the next steps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from kg.ask.answer import ANSWERED, NO_REPORT, NOT_STATED, NOT_UNDERSTOOD, Answer, Doubt, Evidence
from kg.ask.names import Names, Report, query
from kg.ask.scoped import Scoped, reports_in_scope, scoped
from kg.ask.words import key, without_idle
from kg.lexicon.segment import tokenizer
from kg.query import run
from kg.store import Store
from kg.table import Cell
from kg.vocab import expand

_SHOWN: Final = 12
_MARKER: Final = re.compile(
    r"^(?:[(（]?[一二三四五六七八九十]{1,3}[)）、是]+|[(（]?\d{1,2}(?:[)）、]|[.．](?!\d)))\s*"
)
_MORE: Final = (
    "哪些|什么|啥|哪几|多少[个项条]?|几[个项条]|承认|自己|工作|法治政府建设|方面|提出|指出|报告|存在|出现|产生|造成|导致|引起|"
    "这些|会|写明|说明"
)
_SHORTCOMING: Final = re.compile("问题|不足|短板|困难|薄弱环节")


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of item: its class, its query, its word in answers, and the columns of its table."""

    cue: str
    type: str
    word: str
    columns: tuple[str, ...]


_KINDS: Final = {
    "problems": _Kind("problems", "Problem", "不足", ("地区", "年份", "不足", "原因", "来源")),
    "causes": _Kind("causes", "Cause", "不足的原因", ("地区", "年份", "不足", "原因", "来源")),
    "plans": _Kind("plans", "Commitment", "下一步打算", ("地区", "年份", "下一步打算", "来源")),
}


@dataclass(frozen=True, slots=True)
class _Item:
    report: Report
    text: str
    other: str
    sentence: str


def answer_items(store: Store, names: Names, question: str, *, kind: str) -> Answer | None:
    """Which shortcomings (``problems``), their ``causes`` or next steps (``plans``) reports name."""
    if kind == "causes" and not _SHORTCOMING.search(key(question)):
        return None
    shape = _KINDS[kind]
    more = f"{_MORE}|{_SHORTCOMING.pattern}" if kind == "causes" else _MORE
    asked = scoped(names, question, kind, more=more, with_about=True)
    if asked is None:
        return None
    if asked.things:
        raise Doubt(
            NOT_UNDERSTOOD, f"没有理解“{asked.things[0].name}”与“{shape.word}”的关系，请只写明地区和年份。"
        )
    reports, lacking = reports_in_scope(names, asked.scope, asked.years)
    if lacking:
        return Answer(question, NO_REPORT, lacking, notes=asked.notes)
    if kind == "plans" and not asked.years:
        reports, asked = _latest(reports, asked)
    query_name = "causes" if kind == "causes" else "items"
    values = {"type": [expand(f"kg:{shape.type}")], "report": [report.iri for report in reports]}
    sparql = query(query_name, values=values)
    items = _items(store, names, sparql)
    held = _about(items, asked.about)
    if not held:
        return _none(question, asked, shape, reports, items, sparql)
    return _listed(question, asked, kind, held, sparql)


def _items(store: Store, names: Names, sparql: str) -> list[_Item]:
    found: dict[_Item, None] = {}
    for row in run(store, sparql).records():
        report = names.report(str(row["report"]))
        assert report is not None
        text, other, sentence = (
            " ".join(str(row[name] or "").split()) for name in ("text", "other", "sentence")
        )
        found[_Item(report, _MARKER.sub("", text), _MARKER.sub("", other), sentence)] = None
    return list(found)


def _latest(reports: Sequence[Report], asked: Scoped) -> tuple[tuple[Report, ...], Scoped]:
    """The latest reports of each place: what is next is said there."""
    last = {r.place: max(o.year or 0 for o in reports if o.place == r.place) for r in reports}
    kept = tuple(report for report in reports if (report.year or 0) == last[report.place])
    if len(kept) == len(reports):
        return kept, asked
    return kept, replace(asked, notes=(*asked.notes, "问题没有指明年份，取各地区最新年度的报告。"))


def _about(items: Sequence[_Item], about: str) -> list[_Item]:
    """The items that hold all words of what is asked about."""
    words = [word for word in tokenizer().lcut(about.replace(" ", "")) if without_idle(word)]
    return [item for item in items if all(word in key(item.text + item.other) for word in words)]


def _none(
    question: str, asked: Scoped, shape: _Kind, reports: Sequence[Report], items: Sequence[_Item], sparql: str
) -> Answer:
    titles = (
        "、".join(f"《{r.title}》" for r in reports) if len(reports) <= 3 else f"图谱中的{len(reports)}份报告"
    )
    if items:
        raise Doubt(
            NOT_UNDERSTOOD,
            f"没有理解问题中的“{asked.about}”：{titles}的{len(items)}条{shape.word}都没有同时含有这些字词。",
        )
    text = f"{titles}没有写明{shape.word}。"
    return Answer(question, NOT_STATED, text, notes=asked.notes, sparql=sparql)


def _brief(text: str) -> str:
    """The first sentence of a text, for a list within a sentence."""
    return re.split("[。；;]", text, maxsplit=1)[0]


def _listed(question: str, asked: Scoped, kind: str, items: Sequence[_Item], sparql: str) -> Answer:
    shape = _KINDS[kind]
    rows: list[tuple[Cell, ...]] = []
    for item in items:
        head, tail = (item.report.place_name, item.report.year), (item.report.title,)
        sides = {
            "problems": (item.text, item.other),
            "causes": (item.other, item.text),
            "plans": (item.text,),
        }[kind]
        rows.append((*head, *sides, *tail))
    columns = shape.columns
    if kind == "problems" and not any(item.other for item in items):
        columns, rows = (*columns[:3], columns[4]), [(*row[:3], row[4]) for row in rows]
    counts: dict[str, int] = {}
    for item in items:
        counts[item.report.title] = counts.get(item.report.title, 0) + 1
    about = f"与“{asked.about}”有关的" if asked.about else ""
    text = "；".join(f"《{title}》提出{n}条{about}{shape.word}" for title, n in counts.items())
    if len(items) <= _SHOWN:
        text += "：" + "；".join(f"（{i}）{_brief(item.text)}" for i, item in enumerate(items, 1))
    notes = asked.notes
    if asked.about:
        notes = (*notes, f"只列出含有“{asked.about}”字词的条目。")
    quotes = dict.fromkeys(Evidence(item.sentence, item.report.title, item.report.year) for item in items)
    return Answer(question, ANSWERED, f"{text}。", columns, tuple(rows), notes, tuple(quotes), sparql)
