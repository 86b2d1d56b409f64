// Menus behind a button, and the drawer of a narrow screen.

import { $, $$ } from "./base.js";

/** Put a popover beside what opened it, inside the window. */
export function beside(menu, anchor, { wide = false, above = false } = {}) {
  const at = anchor.getBoundingClientRect();
  if (wide) menu.style.width = `${at.width}px`;
  const size = menu.getBoundingClientRect();
  const below = at.bottom + 4 + size.height <= innerHeight && !above;
  menu.style.top = `${Math.max(4, below ? at.bottom + 4 : at.top - size.height - 4)}px`;
  menu.style.left = `${Math.max(4, Math.min(at.left, innerWidth - size.width - 8))}px`;
}

export function toggleMenu(opener) {
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

/** On a narrow screen: the drawer with channels and people. */
export function sidebar(open) {
  document.body.classList.toggle("sidebar-open", open);
  $("#open-sidebar").setAttribute("aria-expanded", String(open));
}
