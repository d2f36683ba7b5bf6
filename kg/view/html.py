"""One HTML file: data as JSON, code and style inline, and a policy that lets nothing else in."""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import re
import zlib
from collections.abc import Mapping
from importlib.resources import files

import networkx as nx
from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from kg.view.payload import looks, payload

#: Data of more bytes than this is deflated.
PLAIN = 400_000
SCRIPTS = (
    "base.js", "waiting.js", "model.js", "flow.js", "blocks.js", "camera.js", "canvas.js", "search.js", "panel.js", "save.js", "sparql.js",
    "filters.js", "list.js", "text.js", "address.js", "app.js",
)  # fmt: skip
#: Where the data come from: the page itself, or a server that lets the page grow.
HERE, REMOTE = ("load.js",), ("merge.js", "remote.js")


def page(
    graph: nx.MultiDiGraph,
    *,
    title: str,
    focus: str | None = None,
    limit: int | None = None,
    lang: str = "zh",
    texts: Mapping[str, str] | None = None,
) -> str:
    """The viewer of a network (``kg.network.project``) as one self-contained HTML text.

    ``focus`` (IRI or name) opens the neighbourhood of one thing; ``limit`` is how many nodes are seen
    first, all others are reached by expanding; ``texts`` are the reports' full texts by their IRIs
    (``kg.texts.load``). Raises UnknownThing where ``focus`` is not in the graph.
    """
    content = payload(graph, title=title, focus=focus, limit=limit, lang=lang, texts=texts)
    title = _clean(title)
    style, scripts = _style(), [_vis(), _code(HERE)]
    packed, kind = _packed(_json(content))
    template = _environment().get_template("page.html.j2")
    text = looks()["strings"]["zh" if lang == "zh" else "en"]
    return template.render(
        title=title,
        lang="zh-CN" if lang == "zh" else lang,
        policy=_policy(style, scripts),
        style=Markup(style),
        scripts=[Markup(script) for script in scripts],
        payload=Markup(packed),
        kind=kind,
        text=text,
        opening=text["loading"],
    )


def parts() -> dict[str, str]:
    """The scripts and the style of the viewer whose data a server gives, by the names of their files."""
    return {"viewer.css": _style(), "vis-network.js": _vis(), "viewer.js": _code(REMOTE)}


def body(*, title: str, home: str, lang: str, thing: str = "") -> Markup:
    """What stands in the body of that viewer's page, with a link to ``home``; it opens on a ``thing``, if any."""
    text = looks()["strings"]["zh" if lang == "zh" else "en"]
    opening = text["openingThing"].replace("{name}", _clean(thing)) if thing else text["openingWhole"]
    template = _environment().get_template("body.html.j2")
    return Markup(template.render(title=_clean(title), home=home, text=text, opening=opening))


def _packed(text: str) -> tuple[str, str]:
    """The data as it stands in the page, and its type: plain where that is short, else deflated, in base 64."""
    raw = text.encode()
    if len(raw) <= PLAIN:
        return text, "application/json"
    return base64.b64encode(zlib.compress(raw, 9)).decode(), "application/json+deflate"


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
def _environment() -> Environment:
    return Environment(loader=PackageLoader("kg.view"), autoescape=True)


def _own(*path: str) -> str:
    return files("kg.view").joinpath(*path).read_text(encoding="utf-8")


@functools.cache
def _code(source: tuple[str, ...]) -> str:
    return "\n" + "\n".join(_own("templates", name) for name in (*SCRIPTS, *source))


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
