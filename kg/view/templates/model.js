/* The graph: what there is, what is shown, and where new things go. */
KG.model = (() => {
  const { data } = KG;
  const nodes = KG.unpack(data.nodes);
  const edges = KG.unpack(data.edges);
  const things = KG.unpack(data.things);
  const links = KG.unpack(data.links);
  const ties = nodes.map(() => []);
  edges.forEach((edge, id) => {
    edge.id = id;
    ties[edge.from].push(id);
    if (edge.to !== edge.from) ties[edge.to].push(id);
  });
  const predicates = new Map(data.predicates.map((one) => [one.key, one]));
  const places = new Map(things.map((thing, id) => [thing.i, id]));
  const hubs = new Set(data.hubs);
  const tall = window.innerWidth < window.innerHeight * 0.8;
  if (tall) {
    for (let id = 0; id < data.first; id += 1) {
      nodes[id].x = data.tall[2 * id];
      nodes[id].y = data.tall[2 * id + 1];
    }
  }
  const chart = tall ? data.charts.tall : data.charts.wide;
  const frames = chart.frames.map((frame) => ({ ...frame, members: [] }));
  nodes.forEach((node, id) => {
    node.home = node.x === undefined ? null : { x: node.x, y: node.y };
    const frame = frames.find((one) => node.x > one.x && node.x < one.x + one.w && node.y > one.y && node.y < one.y + one.h);
    if (frame && !hubs.has(id)) {
      frame.members.push(id);
      const column = Math.floor((node.x - frame.x) / (frame.w / frame.n));
      node.room = frame.x + column * (frame.w - frame.c) / Math.max(1, frame.n - 1) + frame.c - node.x - 5;
      node.frame = frame;
    }
  });

  const state = {
    selected: null, hidden: { types: new Set(), predicates: new Set(), reports: new Set(), years: new Set(), topics: new Set() },
    view: "graph", report: "",
    pinned: new Set(), shown: new Set(nodes.map((_, id) => id).filter((id) => nodes[id].x !== undefined)), physics: false,
  };

  const other = (edge, id) => (edges[edge].from === id ? edges[edge].to : edges[edge].from);
  const neighbours = (id) => [...new Set(ties[id].map((edge) => other(edge, id)))].filter((one) => one !== id);
  /* The figures of a thing: its own record, or the nodes that stand for them. */
  const facts = (id) => things[id].f || ties[id].filter((edge) => edges[edge].predicate === "has_figure")
    .flatMap((edge) => things[edges[edge].to].f || []).sort((a, b) => telling(a) - telling(b));
  /* What is compared with something comes first, then rates and ranks, then counts. */
  const telling = (fact) => (fact.B || fact.C ? 0 : 2) + (fact.k && fact.k !== "count" ? 0 : 1);

  /* What a node is filtered by. A figure is of the year that it speaks of, other things of the years of their reports. */
  function yearsOf(id) {
    const [fact] = nodes[id].group === "Metric" ? things[id].f || [] : [];
    const said = fact && fact.p ? fact.p.match(/\d{4}/g) : null;
    return said ? said.slice(-1) : [...new Set((things[id].r || []).map((report) => data.reports[report].year).filter(Boolean))];
  }
  const traits = [];
  function trait(id) {
    const own = {
      types: [nodes[id].group],
      reports: (things[id].r || []).map((report) => data.reports[report].i),
      years: yearsOf(id),
      topics: (things[id].t || []).map((topic) => data.topics[topic].key),
    };
    /* A node that has none of a filter's values stands under "". */
    for (const list of [own.reports, own.years, own.topics]) if (!list.length) list.push("");
    traits[id] = own;
  }
  const FILTERS = ["types", "reports", "years", "topics"];
  const passes = (id) => FILTERS.every((name) => {
    const hidden = state.hidden[name];
    if (name === "topics" && hubs.has(id)) return true;
    return !hidden.size || traits[id][name].some((value) => !hidden.has(value));
  });
  const filtered = () => Object.values(state.hidden).some((set) => set.size);
  const visible = (id) => state.shown.has(id) && (state.pinned.has(id) || passes(id));
  const edgeVisible = (id) => !state.hidden.predicates.has(edges[id].predicate)
    && visible(edges[id].from) && visible(edges[id].to);

  const nodeSet = new vis.DataSet();
  const edgeSet = new vis.DataSet();
  /* For PyVis' nodes the label is drawn by canvas.js, so that no two ever collide. */
  const asDrawn = (id) => {
    const { label, home, rest: spot, room, frame, ...rest } = nodes[id];
    return { ...rest, id };
  };
  /* Lines between things in one column are bowed to the left, parallel ones apart, so that none runs through others. */
  const twins = new Map();
  function twin(edge) {
    if (edge.nth !== undefined) return;
    const key = Math.min(edge.from, edge.to) + "-" + Math.max(edge.from, edge.to);
    edge.nth = twins.get(key) || 0;
    twins.set(key, edge.nth + 1);
  }
  function bend({ from, to, nth }) {
    const across = nodes[to].x - nodes[from].x;
    const down = nodes[to].y - nodes[from].y;
    const length = Math.hypot(across, down) || 1;
    if (Math.abs(across) < 40 && Math.abs(down) > 10) {
      const roundness = Math.min(0.45, ((20 + 12 * nth) * (1 + length / 400)) / length);
      return { enabled: true, type: down > 0 ? "curvedCCW" : "curvedCW", roundness };
    }
    return nth ? { enabled: true, type: "curvedCW", roundness: 0.1 * nth } : undefined;
  }
  const crowd = (edge) => Math.max(ties[edge.from].length, ties[edge.to].length) > 30;
  const color = (edge) => (crowd(edge) ? KG.palette.faint : KG.palette.edge);
  function asLine(id) {
    const { nth, smooth, ...rest } = edges[id];
    const bent = smooth || bend(edges[id]);
    return { ...rest, ...(bent ? { smooth: bent } : {}), color: color(edges[id]) };
  }

  /* Rows whose neighbours are hidden move up; lines to what has moved are bent anew. */
  function settle(show) {
    const moved = KG.flow({ nodes, frames, hubs, centres: chart.centres }, show);
    if (!moved.length || state.physics) return;
    const now = moved.filter((id) => drawn.nodes.has(id));
    nodeSet.update(now.map((id) => ({ id, x: nodes[id].x, y: nodes[id].y })));
    const lines = new Set(now.flatMap((id) => ties[id]).filter((edge) => drawn.edges.has(edge)));
    edgeSet.update([...lines].map((id) => ({ smooth: KG.data.options.edges.smooth, ...asLine(id), id })));
  }

  const drawn = { nodes: new Set(), edges: new Set() };
  /* Brings a data set to what is wanted, touching only what changes. */
  function bring(set, now, wanted, make) {
    const gone = [...now].filter((id) => !wanted.has(id));
    const fresh = [...wanted].filter((id) => !now.has(id));
    if (gone.length) set.remove(gone);
    if (fresh.length) set.add(fresh.map(make));
    gone.forEach((id) => now.delete(id));
    fresh.forEach((id) => now.add(id));
  }

  function sync() {
    const show = new Set([...state.shown].filter(visible));
    settle(show);
    bring(nodeSet, drawn.nodes, show, asDrawn);
    const lines = new Set();
    show.forEach((id) => ties[id].forEach((edge) => { if (!lines.has(edge) && edgeVisible(edge)) lines.add(edge); }));
    bring(edgeSet, drawn.edges, lines, asLine);
  }

  const settled = KG.blocks({ nodes, frames, hubs, state, tall });
  function reveal(ids, near) {
    const fresh = ids.filter((id) => !state.shown.has(id));
    settled(fresh, near);
    return fresh;
  }

  const counts = (lists) => {
    const result = new Map();
    lists.forEach((list) => list.forEach((value) => result.set(value, (result.get(value) || 0) + 1)));
    return result;
  };
  const tally = {};
  /* Counts anew what depends on all that there is: at the start, and whenever nodes or edges were added. */
  let age = 0;
  function grown() {
    age += 1;
    nodes.forEach((_, id) => trait(id));
    edges.forEach(twin);
    FILTERS.forEach((name) => { tally[name] = counts(traits.map((own) => own[name])); });
    tally.predicates = counts(edges.map((edge) => [edge.predicate]));
  }
  grown();

  return {
    nodes, edges, things, links, ties, predicates, places, hubs, frames, state, nodeSet, edgeSet, tall,
    middles: chart.middles, centres: chart.centres, other, neighbours, color, visible, edgeVisible, sync, reveal,
    get total() { return nodes.length; }, get age() { return age; }, tally, traits, grown, facts, filtered, sentence: KG.sentences(data),
  };
});

/* Where a sentence starts in a text that came later (remote.js): counted as this language counts; -1 if it is not there. */
KG.placed = (body, first, words) => {
  if (!body || !body.late || first < 0) return first;
  const start = body.wide ? [...body.t].slice(0, first).join("").length : first;
  return body.t.startsWith(words, start) ? start : -1;
};

/* A sentence by its number: words, report, and where it starts in the report's text (-1: unknown). */
KG.sentences = (data) => (number) => {
  const [report, first, rest] = data.sentences[number];
  const known = typeof rest === "number";
  const start = known ? first : KG.placed(data.texts[report], first, rest);
  return { report, start, text: known ? data.texts[report].t.slice(start, rest) : rest, known };
};
