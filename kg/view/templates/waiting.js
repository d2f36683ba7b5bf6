/* Waiting: what is being loaded is said where it takes a while, and what went wrong, with a way to try again. */
KG.waiting = () => {
  const { t, byId } = KG;
  const SOON = 200;
  const stage = byId("stage");
  const box = byId("busy");
  const [words, again] = [box.firstElementChild, byId("retry")];
  const under = new Set();
  let failed = null;

  function tell() {
    const slow = [...under].filter((one) => one.slow).pop();
    stage.toggleAttribute("aria-busy", under.size > 0);
    if (stage.hasAttribute("aria-busy")) stage.setAttribute("aria-busy", "true");
    words.textContent = slow ? slow.words() : failed ? failed.words() : "";
    box.classList.toggle("failed", !slow && failed !== null);
    again.hidden = Boolean(slow) || failed === null;
    box.hidden = !slow && failed === null;
  }

  /* Does some work of which the reader is told; `then` gets what it gives. Errors of the page itself go on. */
  async function wait(work, then, said) {
    const mine = { slow: false, words: said };
    const timer = setTimeout(() => { mine.slow = true; tell(); }, SOON);
    under.add(mine);
    failed = null;
    tell();
    try {
      then(await work());
    } catch (error) {
      if (!(error instanceof KG.Lost)) throw error;
      failed = { words: () => t("lost") + (error.message ? t("colon") + error.message : ""), repeat: () => wait(work, then, said) };
    } finally {
      clearTimeout(timer);
      under.delete(mine);
      tell();
    }
  }
  again.addEventListener("click", () => { const { repeat } = failed; byId("graph").focus({ preventScroll: true }); repeat(); });

  return { wait, words: tell };
};

/* The server did not give what it was asked for; the message is what it says, or nothing where it cannot be reached. */
KG.Lost = class extends Error {};

KG.fetched = async (address, options) => {
  const headers = { Accept: "application/json", ...(options || {}).headers };
  const answer = await fetch(address, { ...options, headers }).catch(() => { throw new KG.Lost(""); });
  if (!answer.ok) throw new KG.Lost((await answer.text().catch(() => "")).trim().slice(0, 300) || String(answer.status));
  return answer.json().catch(() => { throw new KG.Lost(""); });
};

document.documentElement.dataset.theme = KG.recall("theme") || (window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");

/* The first thing that is loaded: in its place stands what went wrong, and a button to try again. */
KG.opened = async (load, data) => {
  const { byId } = KG;
  byId("failed").hidden = true;
  byId("opening").hidden = false;
  try {
    const found = await load();
    KG.start({ ...found, ...data });
  } catch (error) {
    byId("opening").hidden = true;
    byId("failed").hidden = false;
    byId("why").textContent = error.message;
    byId("again").onclick = () => KG.opened(load, data);
    if (!(error instanceof KG.Lost)) throw error;
  }
};
