"""One HTML file: data as JSON, code and style inline, and a policy that lets nothing else in."""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import re
from importlib.resources import files
from typing import Any

import networkx as nx
from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from kg.view import data, select
from kg.view.figures import with_figures
from kg.view.group import realms
from kg.view.layout import TALL, WIDE, arrange
from kg.view.network import network

#: How many nodes a page opens with when nobody says otherwise.
LIMIT = 1500
SCRIPTS = ("base.js", "model.js", "camera.js", "canvas.js", "search.js", "panel.js", "save.js", "app.js")


def page(
    graph: nx.MultiDiGraph,
    *,
    title: str,
    focus: str | None = None,
    limit: int | None = None,
    lang: str = "zh",
) -> str:
    """The viewer of a network (``kg.network.project``) as one self-contained HTML text.

    ``focus`` (IRI or name) opens the neighbourhood of one thing; ``limit`` is how many nodes are seen
    first, all others are reached by expanding. Raises UnknownThing where ``focus`` is not in the graph.
    """
    key = None if focus is None else select.find(graph, focus)
    whole = with_figures(graph) if key is None else with_figures(select.neighbourhood(graph, key), only=key)
    payload = _payload(
        whole, title=title, focus=key, limit=LIMIT if limit is None else max(1, limit), lang=lang
    )
    title = _clean(title)
    style, scripts = _style(), [_vis(), _code()]
    html: str = _template().render(
        title=title,
        lang="zh-CN" if lang == "zh" else lang,
        policy=_policy(style, scripts),
        style=Markup(style),
        scripts=[Markup(script) for script in scripts],
        payload=Markup(_json(payload)),
        text=_looks()["strings"]["zh" if lang == "zh" else "en"],
    )
    return html


def _payload(
    graph: nx.MultiDiGraph, *, title: str, focus: str | None, limit: int, lang: str
) -> dict[str, Any]:
    first = select.most_connected(graph, limit)
    if focus is not None and focus not in first:
        first = [focus, *first[:-1]]
    chosen = set(first)
    keys = [*first, *(key for key in select.ordered(graph) if key not in chosen)]
    plan = realms(graph, first, focus=focus)
    wide, tall = arrange(plan, aspect=WIDE), arrange(plan, aspect=TALL)
    hubs = [realm.hub for realm in plan if realm.hub is not None]
    looks = _looks()
    net = network(graph, keys=keys, points=wide.points, hubs=hubs, looks=looks)
    nodes, edges, *_, options = net.get_network_data()
    tables = data.Tables(sorted(graph.graph.get("reports", {})))
    pairs = [(keys[edge["from"]], keys[edge["to"]], edge["predicate"]) for edge in edges]
    records = [data.thing(key, graph.nodes[key], tables) for key in keys]
    ties = data.links(graph, pairs, tables)
    place = {key: number for number, key in enumerate(keys)}
    return {
        "title": title,
        "lang": lang,
        "focus": None if focus is None else place[focus],
        "first": len(first),
        "hubs": [place[hub] for hub in hubs],
        "looks": looks,
        "options": json.loads(options),
        "nodes": data.pack(nodes),
        "edges": data.pack(edges),
        "things": data.pack(records),
        "links": data.pack(ties),
        "predicates": data.predicates(graph),
        "reports": data.reports(graph, tables),
        "sentences": tables.sentences.values(),
        "sections": tables.sections.values(),
        "frames": {"wide": data.frames(wide), "tall": data.frames(tall)},
        "middles": {"wide": wide.middles, "tall": tall.middles},
        "tall": [round(part) for key in first for part in tall.points[key]],
    }


def _json(value: object) -> str:
    """JSON that may stand inside a script element: no character of it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text.encode("utf-8", "replace").decode("utf-8")


def _clean(text: str) -> str:
    """A text without what HTML cannot hold: halves of surrogate pairs and control characters."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(letter for letter in whole if letter.isprintable() or letter.isspace())


def _policy(style: str, scripts: list[str]) -> str:
    """Nothing from anywhere; only these scripts and this style, known by their hashes."""
    hashes = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {hashes}; style-src {_hash(style)}; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@functools.cache
def _looks() -> dict[str, Any]:
    looks: dict[str, Any] = json.loads(_own("looks.json"))
    return looks


@functools.cache
def _template() -> Any:
    return Environment(loader=PackageLoader("kg.view"), autoescape=True).get_template("page.html.j2")


def _own(*path: str) -> str:
    return files("kg.view").joinpath(*path).read_text(encoding="utf-8")


@functools.cache
def _code() -> str:
    return "\n" + "\n".join(_own("templates", name) for name in SCRIPTS)


@functools.cache
def _style() -> str:
    """The style of vis-network without the pictures of its buttons, which we do not show, then ours."""
    rules = re.findall(r"[^{}]+\{[^{}]*\}", _shipped("vis-network.css"))
    theirs = "".join(rule for rule in rules if "url(" not in rule and ".vis-network" in rule)
    return "\n" + theirs + "\n" + _own("templates", "style.css")


@functools.cache
def _vis() -> str:
    """vis-network as the installed pyvis ships it, with its licence, without the pointer to a source map."""
    return "\n" + re.sub(r"//# sourceMappingURL=\S+", "", _shipped("vis-network.min.js"))


def _shipped(name: str) -> str:
    text = files("pyvis").joinpath("lib", "vis-9.1.2", name).read_text(encoding="utf-8")
    return text.replace("\r\n", "\n")
