// What every part of the script uses: finding, saying, posting.

export const page = document.body.dataset;
const words = JSON.parse(page.words);
export const $ = (selector, from = document) => from.querySelector(selector);
export const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];
export const say = (sentence, holes = {}) =>
  (words[sentence] ?? sentence).replace(/\{(\w+)\}/g, (whole, name) => holes[name] ?? whole);
export const parsed = (html) => document.createRange().createContextualFragment(html);
export const where = () => ({ as: page.as, channel: page.channel, thread: page.thread, tab: page.tab });

export async function post(verb, body) {
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

export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

export function toast(text, seconds = 5) {
  const made = element("p", { className: "toast", textContent: text });
  $("#toasts").append(made);
  if (seconds) setTimeout(() => made.remove(), seconds * 1000);
  return made;
}
