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
        files.open(path).write(data)


class Together:
    """Files written bit by bit that take the place of the old ones once all of them are whole, or never."""

    def __init__(self) -> None:
        self._files: list[tuple[Path, str, BinaryIO]] = []
        self._stack = ExitStack()

    def open(self, path: Path) -> BinaryIO:
        """A file to write into; closed and renamed to ``path`` at the end. Raises OSError."""
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=_PART)
        file = self._stack.enter_context(os.fdopen(handle, "wb"))
        self._files.append((path, name, file))
        return file

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
            for _, name, _ in self._files:
                with contextlib.suppress(OSError):
                    os.unlink(name)

    def _finish(self) -> None:
        for _, name, file in self._files:
            file.flush()
            os.fsync(file.fileno())
            os.chmod(name, 0o666 & ~_umask())
        self._stack.close()
        for path, name, _ in self._files:
            os.replace(name, path)
        for folder in {path.parent for path, _, _ in self._files}:
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
