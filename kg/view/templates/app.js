/* Putting it together: what is selected, what is hidden, and what the address says. */
KG.STEP = 60;

KG.start = (data) => {
  KG.prepare(data);
  const { t, byId } = KG;
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  KG.readPalette();

  const model = KG.model();
  model.sync();
  const canvas = KG.canvas(model);
  const save = KG.save(model, canvas);
  const sparql = KG.sparql(model);
  const links = KG.address(model);
  const { state } = model;
  /* A server behind the page, if there is one (remote.js). */
  const source = KG.remote ? KG.remote(model) : null;

  const actions = { select, expand, source, sparql: sparql.thing, address, read, moved: () => writeHash(false),
    copy: async (text) => note(await save.copy(text) ? t("copied") : t("copyFailed")) };
  const panel = KG.panel(model, actions);
  const filters = KG.filters(model, () => { refresh(); writeHash(false); if (state.selected === null && !state.physics) canvas.fit(); });
  const list = KG.list(model, actions);
  const text = KG.text(model, actions);

  let noteTimer = 0;
  function note(words) {
    const box = byId("note");
    box.textContent = words;
    box.hidden = false;
    clearTimeout(noteTimer);
    noteTimer = setTimeout(() => { box.hidden = true; }, 2400);
  }

  /* The address of what is on the screen. */
  function address(id) { return location.href.split("#")[0] + links.write(id === undefined ? state.selected : id); }

  let writing = false;
  function writeHash(push) {
    const next = links.write(state.selected);
    if (next === location.hash || (next === "" && location.hash === "")) return;
    try {
      history[push ? "pushState" : "replaceState"](null, "", location.pathname + location.search + next);
    } catch {
      writing = true;
      location.hash = next;
    }
  }

  function readHash() {
    if (writing) { writing = false; return; }
    const wanted = links.read(location.hash);
    Object.assign(state.hidden, wanted.hidden);
    if (data.reports.some((one) => one.i === wanted.report)) state.report = wanted.report;
    show(wanted.view, { quiet: true });
    select(wanted.node, { quiet: true, closer: true });
    if (source && wanted.node === null && wanted.iri) fetched(() => source.fetch(wanted.iri), (id) => select(id, { quiet: true, closer: true }), null);
  }

  /* Has a server do something, then goes on with the thing that it was about. */
  const waiting = KG.waiting();
  function fetched(work, then, id) {
    const words = () => (id === null ? t("loading") : t("loadingOf", { name: model.nodes[id].label }));
    return waiting.wait(work, (found) => { text.grow(); then(found); }, words);
  }

  /* What the page does not hold of the selected thing's ties, so that its panel tells all. */
  function complete(id) {
    if (!source || !(source.left(id) || source.brief(id)) || source.asked(id)) return;
    fetched(() => source.load(id), () => {
      refresh();
      if (state.selected !== id) return;
      const scroll = byId("panel").scrollTop;
      const held = byId("panel").contains(document.activeElement);
      panel.show(id);
      byId("panel").scrollTop = scroll;
      if (held) panel.focus();
    }, id);
  }

  /* Graph, list or text: three views of the same things, with one selection. */
  const VIEWS = ["graph", "list", "text"];
  function show(view, options) {
    state.view = view;
    document.body.dataset.view = view;
    VIEWS.forEach((name) => byId("view-" + name).setAttribute("aria-pressed", String(name === view)));
    byId("list").hidden = view !== "list";
    byId("reader").hidden = view !== "text";
    byId("graph").inert = view !== "graph";
    if (view === "list") list.render();
    if (view === "text") text.follow();
    if (view === "text") text.render();
    if (!(options && options.quiet)) writeHash(true);
  }

  /* The words of a piece of evidence, in the report. */
  function read(sentence, start, end) {
    const { report } = model.sentence(sentence);
    if (report >= 0) state.report = data.reports[report].i;
    show("text", { quiet: true });
    text.go(sentence, start, end);
    writeHash(true);
    byId("text").focus({ preventScroll: true });
  }

  function select(id, options) {
    const { quiet = false, closer = false, focus = true, from = "" } = options || {};
    state.pinned.clear();
    if (id === null) {
      state.selected = null;
      panel.hide();
      refresh();
      text.light();
      if (!quiet) { writeHash(true); home().focus({ preventScroll: true }); }
      return;
    }
    state.selected = id;
    if (!state.shown.has(id)) {
      const known = model.neighbours(id).find((one) => state.shown.has(one));
      const middle = canvas.network.getViewPosition();
      model.reveal([id], known === undefined ? middle : canvas.place(known));
    }
    if (!model.visible(id)) state.pinned.add(id);
    refresh();
    panel.show(id);
    canvas.show(id, closer);
    canvas.redraw();
    if (state.view === "text") { if (from === "text") text.light(); else text.follow(); }
    tell(id);
    if (!quiet) writeHash(true);
    if (focus && !quiet) panel.focus();
    complete(id);
  }

  const home = () => byId(state.view === "text" ? "text" : state.view);

  /* For those who hear the page. */
  function tell(id) {
    const { label, group } = model.nodes[id];
    byId("live").textContent = t("selected", { name: label, type: KG.typeName(group), n: model.ties[id].length });
  }

  function expand(id) {
    const unseen = () => model.neighbours(id).filter((one) => !state.shown.has(one) && !figure(one)).length;
    const before = unseen();
    if (source && source.left(id) && before < KG.STEP) {
      fetched(() => source.load(id), () => { if (unseen() > before || !source.left(id)) reveal(id); else expand(id); }, id);
      return;
    }
    reveal(id);
  }

  /* Figures come after all else. */
  const figure = (id) => model.nodes[id].group === "Metric";
  function reveal(id) {
    const best = model.neighbours(id).filter((one) => !state.shown.has(one))
      .sort((a, b) => figure(a) - figure(b) || model.ties[b].length - model.ties[a].length || a - b).slice(0, KG.STEP);
    const fresh = model.reveal(best, canvas.place(id));
    refresh();
    if (state.selected === id) panel.show(id);
    if (fresh.length && !state.physics) canvas.reach(id, fresh);
    canvas.redraw();
  }

  function count() {
    if (source) {
      const said = source.count();
      byId("count").textContent = t(said.loaded < said.total ? "grown" : "grownAll", { ...said, edges: model.edgeSet.length });
      return;
    }
    const shown = model.nodeSet.length;
    const edges = model.edgeSet.length;
    const words = state.shown.size < model.total && !model.filtered()
      ? t("partial", { shown, total: model.total }) : t("shown", { shown, total: model.total, edges });
    byId("count").textContent = words;
  }

  function refresh() {
    model.sync();
    filters.render();
    count();
    text.spoil();
    if (state.view === "list") list.render();
    if (state.view === "text") text.render();
    canvas.redraw();
  }

  function words() {
    root.lang = KG.lang === "zh" ? "zh-CN" : "en";
    document.querySelectorAll("[data-text]").forEach((node) => { node.textContent = t(node.dataset.text); });
    document.querySelectorAll("[data-label]").forEach((node) => {
      const label = t(node.dataset.label);
      node.setAttribute("aria-label", label);
      if (["BUTTON", "A"].includes(node.tagName)) node.title = label;
    });
    byId("language").textContent = KG.lang === "zh" ? "EN" : "中";
    byId("search").placeholder = t("search");
    text.words();
    waiting.words();
    refresh();
    if (state.selected !== null) panel.show(state.selected);
  }

  function theme(name) {
    root.dataset.theme = name;
    KG.readPalette();
    text.words();
    model.edgeSet.update(model.edgeSet.getIds().map((id) => ({ id, color: model.color(model.edges[id]) })));
    refresh();
    if (state.selected !== null) panel.show(state.selected);
  }

  /* From the selected thing to the nearest one in the direction of an arrow key. */
  function step(dx, dy) {
    const from = state.selected !== null ? state.selected : [...model.hubs][0];
    if (from === undefined || state.selected === null) { if (from !== undefined) select(from, { focus: false }); return; }
    const a = canvas.place(from);
    let best = null;
    let least = Infinity;
    for (const id of model.nodeSet.getIds()) {
      if (id === from) continue;
      const b = canvas.place(id);
      const along = (b.x - a.x) * dx + (b.y - a.y) * dy;
      const aside = Math.abs((b.x - a.x) * dy) + Math.abs((b.y - a.y) * dx);
      if (along > 4 && along + aside * 2.5 < least) { least = along + aside * 2.5; best = id; }
    }
    if (best !== null) select(best, { focus: false });
  }

  const tip = byId("tip");
  function showTip(text, { x, y }) {
    tip.textContent = text;
    tip.hidden = false;
    const stage = byId("stage").getBoundingClientRect();
    tip.style.left = Math.max(6, Math.min(x + 14, stage.width - tip.offsetWidth - 8)) + "px";
    tip.style.top = Math.max(6, Math.min(y + 16, stage.height - tip.offsetHeight - 8)) + "px";
  }
  const { network } = canvas;
  network.on("hoverEdge", ({ edge, pointer }) => {
    const { from, to, predicate } = model.edges[edge];
    const about = model.predicates.get(predicate) || { zh: predicate, en: predicate };
    showTip(`${model.nodes[from].label} — ${about[KG.lang]} → ${model.nodes[to].label}`, pointer.DOM);
  });
  network.on("blurEdge", () => { tip.hidden = true; });
  const picked = (params) => {
    const named = canvas.under(params.pointer.DOM);
    if (params.nodes.length) return params.nodes[0];
    return named;
  };
  network.on("click", (params) => {
    tip.hidden = true;
    const id = picked(params);
    if (id !== null && id !== undefined) select(id, { focus: false });
    else if (params.edges.length) select(model.edges[params.edges[0]].to, { focus: false });
    else if (state.selected !== null) select(null);
    network.unselectAll();
  });
  network.on("doubleClick", (params) => { const id = picked(params); if (id !== null && id !== undefined) expand(id); });
  byId("graph").addEventListener("mousemove", (event) => {
    if (event.buttons) return;
    const box = byId("stage").getBoundingClientRect();
    const id = canvas.under({ x: event.clientX - box.left, y: event.clientY - box.top });
    if (id !== null) canvas.hover(id); else if (!network.getNodeAt({ x: event.clientX - box.left, y: event.clientY - box.top })) canvas.hover(null);
    byId("graph").classList.toggle("pointing", id !== null);
  });
  byId("graph").addEventListener("mouseleave", () => { tip.hidden = true; canvas.hover(null); });

  const chosen = (id) => select(id, { closer: true });
  const finder = KG.search(model, ({ id, href }) => { if (id !== undefined) chosen(id); else fetched(() => source.fetch(href), chosen, null); }, source);
  if (byId("home")) byId("home").prepend(KG.icon("home"));
  for (const name of ["menu", "link", "sparql", "png", "svg", "theme", "zoom-in", "zoom-out", "fit", "physics", "view-graph", "view-list", "view-text"]) byId(name).prepend(KG.icon(name));
  const press = (name, handler) => byId(name).addEventListener("click", handler);
  press("link", () => actions.copy(address()));
  press("sparql", () => actions.copy(sparql.view()));
  VIEWS.forEach((name) => press("view-" + name, () => show(name)));
  press("skip", () => { show("list"); byId("list").focus(); });
  press("png", save.png);
  press("svg", save.svg);
  press("theme", () => { const next = KG.dark() ? "light" : "dark"; KG.remember("theme", next); theme(next); });
  press("language", () => { KG.lang = KG.lang === "zh" ? "en" : "zh"; KG.remember("lang", KG.lang); words(); });
  press("zoom-in", () => canvas.zoom(1.3));
  press("zoom-out", () => canvas.zoom(1 / 1.3));
  press("fit", canvas.fit);
  press("physics", () => {
    canvas.setFree(!state.physics);
    byId("physics").setAttribute("aria-pressed", String(state.physics));
  });
  press("all", filters.clear);
  press("menu", () => {
    const open = document.body.classList.toggle("menu");
    byId("menu").setAttribute("aria-expanded", String(open));
  });
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) { event.preventDefault(); byId("search").focus(); return; }
    if (event.key === "Escape" && !typing) {
      if (document.body.classList.contains("menu")) { byId("menu").click(); byId("menu").focus(); }
      else if (state.selected !== null) select(null);
      else if (state.view !== "graph") { show("graph"); byId("graph").focus(); }
      return;
    }
    if (event.target !== byId("graph")) return;
    const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (arrows[event.key]) { event.preventDefault(); step(...arrows[event.key]); }
    if (event.key === "Enter" && state.selected !== null) panel.focus();
    if (event.key === "+" || event.key === "=") canvas.zoom(1.3);
    if (event.key === "-") canvas.zoom(1 / 1.3);
    if (event.key === "0") canvas.fit();
  });
  window.addEventListener("hashchange", readHash);
  window.addEventListener("popstate", readHash);
  dark.addEventListener("change", () => { if (!KG.recall("theme")) theme(dark.matches ? "dark" : "light"); });

  /* On paper everything is dark on white, whatever the screen is. */
  let screen = null;
  window.addEventListener("beforeprint", () => {
    if (KG.dark()) { screen = "dark"; theme("light"); }
    canvas.network.redraw();
    const src = save.picture();
    if (src) byId("stage").append(KG.el("img", { id: "paper", alt: "", src }));
  });
  window.addEventListener("afterprint", () => {
    if (byId("paper")) byId("paper").remove();
    if (screen) { theme(screen); screen = null; }
  });

  words();
  show("graph", { quiet: true });
  KG.still = true;
  canvas.open();
  if (location.hash) readHash();
  else if (data.focus !== null) { select(data.focus, { quiet: true }); if (!KG.narrow()) canvas.fit(); }
  KG.still = false;
  let settled = null;
  new ResizeObserver(() => {
    const size = byId("stage").clientWidth + "x" + byId("stage").clientHeight;
    if (settled !== null && settled !== size && state.selected === null && !state.physics) requestAnimationFrame(() => { KG.still = true; canvas.open(); KG.still = false; });
    settled = size;
  }).observe(byId("stage"));
  KG.app = { model, canvas, save, sparql, panel, text, select, expand, show, finder };
  byId("loading").remove();
  root.dataset.ready = "1";
};
