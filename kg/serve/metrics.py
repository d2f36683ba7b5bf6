"""Counts and latencies in the text format of Prometheus."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

BUCKETS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
MEDIA: Final = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """What the server has done so far, by kind of task and how it ended."""

    def __init__(self) -> None:
        self._ended: Counter[tuple[str, str]] = Counter()
        self._buckets: Counter[tuple[str, int]] = Counter()
        self._seconds: Counter[str] = Counter()

    def observe(self, kind: str, outcome: str, seconds: float) -> None:
        """Count one task that has ended."""
        self._ended[kind, outcome] += 1
        self._buckets[kind, bisect_left(BUCKETS, seconds)] += 1
        self._seconds[kind] += seconds  # type: ignore[assignment]

    def text(self, gauges: Mapping[str, tuple[str, int]]) -> str:
        """Everything, with gauges as name → (what it is, value)."""
        return "\n".join([*self._counts(), *self._latencies(), *_gauges(gauges)]) + "\n"

    def _counts(self) -> Iterator[str]:
        yield "# HELP kg_tasks_total Queries, pages and updates, by how they ended."
        yield "# TYPE kg_tasks_total counter"
        for (kind, outcome), number in sorted(self._ended.items()):
            yield f'kg_tasks_total{{kind="{kind}",outcome="{outcome}"}} {number}'

    def _latencies(self) -> Iterator[str]:
        yield "# HELP kg_task_seconds Seconds from arrival to outcome, waiting included."
        yield "# TYPE kg_task_seconds histogram"
        for kind in sorted({kind for kind, _ in self._buckets}):
            total = 0
            for place, bound in enumerate((*BUCKETS, "+Inf")):
                total += self._buckets[kind, place]
                yield f'kg_task_seconds_bucket{{kind="{kind}",le="{bound}"}} {total}'
            yield f'kg_task_seconds_sum{{kind="{kind}"}} {self._seconds[kind]:.6f}'
            yield f'kg_task_seconds_count{{kind="{kind}"}} {total}'


def _gauges(gauges: Mapping[str, tuple[str, int]]) -> Iterator[str]:
    for name, (meaning, value) in gauges.items():
        yield f"# HELP {name} {meaning}"
        yield f"# TYPE {name} gauge"
        yield f"{name} {value}"
