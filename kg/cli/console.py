"""What the command line says: data on stdout, talk on stderr.

``manner`` holds how this one command was asked to behave; only this package prints.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console


@dataclass(slots=True)
class Manner:
    """Quiet: errors only. Verbose: more talk, and tracebacks of faults of our own. Json: data as JSON."""

    quiet: bool = False
    verbose: bool = False
    json: bool = False


manner = Manner()


def console() -> Console:
    """The console on stderr; NO_COLOR and a terminal's width are rich's to mind."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, soft_wrap=True)


def say(text: str) -> None:
    """Talk, unless quiet."""
    if not manner.quiet:
        print(text, file=sys.stderr, flush=True)


def note(text: str) -> None:
    """Talk for those who asked for more."""
    if manner.verbose:
        say(text)


def complain(text: str) -> None:
    """An error or a warning that nobody may miss: one line, also when quiet."""
    print(f"kg: {' '.join(text.split())}", file=sys.stderr, flush=True)


def give(data: bytes | str, *, output: Path | None = None) -> None:
    """Hand out data in UTF-8, whatever the locale: to a file, whole or not at all, or to stdout."""
    raw = data.encode() if isinstance(data, str) else data
    if output is not None and str(output) != "-":
        from kg.files import write_whole

        write_whole(output, raw)
        say(f"wrote {output}")
        return
    sys.stdout.flush()
    out = getattr(sys.stdout, "buffer", None)
    if out is None:
        sys.stdout.write(raw.decode())
    else:
        out.write(raw)
        out.flush()


def as_json(value: Any) -> str:
    """JSON for people and programs alike: Chinese as it is, one newline at the end."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
