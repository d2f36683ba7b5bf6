"""Word files: numbering, tables, revisions, notes, boxes."""

from __future__ import annotations

import io
import zipfile

import docx as python_docx
import pytest
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st
from read import bombs

from kg.read.docx import to_text
from kg.read.docx.numbering import chinese, written


def text_of(body: str, **parts: str) -> str:
    more = {f"word/{name}.xml": xml.encode() for name, xml in parts.items()}
    return to_text(bombs.docx(body, more=more), source_name="x.docx").rstrip("\n")


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"


def test_words_of_runs_links_controls_and_boxes_are_read_in_their_order() -> None:
    box = f"<w:r><w:pict><w:txbxContent>{paragraph('框中')}</w:txbxContent></w:pict></w:r>"
    body = f"<w:p>{run('法治')}<w:hyperlink>{run('政府')}</w:hyperlink><w:sdt><w:sdtContent>{run('建设')}</w:sdtContent></w:sdt>{box}</w:p><w:sdt><w:sdtContent>{paragraph('控件')}</w:sdtContent></w:sdt>"
    assert text_of(body) == "法治政府建设\n框中\n控件"


def test_deleted_moved_and_hidden_words_are_left_out_inserted_ones_kept() -> None:
    body = f"<w:p>{run('印发')}<w:del><w:r><w:delText>12</w:delText></w:r></w:del><w:ins>{run('15')}</w:ins><w:moveFrom>{run('移走')}</w:moveFrom><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>{run('件')}</w:p>"
    assert text_of(body) == "印发15件"


def test_a_paragraph_whose_end_is_deleted_goes_on() -> None:
    assert text_of(paragraph("前半", "<w:rPr><w:del/></w:rPr>") + paragraph("后半")) == "前半后半"


def test_a_table_of_contents_is_no_text() -> None:
    assert text_of(paragraph("一、成效 3", '<w:pStyle w:val="TOC1"/>') + paragraph("一、成效")) == "一、成效"


def test_automatic_numbers_are_those_that_word_shows() -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text) in enumerate(
            (
                ("chineseCountingThousand", "%1、"),
                ("chineseCounting", "（%2）"),
                ("decimal", "%3."),
                ("bullet", "•"),
            )
        )
    )
    ns = nsdecls("w")
    numbering = f'<w:numbering {ns}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    styles = f'<w:styles {ns}><w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="H1b"><w:basedOn w:val="H1"/></w:style></w:styles>'

    def at(level: int, text: str) -> str:
        return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')

    body = (
        paragraph("成效", '<w:pStyle w:val="H1"/>')
        + at(1, "改革")
        + at(2, "清单")
        + at(2, "目录")
        + at(3, "要点")
        + at(1, "执法")
    )
    body += (
        paragraph("问题", '<w:pStyle w:val="H1b"/>')
        + at(1, "队伍")
        + paragraph("无号", '<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    assert text_of(body, numbering=numbering, styles=styles).split("\n") == [
        "一、成效", "（一）改革", "1.清单", "2.目录", "要点", "（二）执法", "二、问题", "（一）队伍", "无号",
    ]  # fmt: skip


@given(st.integers(1, 99))
def test_chinese_numbers_are_distinct_and_as_people_write_them(number: int) -> None:
    table = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    assert chinese(number) == ("十" if tens == 1 else table[tens] + "十" if tens else "") + (
        table[ones] if ones else ""
    )


@pytest.mark.parametrize(
    ("number", "form", "words"),
    [
        (4, "upperRoman", "IV"),
        (28, "lowerLetter", "bb"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (7, "decimalZero", "07"),
        (21, "chineseCounting", "二十一"),
        (5, "unknownForm", "5"),
    ],
)
def test_formats_of_numbers(number: int, form: str, words: str) -> None:
    assert written(number, form) == words


def test_a_table_keeps_its_rows_and_merged_cells_are_filled() -> None:
    document = python_docx.Document()
    table = document.add_table(rows=3, cols=3)
    for row, words in zip(
        table.rows, (("领域", "指标", "数"), ("复议", "收案", "12"), ("", "办结", "11")), strict=True
    ):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    target = io.BytesIO()
    document.save(target)
    assert to_text(target.getvalue(), source_name="x.docx").split("\n")[:3] == [
        "领域 | 指标 | 数",
        "复议 | 收案 | 12",
        "复议 | 办结 | 11",
    ]


def test_footnotes_stand_behind_the_text() -> None:
    ns = nsdecls("w")
    notes = f'<w:footnotes {ns}><w:footnote w:type="separator" w:id="0">{paragraph("——")}</w:footnote><w:footnote w:id="1">{paragraph("数据来自统计局。")}</w:footnote></w:footnotes>'
    body = f"<w:p>{run('收案12件')}<w:r><w:footnoteReference w:id='1'/></w:r>{run('。')}</w:p>"
    assert text_of(body, footnotes=notes) == "收案12件。\n\n脚注：\n数据来自统计局。"


def test_a_strict_file_is_read() -> None:
    data = bombs.docx(paragraph("严格"))
    source = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")
    strict = source.replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert to_text(bombs.packed({"word/document.xml": strict}), source_name="x.docx") == "严格\n"
