// The file that a check left in this browser goes into the application, and out of the browser.
(async () => {
  "use strict";
  if (!new URLSearchParams(location.search).has("draft") || !window.indexedDB) return;
  const field = document.querySelector("input[type=file]");
  if (!field || field.files.length) return;
  const base = await new Promise((resolve, reject) => {
    const request = indexedDB.open("qingshan-draft", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("files");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const act = base.transaction("files", "readwrite");
  const files = await new Promise((resolve) => {
    const request = act.objectStore("files").get("draft");
    request.onsuccess = () => resolve(request.result ?? []);
    request.onerror = () => resolve([]);
  });
  base.close();
  if (!files.length) return;
  const carrier = new DataTransfer();
  files.forEach((file) => carrier.items.add(file));
  field.files = carrier.files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  indexedDB.deleteDatabase("qingshan-draft");
})();
