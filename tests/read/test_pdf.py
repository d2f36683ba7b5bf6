"""PDF: paragraphs, page numbers, tables, scans; and Markdown."""

from __future__ import annotations

import io

import pytest
from read.render import Report, pdf
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from kg.errors import NoText
from kg.read.markdown import to_text as markdown
from kg.read.pdf import to_text

SENTENCE = "全年办理行政复议案件1286件，同比增长12.5%，调撤率达到52%，《法治政府建设实施纲要（2021—2025年）》落实到位。"


def test_paragraphs_over_pages_are_whole_and_heads_and_numbers_are_left_out() -> None:
    body = tuple(f"（{n}）{SENTENCE * (1 + number % 5)}" for number, n in enumerate("一二三四五六七八九"))
    lines = (
        to_text(pdf(Report("某县2023年法治政府建设年度报告", {}, body)), source_name="x.pdf")
        .strip()
        .split("\n")
    )
    assert tuple(line for line in lines if line.startswith("（")) == body
    assert not any("汇编" in line or line.strip("— ").isdigit() for line in lines)


def test_a_ruled_table_over_two_pages_is_one_table_with_its_wrapped_cells() -> None:
    rows = (
        ("指标名称", "单位", "2022年", "2023年"),
        *((f"第{n}类行政执法案件办结数量" * 2, "件", str(n), str(n * 2)) for n in range(60)),
    )
    text = to_text(
        pdf(Report("某县2023年法治政府建设年度报告", {}, (SENTENCE, rows, SENTENCE))), source_name="x.pdf"
    )
    found = [line for line in text.split("\n") if "|" in line]
    assert found == [" | ".join(row) for row in rows]


def drawn(*lines: tuple[float, float, str]) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=1)
    canvas.setFont("STSong-Light", 12)
    for x, y, text in lines:
        canvas.drawString(x, y, text)
    canvas.save()
    return target.getvalue()


def test_columns_that_line_up_are_a_table_without_drawn_lines() -> None:
    rows = [("指标", "2022年", "2023年"), ("收案", "12", "15"), ("办结", "10", "14"), ("撤回", "1", "2")]
    cells = [(80 + 150 * x, 700 - 20 * y, cell) for y, row in enumerate(rows) for x, cell in enumerate(row)]
    assert to_text(drawn(*cells), source_name="x.pdf").strip().split("\n") == [
        " | ".join(row) for row in rows
    ]


def test_a_scan_says_what_it_is_and_what_to_try() -> None:
    with pytest.raises(NoText, match="scan") as caught:
        to_text(drawn(), source_name="scan.pdf")
    assert "OCR" in caught.value.hint


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (
            "# 标题\n\n## 一、成效\n\n**（一）改革。**成效*明显*，见[公报](http://x)。",
            "标题\n一、成效\n（一）改革。成效明显，见公报。",
        ),
        (
            "---\ntitle: 某县报告\n发布日期: 2024-03-01\ntags: [a, b]\n---\n\n# 某县报告\n\n正文",
            "发布日期：2024-03-01\n某县报告\n正文",
        ),
        ("---\ntitle: '某县报告'\ndate: 2024-03-01\n---\n正文", "某县报告\n发布日期：2024-03-01\n正文"),
        ("| 指标 | 件 |\n| --- | ---: |\n| 收案 | **12** |", "| 指标 | 件 |\n| 收案 | 12 |"),
        ("3. 推进改革\n4. 优化服务\n\n- 要点", "3.推进改革\n4.优化服务\n要点"),
        ("    缩进的段落，不是代码。\n\n<p align=center>居中</p>", "缩进的段落，不是代码。\n居中"),
        (
            f"{'各级各部门坚持依法行政推进改革' * 2}\n工作扎实。\n二、问题",
            f"{'各级各部门坚持依法行政推进改革' * 2}工作扎实。\n二、问题",
        ),
    ],
)
def test_markdown(source: str, text: str) -> None:
    assert markdown(source.encode(), source_name="x.md") == text + "\n"
