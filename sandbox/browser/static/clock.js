// Moving the workspace's clock; fetching older messages.

import { $, element, parsed, say, toast, where } from "./base.js";
import { drawn } from "./keeping.js";

/** Move the workspace's clock; the jobs on the way are told line by line. */
export async function move(by) {
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

export async function earlier(button) {
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
