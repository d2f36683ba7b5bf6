"""Whatever the bytes: a text or a ReadError, and offsets that hold."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from fuzzing import TARGETS, seeds
from hypothesis import given, settings
from hypothesis import strategies as st
from read.bombs import packed

from kg.errors import ReadError
from kg.pipeline import find
from kg.read import docx, html, markdown, pdf, read_bytes

TASKS = [name for name in TARGETS if name != "numbers"]


def attempt(read: Callable[..., object], data: bytes) -> None:
    try:
        read(data, source_name="any.file")
    except ReadError as err:
        assert "any.file" in err.where


def same_each_time(examples: int) -> settings:
    """So many examples, the same in every run: what is found by chance is found by `make bench`."""
    return settings(max_examples=examples, deadline=None, derandomize=True, database=None)


@st.composite
def changed(draw: st.DrawFn, files: tuple[bytes, ...]) -> bytes:
    """A file with stretches cut out, doubled, put elsewhere or overwritten."""
    data = bytearray(draw(st.sampled_from(files)))
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(data)))
        end = min(len(data), at + draw(st.integers(0, 60)))
        to = draw(st.integers(0, len(data)))
        kind = draw(st.sampled_from(("cut", "double", "move", "bytes", "bits", "end")))
        if kind == "bytes":
            data[at:end] = draw(st.binary(max_size=20))
        elif kind == "bits":
            data[at:end] = bytes(byte ^ 1 << draw(st.integers(0, 7)) for byte in data[at : min(at + 3, end)])
        elif kind == "end":
            del data[max(at, len(data) // 2) :]
        else:
            piece = data[at:end]
            if kind != "double":
                del data[at:end]
            if kind != "cut":
                data[to:to] = piece
    return bytes(data)


@pytest.mark.parametrize("target", TASKS)
def test_a_file_with_bytes_changed_is_read_or_refused(target: str) -> None:
    @same_each_time(20)
    @given(changed(seeds(target)))
    def check(data: bytes) -> None:
        TARGETS[target](data)

    check()


@pytest.mark.parametrize("target", TASKS)
def test_the_files_themselves_are_read(target: str) -> None:
    for data in seeds(target):
        text = {"html": html, "docx": docx, "pdf": pdf, "markdown": markdown}.get(target)
        if text is not None:
            assert "法治政府建设" in text.to_text(data, source_name="any.file")
        elif target == "text":
            assert read_bytes(data, source_name="any.txt").metadata.year
        TARGETS[target](data)


@pytest.mark.parametrize("target", TASKS)
def test_any_bytes_are_read_or_refused(target: str) -> None:
    @same_each_time(15)
    @given(st.binary(max_size=300))
    def check(data: bytes) -> None:
        TARGETS[target](data)

    check()


PIECES = st.sampled_from(
    ["<div>", "</div>", "<table>", "<tr>", "<td rowspan=3>", "<td colspan=99>", "</table>", "<p>", "<br>", "<ol start=9>", "<li>", "<script>", "</script>", "<a href=x>",
     "</a>", "<h1>", "<label>", "来源", "：", "发布日期", "2024-01-02", "一、成效", "，全面推进依法行政工作取得明显成效。", "&#0;", "&nbsp;", "\n", "|", "\u0000", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16")]
)  # fmt: skip


@same_each_time(60)
@given(st.lists(PIECES, max_size=40))
def test_any_page_of_such_pieces_is_read_or_refused(pieces: list[str]) -> None:
    attempt(html.to_text, ("<html>" + "".join(pieces)).encode())


XML = st.sampled_from(
    ["<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>", "</w:t>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc>", "</w:tc>", "<w:pPr>", "</w:pPr>", "<w:numPr/>",
     '<w:vMerge w:val="x"/>', '<w:gridSpan w:val="-1"/>', "<w:br/>", "<w:sdt>", "</w:sdt>", "法治", "&amp;"]
)  # fmt: skip


@same_each_time(40)
@given(st.lists(XML, max_size=30))
def test_any_word_file_of_such_pieces_is_read_or_refused(pieces: list[str]) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        body = f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{"".join(pieces)}</w:body></w:document>'
        archive.writestr("word/document.xml", body)
    attempt(docx.to_text, target.getvalue())


def test_a_member_without_a_name_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    # A name ends at its first zero byte.
    path.write_bytes(packed({"nameless": b"x", "b.txt": seeds("text")[0]}).replace(b"nameless", b"\0ameless"))
    sources, failures = find([path])
    assert [source.path for source in sources] == [path / "b.txt"] and not failures
