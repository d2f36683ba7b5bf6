from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html
from markdown_it import MarkdownIt

from kg.pipeline import open_output
from kg.report import PlaceReport, body, markdown, page, place_report
from kg.report.words import parts

NASTY = "<script>alert(1)</script>|*`_[x](y)&"


@pytest.fixture(scope="module")
def report(two_years: Path) -> PlaceReport:
    with open_output(two_years) as store:
        return place_report(store, two_years, "青禾区", years=(2022, 2023))


@pytest.fixture(scope="module")
def drawn(report: PlaceReport) -> str:
    return page(report)


def test_every_sentence_on_the_reports_has_a_note_and_every_note_is_asked_for(
    report: PlaceReport, drawn: str
) -> None:
    for part in parts(report):
        for line in (line for group in part.groups for line in group.lines):
            # A year, a part or a promise that is missing has no words to point to.
            assert line.quotes or part.key in ("gaps", "findings"), line.text
    tree = html.fromstring(drawn)
    asked = {str(href)[1:] for href in tree.xpath("//sup/a/@href")}
    notes = set(map(str, tree.xpath("//ol[@class='notes']/li/@id")))
    assert asked == notes and len(notes) > 100


def test_links_of_the_page_lead_somewhere_and_ids_are_unique(drawn: str) -> None:
    tree = html.fromstring(drawn)
    ids = list(map(str, tree.xpath("//@id")))
    assert len(ids) == len(set(ids))
    assert {str(href)[1:] for href in tree.xpath("//a/@href")} <= set(ids)


def test_the_page_is_one_file_without_script(drawn: str) -> None:
    assert "default-src 'none'" in drawn and "<script" not in drawn
    tree = html.fromstring(drawn)
    assert not tree.xpath("//@src | //link | //@onclick | //a[starts-with(@href, 'http')]")
    assert tree.xpath("//td[@class='plot']//*[local-name()='svg']")


def test_the_body_is_the_page_without_its_frame(report: PlaceReport, drawn: str) -> None:
    part = body(report)
    assert part in drawn and "<html" not in part and "<style" not in part


def test_words_of_reports_are_never_markup(report: PlaceReport) -> None:
    source = replace(report.sources[0], title=NASTY)
    thing = replace(report.reforms[0], name=NASTY, quote=replace(report.reforms[0].quote, exact=NASTY))
    nasty = replace(report, publisher=NASTY, sources=(source,), reforms=(thing,), trends=())
    assert "<script" not in page(nasty)
    rendered = MarkdownIt("gfm-like", {"linkify": False}).render(markdown(nasty))
    assert "<script" not in rendered and 'href="y"' not in rendered
    assert "&lt;script&gt;alert(1)&lt;/script&gt;|*`_[x](y)&amp;" in rendered


def test_markdown_has_a_footnote_for_each_mark(report: PlaceReport) -> None:
    text = markdown(report)
    asked = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    given = re.findall(r"^\[\^(\d+)\]:", text, re.M)
    assert asked == set(given) and len(given) == len(set(given)) > 100
    assert "行政诉讼一审败诉率 | 12.1%" in text and "−2.9个百分点" in text
    assert "2022年的行政复议收案数（收到申请），2022年的报告写作186件，2023年的报告写作168件。" in text


def test_the_same_facts_give_the_same_bytes(report: PlaceReport, two_years: Path, drawn: str) -> None:
    with open_output(two_years) as store:
        again = place_report(store, two_years, "青禾区", years=(2022, 2023))
    assert again == report
    assert page(again) == drawn and markdown(again) == markdown(report)


def test_chinese_sentences_have_chinese_signs(report: PlaceReport) -> None:
    for part in parts(report):
        for line in (line for group in part.groups for line in group.lines):
            assert not re.search(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]", line.text), line.text
