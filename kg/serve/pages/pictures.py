"""Plots as SVG files of their own, light or dark.

They are drawn in a thread of the server: the engine that draws takes more address space than a child may have, and
what it draws are tables that a child has made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kg.charts import render
from kg.serve.pages.site import HEADERS

if TYPE_CHECKING:
    import altair as alt

# Wherever such a file is opened, nothing in it runs.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


async def response(plot: alt.TopLevelMixin | None, request: Request) -> Response:
    """The picture of a plot, for a dark page with ``?dark``; 404 where there is nothing to plot."""
    if plot is None:
        return PlainTextResponse("there is nothing to plot\n", 404, HEADERS)
    dark = "dark" in request.query_params
    svg = await to_thread.run_sync(lambda: render(plot, dark=dark))
    return Response(svg, media_type="image/svg+xml", headers={**HEADERS, "Content-Security-Policy": _POLICY})
