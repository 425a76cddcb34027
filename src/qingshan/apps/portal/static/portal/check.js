// The check in place: the chosen file stays in this page, answers send it again, a broken network waits.
// Without this script the form is sent as any form, and the file is chosen again for each answer.
(() => {
  "use strict";

  const SHELF = "qingshan-draft", STORE = "files";
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

  function tell(text, share) {
    const place = wait();
    if (!place) return null;
    const line = document.createElement("div");
    line.className = share === null ? "notice warn" : "progress";
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
    place.replaceChildren(line);
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
    request.addEventListener("load", () => show(request.responseText));
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
