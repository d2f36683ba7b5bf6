"""Questions in Chinese: a box, the answer with its table, sentences and SPARQL, and questions near to it."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kg.ask import Answer, Names, ask
from kg.serve.kept import Kept
from kg.serve.negotiate import best
from kg.serve.pages.site import HEADERS, Entry, Site
from kg.store import Store

NAV: Final = (Entry("/ask", "nav-ask"),)
_LONGEST: Final = 400  # characters that are read; longer questions are refused by what answers them
_EXAMPLES: Final = (
    "图谱里有哪些报告？",
    "2023年各地行政复议收案数排名",
    "公职律师人数最多的是哪个地方",
    "各地败诉率排名",
    "哪些单位推进了证照分离改革",
)


def routes(site: Site) -> list[Route]:
    """``/ask?q=…`` as a page, or as JSON for those that accept that."""

    names = Kept(site.context, known)

    async def asking(request: Request) -> Response:
        text = request.query_params.get("q", "").strip()[:_LONGEST]
        answer = await site.context.call(answered, text, await names.get()) if text else None
        accepted = request.headers.get("accept", "")
        if answer is not None and best(accepted, ("text/html", "application/json")) == "application/json":
            return JSONResponse(answer.as_dict(), headers={**HEADERS, "Vary": "Accept"})
        return site.render(
            request, "ask.html.j2", headers={"Vary": "Accept"}, asked=text, answer=answer, examples=_EXAMPLES
        )

    return [site.page("/ask", asking)]


def known(store: Store) -> Names:
    """The names that questions may hold, read in a child process."""
    return Names.of(store)


def answered(store: Store, question: str, names: Names) -> Answer:
    """The answer to a question, in a child process."""
    return ask(store, question, names=names)
