"""Children of the zygote: one serves again and again, until it wrote, hit a limit or was killed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from kg.errors import LimitReached, QueryError
from kg.query import run
from kg.query.limits import Limits
from kg.serve.children import Children
from kg.serve.protocol import _update
from kg.serve.zygote import Task
from kg.store import open_store

LIMITS = Limits(seconds=60, megabytes=300)
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
LONG = "SELECT (COUNT(*) AS ?n) { " + " ".join(
    f"VALUES ?v{n} {{ {' '.join(map(str, range(99)))} }}" for n in range(6)
) + " }"  # fmt: skip


@pytest.fixture
def children(tmp_path: Path) -> Iterator[Children]:
    open_store(tmp_path / "store").close()
    found = Children()
    yield found
    found.stop()
    assert not _pids()


def _pids() -> list[int]:
    """The children of this process's zygotes."""
    zygotes = [p for p in psutil.Process().children() if "kg.serve.zygote" in p.cmdline()]
    return sorted(child.pid for zygote in zygotes for child in zygote.children())


def _count(children: Children, folder: Path) -> int:
    table = asyncio.run(children.run(Task(run, (COUNT,), str(folder / "store"), LIMITS)))
    return int(table.rows[0][0])


def _write(children: Children, folder: Path, text: str) -> Any:
    args = (text, "http://b.example/", (), ())
    return asyncio.run(children.run(Task(_update, args, str(folder / "store"), LIMITS, writes=True)))


def test_a_child_serves_again_and_sees_what_was_written(children: Children, tmp_path: Path) -> None:
    assert _count(children, tmp_path) == 0
    first = _pids()
    assert len(first) == 1
    for number in range(1, 5):
        _write(children, tmp_path, f"INSERT DATA {{ <x:s> <x:p> {number} }}")
        assert _count(children, tmp_path) == number
    # Who wrote has ended; who reads is still the same.
    assert _pids() == first


def test_errors_end_no_child_but_limits_do(children: Children, tmp_path: Path) -> None:
    _count(children, tmp_path)
    first = _pids()
    with pytest.raises(QueryError, match="not SPARQL"):
        asyncio.run(children.run(Task(run, ("SELECT",), str(tmp_path / "store"), LIMITS)))
    assert _pids() == first
    with pytest.raises(LimitReached, match=r"stopped after 0\.2 s"):
        asyncio.run(children.run(Task(run, (LONG,), str(tmp_path / "store"), Limits(seconds=0.2))))
    assert _pids() == []
    assert _count(children, tmp_path) == 0 and len(_pids()) == 1


def test_a_child_that_was_killed_while_it_waited_is_replaced(children: Children, tmp_path: Path) -> None:
    _count(children, tmp_path)
    (waiting,) = _pids()
    gone = psutil.Process(waiting)
    gone.kill()
    gone.wait(20)
    assert _count(children, tmp_path) == 0
    assert _pids() != [waiting]


def test_who_is_cancelled_leaves_no_work_behind(children: Children, tmp_path: Path) -> None:
    async def impatient() -> None:
        async with asyncio.timeout(1):
            await children.run(Task(run, (LONG,), str(tmp_path / "store"), LIMITS))

    with pytest.raises(TimeoutError):
        asyncio.run(impatient())
    _, alive = psutil.wait_procs([psutil.Process(pid) for pid in _pids()], timeout=20)
    assert not alive


def test_many_at_once_are_told_apart(children: Children, tmp_path: Path) -> None:
    async def all_of_them() -> list[int]:
        texts = [f"SELECT ({n} AS ?n) {{}}" for n in range(30)]
        tasks = (children.run(Task(run, (text,), str(tmp_path / "store"), LIMITS)) for text in texts)
        return [int(table.rows[0][0]) for table in await asyncio.gather(*tasks)]

    assert asyncio.run(all_of_them()) == list(range(30))
    # No more of them wait for work than are worth it.
    _, alive = psutil.wait_procs([psutil.Process(pid) for pid in _pids()], timeout=1)
    assert 1 <= len(alive) <= 8
