/* Finding: characters, other names, pinyin initials. */
KG.normal = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s《》“”"'‘’·、,，。.()（）\-—]/g, "");

/* Where a server stands behind the page, what it does not hold is searched for there. */
KG.search = ((model, choose, source) => {
  const input = KG.byId("search");
  const list = KG.byId("hits");
  const index = [];
  /* The nodes that are not in the index yet: all of them, or those that came later. */
  function grow() {
    for (let id = index.length; id < model.nodes.length; id += 1) {
      const node = model.nodes[id];
      index.push({ id, name: KG.normal(node.label), aka: (model.things[id].a || []).map(KG.normal), py: model.things[id].y || [],
        weight: model.ties[id].length, figure: node.group === "Metric" });
    }
  }
  let hits = [];
  let active = -1;

  function score(entry, query) {
    if (entry.name === query) return 100;
    if (entry.aka.includes(query)) return 95;
    if (entry.name.startsWith(query)) return 80;
    if (entry.name.includes(query)) return 70;
    if (entry.aka.some((name) => name.includes(query))) return 60;
    if (!/^[a-z0-9]+$/.test(query)) return 0;
    if (entry.py.includes(query)) return 58;
    if (entry.py.some((letters) => letters.startsWith(query))) return 50;
    return entry.py.some((letters) => letters.includes(query)) ? 40 : 0;
  }

  function find(text) {
    grow();
    const query = KG.normal(text);
    if (!query) return index.filter((entry) => !entry.figure).sort((a, b) => b.weight - a.weight || a.id - b.id).slice(0, 12);
    const found = [];
    for (const entry of index) {
      const points = score(entry, query);
      if (points) found.push({ ...entry, points: points - (entry.figure ? 5 : 0) });
    }
    return found.sort((a, b) => b.points - a.points || b.weight - a.weight || a.id - b.id).slice(0, 50);
  }

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    active = -1;
  }

  function mark(place) {
    active = place;
    [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === place)));
    const item = list.children[place];
    if (!item || !hits.length) return;
    input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  }

  function render() {
    hits = find(input.value);
    const query = KG.normal(input.value);
    list.replaceChildren(...hits.map((entry, number) => {
      const { id } = entry;
      const alias = !query || entry.name.includes(query) ? "" : (model.things[id].a || []).find((name) => KG.normal(name).includes(query)) || "";
      return KG.el("li", { id: "hit-" + number, role: "option", "aria-selected": "false",
        on: { mousedown: (event) => { event.preventDefault(); pick(number); } } },
        KG.glyph(model.nodes[id].group),
        KG.el("span", { class: "name" }, model.nodes[id].label),
        alias ? KG.el("span", { class: "alias" }, alias) : "",
        KG.el("span", { class: "kind" }, KG.typeName(model.nodes[id].group)));
    }));
    if (!hits.length) list.append(KG.el("li", { class: "none" }, KG.t("noHit")));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark(query && hits.length ? 0 : -1);
    clearTimeout(timer);
    asked += 1;
    if (source && query) timer = setTimeout(further, 150, input.value.trim(), asked);
  }

  let timer = 0;
  let asked = 0;
  /* After what the page holds comes what the graph holds elsewhere. */
  async function further(text, mine) {
    const found = await source.suggest(text).catch(() => []);
    const fresh = found.filter((hit) => source.at(hit.href) === undefined);
    if (mine !== asked || list.hidden || !fresh.length) return;
    list.querySelectorAll(".none").forEach((one) => one.remove());
    fresh.forEach((hit) => {
      const number = hits.push({ href: hit.href }) - 1;
      list.append(KG.el("li", { id: "hit-" + number, role: "option", "aria-selected": "false", class: "elsewhere", title: KG.t("inGraph"),
        on: { mousedown: (event) => { event.preventDefault(); pick(number); } } },
        KG.glyph(hit.type), KG.el("span", { class: "name" }, hit.label), KG.el("span", { class: "kind" }, KG.typeName(hit.type))));
    });
    if (active < 0) mark(0);
  }

  function pick(number) {
    const entry = hits[number];
    if (!entry) return;
    input.value = "";
    close();
    choose(entry);
  }

  input.addEventListener("input", render);
  input.addEventListener("focus", render);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") mark(Math.min(active + 1, hits.length - 1));
    else if (event.key === "ArrowUp") mark(Math.max(active - 1, 0));
    else if (event.key === "Enter") pick(Math.max(active, 0));
    else if (event.key === "Escape") { input.value = ""; input.blur(); KG.byId("graph").focus(); }
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return { find, close };
});
