"""Clients that break off at any point of a request are no fault of the server's: nothing is logged, the next is answered."""

from __future__ import annotations

import signal
import socket
import struct
import time
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from serve.served import command

POST = b"POST /%s HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nquery=SELECT"
PIECES = (
    b"GET / HT", b"\x16\x03\x01\x02\x00\x01", POST % b"sparql", POST % b"update", POST % b"store?default",
    POST % b"graph/neighbours", b"GET /data.nq HTTP/1.1\r\nHost: x\r\n\r\n",
)  # fmt: skip


@pytest.mark.parametrize("reset", [False, True])
def test_clients_that_break_off(output: Path, reset: bool) -> None:
    with command(output / "store", "--writable", token="a-token") as (process, address):
        httpx.get(f"{address}/health", timeout=60)
        at = urlsplit(address)
        for piece in PIECES:
            with socket.create_connection((str(at.hostname), int(at.port or 0)), timeout=60) as one:
                one.sendall(piece.replace(b"Host: x", b"Host: x\r\nAuthorization: Bearer a-token"))
                time.sleep(0.1)
                if reset:
                    one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        assert httpx.get(f"{address}/health", timeout=60).json()["status"] in ("ok", "busy")
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert "Traceback" not in said, said
