"""Findings as cards, one for each report, on a page that can be printed and handed to its authors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from kg.audit.case import Case, Cases
from kg.audit.engine import CHECKS, COMPARISONS, Check, Comparison
from kg.audit.mandate import parts
from kg.audit.rule import SEVERITIES, abouts
from kg.model import Finding, Passage

_BEFORE, _AFTER, _LONG = 60, 60, 260
_NAMES = {
    "zh": {"error": "应当更正", "warning": "请核实", "note": "供参考", "certain": "确定", "likely": "较有把握", "possible": "有待查证"},
    "en": {"error": "to correct", "warning": "to check", "note": "for information", "certain": "certain", "likely": "likely", "possible": "possible"},
}  # fmt: skip
_WORDS = {
    "zh": {
        "title": "报告核查意见",
        "intro": "以下是对报告文字的核查结果。每一条都写明位置、依据和核实办法；是否属实，以报告单位的核实为准。",
        "none": "没有发现问题。",
        "sure": "把握",
        "source": "依据",
        "settle": "核实办法",
        "here": "本报告",
        "place": "第{line}段，第{start}—{end}字",
        "quiet": "核查过而没有发现问题的项目",
        "published": "公开日期",
        "unknown": "未注明",
        "parts": "规定内容",
        "treated": "未单列，正文有所涉及",
        "missing": "未见",
        "alone": "未与上年报告对照：没有上年的报告。",
        "sep": "、",
        "stop": "。",
    },
    "en": {
        "title": "Findings on reports",
        "intro": "What a check of the text found. Each finding says where, on what ground, and what would settle it.",
        "none": "Nothing was found.",
        "sure": "confidence",
        "source": "Ground",
        "settle": "Settled by",
        "here": "This report",
        "place": "paragraph {line}, characters {start}–{end}",
        "quiet": "Checked without a finding",
        "published": "published",
        "unknown": "no date",
        "parts": "Mandated parts",
        "treated": "no heading of its own, but treated",
        "missing": "not found",
        "alone": "Not compared with last year’s report, which was not given.",
        "sep": ", ",
        "stop": ".",
    },
}


@dataclass(frozen=True, slots=True)
class Quote:
    """Words in their context, marked, under the name of where they stand."""

    name: str
    place: str
    html: Markup


def page(findings: Sequence[Finding], cases: Cases, *, lang: str = "zh") -> str:
    """The page as HTML text: no script, no other file, every word of the reports escaped."""
    known = {case.iri: case for case in cases.cases}
    compared = {now.iri for _, now in cases.pairs()}
    by_report: dict[str, list[Finding]] = {}
    for one in findings:
        by_report.setdefault(one.report, []).append(one)
    cards = [
        _card(case, by_report.get(case.iri, []), known, lang, case.iri in compared) for case in cases.cases
    ]
    graph = [f for f in findings if f.report not in known]
    html: str = _template().render(
        cards=cards, graph=graph, words=_WORDS[lang], names=_NAMES[lang], lang=lang
    )
    return html


@cache
def _template() -> Any:
    environment = Environment(
        loader=PackageLoader("kg.audit", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    return environment.get_template("card.html.j2")


def _card(
    case: Case, findings: list[Finding], known: dict[str, Case], lang: str, compared: bool
) -> dict[str, Any]:
    zh = lang == "zh"
    groups: dict[str, list[dict[str, Any]]] = {}
    for finding in sorted(findings, key=lambda f: (SEVERITIES.index(f.severity), f.start or 0)):
        about = abouts().get(finding.code)
        group = about.group if about else "图谱|The graph"
        entry = {
            "finding": finding,
            "name": (about.name_zh if zh else about.name) if about else finding.code,
            "message": finding.message_zh if zh and finding.message_zh else finding.message,
            "hint": finding.hint_zh if zh and finding.hint_zh else finding.hint,
            "quotes": _quotes(finding, case, known, lang),
        }
        groups.setdefault(group.split("|")[0 if zh else 1], []).append(entry)
    order = list(dict.fromkeys(a.group.split("|")[0 if zh else 1] for a in abouts().values()))
    counts = {s: sum(f.severity == s for f in findings) for s in SEVERITIES}
    return {
        "title": case.metadata.title,
        "published": case.metadata.published,
        "path": case.path,
        "groups": sorted(groups.items(), key=lambda item: order.index(item[0]) if item[0] in order else 99),
        "parts": [
            {"name": p.name_zh if zh else p.name, "state": p.state, "heading": p.heading} for p in parts(case)
        ],
        "counts": {s: n for s, n in counts.items() if n},
        "quiet": _quiet(case, findings, lang, compared),
        "alone": case.annual and not compared,
    }


def _quiet(case: Case, findings: list[Finding], lang: str, compared: bool) -> list[str]:
    """The names of the rules that were run on a report and found nothing."""
    found = {finding.code for finding in findings}
    bound = {code for code, about in abouts().items() if case.annual or "督察工作规定" not in about.source}
    ran: list[Check | Comparison] = [*CHECKS, *(COMPARISONS if compared else ())]
    codes = [code for check in ran for code in check.codes if code in bound and code not in found]
    skip = {"promise-kept", "published-in-time"}
    return list(
        dict.fromkeys(
            abouts()[c].name_zh if lang == "zh" else abouts()[c].name for c in codes if c not in skip
        )
    )


def _quotes(finding: Finding, case: Case, known: dict[str, Case], lang: str) -> list[Quote]:
    found = []
    if finding.start is not None and finding.end is not None:
        found.append(
            _quote(case, finding.start, finding.end, lang, _WORDS[lang]["here"] if finding.passages else "")
        )
    for passage in finding.passages:
        found.append(_other(passage, known, lang))
    return found


def _other(passage: Passage, known: dict[str, Case], lang: str) -> Quote:
    other = known.get(passage.report)
    if other is None:
        return Quote(passage.file, "", Markup("<mark>{}</mark>").format(passage.quote))
    return _quote(other, passage.start, passage.end, lang, other.metadata.title)


def _quote(case: Case, start: int, end: int, lang: str, name: str) -> Quote:
    """Words with what stands around them in their paragraph; the middle of very long ones is left out."""
    paragraphs = [span for span in case.body if span.start <= start]
    place = _WORDS[lang]["place"].format(line=max(1, len(paragraphs)), start=start, end=end)
    within = paragraphs[-1] if paragraphs and start < paragraphs[-1].end else case.sentence_at(start)
    left = max(within.start, start - _BEFORE)
    right = min(max(within.end, end), end + _AFTER)
    words = cut(case.text[start:end].strip())
    lead = ("……" if left > within.start else "") + case.text[left:start].lstrip()
    tail = case.text[end:right].partition("\n")[0] + ("……" if right < within.end else "")
    html = Markup("{}<mark>{}</mark>{}").format(
        lead, Markup("<br>").join(map(escape, words.split("\n"))), tail
    )
    return Quote(name, place, html)


def cut(words: str) -> str:
    """The beginning and the end of long words, at the stops next to where they would be cut."""
    if len(words) <= _LONG:
        return words
    head, tail = words[: _LONG // 2], words[-_LONG // 2 :]
    stop, start = max(head.rfind("。"), head.rfind("；")), tail.find("。")
    head = head[: stop + 1] if stop > 0 else head
    tail = tail[start + 1 :] if 0 <= start < len(tail) - 1 else tail
    return f"{head}……{tail.lstrip()}"
