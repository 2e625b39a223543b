/* What the pages do more with a script; every action works without it. */
"use strict";

/* Escape closes the reason of a refused action (WCAG 1.4.13). */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll(".refused").forEach((refused) => refused.classList.add("is-shut"));
  document.querySelectorAll("details.who[open]").forEach((menu) => { menu.open = false; });
});
document.addEventListener("mouseover", (event) => {
  const refused = event.target.closest && event.target.closest(".refused.is-shut");
  if (!refused) document.querySelectorAll(".refused.is-shut").forEach((other) => other.classList.remove("is-shut"));
});

/* One box ticks all boxes of its list. */
document.addEventListener("change", (event) => {
  const name = event.target.dataset && event.target.dataset.ticks;
  if (!name) return;
  document.querySelectorAll(`input[type="checkbox"][name="${name}"]`).forEach((box) => {
    if (!box.disabled) box.checked = event.target.checked;
  });
});

/* A file too big is told before it is sent. */
document.addEventListener("change", (event) => {
  const input = event.target;
  if (!(input instanceof HTMLInputElement) || input.type !== "file" || !input.dataset.maxBytes) return;
  const tooBig = Array.from(input.files || []).some((file) => file.size > Number(input.dataset.maxBytes));
  input.setCustomValidity(tooBig ? input.dataset.tooBig : "");
  input.reportValidity();
});

/* A form marked data-once is sent once: a second press while it is under way does nothing. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-once]")) return;
  if (form.dataset.once === "sent") event.preventDefault();
  form.dataset.once = "sent";
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-once]").forEach((form) => { form.dataset.once = ""; });
});

/* A word of a rule is put in where the cursor stands; by mouse one types on, by keyboard one stays at the words. */
document.addEventListener("click", (event) => {
  const chip = event.target.closest && event.target.closest("[data-insert]");
  const field = chip && document.getElementById(chip.dataset.into);
  if (!field) return;
  const before = field.value.slice(0, field.selectionStart);
  const gap = before && !/[\s(]$/.test(before) ? " " : "";
  field.setRangeText(`${gap}${chip.dataset.insert} `, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  if (event.detail) field.focus();
});

/* In a form marked data-conditions, a question waits for the answer that makes it apply; where all of a block drop out, words say so. */
const weigh = (form) => {
  form.querySelectorAll("[data-when]").forEach((part) => {
    const name = part.dataset.when;
    const inputs = form.querySelectorAll(`[name="${name}"], [name^="${name}-"]`);
    const given = Array.from(inputs).filter((one) => !/^(radio|checkbox)$/.test(one.type) || one.checked);
    const wanted = part.dataset.whenIs.split("|");
    const answers = given.map((one) => one.value).filter(Boolean);
    part.hidden = answers.length > 0 && !answers.some((one) => wanted.includes(one));
  });
  form.querySelectorAll("[data-none]").forEach((words) => {
    words.hidden = words.parentElement.querySelector("[data-when]:not([hidden])") !== null;
  });
};
document.querySelectorAll("form[data-conditions]").forEach((form) => {
  weigh(form);
  form.addEventListener("change", () => weigh(form));
});

/* A button that copies a text says so; where the browser does not let it, the text can still be selected. */
document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-copies]").forEach((button) => { button.hidden = !navigator.clipboard; });
});
document.addEventListener("click", (event) => {
  const button = event.target.closest && event.target.closest("[data-copies]");
  const source = button && document.getElementById(button.dataset.copies);
  if (source) navigator.clipboard.writeText(source.textContent.trim()).then(() => { button.textContent = "Tersalin"; });
});
