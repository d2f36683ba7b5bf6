"""A small process that forks a child for each task, so that a server with threads need not fork itself.

The server holds one end of a socket and sends three descriptors for each task: a socket for the task and
its outcome, a file for what is spooled, and the reading end of a pipe. When the writing end closes, by will
or because the server is gone, the child is killed. Started as ``python -m kg.serve.zygote DESCRIPTOR``.
"""

from __future__ import annotations

import gc
import importlib
import os
import pickle
import selectors
import signal
import socket
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from kg.query.limits import Limits, serve
from kg.query.steady import steadily
from kg.store import open_store

# Loaded once here, so that no child has to.
_PRELOAD: Final = ("kg.explain", "kg.serve.answer", "kg.serve.lookup", "kg.store.updates")
TRAILER: Final = struct.Struct("!i")


@dataclass(frozen=True, slots=True)
class Task:
    """A function of a module, called with the store, the spool where ``spools``, and the arguments."""

    function: Callable[..., Any]
    args: tuple[Any, ...]
    location: str
    limits: Limits
    spools: bool = False
    writes: bool = False


@dataclass(frozen=True, slots=True)
class _Child:
    pid: int
    talk: socket.socket
    lifeline: int


class Zygote:
    """The loop that forks, reaps and kills."""

    def __init__(self, server: socket.socket) -> None:
        self._server = server
        self._children: dict[int, _Child] = {}
        self._selector = selectors.DefaultSelector()
        self._woken, waker = socket.socketpair()
        self._woken.setblocking(False)
        waker.setblocking(False)
        self._waker = waker
        signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def run(self) -> None:
        """Serve until the server is gone; then no child is left."""
        self._selector.register(self._server, selectors.EVENT_READ, self._fork)
        self._selector.register(self._woken, selectors.EVENT_READ, self._reap)
        while True:
            for key, _ in self._selector.select():
                if key.data(key.fd) is False:
                    for child in self._children.values():
                        os.kill(child.pid, signal.SIGKILL)
                    return

    def _fork(self, _: int) -> bool:
        message, descriptors, _flags, _address = socket.recv_fds(self._server, 1, 3)
        if not message:
            return False
        talk, spool, lifeline = socket.socket(fileno=descriptors[0]), descriptors[1], descriptors[2]
        pid = os.fork()
        if pid == 0:
            self._leave()
            os.close(lifeline)
            _work(talk, spool)
        os.close(spool)
        self._children[pid] = _Child(pid, talk, lifeline)
        self._selector.register(lifeline, selectors.EVENT_READ, lambda _: self._kill(pid))
        return True

    def _kill(self, pid: int) -> bool:
        os.kill(pid, signal.SIGKILL)  # not reaped yet, so the number is still its own
        self._selector.unregister(self._children[pid].lifeline)
        return True

    def _reap(self, _: int) -> bool:
        with suppress(BlockingIOError):
            while self._woken.recv(4096):
                pass
        for pid in list(self._children):
            done, status = os.waitpid(pid, os.WNOHANG)
            if not done:
                continue
            child = self._children.pop(pid)
            with suppress(KeyError):
                self._selector.unregister(child.lifeline)
            os.close(child.lifeline)
            with suppress(OSError):
                child.talk.sendall(TRAILER.pack(os.waitstatus_to_exitcode(status)))
            child.talk.close()
        return True

    def _leave(self) -> None:
        """In a child: let go of all that is the zygote's."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self._selector.close()
        for one in (self._server, self._woken, self._waker, *(c.talk for c in self._children.values())):
            one.close()
        for child in self._children.values():
            os.close(child.lifeline)


def _work(talk: socket.socket, spool: int) -> None:
    """In a child: the one task of its life."""
    try:
        with talk.makefile("rb") as source:
            task: Task = pickle.load(source)  # from our own server, through a socket that nobody else holds
    except EOFError:  # the server has changed its mind
        os._exit(1)
    with os.fdopen(spool, "wb") as out, talk.makefile("wb") as answer:
        serve(lambda: _done(task, out), task.limits, answer)


def _done(task: Task, out: BinaryIO) -> Any:
    if task.writes:
        with open_store(task.location) as store:
            return task.function(store, *task.args)

    def read(store: Any) -> Any:
        if not task.spools:
            return task.function(store, *task.args)
        out.seek(0)
        out.truncate()
        given = task.function(store, out, *task.args)
        out.flush()
        return given

    return steadily(task.location, read)


def main() -> None:
    """Run as the process of its own that it is."""
    for name in _PRELOAD:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    Zygote(socket.socket(fileno=int(sys.argv[1]))).run()


if __name__ == "__main__":
    main()
