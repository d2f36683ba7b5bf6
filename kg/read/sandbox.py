"""Foreign files are parsed in a process of their own: it may die or be killed, and only its file is lost.

One such process serves all files of this one, so that a file costs a millisecond or two more than parsing it here;
it starts when the first file needs it and ends with this process.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import json
import os
import subprocess
import sys
import threading
from typing import IO, Final

from kg import errors
from kg.errors import ReadError, TooLarge
from kg.read import limits

CONVERTERS: Final = {
    "html": "kg.read.html",
    "docx": "kg.read.docx",
    "pdf": "kg.read.pdf",
    "markdown": "kg.read.markdown",
}
"""Each format's module; its ``to_text(data, source_name=, charset=)`` gives the text or raises a ReadError."""
_RENEW: Final = 500
"""After so many files a fresh process: what libraries leak or leave in pieces does not add up."""


def convert(data: bytes, *, kind: str, source_name: str, charset: str | None = None) -> str:
    """The text of a file of a format of ``CONVERTERS``, within the limits of time and memory.

    Raises a ReadError that names the file.
    """
    return _parser().convert(data, kind=kind, source_name=source_name, charset=charset)


class _Parser:
    """The process that parses, and the pipe to it; safe to share between threads."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._served = 0

    def convert(self, data: bytes, *, kind: str, source_name: str, charset: str | None) -> str:
        request: dict[str, object] = {
            "kind": kind,
            "name": source_name,
            "charset": charset,
            "size": len(data),
        }
        with self._lock:
            process = self._ready()
            late = threading.Event()

            def stop() -> None:
                late.set()
                process.kill()

            timer = threading.Timer(limits.SECONDS, stop)
            timer.daemon = True
            timer.start()
            try:
                reply, body = _ask(process, request, data)
            except (OSError, ValueError):
                self.close()
                raise _lost(source_name, late=late.is_set()) from None
            finally:
                timer.cancel()
            self._served += 1
            if reply.get("spent") or self._served >= _RENEW:
                self.close()
        if "error" in reply:
            kind_of = getattr(errors, reply["error"], ReadError)
            raise kind_of(reply["message"], where=reply["where"], hint=reply["hint"])
        return body.decode("utf-8")

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._served = 0
            self._process = subprocess.Popen(
                [sys.executable, "-m", "kg.read.sandbox"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
                start_new_session=True,
            )
        return self._process

    def close(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
        process.wait()


_shared: _Parser | None = None


def _parser() -> _Parser:
    """This process' own; one that was inherited by a fork belongs to the parent."""
    global _shared
    if _shared is None or _shared.owner != os.getpid():
        _shared = _Parser()
        atexit.register(_shared.close)
    return _shared


def _ask(
    process: subprocess.Popen[bytes], request: dict[str, object], data: bytes
) -> tuple[dict[str, str], bytes]:
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(json.dumps(request).encode() + b"\n")
    process.stdin.write(data)
    process.stdin.flush()
    reply = json.loads(process.stdout.readline() or b"!")
    size = int(reply["size"])
    body = process.stdout.read(size)
    if len(body) != size:
        raise ValueError("cut off")
    return reply, body


def _lost(source_name: str, *, late: bool) -> ReadError:
    if late:
        return TooLarge(
            f"not read after {limits.SECONDS:.0f} seconds",
            where=source_name,
            hint="it may be made to exhaust its reader; save the report again, as text or .docx",
        )
    return TooLarge(
        f"the process that read it died; it may need more than {limits.MEMORY // limits.MIB} MiB",
        where=source_name,
        hint="save the report again, without pictures, or as text",
    )


def _serve(source: IO[bytes], target: IO[bytes]) -> None:
    """Answer requests until the pipe closes."""
    while line := source.readline():
        request = json.loads(line)
        data = source.read(request["size"])
        reply: dict[str, object]
        body = b""
        try:
            module = importlib.import_module(CONVERTERS[request["kind"]])
            text = module.to_text(data, source_name=request["name"], charset=request["charset"])
            body = limits.require_text(text, source_name=request["name"]).encode("utf-8", "replace")
            reply = {}
        except ReadError as err:
            reply = _said(type(err).__name__, err)
        except (MemoryError, RecursionError) as err:
            what = "memory" if isinstance(err, MemoryError) else "depth"
            hint = "it may be made to exhaust its reader; save the report again, as text or .docx"
            reply = {
                **_said("TooLarge", ReadError(f"over the limit of {what}", where=request["name"], hint=hint)),
                "spent": 1,
            }
        except Exception as err:  # a fault in a parser on one file must not cost the others
            hint = "save the report again, as text or .docx"
            broken = ReadError(
                f"cannot be parsed: {type(err).__name__}: {err}", where=request["name"], hint=hint
            )
            reply = _said("DamagedFile", broken)
        target.write(json.dumps({**reply, "size": len(body)}).encode() + b"\n" + body)
        target.flush()


def _said(kind: str, err: ReadError) -> dict[str, object]:
    return {"error": kind, "message": err.message, "where": err.where, "hint": err.hint}


def _confine() -> None:
    """Take the limits of memory on this process, where the system has them; no core files."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY, limits.MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _confine()
    # What libraries print must not get into the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _serve(sys.stdin.buffer, answers)
