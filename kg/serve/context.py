"""What the handlers share: the settings, and ways to have work done in limited child processes."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, Final, TypeVar

from kg.errors import KgError, LimitReached
from kg.iri import Names
from kg.query import run
from kg.query.limits import Limits
from kg.serve import answer as answers
from kg.serve.answer import Question
from kg.serve.children import Children, spool_file
from kg.serve.limits import Gate
from kg.serve.metrics import Metrics
from kg.serve.settings import Settings
from kg.serve.zygote import Task
from kg.store import Store
from kg.table import Table

T = TypeVar("T")
_PATIENCE: Final = 1.0  # seconds in the queue at most
_LEAST: Final = 0.05


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer in a file of its own: its media type, its bytes, how many they are."""

    media: str
    body: BinaryIO
    size: int


class Context:
    """One per app."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.names = Names(settings.base_iri)
        self.metrics = Metrics()
        self.gate = Gate(
            at_once=settings.at_once,
            queue=settings.queue,
            patience=min(_PATIENCE, settings.seconds / 2),
        )
        self.writing = Gate(at_once=1, queue=settings.queue, patience=settings.seconds)
        self.children = Children(settings.store)
        self.limits = Limits(
            seconds=settings.seconds,
            megabytes=settings.megabytes,
            rows=settings.rows,
            result_megabytes=settings.result_megabytes,
        )

    async def answer(self, question: Question) -> Answer:
        """A client's query, whole. Raises QueryError, LimitReached, Busy, StoreError."""
        spool = spool_file()
        try:
            media = await self._run(
                self.gate, answers.answer, (question, self.limits), spool=spool, kind="query"
            )
        except BaseException:
            spool.close()
            raise
        size = spool.seek(0, 2)
        spool.seek(0)
        return Answer(media, spool, size)

    async def table(self, sparql: str, params: Mapping[str, str] | None = None) -> Table:
        """The answer to a query of the project's own, as ``kg.query.run`` gives it."""
        return await self.call(_table, sparql, dict(params or {}))

    async def call(self, function: Callable[..., T], *args: Any) -> T:
        """``function(store, *args)`` in a child; the function is found by its module and name."""
        given: T = await self._run(self.gate, function, args, kind="page")
        return given

    async def write(self, function: Callable[..., T], *args: Any) -> T:
        """``function(store, *args)`` in a child that may write; one at a time."""
        given: T = await self._run(self.writing, function, args, writes=True, kind="update")
        return given

    async def _run(
        self,
        gate: Gate,
        function: Callable[..., Any],
        args: tuple[Any, ...],
        *,
        kind: str,
        spool: BinaryIO | None = None,
        writes: bool = False,
    ) -> Any:
        start = time.perf_counter()
        outcome = "error"
        try:
            async with gate.enter() as waited:
                seconds = max(self.settings.seconds - (0 if writes else waited), _LEAST)
                task = Task(
                    function,
                    args,
                    replace(self.limits, seconds=seconds),
                    spools=spool is not None,
                    writes=writes,
                )
                given = await self.children.run(task, spool)
            outcome = "ok"
            return given
        except LimitReached:
            outcome = "limit"
            raise
        except KgError as err:
            outcome = type(err).__name__
            raise
        finally:
            self.metrics.observe(kind, outcome, time.perf_counter() - start)


def _table(store: Store, sparql: str, params: dict[str, str]) -> Table:
    return run(store, sparql, params=params)
