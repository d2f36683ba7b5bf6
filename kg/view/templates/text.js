/* Believing: the report itself, with everything that was found in it marked where it stands. */
KG.text = (model, actions) => {
  const { el, t, byId } = KG;
  const { data } = KG;
  const { state } = model;
  const root = byId("text");
  const article = byId("article");
  const chooser = byId("report");
  let shown = null;
  let stale = true;

  /* Stretches of one report that name a thing or give a figure: [start, end, node]. */
  const marks = [];
  let marked = 0;
  let wanted = null;
  function grow() {
    while (marks.length < data.reports.length) marks.push([]);
    for (; marked < model.things.length; marked += 1) {
      const thing = model.things[marked];
      const figures = model.nodes[marked].group === "Metric" ? thing.f || [] : [];
      const said = [...(thing.m || []), ...figures.flatMap((fact) => fact.e || [])];
      for (const [number, start, end] of said) {
        const sentence = model.sentence(number);
        if (sentence.report >= 0 && sentence.start >= 0) marks[sentence.report].push([sentence.start + start, sentence.start + end, marked]);
      }
    }
  }
  grow();

  const title = (report) => data.reports[report].title || data.reports[report].i;
  const whole = (report) => data.texts[report] !== null && data.texts[report] !== undefined;
  const report = () => data.reports.findIndex((one) => one.i === state.report);

  /* One stretch of text, cut wherever a mark begins or ends; the shortest mark of a place is the one it shows. */
  function pieces(text, from, to, own) {
    const inside = own.filter(([start, end]) => start < to && end > from);
    const cuts = [...new Set([from, to, ...inside.flatMap(([start, end]) => [Math.max(start, from), Math.min(end, to)])])].sort((a, b) => a - b);
    return cuts.slice(0, -1).map((start, place) => {
      const end = cuts[place + 1];
      const over = inside.filter((one) => one[0] <= start && one[1] >= end);
      const words = text.slice(start, end);
      return over.length ? mark(words, start, over) : el("span", { "data-at": start }, words);
    });
  }

  /* The kind of line is a second sign of the type, beside its colour. */
  const LINES = { Institution: ["solid", "2px"], Reform: ["double", "1.2px"], Policy: ["dashed", "1.5px"], Recognition: ["wavy", "1px"], Metric: ["dotted", "1.5px"] };
  function line(element, type) {
    const [kind, thick] = Object.hasOwn(LINES, type) ? LINES[type] : ["solid", "1px"];
    element.style.setProperty("--own", KG.ink(type));
    element.style.setProperty("--line", kind);
    element.style.setProperty("--thick", thick);
    return element;
  }
  function mark(words, start, over) {
    const [first, , id] = over.reduce((best, one) => (one[1] - one[0] < best[1] - best[0] ? one : best));
    const node = model.nodes[id];
    const link = el("a", { href: "#node=" + encodeURIComponent(model.things[id].i), class: "mention", "data-at": start,
      "data-nodes": " " + over.map((one) => one[2]).join(" ") + " ", tabindex: first === start ? null : "-1",
      title: KG.typeName(node.group) + t("colon") + node.label,
      on: { click: (event) => { event.preventDefault(); actions.select(id, { from: "text" }); } } }, words);
    return line(link, node.group);
  }

  /* The report as paragraphs: line by line, headings on lines of their own, what is set aside folded away. */
  function paragraphs(number) {
    const { t: text, h: headings, a: asides } = data.texts[number];
    const own = marks[number].filter(([, , id]) => model.visible(id) || state.selected === id);
    const heads = new Map(headings.map((one) => [one[0], one]));
    const cuts = new Set([0, text.length, ...headings.flatMap(([start, end]) => [start, end]), ...asides.flatMap(([start, end]) => [start, end])]);
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) cuts.add(at + 1);
    const order = [...cuts].sort((a, b) => a - b);
    const found = [];
    let folded = null;
    order.slice(0, -1).forEach((start, place) => {
      const end = order[place + 1];
      if (!text.slice(start, end).trim()) return;
      const apart = asides.find((one) => start >= one[0] && end <= one[1] + 1);
      const head = heads.get(start);
      const tag = head ? "h" + Math.min(4, 2 + Math.max(0, head[2] - 1)) : "p";
      const block = el(tag, { class: apart ? "quiet" : null }, ...pieces(text, start, end, own));
      if (!apart || !apart[2]) { folded = null; found.push(block); return; }
      if (!folded) {
        folded = el("details", { class: "aside" }, el("summary", {}, t("asides")));
        found.push(folded);
      }
      folded.append(block);
    });
    return found;
  }

  /* Without the full text: the sentences that are known, in their order. */
  function known(number) {
    const sentences = new Map();
    data.sentences.forEach(([of], place) => { if (of === number) sentences.set(place, model.sentence(place)); });
    const own = marks[number].filter(([, , id]) => model.visible(id) || state.selected === id);
    const order = [...sentences.values()].filter((one) => one.text).sort((a, b) => a.start - b.start || b.text.length - a.text.length);
    let end = -1;
    return [el("p", { class: "missing", role: "note" }, t("noText")), ...order.flatMap((one) => {
      if (one.start >= 0 && one.start + one.text.length <= end) return [];
      if (one.start >= 0) end = one.start + one.text.length;
      const padded = one.start >= 0 ? own.map(([from, to, id]) => [from - one.start, to - one.start, id]).filter(([from, to]) => from < one.text.length && to > 0) : [];
      const block = el("p", { class: "sentence" }, ...pieces(one.text, 0, one.text.length, padded));
      block.querySelectorAll("[data-at]").forEach((piece) => { piece.dataset.at = String(one.start < 0 ? -1 : Number(piece.dataset.at) + one.start); });
      return [block];
    })];
  }

  function render() {
    const number = report();
    if (number < 0) { article.replaceChildren(el("p", { class: "missing" }, t("noReports"))); return; }
    if (!whole(number) && actions.source) actions.source.text(number, arrived);
    if (shown === number && !stale) return;
    article.replaceChildren(...(whole(number) ? paragraphs(number) : known(number)));
    [shown, stale] = [number, false];
    chooser.value = data.reports[number].i;
    light();
  }

  /* All marks anew: there are more things, more is said of them, or a text has come. */
  function again() {
    marks.length = 0;
    marked = 0;
    grow();
    words();
  }

  /* A text that a server handed on: everything is marked in it, and what was looked at is looked at again. */
  function arrived(number) {
    again();
    if (state.view !== "text" || report() !== number) return;
    if (wanted && wanted[0] === number) go(...wanted.slice(1)); else { render(); follow(); }
  }

  /* What is selected is marked wherever it is named. */
  function light() {
    article.querySelectorAll(".on").forEach((one) => { one.classList.remove("on"); one.removeAttribute("aria-current"); });
    if (state.selected === null) return [];
    const own = new Set([state.selected, ...(model.things[state.selected].m ? [] : model.ties[state.selected]
      .filter((edge) => model.edges[edge].predicate === "has_figure").map((edge) => model.edges[edge].to))]);
    const found = [...article.querySelectorAll(".mention")].filter((one) => [...own].some((id) => one.dataset.nodes.includes(" " + id + " ")));
    found.forEach((one) => { one.classList.add("on"); one.setAttribute("aria-current", "true"); });
    return found;
  }

  function reveal(piece) {
    const fold = piece.closest("details");
    if (fold) fold.open = true;
    piece.scrollIntoView({ block: "center", behavior: KG.calm() || KG.still ? "auto" : "smooth" });
  }

  const inSight = (piece) => {
    const [box, frame] = [piece.getBoundingClientRect(), root.getBoundingClientRect()];
    return box.top > frame.top + 50 && box.bottom < frame.bottom - 20;
  };

  /* To the first place where the selected thing is named, unless one is in sight; in another report if need be. */
  function follow() {
    if (state.selected === null) { light(); return; }
    const at = (number) => marks[number].some(([, , id]) => id === state.selected);
    if (report() < 0 || !at(report())) {
      const other = data.reports.findIndex((_, number) => at(number));
      if (other >= 0) { state.report = data.reports[other].i; }
    }
    render();
    wanted = null;
    const found = light();
    if (found.length && !found.some(inSight)) reveal(found[0]);
  }

  /* To the words of one piece of evidence, which are marked for a while. */
  function go(sentence, start, end) {
    const one = model.sentence(sentence);
    if (one.report < 0) return;
    state.report = data.reports[one.report].i;
    wanted = [one.report, sentence, start, end];
    render();
    const [from, to] = [one.start + start, one.start + end];
    article.querySelectorAll(".quoted").forEach((piece) => piece.classList.remove("quoted"));
    const pieces_ = [...article.querySelectorAll("[data-at]")].filter((piece) => {
      const at = Number(piece.dataset.at);
      return at >= 0 && at < to && at + piece.textContent.length > from;
    });
    pieces_.forEach((piece) => piece.classList.add("quoted"));
    if (pieces_.length) reveal(pieces_[0]);
  }

  function words() {
    stale = true;
    chooser.replaceChildren(...data.reports.map((one, number) => el("option", { value: one.i },
      title(number) + (whole(number) ? "" : t("sentencesOnly")))));
    const used = new Set(marks.flat().map(([, , id]) => model.nodes[id].group));
    byId("key").replaceChildren(...data.looks.types.filter((style) => used.has(style.key))
      .map((style) => line(el("span", { class: "mention" }, KG.typeName(style.key)), style.key)));
    byId("reader").classList.toggle("single", data.reports.length < 2);
    const left = data.reports.filter((_, number) => !whole(number)).length;
    byId("texts").textContent = left ? t("textsLeft", { n: data.reports.length - left, total: data.reports.length }) : "";
  }

  chooser.addEventListener("change", () => {
    state.report = chooser.value;
    stale = true;
    render();
    root.scrollTop = 0;
    actions.moved();
  });
  if (!data.reports.some((one) => one.i === state.report)) state.report = data.reports.length ? data.reports[0].i : "";
  return { render, follow, go, words, grow: again, spoil: () => { stale = true; }, light };
};
