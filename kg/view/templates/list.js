/* All that is shown as lists, for those who read rather than look: by type, best connected first. */
KG.list = (model, actions) => {
  const { el, t } = KG;
  const root = KG.byId("entries");
  const MOST = 200;

  const tail = (id) => {
    const [fact] = model.nodes[id].group === "Metric" ? model.facts(id) : [];
    if (fact) return KG.shortFigure(fact);
    const ties = model.ties[id].filter(model.edgeVisible).length;
    return ties ? t("ties", { n: ties }) : "";
  };
  const name = (id) => {
    const [fact] = model.nodes[id].group === "Metric" ? model.facts(id) : [];
    return fact ? fact.n : model.nodes[id].label;
  };

  function row(id) {
    const on = model.state.selected === id;
    return el("li", {}, el("button", { type: "button", class: "entry", "data-node": id, "aria-current": on ? "true" : null,
      on: { click: () => actions.select(id) } },
      KG.glyph(model.nodes[id].group, 14), el("span", { class: "name" }, name(id)), " ", el("span", { class: "tail" }, tail(id))));
  }

  function block(type, ids) {
    const list = el("ul", {}, ...ids.slice(0, MOST).map(row));
    const title = el("h2", {}, KG.glyph(type, 18), KG.typeName(type), el("span", { class: "count" }, String(ids.length)));
    title.style.color = KG.ink(type);
    if (ids.length <= MOST) return el("section", {}, title, list);
    const more = el("button", { type: "button", class: "more", on: { click: () => {
      const fresh = ids.slice(MOST).map(row);
      list.append(...fresh);
      more.remove();
      fresh[0].querySelector("button").focus();
    } } }, t("more", { n: ids.length - MOST }));
    return el("section", {}, title, list, more);
  }

  function render() {
    const byType = new Map();
    model.nodeSet.getIds().forEach((id) => {
      const type = model.nodes[id].group;
      if (!byType.has(type)) byType.set(type, []);
      byType.get(type).push(id);
    });
    const known = KG.data.looks.types.map((style) => style.key);
    const types = [...known.filter((type) => byType.has(type)), ...[...byType.keys()].filter((type) => !known.includes(type)).sort()];
    const held = root.contains(document.activeElement) ? document.activeElement.dataset.node : null;
    root.replaceChildren(...types.map((type) => block(type,
      byType.get(type).sort((a, b) => model.ties[b].length - model.ties[a].length || a - b))));
    const again = held && root.querySelector(`[data-node="${held}"]`);
    if (again) again.focus({ preventScroll: true });
  }

  return { render };
};
