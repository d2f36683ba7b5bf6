/* Sharing: queries that give from the store what is on the screen. */
KG.sparql = (model) => {
  const { data } = KG;
  const { prefixes, predicates } = data.vocabulary;
  /* Characters that may not stand in an IRI are escaped. */
  const iri = (text) => `<${text.replace(/[\u0000-\u0020<>"{}|^`\\]/g, (letter) => encodeURIComponent(letter))}>`;
  const known = (curie) => Object.keys(prefixes).find((name) => curie.startsWith(name + ":"));
  const head = (curies) => [...new Set(curies.map(known))].sort().map((name) => `PREFIX ${name}: <${prefixes[name]}>\n`).join("");
  const lines = (terms) => terms.map((term) => `    ${term}`).join("\n");

  /* Everything said directly of one thing. */
  function thing(id) {
    const self = iri(model.things[id].i);
    return `SELECT DISTINCT ?subject ?predicate ?object WHERE {\n  GRAPH ?report {\n`
      + `    { ${self} ?predicate ?object . BIND(${self} AS ?subject) }\n    UNION\n`
      + `    { ?subject ?predicate ${self} . BIND(${self} AS ?object) }\n  }\n}\n`;
  }

  /* The lines that are seen, with names and values: a figure is an observation that is about a thing. */
  function view() {
    const things = model.nodeSet.getIds().sort((a, b) => a - b).map((id) => iri(model.things[id].i));
    const used = [...new Set(model.edgeSet.getIds().map((id) => model.edges[id].predicate))];
    const curies = [...new Set(used.filter((name) => Object.hasOwn(predicates, name)).map((name) => predicates[name]))].sort();
    return head([...curies, "skos:", "kg:"])
      + "SELECT DISTINCT ?subject ?subjectName ?predicate ?object ?objectName WHERE {\n"
      + `  VALUES ?predicate { ${curies.join(" ")} }\n  VALUES ?subject {\n${lines(things)}\n  }\n`
      + "  ?subject ?predicate ?object .\n"
      + `  FILTER(?object IN (\n${lines(things.map((term, place) => (place ? ", " : "  ") + term))}\n  ))\n`
      + "  OPTIONAL { ?subject skos:prefLabel|kg:label ?subjectName }\n"
      + "  OPTIONAL { ?object skos:prefLabel ?objectName }\n}\nORDER BY ?subject ?predicate ?object\n";
  }

  return { thing, view };
};
