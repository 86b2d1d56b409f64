// The page's script: sends what people do, swaps in HTML that the workspace draws, builds no markup from data.

import { $, post, toast } from "./base.js";
import { earlier, move } from "./clock.js";
import { openCombo, unchoose } from "./combos.js";
import "./composer.js";
import { act } from "./elements.js";
import { listen } from "./live.js";
import { sidebar, toggleMenu } from "./menus.js";
import { dismiss, showModal } from "./modals.js";
import { edit, remove } from "./own.js";
import { typeInto } from "./suggestions.js";
import { sort, turn } from "./tables.js";
import { arrive } from "./visits.js";

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

arrive(document);
if ($("#stack dialog")) showModal($("#stack dialog"));
$('.person[aria-current="true"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
listen();
