"""Work in a child process under limits: what it gives or raises comes back, and the kernel stops it in time."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable

import pytest

from kg.errors import KgError, LimitReached, QueryError
from kg.query import run
from kg.query.limits import Limits, bound_memory, limited
from kg.store import open_store

_NINE = " ".join(f"VALUES ?{name} {{ 1 2 3 4 5 6 7 8 9 }}" for name in "abcdefghijk")
CROSS = f"SELECT (COUNT(*) AS ?n) {{ {_NINE} }}"


def asking(query: str, limits: Limits) -> Callable[[], int]:
    """A query on an empty store, with the memory bounded when the store is open."""

    def work() -> int:
        with open_store(None) as store:
            bound_memory(limits)
            return len(run(store, query, rows=limits.rows))

    return work


def test_what_the_work_gives_comes_back() -> None:
    assert limited(lambda: {"pid": os.getpid()}, Limits())["pid"] != os.getpid()
    assert limited(asking("SELECT * { VALUES ?a { 1 2 3 } }", Limits(rows=3)), Limits()) == 3


def test_what_the_work_raises_is_raised() -> None:
    with pytest.raises(QueryError, match=r"line 1, column \d+"):
        limited(asking("SELECT * {", Limits()), Limits())

    def faulty() -> None:
        raise ValueError("a fault of ours")

    with pytest.raises(RuntimeError, match="ValueError: a fault of ours"):
        limited(faulty, Limits())


@pytest.mark.parametrize("work", [lambda: time.sleep(600), asking(CROSS, Limits())], ids=["sleep", "engine"])
def test_the_deadline_is_kept(work: Callable[[], object]) -> None:
    """Also while the engine is at work, which hears no signal of Python's."""
    with pytest.raises(LimitReached, match=r"stopped after 0\.2 s"):
        limited(work, Limits(seconds=0.2))


def test_the_memory_is_bounded() -> None:
    limits = Limits(megabytes=32)
    assert limited(asking("SELECT * { VALUES ?a { 1 } }", limits), limits) == 1
    for work in (asking(CROSS.replace("(COUNT(*) AS ?n)", "*") + " ORDER BY ?a", limits), _hoarding(limits)):
        with pytest.raises(LimitReached, match="it needs more than 32 MB"):
            limited(work, limits)


def _hoarding(limits: Limits) -> Callable[[], int]:
    def work() -> int:
        bound_memory(limits)
        return len(bytearray(256 << 20))

    return work


def test_rows_are_counted() -> None:
    limits = Limits(rows=2)
    with pytest.raises(LimitReached, match="more than 2 rows"):
        limited(asking("SELECT * { VALUES ?a { 1 2 3 } }", limits), limits)


def test_a_child_that_is_killed_gives_no_answer() -> None:
    with pytest.raises(KgError):
        limited(lambda: os.kill(os.getpid(), signal.SIGKILL), Limits())
    with pytest.raises(KeyboardInterrupt):
        limited(lambda: os.kill(os.getpid(), signal.SIGINT), Limits())
