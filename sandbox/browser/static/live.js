// What others do, as it happens: each change swaps in HTML that the workspace drew.

import { $, $$, parsed, say, toast, where } from "./base.js";
import { drawn, keeping } from "./keeping.js";
import { fillStack } from "./modals.js";

let socket;
let wasLost = null;

const lastIn = (name) => $$(`[data-list="${name}"] [data-message]`).at(-1)?.dataset.ts ?? "";

/** Hear what changes in what is open now; again after every change of place. */
export function listen() {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const last = lastIn("messages");
  const asked = new URLSearchParams({ ...where(), last, last_reply: lastIn("thread") });
  const before = socket;
  const opened = (socket = new WebSocket(`${scheme}://${location.host}/live?${asked}`));
  before?.close();
  document.body.dataset.live = "no";
  socket.onmessage = (event) => socket === opened && JSON.parse(event.data).forEach(apply);
  socket.onopen = () => {
    document.body.dataset.live = "yes";
    if (wasLost) {
      wasLost.remove();
      wasLost = null;
      catchUp();
    }
  };
  socket.onclose = () => {
    if (socket !== opened) return;
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
