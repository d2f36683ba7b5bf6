"use strict";
/* Bars or a line from a column of labels and one of numbers, drawn as SVG; text is text, never markup. */
KG.chart = (parent, answer, words) => {
  const LIMIT = 40;
  const NS = "http://www.w3.org/2000/svg";
  const number = (cell) => (cell && cell.type === "literal" && /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(cell.value) ? Number(cell.value) : null);
  const filled = (column) => answer.rows.filter((row) => row[column]);
  const year = (column) => filled(column).every((row) => /^\d{4}(-\d\d)?$/.test(row[column].value));
  const numeric = answer.columns.map((_, i) => i).filter((i) => filled(i).length && filled(i).every((row) => number(row[i]) !== null));
  const values = numeric.filter((i) => !year(i));
  const labels = answer.columns.map((_, i) => i).filter((i) => filled(i).length && !values.includes(i));
  if (!values.length || !labels.length) {
    parent.replaceChildren(KG.el("p", { class: "muted" }, words["no-chart"]));
    return;
  }
  const distinct = (column) => new Set(filled(column).map((row) => row[column].value)).size;
  const best = [...labels].sort((a, b) => distinct(b) - distinct(a) || a - b)[0];
  const chosen = { label: labels.find((i) => year(i) && distinct(i) === filled(i).length) ?? best, value: values[0], kind: "" };

  function choice(name, options, current, pick) {
    const select = KG.el("select", { on: { change: (event) => { pick(event.target.value); draw(); } } },
      ...options.map(([value, text]) => KG.el("option", { value, selected: String(value) === String(current) }, text)));
    return KG.el("label", { class: "pick" }, `${name} `, select);
  }
  function shape(name, about, text) {
    const made = document.createElementNS(NS, name);
    for (const [key, value] of Object.entries(about)) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = text;
    return made;
  }
  const short = (text, size) => ([...text].length > size ? `${[...text].slice(0, size - 1).join("")}…` : text);
  const written = (value) => value.toLocaleString("en", { maximumFractionDigits: 4 });

  function bars(points) {
    const wide = parent.clientWidth > 560;
    const width = Math.max(parent.clientWidth, 280), side = wide ? Math.min(300, width * .34) : 0, row = wide ? 30 : 50, room = 84;
    const [low, high] = [Math.min(0, ...points.map((p) => p.y)), Math.max(0, ...points.map((p) => p.y))];
    const scale = (value) => side + ((value - low) / (high - low || 1)) * (width - side - room);
    const svg = shape("svg", { width, height: points.length * row + 8, role: "img" });
    points.forEach((point, i) => {
      const middle = i * row + (wide ? row / 2 : row - 15);
      const label = wide ? shape("text", { x: side - 12, y: middle + 5, "text-anchor": "end" }, short(point.x, Math.floor(side / 15)))
        : shape("text", { x: 0, y: i * row + 16 }, short(point.x, Math.floor(width / 15)));
      label.append(shape("title", {}, point.x));
      const bar = shape("rect", { x: Math.min(scale(0), scale(point.y)), y: middle - 8, width: Math.max(Math.abs(scale(point.y) - scale(0)), 1), height: 16, rx: 2 });
      bar.append(shape("title", {}, `${point.x}: ${written(point.y)}`));
      svg.append(label, bar, shape("text", { x: Math.max(scale(point.y), scale(0)) + 8, y: middle + 5, class: "amount" }, written(point.y)));
    });
    return svg;
  }
  function line(points) {
    const width = Math.max(parent.clientWidth, 280), height = 320, left = 64, foot = 40, top = 24;
    const sorted = [...points].sort((a, b) => (a.x < b.x ? -1 : 1));
    const [low, high] = [Math.min(0, ...sorted.map((p) => p.y)), Math.max(0, ...sorted.map((p) => p.y))];
    const x = (i) => left + (sorted.length < 2 ? .5 : i / (sorted.length - 1)) * (width - left - 48);
    const y = (value) => top + (1 - (value - low) / (high - low || 1)) * (height - top - foot);
    const svg = shape("svg", { width, height, role: "img" });
    for (let step = 0; step <= 4; step += 1) {
      const value = low + ((high - low) * step) / 4;
      svg.append(shape("line", { x1: left, x2: width - 16, y1: y(value), y2: y(value), class: "grid" }), shape("text", { x: left - 10, y: y(value) + 4, "text-anchor": "end", class: "amount" }, written(value)));
    }
    svg.append(shape("path", { d: sorted.map((p, i) => `${i ? "L" : "M"}${x(i)} ${y(p.y)}`).join(""), class: "line" }));
    const every = Math.ceil(sorted.length / Math.max(2, Math.floor(width / 90)));
    sorted.forEach((point, i) => {
      const spot = shape("circle", { cx: x(i), cy: y(point.y), r: 4 });
      spot.append(shape("title", {}, `${point.x}: ${written(point.y)}`));
      svg.append(spot, shape("text", { x: x(i), y: y(point.y) - 10, "text-anchor": "middle", class: "amount" }, sorted.length <= 14 ? written(point.y) : ""));
      if (i % every === 0) svg.append(shape("text", { x: x(i), y: height - 14, "text-anchor": "middle" }, short(point.x, 8)));
    });
    return svg;
  }
  function draw() {
    const usable = answer.rows.filter((row) => row[chosen.label] && row[chosen.value]);
    const points = usable.slice(0, LIMIT).map((row) => ({ x: row[chosen.label].value, y: number(row[chosen.value]) }));
    const ordered = year(chosen.label) && distinct(chosen.label) === usable.length;
    const kind = chosen.kind || (ordered ? "line" : "bars");
    const picture = (kind === "line" ? line : bars)(points);
    picture.setAttribute("aria-label", `${answer.columns[chosen.label]} – ${answer.columns[chosen.value]}`);
    parent.replaceChildren(
      KG.el("div", { class: "bar" },
        choice(words["chart-label"], labels.map((i) => [i, answer.columns[i]]), chosen.label, (v) => { chosen.label = Number(v); }),
        choice(words["chart-value"], values.map((i) => [i, answer.columns[i]]), chosen.value, (v) => { chosen.value = Number(v); }),
        choice(words["chart-kind"], [["bars", words.bars], ["line", words.line]], kind, (v) => { chosen.kind = v; })),
      usable.length > LIMIT ? KG.el("p", { class: "muted small" }, words["chart-first"].replace("{0}", LIMIT).replace("{1}", usable.length)) : "",
      KG.el("div", { class: "picture" }, picture));
  }
  draw();
};
