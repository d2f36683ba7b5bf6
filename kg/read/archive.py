"""Zip archives of reports: their members, within limits, each checked before it is unfolded."""

from __future__ import annotations

import contextlib
import functools
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from kg.errors import DamagedFile, MissingFile, ProtectedFile, ReadError, TooLarge
from kg.read import limits

_LINK: Final = 0o120000
_KIND: Final = 0o170000


def is_archive(path: Path) -> bool:
    """Whether a path is called an archive."""
    return path.suffix.lower() == ".zip"


def members(path: Path) -> list[str]:
    """The names of the files in an archive, as its paths, in the archive's order; folders are left out.

    Raises DamagedFile or TooLarge for the archive as a whole.
    """
    return list(_opened(path).files)


def member(path: Path, name: str) -> bytes:
    """The bytes of a member. Raises MissingFile, TooLarge, ProtectedFile or DamagedFile, naming archive and member."""
    where = f"{path}/{name}"
    packed = _opened(path)
    info = packed.files.get(name)
    if info is None:
        raise MissingFile("no such file in the archive", where=where, hint=f"look with: unzip -l {path}")
    _check(info, where)
    try:
        with packed.zip.open(info) as source:
            data = source.read(limits.FILE + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError) as err:
        hint = "the archive may be cut off; download it again"
        raise DamagedFile(f"cannot be unfolded: {err}", where=where, hint=hint) from err
    limits.require_size(len(data), source_name=where)
    return data


def name_of(info: zipfile.ZipInfo) -> str:
    """A member's path; names that are not marked as UTF-8 are those of a Chinese Windows, GBK."""
    name = info.filename
    if not info.flag_bits & 0x800 and not name.isascii():
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("gb18030")
    return str(PurePosixPath(name.replace("\\", "/")))


def require_inside(name: str, where: str) -> None:
    """Raise ReadError for a member's name that is no path within its archive."""
    path = PurePosixPath(name)
    if path.is_absolute() or not path.parts or ".." in path.parts or ":" in path.parts[0]:
        raise ReadError("a path that leads out of its archive", where=where, hint="pack the archive again")


def _check(info: zipfile.ZipInfo, where: str) -> None:
    require_inside(name_of(info), where)
    if (info.external_attr >> 16) & _KIND == _LINK:
        raise ReadError("a symbolic link, not a file", where=where, hint="pack the file that it leads to")
    if info.flag_bits & 0x1:
        raise ProtectedFile(
            "locked with a password", where=where, hint="unpack the archive and give the folder"
        )
    limits.require_size(info.file_size, source_name=where)
    if info.file_size > limits.RATIO_FROM and info.file_size > limits.RATIO * max(info.compress_size, 1):
        raise TooLarge(
            f"unfolds to more than {limits.RATIO} times its packed size",
            where=where,
            hint="it may be made to exhaust its reader; unpack the archive and look at it",
        )


@dataclass(frozen=True, slots=True)
class _Archive:
    """An open archive, and its files by their paths; of two of one path the first counts."""

    zip: zipfile.ZipFile
    files: Mapping[str, zipfile.ZipInfo]


def _opened(path: Path) -> _Archive:
    try:
        state = path.stat()
        limits.require_size(state.st_size, source_name=str(path), limit=limits.ARCHIVE)
        return _indexed(path, state.st_mtime_ns, state.st_size)
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError) as err:
        hint = "it may be cut off; download it again"
        raise DamagedFile(f"not a whole zip archive: {err}", where=str(path), hint=hint) from err
    except FileNotFoundError as err:
        raise MissingFile("no such file", where=str(path), hint="check the path") from err
    except OSError as err:
        raise ReadError(
            f"cannot be read: {err.strerror}", where=str(path), hint="check its permissions"
        ) from err


@functools.lru_cache(maxsize=2)
def _indexed(path: Path, _time: int, _size: int) -> _Archive:
    """The archive of that time and size; its directory is read once in each process."""
    packed = zipfile.ZipFile(path)
    infos = [info for info in packed.infolist() if info.filename and not info.is_dir()]
    if len(infos) > limits.MEMBERS:
        raise TooLarge(
            f"{len(infos):,} members, more than the {limits.MEMBERS:,} that are read",
            where=str(path),
            hint="split the archive, or unpack it and give the folder",
        )
    total = sum(info.file_size for info in infos)
    limits.require_size(total, source_name=f"{path} unfolded", limit=limits.ARCHIVE)
    return _Archive(packed, {name_of(info): info for info in reversed(infos)})
