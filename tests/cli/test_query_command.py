"""``kg query``, ``explain``, ``analyse``, ``view`` and ``export`` on the built sample."""

from __future__ import annotations

import csv
import io
import json
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Done

from kg.query import named
from kg.vocab import PREFIXES

Kg = Callable[..., Done]
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?x a kg:Report }"


def test_a_query_of_one_s_own(kg: Kg, output: Path, tmp_path: Path) -> None:
    assert kg("query", COUNT, "--store", output) == Done(0, "n\n-\n1\n", "")
    (tmp_path / "q.rq").write_text(COUNT, "utf-8")
    assert kg("query", "-f", tmp_path / "q.rq", "--store", output, "--format", "csv").out == "n\r\n1\r\n"


def test_the_named_queries_are_listed(kg: Kg) -> None:
    done = kg("query", "--list")
    for query in named():
        assert f"{query.name}\n" in done.out
        assert query.title_zh in done.out
    assert [row["name"] for row in json.loads(kg("query", "--list", "--json").out)] == [
        q.name for q in named()
    ]


@pytest.mark.parametrize("name", [query.name for query in named()])
def test_every_named_query_runs(kg: Kg, output: Path, name: str) -> None:
    done = kg("query", "-n", name, "--store", output, "--format", "csv")
    assert (done.code, done.err) == (0, "")
    assert next(csv.reader(io.StringIO(done.out)))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("SELECT",), "kg: error: "),
        (("-n", "nonsense"), "kg: error: nonsense: no named query"),
        (("-f", "missing.rq"), "kg: error: missing.rq: no such file (-f takes a file with a SPARQL query)"),
        (("ASK {}", "--param", "a=b"), "kg: error: a: the query has no such parameter"),
        (("ASK {}", "--format", "docx"), "kg: error: docx: no such format"),
        (("DROP ALL",), "DROP is refused"),
        (("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",), "SERVICE is refused"),
    ],
)
def test_a_query_that_cannot_run_is_one_line(
    kg: Kg, output: Path, arguments: tuple[str, ...], message: str
) -> None:
    done = kg("query", *arguments, "--store", output)
    assert done.code == 1
    assert message in done.err
    assert done.err.count("\n") == 1


CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.mark.parametrize(
    ("query", "options", "message"),
    [
        (CROSS, ("--timeout", "0.3"), "query: stopped after 0.3 s (ask for less, or allow more)"),
        (
            "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
            ("--memory", "64"),
            "query: stopped: it needs more than 64 MB (ask for less, or allow more)",
        ),
        (
            "SELECT ?t { ?r a ?t }",
            ("--max-rows", "5"),
            "query: the answer has more than 5 rows (ask for less with LIMIT, or allow more)",
        ),
        ("CONSTRUCT { ?r a ?t } { ?r a ?t }", ("--max-rows", "5"), "more than 5 rows"),
    ],
)
def test_a_limit_that_is_hit_is_exit_code_4(
    kg: Kg, output: Path, query: str, options: tuple[str, ...], message: str
) -> None:
    done = kg("query", query, "--store", output, *options)
    assert (done.code, done.out) == (4, "")
    assert done.err.startswith("kg: error: ") and message in done.err and done.err.count("\n") == 1


def test_an_answer_within_the_limits_is_given(kg: Kg, output: Path) -> None:
    limits = ("--timeout", "300", "--memory", "64", "--max-rows", "1")
    assert kg("query", COUNT, "--store", output, *limits).out == "n\n-\n1\n"
    assert kg("query", "-n", "reports", "--store", output, *limits).code == 0


def test_a_server_that_does_not_answer_is_left_in_time(kg: Kg) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}/sparql"
        done = kg("query", "ASK {}", "--store", url, "--timeout", "0.3")
    assert (done.code, done.out) == (4, "") and "stopped after 0.3 s" in done.err


def test_prefixes_are_explained(kg: Kg, output: Path) -> None:
    every = kg("query", "--explain-prefixes").out
    assert every.splitlines() == [f"PREFIX {name}: <{iri}>" for name, iri in sorted(PREFIXES.items())]
    query = "PREFIX kg: <urn:x> SELECT ?t { ?r a kg:Report ; dcterms:title ?t } # skos:x"
    used = kg("query", query, "--explain-prefixes").out
    assert used == f"PREFIX dcterms: <{PREFIXES['dcterms']}>\n"
    named = kg("query", "-n", "reports", "--explain-prefixes").out
    assert f"PREFIX kg: <{PREFIXES['kg']}>" in named.splitlines()


def test_explain_tells_what_is_known_with_its_sentences(kg: Kg, output: Path) -> None:
    done = kg("explain", "中华人民共和国行政复议法", "--store", output)
    assert done.code == 0
    assert "复议" in done.out
    assert json.loads(kg("explain", "中华人民共和国行政复议法", "--store", output, "--json").out)


def test_explain_of_the_unknown_is_an_error(kg: Kg, output: Path) -> None:
    done = kg("explain", "没有这样的东西", "--store", output)
    assert done.code == 1
    assert done.err.startswith("kg: error: 没有这样的东西")


@pytest.mark.parametrize("measure", ["centrality", "communities"])
def test_analyse_measures(kg: Kg, output: Path, measure: str) -> None:
    rows = json.loads(kg("analyse", measure, "--store", output, "--json").out)
    assert len(rows) > 5


def test_analyse_of_the_unknown_is_wrong_usage(kg: Kg, output: Path) -> None:
    done = kg("analyse", "beauty", "--store", output)
    assert done.code == 2
    assert "no measure 'beauty'; there are centrality, " in done.err


def test_view_writes_one_page(kg: Kg, output: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert kg("view", "--store", output, "-o", page).code == 0
    whole = page.read_text("utf-8")
    assert kg("view", "--store", output, "-o", page, "--focus", "中华人民共和国行政复议法").code == 0
    assert len(page.read_text("utf-8")) < len(whole)
    assert kg("view", "--store", output, "-o", "-", "--limit", "10").out.startswith("<!")


@pytest.mark.parametrize("form", ["turtle", "nquads", "trig", "jsonld", "graphml", "csv"])
def test_export_gives_every_format(kg: Kg, output: Path, tmp_path: Path, form: str) -> None:
    done = kg("export", "--format", form, "--store", output, "-o", tmp_path / "x")
    assert done == Done(0, "", f"wrote {tmp_path / 'x'}\n")
    assert (tmp_path / "x").stat().st_size > 1000


def test_export_is_what_build_wrote(kg: Kg, output: Path, tmp_path: Path) -> None:
    for form, name in (("turtle", "graph.ttl"), ("csv", "indicators.csv")):
        kg("export", "--format", form, "--store", output, "-o", tmp_path / name)
        assert (tmp_path / name).read_bytes() == (output / name).read_bytes()
