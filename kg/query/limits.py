"""Work under limits of time and memory: in a child process, which the kernel stops.

The engine knows no deadline and hears no signal of Python's, so the limits are the kernel's: an alarm that
nobody catches, and a bound on address space. Needs a POSIX system.
"""

from __future__ import annotations

import ctypes
import faulthandler
import os
import pickle
import resource
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, NoReturn, TypeVar, cast

from kg.errors import KgError, LimitReached

T = TypeVar("T")
_MB: Final = 1 << 20
_PR_SET_PDEATHSIG: Final = 1  # of linux/prctl.h
_HINT: Final = "ask for less, or allow more"


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds from start to end, megabytes of memory beyond those at the start, rows or triples of an answer,
    megabytes of an answer; None is no limit."""

    seconds: float | None = None
    megabytes: int | None = None
    rows: int | None = None
    result_megabytes: int | None = None


def limited(work: Callable[[], T], limits: Limits) -> T:
    """What ``work`` gives, from a fork of this process. Its result has to be picklable.

    Raises LimitReached, and any KgError that the work raises.
    """
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read_end)
        with os.fdopen(write_end, "wb") as pipe:
            serve(work, limits, pipe)
    os.close(write_end)
    try:
        with os.fdopen(read_end, "rb") as answer:
            message = answer.read()
    except BaseException:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        raise
    _, status = os.waitpid(child, 0)
    return cast(T, outcome(message, os.waitstatus_to_exitcode(status), limits))


def serve(work: Callable[[], object], limits: Limits, answer: BinaryIO) -> NoReturn:
    """In the child: do the work until the deadline, send what it gave or raised, and leave.

    What was sent counts only when the exit code is 0. The memory is for the work to bound, when its store is open.
    """
    code = 1
    try:
        become_child()
        answer.write(message_of(work, limits))
        answer.flush()
        code = 0
    finally:
        os._exit(code)


def become_child() -> None:
    """Let signals and the death of its parent kill this process, and let it say nothing: what the engine says when
    memory ends, we say."""
    if sys.platform == "linux":  # elsewhere a child whose parent was killed lives until its deadline
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    faulthandler.disable()


def message_of(work: Callable[[], object], limits: Limits) -> bytes:
    """In the child: what the work gave or raised, for ``outcome`` in the parent; the alarm is set meanwhile."""
    if limits.seconds is not None:
        signal.setitimer(signal.ITIMER_REAL, max(limits.seconds, 0.001))
    try:
        message = pickle.dumps(("done", work()))
    except MemoryError:
        message = pickle.dumps(("failed", _too_big(limits)))
    except KgError as err:
        message = pickle.dumps(("failed", err))
    except BaseException as err:  # the parent shall hear of our own faults, too
        message = pickle.dumps(("failed", RuntimeError(f"{type(err).__name__}: {err}")))
    signal.setitimer(signal.ITIMER_REAL, 0)
    return message


def bound_memory(limits: Limits) -> None:
    """In the child: allow so much memory beyond what is in use, from now on.

    The bound is on address space, and opening a store takes much of that for a moment: for each of its threads a
    stack and a place to allocate from. So it is for after that.
    """
    if limits.megabytes is not None:
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        room = memory(0) + limits.megabytes * _MB
        resource.setrlimit(resource.RLIMIT_AS, (room if most < 0 else min(room, most), most))


def outcome(message: bytes, code: int, limits: Limits) -> Any:
    """What the child gave, by its message and its exit code. Raises what it raised, and LimitReached."""
    if code == 0:
        kind, value = pickle.loads(message)  # from our own child, through a pipe that nobody else holds
        if kind == "done":
            return value
        raise value
    if code == -signal.SIGALRM:
        raise LimitReached(f"stopped after {limits.seconds:g} s", where="query", hint=_HINT)
    if code in (-signal.SIGINT, -signal.SIGTERM):
        raise KeyboardInterrupt
    if code in (-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS, -signal.SIGTRAP, -signal.SIGKILL):
        raise _too_big(limits)
    raise RuntimeError(f"a child process ended with code {code}")


def _too_big(limits: Limits) -> LimitReached:
    if limits.megabytes is None:
        return LimitReached("stopped: there is no more memory", where="query", hint=_HINT)
    return LimitReached(f"stopped: it needs more than {limits.megabytes} MB", where="query", hint=_HINT)


def memory(field: int) -> int:
    """The bytes that this process has now: of address space (0), resident (1); 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[field]) * resource.getpagesize()
    except OSError:
        return 0
