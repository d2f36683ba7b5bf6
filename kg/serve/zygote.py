"""A small process that forks children for tasks, so that a server with threads need not fork itself.

A child that has read serves again, with its store open, as long as it has not grown; one that wrote, or hit a limit,
ends. While others are busy, one waits with its store open, so that the task after one that hit a limit is as quick as any.
The server holds one end of a socket and sends three descriptors for each task: a socket for the task and
its outcome, a file for what is spooled, and the reading end of a pipe. When the writing end closes, by will
or because the server is gone, the child is killed; when the zygote is gone, the kernel kills its children (on Linux).
Started as ``python -m kg.serve.zygote DESCRIPTOR LOCATION``.
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
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final, NoReturn

from kg.errors import KgError
from kg.query.limits import Limits, become_child, bound_memory, memory, message_of
from kg.query.steady import Reader
from kg.store import Store, open_store

# Loaded once here, so that no child has to.
_PRELOAD: Final = ("kg.explain", "kg.serve.answer", "kg.serve.lookup", "kg.store.updates")
_SPARE, _IDLE = 8, 30.0  # children that may wait for work, and for how many seconds
_PAUSE: Final = 0.05  # seconds of quiet with none waiting after which one is made
_GROWTH: Final = 256 << 20  # bytes by which a child may have grown in memory and yet serve again
READS, WRITES = b"r", b"w"  # what the server says with the descriptors
TRAILER: Final = struct.Struct("!8si")  # ``ENDED`` and the exit code: what comes after all that a child sends
ENDED: Final = b"kg-ended"


@dataclass(frozen=True, slots=True)
class Task:
    """A function of a module, called with the store, the spool where ``spools``, and the arguments."""

    function: Callable[..., Any]
    args: tuple[Any, ...]
    limits: Limits
    spools: bool = False
    writes: bool = False


@dataclass(slots=True)
class _Child:
    """A child, the socket on which it gets tasks, and of the task it has: the socket to the server, and the lifeline."""

    pid: int
    control: socket.socket
    talk: socket.socket | None = None
    lifeline: int = -1
    since: float = field(default_factory=time.monotonic)


class Zygote:
    """The loop that forks, hands out tasks, reaps and kills."""

    def __init__(self, server: socket.socket, location: str) -> None:
        self._server = server
        self._location = location
        self._children: dict[int, _Child] = {}
        self._idle: list[_Child] = []
        self._asked = True
        self._selector = selectors.DefaultSelector()
        self._woken, self._waker = socket.socketpair()
        self._woken.setblocking(False)
        self._waker.setblocking(False)
        signal.set_wakeup_fd(self._waker.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def run(self) -> None:
        """Serve until the server is gone; then no child is left."""
        self._selector.register(self._server, selectors.EVENT_READ, self._hand_out)
        self._selector.register(self._woken, selectors.EVENT_READ, self._reap)
        while True:
            lacking = self._asked and not self._idle
            ready = self._selector.select(_PAUSE if lacking else _IDLE if self._idle else None)
            if lacking and not ready:  # not before, for a child that is soon done with its task will do
                self._asked = False
                self._idle.append(self._fork())
            for key, _ in ready:
                if self._selector.get_map().get(key.fd) != key:
                    continue  # what came before it in this round has let go of it
                if key.data() is False:
                    for child in self._children.values():
                        os.kill(child.pid, signal.SIGKILL)
                    return
            latest = time.monotonic() - _IDLE
            for child in [child for child in self._idle if child.since < latest]:
                self._dismiss(child)

    def _hand_out(self) -> bool:
        """Give the task that has come to a child that waits, or to a new one."""
        message, descriptors, _flags, _address = socket.recv_fds(self._server, 1, 3)
        if not message:
            return False
        talk, spool, lifeline = socket.socket(fileno=descriptors[0]), descriptors[1], descriptors[2]
        while True:
            again = bool(self._idle) and message != WRITES  # who writes has a process of its own
            child = self._idle.pop() if again else self._fork((talk.fileno(), spool, lifeline), waits=False)
            try:
                socket.send_fds(child.control, [b"+"], [talk.fileno(), spool])
                break
            except OSError:  # it has been killed while it waited
                continue
        os.close(spool)
        child.talk, child.lifeline = talk, lifeline
        self._selector.register(lifeline, selectors.EVENT_READ, lambda: self._kill(child))
        self._asked = True
        return True

    def _fork(self, strange: tuple[int, ...] = (), *, waits: bool = True) -> _Child:
        """A new child; one that ``waits`` opens the store before it has a task."""
        ours, theirs = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            ours.close()
            for descriptor in strange:  # of the task, which comes again by the socket
                os.close(descriptor)
            self._leave()
            _live(theirs, _Worker(self._location), waits=waits)
        theirs.close()
        child = self._children[pid] = _Child(pid, ours)
        self._selector.register(ours, selectors.EVENT_READ, lambda: self._heard(child))
        return child

    def _heard(self, child: _Child) -> bool:
        """The child has done its task and is free, or it is about to end."""
        try:
            free = child.control.recv(1) == b"."
        except OSError:
            free = False
        if not free:
            self._selector.unregister(child.control)
            return True
        self._finish(child, 0)
        child.since = time.monotonic()
        self._idle.append(child)
        if len(self._idle) > _SPARE:
            self._dismiss(self._idle[0])
        return True

    def _dismiss(self, child: _Child) -> None:
        """Let a child that waits end: its socket ends."""
        self._idle.remove(child)
        child.control.shutdown(socket.SHUT_WR)

    def _kill(self, child: _Child) -> bool:
        os.kill(child.pid, signal.SIGKILL)  # not reaped yet, so the number is still its own
        self._selector.unregister(child.lifeline)
        return True

    def _finish(self, child: _Child, code: int) -> None:
        """Tell the server how the task of a child ended, if it has one."""
        if child.talk is None:
            return
        with suppress(KeyError):
            self._selector.unregister(child.lifeline)
        os.close(child.lifeline)
        with suppress(OSError):
            child.talk.sendall(TRAILER.pack(ENDED, code))
        child.talk.close()
        child.talk = None

    def _reap(self) -> bool:
        with suppress(BlockingIOError):
            while self._woken.recv(4096):
                pass
        for pid in list(self._children):
            done, status = os.waitpid(pid, os.WNOHANG)
            if not done:
                continue
            child = self._children.pop(pid)
            if child in self._idle:
                self._idle.remove(child)
            with suppress(KeyError):
                self._selector.unregister(child.control)
            child.control.close()
            self._finish(child, os.waitstatus_to_exitcode(status))
        return True

    def _leave(self) -> None:
        """In a child: let go of all that is the zygote's."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self._selector.close()
        for one in (self._server, self._woken, self._waker):
            one.close()
        for child in self._children.values():
            child.control.close()
            if child.talk is not None:
                child.talk.close()
                os.close(child.lifeline)


def _live(control: socket.socket, worker: _Worker, *, waits: bool) -> NoReturn:
    """In a child: task after task, until there is a reason to end."""
    code = 1
    try:
        become_child()
        if waits:
            worker.open()
        while True:
            message, descriptors, _flags, _address = socket.recv_fds(control, 1, 2)
            if not message or not worker.work(socket.socket(fileno=descriptors[0]), descriptors[1]):
                break
            control.sendall(b".")
        code = 0
    finally:
        os._exit(code)


class _Worker:
    """What a child keeps between its tasks: the store, and how big it was when that was open."""

    def __init__(self, location: str) -> None:
        self._location = location
        self._reader = Reader(location)
        self._size = 0

    def open(self) -> None:
        """Open the store before there is a task; where that does not work, the first task says so."""
        with suppress(KgError, OSError, RuntimeError):
            self._reader.do(lambda store: None)

    def work(self, talk: socket.socket, spool: int) -> bool:
        """One task; says whether another may follow."""
        with talk, os.fdopen(spool, "wb") as out:
            with talk.makefile("rb") as source:
                task: Task = pickle.load(source)  # from our own server, by a socket that nobody else holds
            message = message_of(lambda: self._done(task, out), task.limits)
            talk.sendall(message)
        return not task.writes and memory(1) - self._size < _GROWTH

    def _done(self, task: Task, out: BinaryIO) -> Any:
        if task.writes:
            with open_store(self._location) as store:
                bound_memory(task.limits)
                return task.function(store, *task.args)

        def read(store: Store) -> Any:
            self._size = self._size or memory(1)
            bound_memory(task.limits)
            if not task.spools:
                return task.function(store, *task.args)
            out.seek(0)
            out.truncate()
            given = task.function(store, out, *task.args)
            out.flush()
            return given

        return self._reader.do(read)


def main() -> None:
    """Run as the process of its own that it is."""
    for name in _PRELOAD:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    Zygote(socket.socket(fileno=int(sys.argv[1])), sys.argv[2]).run()


if __name__ == "__main__":
    main()
