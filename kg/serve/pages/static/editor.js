"use strict";
/* The editor of queries: YASQE where npm has brought it, else a text area with line numbers. Both complete the same terms. */
KG.complete = (completions) => {
  const shown = 40;
  /* What may stand for the word before the caret, the likeliest first. */
  return (before, text) => {
    const word = (before.match(/[?$]?[\w:\u4e00-\u9fff-]*$/) || [""])[0];
    if (/^[?$]/.test(word)) {
      const names = [...new Set(text.match(/[?$]\w+/g) || [])].map((name) => "?" + name.slice(1));
      return { word, found: names.filter((name) => name.startsWith("?" + word.slice(1)) && name !== word).map((name) => ({ text: name, says: "" })) };
    }
    const small = word.toLowerCase();
    const rank = ({ text: name, says }) => {
      const term = name.toLowerCase();
      if (name.startsWith(word)) return 0;
      if (term.startsWith(small)) return 1;
      if (term.split(":")[1].startsWith(small)) return 2;
      return term.includes(small) || says.toLowerCase().includes(small) ? 3 : 9;
    };
    const found = completions.map((one) => [rank(one), one]).filter(([points, one]) => points < 9 && one.text !== word);
    return { word, found: found.sort((a, b) => a[0] - b[0]).slice(0, shown).map((pair) => pair[1]) };
  };
};

KG.plainEditor = (parent, { completions, label, run, changed }) => {
  const complete = KG.complete(completions);
  const area = KG.el("textarea", { "aria-label": label, spellcheck: "false", autocapitalize: "off", autocomplete: "off", wrap: "off", rows: "14",
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "terms" });
  const gutter = KG.el("div", { class: "gutter", "aria-hidden": "true" });
  const mirror = KG.el("div", { class: "mirror", "aria-hidden": "true" });
  const list = KG.el("ul", { class: "hits terms", id: "terms", role: "listbox", hidden: true });
  parent.classList.add("plain");
  parent.append(gutter, area, mirror, list);
  let hits = [];
  let word = "";
  let active = 0;
  let faulty = 0;

  function number() {
    const lines = area.value.split("\n").length;
    gutter.replaceChildren(...Array.from({ length: lines }, (_, i) => KG.el("span", { class: i + 1 === faulty ? "bad" : false }, String(i + 1))));
    area.rows = Math.min(Math.max(lines + 1, 10), 26);
    gutter.scrollTop = area.scrollTop;
  }
  function close() {
    list.hidden = true;
    area.setAttribute("aria-expanded", "false");
  }
  function open(forced) {
    const caret = area.selectionStart;
    const result = complete(area.value.slice(0, caret), area.value);
    ({ word } = result);
    hits = result.found;
    if (!hits.length || (!forced && word.length < 2)) return close();
    list.replaceChildren(...hits.map((hit, place) => KG.el("li", { id: `term-${place}`, role: "option",
      on: { mousedown: (event) => { event.preventDefault(); accept(place); } } },
      KG.el("span", { class: "name code" }, hit.text), KG.el("span", { class: "muted small" }, hit.says))));
    mirror.textContent = area.value.slice(0, caret - word.length);
    const spot = KG.el("span", {}, "\u200b");
    mirror.append(spot);
    list.style.left = `${Math.max(0, Math.min(area.offsetLeft + spot.offsetLeft - area.scrollLeft, parent.clientWidth - 300))}px`;
    list.style.top = `${area.offsetTop + spot.offsetTop - area.scrollTop + 24}px`;
    list.hidden = false;
    area.setAttribute("aria-expanded", "true");
    mark(0);
  }
  function mark(place) {
    active = (place + hits.length) % hits.length;
    KG.mark(area, list, active);
  }
  function accept(place) {
    const end = area.selectionStart;
    area.setRangeText(hits[place].text, end - word.length, end, "end");
    close();
    number();
    changed();
  }
  area.addEventListener("input", (event) => { faulty = 0; number(); changed(); if (!event.isComposing) open(false); });
  area.addEventListener("scroll", () => { gutter.scrollTop = area.scrollTop; close(); });
  area.addEventListener("blur", close);
  area.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key === "Enter") run();
    else if (command && event.key === " ") open(true);
    else if (list.hidden) return;
    else if (event.key === "ArrowDown") mark(active + 1);
    else if (event.key === "ArrowUp") mark(active - 1);
    else if (event.key === "Enter" || event.key === "Tab") accept(active);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  number();
  return {
    get: () => area.value,
    set(text) { area.value = text; faulty = 0; area.scrollTop = 0; number(); },
    focus: () => area.focus(),
    /* Marks the line of an error and puts the caret there; line 0 takes the mark away. */
    fault(line, column) {
      faulty = line;
      number();
      if (!line) return;
      const before = area.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
      const at = before + [...(area.value.split("\n")[line - 1] || "")].slice(0, column - 1).join("").length;
      area.focus({ preventScroll: true });
      area.setSelectionRange(at, at);
    },
  };
};

KG.yasqeEditor = (Yasqe, parent, { completions, label, run, changed }) => {
  const complete = KG.complete(completions);
  /* Nothing is kept in the browser, nothing is fetched: its own completers ask other hosts. Its check of the grammar
     is off, for it takes prefixes that the server knows for mistakes; the server says what is wrong, and where. */
  const yasqe = new Yasqe(parent, { persistenceId: null, consumeShareLink: null, createShareableLink: null, showQueryButton: false,
    autocompleters: [], syntaxErrorCheck: false, resizeable: false, editorHeight: "auto", collapsePrefixesOnLoad: false, viewportMargin: Infinity });
  parent.querySelectorAll(".yasqe_share, .yasqe_buttons").forEach((one) => one.remove());
  const input = yasqe.getInputField();
  input.setAttribute("aria-label", label);
  let bad = null;
  let setting = false;

  function hint() {
    const caret = yasqe.getDoc().getCursor();
    const { word, found } = complete(yasqe.getDoc().getLine(caret.line).slice(0, caret.ch), yasqe.getValue());
    return {
      from: { line: caret.line, ch: caret.ch - word.length }, to: caret,
      list: found.map(({ text, says }) => ({ text, render: (item) => item.append(KG.el("span", { class: "code" }, text), KG.el("span", { class: "says" }, says)) })),
    };
  }
  const open = () => yasqe.showHint({ hint, completeSingle: false, closeCharacters: /[\s{}()[\];,.<>"']/, container: parent });
  yasqe.addKeyMap({ "Ctrl-Enter": run, "Cmd-Enter": run, "Ctrl-Space": open,
    Tab: (editor) => editor.execCommand(editor.somethingSelected() ? "indentMore" : "insertSoftTab"),
    Esc: () => input.blur() });
  yasqe.on("inputRead", (editor, change) => {
    const caret = yasqe.getDoc().getCursor();
    const before = yasqe.getDoc().getLine(caret.line).slice(0, caret.ch);
    if (change.origin === "+input" && /[?$:\w\u4e00-\u9fff][\w:\u4e00-\u9fff-]$/.test(before) && yasqe.getTokenAt(caret).type !== "comment") setTimeout(() => yasqe.operation(open));
  });
  function unmark() {
    if (bad) yasqe.removeLineClass(bad, "background", "bad");
    bad = null;
  }
  yasqe.on("change", () => { unmark(); if (!setting) changed(); });
  return {
    get: () => yasqe.getValue(),
    set(text) { setting = true; yasqe.setValue(text); setting = false; yasqe.refresh(); },
    focus: () => yasqe.focus(),
    fault(line, column) {
      unmark();
      if (!line) return;
      const text = yasqe.getDoc().getLine(line - 1) || "";
      bad = yasqe.addLineClass(line - 1, "background", "bad");
      yasqe.getDoc().setCursor({ line: line - 1, ch: [...text].slice(0, column - 1).join("").length });
      yasqe.focus();
    },
  };
};

KG.editor = (parent, about) => {
  const Yasqe = window.Yasqe && (window.Yasqe.default || window.Yasqe.Yasqe || window.Yasqe);
  return typeof Yasqe === "function" ? KG.yasqeEditor(Yasqe, parent, about) : KG.plainEditor(parent, about);
};
