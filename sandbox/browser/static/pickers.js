// Dates and times in the reader's language.

import { $ } from "./base.js";

const FORMATS = {
  date: { year: "numeric", month: "short", day: "numeric", weekday: "short" },
  time: { hour: "numeric", minute: "2-digit" },
};
FORMATS["datetime-local"] = { ...FORMATS.date, ...FORMATS.time };

/** A date or time in the person's language, whatever language the browser itself speaks. */
export function showPicked(picker) {
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
