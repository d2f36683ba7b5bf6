"""/health and /metrics: what those who watch a server are told."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import httpx
from serve.served import served

from kg import __version__
from kg.store import open_store


def test_a_healthy_server_says_so(reading: str, writable: httpx.Client) -> None:
    answer = httpx.get(f"{reading}/health")
    assert (answer.status_code, answer.json()) == (
        200, {"status": "ok", "version": __version__, "writable": False},
    )  # fmt: skip
    assert writable.get("/health").json()["writable"] is True


def test_a_store_that_is_gone_is_told(tmp_path: Path) -> None:
    open_store(tmp_path / "store").close()
    with served(tmp_path / "store") as address:
        assert httpx.get(f"{address}/health").status_code == 200
        shutil.rmtree(tmp_path / "store")
        answer = httpx.get(f"{address}/health")
        assert answer.status_code == 503 and answer.json()["status"] == "unwell" and answer.json()["reason"]
        assert httpx.get(f"{address}/sparql", params={"query": "ASK {}"}).status_code == 503


def test_metrics_count_what_was_done(tmp_path: Path) -> None:
    open_store(tmp_path / "store").close()
    with served(tmp_path / "store") as address, httpx.Client(base_url=address) as client:
        for query in ("ASK {}", "ASK {}", "ASK {"):
            client.get("/sparql", params={"query": query})
        answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    text = answer.text
    assert 'kg_tasks_total{kind="query",outcome="ok"} 2\n' in text
    assert 'kg_tasks_total{kind="query",outcome="QueryError"} 1\n' in text
    assert 'kg_task_seconds_count{kind="query"} 3\n' in text and "kg_tasks_running 0\n" in text
    buckets = [int(n) for n in re.findall(r'kg_task_seconds_bucket\{kind="query",le="[^"]+"\} (\d+)', text)]
    assert buckets == sorted(buckets) and buckets[-1] == 3
    assert all(
        re.fullmatch(r"# (HELP|TYPE) \w+ .+|\w+(\{[^}]+\})? [\d.]+", line) for line in text.splitlines()
    )
