// Warns two minutes before the session ends, in words that a screen reader speaks. Nothing is sent: the link does that, when somebody follows it.
"use strict";
(() => {
  const region = document.getElementById("session-end");
  if (!region) {
    return;
  }

  const warning = 120 * 1000;
  const seconds = (name) => Number(region.dataset[name]) * 1000;
  const over = Date.now() + seconds("left");
  let idle = Date.now() + seconds("idle");
  let shown = "";

  const show = (name) => {
    if (name === shown) {
      return;
    }

    shown = name;
    region.replaceChildren();
    const template = name && document.getElementById(`session-${name}`);
    if (template) {
      region.append(template.content.cloneNode(true));
      region.querySelector("a[target]")?.addEventListener("click", () => {
        idle = Date.now() + seconds("idle");
        look();
      });
    }
  };

  const look = () => {
    const now = Date.now();
    const end = Math.min(idle, over);
    show(now >= end ? "over" : now < end - warning ? "" : end === over ? "last" : "idle");
  };

  // Timers stand still while a device sleeps: the clock is looked at again and again, and whenever the page comes back.
  setInterval(look, 1000);
  document.addEventListener("visibilitychange", look);
})();
