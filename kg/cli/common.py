"""What all commands share: options, settings, and what becomes of errors."""

from __future__ import annotations

import functools
import inspect
import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from kg.cli.console import manner, note

DONE, FAILED, USAGE, SOME_FAILED, LIMIT, INTERRUPTED = 0, 1, 2, 3, 4, 130

Store = Annotated[
    str | None,
    typer.Option(
        "--store",
        envvar="KG_STORE",
        metavar="DIR_OR_URL",
        help="The folder of the store, or the URL of a SPARQL server. (default: output/store)",
        show_default=False,
    ),
]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="Write here instead of stdout.", show_default=False),
]
BaseIri = Annotated[
    str | None,
    typer.Option("--base-iri", envvar="KG_BASE_IRI", metavar="IRI", help="Names things under this IRI."),
]

_FLAGS = (
    ("quiet", ("-q", "--quiet"), "Say nothing but errors."),
    ("verbose", ("-v", "--verbose"), "Say more; show where a fault of kg itself happened."),
    ("json", ("--json",), "Give data as JSON."),
)


def common(function: Callable[..., int | None]) -> Callable[..., None]:
    """Give a command the options -q, -v and --json, and turn what it returns into the exit code."""
    signature = inspect.signature(function, eval_str=True)
    own = list(signature.parameters.values())
    extra = [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=False,
            annotation=Annotated[bool, typer.Option(*flags, help=text)],
        )
        for name, flags, text in _FLAGS
    ]

    @functools.wraps(function)
    def command(**values: Any) -> None:
        for name, _, _ in _FLAGS:
            setattr(manner, name, values.pop(name) or getattr(manner, name))
        code = function(**values)
        if code:
            raise typer.Exit(code)

    command.__signature__ = signature.replace(parameters=[*own, *extra], return_annotation=None)  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in (*own, *extra)}
    return command


def settings(path: Path) -> dict[str, Any]:
    """The settings of ``kg.toml``, by the long names of options; empty where there is no such file.

    Raises typer.BadParameter for a file that is not TOML.
    """
    import tomllib

    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as err:
        raise typer.BadParameter(f"{path}: {err}") from err
    note(f"settings from {path}")
    return {name.replace("-", "_"): value for name, value in values.items()}


def tell_of_server(values: dict[str, Any]) -> None:
    """Make ``store-user``, ``store-update`` and so on of ``kg.toml`` what ``KG_STORE_…`` do not say already.

    Raises typer.BadParameter for a password: a file is no place for it.
    """
    for name in ("update", "graph_store", "user", "password", "token", "header", "timeout"):
        key = f"store_{name}"
        if key not in values:
            continue
        if name == "password":
            raise typer.BadParameter("a password does not belong in kg.toml; set KG_STORE_PASSWORD")
        os.environ.setdefault(f"KG_{key.upper()}", str(values[key]))


def settings_file() -> Path:
    """``kg.toml`` in the folder where kg runs, or the file that KG_CONFIG names."""
    return Path(os.environ.get("KG_CONFIG") or "kg.toml")


def store_location(given: str | None) -> str:
    """Where the store lies: what was given, or ``store`` in the output folder; for reading.

    An output folder stands for the store in it. Raises StoreError where there is none.
    """
    from kg.errors import StoreError

    location = given or str(Path("output", "store"))
    if "://" in location:
        return location
    path = Path(location)
    if (path / "store").is_dir():
        path = path / "store"
    if not path.is_dir():
        raise StoreError(
            "no store here",
            where=location,
            hint="build one with `kg build PATH`, or name another with --store",
        )
    return str(path)
