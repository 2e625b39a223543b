/* What the queues of letters do more with a script: count the ticks, and sign in portions with progress.
   Password, passphrase and code stay in this page's memory until the last portion is answered. */
"use strict";

const SECRETS = ["password", "passphrase", "code", "otp"];

function ticked(name) {
  return Array.from(document.querySelectorAll(`input[type="checkbox"][name="${name}"]:checked`), (box) => box.value);
}

function countTicks() {
  document.querySelectorAll("[data-ticked]").forEach((shown) => {
    shown.textContent = String(ticked(shown.dataset.ticked).length);
  });
  const note = document.querySelector("[data-unopened]");
  const sure = document.getElementById("id_unopened");
  if (!note || !sure) return;
  const unopened = note.dataset.unopened.split(" ").filter(Boolean);
  sure.required = ticked("letter").some((id) => unopened.includes(id));
}

document.addEventListener("change", countTicks);
document.addEventListener("htmx:afterSettle", countTicks);
document.addEventListener("DOMContentLoaded", countTicks);

/* The list shows which letter stands beside it. */
document.addEventListener("htmx:afterSwap", () => {
  const chosen = new URLSearchParams(window.location.search).get("surat");
  document.querySelectorAll("[data-letters] .letters > li").forEach((row) => {
    const link = row.querySelector("a");
    row.classList.toggle("is-current", Boolean(link && chosen && link.href.includes(chosen)));
  });
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-signing]")) return;
  const letters = ticked("letter");
  const portion = Number(form.dataset.portion);
  if (event.submitter && event.submitter.matches("[data-send-code]")) return;
  if (letters.length <= portion) return; /* short enough for one post */
  event.preventDefault();
  if (form.dataset.working !== "yes") signInPortions(form, letters, portion);
});

async function signInPortions(form, letters, portion) {
  form.dataset.working = "yes";
  const button = form.querySelector("button.btn-primary");
  button.setAttribute("aria-disabled", "true");
  const shown = progressOf(form);
  let done = 0;
  try {
    for (let at = 0; at < letters.length; at += portion) {
      shown.tell("run", `Menandatangani: ${done} dari ${letters.length} surat`, done, letters.length, "Jangan tutup halaman ini.");
      const answer = await post(form, letters.slice(at, at + portion));
      if (!answer.results) {
        shown.tell("bad", answer.message || "Belum dapat ditandatangani.", done, letters.length, soFar(done, letters));
        return;
      }
      done += answer.results.filter((one) => one.done).length;
      if (answer.stopped) {
        const cause = answer.results.find((one) => !one.done);
        shown.tell("bad", cause.message, done, letters.length, `${soFar(done, letters)} Surat selebihnya tidak dicoba.`);
        return;
      }
    }
    forget(form);
    shown.tell("done", `Selesai: ${done} dari ${letters.length} surat`, done, letters.length, "");
    window.location.assign(form.dataset.results);
  } catch {
    shown.tell("wait", "Sambungan terputus.", done, letters.length,
      `${soFar(done, letters)} Tekan lagi tombolnya untuk melanjutkan; tidak ada surat yang ditandatangani dua kali.`);
  } finally {
    form.dataset.working = "";
    button.removeAttribute("aria-disabled");
  }
}

function forget(form) {
  for (const name of SECRETS) if (form.elements[name]) form.elements[name].value = "";
}

function soFar(done, letters) {
  return done ? `${done} dari ${letters.length} surat sudah ditandatangani dan tersimpan.` : "";
}

async function post(form, letters) {
  const body = new FormData();
  for (const name of ["csrfmiddlewaretoken", "batch", ...SECRETS]) {
    if (form.elements[name]) body.append(name, form.elements[name].value);
  }
  if (form.elements.unopened && form.elements.unopened.checked) body.append("unopened", "on");
  for (const id of letters) {
    body.append("letter", id);
    body.append(`sha.${id}`, form.elements[`sha.${id}`].value);
  }
  const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
  return answer.json();
}

function progressOf(form) {
  const notice = form.querySelector("[data-progress]");
  return {
    tell(tone, title, done, total, now) {
      notice.hidden = false;
      notice.className = `notice tone-${tone} mt-4`;
      notice.querySelector("use").setAttribute("href", `#s-${tone}`);
      notice.querySelector(".notice-title").textContent = title;
      notice.querySelector("[data-now]").textContent = now;
      const bar = notice.querySelector("progress");
      bar.max = total;
      bar.value = done;
      notice.scrollIntoView({ block: "center" }); /* clear of the bar at the lower edge */
    },
  };
}
