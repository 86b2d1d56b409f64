// Modals: the one on top, submitting and closing it.

import { $, parsed, post, say } from "./base.js";
import { onOf, stateOf } from "./elements.js";
import { drawn, keeping } from "./keeping.js";

export function fillStack(html) {
  const stack = $("#stack");
  const fresh = parsed(html).querySelector("dialog");
  const old = $("dialog", stack);
  if (!fresh) return stack.replaceChildren();
  if (old?.dataset.view === fresh.dataset.view && old.innerHTML === fresh.innerHTML) return;
  if (old?.dataset.view === fresh.dataset.view) {
    keeping(old, () => old.replaceChildren(...fresh.childNodes));
    old.dataset.depth = fresh.dataset.depth;
  } else {
    stack.replaceChildren(fresh);
    showModal(fresh);
  }
  $(".has-error input, .has-error textarea", stack)?.focus();
}

export function showModal(dialog) {
  dialog.showModal();
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    dismiss(false);
  });
  drawn(dialog);
  const first = $("[autofocus]", dialog) ?? $(".modal-body input, .modal-body textarea", dialog);
  first?.focus();
}

export function dismiss(everything) {
  const view = $("#stack dialog")?.dataset.view;
  if (view) post("dismiss", { on: { view }, everything });
}

export async function submit(form) {
  const dialog = form.closest("dialog");
  const button = $("[type=submit]", form);
  if (!button || button.matches(".busy")) return;
  const problem = $(".modal-problem", form);
  problem.hidden = true;
  button.classList.add("busy");
  button.setAttribute("aria-busy", "true");
  const outcome = await post("submit", { on: onOf(dialog), state: stateOf(dialog) });
  button.classList.remove("busy");
  button.removeAttribute("aria-busy");
  if (outcome.ok || Object.keys(outcome.errors ?? {}).length) return;
  const box = $(".modal-problem", dialog) ?? problem;
  box.textContent = `⚠ ${outcome.shown || say("Something went wrong")}${outcome.error ? ` (${outcome.error})` : ""}`;
  box.hidden = false;
}
