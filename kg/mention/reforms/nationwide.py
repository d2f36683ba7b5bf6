"""Reforms that the whole country knows, found whether or not the source kept their quotation marks."""

from __future__ import annotations

import re
from functools import cache

import ahocorasick_rs

from kg.lexicon.reforms import reforms
from kg.mention.clauses import CLOSE, OPEN, QUOTES, unquoted
from kg.mention.reforms.parts import QUOTED, STRONG, Found, implementing
from kg.model import Document

# The bare name, the canonical one, its other names, whether it is coined, whether it belongs to rule of law.
Row = tuple[str, str, tuple[str, ...], bool, bool]


@cache
def _nation() -> tuple[ahocorasick_rs.AhoCorasick, list[Row]]:
    rows: dict[str, Row] = {}
    for reform in reforms():
        coined = any(q in name for name in (reform.name, *reform.aka) for q in QUOTES)
        for name in (reform.name, *reform.aka):
            bare = unquoted(name)
            if len(bare) > 2:
                rows.setdefault(bare, (bare, reform.name, tuple(reform.aka), coined, bool(reform.topic)))
    ordered = [rows[name] for name in sorted(rows)]
    automaton = ahocorasick_rs.AhoCorasick(
        [r[0] for r in ordered], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
    )
    return automaton, ordered


@cache
def by_name() -> dict[str, Row]:
    return {row[0]: row for row in _nation()[1]}


# Courses so broad that a report only nods to them.
_WHOLE_POLICY = {"全面深化改革", "改革开放", "重点领域改革", "法治政府建设", "全面依法治国"}
# What follows a name that is only part of another word: 出庭应诉率, 行政复议员, 信访案件.
_ONLY_PART = re.compile(
    r"[率员量费款数]|案件|申请|人员|机构|中心|委员会|情况|领域|能力|水平|范围|组织|意见书|建议书|通知书|指标|议题|实地|督察"
)


def find_nationwide(document: Document) -> list[Found]:
    """Reforms of the lexicon, found whether or not the source kept their quotation marks."""
    text = document.text
    keep = [i for i, char in enumerate(text) if char not in QUOTES]
    automaton, rows = _nation()
    problem = [(s.start, s.end) for s in document.sections if s.role == "problems"]
    inside = [(s.start, s.end) for s in document.sentences]
    first, last = (inside[0][0], inside[-1][1]) if inside else (0, 0)
    found = []
    for index, begin, end in automaton.find_matches_as_indexes("".join(text[i] for i in keep)):
        start, stop = keep[begin], keep[end - 1] + 1
        if not first <= start < last or _ONLY_PART.match(text, stop):
            continue
        start, stop = _widened(text, start, stop)
        _, canonical, aka, coined, legal = rows[index]
        name = text[start:stop]
        firm = (
            coined
            or bool(re.search(rf"(?:{STRONG})$", unquoted(name)))
            or (not legal and _governed(text, start, stop))
        )
        firm = firm and canonical not in _WHOLE_POLICY
        troubled = any(s <= start < e for s, e in problem)
        found.append(
            Found(
                start,
                stop,
                canonical,
                (*aka, name, unquoted(name)),
                optional=not firm or troubled,
                weight=4 if firm else 1,
            )
        )
    return found


def _widened(text: str, start: int, stop: int) -> tuple[int, int]:
    """The match with the head and the quotation marks that stand around it."""
    tail = re.match(rf"[{CLOSE}]?(?:工作)?(?:{QUOTED})", text[stop : stop + 14])
    if tail and not re.match(rf"[{CLOSE}]?(?:计划|政策|项目|办法|清单|服务$|专题|应用|系统)", tail.group()):
        stop += tail.end()
    elif text[stop : stop + 1] in CLOSE and text[start - 1 : start] in OPEN:
        stop += 1
    if text[start - 1 : start] in OPEN and any(q in text[start:stop] for q in CLOSE):
        start -= 1
    return start, stop


def _governed(text: str, start: int, stop: int) -> bool:
    """Whether a verb of carrying out stands in the same clause, before or right behind."""
    line = max(text.rfind(mark, 0, start) for mark in "，,。；;：:！\n")
    behind = re.match(
        r"[\u4e00-\u9fff]{0,4}(?:推进|实施|开展|推行|落地|见效|实行|进展|突破)", text[stop : stop + 10]
    )
    return bool(behind) or bool(implementing().search(text, line + 1, start))
