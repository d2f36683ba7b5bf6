"""The server's side of the zygote: a task goes out, its outcome comes back, and the event loop goes on meanwhile."""

from __future__ import annotations

import asyncio
import os
import pickle
import socket
import subprocess
import sys
import tempfile
from typing import Any, BinaryIO, Final

from kg.errors import StoreError
from kg.query.limits import outcome
from kg.serve.zygote import ENDED, READS, TRAILER, WRITES, Task

_SLACK: Final = 5.0  # seconds beyond the deadline after which a child that will not die is given up


class Children:
    """A zygote over one store, begun with the first task and begun again should it be gone."""

    def __init__(self, location: str) -> None:
        self._location = location
        self._zygote: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None

    def start(self) -> None:
        """Have the zygote running, so that the first task need not wait for it."""
        if self._zygote is not None and self._zygote.poll() is None:
            return
        self.stop()
        ours, theirs = socket.socketpair()
        with theirs:
            self._zygote = subprocess.Popen(
                [sys.executable, "-m", "kg.serve.zygote", str(theirs.fileno()), self._location],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                # Each thread that opens a file of the store would reserve memory of its own to allocate from.
                env={**os.environ, "MALLOC_ARENA_MAX": "2"},
                start_new_session=True,  # an interrupt at the terminal is the server's to answer
            )
        self._line = ours

    def stop(self) -> None:
        """Let the zygote and all its children end."""
        if self._line is not None:
            self._line.close()
            self._line = None
        if self._zygote is not None:
            self._zygote.wait()
            self._zygote = None

    async def run(self, task: Task, spool: BinaryIO | None = None) -> Any:
        """What the task's function gives. Raises what it raises, and LimitReached.

        The child is killed when the caller is cancelled.
        """
        talk, lifeline = self._send(WRITES if task.writes else READS, spool)
        try:
            with talk:
                patience = None if task.limits.seconds is None else task.limits.seconds + _SLACK
                async with asyncio.timeout(patience):
                    message = await _talk(talk, pickle.dumps(task))
        except TimeoutError:
            return outcome(b"", -14, task.limits)
        finally:
            os.close(lifeline)
        ended, code = TRAILER.unpack(message[-TRAILER.size :].rjust(TRAILER.size))
        if ended != ENDED:
            hint = "try again; a new one is started"
            raise StoreError("the process that starts queries has ended", where="server", hint=hint)
        return outcome(message[: -TRAILER.size], code, task.limits)

    def _send(self, kind: bytes, spool: BinaryIO | None) -> tuple[socket.socket, int]:
        """Ask for a child; gives the socket to it, and the descriptor whose closing kills it."""
        self.start()
        assert self._line is not None
        ours, theirs = socket.socketpair()
        reading, writing = os.pipe()
        nothing = os.open(os.devnull, os.O_WRONLY) if spool is None else None
        try:
            file = nothing if nothing is not None else spool.fileno()  # type: ignore[union-attr]
            socket.send_fds(self._line, [kind], [theirs.fileno(), file, reading])
        except OSError:
            ours.close()
            os.close(writing)
            raise
        finally:
            theirs.close()
            os.close(reading)
            if nothing is not None:
                os.close(nothing)
        ours.setblocking(False)
        return ours, writing


def spool_file() -> BinaryIO:
    """A file without a name, for a child to write an answer into."""
    return tempfile.TemporaryFile(prefix="kg-")


async def _talk(talk: socket.socket, message: bytes) -> bytes:
    loop = asyncio.get_running_loop()
    parts = []
    try:
        await loop.sock_sendall(talk, message)
        talk.shutdown(socket.SHUT_WR)
        while part := await loop.sock_recv(talk, 1 << 16):
            parts.append(part)
    except (
        BrokenPipeError,
        ConnectionResetError,
    ):  # it was killed before it had read all; the rest tells how
        while part := await loop.sock_recv(talk, 1 << 16):
            parts.append(part)
    return b"".join(parts)
