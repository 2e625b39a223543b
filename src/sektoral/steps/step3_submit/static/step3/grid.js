/* The grid of a form: arrows, a pasted block, sums and faults while one types. Without it the page is a plain form. */
"use strict";

(() => {
  const form = document.querySelector("form[data-grid]");
  if (!form) return;
  const LARGEST_PASTE = 2_000_000;
  const say = document.getElementById("kabar");
  const rows = [...form.querySelectorAll("tbody tr[data-row]")].map((line) => ({
    line, code: line.dataset.row, fields: [...line.querySelectorAll("input[data-column]")],
  }));
  const places = new Map();
  rows.forEach((row, down) => row.fields.forEach((field, across) => places.set(field, { down, across })));
  const letters = (field) => field.id.replace(/[0-9]+$/, "");
  let judge = null;
  let table = null;
  let undo = null;

  /* ── Moving ─────────────────────────────────────────────────────────── */

  function go(down, across) {
    const field = rows[down] && rows[down].fields[across];
    if (!field) return;
    field.focus();
    field.select();
  }

  form.addEventListener("keydown", (event) => {
    const at = places.get(event.target);
    if (!at || event.altKey) return;
    const { selectionStart: from, selectionEnd: to, value } = event.target;
    const isWhole = from === 0 && to === value.length;
    const moves = {
      ArrowDown: [1, 0], ArrowUp: [-1, 0], Enter: [event.shiftKey ? -1 : 1, 0],
      ArrowLeft: isWhole || (from === 0 && to === 0) ? [0, -1] : null,
      ArrowRight: isWhole || from === value.length ? [0, 1] : null,
    };
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && undo) {
      event.preventDefault();
      takeBack();
      return;
    }
    const move = event.ctrlKey || event.metaKey ? null : moves[event.key];
    if (!move) return;
    event.preventDefault();
    go(at.down + move[0], at.across + move[1]);
  });
  form.addEventListener("focusin", (event) => {
    if (places.has(event.target)) event.target.select();
  });

  /* ── Pasting ────────────────────────────────────────────────────────── */

  /* Lines and cells as spreadsheets copy them: tabs between, quotes round what holds a tab, a line or a quote. */
  function cellsOf(text) {
    const block = [[]];
    const piece = /(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r\n|\n|\r|$)/gy;
    for (let found = piece.exec(text); found; found = piece.exec(text)) {
      const cell = found[1] === undefined ? found[2] : found[1].replace(/""/g, '"').replace(/\s*[\r\n]+\s*/g, " ");
      block[block.length - 1].push(cell.trim());
      if (found[3] === "" || piece.lastIndex >= text.length) break;
      if (found[3] !== "\t") block.push([]);
    }
    return block;
  }

  /* 1,234.5 as the rest of the form is written: 1.234,5. */
  const turned = (text) => text.replace(/[.,]/g, (sign) => (sign === "." ? "," : "."));

  function paste(at, text) {
    const block = cellsOf(text);
    const english = judge && judge.styleOf(block.flat()) === "en";
    const before = [];
    const tooLong = [];
    let outside = 0;
    block.forEach((line, below) => line.forEach((cell, right) => {
      const row = rows[at.down + below];
      const field = row && row.fields[at.across + right];
      if (!field || field.readOnly) outside += cell ? 1 : 0;
      else if (cell.length > field.maxLength) tooLong.push(field.id);
      else {
        before.push([field, field.value]);
        field.value = english && judge.isEnglish(cell) ? turned(cell) : cell;
      }
    }));
    if (before.length) undo = before;
    before.forEach(([field]) => field.dispatchEvent(new Event("input", { bubbles: true })));
    tell(before.length, outside, tooLong, english);
  }

  function tell(count, outside, tooLong, english) {
    const parts = [`${count} sel ditempel.`];
    if (english) parts.push("Angkanya ditulis dengan titik desimal (1,234.5); ditulis ulang dengan koma (1.234,5).");
    if (outside) parts.push(`${outside} sel yang berisi berada di luar tabel ini dan tidak dimasukkan.`);
    if (tooLong.length) parts.push(`Terlalu panjang dan tidak dimasukkan: ${tooLong.slice(0, 12).join(", ")}.`);
    note(parts.join(" "), Boolean(outside || tooLong.length), count > 0);
  }

  function takeBack() {
    const before = undo || [];
    undo = null;
    before.forEach(([field, text]) => { field.value = text; });
    before.forEach(([field]) => field.dispatchEvent(new Event("input", { bubbles: true })));
    if (before.length) before[0][0].focus();
    note("Tempelan dibatalkan.", false, false);
  }

  function note(text, isLoud, mayUndo) {
    const box = document.getElementById("tempelan");
    box.hidden = false;
    box.className = `notice mb-3 tone-${isLoud ? "wait" : "run"}`;
    box.querySelector("p").textContent = text;
    box.querySelector("button").hidden = !mayUndo;
  }

  form.addEventListener("paste", (event) => {
    const at = places.get(event.target);
    const text = event.clipboardData.getData("text/plain").replace(/(\r\n|\n|\r)$/, "");
    if (!at || !/[\t\r\n]/.test(text)) return;
    event.preventDefault();
    if (text.length > LARGEST_PASTE) note("Yang ditempel terlalu besar. Salin bagian tabel yang perlu saja.", true, false);
    else paste(at, text);
  });
  form.addEventListener("click", (event) => {
    if (event.target.closest("[data-undo]")) takeBack();
    const mark = event.target.closest("[data-mark]");
    if (mark && places.has(focused)) {
      focused.value = mark.dataset.mark;
      focused.dispatchEvent(new Event("input", { bubbles: true }));
      focused.focus();
    }
  });
  let focused = null;
  form.addEventListener("focusin", (event) => { if (places.has(event.target)) focused = event.target; });

  /* ── Sums ───────────────────────────────────────────────────────────── */

  function reckon() {
    const columns = new Map();
    for (const [field] of places) {
      if (!columns.has(letters(field))) columns.set(letters(field), []);
      columns.get(letters(field)).push(field);
    }
    form.querySelectorAll("output[data-adds]").forEach((output) => {
      const line = output.closest("tr[data-row]");
      const fields = output.dataset.adds.split(" ").flatMap((letter) => columns.get(letter) || []);
      const texts = fields.filter((field) => !line || line.contains(field)).map((field) => field.value);
      if (output.dataset.rest !== undefined) texts.push(output.dataset.rest);
      output.value = judge.sum(texts);
    });
    const filled = [...places.keys()].filter((field) => field.value.trim()).length;
    const count = document.getElementById("terisi");
    if (count) count.textContent = `${filled} dari ${places.size} sel terisi`;
  }

  /* ── Faults ─────────────────────────────────────────────────────────── */

  const weight = { salah: "bad", periksa: "wait", info: "run" };
  const words = { salah: "Salah", periksa: "Perlu penjelasan", info: "Catatan" };

  function item(field, fault, number) {
    const one = document.createElement("li");
    one.id = `${field.id}-${number}`;
    one.className = `tone-${weight[fault.severity]}`;
    const grave = document.createElement("strong");
    grave.textContent = `${words[fault.severity]} · ${field.dataset.head}: `;
    one.append(grave, fault.text);
    one.dataset.code = fault.code;
    return one;
  }

  /* Judge a row anew; `told` is the field that was just left, whose faults are spoken. */
  function judgeLine(row, told) {
    const list = row.line.nextElementSibling;
    const textOf = (code) => (row.fields.find((field) => field.dataset.column === code) || { value: "" }).value;
    const broken = judge.judgeRow(table, textOf);
    const accepts = table.rows.find((one) => one.code === row.code); // where the row has a variable of its own
    const before = table.previous[row.code] || {};
    const items = [];
    row.fields.forEach((field) => {
      const column = table.columns.find((one) => one.code === field.dataset.column);
      const faults = judge.judgeCell(field.value, accepts.kind ? accepts : column, before[column.code] || "");
      faults.push(...broken.filter((one) => one.at === column.code).map((one) => one.fault));
      const own = faults.map((fault, number) => item(field, fault, number));
      const isWrong = faults.some((fault) => fault.severity === "salah");
      const isDoubtful = faults.some((fault) => fault.severity === "periksa");
      field.setAttribute("aria-invalid", isWrong ? "true" : "false");
      field.classList.toggle("is-doubtful", !isWrong && isDoubtful);
      const ids = [...(field.dataset.before ? [field.dataset.before] : []), ...own.map((one) => one.id)];
      if (ids.length) field.setAttribute("aria-describedby", ids.join(" "));
      else field.removeAttribute("aria-describedby");
      field.dataset.codes = faults.map((fault) => fault.code).join(" ");
      items.push(...own);
      if (field === told && faults.length) say.textContent = `${field.dataset.head}: ${faults[0].text}`;
    });
    list.hidden = !items.length;
    list.querySelector("ul").replaceChildren(...items);
  }

  function judgeAll() {
    rows.forEach((row) => judgeLine(row, null));
    reckon();
  }

  form.addEventListener("input", (event) => {
    if (!places.has(event.target) || !judge) return;
    if (undo && event.isTrusted) undo = null;
    reckon();
    const isBeingMended = event.target.getAttribute("aria-invalid") === "true";
    if (!event.isTrusted || isBeingMended) judgeLine(rows[places.get(event.target).down], null);
  });
  form.addEventListener("change", (event) => {
    const at = places.get(event.target);
    if (at && judge) judgeLine(rows[at.down], event.target);
  });

  /* A telephone shows its keys for numbers; the marks have buttons of their own. */
  for (const [field] of places) field.inputMode = "decimal";
  document.querySelectorAll("[data-with-script]").forEach((one) => { one.hidden = false; });

  fetch(form.dataset.grid, { headers: { Accept: "application/json" }, credentials: "same-origin" })
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))))
    .then((data) => {
      judge = Precheck.judgeOf(data);
      table = data.tables.find((one) => one.sheet === form.dataset.sheet);
      if (form.dataset.checked !== "yes") judgeAll();
      else reckon();
      form.dataset.ready = "yes";
    })
    .catch(() => { say.textContent = "Pemeriksaan selagi mengetik tidak dapat dimuat; tombol Simpan dan periksa tetap bekerja."; });
})();
