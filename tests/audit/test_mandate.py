"""Mandated parts and the deadline: what is said, and to whom the rule does not apply."""

from __future__ import annotations

import pytest
from audit.reports import DUTY, codes, report, words

from kg.audit.mandate import causeless, missing, parts, published, undated


@pytest.mark.parametrize(
    ("day", "code", "sure"),
    [
        ("2024-01-05", "published-in-time", "likely"),
        ("2024-03-31", "published-in-time", "likely"),
        ("2024-04-01", "late-publication", "likely"),
        ("2024-05-06", "late-publication", "likely"),
        ("2025-06-01", "late-publication", "possible"),
    ],
)
def test_the_deadline(day: str, code: str, sure: str) -> None:
    one = report(published=day)
    (found,) = published(one)
    assert (found.code, found.confidence) == (code, sure)
    assert words(one, found) == day


def test_days_late_are_counted_from_the_first_of_april() -> None:
    (found,) = published(report(published="2024-05-06"))
    assert "35 days" in found.message
    assert "逾期35天" in found.message_zh


def test_a_date_of_signing_does_not_show_publication_in_time() -> None:
    one = report(published=None, plan="推进普法。\n\n河口县人民政府\n2024年2月1日")
    (found,) = published(one)
    assert (found.code, found.confidence) == ("published-in-time", "possible")


def test_a_report_without_a_date_is_noted() -> None:
    one = report(published=None)
    assert codes([*published(one), *undated(one)]) == ["publication-date-missing"]
    assert not list(undated(report()))


@pytest.mark.parametrize(
    ("part", "name"),
    [("problems", "存在的不足和原因"), ("duty", "第一责任人职责"), ("plan", "下一年度的主要安排")],
)
def test_a_part_that_is_not_there(part: str, name: str) -> None:
    (found,) = missing(report(**{part: None}))  # type: ignore[arg-type]
    assert found.code == "missing-section"
    assert name in found.message_zh


def test_a_report_with_all_parts_lacks_none() -> None:
    assert not list(missing(report()))
    assert [part.state for part in parts(report())] == ["headed"] * 4


def test_a_part_told_under_another_heading_is_there() -> None:
    one = report("县长带头履行推进法治建设第一责任人职责，主持会议4次。", duty=None)
    assert {part.role: part.state for part in parts(one)}["leadership-duty"] == "treated"
    assert not list(missing(one))


def test_to_plan_that_heads_shall_do_their_duty_is_no_account_of_it() -> None:
    one = report(duty=None, plan="（一）压实法治建设第一责任人职责，完善述法评议制度。")
    assert "missing-section" in codes(list(missing(one)))


def test_to_lament_that_heads_do_not_do_their_duty_is_no_account_of_it() -> None:
    one = report(problems="（一）少数主要负责人履行第一责任人职责不到位。", duty=None)
    assert codes(list(missing(one))) == ["missing-section"]


def test_deeds_of_the_heads_make_the_missing_part_less_sure() -> None:
    plain = report(duty=None)
    told = report("县长带头讲授法治课1堂。", duty=None)
    assert [f.confidence for one in (plain, told) for f in missing(one)] == ["likely", "possible"]


@pytest.mark.parametrize("title", ["{place}人民政府{year}年政府工作报告", "{year}年{place}人民政府工作报告"])
def test_a_work_report_is_not_held_to_the_rule(title: str) -> None:
    one = report(title=title, duty=None, problems=None, published="2024-09-01")
    assert not one.annual
    assert not [*missing(one), *published(one), *undated(one), *causeless(one)]


def test_a_report_from_before_the_rule_is_not_held_to_it() -> None:
    old = report(year=2018, duty=None, published="2019-09-01")
    assert not [*missing(old), *published(old)]
    assert list(published(report(year=2019, published="2020-09-01")))


def test_shortcomings_without_any_cause() -> None:
    bare = "（一）执法力量不足。部分乡镇执法人员偏少。\n\n（二）普法形式单一。"
    (found,) = causeless(report(problems=bare))
    assert "2项" in found.message_zh
    assert not list(causeless(report()))
    assert not list(causeless(report(problems=None, duty=DUTY)))
