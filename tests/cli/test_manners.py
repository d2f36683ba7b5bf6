"""How kg behaves whatever the command: help, usage, exit codes, streams, settings."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Done

Kg = Callable[..., Done]
COMMANDS = ("build", "load", "extract", "query", "explain", "analyse", "view", "export", "evaluate")


def kg_process(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    """kg in a process of its own."""
    command = [sys.executable, "-m", "kg", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload,no-any-return]


@pytest.mark.parametrize("arguments", [(), ("--help",), ("-h",)])
def test_help_shows_every_command(kg: Kg, arguments: tuple[str, ...]) -> None:
    done = kg(*arguments)
    assert all(command in done.out + done.err for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(kg: Kg, command: str) -> None:
    done = kg(command, "--help")
    assert done.code == 0
    assert f"Usage: kg {command}" in done.out
    for option in ("--quiet", "--verbose", "--json"):
        assert option in done.out


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from kg.cli import run; run(['build', '--help']);"
        "print(sorted({'rdflib', 'pyoxigraph', 'networkx', 'jieba', 'jinja2'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_version(kg: Kg) -> None:
    assert kg("--version") == Done(0, "kg 0.1.0\n", "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nonsense",), "kg: error: No such command 'nonsense' (see `kg --help`)\n"),
        (("build",), "kg: error: Missing argument 'PATH' (see `kg build --help`)\n"),
        (("build", "x", "--worker"), "(see `kg build --help`)\n"),
        (("query", "--nonsense"), "kg: error: No such option: --nonsense (see `kg query --help`)\n"),
        (("query",), "give one query: as SPARQL, with -f FILE, or with -n NAME (--list shows the names)"),
        (("query", "ASK {}", "-n", "x"), "give one query"),
        (("query", "ASK {}", "--param", "year"), "'year' is not K=V"),
        (("export",), "no format given; there are "),
        (("export", "--format", "docx"), "no format 'docx'; there are "),
    ],
)
def test_wrong_usage_is_one_line_and_code_2(kg: Kg, arguments: tuple[str, ...], message: str) -> None:
    done = kg(*arguments)
    assert done.code == 2
    assert message in done.err
    assert done.out == ""
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [("query", "ASK {}"), ("explain", "x"), ("analyse",), ("view",), ("export", "--format", "turtle")],
)
def test_without_a_store_kg_says_how_to_get_one(
    kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    done = kg(*arguments)
    assert done == Done(
        1,
        "",
        f"kg: error: {Path('output', 'store')}: no store here "
        "(build one with `kg build PATH`, or name another with --store)\n",
    )
    assert os.listdir(tmp_path) == []


def test_an_output_folder_stands_for_its_store(kg: Kg, output: Path) -> None:
    for store in (output, output / "store"):
        assert (
            kg("query", "ASK { ?x a kg:Report }", "--store", store, "--format", "csv").out
            == "answer\r\ntrue\r\n"
        )


def test_settings_come_from_flags_then_variables_then_the_file(
    kg: Kg, output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kg.toml").write_text(f'store = "{output.as_posix()}"\n', "utf-8")
    assert kg("query", "ASK {}").code == 0
    monkeypatch.setenv("KG_STORE", str(tmp_path / "of-the-variable"))
    assert "of-the-variable: no store here" in kg("query", "ASK {}").err
    assert "of-the-flag: no store here" in kg("query", "ASK {}", "--store", tmp_path / "of-the-flag").err


def test_a_broken_settings_file_is_named(kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kg.toml").write_text("store = \n", "utf-8")
    done = kg("query", "ASK {}")
    assert done.code == 2
    assert "kg.toml" in done.err


def test_a_fault_of_ours_shows_no_traceback_unless_asked(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_: object, **__: object) -> None:
        raise RuntimeError("so it goes")

    monkeypatch.setattr("kg.pipeline.build", fault)
    done = kg("build", "x")
    assert done == Done(
        1, "", "kg: error: RuntimeError: so it goes (this is a fault of kg; -v shows where)\n"
    )
    assert "Traceback" in kg("-v", "build", "x").err


def test_flags_work_before_and_after_the_command(kg: Kg, output: Path) -> None:
    before = kg("--json", "query", "--store", output, "ASK { ?x a kg:Report }")
    after = kg("query", "--store", output, "ASK { ?x a kg:Report }", "--json")
    assert before == after
    assert before.out.startswith("[")


def test_a_reader_that_leaves_early_is_no_error(output: Path) -> None:
    command = f'"{sys.executable}" -m kg export --format nquads --store "{output}" | head -1'
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=True)
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


def test_data_is_utf8_whatever_the_locale(output: Path) -> None:
    query = "SELECT ?l { ?x a kg:Report ; dcterms:title ?l }"
    env = {**os.environ, "PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1", "LC_ALL": "C"}
    command = [sys.executable, "-m", "kg", "query", query, "--store", str(output)]
    done = subprocess.run(command, env=env, capture_output=True, check=True)
    assert "法治政府建设" in done.stdout.decode("utf-8")


def test_an_interrupt_is_code_130(reports: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kg", "-v", "build", *[str(reports)], "-o", str(tmp_path / "o")]
    # Whoever runs the tests in the background of a shell has interrupts ignored, and children inherit that.
    heard = lambda: signal.signal(signal.SIGINT, signal.default_int_handler)  # noqa: E731
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, preexec_fn=heard) as process:
        assert process.stderr
        process.stderr.readline()
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
        assert process.wait() == 130
    assert "Traceback" not in rest
    assert rest.endswith("kg: interrupted\n")
