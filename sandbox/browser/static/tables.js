// Tables that sort and turn pages.

import { $, $$, say } from "./base.js";

export function showPage(table, at) {
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

export const turn = (table, by) => showPage(table, Number(table.dataset.page) + by);

export function sort(head) {
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
