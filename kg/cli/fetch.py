"""``kg fetch``: pages of the web into a folder, politely."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.common import DONE, FAILED, SOME_FAILED
from kg.cli.console import as_json, complain, give, manner, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.fetch import Outcome

Urls = Annotated[list[str] | None, typer.Argument(metavar="[URL]...", help="Addresses of pages.")]
Folder = Annotated[
    Path, typer.Option("-o", "--output", metavar="DIR", help="The folder that the pages go into.")
]
From = Annotated[
    Path | None,
    typer.Option("--from", metavar="FILE", help="A file of addresses, one a line; # begins a comment."),
]
Force = Annotated[bool, typer.Option("--force", help="Fetch pages again that are there already.")]
Delay = Annotated[
    float, typer.Option("--delay", min=0, metavar="SECONDS", help="Between two requests to one host.")
]
Retries = Annotated[
    int, typer.Option("--retries", min=0, max=10, metavar="N", help="After failures that may pass.")
]
Private = Annotated[
    bool, typer.Option("--allow-private", help="Also from addresses of this machine and its network.")
]


def fetch(
    urls: Urls = None,
    output: Folder = Path("data"),
    from_: From = None,
    force: Force = False,
    delay: Delay = 1.0,
    retries: Retries = 3,
    allow_private: Private = False,
) -> int:
    """Save pages 下载网页 as they are, with what their servers said beside them (.headers.json).

    Minds robots.txt, asks a host once a second, waits when it is told to. Then: kg build DIR

    Exit code 3: some pages could not be saved.
    """
    from kg.fetch import Fetcher, Manners, fetch_all

    wanted = [*(urls or []), *(_listed(from_) if from_ else [])]
    if not wanted:
        raise typer.BadParameter("no addresses; give URLs, or a file of them with --from", param_hint="URL")
    fetcher = Fetcher(Manners(delay=delay, retries=retries, private=allow_private))
    try:
        found = _told(fetch_all(wanted, output, fetcher=fetcher, force=force), len(dict.fromkeys(wanted)))
    finally:
        fetcher.close()
    if manner.json:
        give(as_json([_row(one) for one in found]))
    else:
        give("".join(f"{one.path}\n" for one in found if one.path))
    if all(one.error is None for one in found):
        return DONE
    return SOME_FAILED if any(one.path for one in found) else FAILED


def _told(outcomes: Iterable[Outcome], total: int) -> list[Outcome]:
    """The outcomes, each said as it comes."""
    found = []
    for number, one in enumerate(outcomes, start=1):
        if one.error is not None:
            complain(f"error: {one.error}")
        else:
            say(f"{number}/{total} {'kept' if one.kept else 'saved'} {one.path}")
        found.append(one)
    return found


def _row(one: Outcome) -> dict[str, object]:
    return {
        "url": one.url,
        "path": str(one.path) if one.path else None,
        "kept": one.kept,
        "error": str(one.error) if one.error else None,
    }


def _listed(file: Path) -> list[str]:
    """The addresses in a file."""
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as err:
        raise typer.BadParameter(f"{file}: {err}", param_hint="--from") from err
    return [line.strip() for line in lines if line.strip() and not line.strip().startswith("#")]
