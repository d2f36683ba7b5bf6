"use strict";
/* What comes back from /sparql: read, shown as a table, given as CSV. */
KG.results = (words, bases) => {
  const STEP = 500;
  const XSD = "http://www.w3.org/2001/XMLSchema#";
  const NUMBERS = new Set(["integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger"].map((name) => XSD + name));

  /* SPARQL's JSON as columns and rows of terms; a truth value as one cell. */
  function read(data) {
    if ("boolean" in data) return { columns: [], rows: [], truth: data.boolean };
    const columns = data.head.vars || [];
    return { columns, rows: data.results.bindings.map((one) => columns.map((name) => (Object.hasOwn(one, name) ? one[name] : null))) };
  }
  const isNumber = (cell) => Boolean(cell) && NUMBERS.has(cell.datatype);

  /* The address of a thing: here where its IRI is one of ours, its own where it lies on the web. */
  function address(iri) {
    const base = bases.find((one) => iri.startsWith(one));
    if (base) {
      const [path, ...part] = iri.slice(base.length).split("#");
      return `/id/${path.split("/").map(encodeURIComponent).join("/")}${part.length ? `#${encodeURIComponent(part.join("#"))}` : ""}`;
    }
    return /^https?:\/\//.test(iri) ? iri : "";
  }
  function name(iri) {
    const base = bases.find((one) => iri.startsWith(one));
    return base ? iri.slice(base.length) : iri;
  }
  function node(term) {
    if (!term) return "";
    if (term.type === "triple") return KG.el("span", { class: "code" }, JSON.stringify(term.value));
    if (term.type !== "uri") return term.value;
    const href = address(term.value);
    return href ? KG.el("a", { href, title: term.value, rel: "noopener noreferrer" }, name(term.value)) : term.value;
  }
  function table(parent, answer) {
    if (answer.truth !== undefined) return parent.replaceChildren(KG.el("p", { class: "truth" }, answer.truth ? words.yes : words.no));
    if (!answer.rows.length) return parent.replaceChildren(KG.el("p", { class: "muted" }, words["no-rows"]));
    const right = answer.columns.map((_, i) => answer.rows.some((row) => row[i]) && answer.rows.every((row) => !row[i] || isNumber(row[i])));
    const body = KG.el("tbody");
    const more = KG.el("button", { class: "button", type: "button", on: { click: grow } });
    let shown = 0;
    function grow() {
      const rows = answer.rows.slice(shown, shown + STEP);
      body.append(...rows.map((row) => KG.el("tr", {}, ...row.map((term, i) =>
        KG.el("td", { class: right[i] ? "num" : term && term.type === "literal" && [...term.value].length > 24 ? "long" : false, "data-name": answer.columns[i] }, node(term))))));
      shown += rows.length;
      more.hidden = shown >= answer.rows.length;
      more.textContent = words["more-rows"].replace("{0}", Math.min(STEP, answer.rows.length - shown));
    }
    grow();
    const head = KG.el("thead", {}, KG.el("tr", {}, ...answer.columns.map((column, i) => KG.el("th", { class: right[i] ? "num" : false, scope: "col" }, column))));
    return parent.replaceChildren(KG.el("table", { class: "stack" }, head, body), more);
  }
  /* No spreadsheet may take a cell for a formula; numbers stay numbers. */
  function cell(term) {
    if (!term) return "";
    const text = String(term.type === "triple" ? JSON.stringify(term.value) : term.value);
    const safe = !isNumber(term) && /^[ \u3000]*[-=+@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  }
  function csv(answer) {
    const rows = answer.truth === undefined ? answer.rows.map((row) => row.map(cell)) : [[String(answer.truth)]];
    const head = answer.truth === undefined ? answer.columns : ["answer"];
    /* Excel takes UTF-8 for what it is only after a byte order mark. */
    return `\ufeff${[head, ...rows].map((row) => row.join(",")).join("\r\n")}\r\n`;
  }
  return { read, table, csv };
};
