// A signature drawn with a finger, a pen or a mouse; without this script a photo of it is sent.
(() => {
  "use strict";

  const place = document.querySelector("[data-sign]");
  if (!place) return;
  const sheet = place.querySelector("canvas"), field = place.querySelector("input[name=signature_drawn]");
  const pen = sheet.getContext("2d");
  let last = null, isDrawn = false;

  function clear() {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, sheet.width, sheet.height);
    pen.strokeStyle = "#111";
    pen.lineWidth = 4;
    pen.lineCap = pen.lineJoin = "round";
    isDrawn = false;
    field.value = "";
  }

  function spot(event) {
    const box = sheet.getBoundingClientRect();
    return [(event.clientX - box.left) * sheet.width / box.width, (event.clientY - box.top) * sheet.height / box.height];
  }

  sheet.addEventListener("pointerdown", (event) => {
    sheet.setPointerCapture(event.pointerId);
    last = spot(event);
  });
  sheet.addEventListener("pointermove", (event) => {
    if (!last) return;
    const here = spot(event);
    pen.beginPath();
    pen.moveTo(...last);
    pen.lineTo(...here);
    pen.stroke();
    last = here;
    isDrawn = true;
  });
  const lift = () => {
    last = null;
    if (isDrawn) field.value = sheet.toDataURL("image/png");
  };
  sheet.addEventListener("pointerup", lift);
  sheet.addEventListener("pointercancel", lift);
  place.querySelector("[data-clear]").addEventListener("click", clear);
  sheet.hidden = place.querySelector(".row[hidden]").hidden = false;
  clear();
})();
