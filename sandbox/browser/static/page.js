// The page's only script: sends what people do, swaps in the HTML that the workspace draws. Builds no markup from data.
"use strict";

const page = document.body.dataset;
const words = JSON.parse(page.words);
const $ = (selector, from = document) => from.querySelector(selector);
const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];
const say = (sentence, holes = {}) =>
  (words[sentence] ?? sentence).replace(/\{(\w+)\}/g, (whole, name) => holes[name] ?? whole);
const parsed = (html) => document.createRange().createContextualFragment(html);
const where = () => ({ as: page.as, channel: page.channel, thread: page.thread, tab: page.tab });

async function post(verb, body) {
  try {
    const answer = await fetch(`/do/${verb}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...where(), ...body }),
    });
    if (!answer.ok) return { ok: false, shown: `${say("Something went wrong")} (${answer.status})` };
    return await answer.json();
  } catch {
    return { ok: false, shown: say("The connection to the workspace was lost. Trying again…") };
  }
}

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function toast(text, seconds = 5) {
  const made = element("p", { className: "toast", textContent: text });
  $("#toasts").append(made);
  if (seconds) setTimeout(() => made.remove(), seconds * 1000);
  return made;
}

// ---- live changes -------------------------------------------------------------------------------------------------

let socket;
let wasLost = null;

function listen() {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const last = $$('[data-list="messages"] [data-message]').at(-1)?.dataset.ts ?? "";
  socket = new WebSocket(`${scheme}://${location.host}/live?${new URLSearchParams({ ...where(), last })}`);
  socket.onmessage = (event) => JSON.parse(event.data).forEach(apply);
  socket.onopen = () => {
    document.body.dataset.live = "yes";
    if (wasLost) {
      wasLost.remove();
      wasLost = null;
      catchUp();
    }
  };
  socket.onclose = () => {
    document.body.dataset.live = "no";
    wasLost ??= toast(say("The connection to the workspace was lost. Trying again…"), 0);
    setTimeout(listen, 1000);
  };
}

/** After a lost connection: draw every part again, keeping what is being typed. */
async function catchUp() {
  const fresh = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  for (const id of ["sidebar", "people", "clock", "stack", "home"]) {
    if ($(`#${id}`) && fresh.getElementById(id)) apply({ fill: id, html: fresh.getElementById(id).innerHTML });
  }
  for (const list of $$("[data-list]")) {
    const drawn = $(`[data-list="${list.dataset.list}"]`, fresh);
    if (drawn) keeping(list, () => list.replaceChildren(...drawn.childNodes));
  }
}

function apply(op) {
  if (op.reload) return location.reload();
  if (op.put) return put(op);
  if (op.drop) return $$(`[data-message][data-ts="${op.drop}"]`).forEach(removeLine);
  if (op.fill === "stack") return fillStack(op.html);
  const part = document.getElementById(op.fill);
  if (part && !$(":popover-open", part)) keeping(part, () => part.replaceChildren(parsed(op.html)));
}

/** A message drawn into its list: in place of its older self, or where its time puts it. */
function put({ put: name, ts, html }) {
  const list = $(`[data-list="${name}"]`);
  if (!list) return;
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  const old = $(`[data-message][data-ts="${ts}"]`, list);
  const lines = $$("[data-message]", list);
  if (!old && lines.length && $("[data-earlier]", list) && ts < lines[0].dataset.ts) return;
  $(":scope > .nothing", list)?.remove();
  keeping(old ?? list, () => {
    const fresh = parsed(html);
    if (old) {
      dayAbove(old)?.remove();
      old.replaceWith(fresh);
    } else {
      const next = lines.find((line) => line.dataset.ts > ts);
      next ? (dayAbove(next) ?? next).before(fresh) : list.append(fresh);
    }
  });
  drawn(list);
  if (atEnd) list.scrollTop = list.scrollHeight;
}

const dayAbove = (line) => (line.previousElementSibling?.matches(".day") ? line.previousElementSibling : null);

function removeLine(line) {
  const day = dayAbove(line);
  if (day && !line.nextElementSibling?.matches("[data-message]")) day.remove();
  line.remove();
}

const keyOf = (field) => {
  const holder = field.closest("[data-action-id]");
  const on = holder?.closest("[data-view], [data-message]");
  return holder && [on?.dataset.view ?? on?.dataset.ts, holder.dataset.blockId, holder.dataset.actionId].join("\n");
};

/** Swap HTML without losing what is typed, the caret, the scroll or the open menu's place. */
function keeping(part, swap) {
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

// ---- elements: what they hold, and pressing them ------------------------------------------------------------------

const option = (holder) => JSON.parse(holder.dataset.option);

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
const holderOf = (field) => field.closest("[data-view], [data-message]");
const onOf = (holder) =>
  holder.dataset.view ? { view: holder.dataset.view } : { channel: holder.dataset.channel, ts: holder.dataset.ts };
const stateOf = (holder) =>
  $$("[data-element]", holder)
    .filter((field) => !PRESSED.includes(field.dataset.element))
    .map((field) => ({
      block: field.dataset.blockId, action: field.dataset.actionId, type: field.dataset.element, value: valueOf(field),
    }));

/** Tell the bot that an element was pressed or changed; asks first when the bot wants that. */
async function act(field, value, busy = field) {
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

function confirming(dialog) {
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
function changed(field) {
  const block = field.closest("[data-input]");
  const holder = holderOf(field);
  if (!holder) return;
  if (!block || "dispatch" in block.dataset) act(field, valueOf(field));
  else post("enter", { on: onOf(holder), state: stateOf(holder) });
}

const typedElement = (target) => (target.matches?.("input.field, textarea.field") && target.dataset.element ? target : null);

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

const FORMATS = {
  date: { year: "numeric", month: "short", day: "numeric", weekday: "short" },
  time: { hour: "numeric", minute: "2-digit" },
};
FORMATS["datetime-local"] = { ...FORMATS.date, ...FORMATS.time };

/** A date or time in the person's language, whatever language the browser itself speaks. */
function showPicked(picker) {
  const { type, value } = $("input", picker);
  const moment = value && new Date({ date: `${value}T00:00`, time: `2000-01-01T${value}` }[type] ?? value);
  const lang = document.documentElement.lang;
  picker.dataset.shown = moment ? new Intl.DateTimeFormat(lang, FORMATS[type]).format(moment) : picker.dataset.hint;
  picker.classList.toggle("picker--empty", !moment);
}

document.addEventListener("input", (event) => {
  const picker = event.target.closest(".picker");
  if (picker) showPicked(picker);
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

// ---- menus --------------------------------------------------------------------------------------------------------

/** Put a popover beside what opened it, inside the window. */
function beside(menu, anchor, { wide = false, above = false } = {}) {
  const at = anchor.getBoundingClientRect();
  if (wide) menu.style.width = `${at.width}px`;
  const size = menu.getBoundingClientRect();
  const below = at.bottom + 4 + size.height <= innerHeight && !above;
  menu.style.top = `${Math.max(4, below ? at.bottom + 4 : at.top - size.height - 4)}px`;
  menu.style.left = `${Math.max(4, Math.min(at.left, innerWidth - size.width - 8))}px`;
}

function toggleMenu(opener) {
  const menu = opener.nextElementSibling;
  if (menu.dataset.justClosed) return;
  menu.showPopover();
  opener.setAttribute("aria-expanded", "true");
  beside(menu, opener);
  $('[role="menuitem"]', menu)?.focus();
}

document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!menu.matches?.(".menu[popover=auto]") || event.newState === "open") return;
  const opener = menu.previousElementSibling;
  opener?.setAttribute("aria-expanded", "false");
  menu.dataset.justClosed = "yes";
  setTimeout(() => delete menu.dataset.justClosed, 150);
}, true);

document.addEventListener("keydown", (event) => {
  const item = event.target.closest?.('[role="menuitem"]');
  if (!item || !["ArrowDown", "ArrowUp", "Escape"].includes(event.key)) return;
  event.preventDefault();
  const menu = item.closest(".menu");
  if (event.key === "Escape") {
    menu.hidePopover();
    return menu.previousElementSibling?.focus();
  }
  const items = $$('[role="menuitem"]', menu);
  items[(items.indexOf(item) + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length].focus();
});

// ---- one listener for every click ---------------------------------------------------------------------------------

document.addEventListener("click", (event) => {
  const on = (selector) => event.target.closest(selector);
  let hit;
  if ((hit = on("[data-menu]"))) return toggleMenu(hit);
  if (on('[role="menuitem"]')) return menuItem(on('[role="menuitem"]'));
  if ((hit = on(".chip button"))) return unchoose(hit.closest(".chip"));
  if ((hit = on(".combo-box"))) return openCombo(hit.closest(".combo"));
  if ((hit = on('[data-element="button"]'))) {
    if (hit.matches(".busy")) return event.preventDefault();
    return act(hit, hit.dataset.value ?? null);
  }
  if ((hit = on("[data-dismiss]"))) return dismiss(hit.dataset.dismiss === "all");
  if ((hit = on("[data-earlier]"))) return earlier(hit);
  if ((hit = on("[data-turn]"))) return turn(hit.closest(".data-table"), Number(hit.dataset.turn));
  if ((hit = on(".data-table thead button"))) return sort(hit.closest("th"));
  if ((hit = on("[data-type]"))) return typeInto(hit.closest("form"), hit.dataset.type);
  if ((hit = on("#open-sidebar"))) return sidebar(hit.getAttribute("aria-expanded") !== "true");
  if (document.body.matches(".sidebar-open") && !on("#sidebar")) sidebar(false);
  if ((hit = on("a[data-open-channel]"))) {
    event.preventDefault();
    location.href = `/?${new URLSearchParams({ as: page.as, channel: hit.dataset.openChannel })}`;
  }
});

function menuItem(item) {
  const menu = item.closest(".menu");
  menu.hidePopover();
  const field = item.closest('[data-element="overflow"]');
  if (field) return act(field, item.dataset.value, $("button", field));
  if (item.dataset.move) return move(item.dataset.move);
  const line = item.closest("[data-message]");
  if (item.dataset.shortcut) return shortcut(item.dataset.shortcut, line, menu.previousElementSibling);
  if ("edit" in item.dataset) return edit(line);
  if ("delete" in item.dataset) return remove(line);
}

async function shortcut(callback, line, opener) {
  opener.classList.add("busy");
  const outcome = await post("shortcut", { callback, ts: line?.dataset.ts });
  opener.classList.remove("busy");
  if (!outcome.ok) toast(`⚠ ${outcome.shown || outcome.error}`);
}

function sidebar(open) {
  document.body.classList.toggle("sidebar-open", open);
  $("#open-sidebar").setAttribute("aria-expanded", String(open));
}

// ---- one's own messages -------------------------------------------------------------------------------------------

async function remove(line) {
  const cancel = element("button", { className: "btn", type: "button", value: "deny", textContent: say("Cancel") });
  const agree = element("button", {
    className: "btn btn--danger", type: "button", value: "confirm", textContent: say("Delete"),
  });
  const dialog = element("dialog", { className: "modal modal--small" },
    element("header", {}, element("h2", { textContent: say("Delete this message?") })),
    element("footer", {}, cancel, agree));
  if (await confirming(dialog)) post("delete", { on: onOf(line) });
}

function edit(line) {
  const body = $(".message-body", line);
  const shown = [...body.childNodes];
  const box = element("textarea", { className: "field", value: body.innerText.trim(), rows: 2 });
  box.setAttribute("aria-label", say("Edit message"));
  body.replaceChildren(box);
  box.focus();
  box.addEventListener("keydown", async (event) => {
    if (event.key === "Escape") body.replaceChildren(...shown);
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    const text = box.value;
    body.replaceChildren(...shown);
    await post("edit", { on: onOf(line), text });
  });
}

// ---- modals -------------------------------------------------------------------------------------------------------

function fillStack(html) {
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

function showModal(dialog) {
  dialog.showModal();
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    dismiss(false);
  });
  drawn(dialog);
  const first = $("[autofocus]", dialog) ?? $(".modal-body input, .modal-body textarea", dialog);
  first?.focus();
}

function dismiss(everything) {
  const view = $("#stack dialog")?.dataset.view;
  if (view) post("dismiss", { on: { view }, everything });
}

async function submit(form) {
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

// ---- composer -----------------------------------------------------------------------------------------------------

const draftKey = (form) => `draft ${page.as} ${form.dataset.channel} ${form.dataset.thread}`;

function grow(box) {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 220)}px`;
}

async function send(form) {
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

function composerKey(event, box) {
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

document.addEventListener("input", (event) => {
  if (!event.target.matches(".composer textarea")) return;
  grow(event.target);
  sessionStorage.setItem(draftKey(event.target.form), event.target.value);
  suggestFor(event.target);
});

/** What stands before the caret decides what is suggested: a command at the start, people after @, channels after #. */
function suggestFor(box) {
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

function closeSuggestions() {
  if ($("#suggestions").matches(":popover-open")) $("#suggestions").hidePopover();
}

function typeInto(form, mark) {
  const box = $("textarea", form);
  box.focus();
  if (mark === "/") box.value = "/";
  else box.setRangeText(!box.value || /\s$/.test(box.value) ? mark : ` ${mark}`, box.selectionStart, box.selectionEnd, "end");
  suggestFor(box);
}

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

// ---- select menus with type-ahead ---------------------------------------------------------------------------------

const comboParts = (combo) => ({ input: $("input", combo), list: $("[role=listbox]", combo), box: $(".combo-box", combo) });

function openCombo(combo) {
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
  stand(combo, visible(list)[0]);
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

function comboKey(event, combo) {
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

function unchoose(chip) {
  const combo = chip.closest(".combo");
  chip.remove();
  if (comboParts(combo).list.matches(":popover-open")) filter(combo);
  drawn(combo);
  changed(combo);
}

// ---- tables -------------------------------------------------------------------------------------------------------

function showPage(table, at) {
  const rows = $$("tbody tr", table);
  const size = Number(table.dataset.pageSize);
  const last = Math.max(0, Math.ceil(rows.length / size) - 1);
  const now = Math.min(Math.max(at, 0), last);
  table.dataset.page = now;
  rows.forEach((row, n) => (row.hidden = n < now * size || n >= (now + 1) * size));
  const told = $(".page-of", table);
  if (!told) return;
  told.textContent = say("{from}–{to} of {all}", {
    from: now * size + 1, to: Math.min((now + 1) * size, rows.length), all: rows.length,
  });
  $('[data-turn="-1"]', table).disabled = now === 0;
  $('[data-turn="1"]', table).disabled = now === last;
}

const turn = (table, by) => showPage(table, Number(table.dataset.page) + by);

function sort(head) {
  const table = head.closest(".data-table");
  const at = [...head.parentNode.children].indexOf(head);
  const down = head.getAttribute("aria-sort") === "ascending";
  $$("thead th", table).forEach((th) => th.setAttribute("aria-sort", "none"));
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const rank = (row) => {
    const cell = row.children[at];
    return cell.dataset.sort === undefined ? cell.textContent.trim() : Number(cell.dataset.sort);
  };
  const order = (a, b) => {
    const [x, y] = [rank(a), rank(b)];
    if (typeof x === "number" && typeof y === "number") return x - y;
    return String(x).localeCompare(String(y), document.documentElement.lang, { numeric: true });
  };
  const rows = $$("tbody tr", table).sort((a, b) => (down ? order(b, a) : order(a, b)));
  $("tbody", table).append(...rows);
  showPage(table, 0);
}

// ---- the clock, older messages ------------------------------------------------------------------------------------

/** Move the workspace's clock; the jobs on the way are told line by line. */
async function move(by) {
  const told = toast(say("Moving the clock…"), 0);
  told.classList.add("toast--running");
  $("#clock").classList.add("busy");
  const add = (text) => told.append(element("span", { textContent: text }));
  try {
    const answer = await fetch("/do/move", { method: "POST", body: JSON.stringify({ ...where(), by }) });
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const lines = (rest + part.value).split("\n");
      rest = lines.pop();
      for (const line of lines.map((text) => JSON.parse(text))) {
        if (line.line) add(line.line);
        if (line.failed) add(`⚠ ${line.failed}`);
        if (line.now) add(say("The clock now shows {time}", { time: line.now }));
      }
    }
  } catch {
    add(`⚠ ${say("Something went wrong")}`);
  }
  $("#clock").classList.remove("busy");
  told.classList.remove("toast--running");
  setTimeout(() => told.remove(), 6000);
}

async function earlier(button) {
  const list = button.closest("[data-list]");
  if (button.matches(".busy")) return;
  button.classList.add("busy");
  const before = $("[data-message]", list).dataset.ts;
  const html = await (await fetch(`/earlier?${new URLSearchParams({ ...where(), before })}`)).text();
  const fromEnd = list.scrollHeight - list.scrollTop;
  button.replaceWith(parsed(html));
  list.scrollTop = list.scrollHeight - fromEnd;
  drawn(list);
}

// ---- after every drawing ------------------------------------------------------------------------------------------

function drawn(part) {
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

for (const list of $$("[data-list]")) {
  list.scrollTop = list.scrollHeight;
  for (const kind of ["wheel", "touchmove", "keydown"]) {
    list.addEventListener(kind, () => (list.dataset.scrolled = "yes"), { passive: true, once: true });
  }
}
for (const form of $$(".composer")) {
  const box = $("textarea", form);
  box.value = sessionStorage.getItem(draftKey(form)) ?? "";
  grow(box);
}
drawn(document);
if ($("#stack dialog")) showModal($("#stack dialog"));
else if (matchMedia("(hover: hover)").matches) ($(".thread .composer textarea") ?? $(".composer textarea"))?.focus();
$('.person[aria-current="true"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
listen();
