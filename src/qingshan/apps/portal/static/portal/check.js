// The check in place: the chosen file stays in this page, answers send it again, a broken network waits.
// Without this script the form is sent as any form, and the file is chosen again for each answer.
// The result stays with this tab alone: a reload or a way back shows it again, closing the tab ends it.
(() => {
  "use strict";

  const SHELF = "qingshan-draft", STORE = "files", LAST = "qingshan-check";
  let kept = [];

  const form = () => document.querySelector("form[data-check]");
  const wait = () => form()?.querySelector(".check-wait");

  function remember() {
    const field = form()?.querySelector("input[type=file]");
    if (field?.files.length) kept = [...field.files];
  }

  function restore() {
    const field = form()?.querySelector("input[type=file]");
    if (!field || !kept.length || field.files.length) return;
    const carrier = new DataTransfer();
    kept.forEach((file) => carrier.items.add(file));
    field.files = carrier.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function tell(text, share, kind = "warn") {
    const place = wait();
    if (!place) return null;
    const line = document.createElement("div");
    const whole = share === null ? document.createElement("div") : line;
    if (share === null) { whole.className = `notice ${kind}`; whole.append(line); } else line.className = "progress";
    const words = document.createElement(share === null ? "p" : "label");
    words.textContent = text;
    line.append(words);
    if (share !== null) {
      const bar = document.createElement("progress");
      bar.id = "check-progress";
      words.htmlFor = bar.id;
      if (share !== undefined) { bar.max = 1; bar.value = share; }
      line.append(bar);
    }
    place.replaceChildren(whole);
    return line;
  }

  function busy(isBusy) {
    document.querySelectorAll('form[data-check] button, button[form="check"]').forEach((button) => {
      button.disabled = isBusy;
    });
  }

  function send(data) {
    const said = form().dataset;
    const request = new XMLHttpRequest();
    request.open("POST", form().action);
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      const share = event.loaded / event.total;
      if (share < 1) tell(`${said.saySending} ${Math.floor(share * 100)} %`, share);
      else tell(said.sayReading);
    });
    request.addEventListener("load", () => {
      const wait = Number(request.getResponseHeader("Retry-After"));
      if (wait && refusedFor(request.responseText)) later(data, request.responseText, wait);
      else { show(request.responseText); keepResult(request.responseText); }
    });
    request.addEventListener("error", () => broken(data));
    request.addEventListener("abort", () => busy(false));
    busy(true);
    tell(said.saySending, 0);
    request.send(data);
  }

  // The form stays as it is; the same request goes out again when the network is back.
  function broken(data) {
    const said = form().dataset;
    busy(false);
    const line = tell(said.sayBroken, null);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn small";
    button.textContent = said.sayAgain;
    const again = () => {
      removeEventListener("online", again);
      send(data);
    };
    button.addEventListener("click", again);
    line?.append(button);
    addEventListener("online", again, { once: true });
  }

  const refusedFor = (text) => [...new DOMParser().parseFromString(text, "text/html")
    .querySelectorAll(".refusals .what, .refusals dd:last-of-type")].map((each) => each.textContent.trim()).join(" ");

  // No place just now: the form stays, and the same request may go out again after the time told.
  function later(data, text, seconds) {
    busy(false);
    const line = tell(refusedFor(text), null);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn small";
    button.textContent = form().dataset.sayOnce;
    button.disabled = true;
    setTimeout(() => { button.disabled = false; }, seconds * 1000);
    button.addEventListener("click", () => send(data));
    line?.append(button);
    line?.scrollIntoView({ block: "nearest" });
  }

  // The answer of the site, as it came, beside the entry of the history that shows it.
  function keepResult(text) {
    const key = String(Date.now());
    const names = kept.map((file) => file.name);
    try {
      sessionStorage.setItem(LAST, JSON.stringify({ key, text, names }));
      history.replaceState({ ...history.state, check: key }, "");
    } catch { sessionStorage.removeItem(LAST); }  // too large for the browser: it is not there after a reload
  }

  function lastResult() {
    return JSON.parse(sessionStorage.getItem(LAST) ?? "null");
  }

  function showKept() {
    const told = lastResult();
    if (!told || history.state?.check !== told.key) return;
    show(told.text);
    const field = form()?.querySelector("input[type=file]");
    if (field && told.names.length && !field.files.length)
      tell(`${form().dataset.sayLast}${told.names.join("、")}`, null, "info");
  }

  function show(text) {
    const answer = new DOMParser().parseFromString(text, "text/html");
    const main = answer.querySelector("main");
    if (!main) { busy(false); return; }
    document.title = answer.title;
    document.querySelector("main").replaceWith(document.adoptNode(main));
    restore();
    // Scripts that dress parts of a page look at the new parts.
    document.querySelectorAll("script[data-again]").forEach((old) => {
      const script = document.createElement("script");
      script.src = old.src;
      script.dataset.again = "";
      old.replaceWith(script);
    });
    const head = document.querySelector("#errors, #verdict h1, main [aria-live] h2, main h1");
    if (head) { head.tabIndex = -1; head.focus({ preventScroll: true }); }
    scrollTo({ top: 0 });
  }

  // Answers about an earlier file do not hold for another; what was typed since then stays.
  document.addEventListener("change", (event) => {
    if (!event.target.matches("#check input[type=file]")) return;
    const before = kept.length ? kept.map((file) => file.name) : lastResult()?.names ?? [];
    const chosen = [...event.target.files].map((file) => file.name);
    if (chosen.join("/") === before.join("/")) return;
    for (const name of ["layer", "crs", "encoding", "shift"]) {
      const field = event.target.form.elements[name];
      if (!field || field.value === "") continue;
      const rendered = field.options
        ? [...field.options].find((option) => option.defaultSelected)?.value ?? ""
        : field.defaultValue;
      if (field.value === rendered) field.value = "";
    }
  });

  document.addEventListener("submit", (event) => {
    const sent = event.target;
    if (sent.matches("form[data-result]")) {
      // A file that is downloaded leaves the page as it is: it may be asked for again.
      setTimeout(() => {
        delete sent.dataset.sent;
        sent.querySelectorAll("[aria-busy]").forEach((each) => each.removeAttribute("aria-busy"));
      }, 1500);
      return;
    }
    if (!sent.matches("form[data-check]")) return;
    event.preventDefault();
    remember();
    const tooLarge = kept.reduce((sum, file) => sum + file.size, 0) > Number(sent.dataset.limit);
    if (tooLarge && sent.querySelector("input[type=file]")) { tell(sent.dataset.sayLarge, null); return; }
    send(new FormData(sent, event.submitter));
  }, true);

  // Applying takes the file along in this browser alone; the application's page takes it out again.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-keep]");
    if (!link) return;
    remember();
    const drawing = form()?.querySelector("input[name=drawing]")?.value;
    if (!kept.length && drawing) kept = [new File([drawing], "drawing.geojson", { type: "application/geo+json" })];
    if (!kept.length || !window.indexedDB) return;
    event.preventDefault();
    store(kept).finally(() => { location.href = link.href; });
  });

  showKept();

  function shelf() {
    return new Promise((resolve, reject) => {
      const request = indexedDB.open(SHELF, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  async function store(files) {
    const base = await shelf();
    await new Promise((resolve, reject) => {
      const act = base.transaction(STORE, "readwrite");
      act.objectStore(STORE).put(files, "draft");
      act.oncomplete = resolve;
      act.onerror = () => reject(act.error);
    });
    base.close();
  }
})();
