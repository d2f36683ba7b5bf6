"""What things cost on this machine: medians of several runs, side by side (``make bench``).

Ratios travel between machines, absolute figures do not; the only bound asserted is the promise that
the build of one report takes less than three seconds.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.bench
RUNS = 5


def median(work: Callable[[], object], *, runs: int = RUNS) -> float:
    """The median seconds of several runs."""
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def tell(what: str, value: str) -> None:
    """One line of the report."""
    print(f"\n{what:52} {value:>14}", end="")


def test_extraction_beside_jieba(reports: Path) -> None:
    import jieba
    import jieba.posseg

    from kg.link import extract
    from kg.read import read

    jieba.setLogLevel(60)
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = tempfile.mkdtemp()
    tagger = jieba.posseg.POSTokenizer(tokenizer)
    documents = [read(path) for path in sorted(reports.glob("*.txt"))]
    texts = ["".join(d.text[s.start : s.end] for s in d.sentences) for d in documents]
    characters = sum(map(len, texts))
    extract(documents[0])
    list(tagger.cut(texts[0]))
    ours = median(lambda: [extract(document) for document in documents])
    reading = median(lambda: [read(path) for path in sorted(reports.glob("*.txt"))])
    theirs = median(lambda: [list(tagger.cut(text)) for text in texts])
    tell("texts", f"{characters:,} chars")
    tell("read", f"{characters / reading:,.0f} /s")
    tell("extract (mention and link, after read)", f"{characters / ours:,.0f} /s")
    tell("jieba.posseg.cut", f"{characters / theirs:,.0f} /s")
    tell("extract is faster by", f"{theirs / ours:.1f} times")


def test_build_of_one_report(sample: Path, tmp_path: Path) -> None:
    outputs = iter(range(100))

    def build() -> None:
        output = tmp_path / str(next(outputs))
        command = [sys.executable, "-m", "kg", "-q", "build", str(sample), "-o", str(output)]
        subprocess.run(command, check=True)

    seconds = median(build)
    tell("kg build of the sample report, start-up included", f"{seconds:.2f} s")
    assert seconds < 3


def test_build_by_workers(reports: Path, tmp_path: Path) -> None:
    from kg.pipeline import build

    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(10):
        for path in sorted(reports.glob("*.txt")):
            text = path.read_text("utf-8").replace("2023年", f"{2000 + number}年")
            (folder / f"{path.stem}-{number}.txt").write_text(text, "utf-8")
    for workers in (1, 2):
        start = time.perf_counter()
        summary = build([folder], output=tmp_path / f"by-{workers}", workers=workers)
        seconds = time.perf_counter() - start
        tell(f"build of {summary.built} reports, workers: {workers}", f"{seconds:.1f} s")


def test_queries(output: Path) -> None:
    from kg.pipeline import open_output
    from kg.query import named, run_named

    with open_output(output) as store:
        for query in named():
            seconds = median(lambda name=query.name: run_named(store, name), runs=15)  # type: ignore[misc]
            tell(f"query {query.name}", f"{seconds * 1000:.2f} ms")


def test_start_up() -> None:
    for arguments in (["--help"], ["query", "--list"]):
        seconds = median(
            lambda a=arguments: subprocess.run(  # type: ignore[misc]
                [sys.executable, "-m", "kg", *a], check=True, capture_output=True
            )
        )
        tell(f"kg {' '.join(arguments)}", f"{seconds:.2f} s")
