"""Reading: encodings, mastheads, sections, repeated bodies, and what is no report."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from documents import document
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import BinaryFile, EmptyFile, EncodingError, MissingFile, NotAReport, ReadError
from kg.read import read, read_bytes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_one_text_in_every_encoding(sample: Path, encoding: str) -> None:
    text = sample.read_text("utf-8")
    read_again = read_bytes(text.encode(encoding), source_name="x.txt")
    assert read_again.text == text
    assert read_again.metadata.publisher == "临安区人民政府"


def test_the_second_body_is_a_repetition_and_its_masthead_is_kept(sample: Path) -> None:
    report = read(sample)
    (repeat,) = [a for a in report.asides if a.reason == "repetition"]
    assert report.text[repeat.start :].startswith(report.metadata.title)
    assert all(s.end <= repeat.start for s in report.sentences)
    assert report.metadata.published_at == "2024-02-23T17:03:54"
    assert report.metadata.source == "区府办"


def test_roles_of_sections(reports: Path) -> None:
    roles = {
        p.stem: [s.role for s in read(p).sections if s.level == 1] for p in sorted(reports.glob("*.txt"))
    }
    assert roles["lanchuan-2023"] == ["leadership-duty", "achievements", "problems", "plan"]
    assert roles["qinghe-2023"] == ["achievements", "problems", "plan"]
    assert roles["linan-2023"] == ["achievements", "problems", "leadership-duty", "plan"]


def test_sentences_lie_in_their_sections_and_hold_all_words(reports: Path) -> None:
    for path in sorted(reports.glob("*.txt")):
        report = read(path)
        spans = [(s.start, s.end) for s in report.sentences]
        assert spans == sorted(spans)
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
        between = "".join(report.text[a[1] : b[0]] for a, b in itertools.pairwise(spans))
        assert "。" not in between


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (b"", EmptyFile, "empty"),
        (b" \n\t \n", EmptyFile, "empty"),
        (b"%PDF-1.7 ...", BinaryFile, "text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), BinaryFile, "text"),
        ("今天天气很好。".encode() * 60, NotAReport, "not a report"),
        (b"just some English words " * 40, NotAReport, "no Chinese"),
        (b"\xff\xff\xff\xfe\xfd" * 50, EncodingError, "UTF-8"),
        ("法治政府".encode() + b"\xe6\xb3 \xff" * 3, EncodingError, "byte"),
    ],
)
def test_what_is_no_report_says_so(data: bytes, error: type[ReadError], words: str) -> None:
    with pytest.raises(error) as caught:
        read_bytes(data, source_name="some.txt")
    assert "some.txt" in str(caught.value)
    assert words in str(caught.value)
    assert caught.value.hint


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingFile, match=r"nowhere\.txt"):
        read(tmp_path / "nowhere.txt")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_words(data: bytes) -> None:
    try:
        read_bytes(data, source_name="any.txt")
    except ReadError as err:
        assert "any.txt" in str(err)


@pytest.mark.parametrize(
    ("title", "publisher", "region"),
    [
        ("昆明市五华区人民政府2022年法治政府建设年度报告", "昆明市五华区人民政府", "五华区"),
        (
            "大理白族自治州人民政府关于2021年度法治政府建设情况的报告",
            "大理白族自治州人民政府",
            "大理白族自治州",
        ),
        ("河口县教育体育局2024年法治政府建设工作总结", "河口县教育体育局", "河口县"),
        ("南溪镇人民政府2024年法治政府建设情况报告", "南溪镇人民政府", "南溪镇"),
        ("宜良县2023年法治政府建设年度报告", "宜良县人民政府", "宜良县"),
        ("2023年盘龙区法治政府建设年度报告", "盘龙区人民政府", "盘龙区"),
    ],
)
def test_who_gives_the_report(title: str, publisher: str, region: str) -> None:
    meta = document("深入推进证照分离改革。", title=title).metadata
    assert (meta.publisher, meta.region) == (publisher, region)


def test_a_table_at_the_end_whose_cells_one_wide_space_divides() -> None:
    table = "附表\n项目\u3000本年\u3000上年\n行政处罚\u3000120件\u300098件\n行政检查\u3000340次\u3000410次"
    assert "340次" in _ended_by(table)
    assert "公" not in _ended_by("某\u3000局\u3000办\u3000公\u3000室\n二\u3000月\u3000八\u3000日")


def _ended_by(tail: str) -> str:
    """What is read as sentences of a report's end, where such lines follow its last sentence."""
    text = document("全年依法开展检查。").text + tail
    report = read_bytes(text.encode(), source_name="x.txt")
    return "\n".join(report.text[s.start : s.end] for s in report.sentences).rpartition("努力改进")[2]
