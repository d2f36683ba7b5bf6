"""Builds that are cut off: ``python crashes.py SOURCE OUTPUT BATCH MOMENT`` kills itself at the MOMENT-th thing that
reaches the disk, as kill -9 would; without a MOMENT it says how many there are. ``state`` is all that a folder holds.
"""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent


def state(output: Path) -> dict[str, str]:
    """Hashes of all files of an output folder but the store's own, and of what its store holds, union and all."""
    from kg.store import EmbeddedStore, open_store

    found = {
        str(path.relative_to(output)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(output.rglob("*"))
        if path.is_file() and "store" not in path.relative_to(output).parts
    }
    with open_store(output / "store", read_only=True) as store:
        assert isinstance(store, EmbeddedStore)
        quads = "\n".join(sorted(map(str, store.inner)))
    return {**found, "store": hashlib.sha256(quads.encode()).hexdigest()}


def run(source: Path, output: Path, *, batch: int, moment: int = 0, seconds: float | None = None) -> str:
    """Build in a process of its own that dies at a moment, or after some seconds; what it said, "" where it died."""
    command = [sys.executable, __file__, str(source), str(output), str(batch), str(moment)]
    process = subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True
    )
    try:
        said, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return ""
    assert process.returncode in (0, -signal.SIGKILL)
    return said


class Fragile:
    """Counts what is written, and dies at the right moment."""

    def __init__(self, moment: int) -> None:
        self.moment, self.count = moment, 0

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def called(*arguments: Any, **options: Any) -> Any:
            self.count += 1
            if self.count == self.moment:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*arguments, **options)

        return called


class Loader:
    """A pyoxigraph store that can die between any two of its changes."""

    def __init__(self, inner: Any, fragile: Fragile) -> None:
        self._inner, self._fragile = inner, fragile

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        return self._fragile.around(found) if name in ("bulk_load", "update") else found


def main(source: str, output: str, batch: str, moment: str) -> None:
    from kg import pipeline
    from kg.pipeline import batch as batches
    from kg.store import EmbeddedStore

    fragile = Fragile(int(moment))
    vars(batches)["REPORTS"] = int(batch)
    os.fsync, os.replace = fragile.around(os.fsync), fragile.around(os.replace)
    plain = EmbeddedStore.inner.fget
    EmbeddedStore.inner = property(lambda self: Loader(plain(self), fragile))  # type: ignore[assignment, misc]
    pipeline.build([source], output=output)
    print(fragile.count)


if __name__ == "__main__":
    main(*sys.argv[1:])
