// Shortcuts for who works by keyboard. They hear nothing but what is typed while something in the list has the focus, so that no key that is meant for
// something else (a word spoken to a speech recogniser, a field) does anything here.
"use strict";
(() => {
  const list = document.getElementById("mail-list");
  const help = document.getElementById("keys");
  if (!list || !help) {
    return;
  }

  help.hidden = false;
  const rows = () => [...list.querySelectorAll(".mail-row")];
  const boxOf = (row) => row.querySelector("input[type=checkbox]");
  const focus = (row) => row?.querySelector(".mail-link")?.focus();

  // What is ticked is meant; where nothing is, the row that has the focus.
  const press = (row, key) => {
    const button = list.closest("form")?.querySelector(`button[data-key="${key}"]`);
    const box = boxOf(row);
    if (!button || !box) {
      return;
    }

    if (!rows().some((other) => boxOf(other)?.checked)) {
      box.checked = true;
    }

    button.click();
  };

  const keys = {
    j: (row) => focus(row.nextElementSibling),
    k: (row) => focus(row.previousElementSibling),
    o: (row) => row.querySelector(".mail-link").click(),
    x: (row) => boxOf(row)?.click(),
    e: (row) => press(row, "e"),
    u: (row) => press(row, "u"),
    "#": (row) => press(row, "#"),
    "?": () => { help.open = !help.open; },
  };

  list.addEventListener("keydown", (event) => {
    const row = event.target.closest(".mail-row");
    if (!row || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || !Object.hasOwn(keys, event.key)) {
      return;
    }

    event.preventDefault();
    keys[event.key](row);
  });
})();
