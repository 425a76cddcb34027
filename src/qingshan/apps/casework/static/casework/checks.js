// The check list saves each item as it is answered; without script the button saves all.
(() => {
  "use strict";
  const form = document.querySelector("form.checks");
  const saved = document.getElementById("saved");
  if (!form) return;

  const part = (item, name) => form.querySelector(`[name="${name}.${CSS.escape(item)}"]`);
  const verdict = (item) => form.querySelector(`[name="verdict.${CSS.escape(item)}"]:checked`)?.value ?? "";
  const timers = new Map();
  const running = new Map();

  const show = (box, item) => {
    box.classList.toggle("problem", verdict(item) === "problem");
  };

  // What one person sees last is what the next answer is told to follow.
  const learn = (versions, item) => {
    if (item in versions) part(item, "version").value = versions[item];
  };

  const save = async (box) => {
    const item = box.dataset.item;
    const told = box.querySelector(".told");
    const value = verdict(item);
    const text = part(item, "text").value;
    if (!value || (value === "problem" && !text.trim())) return;
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.set("key", crypto.randomUUID());
    for (const name of ["version", "text"]) body.set(`${name}.${item}`, part(item, name).value);
    body.set(`verdict.${item}`, value);
    let answer;
    try {
      const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      answer = await response.json();
    } catch {
      saved.textContent = form.dataset.failed;
      return;
    }
    told.replaceChildren();
    if (!answer.refused) {
      learn(answer.versions, item);
      saved.textContent = `${form.dataset.saved} ${answer.saved}`;
      return;
    }
    saved.textContent = "";
    told.insertAdjacentHTML("beforeend", answer.refused);
    const again = document.createElement("button");
    again.type = "button";
    again.className = "btn small";
    again.textContent = form.dataset.again;
    again.addEventListener("click", () => { learn(answer.versions, item); queue(box); });
    told.append(again);
  };

  // One request an item at a time: the next one follows the version that the last one made.
  const queue = (box) => {
    const item = box.dataset.item;
    const next = (running.get(item) ?? Promise.resolve()).then(() => save(box));
    running.set(item, next);
  };

  for (const box of form.querySelectorAll(".check[data-item]")) {
    const item = box.dataset.item;
    box.querySelector(".demand").classList.add("live");
    show(box, item);
    box.addEventListener("change", () => { show(box, item); clearTimeout(timers.get(item)); queue(box); });
    part(item, "text").addEventListener("input", () => {
      clearTimeout(timers.get(item));
      timers.set(item, setTimeout(() => queue(box), 900));
    });
    const fill = box.querySelector("[data-template]");
    fill.hidden = false;
    fill.addEventListener("click", () => {
      const area = part(item, "text");
      area.value = area.value.trim() ? `${area.value.trim()}\n${fill.dataset.template}` : fill.dataset.template;
      area.focus();
      clearTimeout(timers.get(item));
      queue(box);
    });
  }
})();
