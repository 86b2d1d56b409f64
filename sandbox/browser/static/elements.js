// Interactive elements: what they hold, pressing them, and the question that may come first.

import { $, $$, element, post, say, where } from "./base.js";

export const option = (holder) => JSON.parse(holder.dataset.option);

function valueOf(field) {
  if (field.matches(".combo")) {
    const chosen = $$(":scope > .combo-box > .chip", field).map(option);
    const plain = chosen.map((one) => (field.dataset.source === "external" ? one : one.value));
    return "many" in field.dataset ? plain : (plain[0] ?? null);
  }
  if (field.matches(".choices")) {
    const ticked = $$("input:checked", field).map((input) => option(input).value);
    return field.dataset.element === "checkboxes" ? ticked : (ticked[0] ?? null);
  }
  if (field.matches(".file-input")) return $$("[data-file]", field).map((item) => item.dataset.file);
  return field.value || null;
}

const PRESSED = ["button", "overflow", "image"];
export const holderOf = (field) => field.closest("[data-view], [data-message]");
export const onOf = (holder) =>
  holder.dataset.view ? { view: holder.dataset.view } : { channel: holder.dataset.channel, ts: holder.dataset.ts };
export const stateOf = (holder) =>
  $$("[data-element]", holder)
    .filter((field) => !PRESSED.includes(field.dataset.element))
    .map((field) => ({
      block: field.dataset.blockId, action: field.dataset.actionId, type: field.dataset.element, value: valueOf(field),
    }));

/** Tell the bot that an element was pressed or changed; asks first when the bot wants that. */
export async function act(field, value, busy = field) {
  const holder = holderOf(field);
  if (!holder || !(await agreed(field))) return;
  $(".failed", holder)?.remove();
  busy.classList.add("busy");
  busy.setAttribute("aria-busy", "true");
  const { blockId: block, actionId: action, element: type } = field.dataset;
  const outcome = await post("act", { on: onOf(holder), block, action, type, value, state: stateOf(holder) });
  busy.classList.remove("busy");
  busy.removeAttribute("aria-busy");
  if (!outcome.ok) failed(holder, field, outcome);
}

function failed(holder, field, outcome) {
  const shown = outcome.shown || say("Something went wrong");
  const text = outcome.error && !shown.includes(outcome.error) ? `${shown} (${outcome.error})` : shown;
  const said = element("div", { className: "failed", textContent: `⚠ ${text}` });
  said.setAttribute("role", "alert");
  (field.isConnected ? field.closest(".block") ?? field : holder).after(said);
}

/** The confirm dialog of an element, when it has one. Resolves to whether the person agreed. */
function agreed(field) {
  const asked = $(":scope > template[data-confirm]", field) ?? $(":scope > template[data-confirm]", field.parentNode);
  return asked ? confirming(asked.content.firstElementChild.cloneNode(true)) : Promise.resolve(true);
}

export function confirming(dialog) {
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("click", (event) => {
      const pressed = event.target.closest("button");
      if (pressed) dialog.close(pressed.value);
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "confirm");
    });
  });
}

/** Something in `field` changed: an input block only remembers it, unless it dispatches. */
export function changed(field) {
  const block = field.closest("[data-input]");
  const holder = holderOf(field);
  if (!holder) return;
  if (!block || "dispatch" in block.dataset) act(field, valueOf(field));
  else post("enter", { on: onOf(holder), state: stateOf(holder) });
}

export const typedElement = (target) => (target.matches?.("input.field, textarea.field") && target.dataset.element ? target : null);

document.addEventListener("change", (event) => {
  const target = event.target;
  const choices = target.closest(".choices");
  if (choices) return changed(choices);
  if (target.matches(".file-input input")) return choose(target.closest(".file-input"), target.files);
  const field = typedElement(target);
  if (!field) return;
  const isText = field.dataset.dispatchOn !== undefined;
  const dispatches = field.closest("[data-dispatch]") && isText;
  if (!dispatches) changed(field);
});

let soon;
document.addEventListener("input", (event) => {
  const field = typedElement(event.target);
  if (field?.closest("[data-dispatch]") && field.dataset.dispatchOn?.includes("on_character_entered")) {
    clearTimeout(soon);
    soon = setTimeout(() => act(field, field.value), 250);
  }
  event.target.closest(".has-error")?.classList.remove("has-error");
});

async function choose(field, files) {
  const body = new FormData();
  Object.entries({ ...where(), field: "1" }).forEach(([key, value]) => body.append(key, value));
  [...files].forEach((file) => body.append("file", file));
  field.classList.add("busy");
  const answer = await (await fetch("/do/upload", { method: "POST", body })).json();
  field.classList.remove("busy");
  const items = answer.files.map((file) => {
    const item = element("li", { textContent: file.name });
    item.dataset.file = file.id;
    return item;
  });
  $(".chosen-files", field).replaceChildren(...items);
  changed(field);
}
