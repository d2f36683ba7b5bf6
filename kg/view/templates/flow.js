/* Closing gaps: rows that are left after filtering move up in their group, groups move towards their publisher.
   With nothing hidden everything stands where it was laid out. The measures are those of layout.py. */
KG.FLOW = { row: 21, head: 30, foot: 8, gap: 14, middle: 124 };

KG.flow = ({ nodes, frames, hubs, centres }, show) => {
  const { row, head, foot, gap, middle } = KG.FLOW;
  const moved = [];
  const put = (id, left, top) => {
    const [x, y] = [Math.round(left), Math.round(top)];
    const node = nodes[id];
    if (node.dragged) return;
    node.rest = { x, y };
    if (node.x === x && node.y === y) return;
    [node.x, node.y] = [x, y];
    moved.push(id);
  };
  const pitch = (frame) => (frame.n > 1 ? (frame.w - frame.c) / (frame.n - 1) : frame.c);
  const column = (frame, id) => Math.floor((nodes[id].home.x - frame.home.x) / pitch(frame));
  frames.forEach((frame) => {
    if (!frame.home) {
      frame.home = { x: frame.x, y: frame.y, h: frame.h };
      frame.members.sort((a, b) => column(frame, a) - column(frame, b) || nodes[a].home.y - nodes[b].home.y);
    }
    frame.left = frame.members.filter((id) => show.has(id));
    frame.count = frame.left.length;
    const lines = Math.max(1, Math.ceil(frame.count / frame.n));
    frame.h = frame.count === frame.members.length ? frame.home.h : head + lines * row + foot;
    frame.y = frame.home.y;
  });
  if (frames.some((frame) => frame.count < frame.members.length)) pull();

  /* Each group goes as near to the middle of its realm as those before it on its side leave room. */
  function pull() {
    const hubAt = (realm) => [...hubs].some((id) => show.has(id) && nodes[id].home
      && Math.hypot(nodes[id].home.x - realm[0], nodes[id].home.y - realm[1]) < 30);
    centres.forEach((centre, number) => {
      const mine = frames.filter((frame) => frame.r === number && frame.count);
      const clear = hubAt(centre) ? middle / 2 : middle / 4;
      for (const side of [-1, 1]) {
        const near = (frame) => (side > 0 ? frame.home.y - centre[1] : centre[1] - frame.home.y - frame.home.h);
        const own = mine.filter((frame) => (frame.home.y + frame.home.h / 2 > centre[1] ? 1 : -1) === side);
        const placed = [];
        own.sort((a, b) => near(a) - near(b)).forEach((frame) => {
          const central = frame.x <= centre[0] + gap && frame.x + frame.w >= centre[0] - gap;
          let base = central ? clear : gap / 2;
          placed.filter((one) => one.frame.x < frame.x + frame.w && frame.x < one.frame.x + one.frame.w)
            .forEach((one) => { base = Math.max(base, one.end + gap); });
          placed.push({ frame, end: base + frame.h });
          frame.y = side > 0 ? centre[1] + base : centre[1] - base - frame.h;
        });
      }
    });
  }

  frames.forEach((frame) => {
    const whole = frame.count === frame.members.length;
    const lines = Math.max(1, Math.ceil(frame.count / frame.n));
    frame.left.forEach((id, place) => {
      const { home } = nodes[id];
      const inset = home.x - frame.home.x - column(frame, id) * pitch(frame);
      if (whole) put(id, home.x, home.y - frame.home.y + frame.y);
      else put(id, frame.x + Math.floor(place / lines) * pitch(frame) + inset, frame.y + head + Math.floor(row / 2) + (place % lines) * row);
    });
  });
  return moved;
};
