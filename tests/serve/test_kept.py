"""Answers about the whole graph: read once for all who ask meanwhile, and anew when the store has changed."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from kg.serve.kept import Kept


class _Context:
    """Counts what is read; a reading takes a moment."""

    def __init__(self, store: Path) -> None:
        self.settings = SimpleNamespace(store=str(store))
        self.times = 0

    async def call(self, function: Any) -> Any:
        self.times += 1
        await asyncio.sleep(0.01)
        return function(None)


def test_it_is_read_once_and_again_when_the_store_has_changed(tmp_path: Path) -> None:
    (tmp_path / "000001.sst").write_bytes(b"x")
    context: Any = _Context(tmp_path)
    kept = Kept(context, lambda store: "found")

    async def ask(times: int) -> list[str]:
        return await asyncio.gather(*(kept.get() for _ in range(times)))

    async def all_of_it() -> None:
        assert await ask(5) == ["found"] * 5 and context.times == 1
        assert await ask(2) == ["found"] * 2 and context.times == 1
        (tmp_path / "000002.log").write_bytes(b"more")
        assert await ask(3) == ["found"] * 3 and context.times == 2

    asyncio.run(all_of_it())
