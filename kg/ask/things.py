"""Questions for reports, bodies, dates, all figures of a report, and for what a thing is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from kg.ask.answer import ANSWERED, NO_REPORT, NOT_STATED, NOT_UNDERSTOOD, UNKNOWN, Answer, Doubt, Evidence
from kg.ask.names import Names, Report, Thing, query
from kg.ask.scoped import Scoped, reports_in_scope, scoped
from kg.ask.understand import leftover, read, refuse, scope_of, several, unknown_place
from kg.ask.words import PLACE, THING, cue, key, nouns
from kg.network import LABELS
from kg.query import run
from kg.store import Store
from kg.table import Cell
from kg.vocab import PREDICATES, expand

_TYPES: Final = {
    "Institution": "机构", "Region": "行政区域", "Reform": "改革举措", "Policy": "政策文件", "Person": "人物", "Recognition": "荣誉与认可",
}  # fmt: skip
_RELATIONS: Final = {expand(curie): LABELS[name][0] for name, curie in PREDICATES.items()}
_SHOWN: Final = 12


def answer_reports(store: Store, names: Names, question: str) -> Answer | None:
    """Which reports there are, and how many."""
    asked = scoped(
        names, question, "reports", more="年度|法治政府建设|政府工作|哪些|几份|多少份|包含|收录|收入"
    )
    if asked is None:
        return None
    reports, lacking = reports_in_scope(names, asked.scope, asked.years)
    if lacking:
        return Answer(question, NO_REPORT, lacking, notes=asked.notes)
    sparql = query("reports", values={"report": [report.iri for report in reports]})
    rows = _reports(store, names, sparql)
    where = "、".join(thing.name for thing in asked.scope) or "图谱中"
    text = (
        f"{where}共有{len(rows)}份{_years(asked.years)}报告："
        + "、".join(f"《{row[0]}》" for row in rows[:_SHOWN])
        + "。"
    )
    return Answer(
        question, ANSWERED, text, ("报告", "地区", "年度", "发布日期"), rows, asked.notes, (), sparql
    )


def _reports(store: Store, names: Names, sparql: str) -> tuple[tuple[Cell, ...], ...]:
    iris = dict.fromkeys(str(row["report"]) for row in run(store, sparql).records())
    found = [report for iri in iris if (report := names.report(iri)) is not None]
    return tuple((r.title, r.place_name, r.year, r.issued) for r in found)


def answer_when(store: Store, names: Names, question: str) -> Answer | None:
    """When a report was published, or in which reports a thing first appears."""
    asked = scoped(
        names,
        question,
        "when",
        more="年度|报告|法治政府建设|发布|公布|印发|出台|制定|推进|开展|实施|成立|设立|组建|建立|建成|建设|启用|上线|推行|挂牌|获得|获评|入选|获|获奖|开始|提出|发",
    )
    if asked is None:
        return None
    things = (*asked.things, *(() if "报告" in question else asked.bodies))
    if things:
        return _first_mention(store, names, asked, things, question)
    reports, lacking = reports_in_scope(names, asked.scope, asked.years)
    if lacking:
        return Answer(question, NO_REPORT, lacking, notes=asked.notes)
    if not asked.scope:
        raise Doubt(NOT_UNDERSTOOD, "没有理解要问什么的时间，请写明地区、文件或机构的名称。")
    sparql = query("reports", values={"report": [report.iri for report in reports]})
    parts = [f"《{r.title}》{_issued(r)}" for r in reports]
    rows = _reports(store, names, sparql)
    return Answer(
        question,
        ANSWERED,
        "；".join(parts) + "。",
        ("报告", "地区", "年度", "发布日期"),
        rows,
        asked.notes,
        (),
        sparql,
    )


def _years(years: Sequence[int]) -> str:
    """The years that reports are about; they come out in the years after."""
    return f"{'、'.join(f'{year}年度' for year in years)}的" if years else ""


def _issued(report: Report) -> str:
    parts = report.issued.split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return f"的发布日期在图谱中{'是' + report.issued if report.issued else '未载明'}"
    return f"发布于{int(parts[0])}年{int(parts[1])}月{int(parts[2])}日"


def _first_mention(
    store: Store, names: Names, asked: Scoped, things: Sequence[Thing], question: str
) -> Answer:
    sparql = query("mentions", values={"thing": [thing.iri for thing in things]})
    rows, quotes = _mentions(store, names, sparql)
    name = things[0].name
    years = sorted({quote.year for quote in quotes if quote.year is not None})
    if not years:
        return Answer(question, NOT_STATED, f"图谱没有记录“{name}”的时间。", sparql=sparql)
    text = f"图谱没有单独记录“{name}”的日期；提到它的报告为{'、'.join(map(str, years))}年度，最早见于{years[0]}年度报告。"
    notes = (*asked.notes, "报告年度不等于确切日期，请以原文为准。")
    return Answer(
        question, ANSWERED, text, ("名称", "报告年份", "来源"), rows, notes, quotes[:_SHOWN], sparql
    )


def _mentions(
    store: Store, names: Names, sparql: str
) -> tuple[tuple[tuple[Cell, ...], ...], tuple[Evidence, ...]]:
    rows: dict[tuple[Cell, ...], None] = {}
    quotes: dict[Evidence, None] = {}
    for row in run(store, sparql).records():
        report = names.report(str(row["report"]))
        if report is not None:
            rows[(str(row["name"]), report.year, report.title)] = None
            quotes[Evidence(" ".join(str(row["sentence"]).split()), report.title, report.year)] = None
    return tuple(rows), tuple(quotes)


def answer_bodies(store: Store, names: Names, question: str) -> Answer | None:
    """Which bodies the reports of a place name, and how many."""
    words = "|".join(next(noun.words for noun in nouns() if noun.type == "Institution"))
    plain = key(question)
    match = re.search(
        rf"(?:有|共有|提到|涉及)了?(?:哪些|多少个?|几个|什么)(?:{words})|(?:{words})(?:有哪些|有多少个?|有几个)|(?:多少个?|几个)(?:{words})$",
        plain,
    )
    if match is None:
        return None
    reading = read(names, plain.replace(match[0], ""), scope_only=False)
    refuse(reading.text)
    if left := leftover(reading.text.replace("提到", "").replace("涉及", "").replace("报告", "")):
        unknown_place(names, left)
        raise Doubt(NOT_UNDERSTOOD, f"没有理解问题中的“{left}”。")
    places, bodies = scope_of(names, reading.found)
    reports, lacking = reports_in_scope(names, (*places, *bodies), reading.times.years)
    if lacking:
        return Answer(question, NO_REPORT, lacking, notes=reading.times.notes)
    values = {"type": [expand("kg:Institution")], "report": [report.iri for report in reports]}
    sparql = query("mentions", values=values)
    rows, quotes = _mentions(store, names, sparql)
    listed = list(dict.fromkeys(str(row[0]) for row in rows))
    where = "、".join(thing.name for thing in (*places, *bodies)) or "图谱中"
    text = f"{where}的报告共提到{len(listed)}个机构：{'、'.join(listed[:_SHOWN])}{'等' if len(listed) > _SHOWN else ''}。"
    note = "包括报告提到的上级、外地和下属机构；数目是图谱识别出的个数。"
    return Answer(
        question,
        ANSWERED,
        text,
        ("机构", "报告年份", "来源"),
        rows,
        (*reading.times.notes, note),
        quotes[:_SHOWN],
        sparql,
    )


def answer_what(store: Store, names: Names, question: str, *, bare: bool = False) -> Answer | None:
    """What a thing is, and what the graph knows of it. ``bare`` takes the whole question for a name."""
    plain = cue("evidence").sub("", key(question))
    match = cue("what").search(plain)
    if match is None and not bare:
        return None
    wanted = plain if match is None else f"{plain[: match.start()]}{plain[match.end() :]}"
    reading = read(names, wanted, scope_only=False)
    if leftover(reading.text) or reading.text.count(THING) + reading.text.count(PLACE) == 0:
        if bare:
            return None
        rest = leftover(reading.text)
        unknown_place(names, rest)
        known = {t.name for found in names.things.values() for t in found}
        close = names.nearest(wanted, known)
        hint = f"相近的有：{'、'.join(close)}。" if close else ""
        raise Doubt(
            UNKNOWN,
            f"图谱中没有名为“{wanted}”的事物。{hint}",
            suggestions=tuple(f"{name}是什么？" for name in close),
        )
    one = reading.found[-1]
    things = names.one_place(one.things) if one.is_place else one.things
    if len(things) > 1 and any(t.type == "Institution" for t in things):
        raise several(things, names)
    return _described(store, names, things, question)


def _described(store: Store, names: Names, things: Sequence[Thing], question: str) -> Answer:
    thing = things[0]
    iris = [one.iri for one in things]
    texts = [query("mentions", values={"thing": iris})]
    _, quotes = _mentions(store, names, texts[0])
    rows: list[tuple[Cell, ...]] = []
    for side in ("subject", "object"):
        texts.append(query("relations", values={side: iris}))
        for row in run(store, texts[-1]).records():
            report = names.report(str(row["report"]))
            label = _RELATIONS.get(str(row["predicate"]), "")
            rows.append(
                (str(row["subject_name"]), label, str(row["object_name"]), report.title if report else "")
            )
    names_ = sorted({n for n, found in names.things.items() if any(t.iri == thing.iri for t in found)})
    place = names.places.get(thing.region)
    titles = list(dict.fromkeys(quote.report for quote in quotes))
    where = f"，属于{place.name}" if place else ""
    text = f"“{thing.name}”是图谱中的一个{_TYPES[thing.type]}{where}，{len(titles)}份报告提到它"
    text += f"，另称{'、'.join(n for n in names_ if n != key(thing.name))}。" if len(names_) > 1 else "。"
    note = "图谱只收录报告原文，不含词条式的定义；含义请看下面的原句。"
    return Answer(
        question,
        ANSWERED,
        text,
        ("主体", "关系", "对象", "来源"),
        tuple(dict.fromkeys(rows)),
        (note,),
        quotes[:_SHOWN],
        texts[0],
    )


def answer_figures(store: Store, names: Names, question: str) -> Answer | None:
    """Which figures a report gives."""
    asked = scoped(names, question, "figures", more="报告|年度|给出")
    if asked is None:
        return None
    reports, lacking = reports_in_scope(names, asked.scope, asked.years)
    if lacking:
        return Answer(question, NO_REPORT, lacking, notes=asked.notes)
    sparql = query("figures", values={"report": [report.iri for report in reports]})
    rows: list[tuple[Cell, ...]] = []
    for row in run(store, sparql).records():
        report = names.report(str(row["report"]))
        assert report is not None
        rows.append(
            (
                report.place_name,
                report.year,
                str(row["label"]),
                row["value"],
                str(row["unit"] or ""),
                report.title,
            )
        )
    found = tuple(dict.fromkeys(rows))
    where = "、".join(thing.name for thing in asked.scope) or "图谱中"
    return Answer(
        question,
        ANSWERED,
        f"{where}的报告共给出{len(found)}项数据，见下表。",
        ("地区", "年份", "数据", "数值", "单位", "来源"),
        found,
        asked.notes,
        (),
        sparql,
    )
