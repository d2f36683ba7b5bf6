"""Work spread over the machines of a Dask cluster, which see the reports under the same paths as this one."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kg.errors import KgError
from kg.pipeline.workers import A, B, died

CHUNK: Final = 20
"""So many reports travel together: one by one, the scheduler would cost as much as the work."""
PATIENCE: Final = "10s"
AHEAD: Final = 4
"""So many chunks for each worker are under way or waiting to be taken."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """The cluster behind the address of its scheduler. What a lost worker was at is done by another one.

    ``chunk`` is how many tasks travel together; None: as many as fits reports.
    """

    address: str
    chunk: int | None = None

    def each(self, work: Callable[[A], B], items: Sequence[A]) -> Iterator[B | KgError]:
        """The answers in the order of the items; a KgError in place of one that takes every worker down."""
        client = self._client()
        with client:
            size = self.chunk or CHUNK
            chunks = deque(list(items[start : start + size]) for start in range(0, len(items), size))
            asked: deque[tuple[list[A], Any]] = deque()
            while chunks or asked:
                window = AHEAD * max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
                while chunks and len(asked) < window:
                    chunk = chunks.popleft()
                    asked.append((chunk, client.submit(_all, work, chunk, pure=False)))
                chunk, future = asked.popleft()
                yield from self._answers(client, work, chunk, future)

    def _answers(
        self, client: Any, work: Callable[[A], B], chunk: list[A], future: Any
    ) -> Iterator[B | KgError]:
        from distributed import KilledWorker

        try:
            yield from future.result()
        except KilledWorker:
            for item in chunk:
                if len(chunk) == 1:
                    yield died(item)
                else:
                    yield from self._answers(
                        client, work, [item], client.submit(_all, work, [item], pure=False)
                    )

    def _client(self) -> Any:
        try:
            from distributed import Client
        except ImportError as err:
            raise KgError("Dask is not installed", hint="pip install 'fazhi-kg[dask]'") from err
        try:
            return Client(self.address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as err:
            hint = "the address of its scheduler, such as tcp://127.0.0.1:8786"
            raise KgError(f"no Dask cluster answers: {err}", where=self.address, hint=hint) from err


def _all(work: Callable[[A], B], items: list[A]) -> list[B]:
    return [work(item) for item in items]
