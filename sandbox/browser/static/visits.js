// Going elsewhere as the same person: channels, threads and tabs are swapped in place; what stays keeps its scroll.

import { $, $$, page } from "./base.js";
import { draftKey, grow } from "./composer.js";
import { drawn } from "./keeping.js";
import { listen } from "./live.js";
import { sidebar } from "./menus.js";

const LINKS = "a.place, .tabs a, [data-open-thread], [data-close-thread], [data-open-channel]";

document.addEventListener("click", (event) => {
  const link = event.target.closest(LINKS);
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const { openChannel: channel } = link.dataset;
  visit(channel ? `/?${new URLSearchParams({ as: page.as, channel })}` : link.href);
});

window.addEventListener("popstate", () => visit(location.href, { back: true }));

async function visit(address, { back = false } = {}) {
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok) return location.assign(address);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const there = fresh.body.dataset;
  if (there.as !== page.as) return location.assign(address);
  const stays = there.channel === page.channel && there.tab === page.tab;
  if (!back) history.pushState(null, "", answer.url);
  document.title = fresh.title;
  Object.assign(page, { channel: there.channel, thread: there.thread, tab: there.tab });
  document.body.classList.toggle("with-thread", Boolean(there.thread));
  for (const id of ["sidebar", "thread", ...(stays ? [] : ["main"])]) {
    const part = document.getElementById(id);
    part.replaceChildren(...fresh.getElementById(id).childNodes);
    arrive(part);
  }
  sidebar(false);
  listen();
}

/** After a part was drawn for the first time: its end is shown, its draft is back, its composer has the focus. */
export function arrive(part) {
  for (const list of $$("[data-list]", part)) {
    list.scrollTop = list.scrollHeight;
    for (const kind of ["wheel", "touchmove", "keydown"]) {
      list.addEventListener(kind, () => (list.dataset.scrolled = "yes"), { passive: true, once: true });
    }
  }
  for (const form of $$(".composer", part)) {
    const box = $("textarea", form);
    box.value = sessionStorage.getItem(draftKey(form)) ?? "";
    grow(box);
  }
  drawn(part);
  if (matchMedia("(hover: hover)").matches) ($(".thread .composer textarea") ?? $(".main .composer textarea"))?.focus();
}
