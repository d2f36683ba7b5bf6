"""What the tests of questions share: all sample reports as the program reads them, and their names."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from kg.ask import Answer, Names, ask
from kg.store import Store
from tests.golden_graph import read_and_filled


@pytest.fixture(scope="session")
def samples() -> Store:
    """A store with all sample reports, for reading only."""
    return read_and_filled()


@pytest.fixture(scope="session")
def asked(samples: Store) -> Callable[[str], Answer]:
    """Ask the sample reports."""
    names = Names.of(samples)
    return cache(lambda question: ask(samples, question, names=names))
