// One's own messages: editing and deleting.

import { $, element, post, say } from "./base.js";
import { confirming, onOf } from "./elements.js";

export async function remove(line) {
  const cancel = element("button", { className: "btn", type: "button", value: "deny", textContent: say("Cancel") });
  const agree = element("button", {
    className: "btn btn--danger", type: "button", value: "confirm", textContent: say("Delete"),
  });
  const dialog = element("dialog", { className: "modal modal--small" },
    element("header", {}, element("h2", { textContent: say("Delete this message?") })),
    element("footer", {}, cancel, agree));
  if (await confirming(dialog)) post("delete", { on: onOf(line) });
}

export function edit(line) {
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
