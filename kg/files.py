"""Files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

_PART: Final = ".part"


def write_whole(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path``: beside it first, fsync, then rename over it.

    A reader sees the old file or the new one, never a part. Raises OSError, and leaves the old file
    as it was.
    """
    with Together() as files:
        files.write(path, data)


class Together:
    """Files written bit by bit that take the place of the old ones once all of them are whole, or never."""

    def __init__(self) -> None:
        self._files: list[tuple[Path, str]] = []
        self._stack = ExitStack()

    def open(self, path: Path) -> BinaryIO:
        """A file to write into; closed and renamed to ``path`` at the end. Raises OSError."""
        return self._stack.enter_context(self._begin(path))

    def write(self, path: Path, data: bytes) -> None:
        """Write all of a file at once; however many there are, no more than one is open. Raises OSError."""
        with self._begin(path) as file:
            file.write(data)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._finish()
        finally:
            # What could not be flushed is lost with the file; the error that matters is on its way already.
            with contextlib.suppress(OSError):
                self._stack.close()
            for _, name in self._files:
                with contextlib.suppress(OSError):
                    os.unlink(name)

    def _begin(self, path: Path) -> BinaryIO:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=_PART)
        self._files.append((path, name))
        return os.fdopen(handle, "wb")

    def _finish(self) -> None:
        self._stack.close()
        mode = 0o666 & ~_umask()
        # All are written before the first is waited for: the system brings them to the disk together.
        for _, name in self._files:
            with open(name, "rb+") as file:
                os.fsync(file.fileno())
            os.chmod(name, mode)
        for path, name in self._files:
            os.replace(name, path)
        for folder in {path.parent for path, _ in self._files}:
            _sync_folder(folder)


def sweep(folders: Iterable[Path]) -> None:
    """Remove the parts of files that a process left behind which was killed while it wrote them."""
    for folder in folders:
        for path in folder.glob(f".*{_PART}"):
            path.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    """Make the rename itself last; systems that cannot open a folder do without."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
