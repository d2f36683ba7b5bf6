"""What is fuzzed, each a function that takes any bytes and may only return: a document and its facts, or a KgError.

``seeds`` are small real files to begin with. Hypothesis changes them in the tests; ``python tests/fuzzing.py READER
SECONDS`` lets atheris do it, led by which code is reached (``pip install atheris``; it is no requirement of kg).
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import os
import sys
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent
_COUNT: Final = itertools.count()
SIGNS: Final = (
    "0123456789０９٣零〇一二两三四五六七八九十百千万亿余多来几约近第前居首榜半成倍番分之点比例占全省国名位强件个项人次元年月日号"
    "百分率增长下降至到由从达和与、，。；：:.,%％‰/∶-—～~+〔〕()（）“”《》【】 \n\t\u3000率批款周届性体均责时公里吨平方"
)
"""What texts of numbers are made of: a byte stands for one of them."""


def reader(name: str, data: bytes) -> None:
    """What turns the bytes of a format into text, in this process; then all that is done with the text."""
    from kg.errors import ReadError
    from kg.read import docx, html, markdown, pdf

    convert = {"html": html, "docx": docx, "pdf": pdf, "markdown": markdown}[name].to_text
    try:
        text = convert(data, source_name="any.file")
    except ReadError as err:
        assert "any.file" in err.where and err.message
        return
    document(text.encode("utf-8", "replace"))


def document(data: bytes) -> None:
    """Plain text in any encoding: its document, and what is extracted from it."""
    from kg.errors import ReadError
    from kg.link import extract
    from kg.read import read_bytes

    try:
        found = read_bytes(data, source_name="any.txt")
    except ReadError as err:
        assert "any.txt" in err.where and err.hint
        return
    length = len(found.text)
    assert all(found.text[s.start : s.end].strip() for s in found.sentences)
    assert all(a.end <= b.start for a, b in pairwise(found.sentences))
    assert all(0 <= a.start <= a.end <= length for a in found.asides)
    facts = extract(found)
    assert all(0 <= m.start < m.end <= length for entity in facts.entities for m in entity.mentions)
    assert all(0 <= o.start < o.end <= length for o in facts.observations)
    assert all(0 <= r.start < r.end <= length for r in facts.relations)


def container(suffix: str, data: bytes) -> None:
    """An archive or a table of texts: every report that is found in it is read or refused."""
    from kg.errors import KgError
    from kg.pipeline import find
    from kg.read import read

    path = folder() / f"{next(_COUNT)}{suffix}"
    path.write_bytes(data)
    try:
        sources, failures = find([path])
        assert all(str(path) in str(failure.error) for failure in failures)
        for source in sources[:5]:
            try:
                read(source.path)
            except KgError as err:
                assert str(path) in err.where
    finally:
        path.unlink()


def numbers(data: bytes) -> None:
    """The grammar of numbers: figures lie in the text in order, and what is written is read back."""
    from kg.mention.numbers import scan
    from kg.period import find_periods
    from kg.quantity import Quantity, parse, parse_number, write

    text = "".join(SIGNS[byte % len(SIGNS)] for byte in data)
    figures = scan(text)
    assert all(0 <= f.start < f.end <= len(text) for f in figures)
    assert all(a.end <= b.start for a, b in pairwise(figures))
    assert all(f.value.is_finite() and f.written for f in figures)
    assert all(0 <= p.start < p.end <= len(text) for p in find_periods(text, year=2023))
    for word in (text, *(f.written for f in figures)):
        value, quantity = parse_number(word), parse(word)
        assert value is None or parse_number(f"{value:f}") == value
        if quantity is not None:
            plain = Quantity(quantity.value, "件", quantity.approximate)
            assert parse(write(plain)) == plain


TARGETS: Final[dict[str, Callable[[bytes], None]]] = {
    "text": document,
    "html": partial(reader, "html"),
    "docx": partial(reader, "docx"),
    "pdf": partial(reader, "pdf"),
    "markdown": partial(reader, "markdown"),
    "zip": partial(container, ".zip"),
    "csv": partial(container, ".csv"),
    "jsonl": partial(container, ".jsonl"),
    "numbers": numbers,
}


@cache
def folder() -> Path:
    """A folder of this process for files."""
    return Path(tempfile.mkdtemp(prefix="fuzz"))


@cache
def seeds(target: str) -> tuple[bytes, ...]:
    """Small real files of a format."""
    import corpus
    from read.bombs import packed
    from read.render import VARIANTS, report
    from reportlab import rl_config

    rl_config.invariant = 1  # no time in a PDF
    text = next(iter(corpus.corpus(1))).text[:700] + "\n2024年1月2日\n"
    path = folder() / "seed.txt"
    path.write_text(text, "utf-8")
    rows = [
        {"标题": f"某区{year}年法治政府建设年度报告", "正文": text, "编号": str(year)}
        for year in (2022, 2023)
    ]
    table = io.StringIO()
    csv.writer(table).writerows([list(rows[0]), *(list(row.values()) for row in rows)])
    made: dict[str, Callable[[], tuple[bytes, ...]]] = {
        "text": lambda: (text.encode(), text.encode("gb18030"), text.encode("utf-16")),
        "zip": lambda: (packed({"某区/2022.txt": text.encode(), "a.html": VARIANTS["portal"][1](report(path))}),),
        "csv": lambda: (table.getvalue().encode("utf-8-sig"), table.getvalue().encode("gb18030")),
        "jsonl": lambda: ("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode(),),
        "numbers": lambda: tuple(
            bytes(SIGNS.index(sign) for sign in line if sign in SIGNS)
            for line in (
                "审查合同1,128件，同比增长3.2个百分点", "近三成、三分之二以上，百分之九十九点六", "收案比为1.27∶1，翻了两番",
                "列全省第一，居全国第11位，进入前27名", "两千三百余场、30多万人次、百亿元、一半以上", "由300项调整至64项，5%—6%",
            )
        ),
        "html": lambda: tuple(VARIANTS[name][1](report(path)) for name in ("portal", "old", "word_page")),
        "docx": lambda: (packed(_unpacked(VARIANTS["word"][1](report(path)))),),
        "pdf": lambda: (VARIANTS["pdf"][1](report(path)),),
        "markdown": lambda: (VARIANTS["markdown"][1](report(path)),),
    }  # fmt: skip
    return made[target]()


def _unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def main(target: str, seconds: str) -> None:
    """Fuzz one target with atheris for so many seconds; what fails is written to ./crash-…"""
    import atheris

    with atheris.instrument_imports(
        include=["kg.read", "kg.quantity", "kg.period", "kg.mention", "csv", "zipfile"]
    ):
        import kg.link
        import kg.mention.numbers
        import kg.pipeline
        import kg.read.docx
        import kg.read.html
        import kg.read.markdown
        import kg.read.pdf  # noqa: F401
    kept = folder() / "corpus"
    kept.mkdir()
    for number, seed in enumerate(seeds(target)):
        (kept / str(number)).write_bytes(seed)
    options = [
        f"-max_total_time={seconds}",
        "-timeout=20",
        "-rss_limit_mb=3000",
        "-max_len=60000",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], str(kept), *options], TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT.parent)]
    os.environ.setdefault("PYTHONHASHSEED", "0")
    main(*sys.argv[1:])
