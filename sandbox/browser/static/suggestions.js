// What a composer suggests: commands, people, channels.

import { $, $$ } from "./base.js";
import { draftKey, send } from "./composer.js";
import { beside } from "./menus.js";

export function composerKey(event, box) {
  const list = $("#suggestions");
  if (list.matches(":popover-open")) {
    const items = $$("li", list);
    const at = items.findIndex((item) => item.ariaSelected === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      return pick(items, (at + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length);
    }
    const exact = items[at]?.dataset.insert.trim() === box.value.trim();
    if ((event.key === "Enter" && !exact) || event.key === "Tab") {
      event.preventDefault();
      return insert(box, items[Math.max(at, 0)]);
    }
    if (event.key === "Escape") {
      event.preventDefault();
      return closeSuggestions();
    }
  }
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    send(box.form);
  }
}

/** What stands before the caret decides what is suggested: a command at the start, people after @, channels after #. */
export function suggestFor(box) {
  const before = box.value.slice(0, box.selectionStart);
  const found = /^(\/)(\S*)$/.exec(before) ?? /(?:^|[\s，。；：])([@#])([^\s@#]*)$/.exec(before);
  const list = $("#suggestions");
  if (!found) return closeSuggestions();
  const [, kind, typed] = found;
  const fits = (item) => item.dataset.kind === kind && item.dataset.label.toLowerCase().includes(typed.toLowerCase());
  const items = $$("li", $("#suggestable").content).filter(fits).slice(0, 8);
  if (!items.length) return closeSuggestions();
  list.replaceChildren(...items.map((item) => item.cloneNode(true)));
  $$("li", list).forEach((item, n) => {
    item.id = `suggestion-${n}`;
    item.onmousedown = (pressed) => {
      pressed.preventDefault();
      insert(box, item);
    };
  });
  if (!list.matches(":popover-open")) list.showPopover();
  box.setAttribute("aria-controls", "suggestions");
  pick($$("li", list), 0);
  beside(list, box.closest(".composer-box"), { wide: true, above: true });
}

function pick(items, at) {
  document.activeElement?.setAttribute("aria-activedescendant", items[at]?.id ?? "");
  items.forEach((item, n) => (item.ariaSelected = String(n === at)));
  items[at]?.scrollIntoView({ block: "nearest" });
}

function insert(box, item) {
  const before = box.value.slice(0, box.selectionStart);
  const start = before.length - /(\/\S*|[@#][^\s@#]*)$/.exec(before)[0].length;
  box.setRangeText(item.dataset.insert, start, box.selectionStart, "end");
  closeSuggestions();
  box.focus();
  sessionStorage.setItem(draftKey(box.form), box.value);
}

export function closeSuggestions() {
  if ($("#suggestions").matches(":popover-open")) $("#suggestions").hidePopover();
}

export function typeInto(form, mark) {
  const box = $("textarea", form);
  box.focus();
  if (mark === "/") box.value = "/";
  else box.setRangeText(!box.value || /\s$/.test(box.value) ? mark : ` ${mark}`, box.selectionStart, box.selectionEnd, "end");
  suggestFor(box);
}
