"""Hostile queries, crowds and kills: the server lives on, says the truth, and leaves no process behind."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import httpx
import psutil
import pyoxigraph as ox
import pytest
from serve.served import command

from kg.serve.answer import GRAPHS, RESULTS

LIMIT, SLACK = 0.6, 20.0  # seconds; the slack is for machines that do other things as well
CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
HOSTILE = (
    f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}",
    f"SELECT * {{ {CROSS} }} ORDER BY ?c ?f ?i",
    f"SELECT DISTINCT ?a ?f ?i {{ {CROSS} }}",
    f"SELECT ?c (COUNT(?i) AS ?n) {{ {CROSS} }} GROUP BY ?c",
    f"SELECT ?a ?d (GROUP_CONCAT(?i) AS ?all) {{ {CROSS} }} GROUP BY ?a ?d",
    f"SELECT (SUM(STRLEN(STR(?c))) AS ?n) {{ {CROSS} }}",
    f"SELECT * {{ {CROSS} FILTER(REGEX(STR(?c), '(a|aa|.*)*$')) }}",
    f"SELECT * {{ {CROSS} FILTER(CONTAINS(CONCAT(STR(?c), STR(?f), STR(?i)), 'nowhere-said')) }}",
    f"ASK {{ {CROSS} FILTER(STR(?c) = CONCAT(STR(?f), STR(?i), 'none')) }}",
    f"CONSTRUCT {{ ?a ?e ?i }} {{ {CROSS} }}",
    f"DESCRIBE ?a {{ {CROSS} }}",
    f"SELECT * {{ {CROSS} }}",
    f"SELECT (MAX(?x) AS ?y) {{ {CROSS} BIND(CONCAT(STR(?c), STR(?f)) AS ?x) }}",
    "SELECT (COUNT(*) AS ?n) { ?s (!<a:a>)* ?o . ?x (!<a:a>)* ?y }",
    "SELECT (COUNT(*) AS ?n) { ?s (<a:a>|!<a:a>|^!<a:a>)+ ?o . ?o (!<a:a>)+ ?z }",
    "SELECT ?s ?o { ?s (!<a:a>)* ?o . ?x (!<a:a>)* ?y } ORDER BY ?o",
    f"SELECT * {{ {{ {CROSS} }} UNION {{ {CROSS} }} MINUS {{ ?a ?b 1 }} }} ORDER BY DESC(STR(?i))",
    "SELECT * { ?a ?b ?c FILTER NOT EXISTS { ?d ?e ?f . ?g ?h ?i FILTER(STRLEN(CONCAT(STR(?c), STR(?f), STR(?i))) < 3) } }",
    "SELECT * { ?a ?b ?c OPTIONAL { ?d ?e ?f . ?g ?h ?i FILTER(?f != ?i && ?c = 'none') } }",
    f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ {CROSS} BIND(SHA512(CONCAT(STR(?a), STR(?f), STR(?i))) AS ?x) }}",
)  # fmt: skip


@pytest.fixture(scope="module")
def limited(output: Path) -> Iterator[tuple[psutil.Process, str]]:
    """A server that stops queries early."""
    options = ("--timeout", str(LIMIT), "--memory", "200", "--at-once", "2")
    with command(output / "store", *options) as (process, address):
        httpx.get(f"{address}/health", timeout=60)
        yield psutil.Process(process.pid), address


@pytest.fixture(scope="module")
def patient(output: Path) -> Iterator[tuple[psutil.Process, str]]:
    """A server that stops queries late, and gives few rows."""
    with command(output / "store", "--timeout", "300", "--max-rows", "10") as (process, address):
        httpx.get(f"{address}/health", timeout=60)
        yield psutil.Process(process.pid), address


def ask(address: str, query: str, accept: str = "*/*") -> httpx.Response:
    return httpx.post(f"{address}/sparql", data={"query": query}, headers={"Accept": accept}, timeout=60)


def parses(answer: httpx.Response) -> bool:
    """Whether the body is whole: by its length, and to a reader of its format."""
    media = answer.headers["content-type"].partition(";")[0]
    if int(answer.headers["content-length"]) != len(answer.content):
        return False
    if media in RESULTS:
        found = ox.parse_query_results(answer.content, format=RESULTS[media])
        return isinstance(found, ox.QueryBoolean) or len(list(found)) >= 0
    return len(list(ox.parse(answer.content, format=GRAPHS[media]))) >= 0


def test_hostile_queries_are_stopped(limited: tuple[psutil.Process, str]) -> None:
    server, address = limited
    assert len(set(HOSTILE)) == 20
    before = server.memory_info().rss

    def stopped(query: str) -> None:
        start = time.monotonic()
        answer = ask(address, query)
        assert time.monotonic() - start < LIMIT + SLACK, query
        assert answer.status_code == 503, (query, answer.text[:200])
        assert "stopped after" in answer.text or "MB" in answer.text, answer.text

    with ThreadPoolExecutor(2) as pool:  # as many as may run at once
        list(pool.map(stopped, HOSTILE))
    assert ask(address, "ASK {}").json()["boolean"] is True
    assert server.memory_info().rss - before < 100 << 20
    # Those that were stopped are gone; the process that starts the others is there, and what waits for work.
    assert len(server.children(recursive=True)) <= 1 + 3


def test_a_crowd_is_sent_away_with_a_time_to_come_back(limited: tuple[psutil.Process, str]) -> None:
    _, address = limited
    with ThreadPoolExecutor(40) as crowd:
        answers = list(crowd.map(lambda _: ask(address, HOSTILE[0]), range(40)))
    statuses = {answer.status_code for answer in answers}
    assert statuses == {503, 429}
    for answer in answers:
        assert answer.status_code != 429 or int(answer.headers["retry-after"]) >= 1
    assert ask(address, "ASK {}").status_code == 200


def test_no_success_is_a_lie(limited: tuple[psutil.Process, str]) -> None:
    """Queries of every length, some of them killed: what says 200 is whole."""
    server, address = limited
    going = threading.Event()

    def kill() -> None:
        while not going.wait(0.03):
            for child in server.children(recursive=True):
                with suppress(psutil.NoSuchProcess):
                    if child.ppid() != server.pid:
                        child.kill()

    killer = threading.Thread(target=kill)
    media = ("application/sparql-results+json", "application/sparql-results+xml", "text/tab-separated-values")
    asked = [
        (f"SELECT ?s ?p ?o {{ ?s ?p ?o }} LIMIT {size}", form)
        for form in media for size in (1, 100, 3_000, 30_000)
    ] + [(f"CONSTRUCT {{ ?s ?p ?o }} {{ ?s ?p ?o }} LIMIT {size}", "text/turtle") for size in (1, 3_000, 30_000)]  # fmt: skip
    statuses = []
    for round in range(2):
        if round:
            killer.start()
        try:
            with ThreadPoolExecutor(2) as pool:
                for answer in pool.map(lambda one: ask(address, *one), asked):
                    statuses.append(answer.status_code)
                    assert answer.status_code != 200 or parses(answer), answer.headers
                    assert answer.status_code in (200, 429, 503), answer.text[:200]
        finally:
            if round:
                going.set()
                killer.join()
    assert 200 in statuses and 503 in statuses
    assert ask(address, "ASK {}").status_code == 200


def test_without_its_helper_the_server_starts_another(limited: tuple[psutil.Process, str]) -> None:
    server, address = limited
    (zygote,) = server.children()
    zygote.kill()
    for _ in range(50):
        if ask(address, "ASK {}").status_code == 200:
            break
        time.sleep(0.1)
    assert [child.pid for child in server.children()] != [zygote.pid]
    assert ask(address, "ASK {}").json()["boolean"] is True


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_no_process_is_left_behind(output: Path, number: signal.Signals) -> None:
    with command(output / "store", "--timeout", "300") as (process, address):
        asking = threading.Thread(target=lambda: _quietly(address))
        asking.start()
        server = psutil.Process(process.pid)
        until = time.monotonic() + 60
        while len(family := server.children(recursive=True)) < 3 and time.monotonic() < until:
            time.sleep(0.05)
        assert len(family) == 3, "the query has not begun"  # beside the zygote, one works and one waits
        process.send_signal(number)
        _, alive = psutil.wait_procs([server, *family], timeout=30)
        assert not alive
        asking.join(30)
        assert not asking.is_alive()


def _quietly(address: str) -> None:
    with suppress(httpx.HTTPError):
        assert ask(address, HOSTILE[0]).status_code != 200


def test_a_client_that_leaves_takes_its_query_along(patient: tuple[psutil.Process, str]) -> None:
    server, address = patient
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(f"{address}/sparql", data={"query": HOSTILE[0]}, timeout=1.5)
    until = time.monotonic() + 20
    while len(server.children(recursive=True)) > 2 and time.monotonic() < until:
        time.sleep(0.05)
    assert len(server.children(recursive=True)) == 2  # the zygote, and one that has waited meanwhile


def test_too_many_rows_are_refused(patient: tuple[psutil.Process, str]) -> None:
    _, address = patient
    assert ask(address, "SELECT * { ?s ?p ?o } LIMIT 10").status_code == 200
    for query in ("SELECT * { ?s ?p ?o } LIMIT 11", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 11"):
        refused = ask(address, query)
        assert refused.status_code == 503 and "more than 10 rows" in refused.text
