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


def listed(levels: str, *, more: str = "", nums: str = "") -> str:
    ns = nsdecls("w")
    num = nums or '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    return f'<w:numbering {ns}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{more}{num}</w:numbering>'


def level(at: int, form: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def at(level: int, text: str) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')


def test_a_level_that_is_bound_to_a_style_is_that_of_its_paragraphs() -> None:
    levels = level(0, "chineseCounting", "%1、") + level(
        1, "chineseCounting", "（%2）", '<w:pStyle w:val="H2"/>'
    )
    styles = f'<w:styles {nsdecls("w")}><w:style w:type="paragraph" w:styleId="H2"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'
    body = at(0, "成效") + paragraph("改革", '<w:pStyle w:val="H2"/>')
    assert text_of(body, numbering=listed(levels), styles=styles) == "一、成效\n（一）改革"


def test_a_list_of_a_style_of_lists_has_the_levels_of_that_style() -> None:
    linked = f'<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="L"/>{level(0, "decimal", "%1.")}</w:abstractNum>'
    assert text_of(at(0, "改革"), numbering=listed('<w:numStyleLink w:val="L"/>', more=linked)) == "1.改革"


def test_levels_that_go_on_or_count_in_digits_do_so() -> None:
    levels = level(0, "chineseCounting", "%1、") + level(
        1, "chineseCounting", "（%2）", '<w:lvlRestart w:val="0"/>'
    )
    levels += level(2, "decimal", "%1.%2.%3", "<w:isLgl/>")
    body = at(0, "甲") + at(1, "乙") + at(0, "丙") + at(1, "丁") + at(2, "戊")
    assert text_of(body, numbering=listed(levels)).split("\n") == [
        "一、甲", "（一）乙", "二、丙", "（二）丁", "2.2.1 戊",
    ]  # fmt: skip


def test_a_numbered_paragraph_without_words_is_counted() -> None:
    body = at(0, "甲") + paragraph("", '<w:numPr><w:numId w:val="1"/></w:numPr>') + at(0, "乙")
    assert text_of(body, numbering=listed(level(0, "decimal", "%1."))) == "1.甲\n3.乙"


def test_traditional_signs_are_stems() -> None:
    assert [written(n, "ideographTraditional") for n in (1, 2, 11)] == ["甲", "乙", "11"]


def test_a_box_that_is_written_twice_is_read_once_and_a_reading_aid_not_at_all() -> None:
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    box = f"<w:txbxContent>{paragraph('框中')}</w:txbxContent>"
    twice = f'<w:r><mc:AlternateContent xmlns:mc="{mc}"><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>'
    ruby = f"<w:r><w:ruby><w:rt>{run('fǎ')}</w:rt><w:rubyBase>{run('法')}</w:rubyBase></w:ruby></w:r>"
    assert text_of(f"<w:p>{ruby}{run('治')}{twice}</w:p>") == "法治\n框中"


def test_fields_show_their_results_comments_do_not_show() -> None:
    kind = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"
    field = f"{kind.format('begin')}<w:r><w:instrText>REF a</w:instrText></w:r>{kind.format('separate')}{run('三')}{kind.format('end')}"
    body = f"<w:p>{run('见第')}{field}{run('章')}<w:r><w:commentReference w:id='1'/></w:r><w:fldSimple w:instr='REF b'>{run('，详述')}</w:fldSimple></w:p>"
    assert text_of(body) == "见第三章，详述"


def test_a_row_that_begins_later_keeps_its_columns() -> None:
    def row(*cells: str, properties: str = "") -> str:
        return f"<w:tr>{properties}{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in cells)}</w:tr>"

    late = "<w:trPr><w:gridBefore w:val='1'/></w:trPr>"
    table = f"<w:tbl>{row('领域', '收案', '办结')}{row('12', '11', properties=late)}{row('复议', '1', '2')}</w:tbl>"
    assert text_of(table).split("\n") == ["| 领域 | 收案 | 办结 |", "|  | 12 | 11 |", "| 复议 | 1 | 2 |"]
