from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kg import texts
from kg.errors import StoreError, UnknownThing
from kg.pipeline import open_output
from kg.report import PlaceReport, place_report
from kg.report.values import BEGUN, BETTER, CONTINUED, DROPPED, Quote


def made(folder: Path, place: str, years: tuple[int, ...] = (), body: str = "") -> PlaceReport:
    with open_output(folder) as store:
        return place_report(store, folder, place, years=years, body=body)


@pytest.fixture(scope="module")
def report(two_years: Path) -> PlaceReport:
    return made(two_years, "青禾区", (2022, 2023))


def quotes_of(report: PlaceReport) -> list[Quote]:
    found = [p.quote for t in report.trends for p in t.points]
    found += [x.quote for x in (*report.reforms, *report.policies, *report.bodies, *report.recognitions)]
    found += [q for p in report.problems for q in (p.quote, p.again, *p.causes)]
    found += [q for p in report.promises for q in (p.quote, p.answer)]
    found += [q for f in report.findings for q in f.quotes]
    return [quote for quote in found if quote is not None]


def test_every_quote_stands_where_it_says(report: PlaceReport, two_years: Path) -> None:
    read = {y: texts.path(two_years / texts.FOLDER, f"qinghe-{y}").read_text("utf-8") for y in (2022, 2023)}
    quotes = quotes_of(report)
    assert len(quotes) > 150
    for quote in quotes:
        words = " ".join(read[quote.year][quote.start : quote.end].split())
        assert words == quote.exact or all(part in words for part in quote.exact.split("……"))


def test_figures_with_their_change_and_which_way_is_better(report: PlaceReport) -> None:
    lost = next(one for one in report.trends if one.name == "行政诉讼一审败诉率")
    assert (lost.before, lost.change, lost.verdict) == (Decimal("12.1"), Decimal("-2.9"), BETTER)
    received = next(one for one in report.trends if one.name.startswith("行政复议收案数"))
    assert received.verdict == "" and received.points[1].disagrees
    assert (received.points[1].reported, received.points[1].baseline) == (186, 168)


def test_reforms_begun_continued_and_no_longer_mentioned(report: PlaceReport) -> None:
    by = {(one.name, one.state) for one in report.reforms if one.year == 2023}
    assert ("扫码入企", BEGUN) in by
    assert ("证照分离改革", CONTINUED) in by
    assert ("枫桥经验", DROPPED) in by
    assert {one.state for one in report.reforms if one.year == 2022} == {"carried"}


def test_promises_and_problems_are_those_of_the_audit(report: PlaceReport) -> None:
    assert {one.thing: one.state for one in report.promises} == {
        "行政争议协调化解中心": "kept",
        "《行政规范性文件管理办法》": "kept",
        "行政执法监督联络站": "partly",
        "禾审通": "unmentioned",
        "涉外法律服务团": "unmentioned",
    }
    assert [one.text for one in report.problems if one.again] == ["行政复议人员配备仍显不足"]
    assert {one.code for one in report.findings} >= {"late-publication", "baseline-mismatch"}
    assert not {one.code for one in report.findings} & {"promise-kept", "recurring-problem"}


def test_what_a_later_year_does_is_judged_by_earlier_reports_outside_the_years(two_years: Path) -> None:
    report = made(two_years, "青禾区", (2023,))
    assert [one.year for one in report.sources] == [2023]
    assert {one.state for one in report.reforms} == {BEGUN, CONTINUED, DROPPED}
    lost = next(one for one in report.trends if one.name == "行政诉讼一审败诉率")
    assert (lost.since, lost.before) == (2022, Decimal("12.1"))


def test_a_body_of_a_place(two_years: Path) -> None:
    report = made(two_years, "澜川市", body="市场监督管理局")
    assert report.publisher == "澜川市市场监督管理局"
    assert made(two_years, "澜川市市场监督管理局") == report


def test_a_folder_without_its_facts_is_told(two_years: Path, tmp_path: Path) -> None:
    (tmp_path / "facts").mkdir()
    with open_output(two_years) as store, pytest.raises(StoreError, match="build"):
        place_report(store, tmp_path, "青禾区")


def test_years_without_a_report_are_named(two_years: Path) -> None:
    assert made(two_years, "青禾区", (2021, 2022)).absent == (2021,)


@pytest.mark.parametrize(
    ("place", "body", "years", "says"),
    [
        ("青木区", "", (), "did you mean 青禾区"),
        ("澜川市", "", (), "there are 澜川市市场监督管理局"),
        ("青禾区", "司法局", (), "there are 青禾区人民政府"),
        ("区", "", (), "several places go by that"),
        ("青禾区", "", (2001,), "there are reports of 2022、2023"),
    ],
)
def test_what_is_not_there_is_told_with_what_is(
    two_years: Path, place: str, body: str, years: tuple[int, ...], says: str
) -> None:
    with pytest.raises(UnknownThing, match=says):
        made(two_years, place, years, body)
