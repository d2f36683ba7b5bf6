"""``kg`` over servers: what it answers is what it answers over the store in a folder."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import query
from tests.conftest import Done
from tests.store.conftest import emptied

THING, INDICATOR = "中华人民共和国行政复议法", "行政复议调撤率"
COMMANDS = (
    *(("query", "-n", one.name, "--format", "srj") for one in query.named()),
    ("explain", THING),
    ("analyse", "centrality", "--format", "csv"),
    ("analyse", "communities", "--format", "csv"),
    ("compare", INDICATOR),
    ("view", "-o", "-"),
    ("export", "--format", "turtle"),
    ("export", "--format", "nquads"),
    ("export", "--format", "csv"),
    ("audit", "--rule", "shape", "--format", "csv"),
)


def asked(kg: Callable[..., Done], store: str) -> dict[tuple[str, ...], tuple[int, list[str]]]:
    """The exit code and the lines of each command; rows of queries in no order, for engines sort in their own ways."""
    found = {}
    for command in COMMANDS:
        done = kg(*command, "--store", store)
        lines = done.out.splitlines()
        if command[0] == "query":
            rows = json.loads(done.out)["results"]["bindings"]
            lines = sorted(json.dumps(row, sort_keys=True) for row in rows)
        found[command] = (done.code, lines)
    return found


@pytest.fixture(scope="session")
def outputs() -> dict[str, object]:
    """What the commands answer over the store in a folder, once it is known."""
    return {}


def test_a_server_answers_as_a_folder_does(
    kg: Callable[..., Done],
    server: str,
    output: Path,
    sample: Path,
    tmp_path: Path,
    outputs: dict[str, object],
) -> None:
    emptied(server).close()
    built = kg("build", sample, "--store", server, "-o", tmp_path / "x")
    assert built.code == 0, built.err
    assert not (tmp_path / "x" / "store").exists()
    for name in ("graph.ttl", "indicators.csv", "findings.json"):
        assert (tmp_path / "x" / name).read_bytes() == (output / name).read_bytes(), name
    expected = outputs.setdefault("folder", asked(kg, str(output)))
    assert all(code == 0 for (code, _) in expected.values())  # type: ignore[attr-defined]
    mine = asked(kg, server)
    for command in COMMANDS:
        if command[0] != "view":  # the page of a folder shows the texts beside the store
            assert mine[command] == expected[command], command  # type: ignore[index]
    assert mine["view", "-o", "-"][0] == 0
    again = kg("--json", "build", sample, "--store", server, "-o", tmp_path / "x")
    assert json.loads(again.out)["reports"]["unchanged"] == 1


def test_the_audit_of_reports_needs_their_texts(kg: Callable[..., Done], oxigraph: str) -> None:
    done = kg("audit", "--store", oxigraph)
    assert done.code == 1 and "--rule shape" in done.err


def test_kg_toml_tells_of_the_server(
    kg: Callable[..., Done], oxigraph: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("UPDATE", "USER", "TOKEN", "PASSWORD"):
        monkeypatch.setenv(f"KG_STORE_{name}", "")  # so that what the command sets is undone
        monkeypatch.delenv(f"KG_STORE_{name}")
    file = tmp_path / "kg.toml"
    monkeypatch.setenv("KG_CONFIG", str(file))
    file.write_text(f'store = "{oxigraph}"\nstore-user = "u"\nstore-update = "{oxigraph}/update"\n')
    monkeypatch.setenv("KG_STORE_USER", "mine")
    assert kg("query", "ASK {}", "--json").code == 0
    assert os.environ["KG_STORE_UPDATE"] == f"{oxigraph}/update" and os.environ["KG_STORE_USER"] == "mine"
    file.write_text(f'store = "{oxigraph}"\nstore-password = "hush"\n')
    done = kg("query", "ASK {}")
    assert done.code == 2 and "KG_STORE_PASSWORD" in done.err and "hush" not in done.err
