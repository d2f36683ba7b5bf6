"""The commands shown in the documentation, and what they print: to test them, and to write them anew.

A block marked ``console`` holds commands after ``$`` and their output. A number after ``console`` is
how many lines of output are shown; the rest is cut to ``…``. Run this file to write the outputs that
kg gives now into the documentation (``make docs``).
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = (
    "README.md",
    "README.zh.md",
    "data/README.md",
    *sorted(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md")),
)
_BLOCK = re.compile(r"^```(console|python)(?: (\d+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
WIDTH = "100"


@dataclass(frozen=True, slots=True)
class Step:
    """One command of a page, or one block of Python, with the lines shown as its output."""

    page: str
    language: str
    command: str
    shown: tuple[str, ...]
    limit: int | None

    def output_as_shown(self, output: str) -> tuple[str, ...]:
        """The lines of real output as the page shows them."""
        lines = [line.rstrip() for line in output.rstrip("\n").split("\n")] if output.strip() else []
        if self.limit is not None and len(lines) > self.limit:
            lines = [*lines[: self.limit], "…"]
        return tuple(lines)


def steps(page: str, text: str) -> Iterator[Step]:
    """The commands of a page, in order."""
    for match in _BLOCK.finditer(text):
        language, limit, body = match[1], int(match[2]) if match[2] else None, match[3]
        if language == "python":
            yield Step(page, language, body, (), None)
            continue
        parts = re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]
        for part in parts:
            command, shown = _split(part)
            yield Step(page, language, command, shown, limit)


def _split(part: str) -> tuple[str, tuple[str, ...]]:
    """A command, with its lines that go on after a backslash, and its output."""
    lines = part.rstrip("\n").split("\n")
    end = 1
    while lines[end - 1].endswith("\\") or _open_quote("\n".join(lines[:end])):
        end += 1
    return "\n".join(lines[:end]), tuple(line.rstrip() for line in lines[end:])


def _open_quote(command: str) -> bool:
    try:
        shlex.split(command, comments=True)
    except ValueError:
        return True
    return False


def workplace(folder: Path) -> Path:
    """A folder that looks like a checkout to the commands of the documentation."""
    for name in ("data", "ontology", "Makefile", "pyproject.toml", "constraints.txt"):
        (folder / name).symlink_to(ROOT / name)
    return folder


def run(step: Step, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run one step in a workplace, with kg on the path and both streams as one."""
    python = Path(sys.executable)
    env = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("KG_", "MAKE"))},
        "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": WIDTH,
        "NO_COLOR": "1",
        "PYTHONUTF8": "1",
    }
    command = step.command
    if command.startswith("make "):
        command = command.replace("make ", "make -n ", 1)
    arguments = [sys.executable, "-c", command] if step.language == "python" else ["sh", "-c", command]
    return subprocess.run(
        arguments,
        cwd=folder,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def rewrite(page: str, folder: Path) -> str:
    """The page with the outputs that its commands give now; blocks that show no output stay without."""
    text = (ROOT / page).read_text("utf-8")

    def anew(match: re.Match[str]) -> str:
        if match[1] != "console":
            return match[0]
        head = match[0].split("\n", 1)[0]
        body = []
        for step in steps(page, match[0]):
            done = run(step, folder)
            if done.returncode:
                raise SystemExit(f"{page}: {step.command}: exit code {done.returncode}\n{done.stdout}")
            body += [f"$ {step.command}", *(step.output_as_shown(done.stdout) if step.shown else ())]
        return "\n".join([head, *body, "```"])

    return _BLOCK.sub(anew, text)


def main() -> None:
    """Write the outputs anew into every page."""
    for page in PAGES:
        with tempfile.TemporaryDirectory() as folder:
            text = rewrite(page, workplace(Path(folder)))
        (ROOT / page).write_text(text, "utf-8")
        print(page)


if __name__ == "__main__":
    main()
