/* Saves a form while one types, waits out a lost line, and never overwrites what somebody else saved meanwhile.

   Only fields that are not saved yet are kept in this browser, and forgotten once they are. */
"use strict";

(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const PAUSE = 1200; // ms after the last key
  const PATIENCE = [2000, 5000, 10000, 30000]; // ms between tries without a line
  const KEPT_ALIVE = 200; // fields; browsers let a page that is left send no more than 64 KB
  const state = document.getElementById("simpanan");
  const conflict = document.getElementById("bentrok");
  const store = `sektoral-isian:${form.dataset.autosave}:${location.pathname}${location.search}`;
  const unsaved = new Map();
  let timer = 0;
  let tries = 0;
  let isBusy = false;
  let isHeld = false;

  const fieldsOf = (name) => [...form.elements].filter((field) => field.name === name);
  const isOfGrid = (field) => field.name && !["hidden", "submit", "button"].includes(field.type || "submit");
  const textOf = (field) => (field.type === "checkbox" ? (field.checked ? field.value : "") : field.value);

  function show(text, tone) {
    state.textContent = text;
    state.className = `autosave tone-${tone}`;
  }

  function remember() {
    try {
      if (!unsaved.size) localStorage.removeItem(store);
      else localStorage.setItem(store, JSON.stringify({ revision: form.elements.revisi.value, fields: [...unsaved] }));
    } catch { /* a browser that keeps nothing: the page itself still holds what was typed */ }
  }

  /* What an earlier visit could not save. Where the table was saved since, the person chooses. */
  function recall() {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(store) || "null"); } catch { kept = null; }
    const fields = kept && Array.isArray(kept.fields) ? kept.fields : [];
    const lost = fields.filter(([name, text]) => {
      const [field] = fieldsOf(name);
      return field && !field.readOnly && textOf(field) !== text;
    });
    for (const [name, text] of lost) {
      const [field] = fieldsOf(name);
      if (field.type === "checkbox") field.checked = Boolean(text);
      else field.value = text;
      unsaved.set(name, text);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    remember();
    if (!lost.length) return;
    show("Isian yang belum sempat tersimpan dipulihkan.", "wait");
    const { revisi } = form.elements;
    if (kept.revision === revisi.value) return;
    const cells = lost.slice(0, 12).map(([name]) => name).join(", ");
    const message = `Isian di peramban ini yang belum tersimpan (${cells}) berbeda dari yang tersimpan.`;
    hold({ message, facts: { revision: revisi.value } });
  }

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }

  function bodyOf(sent) {
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "instrumen", "revisi"]) body.set(name, form.elements[name].value);
    for (const [name, text] of sent) body.set(name, text);
    if (form.elements.halaman) body.set("halaman", form.elements.halaman.value);
    const said = [...form.querySelectorAll("[data-statement]")];
    if (said.length) body.set("pernyataan", "1");
    said.forEach((field) => { if (textOf(field)) body.set(field.name, textOf(field)); });
    return body;
  }

  async function save() {
    if (!unsaved.size || isBusy || isHeld) return;
    const sent = [...unsaved];
    isBusy = true;
    show("Menyimpan …", "run");
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: bodyOf(sent), keepalive: document.hidden && sent.length < KEPT_ALIVE, credentials: "same-origin",
        headers: { Accept: "application/json" },
      });
      await hear(answer, sent);
    } catch {
      show("Belum tersimpan: tidak ada sambungan. Isian aman di halaman ini dan dicoba lagi sendiri.", "bad");
      later(PATIENCE[Math.min(tries, PATIENCE.length - 1)]);
      tries += 1;
    } finally {
      isBusy = false;
    }
  }

  async function hear(answer, sent) {
    const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    const said = isJson ? await answer.json() : null;
    if (answer.ok && said) {
      tries = 0;
      form.elements.revisi.value = said.revision;
      sent.forEach(([name, text]) => { if (unsaved.get(name) === text) unsaved.delete(name); });
      remember();
      show(said.words, "done");
      if (unsaved.size) later(PAUSE);
    } else if (said && said.code === "typed_by_another") {
      hold(said);
    } else if (said) {
      show(said.message, "bad"); // what was typed last is refused; the next change is tried again
    } else {
      await renew(answer);
    }
  }

  /* Signed out, or in again with another token: the page is asked for a new one, and saving goes on. */
  async function renew(answer) {
    const page = await fetch(location.href, { credentials: "same-origin" });
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("form[data-autosave]");
    if (fresh && tries < PATIENCE.length) {
      form.elements.csrfmiddlewaretoken.value = fresh.elements.csrfmiddlewaretoken.value;
      later(PATIENCE[tries]);
      tries += 1;
    } else {
      const why = answer.status >= 500 ? "server belum menjawab" : "Anda perlu masuk lagi di tab lain";
      show(`Belum tersimpan: ${why}. Isian aman di halaman ini.`, "bad");
      later(PATIENCE[PATIENCE.length - 1]);
    }
  }

  /* Somebody saved in between: nothing goes out until the person has chosen. */
  function hold(said) {
    isHeld = true;
    show("Belum tersimpan: orang lain menyimpan tabel ini.", "bad");
    conflict.hidden = false;
    conflict.querySelector("[data-words]").textContent = said.message;
    conflict.querySelector("[data-mine]").onclick = () => {
      form.elements.revisi.value = said.facts.revision;
      isHeld = false;
      conflict.hidden = true;
      save();
    };
    conflict.querySelector("[data-theirs]").onclick = () => {
      unsaved.clear();
      remember();
      location.reload();
    };
    conflict.querySelector("button").focus();
  }

  form.addEventListener("input", (event) => {
    const field = event.target;
    if (!isOfGrid(field)) return;
    unsaved.set(field.name, textOf(field));
    remember();
    if (!isHeld) later(PAUSE);
  });
  form.addEventListener("submit", () => { isHeld = true; unsaved.clear(); }); // what is stored goes once it has arrived
  window.addEventListener("online", () => later(0));
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
  window.addEventListener("beforeunload", (event) => { if (unsaved.size) event.preventDefault(); });
  recall();
  if (unsaved.size) later(PAUSE);
})();
