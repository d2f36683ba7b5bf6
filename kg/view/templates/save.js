/* Sharing: pictures of what is seen, and the clipboard. */
KG.save = ((model, canvas) => {
  function download(blob, ending) {
    const name = (KG.data.title.replace(/[\\/:*?"<>|\s]+/g, "-").slice(0, 60) || "graph") + ending;
    const url = URL.createObjectURL(blob);
    const anchor = KG.el("a", { href: url, download: name });
    document.body.append(anchor);
    anchor.click();
    anchor.remove();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  }

  /* What is seen of the graph, on the paper of the theme. */
  function painted() {
    const from = canvas.network.canvas.frame.canvas;
    const picture = KG.el("canvas", { width: from.width, height: from.height });
    const ctx = picture.getContext("2d");
    ctx.fillStyle = KG.palette.paper;
    ctx.fillRect(0, 0, from.width, from.height);
    ctx.drawImage(from, 0, 0);
    return picture;
  }

  const picture = () => (canvas.network.canvas.frame.canvas.width ? painted().toDataURL("image/png") : "");
  /* Not toBlob: browsers put that off until they have nothing else to do, which may be seconds. */
  const png = () => {
    const bytes = Uint8Array.from(atob(picture().split(",")[1] || ""), (letter) => letter.charCodeAt(0));
    download(new Blob([bytes], { type: "image/png" }), ".png");
  };

  /* The same view as vectors: frames, lines, shapes and the labels that are on the screen. */
  function vectors() {
    const { network } = canvas;
    const stage = KG.byId("stage").getBoundingClientRect();
    const low = network.DOMtoCanvas({ x: 0, y: 0 });
    const scale = network.getScale();
    const n = (value) => Math.round(value * 100) / 100;
    const svg = KG.svg("svg", { xmlns: "http://www.w3.org/2000/svg", width: stage.width, height: stage.height,
      viewBox: [low.x, low.y, stage.width / scale, stage.height / scale].map(n).join(" "), "font-family": KG.FONT });
    svg.append(KG.svg("title", {}, KG.data.title),
      KG.svg("rect", { x: n(low.x), y: n(low.y), width: "100%", height: "100%", fill: KG.palette.paper }));
    const focus = model.state.selected;
    const boxes = (opacity) => model.frames.filter((one) => one.count && !model.state.physics).forEach((frame) => svg.append(
      KG.svg("rect", { x: n(frame.x), y: n(frame.y), width: n(frame.w), height: n(frame.h), rx: 10, fill: KG.palette.surface, "fill-opacity": opacity, stroke: KG.palette.line })));
    boxes(1);
    const lit = (id) => focus !== null && (model.edges[id].from === focus || model.edges[id].to === focus);
    const line = (id) => {
      const [a, b] = [canvas.place(model.edges[id].from), canvas.place(model.edges[id].to)];
      const middle = (a.x + b.x) / 2;
      const bow = Math.abs(a.x - b.x) < 40 ? 14 : 0;
      svg.append(KG.svg("path", { d: `M${n(a.x)} ${n(a.y)}C${n(middle - bow)} ${n(a.y)} ${n(middle - bow)} ${n(b.y)} ${n(b.x)} ${n(b.y)}`, fill: "none",
        stroke: lit(id) ? KG.palette.accent : model.color(model.edges[id]), "stroke-width": lit(id) ? 1.5 : 0.8 }));
    };
    const ids = model.edgeSet.getIds();
    ids.filter((id) => !lit(id)).forEach(line);
    boxes(0.78);
    ids.filter(lit).forEach(line);
    for (const id of model.nodeSet.getIds()) {
      const at = canvas.place(id);
      const style = KG.style(model.nodes[id].group);
      const points = KG.outline(style.shape, model.nodes[id].size);
      svg.append(points
        ? KG.svg("polygon", { points: points.map(([x, y]) => `${n(at.x + x)},${n(at.y + y)}`).join(" "), fill: style.color })
        : KG.svg("circle", { cx: n(at.x), cy: n(at.y), r: model.nodes[id].size, fill: style.color }));
    }
    for (const box of canvas.boxes()) {
      const write = (text, x, fill, weight) => svg.append(KG.svg("text", { x: n(x), y: n(box.y + box.h / 2), "dominant-baseline": "central",
        "font-size": n(box.size), "font-weight": weight, fill, opacity: box.faint ? 0.35 : 1,
        stroke: KG.palette.surface, "stroke-width": box.pill ? 0 : 3, "paint-order": "stroke" }, text));
      write(box.text, box.x, box.color, box.bold ? 600 : 400);
      if (box.value) write(box.value, box.x + box.valueAt, KG.palette.strong, 600);
      if (box.tail) write(box.tail.trim(), box.x + box.tailAt + box.size * 0.6, KG.palette.muted, 400);
    }
    return new XMLSerializer().serializeToString(svg);
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = KG.el("textarea", { readonly: true, class: "offscreen" });
      area.value = text;
      document.body.append(area);
      area.select();
      let done = false;
      try { done = document.execCommand("copy"); } catch { done = false; }
      area.remove();
      return done;
    }
  }

  return { png, picture, svg: () => download(new Blob([vectors()], { type: "image/svg+xml" }), ".svg"), vectors, copy };
});
