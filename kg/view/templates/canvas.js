/* The drawing: vis-network draws nodes and edges; frames, labels and emphasis are drawn here. */
KG.FONT = '"PingFang SC","Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC","Microsoft YaHei","Hiragino Sans GB",system-ui,sans-serif';

KG.readPalette = () => {
  KG.palette = {};
  for (const name of ["paper", "surface", "ink", "muted", "line", "edge", "faint", "strong", "accent", "up"]) KG.palette[name] = KG.color(name);
};

KG.canvas = ((model) => {
  const { nodes, state, frames, hubs } = model;
  const network = new vis.Network(KG.byId("graph"), { nodes: model.nodeSet, edges: model.edgeSet }, KG.data.options);
  /* At the next frame, once, however often it is asked for. */
  const redraw = () => network.body.emitter.emit("_requestRedraw");
  let hovered = null;
  let free = false;
  /* At rest each change of the data would draw at once; the next frame is soon enough for all of them. */
  const start = network.physics.startSimulation.bind(network.physics);
  network.physics.startSimulation = () => (free ? start() : redraw());
  let lastBoxes = [];
  const widths = new Map();

  const place = (id) => {
    const body = network.body.nodes[id];
    return body ? { x: body.x, y: body.y } : nodes[id];
  };

  function measure(ctx, text, bold) {
    const key = (bold ? "b" : "n") + text;
    if (!widths.has(key)) {
      ctx.font = `${bold ? 600 : 400} 100px ${KG.FONT}`;
      widths.set(key, ctx.measureText(text).width / 100);
    }
    return widths.get(key);
  }

  /* The longest beginning of a text that fits, with … where something is left out. */
  function fitted(ctx, text, room, bold) {
    if (measure(ctx, text, bold) <= room) return text;
    const letters = [...text];
    let low = 0;
    let high = letters.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (measure(ctx, letters.slice(0, middle).join("") + "…", bold) <= room) low = middle; else high = middle - 1;
    }
    return low ? letters.slice(0, low).join("") + "…" : "";
  }

  /* Occupied boxes in rows of 16 units, so that asking costs little however many there are. */
  function occupancy(unit) {
    const rows = new Map();
    const each = (box, visit) => {
      for (let row = Math.floor(box.y / unit); row <= Math.floor((box.y + box.h) / unit); row += 1) if (visit(row)) return true;
      return false;
    };
    const hits = (box) => each(box, (row) => (rows.get(row) || []).some((one) =>
      one.x < box.x + box.w && box.x < one.x + one.w && one.y < box.y + box.h && box.y < one.y + one.h));
    const take = (box) => { each(box, (row) => { if (!rows.has(row)) rows.set(row, []); rows.get(row).push(box); return false; }); };
    return { take, hits, try: (box) => { if (hits(box)) return false; take(box); return true; } };
  }

  function view(ctx) {
    const frame = network.canvas.frame.canvas;
    const low = network.canvas.DOMtoCanvas({ x: 0, y: 0 });
    const high = network.canvas.DOMtoCanvas({ x: frame.clientWidth, y: frame.clientHeight });
    return { left: low.x, top: low.y, right: high.x, bottom: high.y, scale: network.getScale() };
  }

  const inside = ({ x, y, w, h }, seen) => x < seen.right && x + w > seen.left && y < seen.bottom && y + h > seen.top;

  function round(ctx, x, y, w, h, r) {
    ctx.beginPath();
    ctx.roundRect(x, y, w, h, r);
  }

  function drawFrames(ctx) {
    if (free) return;
    const seen = view(ctx);
    for (const frame of frames) {
      if (!frame.count || !inside(frame, seen)) continue;
      round(ctx, frame.x, frame.y, frame.w, frame.h, 10);
      ctx.fillStyle = KG.palette.surface;
      ctx.fill();
      ctx.lineWidth = 1 / seen.scale;
      ctx.strokeStyle = KG.palette.line;
      ctx.stroke();
    }
  }

  /* A group of one chapter is named by its heading (colour and shape tell the type), in its last clause if it is long. */
  const title = (frame) => frame.s || KG.typeName(frame.t);
  const shorter = (text) => text.split(/[,，、;；]/).filter((part) => part.length > 3).pop() || text;

  /* Seen from far, a group is its title and its dots; its rows are named when there is room for names. */
  const far = (frame, seen) => frame.c * seen.scale < 112;

  function lines(ctx, text, room, most) {
    const found = [];
    let rest = text;
    while (rest && found.length < most) {
      const part = found.length === most - 1 ? fitted(ctx, rest, room, true) : fitted(ctx, rest, room + 1, true).replace(/…$/, "");
      if (!part) break;
      found.push(part);
      rest = rest.slice(part.length);
    }
    return found;
  }

  function titles(ctx, seen, taken, boxes) {
    const best = Math.min(Math.max(12 / seen.scale, 12.5), 40 / seen.scale);
    for (const frame of [...frames].sort((a, b) => b.count - a.count)) {
      if (free || !frame.count || !inside(frame, seen)) continue;
      const number = "  " + frame.count;
      /* Where rows are named, the title stays above the first of them. */
      const near = !far(frame, seen);
      const size = near ? Math.min(best, KG.FLOW.head / 1.3) : best;
      const top = near ? Math.max(1, Math.min(7, KG.FLOW.head - size * 1.25 - 1)) : 7;
      const room = (frame.w - 28) / size - measure(ctx, number, false);
      const whole = title(frame);
      const name = measure(ctx, whole, true) > room ? shorter(whole) : whole;
      const most = far(frame, seen) ? Math.max(1, Math.min(3, Math.floor((frame.h - 10) / (size * 1.3)))) : 1;
      const texts = most > 1 ? lines(ctx, name, (frame.w - 24) / size, most) : [fitted(ctx, name, room, true)];
      let down = 0;
      texts.forEach((text, place) => {
        if ([...text].length < 2 && place === 0) return;
        const last = most === 1;
        const box = { x: frame.x + 12, y: frame.y + top + place * size * 1.3, w: measure(ctx, text, true) * size + 2 / seen.scale, h: size * 1.25 };
        if (far(frame, seen)) {
          /* The name of a publisher goes first: what lies under it moves down a line or two, or is left out. */
          for (let tries = 0; place === 0 && tries < 2 && taken.hits(box); tries += 1) { down += size; box.y += size; }
          if (place) box.y += down;
          if (taken.hits(box) || box.y + box.h > frame.y + frame.h + size * 0.4) return;
        }
        taken.take(box);
        boxes.push({ ...box, text, size, bold: true, color: KG.ink(frame.t), kind: "title", chip: !last,
          tail: last ? number : "", tailAt: last ? measure(ctx, text, true) * size : 0 });
      });
    }
    for (const [x, y] of free ? [] : model.middles) {
      const text = KG.t("multiple");
      const big = Math.max(18, 14 / seen.scale);
      const w = measure(ctx, text, true) * big;
      const box = { x: x - w / 2, y: y - big * 0.65, w, h: big * 1.3 };
      taken.take(box);
      boxes.push({ ...box, text, size: big, bold: true, hub: true, kind: "title", color: KG.palette.muted });
    }
  }

  /* A figure's label is its name, then its value at the right end of the row. */
  function figure(ctx, id, room) {
    const fact = (model.things[id].f || [])[0];
    if (nodes[id].group !== "Metric" || !fact) return null;
    const value = KG.shortFigure(fact);
    return { name: fact.n, value: measure(ctx, value, true) > room * 0.62 ? KG.shortFigure({ ...fact, B: "" }) : value };
  }

  function label(ctx, id, seen, taken, boxes, focus) {
    const node = nodes[id];
    const at = place(id);
    const hub = hubs.has(id);
    const bold = hub || id === state.selected || id === hovered;
    const base = hub ? 18 : 12;
    let size = Math.min(Math.max(base, (hub ? (hubs.size > 20 ? 11.5 : 14) : 11.5) / seen.scale), Math.max(base * 1.1, 30 / seen.scale));
    /* Rather every row in slightly smaller letters than every other one. */
    const snug = KG.FLOW.row / 1.32;
    if (node.frame && !free && size > snug && snug * seen.scale >= 9.5) size = snug;
    const beside = node.frame ? (node.group === "Metric" ? 8 : 13) : node.size + 5;
    if (node.frame && !free && !bold && far(node.frame, seen)) return;
    const full = free || node.room === undefined || id === hovered;
    const room = full ? 26 : (node.room - beside) / size;
    const parts = figure(ctx, id, room);
    const value = parts ? parts.value : "";
    const gap = value ? 0.6 : 0;
    const text = fitted(ctx, parts ? parts.name : node.label, Math.max(room - measure(ctx, value, true) - gap, 3), bold);
    const wide = measure(ctx, text, bold) * size;
    const tail = measure(ctx, value, true) * size;
    const w = value ? (full ? wide + gap * size + tail : node.room) : wide;
    const pill = hub && seen.scale < 0.5;
    const box = pill ? { x: at.x - w / 2, y: at.y - size * 0.75, w, h: size * 1.5 } : hub
      ? { x: at.x - w / 2, y: at.y + node.size + 5, w, h: size * 1.3 }
      : { x: at.x + beside, y: at.y - size * 0.62, w: value && !full ? w - beside : w, h: size * 1.24 };
    if (!inside(box, seen)) return;
    /* Of few publishers every name is shown, of many as many as have room. */
    const sure = id === state.selected || id === hovered || (hub && hubs.size <= 8);
    const clear = pill ? { x: box.x - size * 0.7, y: box.y - size * 0.15, w: box.w + size * 1.4, h: box.h + size * 0.3 } : box;
    if (!taken.try(clear) && !sure) return;
    boxes.push({ ...box, text, size, bold, value, id, hub, pill, kind: "label", color: KG.palette.ink,
      valueAt: value ? (full ? wide + gap * size : box.w - tail) : 0, faint: focus !== null && !focus.has(id), chip: focus !== null && focus.has(id) && !hub });
  }

  function paint(ctx, box, seen) {
    ctx.textBaseline = "middle";
    ctx.textAlign = "left";
    ctx.lineJoin = "round";
    ctx.globalAlpha = box.faint ? 0.28 : 1;
    const y = box.y + box.h / 2;
    const pad = box.size * 0.6;
    if (box.chip) {
      ctx.globalAlpha = 0.85;
      ctx.fillStyle = KG.palette.surface;
      ctx.fillRect(box.x - 2, box.y, box.w + 4, box.h);
      ctx.globalAlpha = 1;
    }
    const write = (text, x, color, weight) => {
      ctx.font = `${weight} ${box.size}px ${KG.FONT}`;
      if (box.pill) {
        round(ctx, box.x - pad, box.y, box.w + 2 * pad, box.h, box.h / 2);
        ctx.fillStyle = KG.style(nodes[box.id].group).color;
        ctx.fill();
      } else if (box.halo) {
        ctx.strokeStyle = box.hub ? KG.palette.paper : KG.palette.surface;
        ctx.lineWidth = box.hub ? 5 : 3 / Math.max(seen.scale, 0.6);
        ctx.strokeText(text, x, y);
      }
      ctx.fillStyle = color;
      ctx.fillText(text, x, y);
    };
    write(box.text, box.x, box.pill ? "#fff" : box.color, box.bold ? 600 : 400);
    if (box.tail) write(box.tail, box.x + box.tailAt, KG.palette.muted, 400);
    if (box.value) write(box.value, box.x + box.valueAt, box.bold ? KG.palette.accent : KG.palette.strong, 600);
    ctx.globalAlpha = 1;
  }

  /* Whose ties are looked at: the selected thing and its neighbours, or null for all. */
  function focusSet() {
    const id = state.selected;
    if (id === null || !model.visible(id)) return null;
    return new Set([id, ...model.ties[id].filter(model.edgeVisible).map((edge) => model.other(edge, id))]);
  }

  function emphasise(ctx, seen, focus) {
    ctx.globalAlpha = KG.dark() ? 0.66 : 0.72;
    ctx.fillStyle = KG.palette.paper;
    ctx.fillRect(seen.left, seen.top, seen.right - seen.left, seen.bottom - seen.top);
    ctx.globalAlpha = 1;
    const id = state.selected;
    const many = focus.size > 30;
    for (const edge of model.ties[id]) {
      const line = network.body.edges[edge];
      if (!line || !model.edgeVisible(edge)) continue;
      const before = line.options.color;
      const width = line.options.width;
      line.options.color = { ...before, color: KG.palette.accent, hover: KG.palette.accent, highlight: KG.palette.accent, inherit: false, opacity: many ? 0.5 : 1 };
      line.options.width = many ? 1 : 1.5;
      line.draw(ctx);
      if (line.drawArrows) line.drawArrows(ctx);
      line.options.color = before;
      line.options.width = width;
    }
    focus.forEach((one) => { if (network.body.nodes[one]) network.body.nodes[one].draw(ctx); });
    const at = place(id);
    ctx.beginPath();
    ctx.arc(at.x, at.y, nodes[id].size * (nodes[id].shape === "square" ? 1.42 : 1.1) + 4, 0, 2 * Math.PI);
    ctx.lineWidth = 2.2;
    ctx.strokeStyle = KG.palette.accent;
    ctx.stroke();
  }

  /* Lines that run through a group from outside are taken back there, so that its rows stay calm. */
  function quieten(ctx, seen) {
    if (free) return;
    ctx.globalAlpha = 0.78;
    ctx.fillStyle = KG.palette.surface;
    const near = frames.filter((frame) => frame.count && inside(frame, seen));
    for (const frame of near) {
      round(ctx, frame.x + 1, frame.y + 1, frame.w - 2, frame.h - 2, 9);
      ctx.fill();
    }
    ctx.globalAlpha = 1;
    for (const frame of near) {
      for (const id of frame.members) {
        for (const edge of model.ties[id]) {
          if (model.edges[edge].from !== id || nodes[model.edges[edge].to].frame !== frame) continue;
          if (Math.abs(nodes[id].x - nodes[model.edges[edge].to].x) > 40) continue;
          if (network.body.edges[edge]) network.body.edges[edge].draw(ctx);
        }
      }
      for (const id of frame.members) if (network.body.nodes[id]) network.body.nodes[id].draw(ctx);
    }
  }

  function drawLabels(ctx) {
    const seen = view(ctx);
    const focus = focusSet();
    quieten(ctx, seen);
    if (focus) emphasise(ctx, seen, focus);
    const taken = occupancy(16 / seen.scale);
    const boxes = [];
    const first = [];
    if (hovered !== null) first.push(hovered);
    if (focus) first.push(state.selected);
    hubs.forEach((id) => first.push(id));
    const rest = model.nodeSet.getIds();
    const order = focus ? [...focus, ...rest] : rest;
    const done = new Set();
    for (const id of first) if (!done.has(id) && model.visible(id)) { done.add(id); label(ctx, id, seen, taken, boxes, focus); }
    titles(ctx, seen, taken, boxes);
    for (const id of order) {
      if (done.has(id) || !network.body.nodes[id]) continue;
      done.add(id);
      label(ctx, id, seen, taken, boxes, focus);
    }
    for (const box of boxes) box.halo = !KG.flat;
    boxes.filter((box) => box.id !== hovered).forEach((box) => paint(ctx, box, seen));
    boxes.filter((box) => box.id === hovered && hovered !== null).forEach((box) => {
      round(ctx, box.x - 3, box.y - 1, box.w + 6, box.h + 2, 4);
      ctx.fillStyle = KG.palette.surface;
      ctx.fill();
      paint(ctx, box, seen);
    });
    lastBoxes = boxes;
  }

  const camera = KG.camera(model, network, { place, focusSet, free: () => free });

  network.on("beforeDrawing", drawFrames);
  network.on("afterDrawing", drawLabels);
  network.on("hoverNode", ({ node }) => { hovered = node; redraw(); });
  network.on("blurNode", () => { hovered = null; redraw(); });

  /* Which thing's label lies under a point of the page: a click on a name is a click on its thing. */
  function under(point) {
    const at = network.DOMtoCanvas(point);
    const hit = lastBoxes.find((box) => box.id !== undefined
      && at.x >= box.x - 2 && at.x <= box.x + box.w + 2 && at.y >= box.y - 1 && at.y <= box.y + box.h + 1);
    return hit ? hit.id : null;
  }

  function setFree(on) {
    free = on;
    state.physics = on;
    if (on) {
      network.setOptions({ physics: { ...KG.data.options.physics, enabled: true } });
      return;
    }
    network.stopSimulation();
    network.setOptions({ physics: { enabled: false } });
    /* A step of the simulation may still be under way; it must not have the last word. */
    setTimeout(() => {
      if (free) return;
      model.nodeSet.getIds().forEach((id) => {
        const spot = nodes[id].rest || nodes[id].home;
        Object.assign(nodes[id], spot);
        const body = network.body.nodes[id];
        if (body) Object.assign(body, spot, { vx: 0, vy: 0 });
      });
      camera.fit();
      redraw();
    }, 40);
  }
  network.on("dragEnd", ({ nodes: dragged }) => {
    dragged.forEach((id) => { const at = place(id); nodes[id].x = at.x; nodes[id].y = at.y; nodes[id].dragged = true; delete nodes[id].room; });
  });

  return {
    ...camera, network, setFree, under, place,
    boxes: () => lastBoxes, redraw,
    hover: (id) => { if (hovered !== id) { hovered = id; redraw(); } },
  };
});
