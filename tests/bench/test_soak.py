"""Minutes of everything at once against ``kg serve``: pages, SPARQL, linked data, hostile queries, clients that break off.

What it holds when at rest is looked at after a while and at the end (``make bench``; KG_SOAK_SECONDS for longer or shorter).
"""

from __future__ import annotations

import os
import random
import re
import socket
import statistics
import struct
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

import corpus
import httpx
import psutil
import pytest
from bench.record import record
from serve.test_limits import HOSTILE, parses

from kg.pipeline import build

pytestmark = pytest.mark.bench
SECONDS = float(os.environ.get("KG_SOAK_SECONDS", "180"))
WARM = min(60.0, SECONDS / 3)
CLIENTS, REPORTS, LIMIT = 12, 40, 2.0
GROWTH = 1.1
LOOKUP = "SELECT ?p ?o { ?s skos:prefLabel ?l ; ?p ?o } LIMIT 50"
QUERIES = (
    LOOKUP,
    "SELECT ?s ?l { ?s a kg:Institution ; skos:prefLabel ?l } ORDER BY ?l LIMIT 100",
    "SELECT ?t (COUNT(?s) AS ?n) { ?s a ?t } GROUP BY ?t ORDER BY DESC(?n)",
    "CONSTRUCT { ?s ?p ?o } { ?s a kg:Policy ; ?p ?o } LIMIT 500",
    "SELECT * { ?s ?p ?o } LIMIT 20000",
)
BAD = (
    ("GET", "/sparql?query=SELECT", 400), ("GET", "/no/such/page", 404), ("GET", "/id/no/such/thing", 404),
    ("POST", "/update", 403), ("GET", "/query/named/none", 404), ("GET", "/indicators/none", 404),
)  # fmt: skip
ACCEPT = ("text/html", "text/turtle", "application/ld+json", "application/rdf+xml", "application/n-triples")
FORMS = {
    "CONSTRUCT": ("text/turtle", "application/n-triples"),
    "SELECT": (
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/tab-separated-values",
    ),
}
LIMITS = re.compile(r"stopped after|took more than|\d MB|rows|too many|毫秒|秒")


@dataclass
class Seen:
    """What clients saw, by kind of request; ``wrong`` is what no client should see."""

    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, kind: str, answer: httpx.Response, allowed: tuple[int, ...]) -> None:
        status = answer.status_code
        whole = kind != "query" or status != 200 or parses(answer)
        told = status != 503 or LIMITS.search(answer.text)
        with self.lock:
            self.statuses[kind, status] += 1
            if status not in (*allowed, 429, 503) or not whole or not told:
                self.wrong.append(
                    f"{status} {answer.request.method} {answer.request.url} {answer.text[:300]}"
                )


@dataclass(frozen=True)
class Rest:
    """What a server holds while nobody asks: bytes (what processes share counted once), handles, processes."""

    memory: int
    handles: int
    processes: int

    @classmethod
    def of(cls, server: psutil.Process) -> Rest:
        """Once it has come to rest, which it has to within a minute."""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            family = (server, *server.children(recursive=True))
            if len(family) <= 2 and not [c for c in server.net_connections() if c.status == "ESTABLISHED"]:
                break
            time.sleep(0.2)
        return cls(sum(p.memory_full_info().pss for p in family), server.num_fds(), len(family))


class Client(threading.Thread):
    """Asks this and that until the time is over, each time as soon as it is answered."""

    def __init__(self, number: int, address: str, things: list[str], seen: Seen, until: float) -> None:
        super().__init__()
        self.dice = random.Random(number)
        self.address, self.things, self.seen, self.until = address, things, seen, until
        self.failed: Exception | None = None

    def run(self) -> None:
        try:
            while time.monotonic() < self.until:
                with httpx.Client(base_url=self.address, timeout=60) as http:
                    for _ in range(20):
                        if time.monotonic() >= self.until:
                            return
                        self.ask(http)
        except Exception as err:
            self.failed = err

    def ask(self, http: httpx.Client) -> None:
        kind = self.dice.choices(
            ("page", "thing", "query", "hostile", "bad", "break"), (30, 20, 30, 5, 5, 10)
        )[0]
        if kind == "page":
            self.seen.take(
                kind, http.get(self.dice.choice(PAGES), headers={"Accept": "text/html"}), (200, 303)
            )
        elif kind == "thing":
            accept = {"Accept": self.dice.choice(ACCEPT)}
            self.seen.take(kind, http.get(self.dice.choice(self.things), headers=accept), (200, 303))
        elif kind == "query":
            query = self.dice.choice(QUERIES)
            media = self.dice.choice(FORMS["CONSTRUCT" if query.startswith("CONSTRUCT") else "SELECT"])
            answer = http.post("/sparql", data={"query": query}, headers={"Accept": media})
            self.seen.take(kind, answer, (200,))
        elif kind == "hostile":
            self.seen.take(kind, http.post("/sparql", data={"query": self.dice.choice(HOSTILE)}), ())
        elif kind == "bad":
            method, path, status = self.dice.choice(BAD)
            self.seen.take(kind, http.request(method, path), (status,))
        else:
            self.break_off()
            with self.seen.lock:
                self.seen.statuses[kind, 0] += 1

    def break_off(self) -> None:
        """Go away at some point of a request, politely or with a reset."""
        at = urlsplit(self.address)
        body = f"query={quote(self.dice.choice(HOSTILE))}".encode()
        head = (
            b"Host: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n"
            % len(body)
        )
        pieces = (
            b"GET / HT", b"\x16\x03\x01\x02\x00\x01", b"POST /sparql HTTP/1.1\r\n" + head + body[:20],
            b"POST /sparql HTTP/1.1\r\n" + head + body, b"GET /data.nq HTTP/1.1\r\nHost: x\r\n\r\n",
        )  # fmt: skip
        assert at.hostname and at.port
        with socket.create_connection((at.hostname, at.port), timeout=60) as one:
            one.sendall(self.dice.choice(pieces))
            time.sleep(self.dice.uniform(0, 0.5))
            if self.dice.random() < 0.5:
                one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


PAGES = (
    "/", "/browse", "/browse/Institution", "/places", "/indicators", "/audit", "/analyse", "/graph", "/graph/data", "/query", "/vocabulary",
    "/search?q=%E5%8F%B8%E6%B3%95", "/suggest?q=%E8%A1%8C%E6%94%BF", "/ask?q=%E8%A1%8C%E6%94%BF%E5%A4%8D%E8%AE%AE", "/health", "/metrics",
    "/.well-known/void",
)  # fmt: skip


@contextmanager
def serving(store: Path, talk: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """``kg serve`` with its address; what it says goes to a file, for nobody reads it meanwhile."""
    options = ("--timeout", str(LIMIT), "--memory", "300", "--port", "0")
    with talk.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "kg", "serve", "--store", str(store), *options], stderr=log
        )
    try:
        while (address := re.search(r"http://[\d.]+:\d+", talk.read_text("utf-8"))) is None:
            assert process.poll() is None, talk.read_text("utf-8")
            time.sleep(0.1)
        yield process, address[0]
    finally:
        process.terminate()
        process.wait(30)


def lookups(address: str) -> float:
    """The median milliseconds of some look-ups, one after the other."""
    taken = []
    with httpx.Client(base_url=address, timeout=60) as http:
        for _ in range(30):
            start = time.perf_counter()
            assert http.post("/sparql", data={"query": LOOKUP}).status_code == 200
            taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1000


def crowd(address: str, things: list[str], seen: Seen, seconds: float) -> None:
    """Clients for so many seconds."""
    until = time.monotonic() + seconds
    clients = [Client(number, address, things, seen, until) for number in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    assert not [client.failed for client in clients if client.failed]
    assert not seen.wrong, "\n".join(seen.wrong[:5])


def test_soak(tmp_path: Path) -> None:
    corpus.write(tmp_path / "reports", REPORTS)
    build([tmp_path / "reports"], output=tmp_path / "o")
    seen = Seen()
    with serving(tmp_path / "o" / "store", tmp_path / "talk") as (process, address):
        server = psutil.Process(process.pid)
        found = httpx.post(
            f"{address}/sparql", data={"query": "SELECT DISTINCT ?s { ?s skos:prefLabel ?l } LIMIT 200"}
        )
        iris = [row["s"]["value"] for row in found.json()["results"]["bindings"]]
        things = [
            f"/id/{quote(urlsplit(iri).path.removeprefix('/fazhi-kg/'))}"
            for iri in iris
            if "/fazhi-kg/" in iri
        ]
        crowd(address, things, seen, WARM)
        first, warm = lookups(address), Rest.of(server)
        crowd(address, things, seen, SECONDS - WARM)
        last, end = lookups(address), Rest.of(server)
        family = [server, *server.children(recursive=True)]
    _, alive = psutil.wait_procs(family, timeout=30)
    kinds = sorted({kind for kind, _ in seen.statuses})
    rows = [
        (kind, *(sum(n for (k, s), n in seen.statuses.items() if k == kind and s // 100 in c) for c in ((0,), (2, 3), (4,))),
         sum(n for (k, s), n in seen.statuses.items() if k == kind and s >= 500))
        for kind in kinds
    ]  # fmt: skip
    note = (
        f"{SECONDS:.0f} s, {CLIENTS} clients, {REPORTS} reports. At rest after {WARM:.0f} s and at the end: memory {warm.memory / 1e6:.0f} and "
        f"{end.memory / 1e6:.0f} MB, handles {warm.handles} and {end.handles}, processes {warm.processes} and {end.processes}; a look-up "
        f"{first:.0f} and {last:.0f} ms. What limits stop is answered with 503, a crowd with 429."
    )
    record(
        "soak",
        "kg serve for minutes",
        ("requests", "broken off", "2xx and 3xx", "4xx", "503"),
        rows,
        note=note,
    )
    assert end.memory < GROWTH * warm.memory
    assert (end.handles, end.processes) == (warm.handles, warm.processes)
    assert not alive
    assert "Traceback" not in (tmp_path / "talk").read_text("utf-8")
