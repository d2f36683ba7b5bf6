"""Texts that would run as a script in a page that does not escape."""

from __future__ import annotations

from typing import Any

import networkx as nx
from view.graphs import BASE

STRINGS = (
    "<script>boom()</script>",
    "</script><script>boom()</script>",
    "</SCRIPT ><script>boom()</script>",
    "<!--<script>boom()//-->",
    "<!--",
    "]]><script>boom()</script>",
    "<img src=x onerror=boom()>",
    "<svg onload=boom()>",
    "<svg><script>boom()</script></svg>",
    "\"><img src=x onerror=boom()>",
    "' onmouseover='boom()",
    "\" autofocus onfocus=\"boom()",
    "javascript:boom()",
    "<a href=\"javascript:boom()\">x</a>",
    "<iframe srcdoc='<script>parent.boom()</script>'>",
    "<style>@import 'http://evil.invalid/x.css';</style>",
    "</title><script>boom()</script>",
    "</style><script>boom()</script>",
    "{{ 7 * 7 }}{% for x in ().__class__.__mro__ %}{% endfor %}",
    "${boom()}`+boom()+`",
    "\u2028boom()\u2029",
    "\\u003cscript\\u003eboom()",
    "&lt;script&gt;boom()&lt;/script&gt;",
    "<math><mtext></mtext><script>boom()</script></math>",
    "<base href='http://evil.invalid/'>",
    "<meta http-equiv=refresh content='0;url=http://evil.invalid/'>",
    "<link rel=stylesheet href=http://evil.invalid/x.css>",
    "<object data='data:text/html,<script>boom()</script>'>",
    "<form action=http://evil.invalid><button autofocus>x</button></form>",
    "<details open ontoggle=boom()>",
    "<input onfocus=boom() autofocus>",
    "<video><source onerror=boom()></video>",
    "<body onload=boom()>",
    "<template><script>boom()</script></template>",
    "<noscript><p title=\"</noscript><img src=x onerror=boom()>\">",
    "<textarea></textarea><script>boom()</script>",
    "__proto__",
    "constructor",
    "\x00<script>boom()</script>",
    "\ufeff<script>boom()</script>",
    "\ud83d<script>boom()</script>",
    "<b>*/boom()/*",
    "'-boom()-'",
    "\";boom();//",
    "\\\";boom();//",
    "<a href=\"data:text/html;base64,PHNjcmlwdD5ib29tKCk8L3NjcmlwdD4=\">x</a>",
    "<x onclick=boom() style=position:fixed;inset:0>",
    "<img srcset='http://evil.invalid/x.png 1x'>",
    "url(http://evil.invalid/x.png)",
    "expression(boom())",
    "<svg><animate onbegin=boom() attributeName=x></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=boom()>#x'></svg>",
    "<embed src='javascript:boom()'>",
    "<marquee onstart=boom()>",
    "<audio src onerror=boom()>",
    "<keygen autofocus onfocus=boom()>",
    "<portal src='javascript:boom()'>",
    "<div id=data>{}</div>",
    "> . } ; DROP ALL ; #",
    "\u202e<script>boom()</script>",
)  # fmt: skip


def hostile_texts() -> dict[str, str]:
    """For each report a full text that holds all the strings, its own sentence first."""
    every = "\n".join(STRINGS)
    return {f"{BASE}report/{text}": f"\n前{text}后\n{every}" for text in STRINGS}


def hostile() -> nx.MultiDiGraph:
    """A network whose every text field is one of the strings, each string in every field."""
    graph = nx.MultiDiGraph(reports={})
    for number, text in enumerate(STRINGS):
        report = f"{BASE}report/{text}"
        graph.graph["reports"][report] = dict.fromkeys(
            ("title", "publisher", "published", "year", "region"), text
        )
        passage: dict[str, Any] = {
            "sentence": f"前{text}后",
            "quote_start": 1,
            "quote_end": 1 + len(text),
            "start": 2,
            "topic": text,
            "report": report,
            "section": text,
        }
        fact = {"label": text, "code": text, "value": 1, "unit": text, "kind": text, "period": text, "baseline_value": 2,
                "baseline_period": text, "change": -1, "change_unit": text, "approximate": True, "written": text, **passage}  # fmt: skip
        graph.add_node(f"{BASE}{number}/{text}", label=text, type=text if number % 3 else "Reform", aka=[text, f"又{text}"], region=text,
                       reports=[report], facts=[fact], mentions=[passage])  # fmt: skip
        if number:
            graph.add_edge(f"{BASE}0/{STRINGS[0]}", f"{BASE}{number}/{text}", key=text, predicate=text, label_zh=text, label_en=text,
                           implicit=True, evidence=[passage])  # fmt: skip
    return graph
