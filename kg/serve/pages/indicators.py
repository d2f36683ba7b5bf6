"""Indicators across places and years: the list of those stated, and a page, a plot and downloads for each."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.compare.cells import ABSENT, MEANINGS
from kg.compare.charts import chart
from kg.compare.page import number, row
from kg.indicators import indicators, topics
from kg.serve.kept import Kept
from kg.serve.lookup import whole
from kg.serve.pages import pictures
from kg.serve.pages.site import HEADERS, Entry, Site

NAV: Final = (Entry("/indicators", "nav-indicators"),)
_MEDIA: Final = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}


def routes(site: Site) -> list[Route]:
    """``/indicators``, ``/indicators/CODE`` and its ``.svg``, ``.csv`` and ``.parquet``."""
    kept = Kept(site.context, whole.stated)

    async def every(request: Request) -> Response:
        table = await kept.get()
        by_code = {row["code"]: row for row in table.records()}
        groups = [
            (
                topic,
                [
                    (one, by_code[one.code])
                    for one in indicators()
                    if one.topic == topic.code and one.code in by_code
                ],
            )
            for topic in topics()
        ]
        shown = [(topic, rows) for topic, rows in groups if rows]
        return site.render(request, "indicators.html.j2", groups=shown, total=len(by_code))

    async def one(request: Request) -> Response:
        code, dot, form = request.path_params["code"].rpartition(".")
        if dot and form in (*_MEDIA, "svg"):
            return await _file(site, request, code, form)
        code = request.path_params["code"]
        found = await site.context.call(whole.compared, code)
        rows = [row(cell) for cell in found.cells if cell.status != ABSENT]
        about = found.indicators[0]
        return site.render(
            request,
            "indicator.html.j2",
            about=about,
            rows=rows,
            cells=found.cells,
            meanings=MEANINGS,
            number=number,
        )

    return [site.page("/indicators", every), site.page("/indicators/{code}", one)]


async def _file(site: Site, request: Request, code: str, form: str) -> Response:
    if form == "svg":
        found = await site.context.call(whole.compared, code)
        plot = chart(found, code)
        return await pictures.response(plot, request)
    body = await site.context.call(whole.written, code, form)
    headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{code}.{form}"'}
    return Response(body, media_type=_MEDIA[form], headers=headers)
