/* Believing: one thing, its figures, its ties, and the sentences that say so. */
KG.shortFigure = (fact) => {
  const arrow = { 1: "↑", "-1": "↓" }[fact.W] || "";
  const value = fact.V ? (fact.A ? KG.t("approx") : "") + fact.V : "";
  if (!value) return [arrow, fact.C].filter(Boolean).join("");
  return [value, arrow, fact.B ? KG.t("from") + fact.B : ""].filter(Boolean).join(" ");
};

KG.panel = ((model, actions) => {
  const { el, t } = KG;
  const root = KG.byId("panel");
  const { data } = KG;

  /* A sentence with its quote marked, and where it stands: choosing that opens the report there. */
  const passage = ([sentence, start, end, section]) => {
    const { text, report } = model.sentence(sentence);
    const about = data.reports[report];
    const source = [about ? about.title || about.i : "", data.sections[section]].filter(Boolean).join(" · ");
    return el("figure", { class: "passage" },
      el("blockquote", { lang: "zh-CN" }, text.slice(0, start), start < end ? el("mark", {}, text.slice(start, end)) : "", text.slice(Math.max(start, end))),
      about ? el("figcaption", {}, el("button", { type: "button", class: "source", title: t("inText"), on: { click: () => actions.read(sentence, start, end) } },
        el("span", { class: "where" }, source), el("span", { class: "go" }, KG.icon("go"), t("inText")))) : "");
  };

  const section = (title, count, ...children) =>
    el("section", {}, el("h3", {}, t(title), count ? el("span", { class: "count" }, String(count)) : ""), ...children);

  const period = (text) => text.replace("/", "–");

  function figure(fact) {
    const way = { 1: "up", "-1": "down" }[fact.W];
    const arrow = { up: "↑", down: "↓" }[way] || "";
    const kind = data.looks.kinds[fact.k];
    const about = data.reports.length > 1 && fact.e ? data.reports[model.sentence(fact.e[0][0]).report] : null;
    const rows = [
      [t("region"), about && about.region],
      [t("period"), fact.p && period(fact.p)],
      [t("baseline"), fact.B && fact.B + (fact.b ? `（${period(fact.b)}）` : "")],
      [t("change"), fact.C && (way ? t(way) + " " : "") + fact.C],
      [t("kind"), kind && kind[KG.lang === "zh" ? 0 : 1]],
    ].filter(([, value]) => value);
    return el("li", { class: "figure" },
      el("p", { class: "amount" },
        el("b", {}, fact.V ? (fact.A ? t("approx") : "") + fact.V : arrow + (fact.C || "")),
        fact.V && (arrow || fact.B) ? el("span", { class: "way" }, [arrow, fact.B ? t("from") + fact.B : ""].filter(Boolean).join(" ")) : ""),
      el("p", { class: "what" }, fact.n),
      el("dl", {}, ...rows.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value)))),
      ...(fact.e || []).map((one) => passage(one)));
  }

  /* The first ones, and a button for the rest. */
  function some(items, make, limit) {
    const list = el("ul", { class: "list" }, ...items.slice(0, limit).map(make));
    if (items.length <= limit) return [list];
    const more = el("button", { type: "button", class: "more", on: { click: () => {
      const fresh = items.slice(limit).map(make);
      list.append(...fresh);
      more.remove();
      const target = fresh[0].querySelector("button");
      if (target) target.focus();
    } } }, t("more", { n: items.length - limit }));
    return [list, more];
  }

  function tie(edge, id) {
    const other = model.other(edge, id);
    const out = model.edges[edge].from === id;
    const link = model.links[edge];
    const shown = model.state.shown.has(other);
    const evidence = link.e || [];
    const walk = el("button", { type: "button", class: shown ? "walk" : "walk unseen", title: shown ? null : t("hiddenNode"),
      "data-node": other, on: { click: () => actions.select(other, { closer: false }) } },
      KG.glyph(model.nodes[other].group, 14), el("span", {}, model.nodes[other].label));
    if (!evidence.length && !link.n) return el("li", { class: "tie" }, walk);
    const details = el("details", { class: "because" },
      el("summary", { "aria-label": t("evidence") + " " + model.nodes[other].label }, t("evidence")),
      link.n ? el("p", { class: "hint" }, t("implicit")) : "",
      ...(evidence.length ? [] : [el("p", { class: "hint" }, t("noEvidence"))]));
    /* Sentences are made when they are asked for: a publisher has hundreds. */
    details.addEventListener("toggle", () => {
      if (details.open && !details.dataset.full) {
        details.dataset.full = "1";
        details.append(...evidence.map((one) => passage(one)));
      }
    });
    return el("li", { class: "tie" }, walk, details);
  }

  function ties(id) {
    const groups = new Map();
    for (const edge of model.ties[id]) {
      const { predicate, from } = model.edges[edge];
      if (predicate === "has_figure") continue;
      const key = (from === id ? "1" : "0") + predicate;
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(edge);
    }
    const order = [...groups.entries()].sort((a, b) => a[1].length - b[1].length || (a[0] < b[0] ? -1 : 1));
    return order.map(([key, all]) => {
      const about = model.predicates.get(key.slice(1)) || { zh: key.slice(1), en: key.slice(1) };
      const out = key[0] === "1";
      const few = all.length <= 3;
      const list = some(all, (edge) => tie(edge, id), 12);
      if (few) list[0].querySelectorAll("details").forEach((one) => { one.open = true; one.dispatchEvent(new Event("toggle")); });
      return el("div", { class: "ties" },
        el("h4", {}, el("span", { class: "way" }, out ? "→" : "←"), about[KG.lang], el("span", { class: "count" }, String(all.length))), ...list);
    });
  }

  /* A link to the thing's own page, where a server has one. */
  const page = (id) => {
    const href = actions.source && actions.source.href(id);
    return href ? el("p", {}, el("a", { class: "page", href }, t("pageOf"))) : "";
  };
  const hint = (key, values) => el("p", { class: "hint" }, t(key, values));

  function heading(id) {
    const node = model.nodes[id];
    const thing = model.things[id];
    const kind = el("span", { class: "chip" }, KG.glyph(node.group, 14), KG.typeName(node.group));
    kind.style.color = KG.ink(node.group);
    const fact = node.group === "Metric" ? (thing.f || [])[0] : null;
    return [
      el("div", { class: "bar" }, kind, el("span", { class: "spring" }),
        KG.button("code", t("sparqlNode"), () => actions.copy(actions.sparql(id))),
        KG.button("link", t("copyNode"), () => actions.copy(actions.address(id))),
        KG.button("close", t("close"), () => actions.select(null))),
      el("h2", { tabindex: "-1" }, fact ? fact.n : node.label),
      page(id),
      thing.a ? el("p", { class: "aka" }, el("span", { class: "dim" }, t("aka")), thing.a.join("、")) : "",
      thing.g ? el("p", { class: "aka" }, el("span", { class: "dim" }, t("region")), thing.g) : "",
    ];
  }

  function show(id) {
    const thing = model.things[id];
    const facts = model.facts(id);
    const metric = model.nodes[id].group === "Metric";
    const unseen = model.neighbours(id).filter((one) => !model.state.shown.has(one));
    const related = model.ties[id].filter((edge) => model.edges[edge].predicate !== "has_figure");
    const parts = heading(id);
    const left = actions.source ? actions.source.left(id) : 0;
    const total = unseen.length + left;
    if (total) {
      parts.push(el("button", { type: "button", class: "expand", on: { click: () => actions.expand(id) } },
        KG.icon("plus"), total > KG.STEP ? t("expandSome", { n: KG.STEP, total }) : t("expand", { n: total })));
    }
    if (metric) {
      const owner = model.ties[id].map((edge) => model.other(edge, id))[0];
      if (owner !== undefined) {
        parts.push(el("p", { class: "owner" }, el("span", { class: "dim" }, t("of")),
          el("button", { type: "button", class: "walk", on: { click: () => actions.select(owner) } },
            KG.glyph(model.nodes[owner].group, 14), el("span", {}, model.nodes[owner].label))));
      }
    }
    if (facts.length) parts.push(section("figures", facts.length > 1 ? facts.length : 0, ...some(facts, figure, 8)));
    if (related.length) parts.push(section("relations", related.length, ...ties(id), left ? hint("tiesLeft", { n: left }) : ""));
    if (thing.m) {
      const cut = (thing.q || 0) > thing.m.length;
      parts.push(section("mentions", cut ? thing.q : thing.m.length, ...some(thing.m, (one) => el("li", {}, passage(one)), 6),
        cut ? hint("mentionsLeft", { n: thing.m.length, total: thing.q }) : ""));
    }
    root.replaceChildren(...parts.filter(Boolean));
    root.hidden = false;
    root.scrollTop = 0;
    document.body.classList.add("open");
  }

  function hide() {
    root.hidden = true;
    root.replaceChildren();
    document.body.classList.remove("open");
  }

  return { show, hide, focus: () => { const title = root.querySelector("h2"); if (title) title.focus({ preventScroll: true }); } };
});
