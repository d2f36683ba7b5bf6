"""Whatever the bytes: a text or a ReadError, and offsets that hold."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from read.render import VARIANTS, report

from kg.errors import ReadError
from kg.read import docx, html, markdown, pdf, read_bytes

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "reports" / "lanchuan-2023.txt"
READERS: dict[str, Callable[..., str]] = {
    "portal": html.to_text,
    "old": html.to_text,
    "word": docx.to_text,
    "pdf": pdf.to_text,
    "markdown": markdown.to_text,
}


@cache
def rendered(variant: str) -> bytes:
    return VARIANTS[variant][1](report(SAMPLE))


def attempt(read: Callable[..., object], data: bytes) -> None:
    try:
        read(data, source_name="any.file")
    except ReadError as err:
        assert "any.file" in err.where


@pytest.mark.parametrize("variant", READERS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_file_with_bytes_changed_is_read_or_refused(variant: str, data: st.DataObject) -> None:
    broken = bytearray(rendered(variant))
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(broken) - 1))
        broken[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=20))
    attempt(READERS[variant], bytes(broken))


@pytest.mark.parametrize("variant", READERS)
@settings(max_examples=20, deadline=None)
@given(data=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(variant: str, data: bytes) -> None:
    attempt(READERS[variant], data)


PIECES = st.sampled_from(
    ["<div>", "</div>", "<table>", "<tr>", "<td rowspan=3>", "<td colspan=99>", "</table>", "<p>", "<br>", "<ol start=9>", "<li>", "<script>", "</script>", "<a href=x>",
     "</a>", "<h1>", "<label>", "来源", "：", "发布日期", "2024-01-02", "一、成效", "，全面推进依法行政工作取得明显成效。", "&#0;", "&nbsp;", "\n", "|", "\u0000", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16")]
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.lists(PIECES, max_size=40))
def test_any_page_of_such_pieces_is_read_or_refused(pieces: list[str]) -> None:
    attempt(html.to_text, ("<html>" + "".join(pieces)).encode())


XML = st.sampled_from(
    ["<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>", "</w:t>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc>", "</w:tc>", "<w:pPr>", "</w:pPr>", "<w:numPr/>",
     '<w:vMerge w:val="x"/>', '<w:gridSpan w:val="-1"/>', "<w:br/>", "<w:sdt>", "</w:sdt>", "法治", "&amp;"]
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(XML, max_size=30))
def test_any_word_file_of_such_pieces_is_read_or_refused(pieces: list[str]) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        body = f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{"".join(pieces)}</w:body></w:document>'
        archive.writestr("word/document.xml", body)
    attempt(docx.to_text, target.getvalue())


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_offsets_hold_in_what_is_read_of_a_broken_page(data: st.DataObject) -> None:
    page = rendered("portal")
    at = data.draw(st.integers(len(page) // 2, len(page)))
    try:
        document = read_bytes(page[:at], source_name="cut.html")
    except ReadError:
        return
    assert all(document.text[s.start : s.end].strip() for s in document.sentences)
    assert all(0 <= a.start <= a.end <= len(document.text) for a in document.asides)
