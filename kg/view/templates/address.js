/* Deep links: what the address says of what is on the screen, and back. */
KG.address = (model) => {
  const { state, things, places } = model;
  const NAMES = { types: "hide", predicates: "without", reports: "no-report", years: "no-year", topics: "no-topic" };
  const encode = (text) => encodeURIComponent(text || "-");
  const decode = (text) => { try { return decodeURIComponent(text); } catch { return ""; } };

  function write(id) {
    const parts = [];
    if (state.view !== "graph") parts.push("view=" + state.view);
    if (state.view === "text" && state.report) parts.push("report=" + encodeURIComponent(state.report));
    if (id !== null) parts.push("node=" + encodeURIComponent(things[id].i));
    for (const [name, part] of Object.entries(NAMES)) {
      if (state.hidden[name].size) parts.push(part + "=" + [...state.hidden[name]].sort().map(encode).join(","));
    }
    return parts.length ? "#" + parts.join("&") : "";
  }

  function read(hash) {
    const said = new Map(hash.slice(1).split("&").map((part) => {
      const cut = part.indexOf("=");
      return [part.slice(0, cut), part.slice(cut + 1)];
    }));
    const list = (name) => new Set((said.get(name) || "").split(",").map(decode).filter(Boolean).map((one) => (one === "-" ? "" : one)));
    const iri = decode(said.get("node") || "");
    const node = places.get(iri);
    return {
      view: ["list", "text"].includes(said.get("view")) ? said.get("view") : "graph",
      report: decode(said.get("report") || ""),
      node: node === undefined ? null : node,
      iri,
      hidden: Object.fromEntries(Object.entries(NAMES).map(([name, part]) => [name, list(part)])),
    };
  }

  return { write, read };
};
