/* The legend, which is the filters as well: what there is of each kind, switched on and off, or alone. */
KG.filters = (model, changed) => {
  const { el, t, byId } = KG;
  const { state, tally } = model;
  const { data } = KG;
  const named = (one) => one[KG.lang];

  function entries(name) {
    const uses = tally[name];
    const all = (known, look) => known.filter((one) => uses.has(one.key)).map((one) => ({ ...look(one), key: one.key, number: uses.get(one.key) }));
    const rest = (label) => (uses.has("") ? [{ key: "", name: label, number: uses.get("") }] : []);
    switch (name) {
      case "types": {
        const known = data.looks.types.map((style) => style.key);
        return [...known, ...[...uses.keys()].filter((key) => !known.includes(key)).sort()].filter((key) => uses.has(key))
          .map((key) => ({ key, name: KG.typeName(key), number: uses.get(key), mark: KG.glyph(key, 18) }));
      }
      case "predicates":
        return [...uses.entries()].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
          .map(([key, number]) => ({ key, name: named(model.predicates.get(key) || { zh: key, en: key }), number }));
      case "topics":
        return [...all([...data.topics].sort((a, b) => uses.get(b.key) - uses.get(a.key) || (a.key < b.key ? -1 : 1)), (one) => ({ name: named(one) })), ...rest(t("noTopic"))];
      case "years":
        return [...[...uses.keys()].filter(Boolean).sort().map((key) => ({ key, name: key, number: uses.get(key) })), ...rest(t("noYear"))];
      default:
        return [...all(data.reports.map((report) => ({ ...report, key: report.i })), (one) => ({ name: one.title || one.i })), ...rest(t("noReport"))];
    }
  }

  function toggle(name, key) {
    const hidden = state.hidden[name];
    if (!hidden.delete(key)) hidden.add(key);
    changed();
  }

  /* This one alone; once more brings the others back. */
  function only(name, key) {
    const others = entries(name).map((one) => one.key).filter((one) => one !== key);
    const alone = !state.hidden[name].has(key) && others.every((one) => state.hidden[name].has(one));
    state.hidden[name].clear();
    if (!alone) others.forEach((one) => state.hidden[name].add(one));
    changed();
  }

  function list(name) {
    const rows = entries(name);
    const box = byId(name);
    const held = box.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    byId("s-" + name).hidden = !["types", "predicates"].includes(name) && rows.length < 2;
    box.replaceChildren(...rows.map(({ key, name: label, number, mark }) => el("li", {},
      el("button", { type: "button", class: "filter", "aria-pressed": String(!state.hidden[name].has(key)), "data-key": "on:" + key, on: { click: () => toggle(name, key) } },
        mark || el("span", { class: "tick" }), el("span", { class: "name", title: label }, label), el("span", { class: "count" }, String(number))),
      rows.length > 1 && name !== "predicates" ? el("button", { type: "button", class: "only", "aria-label": t("onlyThis", { name: label }), "data-key": "only:" + key, on: { click: () => only(name, key) } }, t("only")) : "")));
    if (held) {
      const again = [...box.querySelectorAll("button")].find((one) => one.dataset.key === held);
      if (again) again.focus();
    }
  }

  let last = "";
  return {
    /* Drawn anew only where it would look otherwise: there may be a thousand reports. */
    render() {
      const now = JSON.stringify([KG.lang, model.age, Object.values(state.hidden).map((set) => [...set])]);
      if (now === last) return;
      last = now;
      Object.keys(state.hidden).forEach(list);
      byId("all").hidden = !model.filtered();
    },
    clear() { Object.values(state.hidden).forEach((set) => set.clear()); changed(); },
  };
};
