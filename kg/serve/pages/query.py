"""The query page: an editor with the named queries at hand; answers as table, chart or raw."""

from __future__ import annotations

from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kg import query
from kg.serve.pages import editor, vocabulary
from kg.serve.pages.site import HEADERS, Entry, Site, language
from kg.vocab import DEFAULT_BASE

NAV: Final = (Entry("/query", "nav-query"),)


def routes(site: Site) -> list[Route]:
    """The page, and ``/query/named/NAME?param=…``: the text of a named query with its parameters put in."""

    async def page(request: Request) -> Response:
        lang = language(request)[0]
        return site.render(
            request, "query.html.j2", queries=[_described(one, lang) for one in query.named()],
            completions=vocabulary.completions(lang), yasqe=editor.installed(),
            bases=sorted({site.context.names.base, DEFAULT_BASE}),
        )  # fmt: skip

    async def filled(request: Request) -> Response:
        text = query.bind(*query.filled(request.path_params["name"], dict(request.query_params)))
        return JSONResponse({"text": _body(text)}, headers=HEADERS)

    return [site.page("/query", page), site.page("/query/named/{name}", filled)]


def _described(one: query.NamedQuery, lang: str) -> dict[str, Any]:
    title, other = (one.title_en, "en") if lang == "en" else (one.title_zh, "zh")
    params = [
        {"name": p.name, "default": p.default, "title": p.title_en if other == "en" else p.title_zh}
        for p in one.params
    ]
    return {"name": one.name, "title": title, "params": params}


def _body(text: str) -> str:
    """A named query without the lines of its header that only programs read."""
    lines = text.splitlines()
    kept = [line for line in lines if not line.startswith(("# name:", "# param:"))]
    return "\n".join(line.replace("# title-zh: ", "# ").replace("# title-en: ", "# ") for line in kept) + "\n"
