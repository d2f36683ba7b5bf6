"""Questions for who holds a post, and which officials reports name."""

from __future__ import annotations

import re

from kg.ask.answer import ANSWERED, NO_REPORT, NOT_STATED, Answer, Evidence
from kg.ask.names import Names, query
from kg.ask.scoped import Scoped, reports_in_scope, scoped
from kg.ask.words import cue, key
from kg.query import run
from kg.store import Store
from kg.table import Cell


def answer_officials(store: Store, names: Names, question: str) -> Answer | None:
    """Who holds a post, or which officials reports name."""
    people = [t for found in names.things.values() for t in found if t.type == "Person"]
    if not people:
        return None
    sparql = query("mentions", values={"thing": sorted({p.iri for p in people})})
    found = [{k: str(v or "") for k, v in row.items()} for row in run(store, sparql).records()]
    posts = {part for row in found for part in re.split("[、,，]", row["post"]) if part}
    ends = sorted({post[-n:] for post in posts for n in range(2, len(post) + 1)}, key=lambda x: (-len(x), x))
    common = "|".join([*map(re.escape, ends), "[省市县区镇乡州]长", "局长", "书记", "主任"])
    asked = scoped(names, question, "officials", more="提到|出现|担任|职务|提及")
    post = ""
    if asked is None:
        match = re.search(common, key(question))
        if match is None or not cue("person").search(key(question)):
            return None
        post = match[0]
        asked = scoped(names, question, "person", more=f"{re.escape(post)}|现任|党委|政府|党组")
        if asked is None:
            return None
    return _officials(names, asked, question, post, found, sparql)


def _holds(held: str, post: str) -> bool:
    """Whether posts are or end with the one asked for; a deputy's is not the head's."""
    named = held.endswith(post) or post in re.split("[、,，]", held)
    return named and not (post and "副" in held and "副" not in post)


def _officials(
    names: Names, asked: Scoped, question: str, post: str, found: list[dict[str, str]], sparql: str
) -> Answer:
    reports, lacking = reports_in_scope(names, asked.scope, asked.years)
    if lacking:
        return Answer(question, NO_REPORT, lacking, notes=asked.notes)
    inside = {report.iri for report in reports}
    rows: dict[tuple[Cell, ...], None] = {}
    quotes: dict[Evidence, None] = {}
    for row in found:
        report = names.report(row["report"])
        if report is None or row["report"] not in inside or not _holds(row["post"], post):
            continue
        rows[(row["name"], row["post"], report.title, report.year)] = None
        quotes[Evidence(" ".join(row["sentence"].split()), report.title, report.year)] = None
    where = "、".join(thing.name for thing in asked.scope)
    if not rows:
        text = f"{where}的报告没有写明{post or '公职人员'}的姓名。"
        return Answer(question, NOT_STATED, text, notes=asked.notes, sparql=sparql)
    people = dict.fromkeys((str(row[0]), str(row[1])) for row in rows)
    listed = "、".join(f"{name}（{held}）" if held else name for name, held in people)
    note = "姓名和职务以报告发布时为准，现任情况可能已有变化；报告也可能提到别处的人员。"
    return Answer(
        question,
        ANSWERED,
        f"{where or '图谱中'}的报告提到：{listed}。",
        ("姓名", "职务", "来源", "报告年份"),
        tuple(rows),
        (*asked.notes, note),
        tuple(quotes),
        sparql,
    )
