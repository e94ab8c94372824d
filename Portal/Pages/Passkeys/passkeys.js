// Asks the browser for a passkey and sends what it answers with the form. Nothing is fetched; the portal judges the answer (VerifyPasskey.cs).
"use strict";
(() => {
  const forms = [...document.querySelectorAll("form[data-passkey]")];
  let waiting; // browsers take one question at a time

  async function ask(form, mediation) {
    waiting?.abort();
    const { signal } = waiting = new AbortController();
    const problem = form.querySelector("[data-problem]");
    problem.hidden = true;
    try {
      const options = JSON.parse(form.dataset.options);
      const credential = form.dataset.passkey === "create"
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options), signal })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options), signal, mediation });
      form.elements.credential.value = JSON.stringify(credential.toJSON());
      form.submit();
    } catch (error) {
      if (!signal.aborted && mediation !== "conditional") problem.hidden = false;
    }
  }

  async function begin(form) {
    form.hidden = false;
    form.querySelector("button").addEventListener("click", () => ask(form, "optional"));
    form.addEventListener("submit", event => { event.preventDefault(); ask(form, "optional"); }); // the enter key in the field for the name
    if (form.dataset.typing && await PublicKeyCredential.isConditionalMediationAvailable?.()) ask(form, "conditional");
  }

  if (window.PublicKeyCredential?.parseRequestOptionsFromJSON && window.PublicKeyCredential.parseCreationOptionsFromJSON) {
    forms.forEach(begin);
    document.querySelectorAll("[data-without-passkeys]").forEach(element => { element.hidden = true; });
  }

  document.querySelectorAll("button[data-print]").forEach(button => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
})();
