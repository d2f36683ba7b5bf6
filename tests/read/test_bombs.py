"""Files made to exhaust their readers: refused in words, in time, and none of them costs the next one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from read.bombs import BOMBS, docx

from kg.errors import ReadError
from kg.pipeline import KgError, extract_all, find
from kg.read import limits, read_bytes, sandbox
from kg.read.sandbox import convert

QUICK = {name: make for name, make in BOMBS.items() if name != "attributes.html"}


def test_there_are_thirty_bombs_and_more() -> None:
    assert len(BOMBS) >= 30


@pytest.mark.parametrize("name", sorted(QUICK))
def test_a_bomb_is_refused_in_words(name: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(BOMBS[name](), source_name=name)
    assert name in str(caught.value)
    assert caught.value.hint
    assert "Traceback" not in str(caught.value)


def test_the_process_that_parses_has_its_memory_limited() -> None:
    convert(docx("<w:p><w:r><w:t>法治</w:t></w:r></w:p>"), kind="docx", source_name="x.docx")
    process = sandbox._parser()._process
    assert process is not None
    limit = re.search(r"Max address space\s+(\d+)", Path(f"/proc/{process.pid}/limits").read_text())
    assert limit is not None and int(limit[1]) == limits.MEMORY


def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SECONDS", 0.7)
    with pytest.raises(ReadError, match="not read after"):
        convert(BOMBS["attributes.html"](), kind="html", source_name="slow.html")
    monkeypatch.undo()
    assert convert(b"<html><p>x", kind="html", source_name="next.html") == "x\n"


def test_the_batch_goes_on_and_lists_them(tmp_path: Path, sample: Path) -> None:
    for name in ("laughs.docx", "cut.pdf", "old.doc", "locked.docx", "zeros.docx"):
        (tmp_path / name).write_bytes(BOMBS[name]())
    (tmp_path / "report.txt").write_bytes(sample.read_bytes())
    sources, failures = find([tmp_path])
    results = {source.path.name: result for source, result in extract_all(sources)}
    failed = {name: str(result) for name, result in results.items() if isinstance(result, KgError)}
    assert not failures
    assert sorted(failed) == ["cut.pdf", "laughs.docx", "locked.docx", "old.doc", "zeros.docx"]
    assert all(str(tmp_path / name) in message for name, message in failed.items())
    assert "save it as .docx" in failed["old.doc"]


def test_no_entity_reads_a_file() -> None:
    with pytest.raises(ReadError) as caught:
        convert(BOMBS["entity-file.docx"](), kind="docx", source_name="x.docx")
    assert "root:" not in str(caught.value)


def test_xml_that_defines_entities_later_is_refused_too() -> None:
    late = f"<!-- {'x' * 9000} --><!DOCTYPE x [<!ENTITY a 'b'>]>"
    with pytest.raises(ReadError, match="entities"):
        convert(docx("<w:p/>", before=late), kind="docx", source_name="x.docx")
