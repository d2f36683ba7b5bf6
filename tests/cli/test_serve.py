"""``kg serve``: what it says when it starts, and what it refuses to start with."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from conftest import Done
from serve.served import command

Kg = Callable[..., Done]


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (("--writable",), 2, "--writable needs a token: --token, or KG_TOKEN in the environment"),
        (("--writable", "--token", "x", "--store", "http://127.0.0.1:9/sparql"), 2, "written through its own server"),
        (("--timeout", "0"), 2, "--timeout"),
        (("--store", "nowhere"), 1, "nowhere: no store here (build one with `kg build PATH`"),
    ],
)  # fmt: skip
def test_it_does_not_start_with_the_wrong_options(
    kg: Kg, output: Path, options: tuple[str, ...], code: int, message: str
) -> None:
    done = kg("serve", *(() if "--store" in options else ("--store", output)), *options)
    assert (done.code, done.out) == (code, "")
    assert message in done.err and done.err.count("\n") == 1


def test_a_port_that_is_taken_is_told(kg: Kg, output: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = kg("serve", "--store", output, "--port", port)
    assert done.code == 1
    assert done.err == (
        f"kg: error: 127.0.0.1:{port}: cannot listen there: Address already in use"
        " (take another with --port; 0 takes a free one)\n"
    )


def test_it_binds_to_this_machine_reads_only_and_ends_on_ctrl_c(output: Path) -> None:
    with command(output / "store", "--cors", "https://example.org") as (process, address):
        assert address.startswith("http://127.0.0.1:")
        assert httpx.post(f"{address}/update", data={"update": "CLEAR ALL"}).status_code == 403
        allowed = {"Origin": "https://example.org"}
        answer = httpx.get(f"{address}/sparql", params={"query": "ASK {}"}, headers=allowed)
        assert answer.headers["access-control-allow-origin"] == "https://example.org"
        other = httpx.get(f"{address}/health", headers={"Origin": "https://example.com"})
        assert "access-control-allow-origin" not in other.headers
        process.send_signal(signal.SIGINT)
        process.wait(30)
        assert process.stderr is not None and "Traceback" not in process.stderr.read()
