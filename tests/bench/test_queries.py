"""Twelve named queries on a small and a large graph beside rdflib's engine, and the endpoint under load (``make bench``).

The graphs are extracted from made-up reports; the large one says the same of more counties.
"""

from __future__ import annotations

import os
import random
import re
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import corpus
import httpx
import pyoxigraph as ox
import pytest
from bench.record import record

from kg.errors import LimitReached
from kg.graph import quads, shared_quads
from kg.iri import Names
from kg.link import extract
from kg.query import bind, filled, find, run
from kg.query.limits import Limits, limited
from kg.read import read
from kg.store import EmbeddedStore, open_store
from kg.vocab import PREFIXES

pytestmark = pytest.mark.bench
SIZES = (10_000, 1_000_000)
COUNTIES = 40  # extracted; each more is one of these under another name
CAP = float(os.environ.get("KG_BENCH_CAP", "60"))  # seconds that rdflib may take for one query
CLIENTS, EACH = 16, 25
QUERIES = (
    "changes", "commitments", "evidence", "indicator-by-place", "institutions", "policies-issued", "problems",
    "rates", "reforms-and-carriers", "shared-reforms", "topic-figures", "topics",
)  # fmt: skip


@cache
def county(number: int, folder: Path) -> tuple[str, str, tuple[str, ...]]:
    """The name of a county, its division code where it has one, and the quads of its five reports as lines."""
    found: list[str] = []
    for made in list(corpus.corpus(5 * (number + 1)))[-5:]:
        path = folder / f"{made.name}.txt"
        path.write_text(made.text, "utf-8")
        found += map(str, quads(extract(read(path)), names=Names()))
    name = made.name.partition("-")[0]
    labelled = re.compile(rf'<[^ ]*/place/(\d+)> <[^ ]*prefLabel> "{name}"')
    return name, next((m[1] for line in found if (m := labelled.match(line))), name), tuple(found)


def fill(store: Path, size: int, folder: Path) -> int:
    """A store of about ``size`` triples; gives how many the union has."""
    rows = list(map(str, shared_quads(names=Names())))
    union = set(map(_triple, rows))
    for number in range(size):
        name, code, found = county(number % COUNTIES, folder)
        other = name if number < COUNTIES else f"{name[:-1]}{number}{name[-1]}"
        place = code if number < COUNTIES else other
        # Names of things hold the name of the county, or its code where it is one of the register.
        new = [line.replace(f"/{code}", f"/{place}").replace(name, other) for line in found]
        rows += new
        union.update(map(_triple, new))
        if len(union) >= size:
            break
    with open_store(store) as opened:
        assert isinstance(opened, EmbeddedStore)
        opened.inner.bulk_load(" .\n".join([*rows, ""]).encode(), ox.RdfFormat.N_QUADS)
        opened.inner.bulk_load(" .\n".join([*union, ""]).encode(), ox.RdfFormat.N_TRIPLES)
    return len(union)


def _triple(quad: str) -> str:
    """A line without its graph, which no space is in."""
    return quad[: quad.rindex(" ")]


def values(name: str) -> dict[str, str]:
    """What is asked for, as people ask: of one county, one group of indicators, one kind of reform."""
    county = next(corpus.corpus(1)).name.partition("-")[0]
    asked = {
        "region": county,
        "institution": county,
        "name": county,
        "code": "行政复议",
        "reform": "一网通办",
        "topic": "reconsideration",
        "year": "2023",
    }
    return {param.name: asked[param.name] for param in find(name).params}


def seconds(work: Callable[[], object], runs: int) -> float:
    """The median CPU seconds of some runs, after one that warms the caches."""
    taken = []
    work()
    for _ in range(runs):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def rdflib_graph(store: Path) -> object:
    """The union of a store as rdflib holds it in memory."""
    from rdflib import Graph

    graph = Graph(bind_namespaces="none")
    with open_store(store, read_only=True) as opened:
        data = "".join(f"{quad.triple} .\n" for quad in opened.union())
    graph.parse(data=data, format="nt")
    return graph


def rdflib_seconds(graph: object, text: str) -> float | None:
    """The CPU seconds that rdflib takes for a query, in a child process; None where it is not done by the cap."""

    def work() -> float:
        from rdflib import Graph

        assert isinstance(graph, Graph)
        start = time.process_time()
        list(graph.query(text, initNs=PREFIXES))
        return time.process_time() - start

    try:
        return limited(work, Limits(seconds=CAP))
    except LimitReached:
        return None


@pytest.fixture(scope="module", params=SIZES, ids=str)
def filled_store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, int]:
    """A store, with the number of its triples."""
    folder = tmp_path_factory.mktemp(f"graph-{request.param}")
    return folder / "store", fill(folder / "store", request.param, folder)


def test_queries_beside_rdflib(filled_store: tuple[Path, int]) -> None:
    store, size = filled_store
    rows, ratios = [], []
    texts = {name: bind(*filled(name, values(name))) for name in QUERIES}
    with open_store(store, read_only=True) as opened:
        ours = {name: seconds(lambda t=text: run(opened, t), 5) for name, text in texts.items()}  # type: ignore[misc]
        found = {name: len(run(opened, text)) for name, text in texts.items()}
    graph = rdflib_graph(store)
    for name, text in texts.items():
        theirs = rdflib_seconds(graph, text)
        if theirs is not None:
            ratios.append(theirs / ours[name])
        shown = f"{theirs * 1000:,.1f}" if theirs is not None else f"> {CAP * 1000:,.0f}"
        ratio = f"{theirs / ours[name]:,.0f}" if theirs is not None else f"> {CAP / ours[name]:,.0f}"
        assert found[name], f"{name} finds nothing to measure"
        rows.append((name, f"{found[name]:,}", f"{ours[name] * 1000:,.2f}", shown, ratio))
    median = statistics.median(ratios)
    rows.append(("median of those that both finish", len(ratios), "", "", f"{median:,.0f}"))
    record(
        f"queries-{len(str(size))}",
        f"Named queries on {size:,} triples",
        ("query", "rows", "kg on disk (ms)", "rdflib in memory (ms)", "times as fast"),
        rows,
        note=f"CPU time. Ours: the median of five runs, to the finished table; rdflib: one run, at most {CAP:g} s.",
    )
    assert median >= 20


@contextmanager
def server(store: Path) -> Iterator[str]:
    """``kg serve`` as a process of its own; gives its address."""
    command = [sys.executable, "-m", "kg", "serve", "--store", str(store), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            yield next(m[0] for line in process.stderr if (m := re.search(r"http://[\d.:]+", line)))
        finally:
            process.terminate()


def test_the_endpoint_under_sixteen_clients(filled_store: tuple[Path, int]) -> None:
    store, size = filled_store
    texts = [
        bind(*filled(name, values(name))) + " LIMIT 100" for name in ("reports", "report-figures", "changes")
    ]
    texts.append("SELECT ?s ?l { ?s a kg:Institution ; skos:prefLabel ?l } ORDER BY ?l LIMIT 100")
    texts.append("SELECT ?t (COUNT(?s) AS ?n) { ?s a ?t } GROUP BY ?t ORDER BY DESC(?n) LIMIT 20")
    lookup = "SELECT ?p ?o { ?s skos:prefLabel ?l ; ?p ?o } LIMIT 50"
    taken: list[float] = []
    statuses: list[int] = []

    def client(number: int, address: str, asked: list[str]) -> None:
        chance = random.Random(number)
        with httpx.Client(base_url=address, timeout=60) as http:
            for _ in range(EACH):
                start = time.perf_counter()
                answer = http.post("/sparql", data={"query": chance.choice(asked)})
                taken.append(time.perf_counter() - start)
                statuses.append(answer.status_code)

    rows = []
    with server(store) as address:
        for what, asked in (("look-ups", [lookup]), ("named queries mixed", texts)):
            taken.clear()
            statuses.clear()
            start = time.perf_counter()
            threads = [threading.Thread(target=client, args=(n, address, asked)) for n in range(CLIENTS)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            rate = len(taken) / (time.perf_counter() - start)
            p50, p95 = (statistics.quantiles(taken, n=100)[k - 1] * 1000 for k in (50, 95))
            busy = statuses.count(429)
            rows.append((what, len(taken), f"{p50:,.0f}", f"{p95:,.0f}", f"{rate:,.0f}", busy))
    assert set(statuses) <= {200, 429}
    record(
        f"sparql-{len(str(size))}",
        f"/sparql under {CLIENTS} clients, {size:,} triples",
        (
            "requests",
            "number",
            "median (ms)",
            "95th percentile (ms)",
            "a second",
            "refused as too many (429)",
        ),
        rows,
        note="Each client asks again as soon as it is answered; four queries run at once, each in a process of its own.",
    )
