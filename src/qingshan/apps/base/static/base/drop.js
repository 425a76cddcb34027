// A file field becomes a place to drop files. Without this script it stays a plain file field.
(() => {
  "use strict";

  const size = (bytes) => bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

  for (const place of document.querySelectorAll("[data-drop]")) {
    const field = place.querySelector("input[type=file]");
    if (!field || field.disabled) continue;
    const list = document.createElement("ul");
    list.className = "files";
    list.setAttribute("role", "status");
    place.append(list);
    place.classList.add("live");

    const show = () => {
      list.replaceChildren(...[...field.files].map((file) => {
        const line = document.createElement("li");
        const name = document.createElement("span");
        const weight = document.createElement("span");
        name.textContent = `${place.dataset.one}：${file.name}`;
        weight.className = "quiet";
        weight.textContent = size(file.size);
        line.append(name, weight);
        return line;
      }));
      if (field.files.length && place.hasAttribute("data-send")) field.form.requestSubmit();
    };
    field.addEventListener("change", show);
    for (const name of ["dragenter", "dragover"]) place.addEventListener(name, () => place.classList.add("over"));
    for (const name of ["dragleave", "drop"]) place.addEventListener(name, () => place.classList.remove("over"));
    show();
  }

  // A file dropped beside the place must not replace the page.
  for (const name of ["dragover", "drop"]) {
    addEventListener(name, (event) => {
      if (!event.target.closest?.("[data-drop]")) event.preventDefault();
    });
  }
})();
