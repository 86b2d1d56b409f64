// Swapping HTML without losing what is typed, and what is done after every drawing.

import { $, $$ } from "./base.js";
import { earlier } from "./clock.js";
import { showPicked } from "./pickers.js";
import { showPage } from "./tables.js";

const keyOf = (field) => {
  const holder = field.closest("[data-action-id]");
  const on = holder?.closest("[data-view], [data-message]");
  return holder && [on?.dataset.view ?? on?.dataset.ts, holder.dataset.blockId, holder.dataset.actionId].join("\n");
};

/** Swap HTML without losing what is typed, the caret, the scroll or the open menu's place. */
export function keeping(part, swap) {
  const root = part.parentNode;
  const typed = new Map();
  for (const field of $$("input, textarea", part)) {
    const key = keyOf(field);
    if (key && !["checkbox", "radio", "file"].includes(field.type)) typed.set(key, field.value);
  }
  const active = document.activeElement;
  const focused = part.contains(active) && keyOf(active);
  const pressable = "a, button";
  const at = part.contains(active) && active.matches(pressable) ? $$(pressable, part).indexOf(active) : -1;
  const caret = focused && active.selectionStart !== undefined ? [active.selectionStart, active.selectionEnd] : null;
  const top = part.scrollTop;
  const inner = $(".modal-body", part)?.scrollTop;
  swap();
  const fresh = part.isConnected ? part : root;
  for (const field of $$("input, textarea", fresh)) {
    const key = keyOf(field);
    if (!key || ["checkbox", "radio", "file"].includes(field.type)) continue;
    if (typed.has(key)) field.value = typed.get(key);
    if (key === focused) {
      field.focus();
      try { if (caret) field.setSelectionRange(...caret); } catch { /* dates and numbers have no caret */ }
    }
  }
  if (at >= 0 && part.isConnected) $$(pressable, part)[at]?.focus({ preventScroll: true });
  if (part.isConnected) part.scrollTop = top;
  if (inner && $(".modal-body", fresh)) $(".modal-body", fresh).scrollTop = inner;
  drawn(fresh);
}

export function drawn(part) {
  const tables = $$(".data-table", part);
  if (part.matches?.(".data-table")) tables.push(part);
  tables.filter((table) => table.dataset.page === undefined).forEach((table) => showPage(table, 0));
  const combos = part.matches?.(".combo") ? [part] : $$(".combo", part);
  combos.forEach((combo) => combo.classList.toggle("filled", Boolean($(".chip", combo))));
  $$(".picker", part).forEach(showPicked);
  $$(".earlier", part).forEach((button) => watch.observe(button));
}

const watch = new IntersectionObserver((seen) =>
  seen.filter((one) => one.isIntersecting && one.target.isConnected).forEach((one) => {
    if (one.target.closest("[data-list]").dataset.scrolled) earlier(one.target);
  }));
