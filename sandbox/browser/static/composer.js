// The composer: sending, drafts, files.

import { $, $$, page, post, say, toast, where } from "./base.js";
import { comboKey } from "./combos.js";
import { act, typedElement } from "./elements.js";
import { sidebar } from "./menus.js";
import { submit } from "./modals.js";
import { closeSuggestions, composerKey, suggestFor } from "./suggestions.js";

export const draftKey = (form) => `draft ${page.as} ${form.dataset.channel} ${form.dataset.thread}`;

export function grow(box) {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 220)}px`;
}

export async function send(form) {
  const box = $("textarea", form);
  const text = box.value.trim();
  if (!text) return;
  const problem = $(".composer-problem", form);
  problem.hidden = true;
  closeSuggestions();
  form.classList.add("busy");
  box.value = "";
  grow(box);
  sessionStorage.removeItem(draftKey(form));
  const outcome = await post("send", { text, thread: form.dataset.thread });
  form.classList.remove("busy");
  if (outcome.ok) return;
  box.value = box.value ? `${text}\n${box.value}` : text; // what was typed comes back, to be sent again
  grow(box);
  problem.textContent = `⚠ ${outcome.shown || outcome.error || say("Something went wrong")}`;
  problem.hidden = false;
}

async function upload(form, files) {
  if (!files.length) return;
  const note = toast(`${say("Files are being sent")}: ${[...files].map((file) => file.name).join(", ")}`, 0);
  const body = new FormData();
  const to = { ...where(), channel: form.dataset.channel, thread: form.dataset.thread };
  Object.entries(to).forEach(([key, value]) => body.append(key, value));
  [...files].forEach((file) => body.append("file", file));
  const answer = await fetch("/do/upload", { method: "POST", body }).catch(() => null);
  note.remove();
  if (!answer?.ok) toast(`⚠ ${say("Something went wrong")}`);
}

document.addEventListener("submit", (event) => {
  event.preventDefault();
  event.target.matches(".composer") ? send(event.target) : submit(event.target);
});

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return; // Enter that ends a Chinese input method's word
  const target = event.target;
  if (target.matches?.(".composer textarea")) return composerKey(event, target);
  if (target.matches?.(".combo input")) return comboKey(event, target.closest(".combo"));
  const field = typedElement(target);
  if (event.key === "Enter" && field?.closest("[data-dispatch]") && field.matches("input")
      && field.dataset.dispatchOn?.includes("on_enter_pressed")) {
    event.preventDefault();
    act(field, field.value);
  }
  if (event.key === "Escape" && $("#stack dialog")) return;
  if (event.key === "Escape") sidebar(false);
});

document.addEventListener("input", (event) => {
  if (!event.target.matches(".composer textarea")) return;
  grow(event.target);
  sessionStorage.setItem(draftKey(event.target.form), event.target.value);
  suggestFor(event.target);
});

document.addEventListener("focusout", (event) => {
  if (event.target.matches?.(".composer textarea")) closeSuggestions();
});

document.addEventListener("change", (event) => {
  if (!event.target.matches(".composer input[type=file]")) return;
  upload(event.target.form, event.target.files);
  event.target.value = "";
});

for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const zone = event.target.closest?.(".main, .thread");
    const form = zone && $(".composer", zone);
    $$(".dropping").forEach((one) => one.classList.remove("dropping"));
    if (!form) return;
    event.preventDefault();
    if (kind === "dragover") zone.classList.add("dropping");
    if (kind === "drop") upload(form, event.dataTransfer.files);
  });
}
