"use strict";
/* Small tools that the rest stands on. Text from the graph enters the page through textContent only. */
const KG = {};

KG.byId = (id) => document.getElementById(id);

/* An element: attributes, then children; a string child becomes a text node. */
KG.el = (name, attributes, ...children) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "on") for (const [event, handler] of Object.entries(value)) node.addEventListener(event, handler);
    else if (key === "class") node.className = value;
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
};

KG.svg = (name, attributes, ...children) => {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes || {})) node.setAttribute(key, String(value));
  node.append(...children);
  return node;
};

/* Records that came as columns; what is null was absent. */
KG.unpack = ({ size, columns }) => {
  const rows = Array.from({ length: size }, () => ({}));
  for (const [key, column] of Object.entries(columns)) {
    column.forEach((value, place) => { if (value !== null) rows[place][key] = value; });
  }
  return rows;
};

KG.recall = (key) => { try { return localStorage.getItem("kg-view-" + key); } catch { return null; } };
KG.remember = (key, value) => { try { localStorage.setItem("kg-view-" + key, value); } catch { /* private mode */ } };

/* Data come from outside: from the page itself (load.js), or from a server. */
KG.prepare = (data) => {
  KG.data = data;
  KG.lang = KG.recall("lang") || (data.lang === "zh" ? "zh" : "en");
  if (!data.looks.strings[KG.lang]) KG.lang = "zh";
  KG.styles = new Map(data.looks.types.map((style) => [style.key, style]));
};

/* The words of the interface, with {name} filled in. */
KG.t = (key, values) => {
  let text = KG.data.looks.strings[KG.lang][key] || key;
  for (const [name, value] of Object.entries(values || {})) text = text.replace("{" + name + "}", () => String(value));
  return text;
};

KG.style = (type) => KG.styles.get(type) || KG.data.looks.other;
KG.typeName = (type) => KG.styles.has(type) ? KG.style(type)[KG.lang] : (type || KG.style(type)[KG.lang]);

/* The outline of a shape within a circle of radius r, as points; null for a disc. */
KG.outline = (shape, r) => {
  const turn = (count, start, radius) => Array.from({ length: count }, (_, i) => {
    const angle = start + (i * 2 * Math.PI) / count;
    const far = typeof radius === "function" ? radius(i) : radius;
    return [far * Math.cos(angle), far * Math.sin(angle)];
  });
  const up = -Math.PI / 2;
  switch (shape) {
    case "square": return turn(4, Math.PI / 4, r * Math.SQRT2);
    case "diamond": return turn(4, up, r * 1.15);
    case "triangle": return turn(3, up, r * 1.15);
    case "triangleDown": return turn(3, -up, r * 1.15);
    case "hexagon": return turn(6, 0, r * 1.05);
    case "star": return turn(10, up, (i) => (i % 2 ? r * 0.52 : r * 1.25));
    default: return null;
  }
};

KG.glyph = (type, size) => {
  const style = KG.style(type);
  const points = KG.outline(style.shape, style.shape === "square" ? 5.4 : 6);
  const mark = points
    ? KG.svg("polygon", { points: points.map((point) => point.map((part) => part.toFixed(2)).join(",")).join(" ") })
    : KG.svg("circle", { r: 6 });
  mark.setAttribute("fill", style.color);
  return KG.svg("svg", { viewBox: "-8 -8 16 16", width: size || 16, height: size || 16, "aria-hidden": "true", class: "glyph" }, mark);
};

KG.ICONS = {
  menu: "M4 7h16M7 12h10M10 17h4",
  link: "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1.6 1.6M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1.6-1.6",
  png: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5h.01",
  svg: "M12 4v11M7.5 11l4.5 4.5 4.5-4.5M5 20h14",
  theme: "M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16",
  "zoom-in": "M12 5v14M5 12h14",
  "zoom-out": "M5 12h14",
  fit: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  physics: "M12 12m-2 0a2 2 0 1 0 4 0 2 2 0 1 0-4 0M5 6l5.5 4.5M19 6l-5.5 4.5M6 19l4.5-5M18 19l-4.5-5",
  close: "M6 6l12 12M18 6L6 18",
  back: "M19 12H5M11 6l-6 6 6 6",
  plus: "M12 5v14M5 12h14",
  code: "M9 8l-4 4 4 4M15 8l4 4-4 4",
  sparql: "M9 8l-4 4 4 4M15 8l4 4-4 4",
  "view-graph": "M6 6m-2 0a2 2 0 1 0 4 0 2 2 0 1 0-4 0M18 8m-2 0a2 2 0 1 0 4 0 2 2 0 1 0-4 0M10 18m-2 0a2 2 0 1 0 4 0 2 2 0 1 0-4 0M8 6.4l8 1.2M7 8l2.4 8M16.8 9.7l-5.4 6.9",
  "view-list": "M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01",
  "view-text": "M6 4h9l3 3v13H6zM9 10h6M9 13.5h6M9 17h4",
  go: "M7 17L17 7M9 7h8v8",
  home: "M4 11.5L12 5l8 6.5M6.5 10v9h11v-9",
};

KG.icon = (name) => KG.svg("svg", { viewBox: "0 0 24 24", width: 20, height: 20, "aria-hidden": "true", class: "icon" },
  KG.svg("path", { d: KG.ICONS[name] }));

KG.button = (icon, label, handler) =>
  KG.el("button", { class: "tool", type: "button", "aria-label": label, title: label, on: { click: handler } }, KG.icon(icon));

KG.color = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
KG.dark = () => document.documentElement.dataset.theme === "dark";
KG.ink = (type) => KG.style(type).ink[KG.dark() ? 1 : 0];
KG.calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
KG.narrow = () => window.matchMedia("(max-width: 760px)").matches;
