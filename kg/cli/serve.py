"""``kg serve``: the web app and the SPARQL endpoint."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.common import DONE, BaseIri, Store, store_location
from kg.cli.console import manner, say

if TYPE_CHECKING:
    import socket

_CONNECTIONS = 512  # beyond these, uvicorn itself refuses; the limit that people meet is --at-once
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def serve(
    host: Annotated[str, typer.Option("--host", help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="The port; 0 takes a free one.")
    ] = 8000,
    writable: Annotated[
        bool, typer.Option("--writable", help="Allow /update and writing to /store, with a token.")
    ] = False,
    token: Annotated[
        str | None,
        typer.Option("--token", envvar="KG_TOKEN", metavar="TOKEN", help="What writers have to show."),
    ] = None,
    timeout: Annotated[
        float, typer.Option("--timeout", min=0.1, metavar="SECONDS", help="The most a query may take.")
    ] = 30.0,
    memory: Annotated[
        int, typer.Option("--memory", min=16, metavar="MB", help="The most memory a query may take.")
    ] = 1024,
    max_rows: Annotated[
        int | None, typer.Option("--max-rows", min=1, metavar="N", help="The most rows of an answer.")
    ] = None,
    at_once: Annotated[
        int, typer.Option("--at-once", min=1, metavar="N", help="How many queries run at once.")
    ] = 4,
    cors: Annotated[
        list[str] | None,
        typer.Option("--cors", metavar="ORIGIN", help="Let pages of this origin ask; * for all."),
    ] = None,
    base_iri: BaseIri = None,
    store: Store = None,
) -> int:
    """Serve the graph 网页与 SPARQL 服务: pages for people, SPARQL 1.1 for programs.

    For example: kg serve --store output, then open http://127.0.0.1:8000/
    """
    from kg.serve.settings import Settings
    from kg.vocab import DEFAULT_BASE

    if writable and not token:
        raise typer.BadParameter("--writable needs a token: --token, or KG_TOKEN in the environment")
    location = store_location(store)
    if writable and "://" in location:
        raise typer.BadParameter(
            "a store on the network is written through its own server", param_hint="--writable"
        )
    settings = Settings(
        store=location,
        writable=writable,
        token=token,
        seconds=timeout,
        megabytes=memory,
        rows=max_rows,
        at_once=at_once,
        cors=tuple(cors or ()),
        base_iri=base_iri or DEFAULT_BASE,
    )
    if host not in _LOOPBACK:
        say(f"listening at {host}: everybody who reaches this machine can read the graph")
    return _run(settings, host, port)


def _run(settings: object, host: str, port: int) -> int:
    import uvicorn

    from kg.serve.app import create_app
    from kg.serve.settings import Settings

    assert isinstance(settings, Settings)
    with _listening(host, port) as listening:
        shown = f"[{host}]" if ":" in host else host
        say(f"serving {settings.store} at http://{shown}:{listening.getsockname()[1]}/ (stop with Ctrl+C)")
        config = uvicorn.Config(
            create_app(settings),
            log_level="info" if manner.verbose else "warning",
            timeout_graceful_shutdown=int(settings.grace),
            limit_concurrency=_CONNECTIONS,
            server_header=False,
        )
        uvicorn.Server(config).run(sockets=[listening])
    return DONE


def _listening(host: str, port: int) -> socket.socket:
    import socket

    from kg.errors import KgError

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=256)
    except OSError as err:
        hint = "take another with --port; 0 takes a free one"
        message = f"cannot listen there: {os.strerror(err.errno) if err.errno else err}"
        raise KgError(message, where=f"{host}:{port}", hint=hint) from err
