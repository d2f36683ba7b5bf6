"use strict";
/* What every page has: small helpers, and the suggestions of the search box. Without scripts the box is a plain form. */
const KG = {
  byId: (id) => document.getElementById(id),
  /* An element with attributes and children; text never becomes markup. */
  el(name, about = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(about)) {
      if (key === "on") for (const [event, listener] of Object.entries(value)) made.addEventListener(event, listener);
      else if (value === true) made.setAttribute(key, "");
      else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return made;
  },
  /* Marks one item of a listbox and tells its input. */
  mark(input, list, place) {
    [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === place)));
    const item = list.children[place];
    if (item && item.id) {
      input.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  },
};

(() => {
  const input = KG.byId("search");
  const list = KG.byId("hits");
  let active = -1;
  let asked = 0;
  let timer = 0;

  function close() {
    clearTimeout(timer);
    asked += 1;
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    mark(-1);
  }
  function mark(place) {
    active = place;
    KG.mark(input, list, place);
  }
  function show(hits) {
    list.replaceChildren(...hits.map((hit, number) => KG.el("li", { id: `hit-${number}`, role: "option", "data-href": hit.href,
      on: { mousedown: (event) => { event.preventDefault(); if (event.button === 0) location.assign(hit.href); } } },
      KG.el("span", { class: `dot ${hit.type}`, "aria-hidden": "true" }),
      KG.el("span", { class: "name" }, hit.label), KG.el("span", { class: "muted small" }, hit.kind))));
    if (!hits.length) list.append(KG.el("li", { class: "none" }, input.dataset.none));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark(-1);
  }
  async function ask() {
    const mine = ++asked;
    const text = input.value.trim();
    if (!text) return close();
    try {
      const answer = await fetch(`/suggest?q=${encodeURIComponent(text)}`, { headers: { Accept: "application/json" } });
      const hits = answer.ok ? await answer.json() : null;
      if (hits && mine === asked) show(hits);
    } catch { /* the form still works */ }
  }
  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(ask, 120);
  });
  input.addEventListener("compositionend", ask);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const items = list.hidden ? [] : [...list.children].filter((item) => item.dataset.href);
    if (event.key === "Escape") close();
    else if (event.key === "ArrowDown" && items.length) mark(Math.min(active + 1, items.length - 1));
    else if (event.key === "ArrowUp" && items.length) mark(Math.max(active - 1, -1));
    else if (event.key === "Enter" && items[active]) location.assign(items[active].dataset.href);
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, .CodeMirror");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
  });
})();
