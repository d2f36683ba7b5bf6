"""Linked data: what has an IRI answers under ``/id/…``, as a page for people or as RDF.

The answer comes with 200 and ``Vary: Accept`` where the thing is asked for, not with a 303 to a document: the IRI of
a thing is at its base (``https://w3id.org/…``), and it is that redirect that tells thing and document apart; a second
one here would cost each reader a request and tell nobody more. ``Content-Location`` names the one form that was sent.
"""

from __future__ import annotations

import difflib
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute

from kg.explain import Explanation
from kg.serve.context import Context
from kg.serve.lookup.contents import Contents
from kg.serve.lookup.names import Entry, find
from kg.serve.lookup.things import Found, look
from kg.serve.negotiate import best
from kg.serve.pages import site
from kg.vocab import DEFAULT_BASE

#: The forms of a thing: how ``?format=`` and a suffix name them, and their media types.
FORMATS: Final = {
    "html": "text/html",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}
#: How the pages call them.
LABELS: Final = {"ttl": "Turtle", "nt": "N-Triples", "jsonld": "JSON-LD", "rdf": "RDF/XML"}
_TYPES: Final = {media: name for name, media in FORMATS.items()}
# Whoever says nothing of what it takes is a program, and gets Turtle.
_OFFERS: Final = ("text/turtle", *(media for media in FORMATS.values() if media != "text/turtle"))
_PLAIN: Final = {"Vary": "Accept", "X-Content-Type-Options": "nosniff"}
_LONGEST: Final = 2000  # characters of an IRI's path


def routes(context: Context) -> list[BaseRoute]:
    """``/id/<path>``: the thing whose IRI is the base and that path."""
    shared = site(context)

    async def answer(request: Request) -> Response:
        path = request.path_params["path"]
        if path == "dataset":
            return RedirectResponse("/.well-known/void", 303)
        asked = request.query_params.get("format")
        form = _TYPES.get(best(request.headers.get("accept", ""), _OFFERS) or "", "")
        if asked is not None:
            form = asked if asked in FORMATS else ""
        found = await context.call(look, _candidates(context, path, suffixes=asked is None), form)
        if found is None:
            return await _missing(request, path)
        if "#" in found.iri:
            return RedirectResponse(shared.href(found.iri), 303)
        if not found.form:
            message = f"no such form; there is: {', '.join(FORMATS)}\n"
            return PlainTextResponse(message, 406, _PLAIN)
        return _given(request, found)

    def _given(request: Request, found: Found) -> Response:
        where = {"Content-Location": f"{shared.href(found.iri)}?format={found.form}"}
        if found.page is None:
            return Response(found.data, media_type=FORMATS[found.form], headers={**_PLAIN, **where})
        about, more = found.page
        return shared.render(
            request, "thing.html.j2", e=about, more=more, forms=tuple(LABELS), media=FORMATS, labels=LABELS,
            ask=_question(found.iri), carriers=_carriers(about, more), headers=where,
        )  # fmt: skip

    async def _missing(request: Request, path: str) -> Response:
        iri = f"{context.names.base}{path}"[:_LONGEST]
        if best(request.headers.get("accept", ""), ("text/plain", "text/html")) != "text/html":
            message = f"{iri}: the graph knows no such thing (search: /search?q=…)\n"
            return PlainTextResponse(message.encode("utf-8", "replace"), 404, _PLAIN)
        near = _near(await shared.names.get(), path)
        return shared.render(request, "missing.html.j2", status=404, iri=iri, near=near)

    return [shared.page("/id/{path:path}", answer)]


def _candidates(context: Context, path: str, *, suffixes: bool) -> tuple[tuple[str, str], ...]:
    """The IRIs that a path may mean: under our base or the default one, as it is or without a suffix."""
    if len(path) > _LONGEST:
        return ()
    bases = tuple(dict.fromkeys((context.names.base, DEFAULT_BASE)))
    found = [(f"{base}{path}", "") for base in bases]
    stem, _, suffix = path.rpartition(".")
    if suffixes and stem and suffix in FORMATS:
        found += [(f"{base}{stem}", suffix) for base in bases]
    return tuple(found)


def _carriers(about: Explanation, more: Contents) -> set[str]:
    """The figures and claims of a report's page that show some words first, and so carry their anchor."""
    first: dict[str, str] = {}
    shown = [(one.quote.iri, one.iri) for one in about.figures]
    shown += [(one.quote.iri, one.iri) for one in more.statements]
    for words, carrier in shown:
        first.setdefault(words, carrier)
    return set(first.values())


def _question(iri: str) -> str:
    """A query that shows a thing's statements in both directions."""
    return (
        f"SELECT ?direction ?property ?value\nWHERE {{\n"
        f'  {{ <{iri}> ?property ?value BIND("→" AS ?direction) }}\n'
        f'  UNION\n  {{ ?value ?property <{iri}> BIND("←" AS ?direction) }}\n}}\n'
        f"ORDER BY DESC(?direction) ?property ?value\nLIMIT 500\n"
    )


def _near(names: tuple[Entry, ...], path: str) -> list[Entry]:
    """Things whose names are like the last part of a path, those of the same kind and place first."""
    last = path.rstrip("/").rpartition("/")[2][:100]
    close = set(difflib.get_close_matches(last, [one.label for one in names], n=5, cutoff=0.5))
    likely = {
        one.iri: one for one in (*find(names, last)[:50], *(one for one in names if one.label in close))
    }
    return sorted(likely.values(), key=lambda one: -_shared(one.iri, path))[:5]


def _shared(iri: str, path: str) -> int:
    """How many parts of a path stand in an IRI as well."""
    return len(set(iri.split("/")) & set(path.split("/")))
