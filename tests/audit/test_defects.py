"""Defects of the source, each beside the sound form that must not be called one."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from audit.reports import codes, report, words

from kg.audit import defects, numbering
from kg.audit.case import Case
from kg.model import Finding

Rule = Callable[[Case], Iterable[Finding]]

FAULTS: list[tuple[Rule, str, str]] = [
    (defects.quotes, "推行“一窗通办改革，成效明显。", "unbalanced-quotes"),
    (defects.quotes, "推行一窗通办”改革，成效明显。", "unbalanced-quotes"),
    (defects.quotes, "出台若干政策”“支持园区发展的意见等文件。", "unbalanced-quotes"),
    (defects.quotes, '推行"一窗通办改革，成效明显。', "unbalanced-quotes"),
    (defects.brackets, "印发《执法公示办法，强化监督。", "unbalanced-brackets"),
    (defects.brackets, "覆盖乡镇（街道，强化监督。", "unbalanced-brackets"),
    (defects.brackets, "覆盖乡镇街道)，强化监督。", "unbalanced-brackets"),
    (defects.measure_words, "编制败诉风险案件专报4。", "measure-word-missing"),
    (defects.dashes, "落实《法治政府建设实施纲要(20212025年)》。", "year-range-without-dash"),
    (defects.run_in, "（一）优化营商环境一是制定方案。二是简化流程。", "heading-run-in"),
    (defects.run_in, "一是制定方案。二是简化流程，监管率达55.86%三是多点发力。", "stop-missing"),
    (
        defects.final_stops,
        "持续推进公职律师工作。" + "开展业务培训和岗位练兵，" * 5 + "覆盖率达到100%\n\n（二）规范执法。",
        "final-stop-missing",
    ),
    (numbering.headings, "（一）规范决策。\n\n（三）规范执法。", "numbering-gap"),
    (numbering.headings, "（一）规范决策。\n\n（二）规范执法。\n\n（二）化解争议。", "numbering-gap"),
    (numbering.headings, "1.规范决策。\n\n3.规范执法。", "numbering-gap"),
    (numbering.items, "一是规范决策。三是规范执法。", "numbering-gap"),
]

SOUND: list[tuple[Rule, str]] = [
    (defects.quotes, "推行“一窗通办”改革，落实“双随机、一公开”监管。"),
    (defects.quotes, "推行“‘一窗’通办”改革，落实'清单'管理。"),
    (defects.quotes, '推行"一窗通办"改革，成效明显。'),
    (defects.quotes, "实现“\n十四五\n”良好开局。"),
    (defects.brackets, "印发《执法公示办法（试行）》，覆盖乡镇(街道）。"),
    (defects.brackets, "工作如下：1)规范决策；2)规范执法；a)化解争议。"),
    (defects.brackets, "细颗粒物（PM\n2.5\n）浓度下降。"),
    (defects.measure_words, "编制败诉风险案件专报4期。"),
    (defects.measure_words, "热线电话为12345。"),
    (defects.dashes, "落实《法治政府建设实施纲要（2021—2025年）》，编号20212025。"),
    (defects.run_in, "（一）优化营商环境。一是制定方案。二是简化流程。"),
    (defects.run_in, "目标统一是前提，二是简化流程。"),
    (
        defects.final_stops,
        "持续推进公职律师工作。" + "开展业务培训和岗位练兵，" * 5 + "细颗粒物PM\n\n2.5浓度下降。",
    ),
    (
        numbering.headings,
        "（一）规范决策。\n\n1.做好公开。\n\n（二）规范执法。\n\n1.强化监督。\n\n2.化解争议。",
    ),
    (numbering.headings, "（一）规范决策。\n\n（\n二）规范执法。\n\n（三）化解争议。"),
    (numbering.items, "一是规范决策。二是规范执法。一是强化监督。"),
    (numbering.items, "一是规范决策，提升效率二是规范执法。三是强化监督。"),
]


@pytest.mark.parametrize(("rule", "text", "code"), FAULTS)
def test_a_defect_is_found_once(rule: Rule, text: str, code: str) -> None:
    one = report(text)
    (found,) = rule(one)
    assert found.code == code
    assert words(one, found)


@pytest.mark.parametrize(("rule", "text"), SOUND)
def test_a_sound_text_is_left_alone(rule: Rule, text: str) -> None:
    assert codes(list(rule(report(text)))) == []


def test_numbers_beyond_ten() -> None:
    items = "\n\n".join(f"（{n}）规范执法。" for n in ("九", "十", "十一", "十二", "二十"))
    (found,) = numbering.headings(
        report("\n\n".join(f"（{n}）规范执法。" for n in "一二三四五六七八") + "\n\n" + items)
    )
    assert "（十三）" in found.message_zh


def test_a_body_printed_twice() -> None:
    one = report("全面推行行政执法公示制度，编制音像记录事项清单，做到执法过程有记录、可回溯。" * 8)
    from kg.audit.case import case
    from kg.iri import Names
    from kg.link import extract
    from kg.read import read_bytes

    twice = case(extract(read_bytes((one.text + one.text).encode(), source_name="twice.txt")), names=Names())
    (found,) = defects.twice(twice)
    assert found.start == len(one.text)
    assert not list(defects.twice(one))
