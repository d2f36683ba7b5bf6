"""PDF pages as they are set: columns, turned pages, letters set apart, signatures."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from kg.read.pdf import to_text

SENTENCE = "全年办理行政复议案件1286件，同比增长12.5%，调撤率达到52%，《法治政府建设实施纲要（2021—2025年）》落实到位。"
BODY = (
    "一、主要举措和成效",
    *(f"（{n}）{SENTENCE * (1 + at % 3)}" for at, n in enumerate("一二三四五六七八")),
    "二、存在的问题",
    SENTENCE * 2,
)
WIDE, HIGH = A4
FONT = "STSong-Light"


def wrapped(body: Sequence[str], size: float, width: float, apart: float = 0) -> Iterator[tuple[float, str]]:
    """The lines of paragraphs, each with the room before it."""
    for paragraph in body:
        line, before = "", 2 * size
        for letter in paragraph:
            long = before + pdfmetrics.stringWidth(line + letter, FONT, size) + apart * len(line)
            if long > width:
                yield before, line
                line, before = "", 0.0
            line += letter
        yield before, line


def sheet() -> tuple[io.BytesIO, Canvas]:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    return target, Canvas(target, pagesize=A4, invariant=1)


def put(canvas: Canvas, x: float, y: float, text: str, size: float, apart: float = 0) -> None:
    words = canvas.beginText(x, y)
    words.setFont(FONT, size)
    words.setCharSpace(apart)
    words.textOut(text)
    canvas.drawText(words)


def lines_of(target: io.BytesIO) -> list[str]:
    return to_text(target.getvalue(), source_name="x.pdf").strip().split("\n")


@pytest.mark.parametrize("gap", [14, 30])
def test_two_columns_are_read_one_after_the_other_and_over_pages(gap: float) -> None:
    sheet()
    lines = list(wrapped(BODY, 11, 220))
    target, canvas = sheet()
    put(canvas, 130, 785, "某县2023年法治政府建设年度报告", 20)
    for page, chunk in enumerate((lines[:44], lines[44:]), start=1):
        half = (len(chunk) + 1) // 2
        for at, (before, text) in enumerate(chunk):
            column, row = divmod(at, half)
            put(canvas, 60 + column * (220 + gap) + before, 740 - row * 17, text, 11)
        put(canvas, WIDE / 2 - 10, 36, f"- {page} -", 10)
        canvas.showPage()
    canvas.save()
    assert lines_of(target) == ["某县2023年法治政府建设年度报告", *BODY]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(turn: int) -> None:
    target, canvas = sheet()
    canvas.setPageRotation(turn)
    canvas.translate(*{90: (WIDE, 0), 180: (WIDE, HIGH), 270: (0, HIGH)}[turn])
    canvas.rotate({90: 90, 180: 180, 270: -90}[turn])
    for row, (before, text) in enumerate(wrapped(BODY[:4], 12, 420)):
        put(canvas, 60 + before, 560 - 20 * row, text, 12)
    canvas.save()
    assert lines_of(target) == list(BODY[:4])


def test_letters_that_are_set_apart_are_words_all_the_same() -> None:
    target, canvas = sheet()
    for row, (before, text) in enumerate(wrapped(BODY[:5], 11, 450, 4)):
        put(canvas, 60 + before, 780 - 24 * row, text, 11, 4)
    canvas.save()
    assert lines_of(target) == list(BODY[:5])


def test_the_room_between_chinese_and_latin_letters_is_no_space() -> None:
    target, canvas = sheet()
    x = 60.0
    for text in ("全年办理行政复议案件", "1286", "件，同比增长", "12.5%", "，位居前列。"):
        put(canvas, x, 700, text, 14)
        x += pdfmetrics.stringWidth(text, FONT, 14) + 3.5
    canvas.save()
    assert lines_of(target) == ["全年办理行政复议案件1286件，同比增长12.5%，位居前列。"]


def test_a_mark_across_the_page_is_no_text_and_a_signature_stands_alone() -> None:
    target, canvas = sheet()
    rows = list(wrapped([SENTENCE * 3], 14, 420))
    for row, (before, text) in enumerate(rows):
        put(canvas, 70 + before, 700 - 24 * row, text, 14)
    below = 690 - 24 * len(rows)
    for row, (x, text) in enumerate(
        ((378, "某县人民政府"), (385, "2024年2月28日"), (70, "（此件公开发布）"))
    ):
        put(canvas, x, below - 24 * row, text, 14)
    canvas.translate(150, 400)
    canvas.rotate(45)
    put(canvas, 0, 0, "政府信息公开", 60)
    canvas.save()
    assert lines_of(target) == [SENTENCE * 3, "某县人民政府", "2024年2月28日", "（此件公开发布）"]
