// A button that ticks every box of the page; without script each box is ticked by hand.
(() => {
  "use strict";
  for (const button of document.querySelectorAll("button[data-choose]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const boxes = [...document.querySelectorAll(`input[name="${button.dataset.choose}"]`)];
      const all = boxes.every((box) => box.checked);
      boxes.forEach((box) => { box.checked = !all; });
    });
  }
})();
