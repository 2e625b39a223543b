/* Uploads that survive a bad line: each file goes in parts, a part that is lost is sent again, and a file that was
   begun before goes on where it stopped, also after the page was loaded anew. Without this script, or where the
   browser may not fingerprint (no HTTPS), the form is sent as it is. */
"use strict";

const SMALLEST = 256 * 1024; /* bytes of a part, on a line that breaks */
const LARGEST = 2 * 1024 * 1024;
const BRISK = 2000; /* milliseconds: a part that took no longer may be followed by one of twice its size */
const PAUSES = [1, 2, 4, 8, 15, 30]; /* seconds between two tries, the last one again and again */
const PATIENCE = 120; /* seconds for one answer */
const PAPERS = /\.(pdf|jpe?g|png)\s*$/i;
const SIGN_IN = "Sesi Anda berakhir. Masuk lagi, lalu pilih berkas yang sama: unggahan dilanjutkan dari sini.";

class Stopped extends Error {} /* by a person, or because trying again is of no use; the message is for the person */

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (event.target.type === "file" && form && form.matches("form[data-parts]")) showQueue(form);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-parts]") || event.defaultPrevented) return;
  if (!window.crypto || !window.crypto.subtle || !form.rows || !form.rows.length) return;
  event.preventDefault();
  sendAll(form);
});

/* The list of what was chosen, each with what it is for: a paper beside a spreadsheet is an attachment. */
function showQueue(form) {
  const list = form.querySelector("[data-queue]");
  const data = Array.from(form.elements.file.files);
  const beside = Array.from(form.elements.attachment.files);
  const holdsData = data.some((file) => !PAPERS.test(file.name));
  const isAttachment = (file) => holdsData && PAPERS.test(file.name);
  form.rows = [
    ...data.map((file) => makeRow(form, file, isAttachment(file) ? "attachment" : "data")),
    ...beside.map((file) => makeRow(form, file, "attachment")),
  ];
  list.replaceChildren(...form.rows.map((row) => row.item));
  list.hidden = !form.rows.length;
}

function makeRow(form, file, role) {
  const item = form.querySelector("[data-queue-row]").content.firstElementChild.cloneNode(true);
  const row = { file, item, role: item.querySelector("select"), bar: item.querySelector("progress"), stop: null };
  item.querySelector(".queue-name").textContent = file.name;
  item.querySelector(".queue-size").textContent = megabytes(file.size);
  row.role.value = role;
  row.role.setAttribute("aria-label", `Untuk apa ${file.name}`);
  row.bar.setAttribute("aria-label", `Bagian ${file.name} yang sudah sampai`);
  row.cancel = item.querySelector(".queue-cancel");
  row.cancel.setAttribute("aria-label", `Batalkan ${file.name}`);
  row.cancel.addEventListener("click", () => row.stop && row.stop.abort());
  return row;
}

/* One file after the other, the data first: an attachment stands beside the first of them. */
async function sendAll(form) {
  const rows = ["data", "attachment"].flatMap((role) => form.rows.filter((row) => row.role.value === role));
  const button = form.querySelector("button.btn-primary, button:not([type])");
  button.setAttribute("aria-disabled", "true");
  let beside = "";
  let told = 0;
  for (const row of rows) {
    row.role.disabled = true;
    try {
      const answer = await sendFile(form, row, beside);
      beside = beside || answer.submission || "";
      say(row, answer.outcome === "refused" ? "bad" : "done", answer.message);
      told += 1;
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      say(row, "wait", error.message);
    }
    row.cancel.hidden = true;
  }
  button.removeAttribute("aria-disabled");
  form.dataset.once = "";
  if (told === rows.length) goOn(form.dataset.after);
  else rows.forEach((row) => { row.role.disabled = false; });
}

function goOn(address) {
  const to = new URL(address, window.location.href);
  if (to.pathname !== window.location.pathname) {
    window.location.assign(to);
    return;
  }
  window.history.scrollRestoration = "manual"; /* what became of the files stands at the top */
  window.history.replaceState(null, "", to);
  window.location.reload();
}

/* Announce, send part after part, and give the answer to the last one. */
async function sendFile(form, row, beside) {
  row.stop = new AbortController();
  row.cancel.hidden = false;
  row.bar.hidden = false;
  say(row, "run", "Menyiapkan…");
  const announced = await announcement(form, row, beside);
  let place = await announce(form, row, announced);
  if (!place.url) return place;
  if (place.received) say(row, "run", `Dilanjutkan dari ${megabytes(place.received)}.`);
  let received = place.received;
  let size = SMALLEST;
  for (;;) {
    show(row, received);
    const part = row.file.slice(received, received + size);
    const began = performance.now();
    const answer = await ask(form, row, place.url, { method: "PATCH", body: part, headers: { "Upload-Offset": received } });
    if (answer.outcome) return answer;
    if (answer.code === "upload_offset") received = answer.facts.offset;
    else if (answer.code === "not_found") {
      place = await announce(form, row, announced);
      if (!place.url) return place;
      received = place.received;
    } else if (answer.code) return { ...answer, outcome: "refused" };
    else received = answer.received;
    if (row.wasBroken) {
      say(row, "run", "Tersambung lagi.");
      size = SMALLEST;
    } else if (performance.now() - began < BRISK) size = Math.min(2 * size, LARGEST);
    row.wasBroken = false;
  }
}

async function announcement(form, row, beside) {
  const told = new FormData(form);
  told.delete("file");
  told.delete("attachment");
  told.set("name", row.file.name);
  told.set("size", row.file.size);
  told.set("role", row.role.value);
  told.set("sha256", await fingerprint(row.file));
  if (beside) told.set("beside", beside);
  return told;
}

async function announce(form, row, announced) {
  const answer = await ask(form, row, form.dataset.parts, { method: "POST", body: announced });
  return answer.url || answer.outcome ? answer : { ...answer, outcome: "refused" };
}

async function fingerprint(file) {
  try {
    const digest = await window.crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
  } catch {
    throw new Stopped("Berkas ini tidak dapat dibaca. Pilih lagi berkasnya.");
  }
}

/* Ask until there is an answer: a line that breaks, a server that is away or busy, all of that passes. */
async function ask(form, row, address, how) {
  const headers = { Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, ...how.headers };
  for (let turn = 0; ; turn += 1) {
    let why = "Sambungan terputus.";
    try {
      const signal = AbortSignal.any([row.stop.signal, AbortSignal.timeout(PATIENCE * 1000)]);
      const answer = await fetch(address, { ...how, headers, signal, redirect: "manual", credentials: "same-origin" });
      if (answer.type === "opaqueredirect") throw new Stopped(SIGN_IN);
      if (answer.status < 500 && answer.status !== 429) return await answer.json();
      why = "Server sedang sibuk.";
    } catch (error) {
      if (error instanceof Stopped) throw error;
      if (error instanceof SyntaxError) throw new Stopped(SIGN_IN); /* a page where an answer should be */
      if (row.stop.signal.aborted) throw await cancelled(form, row, address, how);
    }
    row.wasBroken = true;
    await pause(row, why, PAUSES[Math.min(turn, PAUSES.length - 1)]);
    if (row.stop.signal.aborted) throw await cancelled(form, row, address, how);
  }
}

/* What has come of a cancelled file is forgotten, where the server can be told; else it is swept after a day. */
async function cancelled(form, row, address, how) {
  if (how.method === "PATCH") {
    const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
    await fetch(address, { method: "DELETE", headers, credentials: "same-origin" }).catch(() => {});
  }
  return new Stopped("Dibatalkan.");
}

/* Waits, says why, and goes on at once when the line is back or the person cancels. */
function pause(row, why, seconds) {
  const safe = `${megabytes(row.bar.value * row.file.size)} dari ${megabytes(row.file.size)} sudah aman.`;
  say(row, "wait", navigator.onLine
    ? `${why} ${safe} Dicoba lagi dalam ${seconds} detik.`
    : `Tidak ada sambungan internet. ${safe} Dilanjutkan sendiri begitu tersambung.`);
  return new Promise((resolve) => {
    const timer = setTimeout(done, seconds * 1000);
    function done() {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      row.stop.signal.removeEventListener("abort", done);
      resolve();
    }
    window.addEventListener("online", done);
    row.stop.signal.addEventListener("abort", done);
  });
}

function show(row, received) {
  row.bar.value = row.file.size ? received / row.file.size : 0;
  row.item.querySelector(".queue-size").textContent = `${megabytes(received)} dari ${megabytes(row.file.size)}`;
}

function say(row, state, words) {
  row.item.dataset.state = state;
  row.item.querySelector(".queue-word").textContent = words;
}

/* As the pages write it: a kilobyte has 1,000 bytes, and small numbers keep one decimal. */
function megabytes(bytes) {
  const [amount, unit] = bytes < 1e6 ? [bytes / 1e3, "KB"] : [bytes / 1e6, "MB"];
  const digits = amount < 10 ? 1 : 0;
  return `${amount.toLocaleString("id-ID", { minimumFractionDigits: digits, maximumFractionDigits: digits })}\u00a0${unit}`;
}
