"""Builds of hundreds and thousands of generated reports, and the formats, beside their peers (``make bench``)."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import corpus
import psutil
import pytest
from bench.record import record
from pipeline.crashes import run, state

pytestmark = pytest.mark.bench
SIZES = tuple(int(size) for size in os.environ.get("KG_BENCH_SIZES", "100,1000,10000").split(","))
MOMENTS = 20


def measured(command: list[str]) -> tuple[float, float, float]:
    """Wall seconds, CPU seconds and peak megabytes of a command and all processes that it starts."""
    start, peak, spent = time.perf_counter(), 0, {}
    process = psutil.Popen(command)
    while process.poll() is None:
        resident = 0
        try:
            for one in [process, *process.children(recursive=True)]:
                with one.oneshot():
                    resident += one.memory_info().rss
                    times = one.cpu_times()
                    spent[one.pid] = times.user + times.system
        except psutil.Error:
            continue
        finally:
            peak = max(peak, resident)
            time.sleep(0.1)
    assert process.returncode == 0
    return time.perf_counter() - start, sum(spent.values()), peak / 1e6


def test_building_many_reports(tmp_path: Path) -> None:
    rows = []
    for size in SIZES:
        source, output = tmp_path / f"r{size}", tmp_path / f"o{size}"
        corpus.write(source, size)
        command = [sys.executable, "-m", "kg", "-q", "build", str(source), "-o", str(output)]
        wall, cpu, peak = measured(command)
        again, _, _ = measured(command)
        from kg.pipeline import open_output

        with open_output(output) as store:
            quads = int(
                next(iter(store.query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")))["n"].value
            )
        disk = sum(path.stat().st_size for path in (output / "store").rglob("*") if path.is_file()) / 1e6
        rows.append((
            f"{size:,}", f"{wall:.0f}", f"{cpu:.0f}", f"{1000 * cpu / size:.0f}", f"{peak:,.0f}",
            f"{quads:,}", f"{quads / wall:,.0f}", f"{disk:,.0f}", f"{again:.1f}",
        ))  # fmt: skip
    columns = (
        "reports", "seconds", "CPU seconds", "CPU ms a report", "peak MB", "quads", "quads/s", "store MB", "again, s",
    )  # fmt: skip
    note = "`kg build`, start-up and all outputs included; peak memory counts all processes; again: nothing has changed."
    record("build", "Building many reports", columns, rows, note=note)


def test_kills_at_random_moments(tmp_path: Path) -> None:
    source = tmp_path / "reports"
    corpus.write(source, 60)
    start = time.perf_counter()
    run(source, tmp_path / "whole", batch=8)
    seconds, dice, killed = time.perf_counter() - start, random.Random(20), 0
    output = tmp_path / "killed"
    for _ in range(MOMENTS):
        killed += run(source, output, batch=8, seconds=dice.uniform(0.1, 0.9) * seconds) == ""
        if (output / "graph.ttl").is_file():
            assert run(source, output, batch=8)
            assert state(output) == state(tmp_path / "whole")
            for path in sorted(output.rglob("*"), reverse=True):
                path.unlink() if path.is_file() else path.rmdir()
    run(source, output, batch=8)
    assert state(output) == state(tmp_path / "whole")
    rows = [(60, MOMENTS, killed, "equal")]
    record("kills", "Killed and resumed", ("reports", "builds", "of these killed", "store and outputs"), rows)


def test_extraction_beside_jieba(tmp_path: Path) -> None:
    import jieba
    import jieba.posseg

    jieba.setLogLevel(60)
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = tempfile.mkdtemp()
    tagger = jieba.posseg.POSTokenizer(tokenizer)
    texts = [made.text for made in corpus.corpus(200)]
    extract_texts(texts[:2])
    list(tagger.cut(texts[0]))
    rows = []
    works: dict[str, Callable[[], object]] = {
        "kg, reading and extraction": lambda: extract_texts(texts),
        "jieba.cut": lambda: [list(tokenizer.cut(text)) for text in texts],
        "jieba.posseg.cut": lambda: [list(tagger.cut(text)) for text in texts],
    }
    for name, work in works.items():
        rows.append(_row(name, texts, work))
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        list(pool.map(extract_texts, [texts[:2]] * 4))
        halves = [texts[i : i + 10] for i in range(0, len(texts), 10)]
        rows.append(
            _row("kg, two processes", texts, lambda: list(pool.map(extract_texts, halves)), cpu=False)
        )
    record(
        "extraction",
        "Extraction beside jieba",
        ("what", "characters/s", "reports/s", "characters/CPU s"),
        rows,
    )


def extract_texts(texts: list[str]) -> int:
    from kg.link import extract
    from kg.read import read_bytes

    return sum(len(extract(read_bytes(text.encode(), source_name="x.txt")).observations) for text in texts)


def _row(name: str, texts: list[str], work: Callable[[], object], *, cpu: bool = True) -> tuple[str, ...]:
    wall, spent = time.perf_counter(), time.process_time()
    work()
    wall, spent = time.perf_counter() - wall, time.process_time() - spent
    size = sum(map(len, texts))
    return name, f"{size / wall:,.0f}", f"{len(texts) / wall:,.0f}", f"{size / spent:,.0f}" if cpu else ""


@pytest.mark.filterwarnings(
    "ignore::DeprecationWarning:rdflib",
    "ignore::DeprecationWarning:tests",
    "ignore:Dataset:DeprecationWarning",
)
def test_formats_beside_rdflib(tmp_path: Path) -> None:
    import pyoxigraph as ox
    from rdflib import Dataset, Graph

    from kg.export import export
    from kg.pipeline import build, open_output

    corpus.write(tmp_path / "r", 20)
    build([tmp_path / "r"], output=tmp_path / "o")
    with open_output(tmp_path / "o") as store:
        turtle, nquads = export(store, "turtle"), export(store, "nquads")
        graph = Graph().parse(data=turtle, format="turtle")
        dataset = Dataset()
        works: dict[str, tuple[int, Callable[[], object], Callable[[], object]]] = {
            "write Turtle": (
                len(graph),
                lambda: export(store, "turtle"),
                lambda: graph.serialize(format="turtle"),
            ),
            "read Turtle": (
                len(graph),
                lambda: ox.Store().bulk_load(turtle, format=ox.RdfFormat.TURTLE),
                lambda: Graph().parse(data=turtle, format="turtle"),
            ),
            "read N-Quads": (
                nquads.count(b"\n"),
                lambda: ox.Store().bulk_load(nquads, format=ox.RdfFormat.N_QUADS),
                lambda: dataset.parse(data=nquads, format="nquads"),
            ),
            "write N-Quads": (
                nquads.count(b"\n"),
                lambda: export(store, "nquads"),
                lambda: dataset.serialize(format="nquads"),
            ),
        }
        rows = []
        for name, (size, ours, theirs) in works.items():
            spent = []
            for work in (ours, theirs):
                start = time.process_time()
                work()
                spent.append(size / (time.process_time() - start))
            rows.append((name, f"{spent[0]:,.0f}", f"{spent[1]:,.0f}", f"{spent[0] / spent[1]:.1f}"))
    note = "Statements per CPU second; kg writes out of the store on disk and sorts, rdflib out of memory."
    record("formats", "Formats beside rdflib", ("what", "kg", "rdflib", "times"), rows, note=note)


def test_start_up_of_a_small_build(sample: Path, tmp_path: Path) -> None:
    seconds = []
    for number in range(3):
        start = time.perf_counter()
        command = [sys.executable, "-m", "kg", "-q", "build", str(sample), "-o", str(tmp_path / str(number))]
        subprocess.run(command, check=True)
        seconds.append(time.perf_counter() - start)
    record(
        "sample",
        "The sample report",
        ("what", "seconds"),
        [("kg build, start-up included", f"{min(seconds):.2f}")],
    )
