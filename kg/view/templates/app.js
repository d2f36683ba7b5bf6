/* Putting it together: what is selected, what is hidden, and what the address says. */
(() => {
  const { el, t, byId } = KG;
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  root.dataset.theme = KG.recall("theme") || (dark.matches ? "dark" : "light");
  KG.readPalette();

  const model = KG.model();
  model.sync();
  const canvas = KG.canvas(model);
  const save = KG.save(model, canvas);
  const { state } = model;

  const actions = { select, expand, sparql: save.sparql, address,
    copy: async (text) => note(await save.copy(text) ? t("copied") : t("copyFailed")) };
  const panel = KG.panel(model, actions);

  let noteTimer = 0;
  function note(text) {
    const box = byId("note");
    box.textContent = text;
    box.hidden = false;
    clearTimeout(noteTimer);
    noteTimer = setTimeout(() => { box.hidden = true; }, 2400);
  }

  /* The address of what is on the screen. */
  function hash(id) {
    const parts = [];
    const list = (name, set) => { if (set.size) parts.push(name + "=" + [...set].sort().map(encodeURIComponent).join(",")); };
    if (id !== null) parts.push("node=" + encodeURIComponent(model.things[id].i));
    list("hide", state.hiddenTypes);
    list("without", state.hiddenPredicates);
    return parts.length ? "#" + parts.join("&") : "";
  }
  function address(id) { return location.href.split("#")[0] + hash(id === undefined ? state.selected : id); }

  let writing = false;
  function writeHash(push) {
    const next = hash(state.selected);
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
    const wanted = new Map(location.hash.slice(1).split("&").map((part) => {
      const cut = part.indexOf("=");
      return [part.slice(0, cut), part.slice(cut + 1)];
    }));
    const decode = (text) => { try { return decodeURIComponent(text); } catch { return ""; } };
    const list = (name) => new Set((wanted.get(name) || "").split(",").map(decode).filter(Boolean));
    state.hiddenTypes = list("hide");
    state.hiddenPredicates = list("without");
    refresh();
    const name = decode(wanted.get("node") || "");
    const id = model.places.get(name);
    select(id === undefined ? null : id, { quiet: true, closer: true });
  }

  function select(id, options) {
    const { quiet = false, closer = false, focus = true } = options || {};
    state.pinned.clear();
    if (id === null) {
      state.selected = null;
      panel.hide();
      refresh();
      if (!quiet) { writeHash(true); byId("graph").focus({ preventScroll: true }); }
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
    if (!quiet) writeHash(true);
    if (focus && !quiet) panel.focus();
  }

  function expand(id) {
    model.reveal(model.neighbours(id), canvas.place(id));
    refresh();
    panel.show(id);
    canvas.redraw();
  }

  function count() {
    const shown = model.nodeSet.length;
    const edges = model.edgeSet.length;
    const text = state.shown.size < model.total && !state.hiddenTypes.size
      ? t("partial", { shown, total: model.total }) : t("shown", { shown, total: model.total, edges });
    byId("count").textContent = text;
  }

  function filter(list, entries, hidden) {
    const held = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.key : null;
    byId(list).replaceChildren(...entries.map(({ key, name, number, mark }) => {
      const on = !hidden.has(key);
      return el("li", {}, el("button", { type: "button", class: "filter", "aria-pressed": String(on), "data-key": list + ":" + key,
        on: { click: () => { if (hidden.has(key)) hidden.delete(key); else hidden.add(key); refresh(); writeHash(false); } } },
        mark || el("span", { class: "tick" }), el("span", { class: "name" }, name), el("span", { class: "count" }, String(number))));
    }));
    if (held && held.startsWith(list + ":")) {
      const again = [...byId(list).querySelectorAll("button")].find((one) => one.dataset.key === held);
      if (again) again.focus();
    }
  }

  function legend() {
    const known = KG.data.looks.types.map((style) => style.key);
    const types = [...known, ...[...model.byType.keys()].filter((key) => !known.includes(key)).sort()];
    filter("types", types.filter((key) => model.byType.has(key)).map((key) => (
      { key, name: KG.typeName(key), number: model.byType.get(key), mark: KG.glyph(key, 18) })), state.hiddenTypes);
    const used = [...model.byPredicate.entries()].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    filter("predicates", used.map(([key, number]) => (
      { key, name: (model.predicates.get(key) || { zh: key, en: key })[KG.lang], number })), state.hiddenPredicates);
    byId("s-reports").hidden = KG.data.reports.length < 2;
    const uses = KG.data.reports.map(() => 0);
    model.things.forEach((thing) => (thing.r || []).forEach((report) => { uses[report] += 1; }));
    filter("reports", KG.data.reports.map((report, key) => ({ key, name: report.title || report.i, number: uses[key] })), state.hiddenReports);
    byId("all").hidden = !(state.hiddenTypes.size || state.hiddenPredicates.size || state.hiddenReports.size);
  }

  function refresh() {
    model.sync();
    legend();
    count();
    canvas.redraw();
  }

  function words() {
    root.lang = KG.lang === "zh" ? "zh-CN" : "en";
    document.querySelectorAll("[data-text]").forEach((node) => { node.textContent = t(node.dataset.text); });
    document.querySelectorAll("[data-label]").forEach((node) => {
      const label = t(node.dataset.label);
      node.setAttribute("aria-label", label);
      if (node.tagName === "BUTTON") node.title = label;
    });
    byId("language").textContent = KG.lang === "zh" ? "EN" : "中";
    byId("search").placeholder = t("search");
    refresh();
    if (state.selected !== null) panel.show(state.selected);
  }

  function theme(name) {
    root.dataset.theme = name;
    KG.readPalette();
    model.edgeSet.update(model.edgeSet.getIds().map((id) => ({ id, color: model.color(model.edges[id]) })));
    canvas.redraw();
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

  const finder = KG.search(model, (id) => select(id, { closer: true }));
  for (const name of ["menu", "link", "png", "svg", "theme", "zoom-in", "zoom-out", "fit", "physics"]) byId(name).append(KG.icon(name));
  const press = (name, handler) => byId(name).addEventListener("click", handler);
  press("link", () => actions.copy(address()));
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
  press("all", () => { state.hiddenTypes.clear(); state.hiddenPredicates.clear(); state.hiddenReports.clear(); refresh(); writeHash(false); });
  press("menu", () => {
    const open = document.body.classList.toggle("menu");
    byId("menu").setAttribute("aria-expanded", String(open));
  });
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) { event.preventDefault(); byId("search").focus(); return; }
    if (event.key === "Escape" && !typing) {
      if (document.body.classList.contains("menu")) byId("menu").click(); else if (state.selected !== null) select(null);
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

  words();
  KG.still = true;
  canvas.open();
  if (location.hash) readHash();
  else if (KG.data.focus !== null) { select(KG.data.focus, { quiet: true }); if (!KG.narrow()) canvas.fit(); }
  KG.still = false;
  let settled = null;
  new ResizeObserver(() => {
    const size = byId("stage").clientWidth + "x" + byId("stage").clientHeight;
    if (settled !== null && settled !== size && state.selected === null && !state.physics) requestAnimationFrame(() => { KG.still = true; canvas.open(); KG.still = false; });
    settled = size;
  }).observe(byId("stage"));
  KG.app = { model, canvas, save, panel, select, expand, finder };
  root.dataset.ready = "1";
})();
