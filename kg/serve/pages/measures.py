"""Measures of the network: what spreads, who acts together, who is alike; each as a plot and a table."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.analyse import plot
from kg.serve.lookup import whole
from kg.serve.pages import pictures
from kg.serve.pages.site import Entry, Site

NAV: Final = (Entry("/analyse", "nav-analyse"),)
_SHOWN: Final = 200


def routes(site: Site) -> list[Route]:
    """``/analyse/MEASURE`` and ``/analyse/MEASURE.svg``."""

    async def first(request: Request) -> Response:
        return RedirectResponse(f"/analyse/{next(iter(whole.MEASURES))}", 303)

    async def one(request: Request) -> Response:
        name, dot, form = request.path_params["measure"].rpartition(".")
        measure = name if dot and form == "svg" else request.path_params["measure"]
        if measure not in whole.MEASURES:
            return site.render(request, "missing.html.j2", status=404, iri="", near=())
        if dot:
            table = await site.context.call(whole.measured, measure)
            return await pictures.response(plot(measure, table), request)
        table = await site.context.call(whole.measured, measure)
        shown = [column for column in table.columns if column not in ("iri", "report_a", "report_b")]
        return site.render(
            request, "measure.html.j2", measure=measure, measures=list(whole.MEASURES),
            table=table.only(shown), rows=table.only(shown).rows[:_SHOWN],
        )  # fmt: skip

    return [site.page("/analyse", first), site.page("/analyse/{measure}", one)]
