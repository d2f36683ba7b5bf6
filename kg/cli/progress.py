"""How far a build is, on stderr: a bar on a terminal, a line now and then elsewhere, nothing under -q."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from kg.cli.console import console, manner, note, say

if TYPE_CHECKING:
    from kg.pipeline import Step

EVERY: Final = 10.0
"""Seconds between two lines where there is no terminal."""


@contextmanager
def following() -> Iterator[Callable[[Step], None]]:
    """What a build tells of its progress to."""
    target = console()
    if manner.quiet:
        yield lambda step: None
    elif not target.is_terminal or os.environ.get("TERM") == "dumb":
        yield _Lines()
    else:
        with _bar() as tell:
            yield tell


class _Lines:
    """A line when a while has passed; with -v one for each report."""

    def __init__(self) -> None:
        self._stage, self._began, self._told = "", 0.0, time.monotonic()

    def __call__(self, step: Step) -> None:
        now = time.monotonic()
        if step.stage != self._stage:
            self._stage, self._began = step.stage, now
        if step.name != step.stage:
            note(f"{step.done}/{step.total} {step.name}")
        if now - self._told >= EVERY:
            self._told = now
            say(line(step, now - self._began))


def line(step: Step, seconds: float) -> str:
    """``reports: 1,200 of 10,000, 41 a second, 3:34 left, 2 failed``."""
    words = [f"{step.stage}: {step.done:,} of {step.total:,}"]
    if step.done and seconds > 0:
        rate = step.done / seconds
        left = round((step.total - step.done) / rate)
        words += [
            f"{rate:.0f} a second" if rate >= 10 else f"{rate:.1f} a second",
            f"{left // 60}:{left % 60:02} left",
        ]
    if step.failed:
        words.append(f"{step.failed:,} failed")
    return ", ".join(words)


@contextmanager
def _bar() -> Iterator[Callable[[Step], None]]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[failed]}", style="red"),
    )
    with Progress(*columns, console=console(), transient=True) as bar:
        task = bar.add_task("reports", total=None, rate="", failed="")
        stage = "reports"

        def tell(step: Step) -> None:
            nonlocal stage
            if step.stage != stage:
                stage = step.stage
                bar.reset(task, total=step.total, description=stage)
            speed = bar.tasks[0].speed
            bar.update(
                task,
                completed=step.done,
                total=step.total,
                rate=f"{speed:.0f}/s" if speed else "",
                failed=f"{step.failed} failed" if step.failed else "",
            )

        yield tell
