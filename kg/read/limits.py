"""How much a foreign file may take: what is over is refused in words, before it costs memory or time."""

from __future__ import annotations

from typing import Final

from kg.errors import TooLarge

MIB: Final = 1024 * 1024
FILE: Final = 64 * MIB
"""Bytes of one file, or of one member of an archive once unfolded."""
ARCHIVE: Final = 1024 * MIB
"""Bytes of an archive of reports, and of all that is taken out of it."""
MEMBERS: Final = 20_000
"""Members of an archive of reports."""
RATIO: Final = 200
"""How many times larger than its packed form a member may be; text shrinks to a tenth, rarely to a fiftieth."""
RATIO_FROM: Final = MIB
"""Members smaller than this may be packed as tightly as they like."""
TEXT: Final = 3_000_000
"""Characters of one report: a book of a thousand pages."""
PAGES: Final = 2_000
"""Pages of one PDF."""
DEPTH: Final = 200
"""How deep elements may lie within each other."""
SECONDS: Final = 9.5
"""For one file to be turned into text; with what stands around it, ten."""
MEMORY: Final = 512 * MIB
"""Of the process that turns files into text."""


def require_size(size: int, *, source_name: str, limit: int = FILE) -> None:
    """Raise TooLarge where a file has more bytes than a limit."""
    if size > limit:
        raise TooLarge(
            f"{size / MIB:,.0f} MiB, more than the {limit // MIB:,} MiB that are read",
            where=source_name,
            hint="give the report alone, without pictures and attachments",
        )


def require_text(text: str, *, source_name: str) -> str:
    """The text itself. Raises TooLarge where it is longer than a report can be."""
    if len(text) > TEXT:
        raise TooLarge(
            f"{len(text):,} characters, more than the {TEXT:,} of the longest report that is read",
            where=source_name,
            hint="split it into its reports",
        )
    return text
