"""What a build reads: folders, patterns, archives, tables of texts."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.pipeline import build, extract_all, find
from kg.read import read


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_members_of_an_archive_are_sources_named_by_archive_and_member(tmp_path: Path, sample: Path) -> None:
    raw = sample.read_bytes()
    archive = zipped(
        tmp_path / "all.zip",
        {
            "2023/a.txt": raw,
            "2022/b.md": raw + b"\n",
            "x.png": b"",
            "2023/.hidden.txt": raw,
            "README.md": raw,
        },
    )
    sources, failures = find([tmp_path])
    assert not failures
    assert [(s.path, s.name) for s in sources] == [
        (archive / "2022/b.md", "b"),
        (archive / "2023/a.txt", "a"),
    ]
    document = read(archive / "2023/a.txt")
    assert (document.source_name, document.sha256) == ("all.zip/2023/a.txt", sources[1].sha256)
    assert document.text == read(sample).text


def test_what_leads_out_of_an_archive_is_refused_and_named(tmp_path: Path, sample: Path) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name in ("../out.txt", "/etc/out.txt", "a/../../out.txt", "..\\out.txt", "C:/out.txt"):
            archive.writestr(name, sample.read_bytes())
        archive.writestr(link, "/etc/passwd")
        archive.writestr("good.txt", sample.read_bytes())
    sources, failures = find([tmp_path / "a.zip"])
    assert [s.name for s in sources] == ["good"]
    assert len(failures) == 5  # two of the names are one path
    assert all("leads out" in str(f.error) or "symbolic link" in str(f.error) for f in failures)


def test_an_archive_that_unfolds_without_end_is_refused(tmp_path: Path, sample: Path) -> None:
    archive = zipped(tmp_path / "bomb.zip", {"a.txt": bytes(50_000_000), "b.txt": sample.read_bytes()})
    sources, failures = find([archive])
    assert [s.name for s in sources] == ["b"]
    assert "200 times" in str(failures[0].error)
    (tmp_path / "cut.zip").write_bytes(archive.read_bytes()[:1000])
    assert "not a whole zip" in str(find([tmp_path / "cut.zip"])[1][0].error)


def test_names_in_the_encoding_of_a_chinese_windows_are_read(tmp_path: Path, sample: Path) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("XXXXXXXX.txt", sample.read_bytes())
    (tmp_path / "a.zip").write_bytes(target.getvalue().replace(b"XXXXXXXX", "年度报告".encode("gbk")))
    assert [s.name for s in find([tmp_path])[0]] == ["年度报告"]


def test_patterns_find_files_and_say_where_there_are_none(tmp_path: Path, sample: Path) -> None:
    for name in ("a/x.txt", "a/b/y.txt", "z.log"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(sample.read_bytes() + name.encode())
    assert [s.name for s in find([tmp_path / "**" / "*.txt"])[0]] == ["y", "x"]
    assert "no reports here" in str(find([tmp_path / "*.docx"])[1][0].error)


def test_reports_in_formats_that_are_not_read_are_named_and_locks_are_passed_over(tmp_path: Path) -> None:
    for name in ("a.doc", "~$b.docx", "page_files/frame.html", "c.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    sources, _ = find([tmp_path])
    assert [s.path.name for s in sources] == ["a.doc"]


def rows_of(reports: Path) -> list[dict[str, Any]]:
    names = ("qinghe-2022", "qinghe-2023", "linan-2023")
    return [
        {
            "文件名": f"r/{name}",
            "标题": "",
            "正文": (reports / f"{name}.txt").read_text("utf-8"),
            "日期": "2024-01-02",
        }
        for name in names
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_of_texts(tmp_path: Path, reports: Path, encoding: str) -> None:
    rows = rows_of(reports)
    with (tmp_path / "t.csv").open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    sources, failures = find([tmp_path / "t.csv"])
    assert not failures
    assert [s.name for s in sources] == ["r_qinghe-2022", "r_qinghe-2023", "r_linan-2023"]
    assert [str(s.path.relative_to(tmp_path)) for s in sources] == ["t.csv/1", "t.csv/2", "t.csv/3"]
    document = read(sources[1].path)
    assert document.sha256 == sources[1].sha256
    assert rows[1]["正文"] in document.text
    assert document.metadata.published == "2024-01-02"


def test_a_json_lines_file_with_its_columns_told(
    tmp_path: Path, reports: Path, kg: Callable[..., Any]
) -> None:
    rows = [{"k": row["正文"], "h": f"<p>{row['正文']}</p>", "n": row["文件名"]} for row in rows_of(reports)]
    path = tmp_path / "t.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    refused = kg("extract", path)
    assert refused.code == 1
    assert "--columns text=NAME" in refused.err and "k, h, n" in refused.err
    done = kg("extract", path, "--columns", "text=k,name=n")
    assert done.code == 0
    assert len(done.out.splitlines()) == 3
    assert kg("extract", path, "--columns", "text=gone").code == 1
    assert "cannot be told as 'what'" in kg("extract", path, "--columns", "what").err


def test_a_record_that_is_a_page_is_read_as_one(tmp_path: Path, sample: Path) -> None:
    page = "".join(f"<p>{line}</p>" for line in sample.read_text("utf-8").split("\n"))
    (tmp_path / "t.jsonl").write_text(
        json.dumps({"content": page, "title": "临安区人民政府关于临安区2023年法治政府建设年度报告"}), "utf-8"
    )
    document = read(tmp_path / "t.jsonl" / "1")
    assert "<p>" not in document.text
    assert document.metadata.publisher == "临安区人民政府"


def test_a_bad_record_costs_only_itself(tmp_path: Path, sample: Path) -> None:
    good = json.dumps({"text": sample.read_text("utf-8")}, ensure_ascii=False)
    (tmp_path / "t.jsonl").write_text(f"{good}\n{{broken\n[1]\n{good}x\n", "utf-8")
    assert "t.jsonl" in str(find([tmp_path / "t.jsonl"])[1][0].error)


def test_a_build_of_an_archive_writes_texts_that_facts_point_into(tmp_path: Path, sample: Path) -> None:
    archive = zipped(tmp_path / "in.zip", {"deep/r.txt": sample.read_bytes(), "bad.docx": b"PK\x03\x04word/"})
    summary = build([archive], output=tmp_path / "out")
    assert summary.built == 1
    assert str(archive / "bad.docx") in str(summary.failures[0].error)
    assert (tmp_path / "out" / "texts" / "r.txt").read_text("utf-8") == read(sample).text
    assert build([archive], output=tmp_path / "out").unchanged == 1


def test_extract_text_gives_exactly_what_offsets_refer_to(
    tmp_path: Path, sample: Path, kg: Callable[..., Any]
) -> None:
    assert kg("extract", "--text", sample).out == read(sample).text
    (tmp_path / "a.txt").write_bytes(sample.read_bytes())
    (tmp_path / "b.txt").write_bytes(sample.read_bytes().replace("临安".encode(), "富阳".encode()))
    many = kg("extract", "--text", tmp_path / "*.txt")
    assert many.code == 2 and "-o DIR" in many.err
    assert kg("extract", "--text", tmp_path / "*.txt", "-o", tmp_path / "texts").code == 0
    assert (tmp_path / "texts" / "b.txt").read_bytes().decode() == read(tmp_path / "b.txt").text
    assert kg("extract", "--text", sample, "-o", tmp_path / "one.txt").code == 0
    assert (tmp_path / "one.txt").read_bytes().decode() == read(sample).text


def test_sources_of_an_archive_are_read_by_several_processes(tmp_path: Path, sample: Path) -> None:
    archive = zipped(tmp_path / "in.zip", {f"{i}.txt": sample.read_bytes() + b"\n" * i for i in range(3)})
    results = [result for _, result in extract_all(find([archive])[0], workers=2)]
    assert [type(result).__name__ for result in results] == ["Extracted"] * 3
