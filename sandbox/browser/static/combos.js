// Select menus with type-ahead and chips.

import { $, $$, element, parsed, post, say } from "./base.js";
import { changed, holderOf, onOf, option } from "./elements.js";
import { drawn } from "./keeping.js";
import { beside } from "./menus.js";

const comboParts = (combo) => ({ input: $("input", combo), list: $("[role=listbox]", combo), box: $(".combo-box", combo) });

export function openCombo(combo) {
  const { input, list, box } = comboParts(combo);
  if (document.activeElement !== input) input.focus();
  if (!list.matches(":popover-open")) list.showPopover();
  input.setAttribute("aria-expanded", "true");
  if (combo.dataset.source === "external") search(combo);
  else filter(combo);
  beside(list, box, { wide: true });
}

function closeCombo(combo) {
  const { input, list } = comboParts(combo);
  if (list.matches(":popover-open")) list.hidePopover();
  input.setAttribute("aria-expanded", "false");
  input.value = "";
}

const visible = (list) => $$('[role="option"]', list).filter((item) => !item.hidden);

function filter(combo) {
  const { input, list } = comboParts(combo);
  const typed = input.value.trim().toLowerCase();
  const chosen = $$(".chip", combo).map((chip) => option(chip).value);
  for (const [n, item] of $$('[role="option"]', list).entries()) {
    item.id = `${list.id}-${n}`;
    item.hidden = combo.dataset.source !== "external" && !item.dataset.label.toLowerCase().includes(typed);
    item.setAttribute("aria-selected", String(chosen.includes(option(item).value)));
    item.classList.remove("at");
  }
  $$('[role="presentation"]', list).forEach((group) => (group.hidden = !visible(group).length));
  note(list, visible(list).length ? "" : say("Nothing found"));
  const now = typed ? null : visible(list).find((item) => item.getAttribute("aria-selected") === "true");
  stand(combo, now ?? visible(list)[0]);
}

/** The option the arrow keys stand on. */
function stand(combo, item) {
  const { input, list } = comboParts(combo);
  $(".at", list)?.classList.remove("at");
  item?.classList.add("at");
  item?.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", item?.id ?? "");
}

function note(list, text) {
  $(".nothing", list)?.remove();
  if (text) list.append(element("li", { className: "nothing", role: "presentation", textContent: text }));
}

let searching;
function search(combo) {
  const { input, list, box } = comboParts(combo);
  const typed = input.value.trim();
  const missing = Number(combo.dataset.minQuery) - typed.length;
  clearTimeout(searching);
  list.replaceChildren();
  if (missing > 0) return note(list, say("Type {n} more to search", { n: missing }));
  note(list, say("Searching…"));
  searching = setTimeout(async () => {
    const { blockId: block, actionId: action } = combo.dataset;
    const answer = await post("suggest", { on: onOf(holderOf(combo)), block, action, typed });
    if (input.value.trim() !== typed) return;
    list.replaceChildren(parsed(answer.html ?? ""));
    filter(combo);
    beside(list, box, { wide: true });
  }, 200);
}

export function comboKey(event, combo) {
  const { input, list } = comboParts(combo);
  const open = list.matches(":popover-open");
  const items = visible(list);
  const at = items.findIndex((item) => item.matches(".at"));
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (!open) return openCombo(combo);
    stand(combo, items[(at + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length]);
  } else if (event.key === "Enter" && open) {
    event.preventDefault();
    if (items[at]) select(combo, items[at]);
  } else if (event.key === "Escape" && open) {
    event.preventDefault();
    event.stopPropagation();
    closeCombo(combo);
  } else if (event.key === "Backspace" && !input.value) {
    const last = $$(".chip", combo).at(-1);
    if (last) unchoose(last);
  }
}

document.addEventListener("input", (event) => {
  if (event.target.matches(".combo input")) openCombo(event.target.closest(".combo"));
});

document.addEventListener("mousedown", (event) => {
  const item = event.target.closest('.combo [role="option"]');
  if (!item) return;
  event.preventDefault(); // keep the focus in the field
  select(item.closest(".combo"), item);
});

document.addEventListener("focusout", (event) => {
  const combo = event.target.closest?.(".combo");
  if (combo && !combo.contains(event.relatedTarget)) closeCombo(combo);
});

function select(combo, item) {
  const many = "many" in combo.dataset;
  const { input, box } = comboParts(combo);
  const value = option(item).value;
  const same = $$(".chip", box).find((chip) => option(chip).value === value);
  if (same && many) return unchoose(same);
  const full = combo.dataset.max && $$(".chip", box).length >= Number(combo.dataset.max);
  if (many && full) return;
  if (!many) $$(".chip", box).forEach((chip) => chip.remove());
  input.before(chip(item));
  input.value = "";
  many ? filter(combo) : closeCombo(combo);
  drawn(combo);
  changed(combo);
}

function chip(item) {
  const label = item.dataset.label;
  const away = element("button", { type: "button", textContent: "×" });
  away.setAttribute("aria-label", say("Remove {name}", { name: label }));
  const made = element("span", { className: "chip" }, element("span", { textContent: label }), away);
  made.dataset.option = item.dataset.option;
  return made;
}

export function unchoose(chip) {
  const combo = chip.closest(".combo");
  chip.remove();
  if (comboParts(combo).list.matches(":popover-open")) filter(combo);
  drawn(combo);
  changed(combo);
}
