// Says how strong a new password is while it is typed, and shows it on demand. Nothing that is typed leaves the page for that, nothing
// is prevented, and the portal judges for itself when the form is sent (PasswordStrength.cs, of which this is a coarse likeness).
"use strict";
(() => {
  const levels = [28, 42, 56, 75]; // bits; beyond the last one it is strong
  const [none, longer, repetition, run, date, word, personal] = [0, 1, 2, 3, 4, 5, 6]; // in the order of PasswordAdvice.cs
  const lookAlikes = { "@": "a", "4": "a", "3": "e", "0": "o", "1": "i", "$": "s", "5": "s", "7": "t" };
  const words = ("passwor[dt]|kennwort|geheim|secret|secure|sicher|webmail|welcome|willkommen|hallo|hello|letmein|iloveyou|love|dragon"
    + "|monkey|master|shadow|sunshine|princess|football|fussball|baseball|superman|batman|admin|login|test|schatz|summer|sommer|winter"
    + "|spring|autumn|januar|februar|april|august|september|october|oktober|november|december|dezember|berlin|hamburg").split("|");
  const rows = ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "qwertzuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "1qay2wsx3edc4rfv5tgb6zhn7ujm"].flatMap(row => [row, [...row].reverse().join("")]);

  function alphabet(text) {
    return Math.max(2, [[/[a-z]/, 26], [/[A-Z]/, 26], [/[0-9]/, 10], [/[\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]/, 33], [/[^\x00-\x7f]/, 100]]
      .reduce((sum, [kind, size]) => kind.test(text) ? sum + size : sum, 0));
  }

  function runs(lower) {
    const found = [];
    for (let start = 0; start + 4 <= lower.length; start++) {
      let end = start + 3;
      while (end < lower.length && rows.some(row => row.includes(lower.slice(start, end + 1)))) end++;
      if (end - start >= 4) found.push([start, end - start]);
    }
    return found;
  }

  const matches = (text, pattern) => [...text.matchAll(pattern)].map(match => [match.index, match[0].length]);
  const literal = text => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

  // Every stretch that is easy to guess counts as two characters; the kind that costs most gives the advice.
  function judge(password, names) {
    const text = password.slice(0, 128);
    const lower = text.toLowerCase();
    const plain = lower.replace(/[@4301$57]/g, sign => lookAlikes[sign]);
    const easy = new Set();
    const lost = new Array(7).fill(0);
    const mark = (stretches, advice, kept = 2) => stretches.forEach(([start, length]) => {
      for (let i = start + kept; i < start + length; i++) if (!easy.has(i)) { easy.add(i); lost[advice]++; }
    });
    if (names.length > 0) mark(matches(lower, new RegExp(names.map(literal).join("|"), "g")), personal);
    mark(matches(plain, new RegExp(words.join("|"), "g")), word);
    mark(runs(lower), run);
    mark(matches(lower, /(?:19|20)\d\d|[0-3]?\d[./-]?[01]?\d[./-](?:19|20)?\d\d/g), date);
    mark(matches(lower, /(.+?)\1{2,}|(.{2,})\2/g), repetition);
    if (/\p{L}{3}[ ,._-]+\p{L}{3}/u.test(text)) mark(matches(lower, /\p{L}{4,}/gu), longer, 3); // words, known to guessers or not
    const single = Math.log2(alphabet(text));
    const level = levels.filter(bits => (text.length - easy.size) * single >= bits).length;
    const worst = lost.indexOf(Math.max(...lost));
    return { level, advice: level === levels.length ? none : lost[worst] * single >= 10 ? worst : longer };
  }

  function tell(box) {
    const inputs = box.dataset.fields.split(" ").map(id => document.getElementById(id));
    const [text, meter, button] = [box.querySelector("p"), document.createElement("meter"), document.createElement("button")];
    const [names, advices] = [box.dataset.levels.split("|"), box.dataset.advices.split("|")];
    let later;
    Object.assign(meter, { className: "strength-meter", min: 0, max: 5, low: 3, high: 4, optimum: 5, value: 0, ariaLabel: box.dataset.label });
    inputs[0].addEventListener("input", () => {
      const known = box.dataset.personal.split(" ").flatMap(id => (document.getElementById(id)?.value ?? "").toLowerCase().split(/[^\p{L}\p{Nd}]+/u));
      const { level, advice } = judge(inputs[0].value, known.filter(name => name.length >= 4));
      const typed = inputs[0].value.length > 0;
      meter.value = typed ? level + 1 : 0;
      clearTimeout(later); // a screen reader hears the result, not every character's
      later = setTimeout(() => {
        text.textContent = typed ? `${box.dataset.text.replace("{0}", names[level])} ${advices[advice]}`.trim() : "";
      }, 400);
    });

    const show = shown => {
      inputs.forEach(input => { input.type = shown ? "text" : "password"; });
      button.textContent = shown ? box.dataset.hide : box.dataset.show;
    };
    Object.assign(button, { type: "button", className: "button button-quiet strength-show" });
    button.addEventListener("click", () => show(inputs[0].type === "password"));
    inputs[0].form.addEventListener("submit", () => show(false)); // so that browsers offer to keep it, and no history of texts does
    show(false);
    box.append(meter, button);
    box.hidden = false;
  }

  document.querySelectorAll(".strength").forEach(tell);
})();
