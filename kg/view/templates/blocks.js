/* Where what is expanded goes: into groups of its own, each at the nearest place where nothing stands.
   The measures are those of layout.py. */
KG.blocks = ({ nodes, frames, hubs, state, tall }) => {
  const { row, head, foot, gap } = KG.FLOW;
  const COLUMN = 228;
  const INSET = 18;
  const LONGEST = 20;
  const FEW = 3;

  const wide = (id) => 12 * [...nodes[id].label].length;
  /* What is in the way: groups, publishers with their names, and things that stand alone. */
  function obstacles() {
    const found = frames.map(({ x, y, w, h }) => ({ x, y, w, h }));
    state.shown.forEach((id) => {
      const { x, y } = nodes[id];
      if (hubs.has(id)) found.push({ x: x - wide(id) / 1.3, y: y - 36, w: wide(id) * 1.54, h: 96 });
      else if (!nodes[id].frame) found.push({ x: x - 14, y: y - 12, w: 24 + wide(id), h: 24 });
    });
    return found;
  }
  const clear = (box, all) => !all.some((one) => box.x < one.x + one.w + gap && one.x < box.x + box.w + gap
    && box.y < one.y + one.h + gap && one.y < box.y + box.h + gap);

  /* Beside what stands there already, so that edges line up; the nearest such place is taken. */
  function spot(w, h, near, all) {
    let best = null;
    let least = Infinity;
    const aside = gap + 1;
    for (const one of [...all, { x: near.x - 40, y: near.y - 40, w: 80, h: 80 }]) {
      for (const [x, y] of [
        [one.x + one.w + aside, one.y], [one.x - aside - w, one.y], [one.x + one.w + aside, one.y + one.h - h], [one.x - aside - w, one.y + one.h - h],
        [one.x, one.y + one.h + aside], [one.x, one.y - aside - h], [one.x + one.w - w, one.y + one.h + aside], [one.x + one.w - w, one.y - aside - h],
      ]) {
        const far = Math.hypot(x + w / 2 - near.x, y + h / 2 - near.y);
        if (far < least && clear({ x, y, w, h }, all)) { least = far; best = { x, y }; }
      }
    }
    return best;
  }

  function stand(id, x, y) {
    [nodes[id].x, nodes[id].y] = [Math.round(x), Math.round(y)];
    nodes[id].home = { x: nodes[id].x, y: nodes[id].y };
    nodes[id].rest = nodes[id].home;
    state.shown.add(id);
  }

  /* A group of one type, of no publisher's realm: filters close its gaps, but do not move it. */
  function group(type, ids, near, all) {
    const n = Math.min(Math.ceil(ids.length / LONGEST), tall ? 2 : Infinity);
    const lines = Math.ceil(ids.length / n);
    const size = { w: n * (COLUMN + gap) - gap, h: head + lines * row + foot };
    const at = spot(size.w, size.h, near, all);
    const frame = { ...at, ...size, c: COLUMN, n, r: -1, t: type, s: "", members: [...ids] };
    ids.forEach((id, place) => {
      stand(id, at.x + Math.floor(place / lines) * (COLUMN + gap) + INSET, at.y + head + Math.floor(row / 2) + (place % lines) * row);
      nodes[id].room = COLUMN - INSET - 5;
      nodes[id].frame = frame;
    });
    frames.push(frame);
    all.push({ ...at, ...size });
  }

  return (ids, near) => {
    const all = obstacles();
    const types = new Map();
    ids.forEach((id) => types.set(nodes[id].group, [...(types.get(nodes[id].group) || []), id]));
    [...types].sort((a, b) => b[1].length - a[1].length).forEach(([type, own]) => {
      if (own.length > FEW) { group(type, own, near, all); return; }
      own.forEach((id) => {
        const at = spot(24 + wide(id), 24, near, all);
        all.push({ ...at, w: 24 + wide(id), h: 24 });
        stand(id, at.x + 14, at.y + 12);
      });
    });
  };
};
