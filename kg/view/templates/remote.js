/* The data come from a server, first a part of the graph, then more of it as the reader walks on. */
KG.remote = (model) => {
  const { state, things, nodes, places } = model;
  const bases = JSON.parse(document.documentElement.dataset.bases);
  const merge = KG.merger(model);
  const next = new Map();
  const under = new Map();

  /* The address of a thing's page. Figures and what is not ours have none. */
  function href(id) {
    const iri = things[id].i;
    const base = bases.find((one) => iri.startsWith(one));
    if (base === undefined || iri.includes("#")) return null;
    return "/id/" + encodeURI(iri.slice(base.length)).replace(/[?#]/g, encodeURIComponent);
  }

  const alike = (id) => model.neighbours(id).filter((one) => nodes[one].group !== "Metric").length;
  /* Whether a thing's record leaves out some of what is said of it. */
  const brief = (id) => Boolean(things[id].l);
  /* How many neighbours of a thing the page does not hold. */
  const done = new Set();
  const left = (id) => (done.has(things[id].i) ? 0 : Math.max(0, (things[id].n || 0) - alike(id)));

  /* What is shown goes first: should there be more than a request may hold, lines to what is not shown are left out. */
  function held() {
    const order = [...state.shown, ...things.keys()];
    let size = 0;
    const said = [...new Set(order)].filter((id) => nodes[id].group !== "Metric").map((id) => things[id].i);
    return said.filter((iri) => { size += iri.length * 3; return size < 1_500_000; }).join("\n");
  }

  async function ask(of, from) {
    const more = await KG.fetched(`/graph/neighbours?of=${encodeURIComponent(of)}&from=${from}`,
      { method: "POST", headers: { "Content-Type": "text/plain" }, body: held() });
    merge(more);
    next.set(more.of, more.next);
    if (more.next === from) done.add(more.of);
    return places.get(more.of);
  }

  /* The next neighbours of a thing; those who ask meanwhile get the same answer. */
  function load(id) {
    const { i } = things[id];
    if (!under.has(i)) under.set(i, ask(i, next.get(i) || 0).finally(() => under.delete(i)));
    return under.get(i);
  }

  /* Things of that name anywhere in the graph, of the kinds that are drawn. */
  async function suggest(text) {
    const answer = await fetch(`/suggest?q=${encodeURIComponent(text)}`, { headers: { Accept: "application/json" } });
    const hits = answer.ok ? await answer.json() : [];
    return hits.filter((hit) => hit.type !== "Metric" && KG.styles.has(hit.type));
  }
  const hrefs = new Map();
  let counted = 0;
  /* The node of a page's address, or undefined. */
  function at(address) {
    for (; counted < things.length; counted += 1) hrefs.set(href(counted) && decodeURIComponent(href(counted)), counted);
    try { return hrefs.get(decodeURIComponent(address)); } catch { return undefined; }
  }

  /* The full text of a report, asked for once. */
  const texts = new Set();
  async function text(number, then) {
    if (texts.has(number)) return;
    texts.add(number);
    const answer = await fetch("/graph/text?report=" + encodeURIComponent(KG.data.reports[number].i), { headers: { Accept: "application/json" } }).catch(() => null);
    const body = answer && answer.ok ? await answer.json() : null;
    if (!body) return;
    KG.data.texts[number] = { ...body, late: true, wide: /[\ud800-\udbff]/.test(body.t) };
    then(number);
  }

  const count = () => {
    const alone = (ids) => ids.filter((id) => nodes[id].group !== "Metric").length;
    return { shown: alone(model.nodeSet.getIds()), loaded: alone(nodes.map((_, id) => id)), total: KG.data.whole };
  };
  return { href, left, brief, asked: (id) => next.has(things[id].i) || under.has(things[id].i), load, fetch: (of) => ask(of, 0), suggest, at, text, count };
};

KG.opened(() => KG.fetched(document.documentElement.dataset.source),
  { title: KG.byId("title").textContent, lang: document.documentElement.lang === "en" ? "en" : "zh" });
