"""Work on many reports, in this process or in several; answers come in the order of the questions."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from kg.errors import KgError
from kg.model import Extraction
from kg.pipeline.sources import Source

A = TypeVar("A")
B = TypeVar("B")

WINDOW = 64
"""So many answers are under way or waiting to be taken: memory stays bounded, and no process waits for work."""


class Executor(Protocol):
    """Where work is done: here, in processes, or on a cluster."""

    def each(self, work: Callable[[A], B], items: Sequence[A]) -> Iterator[B | KgError]:
        """The answers in the order of the items; a KgError in place of one whose process died."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """One report as extracted."""

    extraction: Extraction


Result = Extracted | KgError


def extract_file(path: Path) -> Extraction:
    """Read one report and extract it. Raises ReadError."""
    from kg.link import extract
    from kg.read import read

    return extract(read(path))


def extract_all(sources: Sequence[Source], *, workers: int = 1) -> Iterator[tuple[Source, Result]]:
    """Each source with its extraction, or with the error that it met; no error stops the others."""
    answers = executor(workers, tasks=len(sources)).each(_extracted, [str(source.path) for source in sources])
    return zip(sources, answers, strict=True)


def _extracted(path: str) -> Result:
    return attempt(path, lambda: Extracted(extract_file(Path(path))))


def attempt(path: str, work: Callable[[], B]) -> B | KgError:
    """What comes of work on one report: the error that it met, if it met one, with its path."""
    try:
        return work()
    except KgError as err:
        return type(err)(err.message, where=_place(err.where, path), hint=err.hint)
    except OSError as err:
        return KgError(err.strerror or str(err), where=path)
    except Exception as err:  # a fault of ours on one file must not cost the others
        return KgError(
            f"could not be extracted: {type(err).__name__}: {err}", where=path, hint="this is a fault of kg"
        )


def executor(workers: int, *, tasks: int) -> Executor:
    """This process, or several where there is work for them."""
    return Here() if min(workers, tasks) <= 1 else Processes(min(workers, tasks))


class Here:
    """One task after the other in this process."""

    def each(self, work: Callable[[A], B], items: Sequence[A]) -> Iterator[B | KgError]:
        """The answers in the order of the items."""
        return map(work, items)


@dataclass(frozen=True, slots=True)
class Processes:
    """Several processes of this machine."""

    workers: int

    def each(self, work: Callable[[A], B], items: Sequence[A]) -> Iterator[B | KgError]:
        """The answers in the order of the items; a KgError in place of one whose process died."""
        todo, asked = deque(items), deque[tuple[A, Future[B]]]()
        while todo or asked:
            pool = _pool(self.workers)
            try:
                while todo or asked:
                    while todo and len(asked) < WINDOW:
                        asked.append((todo[0], pool.submit(work, todo[0])))
                        todo.popleft()
                    answer = asked[0][1].result()
                    asked.popleft()
                    yield answer
            except BrokenProcessPool:
                # Tasks are begun in their order, so that the culprit is among the first that are not done.
                for _ in range(min(self.workers, len(asked))):
                    item, future = asked.popleft()
                    yield future.result() if _answered(future) else _alone(work, item)
                while asked and _answered(asked[0][1]):
                    yield asked.popleft()[1].result()
                todo.extendleft(item for item, _ in reversed(asked))
                asked.clear()
            finally:
                pool.shutdown(wait=False, cancel_futures=True)


def _answered(future: Future[Any]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None


def _alone(work: Callable[[A], B], item: A) -> B | KgError:
    pool = _pool(1)
    with suppress(BrokenProcessPool):
        try:
            return pool.submit(work, item).result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
    return died(item)


def died(item: object) -> KgError:
    """The error of a task that took its process down, and does so alone as well."""
    return KgError(
        "the process that read this file died",
        where=str(item),
        hint="it may need more memory than there is; the other files are done",
    )


def _pool(workers: int) -> ProcessPoolExecutor:
    """Fresh processes: to fork one that has a store open is not safe. Raises KgError where none comes to life."""
    pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_begin)
    try:
        pool.submit(os.getpid).result()
    except BrokenProcessPool as err:
        # A script that is run again by each of its workers, most often; the workers have said so on stderr.
        hint = 'in a script, call it below: if __name__ == "__main__":, or give workers=1'
        raise KgError("no worker process comes to life", where="workers", hint=hint) from err
    return pool


def _begin() -> None:
    """Leave interrupts to the parent, and end with it, even when it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _place(where: str, path: str) -> str:
    """Where an error happened, with the path as it was given in place of the bare name of the file."""
    name = Path(path).name
    if path in where:
        return where
    return where.replace(name, path, 1) if name in where else f"{path}: {where}" if where else path
