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
  const frames = (tall ? data.frames.tall : data.frames.wide).map((frame) => ({ ...frame, members: [] }));
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
    selected: null, hiddenTypes: new Set(), hiddenPredicates: new Set(), hiddenReports: new Set(),
    pinned: new Set(), shown: new Set(nodes.map((_, id) => id).filter((id) => nodes[id].x !== undefined)), physics: false,
  };

  const other = (edge, id) => (edges[edge].from === id ? edges[edge].to : edges[edge].from);
  const neighbours = (id) => [...new Set(ties[id].map((edge) => other(edge, id)))].filter((one) => one !== id);
  const reportsShown = (id) => {
    const own = things[id].r;
    return !own || !state.hiddenReports.size || own.some((report) => !state.hiddenReports.has(report));
  };
  const visible = (id) => state.shown.has(id)
    && (state.pinned.has(id) || (!state.hiddenTypes.has(nodes[id].group) && reportsShown(id)));
  const edgeVisible = (id) => !state.hiddenPredicates.has(edges[id].predicate)
    && visible(edges[id].from) && visible(edges[id].to);

  const nodeSet = new vis.DataSet();
  const edgeSet = new vis.DataSet();
  /* For PyVis' nodes the label is drawn by canvas.js, so that no two ever collide. */
  const asDrawn = (id) => {
    const { label, home, room, frame, ...rest } = nodes[id];
    return { ...rest, id };
  };
  /* Lines between things in one column are bowed to the left, parallel ones apart, so that none runs through others. */
  const twins = new Map();
  edges.forEach((edge) => {
    const key = Math.min(edge.from, edge.to) + "-" + Math.max(edge.from, edge.to);
    edge.nth = twins.get(key) || 0;
    twins.set(key, edge.nth + 1);
  });
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
    bring(nodeSet, drawn.nodes, show, asDrawn);
    const lines = new Set();
    show.forEach((id) => ties[id].forEach((edge) => { if (!lines.has(edge) && edgeVisible(edge)) lines.add(edge); }));
    bring(edgeSet, drawn.edges, lines, asLine);
    frames.forEach((frame) => { frame.count = frame.members.filter((id) => show.has(id)).length; });
  }

  /* Free places near a thing, on rings, none closer than a label is wide or a row is high. */
  function* spots(x, y) {
    const taken = new Set();
    const cell = (left, top) => Math.round(left / 150) + "," + Math.round(top / 24);
    state.shown.forEach((id) => taken.add(cell(nodes[id].x, nodes[id].y)));
    for (let ring = 1; ring < 400; ring += 1) {
      const count = 6 + ring * 4;
      for (let step = 0; step < count; step += 1) {
        const angle = (step * 2 * Math.PI) / count + ring * 0.4;
        const left = x + Math.cos(angle) * ring * 75;
        const top = y + Math.sin(angle) * ring * 48;
        const key = cell(left, top);
        if (taken.has(key) || frames.some((one) => left > one.x - 150 && left < one.x + one.w && top > one.y - 14 && top < one.y + one.h + 14)) continue;
        taken.add(key);
        yield [left, top];
      }
    }
  }

  function reveal(ids, near) {
    const fresh = ids.filter((id) => !state.shown.has(id));
    if (!fresh.length) return 0;
    const free = spots(near.x, near.y);
    fresh.forEach((id) => {
      const spot = free.next().value || [near.x, near.y];
      [nodes[id].x, nodes[id].y] = spot;
      nodes[id].home = { x: spot[0], y: spot[1] };
      state.shown.add(id);
    });
    return fresh.length;
  }

  const counts = (key, all) => {
    const result = new Map();
    all.forEach((value) => result.set(value[key], (result.get(value[key]) || 0) + 1));
    return result;
  };

  return {
    nodes, edges, things, links, ties, predicates, places, hubs, frames, state, nodeSet, edgeSet, tall,
    middles: tall ? data.middles.tall : data.middles.wide, other, neighbours, color, visible, edgeVisible, sync, reveal,
    total: nodes.length, byType: counts("group", nodes), byPredicate: counts("predicate", edges),
  };
});
