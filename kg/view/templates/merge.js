/* Growing: what a server hands on later becomes part of the open page; what is there already stays as it is. */
KG.merger = (model) => {
  const { data } = KG;
  const { nodes, edges, things, links, ties, places } = model;
  /* Lists whose members are told apart by a key; fresh members go to the end. */
  const shelf = (list, key) => {
    const at = new Map(list.map((one, place) => [key(one), place]));
    return (more) => more.map((one) => {
      const name = key(one);
      if (!at.has(name)) { at.set(name, list.length); list.push(one); }
      return at.get(name);
    });
  };
  const reports = shelf(data.reports, (one) => one.i);
  const topics = shelf(data.topics, (one) => one.key);
  const sections = shelf(data.sections, (one) => one);
  const sentences = shelf(data.sentences, (row) => JSON.stringify(row));
  const lines = shelf(edges, (edge) => `${edge.from} ${edge.to} ${edge.predicate}`);

  return (more) => {
    const report = reports(more.reports);
    const topic = topics(more.topics);
    const section = sections(more.sections);
    const sentence = sentences(more.sentences.map(([of, start, words]) => [of < 0 ? of : report[of], start, words]));
    const passages = (list) => list && list.map(([of, start, end, within]) => [sentence[of], start, end, section[within]]);
    const named = (list, at) => list && list.map((one) => at[one]);
    const shapes = KG.unpack(more.nodes);
    const before = nodes.length;
    const place = KG.unpack(more.things).map((record, number) => {
      const thing = { ...record, r: named(record.r, report), t: named(record.t, topic), m: passages(record.m),
        f: record.f && record.f.map((fact) => ({ ...fact, e: passages(fact.e) })) };
      const known = places.get(thing.i);
      if (known !== undefined) {
        const r = [...new Set([...(things[known].r || []), ...(thing.r || [])])];
        /* A record that leaves nothing out takes the place of one that does; its figures come as nodes. */
        const fuller = things[known].l && !thing.l && thing.m;
        things[known] = fuller ? { ...thing, r } : { ...things[known], r };
        return known;
      }
      const id = nodes.length;
      const { x, y, ...shape } = shapes[number];
      places.set(thing.i, id);
      nodes.push({ ...shape, id, home: null });
      things.push(thing);
      ties.push([]);
      return id;
    });
    more.predicates.forEach((one) => { if (!model.predicates.has(one.key)) model.predicates.set(one.key, one); });
    const words = KG.unpack(more.links);
    KG.unpack(more.edges).forEach((edge, number) => {
      const count = edges.length;
      const [id] = lines([{ ...edge, from: place[edge.from], to: place[edge.to] }]);
      if (id < count) {
        const said = passages(words[number].e) || [];
        if (said.length > (links[id].e || []).length) links[id] = { ...words[number], e: said };
        return;
      }
      edges[id].id = id;
      links.push({ ...words[number], e: passages(words[number].e) });
      ties[edges[id].from].push(id);
      if (edges[id].to !== edges[id].from) ties[edges[id].to].push(id);
    });
    model.grown();
    return Array.from({ length: nodes.length - before }, (_, number) => before + number);
  };
};
