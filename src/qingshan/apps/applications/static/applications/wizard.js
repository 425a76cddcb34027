// A step is saved as one goes; without this script its buttons save it.
(() => {
  "use strict";

  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const saved = document.querySelector("[data-saved]");
  const offline = document.querySelector("[data-offline]");
  const stale = document.querySelector("[data-stale]");
  const missing = document.querySelector("[data-missing]");
  let waiting = null, running = false, again = false;

  // Files go with the button alone: they are read and checked, which takes its time.
  function told() {
    const data = new FormData(form);
    for (const field of form.querySelectorAll("input[type=file]")) data.delete(field.name);
    data.delete("signature_drawn");
    return data;
  }

  const signedOut = (answer) =>
    answer.type === "opaqueredirect" || (answer.status === 403 && !answer.headers.get("Content-Type").includes("json"));

  // What was typed when the session had ended waits in this tab until one has signed in again.
  const place = `step ${location.pathname}`;
  const isOwn = ([name, value]) => typeof value === "string" && !["csrfmiddlewaretoken", "version"].includes(name);
  function keep() {
    sessionStorage.setItem(place, JSON.stringify([...told()].filter(isOwn)));
  }
  function bringBack() {
    const kept = JSON.parse(sessionStorage.getItem(place) ?? "[]");
    sessionStorage.removeItem(place);
    for (const [name, value] of kept) {
      const field = form.elements[name];
      if (field && field.type !== "checkbox") field.value = value;
    }
    if (kept.length) soon();
  }

  async function save() {
    waiting = null;
    if (running) { again = true; return; }
    running = true;
    try {
      const answer = await fetch(location.pathname, {
        method: "POST", body: told(), headers: { "X-Autosave": "1" }, credentials: "same-origin", redirect: "manual",
      });
      offline.hidden = true;
      if (signedOut(answer)) {
        keep();
        location.reload();  // the way back from signing in leads here
        return;
      }
      const said = await answer.json();
      if (answer.status === 409) {
        stale.hidden = false;
        stale.querySelectorAll("p").forEach((line, at) => { line.textContent = [said.stale, said.then][at]; });
        return;
      }
      stale.hidden = true;
      for (const field of document.querySelectorAll("input[name=version]")) field.value = said.version;
      saved.textContent = said.saved;
      if (missing) missing.textContent = form.dataset.sayMissing.replace("{n}", said.missing);
    } catch {
      offline.hidden = false;
      addEventListener("online", soon, { once: true });
    } finally {
      running = false;
      if (again) { again = false; soon(); }
    }
  }

  function soon() {
    clearTimeout(waiting);
    waiting = setTimeout(save, 400);
  }

  form.addEventListener("change", (event) => {
    if (event.target.type !== "file" && event.target.type !== "hidden" && event.target.name !== "pick") soon();
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
  bringBack();

  // A photo is sent as soon as it is taken.
  document.documentElement.classList.add("live");
  for (const sender of document.querySelectorAll("form[data-send-at-once]")) {
    sender.addEventListener("change", () => sender.requestSubmit());
  }
})();
