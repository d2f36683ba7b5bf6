"use strict";
/* The query page: a question is chosen or written, sent to /sparql, and its answer shown. */
(() => {
  const { words, queries, completions, bases } = JSON.parse(KG.byId("config").textContent);
  const results = KG.results(words, bases);
  const told = KG.byId("told"), fault = KG.byId("fault"), note = KG.byId("note"), button = KG.byId("run");
  const choice = KG.byId("choice"), params = KG.byId("params");
  const panes = ["table", "chart", "raw"];
  const START = `SELECT ?institution ?name (COUNT(?mention) AS ?mentions)
WHERE {
  ?institution a kg:Institution ; skos:prefLabel ?name ; kg:mention ?mention .
}
GROUP BY ?institution ?name
ORDER BY DESC(?mentions) ?name
LIMIT 20`;
  let running = null;
  let answer = null;
  let pane = "table";
  const editor = KG.editor(KG.byId("editor"), { completions, label: KG.byId("editor").getAttribute("aria-label"), run: () => { run(); }, changed: () => { choice.value = ""; params.replaceChildren(); } });

  function fill(text, ...values) {
    return values.reduce((made, value, i) => made.replace(`{${i}}`, value), words[text]);
  }
  function show(which) {
    pane = which;
    for (const one of panes) {
      const tab = KG.byId(`tab-${one}`);
      tab.setAttribute("aria-selected", String(one === which));
      tab.tabIndex = one === which ? 0 : -1;
      KG.byId(`pane-${one}`).hidden = one !== which;
    }
    if (which === "chart" && answer) KG.chart(KG.byId("pane-chart"), answer, words);
  }
  /* ``sent`` is the query that failed: whoever has written on meanwhile keeps the caret. */
  function complain(message, sent) {
    const place = message.match(/line (\d+), column (\d+)/);
    fault.replaceChildren(KG.el("b", {}, place ? `${words.failed}：${fill("at-line", place[1], place[2])}` : words.failed), KG.el("span", { class: "code" }, message.trim()));
    fault.hidden = false;
    note.textContent = "";
    if (place && sent === editor.get()) editor.fault(Number(place[1]), Number(place[2]));
  }
  function give(text, media, seconds) {
    const graph = !media.includes("json");
    answer = graph ? null : results.read(JSON.parse(text));
    for (const one of ["table", "chart"]) KG.byId(`tab-${one}`).hidden = graph || (one === "chart" && answer.truth !== undefined);
    KG.byId("csv").hidden = graph;
    KG.byId("pane-raw").textContent = text;
    if (answer) results.table(KG.byId("pane-table"), answer);
    const count = graph ? "" : answer.truth === undefined ? answer.rows.length.toLocaleString("en") : 1;
    told.textContent = graph ? `${seconds} s` : fill("rows", count, seconds);
    KG.byId("answer").hidden = false;
    show(graph ? "raw" : pane === "chart" && answer.truth === undefined ? "chart" : "table");
  }
  async function run() {
    if (running) running.abort();
    const mine = new AbortController();
    running = mine;
    button.textContent = words.stop;
    note.textContent = words.running;
    fault.hidden = true;
    editor.fault(0, 0);
    const start = performance.now();
    const sent = editor.get();
    let reached = false;
    try {
      const response = await fetch("/sparql", { method: "POST", signal: mine.signal, body: sent,
        headers: { "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json, text/turtle;q=0.5" } });
      reached = true;
      const text = await response.text();
      if (running !== mine) return;
      if (!response.ok) complain(text || `${response.status} ${response.statusText}`, sent);
      else {
        give(text, response.headers.get("Content-Type") || "", ((performance.now() - start) / 1000).toFixed(2));
        note.textContent = "";
      }
    } catch (error) {
      if (running !== mine) return;  // another query has taken its place
      if (error.name === "AbortError") note.textContent = words.stopped;
      else complain(reached ? words.cut : words.unreachable);
    } finally {
      if (running === mine) {
        running = null;
        button.textContent = words.run;
      }
    }
  }

  /* Named queries: their parameters as fields; the server puts the values in, since it knows what is a string. */
  async function take(values, start) {
    const asked = choice.value;
    const response = await fetch(`/query/named/${encodeURIComponent(asked)}?${new URLSearchParams(values)}`, { headers: { Accept: "application/json" } });
    if (!response.ok) return complain(await response.text());
    const { text } = await response.json();
    if (choice.value !== asked) return undefined;
    editor.set(text.trimEnd());
    history.replaceState(null, "", `#${new URLSearchParams({ name: asked, ...values })}`);
    return start ? run() : undefined;
  }
  function fields(values) {
    const query = queries.find((one) => one.name === choice.value);
    params.replaceChildren();
    if (!query) return;
    params.append(...query.params.map((param) => KG.el("label", { class: "param" }, KG.el("span", {}, param.title || param.name),
      KG.el("input", { name: param.name, value: values[param.name] ?? param.default, autocomplete: "off" }))));
    if (query.params.length) params.append(KG.el("button", { class: "button", type: "submit" }, words.run));
  }
  const given = () => Object.fromEntries([...new FormData(KG.byId("named"))].filter(([, value]) => value !== ""));
  choice.addEventListener("change", () => { fields({}); if (choice.value) take(given(), true); });
  KG.byId("named").addEventListener("submit", (event) => { event.preventDefault(); if (choice.value) take(given(), true); });

  function open() {
    const hash = new URLSearchParams(location.hash.slice(1));
    if (hash.has("query")) {
      choice.value = "";
      fields({});
      editor.set(hash.get("query"));
      run();
    } else if (queries.some((one) => one.name === hash.get("name"))) {
      choice.value = hash.get("name");
      fields(Object.fromEntries(hash));
      take(given(), true);
    } else editor.set(START);
  }
  async function share() {
    if (!choice.value) history.replaceState(null, "", `#query=${encodeURIComponent(editor.get())}`);
    try {
      await navigator.clipboard.writeText(location.href);
      note.textContent = words.copied;
    } catch { note.textContent = words["copy-failed"]; }
  }
  function download() {
    const link = KG.el("a", { download: `${choice.value || "query"}.csv`, href: URL.createObjectURL(new Blob([results.csv(answer)], { type: "text/csv" })) });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  button.addEventListener("click", () => { if (running) running.abort(); else run(); });
  KG.byId("share").addEventListener("click", share);
  KG.byId("csv").addEventListener("click", download);
  panes.forEach((one, i) => {
    const tab = KG.byId(`tab-${one}`);
    tab.addEventListener("click", () => show(one));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const visible = panes.filter((name) => !KG.byId(`tab-${name}`).hidden);
      const next = visible[(visible.indexOf(panes[i]) + step + visible.length) % visible.length];
      show(next);
      KG.byId(`tab-${next}`).focus();
    });
  });
  window.addEventListener("hashchange", open);
  window.addEventListener("resize", () => { if (pane === "chart" && answer) show("chart"); });
  open();
  document.documentElement.dataset.ready = "";
})();
