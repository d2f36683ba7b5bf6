"""Children of the zygote: one serves again and again, until it wrote, hit a limit or was killed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from kg.errors import LimitReached, QueryError, StoreError
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
    found = Children(str(tmp_path / "store"))
    yield found
    family = _family(found)
    found.stop()
    _until(lambda: not any(map(_lives, family)))


def _family(children: Children) -> list[psutil.Process]:
    """The zygote, and its children that live."""
    if children._zygote is None:
        return []
    zygote = psutil.Process(children._zygote.pid)
    return [zygote, *filter(_lives, zygote.children())]


def _lives(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _pids(children: Children) -> list[int]:
    return sorted(child.pid for child in _family(children)[1:])


def _until(done: Callable[[], bool]) -> None:
    """Wait until it is so; fails after many seconds, for machines that do other things as well."""
    until = time.monotonic() + 20
    while not done():
        assert time.monotonic() < until
        time.sleep(0.02)


def _count(children: Children) -> int:
    table = asyncio.run(children.run(Task(run, (COUNT,), LIMITS)))
    return int(table.rows[0][0])


def _write(children: Children, text: str) -> Any:
    args = (text, "http://b.example/", (), ())
    return asyncio.run(children.run(Task(_update, args, LIMITS, writes=True)))


def test_a_child_serves_again_and_sees_what_was_written(children: Children) -> None:
    assert _count(children) == 0
    first = _pids(children)
    for number in range(1, 5):
        _write(children, f"INSERT DATA {{ <x:s> <x:p> {number} }}")
        assert _count(children) == number
    # Who wrote has ended; who reads is still the same.
    assert set(first) <= set(_pids(children)) and len(_pids(children)) <= len(first) + 1


def test_errors_end_no_child_but_limits_do(children: Children) -> None:
    _count(children)
    first = _pids(children)
    with pytest.raises(QueryError, match="not SPARQL"):
        asyncio.run(children.run(Task(run, ("SELECT",), LIMITS)))
    assert set(first) <= set(_pids(children))
    with pytest.raises(LimitReached, match=r"stopped after 0\.2 s"):
        asyncio.run(children.run(Task(run, (LONG,), Limits(seconds=0.2))))
    (left,) = _pids(children)  # it has waited meanwhile
    assert _count(children) == 0 and left in _pids(children)


def test_a_child_that_was_killed_while_it_waited_is_replaced(children: Children) -> None:
    _count(children)
    waiting = _pids(children)
    for pid in waiting:
        gone = psutil.Process(pid)
        gone.kill()
        gone.wait(20)
    assert _count(children) == 0
    assert not set(waiting) & set(_pids(children))


def test_who_is_cancelled_leaves_no_work_behind(children: Children) -> None:
    async def impatient() -> None:
        async with asyncio.timeout(1):
            await children.run(Task(run, (LONG,), LIMITS))

    _count(children)
    with pytest.raises(TimeoutError):
        asyncio.run(impatient())
    _until(lambda: len(_pids(children)) == 1)  # the one that has waited meanwhile


def test_children_end_with_the_process_that_started_them(children: Children) -> None:
    async def interrupted() -> None:
        working = asyncio.create_task(children.run(Task(run, (LONG,), LIMITS)))
        await asyncio.sleep(0.5)
        family.extend(_family(children))
        family[0].kill()
        await working

    family: list[psutil.Process] = []
    _count(children)
    with pytest.raises(StoreError, match="has ended"):
        asyncio.run(interrupted())
    assert len(family) == 3  # one worked, one waited
    _until(lambda: not any(map(_lives, family)))
    assert _count(children) == 0


def test_many_at_once_are_told_apart(children: Children) -> None:
    async def all_of_them() -> list[int]:
        texts = [f"SELECT ({n} AS ?n) {{}}" for n in range(30)]
        tasks = (children.run(Task(run, (text,), LIMITS)) for text in texts)
        return [int(table.rows[0][0]) for table in await asyncio.gather(*tasks)]

    assert asyncio.run(all_of_them()) == list(range(30))
    # No more of them wait for work than are worth it.
    _until(lambda: 1 <= len(_pids(children)) <= 8)
