"""The command line: the only place that prints."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from kg.cli.common import FAILED, INTERRUPTED, LIMIT
from kg.cli.console import complain, manner
from kg.errors import KgError, LimitReached

__all__ = ["main", "run"]


def main() -> None:
    """Run kg with the arguments of this process, and leave with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command line; gives the exit code. No traceback, unless -v asks for one."""
    from kg.cli.app import app

    try:
        code = app(args=list(arguments), prog_name="kg", standalone_mode=False)
    except KeyboardInterrupt:
        code = INTERRUPTED
    except KgError as err:
        complain(f"error: {err}")
        return LIMIT if isinstance(err, LimitReached) else FAILED
    except BrokenPipeError:  # the reader, such as `head`, has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except OSError as err:
        place = f"{err.filename}: " if err.filename else ""
        complain(f"error: {place}{err.strerror or err} (what was there before is as it was)")
        return FAILED
    except Exception as err:
        return _report(err)
    if code == INTERRUPTED:  # Click turns an interrupt within a command into this code, and says nothing
        complain("interrupted")
    return code if isinstance(code, int) else 0


def _report(err: Exception) -> int:
    """Wrong usage in one line with where to read on; anything else is a fault of ours, and says so."""
    if hasattr(err, "format_message") and hasattr(err, "exit_code"):  # Click's, by whichever module
        message = err.format_message()
        context = getattr(err, "ctx", None)
        if context is not None and message:
            complain(f"error: {message.rstrip('.')} (see `{context.command_path} --help`)")
        elif message:
            complain(f"error: {message}")
        return int(err.exit_code)
    if manner.verbose:
        import traceback

        traceback.print_exception(err)
    complain(f"error: {type(err).__name__}: {err} (this is a fault of kg; -v shows where)")
    return FAILED
