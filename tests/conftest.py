"""What tests share: the repository's data, one build of the sample report, and kg as a user runs it."""

from __future__ import annotations

import functools
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from kg.pipeline import Summary
    from kg.store import Store

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "data" / "reports" / "linan-2023.txt"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--no-first-run", "--disable-sync",
]  # fmt: skip


class Done(NamedTuple):
    """What a command left: its exit code, its data and its talk."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def reports() -> Path:
    """The folder of the sample reports."""
    return ROOT / "data" / "reports"


@pytest.fixture(scope="session")
def gold() -> Path:
    """The folder of the gold annotations."""
    return ROOT / "data" / "gold"


@pytest.fixture(scope="session")
def sample() -> Path:
    """The real sample report."""
    return SAMPLE


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Summary]:
    """The output folder of one build of the sample report, for reading only, with its summary."""
    from kg.pipeline import build

    output = tmp_path_factory.mktemp("built") / "output"
    summary = build([SAMPLE], output=output)
    assert not summary.failures, summary.failures
    return output, summary


@pytest.fixture(scope="session")
def output(built: tuple[Path, Summary]) -> Path:
    """The output folder of one build of the sample report, for reading only."""
    return built[0]


@pytest.fixture(scope="session")
def two_years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of a build of one district's reports of two years and of two neighbours, for reading only."""
    from kg.pipeline import build

    folder = tmp_path_factory.mktemp("two-years") / "output"
    names = ("qinghe-2022", "qinghe-2023", "linan-2023", "lanchuan-market-2023")
    summary = build([ROOT / "data" / "reports" / f"{name}.txt" for name in names], output=folder)
    assert not summary.failures, summary.failures
    return folder


@pytest.fixture
def store(output: Path) -> Iterator[Store]:
    """The store of the sample report, for reading only."""
    from kg.pipeline import open_output

    with open_output(output) as opened:
        yield opened


@pytest.fixture
def kg(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:
    """Run kg in this process as a user would: ``kg("build", path, "-o", folder)``."""
    for name in ("KG_STORE", "KG_OUTPUT", "KG_WORKERS", "KG_BASE_IRI", "KG_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")

    def run_kg(*arguments: object) -> Done:
        from kg.cli import run

        capfd.readouterr()
        code = run([str(argument) for argument in arguments])
        sys.stdout.flush()
        sys.stderr.flush()
        captured = capfd.readouterr()
        return Done(code, captured.out, captured.err)

    return run_kg


@functools.cache
def _driver_starts() -> bool:
    """Whether the Node.js that Playwright brings along finds its libraries."""
    return (
        subprocess.run([sys.executable, "-m", "playwright", "--version"], capture_output=True).returncode == 0
    )


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, headless. One a module: while it runs, its thread holds an event loop that other tests need free."""
    sync_api = pytest.importorskip("playwright.sync_api")
    if not _driver_starts():
        pytest.skip("Playwright's driver does not start here: apt-get install libatomic1")
    with sync_api.sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        except sync_api.Error as err:
            pytest.skip(f"no Chromium: {err.message.splitlines()[0]}")
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def extraction_of_sample() -> object:
    """What is extracted from the real sample report."""
    from kg.link import extract
    from kg.read import read

    return extract(read(SAMPLE))
