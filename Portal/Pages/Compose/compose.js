// Keeps what is being written as a draft: what changed, every half minute, by the form's own way and without its files. Where that fails, the text stays in
// the page, and words that a screen reader speaks say what to do.
"use strict";
(() => {
  const form = document.querySelector("form.compose");
  const region = document.getElementById("compose-kept");
  if (!form || !region) {
    return;
  }

  const texts = () => {
    const data = new FormData(form);
    data.delete("files");
    return data;
  };

  const shape = () => JSON.stringify([...texts()]);
  let kept = shape();
  let shown = "";
  let running = null;

  const show = (name) => {
    if (name !== shown) {
      shown = name;
      region.replaceChildren(document.getElementById(`compose-${name}`).content.cloneNode(true));
    }
  };

  const keep = async () => {
    const now = shape();
    if (now === kept || running) {
      return;
    }

    running = new AbortController();
    try {
      const answer = await fetch(`${form.action}&do=autosave`, { method: "POST", body: texts(), redirect: "manual", signal: running.signal });
      kept = answer.status === 204 ? now : kept;
      show(answer.status === 204 ? "saved" : "lost");
    } catch (error) {
      if (error.name !== "AbortError") {
        show("lost");
      }
    } finally {
      running = null;
    }
  };

  // What a button does comes last.
  form.addEventListener("submit", () => {
    running?.abort();
    clearInterval(timer);
  });
  const timer = setInterval(keep, 30 * 1000);
})();
