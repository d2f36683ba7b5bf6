/* Where the reader stands: the first view, the whole, and what is brought into sight. */
KG.camera = ((model, network, { place, focusSet, free }) => {
  const { nodes, frames, hubs } = model;

  function move(to) {
    const options = { ...to, animation: KG.calm() ? false : { duration: 320, easingFunction: "easeInOutQuad" } };
    if (KG.still) options.animation = false;
    network.moveTo(options);
  }

  /* What of the stage the panel leaves free, in pixels of the stage. */
  function room() {
    const stage = KG.byId("stage").getBoundingClientRect();
    const panel = KG.byId("panel");
    if (panel.hidden) return { x: 0, y: 0, w: stage.width, h: stage.height };
    const box = panel.getBoundingClientRect();
    return KG.narrow()
      ? { x: 0, y: 0, w: stage.width, h: Math.max(80, box.top - stage.top) }
      : { x: 0, y: 0, w: Math.max(120, box.left - stage.left), h: stage.height };
  }

  function centreOn(x, y, scale) {
    const stage = KG.byId("stage").getBoundingClientRect();
    const area = room();
    const dx = stage.width / 2 - (area.x + area.w / 2);
    const dy = stage.height / 2 - (area.y + area.h / 2);
    move({ position: { x: x + dx / scale, y: y + dy / scale }, scale });
  }

  function bounds() {
    const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
    const grow = (x, y, w, h) => {
      box.left = Math.min(box.left, x); box.right = Math.max(box.right, x + w);
      box.top = Math.min(box.top, y); box.bottom = Math.max(box.bottom, y + h);
    };
    if (!free()) frames.filter((frame) => frame.count).forEach((frame) => grow(frame.x, frame.y, frame.w, frame.h));
    model.nodeSet.getIds().forEach((id) => {
      const at = place(id);
      const half = 12 * [...nodes[id].label].length;
      if (at.x !== undefined && hubs.has(id)) grow(at.x - half, at.y - 30, 2 * half, 84);
      else if (at.x !== undefined) grow(at.x - 12, at.y - 12, nodes[id].room !== undefined ? 24 : 170, 24);
    });
    return box.left === Infinity ? null : box;
  }

  function fit() {
    const box = bounds();
    if (!box) return;
    const area = room();
    const wide = box.right - box.left + 28;
    const high = box.bottom - box.top + 28;
    const scale = Math.min(area.w / wide, area.h / high, 1.25);
    centreOn((box.left + box.right) / 2, (box.top + box.bottom) / 2, scale);
  }

  /* First view: everything, unless that is too small to read on a narrow screen; then the width, around the middle. */
  function open() {
    const box = bounds();
    if (!box) return;
    const area = room();
    const all = Math.min(area.w / (box.right - box.left + 28), area.h / (box.bottom - box.top + 28));
    if (!model.tall || all > 0.7) { fit(); return; }
    const hub = [...hubs][0];
    const at = hub === undefined ? { x: (box.left + box.right) / 2, y: box.top + 200 } : nodes[hub];
    const own = frames.find((frame) => Math.hypot(frame.x + frame.w / 2 - at.x, 0) < frame.c * 2 && Math.abs(frame.y - at.y) < 140) || frames[0];
    const mine = frames.filter((frame) => own && frame.r === own.r);
    const left = Math.min(...mine.map((frame) => frame.x), at.x - 100);
    const right = Math.max(...mine.map((frame) => frame.x + frame.w), at.x + 100);
    centreOn((left + right) / 2, at.y, Math.min(area.w / (right - left + 20), 1.2));
  }

  /* Moves only as far as is needed to see the thing; `closer` brings its ties into view where that stays readable. */
  function show(id, closer) {
    const at = place(id);
    const scale = network.getScale();
    const area = room();
    if (closer) {
      const all = [...(focusSet() || [id])].map(place);
      const xs = all.map((one) => one.x);
      const ys = all.map((one) => one.y);
      const box = { left: Math.min(...xs) - 96, right: Math.max(...xs) + 230, top: Math.min(...ys) - 60, bottom: Math.max(...ys) + 70 };
      const fits = Math.min(area.w / (box.right - box.left), area.h / (box.bottom - box.top), 1.15);
      if (fits > 0.6) { centreOn((box.left + box.right) / 2, (box.top + box.bottom) / 2, fits); return; }
    }
    const spot = network.canvasToDOM(at);
    const margin = Math.min(90, area.w / 4);
    const seen = spot.x > margin && spot.x < area.w - margin * 1.6 && spot.y > 60 && spot.y < area.h - 60;
    if (seen && !closer) return;
    centreOn(at.x + (hubs.has(id) ? 0 : 60), at.y, closer ? Math.max(scale, 0.95) : scale);
  }

  /* A thing and others that have come beside it: the picture moves only where they are not all seen. */
  function reach(id, others) {
    const area = room();
    const all = [id, ...others].map(place);
    const box = { left: Math.min(...all.map((one) => one.x)) - 60, right: Math.max(...all.map((one) => one.x)) + 220,
      top: Math.min(...all.map((one) => one.y)) - 60, bottom: Math.max(...all.map((one) => one.y)) + 60 };
    const [low, high] = [network.canvasToDOM({ x: box.left, y: box.top }), network.canvasToDOM({ x: box.right, y: box.bottom })];
    if (low.x >= area.x && low.y >= area.y && high.x <= area.x + area.w && high.y <= area.y + area.h) return;
    const fits = Math.min(area.w / (box.right - box.left), area.h / (box.bottom - box.top));
    centreOn((box.left + box.right) / 2, (box.top + box.bottom) / 2, Math.min(fits, Math.max(network.getScale(), 0.5)));
  }

  return { fit, open, show, reach, move, zoom: (factor) => move({ scale: network.getScale() * factor }) };
});
