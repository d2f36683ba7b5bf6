"""How the server does: ``/health`` for those who watch whether it lives, ``/metrics`` for Prometheus."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from kg import __version__
from kg.errors import KgError
from kg.serve.context import Context
from kg.serve.limits import Busy
from kg.serve.metrics import MEDIA
from kg.store import Store


def routes(context: Context) -> list[BaseRoute]:
    """``/health`` and ``/metrics``."""

    async def health(request: Request) -> Response:
        about = {"version": __version__, "writable": context.settings.writable}
        try:
            await context.call(_readable)
        except Busy:  # it does what it can, and need not be started again
            return JSONResponse({"status": "busy", **about})
        except KgError as err:
            return JSONResponse({"status": "unwell", "reason": str(err), **about}, 503)
        return JSONResponse({"status": "ok", **about})

    async def metrics(request: Request) -> Response:
        gauges = {
            "kg_tasks_running": ("Queries and pages that run now.", context.gate.running),
            "kg_tasks_queued": ("Queries and pages that wait.", context.gate.queued),
            "kg_updates_running": ("Updates that run now.", context.writing.running),
        }
        return Response(context.metrics.text(gauges), media_type=MEDIA)

    return [Route("/health", health, methods=["GET"]), Route("/metrics", metrics, methods=["GET"])]


def _readable(store: Store) -> bool:
    return bool(store.query("ASK { ?s ?p ?o }"))
