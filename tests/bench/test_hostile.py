"""Hostile queries against ``kg serve``: when each is answered, what the server keeps of them, how soon the next is (``make bench``)."""

from __future__ import annotations

import statistics
import threading
import time
from pathlib import Path

import httpx
import psutil
import pytest
from bench.record import record
from bench.test_queries import fill
from serve.served import command
from serve.test_limits import HOSTILE

pytestmark = pytest.mark.bench
SIZE = 100_000
LIMIT, LATE, NEXT = 2.0, 0.5, 0.1  # seconds
GROWTH = 100 << 20  # bytes
LOOKUP = "SELECT ?p ?o { ?s skos:prefLabel ?l ; ?p ?o } LIMIT 50"


class Watch:
    """The most memory that a server held while it was watched: its own process, and all that it keeps when at rest."""

    def __init__(self, pid: int) -> None:
        self._server = psutil.Process(pid)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self.peak = 0

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(0.05):
            self.peak = max(self.peak, self._server.memory_info().rss)

    def kept(self) -> int:
        """The bytes of the server and of its processes that wait, what they share counted once."""
        family = (self._server, *self._server.children(recursive=True))
        return sum(process.memory_full_info().pss for process in family)


def timed(client: httpx.Client, query: str) -> tuple[float, httpx.Response]:
    start = time.perf_counter()
    answer = client.post("/sparql", data={"query": query})
    return time.perf_counter() - start, answer


def test_hostile_queries(tmp_path: Path) -> None:
    size = fill(tmp_path / "store", SIZE, tmp_path)
    with (
        command(tmp_path / "store", "--timeout", str(LIMIT), "--at-once", "2") as (process, address),
        Watch(process.pid) as watch,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        for _ in range(5):
            assert timed(client, LOOKUP)[1].status_code == 200
        kept, own = watch.kept(), watch.peak
        taken, after = [], []
        for query in HOSTILE:
            seconds, answer = timed(client, query)
            assert answer.status_code == 503, (query, answer.text[:200])
            taken.append(seconds)
            seconds, answer = timed(client, LOOKUP)
            assert answer.status_code == 200
            after.append(seconds)
        grown, left = watch.peak - own, watch.kept() - kept
    record(
        "hostile",
        f"{len(HOSTILE)} hostile queries, one after the other, {size:,} triples",
        ("what", "median", "most", "allowed"),
        [
            (
                "beyond the limit, answered after (ms)",
                *_ms([t - LIMIT for t in taken]),
                f"{LATE * 1000:,.0f}",
            ),
            ("the next query, answered after (ms)", *_ms(after), f"{NEXT * 1000:,.0f}"),
            ("the server's own process grew by (MB)", "", f"{grown >> 20}", f"{GROWTH >> 20}"),
            ("it and its processes hold more afterwards (MB)", "", f"{left >> 20}", f"{GROWTH >> 20}"),
        ],
        note=f"Wall-clock time, with a limit of {LIMIT:g} s; a query that needs too much memory is answered before that.",
    )
    assert max(taken) < LIMIT + LATE
    assert max(after) < NEXT
    assert max(grown, left) < GROWTH


def _ms(seconds: list[float]) -> tuple[str, str]:
    return f"{statistics.median(seconds) * 1000:,.0f}", f"{max(seconds) * 1000:,.0f}"
